"""Sweeps: what a card can pay (01016), seven-day rolls (03008), taking money out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstdesk.core.errors import Invalid
from firstdesk.core.text import Text
from firstdesk.guidance.items import Kind
from firstdesk.guidance.market import IssueFacts, Market
from tests.guidance import kit

BEFORE, SINCE = date(2007, 6, 30), date(2007, 7, 1)
TODAY = date(2007, 11, 5)


def sign(
    reserve: str = "10000", total: str = "150000.00", today: date = TODAY, **more: Any
) -> dict[str, Any]:
    world = {name: more.pop(name) for name in ("mobile", "refused") if name in more}
    raw = {"account": kit.ACCOUNT, "reserve": reserve, **more}
    return kit.check("sweep.sign", raw, today, accounts=(kit.account(total),), **world)


def test_until_july_2007_a_card_draws_on_all_of_it_and_nothing_is_asked() -> None:
    items = sign(today=BEFORE)
    assert not {"sweep.card_reach", "sweep.purchase.ask"} & set(items)
    assert "自动转回" in items["sweep.two_pockets"].detail.zh
    assert "要用随时用" in items["sweep.two_pockets"].say.zh


def test_since_then_the_reserve_alone_and_the_words_follow() -> None:
    items = sign(today=SINCE)
    reach, pockets = items["sweep.card_reach"], items["sweep.two_pockets"]
    assert reach.kind == Kind.DISCLOSURE
    assert kit.sums(reach) == ["10000.00", "140000.00"]
    assert "95559" in reach.say.zh
    assert "5 minutes" in reach.detail.en
    assert "先转回" in pockets.detail.zh
    assert "随时用" not in pockets.say.zh


def test_nothing_swept_yet_all_of_it_can_be_paid_with() -> None:
    reach = sign(total="40000.00")["sweep.card_reach"]
    assert kit.sums(reach) == ["40000.00", "0.00"]
    assert "现在¥40,000.00都能刷" in reach.title.zh


def test_a_reserve_cannot_cover_what_is_not_there() -> None:
    covered = sign("200000", soon="yes", purchase="160000")["sweep.purchase.covered"]
    assert "还差¥10,000.00" in covered.title.zh


def test_a_large_purchase_is_asked_about_before_signing() -> None:
    ask = sign()["sweep.purchase.ask"]
    assert ask.kind == Kind.BLOCK
    assert {key: way.fields["soon"] for key, way in kit.ways(ask).items()} == {
        "no": "no",
        "yes": "yes",
    }
    assert not any(key.startswith("sweep.purchase") for key in sign(soon="no"))


@pytest.mark.parametrize(
    ("purchase", "key"),
    [
        ("10000.00", "sweep.purchase.covered"),
        ("10000.01", "sweep.purchase.more"),
        ("9999.99", "sweep.purchase.covered"),
    ],
)
@pytest.mark.parametrize("soon", ["yes", "unasked"])  # a sum says yes by itself
def test_a_cent_above_the_reserve_proposes_a_larger_one(purchase: str, key: str, soon: str) -> None:
    items = sign(soon=soon, purchase=purchase)
    assert [k for k in items if k.startswith("sweep.purchase")] == [key]


def test_the_larger_reserve_covers_the_purchase() -> None:
    item = sign(soon="yes", purchase="40000")["sweep.purchase.more"]
    assert kit.sums(item) == ["40000.00", "10000.00", "30000.00"]
    again = kit.ways(item)["keep_more"].fields
    asked = {name: value for name, value in again.items() if name not in ("account", "reserve")}
    assert "sweep.purchase.covered" in sign(again["reserve"], **asked)


@pytest.mark.parametrize("given", [{"soon": "yes"}, {"soon": "no", "purchase": "5"}])
def test_an_answer_and_a_sum_that_do_not_fit_are_refused(given: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        sign(**given)
    assert set(refused.value.fields) == {"purchase"}


def test_messages_come_by_default_and_rest_once_refused() -> None:
    assert sign()["sweep.sms"].kind == Kind.OPPORTUNITY
    assert "手机号" in sign(mobile=False)["sweep.sms"].detail.zh
    assert "sweep.sms" not in sign(refused={"sweep.sms": date(2007, 10, 1)})
    assert "sweep.sms" in sign(refused={"sweep.sms": date(2007, 8, 7)})  # 90 days ago


def test_the_rolls_of_100000_at_171_and_081() -> None:
    rolls = sign("0", "100000.00", soon="no")["sweep.rolls"]
    assert kit.days(rolls) == ["2007-11-12", "2007-11-19", "2007-11-26"]
    assert kit.sums(rolls) == ["2.50", "15.00", "14.25"]
    assert kit.ways(rolls)["remind"].due == "2007-11-11T10:00"
    assert "1.71%" in rolls.detail.zh


def test_nothing_swept_has_no_rolls() -> None:
    assert "sweep.rolls" not in sign("10000.00", "59999.99")
    assert "sweep.rolls" in sign("10000.00", "60000.00")


def leave(today: date, **more: Any) -> dict[str, Any]:
    balance = more.pop("balance", "100000.00")
    opened = more.pop("opened_on", date(2007, 11, 5))
    world = {name: more.pop(name) for name in ("market", "agreements") if name in more}
    pocket = kit.account(
        balance, id=kit.POCKET, parent_id=kit.ACCOUNT, kind="sweep", opened_on=opened
    )
    raw = {"account": kit.POCKET, **more}
    return kit.check("sweep.leave", raw, today, accounts=(kit.account("0.00"), pocket), **world)


@pytest.mark.parametrize(
    ("day", "gross", "net"),
    [(13, "2.50", "2.38"), (14, "5.00", "4.75"), (18, "15.00", "14.25")],
)
def test_a_broken_roll_costs_by_its_days(day: int, gross: str, net: str) -> None:
    item = leave(date(2007, 11, day))["sweep.leave.cost"]
    assert item.kind == Kind.DISCLOSURE
    assert kit.sums(item)[1] == gross
    assert abs(float(kit.sums(item)[2]) - float(net)) < 0.02  # each side is rounded to the cent
    assert kit.days(item) == ["2007-11-19"]


def test_the_interest_of_eight_days_is_3373() -> None:
    item = leave(date(2007, 11, 13))["sweep.leave.cost"]
    assert kit.sums(item)[0] == "33.73"
    assert item.working is not None
    assert kit.ways(item)["wait"].due == "2007-11-18T10:00"


def test_on_the_last_evening_there_is_no_day_left_to_remind() -> None:
    assert kit.ways(leave(date(2007, 11, 18))["sweep.leave.cost"])["wait"].due == ""


@pytest.mark.parametrize("day", [5, 12, 19])
def test_on_the_end_of_a_roll_nothing_is_lost(day: int) -> None:
    items = leave(date(2007, 11, day), amount="40000")
    assert set(items) == {"sweep.leave.free"}


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("amount", {"amount": "100000.01"}),
        ("account", {"opened_on": None}),
    ],
)
def test_more_than_is_there_or_no_first_day_is_refused(field: str, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        leave(date(2007, 11, 13), **given)
    assert set(refused.value.fields) == {field}


def issue(on: date, state: str = "planned") -> IssueFacts:
    name, why = Text(zh="江海航运", en="Jianghai"), Text(zh="", en="")
    return IssueFacts("I", name, on, date(2007, 12, 1), state, why)


@pytest.mark.parametrize(
    ("on", "state", "told"),
    [
        (date(2007, 11, 14), "planned", True),
        (date(2007, 11, 18), "planned", True),
        (date(2007, 11, 19), "planned", False),  # the roll has ended by then
        (date(2007, 11, 13), "planned", False),
        (date(2007, 11, 14), "skipped", False),
    ],
)
def test_an_issue_inside_the_roll_is_a_choice(on: date, state: str, told: bool) -> None:
    plan = kit.agreement("ipo_plan", date(2007, 11, 2), account_id=kit.ACCOUNT)
    market = Market(issues=(issue(on, state),))
    items = leave(date(2007, 11, 13), market=market, agreements=(plan,))
    assert ("sweep.leave.issue" in items) is told
    if told:
        cost = (on - date(2007, 11, 12)).days * 2.5
        assert kit.sums(items["sweep.leave.issue"])[0] == f"{cost:.2f}"
    assert "sweep.leave.issue" not in leave(date(2007, 11, 13), market=market)  # no plan
