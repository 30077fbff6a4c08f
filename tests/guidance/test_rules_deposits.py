"""Deposits: drawing a certificate early (02003), notice deposits and recalculation (02027)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.core.errors import Invalid
from firstdesk.guidance.items import Kind
from tests.guidance import kit

OPENED, MATURES = date(2004, 12, 17), date(2007, 12, 17)


def draw(today: date, amount: str | None = None, **changes: Any) -> Any:
    born = changes.pop("born_on", date(1936, 5, 1))
    certificate = kit.account(
        changes.pop("balance", "50000.00"),
        **{
            "kind": "time",
            "opened_on": OPENED,
            "term_months": 36,
            "rate": Decimal("3.24"),
            "matures_on": MATURES,
            **changes,
        },
    )
    raw = {"account": kit.ACCOUNT, "amount": amount}
    return kit.check("deposit.withdraw_early", raw, today, accounts=(certificate,), born_on=born)


def test_the_certificate_214_days_from_maturity() -> None:
    item = draw(date(2007, 5, 17))["deposit.early.loss"]
    assert item.kind == Kind.DISCLOSURE
    # 881 days at 0.72 % and three years at 3.24 %, each after 20 % tax
    assert kit.sums(item) == ["704.80", "3888.00", "3183.20"]
    assert "214天" in item.title.zh
    assert "214 days" in item.title.en
    assert kit.days(item) == ["2007-12-17"]
    assert item.confirm is not None
    assert item.slip is not None
    assert item.large_print
    assert kit.ways(item)["pledge_loan"].best
    assert kit.ways(item)["wait"].due == "2007-12-16T10:00"
    assert item.working is not None


@pytest.mark.parametrize(
    ("today", "at_maturity"),
    [
        (date(2007, 7, 19), "3888.00"),  # the tax cut is not known yet
        (date(2007, 7, 20), "3970.35"),
        (date(2007, 8, 15), "3970.35"),
        (date(2007, 12, 16), "3970.35"),
    ],
)
def test_a_tax_cut_counts_from_the_day_it_is_known(today: date, at_maturity: str) -> None:
    assert kit.sums(draw(today)["deposit.early.loss"])[1] == at_maturity


def test_a_part_earns_the_demand_rate_and_the_rest_keeps_its_own() -> None:
    item = draw(date(2007, 7, 21), "20000.00")["deposit.early.loss"]
    assert kit.sums(item)[1] == "1588.14"
    assert "part" not in kit.ways(item)
    assert "part" in kit.ways(draw(date(2007, 7, 21))["deposit.early.loss"])


@pytest.mark.parametrize(
    ("today", "key"),
    [
        (date(2007, 12, 16), "deposit.early.loss"),
        (date(2007, 12, 17), "deposit.matured"),
        (date(2007, 12, 18), "deposit.matured"),
    ],
)
def test_on_the_day_of_maturity_nothing_is_lost(today: date, key: str) -> None:
    expected = {key} if key == "deposit.matured" else {key, "deposit.early.options"}
    assert set(draw(today)) == expected


def test_after_maturity_the_demand_rate_runs_on() -> None:
    on_the_day, later = draw(MATURES), draw(date(2008, 1, 16))
    assert kit.sums(on_the_day["deposit.matured"]) == ["3970.35"]
    sums = kit.sums(later["deposit.matured"])
    # 50,000 for thirty days at the 0.72 % of the day of drawing, less 5 % tax
    assert sums == ["3970.35", "28.50"]


@pytest.mark.parametrize(
    ("born", "large"),
    [(date(1947, 5, 17), True), (date(1947, 5, 18), False), (None, False)],
)
def test_large_print_from_sixty(born: date | None, large: bool) -> None:
    assert draw(date(2007, 5, 17), born_on=born)["deposit.early.loss"].large_print is large


def test_a_loan_is_not_called_better_where_it_is_not() -> None:
    opened_yesterday = draw(date(2004, 12, 18), rate=Decimal("0.72"))
    assert not kit.ways(opened_yesterday["deposit.early.loss"])["pledge_loan"].best


def test_every_way_to_the_money_is_ranked() -> None:
    """Case 01008, after tax: a loan of fifteen days beats drawing."""
    year = {"opened_on": date(2006, 12, 20), "matures_on": date(2007, 12, 20), "term_months": 12}
    certificate = kit.account("50000.00", kind="time", rate=Decimal("2.52"), **year)
    raw = {"account": kit.ACCOUNT, "need": "40000"}
    found = kit.check("deposit.withdraw_early", raw, date(2007, 12, 5), accounts=(certificate,))
    item = found["deposit.early.options"]
    assert kit.sums(item)[0] == "108.00"
    assert [s.tone for s in item.sums] == ["ok", "", ""]
    assert "质押" in item.title.zh
    assert Decimal(kit.sums(item)[1]) < Decimal(kit.sums(item)[2])


def test_more_than_can_be_lent_says_so() -> None:
    item = draw(date(2007, 5, 17))["deposit.early.options"]
    assert [s.tone for s in item.sums] == ["ok", ""]
    assert "最多只能贷" in item.sums[1].label.zh
    assert "at most" in item.sums[1].label.en.lower()


@pytest.mark.parametrize(
    ("changes", "amount"),
    [
        ({}, "50000.01"),
        ({"kind": "demand"}, None),
        ({"rate": None}, None),
        ({"opened_on": None}, None),
        ({"term_months": 0}, None),
    ],
)
def test_what_cannot_be_drawn_is_refused(changes: dict[str, Any], amount: str | None) -> None:
    with pytest.raises(Invalid):
        draw(date(2007, 5, 17), amount, **changes)


NOTICE = kit.notice(date(2007, 10, 25), date(2007, 11, 1), "100000.00")


def close(today: date, *notices: Any, amount: str | None = None, balance: str = "100000.00") -> Any:
    account = kit.account(balance, kind="notice", opened_on=date(2007, 10, 2), notice_days=7)
    raw = {"account": kit.ACCOUNT, "amount": amount}
    return kit.check(
        "deposit.close_notice", raw, today, accounts=(account,), notices=tuple(notices)
    )


def test_the_notice_is_found_without_its_number() -> None:
    items = close(date(2007, 11, 1), NOTICE)
    assert set(items) == {"deposit.notice.rate"}
    item = items["deposit.notice.rate"]
    assert item.kind == Kind.CONSEQUENCE
    # thirty days at 1.71 % and at 0.81 %, each after 5 % tax
    assert kit.sums(item) == ["135.37", "64.12", "135.37"]
    assert item.slip is not None
    assert "已通知" in item.slip.zh


@pytest.mark.parametrize("today", [date(2007, 10, 31), date(2007, 11, 2)])
def test_another_day_than_notified_takes_supervisor_and_customer(today: date) -> None:
    items = close(today, NOTICE)
    assert items["deposit.notice.supervisor"].supervisor
    told = items["deposit.notice.demand"]
    assert told.kind == Kind.DISCLOSURE
    assert [choice.key for choice in told.choices] == ["today", "wait"]
    sums = kit.sums(told)
    assert sums[2] == sums[1]


def test_a_day_early_the_notified_day_is_named() -> None:
    early = close(date(2007, 10, 31), NOTICE)["deposit.notice.demand"]
    assert kit.days(early) == ["2007-11-01"]
    late = close(date(2007, 11, 2), NOTICE)["deposit.notice.demand"]
    assert kit.days(late) == ["2007-11-09"]
    assert kit.ways(late)["wait"].due == "2007-11-08T10:00"


def test_without_a_notice_no_supervisor_is_asked() -> None:
    items = close(date(2007, 11, 1))
    assert set(items) == {"deposit.notice.demand"}
    assert kit.days(items["deposit.notice.demand"]) == ["2007-11-08"]


def test_the_notice_for_today_goes_before_a_later_one() -> None:
    later = kit.notice(date(2007, 10, 20), date(2007, 11, 20), "100000.00")
    assert set(close(date(2007, 11, 1), later, NOTICE)) == {"deposit.notice.rate"}


def test_less_than_notified_is_paid_in_part() -> None:
    items = close(date(2007, 11, 1), NOTICE, amount="60000", balance="200000.00")
    assert "deposit.notice.rate" in items or "deposit.notice.demand" in items


@pytest.mark.parametrize("amount", ["100000.01", "1000000"])
def test_more_than_the_account_holds_is_refused(amount: str) -> None:
    with pytest.raises(Invalid) as refused:
        close(date(2007, 11, 1), NOTICE, amount=amount)
    assert "amount" in refused.value.fields


RAW: dict[str, Any] = {
    "principal": "100000.00",
    "opened_on": "2007-10-02",
    "closed_on": "2007-11-01",
    "notice_given_on": "2007-10-25",
    "notice_for": "2007-11-01",
    "notice_days": 7,
    "paid": "64.12",
}


def again(today: date = date(2007, 11, 11), **changes: Any) -> Any:
    return kit.check("deposit.recalculate_notice", {**RAW, **changes}, today)[
        "deposit.recalculated"
    ]


@pytest.mark.parametrize(
    ("paid", "difference", "tone"),
    [
        ("64.12", "71.25", "warn"),
        ("135.36", "0.01", "warn"),
        ("135.37", "0.00", "ok"),
        ("135.38", "-0.01", "ok"),
    ],
)
def test_interest_is_worked_out_again_whatever_was_paid(
    paid: str, difference: str, tone: str
) -> None:
    item = again(paid=paid)
    assert kit.sums(item) == ["135.37", "64.12", paid, difference]
    assert item.tone == tone
    assert item.working is not None
    assert len(item.working.lines) >= 3


def test_without_a_notice_the_demand_rate_was_right() -> None:
    item = again(notice_given_on=None, notice_for=None)
    assert kit.sums(item) == ["64.12", "64.12", "64.12", "0.00"]


def test_the_rates_are_those_of_the_day_of_drawing() -> None:
    assert kit.sums(again(today=date(2009, 1, 5))) == kit.sums(again())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"notice_days": 3}, "notice_days"),
        ({"closed_on": "2007-11-12"}, "closed_on"),
        ({"opened_on": "2007-11-02"}, None),
    ],
)
def test_impossible_facts_are_refused(changes: dict[str, Any], field: str | None) -> None:
    with pytest.raises(Invalid) as refused:
        again(**changes)
    assert refused.value.fields
    assert field is None or field in refused.value.fields
