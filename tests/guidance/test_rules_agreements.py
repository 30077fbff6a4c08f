"""Agreements: share plans (01006, 03011), sweeps (02017), bill debits (02018)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstdesk.core.errors import Invalid
from firstdesk.core.text import Text
from firstdesk.guidance.items import Kind
from firstdesk.guidance.market import IssueFacts, Market
from tests.guidance import kit

TODAY, RUN = date(2007, 9, 3), date(2007, 9, 12)
FEE = kit.card(annual_fee=kit.money("10.00"))


def plan(
    balance: str = "0.00", deposit: str | None = None, run_on: date = RUN, **world: Any
) -> Any:
    raw = {"account": kit.ACCOUNT, "run_on": run_on, "deposit": deposit}
    world.setdefault("cards", (FEE,))
    return kit.check("plan.sign_ipo", raw, TODAY, accounts=(kit.account(balance),), **world)


def test_a_plan_of_60000_needs_60010() -> None:
    items = plan(deposit="60000.00")
    told = items["plan.ipo.balance"]
    assert told.kind == Kind.DISCLOSURE
    assert kit.sums(told) == ["60000.00", "0.00", "10.00", "60010.00"]
    assert told.detail is not None
    assert "今天晚上扣" in told.detail.zh
    short = items["plan.ipo.short"]
    assert kit.sums(short) == ["59990.00", "10.00"]
    assert short.ways[0].fields["amount"] == "60010.00"


@pytest.mark.parametrize(
    ("deposit", "short"), [("60010.00", None), ("60009.99", "0.01"), ("60000.00", "10.00")]
)
def test_a_cent_decides(deposit: str, short: str | None) -> None:
    item = plan(deposit=deposit).get("plan.ipo.short")
    assert (kit.sums(item)[1] if item else None) == short


@pytest.mark.parametrize(
    ("balance", "needed"), [("60010.00", "0.00"), ("60009.99", "0.01"), ("70000.00", "0.00")]
)
def test_what_is_held_counts(balance: str, needed: str) -> None:
    told = plan(balance)["plan.ipo.balance"]
    assert kit.sums(told)[3] == needed
    assert (told.say is None) is (needed == "0.00")


def test_no_fee_no_deduction() -> None:
    for cards in ((), (kit.card(annual_fee=kit.money("0.00")),)):
        assert kit.sums(plan(cards=cards)["plan.ipo.balance"])[2:] == ["0.00", "60000.00"]


@pytest.mark.parametrize(
    ("due", "taken"),
    [
        (date(2007, 9, 3), "10.00"),
        (date(2007, 9, 12), "10.00"),
        (date(2007, 9, 13), "0.00"),
        (date(2007, 9, 2), "0.00"),
    ],
)
def test_only_what_is_taken_before_the_debit_counts(due: date, taken: str) -> None:
    cards = (kit.card(annual_fee=kit.money("10.00"), annual_fee_due_on=due),)
    assert kit.sums(plan(cards=cards)["plan.ipo.balance"])[2] == taken


def test_a_fee_already_scheduled_is_not_taken_twice() -> None:
    debits = (kit.debit(date(2007, 9, 10), "10.00", kind="annual_fee"),)
    assert kit.sums(plan(debits=debits)["plan.ipo.balance"])[2] == "10.00"


def test_a_day_that_has_passed_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        plan(run_on=date(2007, 9, 2))
    assert "run_on" in refused.value.fields
    assert "plan.ipo.balance" in plan(run_on=TODAY)


def deposit(amount: str, run: str = "2007-09-12", **terms: Any) -> Any:
    signed = kit.agreement(
        "ipo_plan",
        date(2006, 9, 4),
        account_id=kit.ACCOUNT,
        terms={"required_balance": "60000.00", "next_run": run, **terms},
    )
    return kit.check(
        "account.deposit",
        {"account": kit.ACCOUNT, "amount": amount},
        TODAY,
        accounts=(kit.account("0.00"),),
        cards=(FEE,),
        agreements=(signed,),
    )


def test_paying_in_under_a_plan_is_warned_before_posting() -> None:
    short = deposit("60000.00")["plan.ipo.short"]
    assert short.kind == Kind.DISCLOSURE
    assert kit.sums(short)[1] == "10.00"
    assert "plan.ipo.short" not in deposit("60010.00")
    assert "plan.ipo.short" not in deposit("1.00", run="2007-09-02")
    assert "plan.ipo.short" in deposit("60000.00", required_balance=None)


def test_after_a_deposit_the_total_comes_first_pockets_included() -> None:
    pocket = kit.account("140000.00", id=kit.POCKET, parent_id=kit.ACCOUNT, kind="sweep")
    items = kit.check(
        "account.deposit",
        {"account": kit.ACCOUNT, "amount": "5.00"},
        TODAY,
        accounts=(kit.account("10000.00"), pocket),
    )
    assert "150,005.00" in items["account.total"].title.zh


def sweep(total: str, reserve: str) -> Any:
    return kit.check(
        "sweep.sign",
        {"account": kit.ACCOUNT, "reserve": reserve},
        date(2007, 4, 10),
        accounts=(kit.account(total),),
    )["sweep.two_pockets"]


@pytest.mark.parametrize(
    ("total", "reserve", "pockets"),
    [
        ("150000.00", "10000", ["150000.00", "10000.00", "140000.00"]),
        ("150000.00", "100000.00", ["150000.00", "100000.00", "50000.00"]),
        ("150000.00", "100000.01", ["150000.00", "150000.00", "0.00"]),
        ("60000.00", "10000", ["60000.00", "10000.00", "50000.00"]),
        ("5000.00", "10000", ["5000.00", "5000.00", "0.00"]),
        ("0.00", "10000", ["0.00", "0.00", "0.00"]),
    ],
)
def test_two_pockets_with_the_total_first(total: str, reserve: str, pockets: list[str]) -> None:
    item = sweep(total, reserve)
    assert item.kind == Kind.DISCLOSURE
    assert kit.sums(item) == pockets
    assert item.sums[0].total
    assert item.slip is not None
    assert "两个口袋" in item.slip.zh


def bill(today: date, day: int, **more: Any) -> Any:
    raw = {"account": kit.ACCOUNT, "biller": "市电信", "debit_day": day, **more}
    items = kit.check("bill.sign_debit", raw, today, accounts=(kit.account("2300.00"),))
    (item,) = items.values()
    return item


def test_signed_after_the_debit_day_this_month_is_paid_by_hand() -> None:
    item = bill(date(2008, 3, 20), 18, bill_due_on="2008-03-31")
    assert item.key == "bill.debit.not_covered"
    assert item.kind == Kind.DISCLOSURE
    assert item.large_print
    assert kit.days(item) == ["2008-04-18", "2008-03-31"]
    assert item.slip is not None
    assert "MARCH BILL IS NOT COVERED" in item.slip.en
    assert "3月账单不代扣" in item.slip.zh
    assert item.confirm is not None
    assert kit.ways(item)["remind"].due == "2008-03-28T10:00"


@pytest.mark.parametrize(
    ("today", "day", "first", "covered"),
    [
        (date(2008, 3, 17), 18, "2008-03-18", True),
        (date(2008, 3, 18), 18, "2008-03-18", True),  # the day itself counts
        (date(2008, 3, 19), 18, "2008-04-18", False),
        (date(2008, 1, 31), 31, "2008-01-31", True),
        (date(2008, 2, 20), 31, "2008-02-29", True),
        (date(2007, 2, 20), 31, "2007-02-28", True),
        (date(2008, 12, 30), 5, "2009-01-05", False),
    ],
)
def test_the_first_debit_by_the_day(today: date, day: int, first: str, covered: bool) -> None:
    item = bill(today, day)
    assert item.key == ("bill.debit.first" if covered else "bill.debit.not_covered")
    assert kit.days(item)[0] == first


@pytest.mark.parametrize(
    ("due", "remind"),
    [
        ("2008-03-31", "2008-03-28T10:00"),
        ("2008-03-22", "2008-03-21T10:00"),  # too near for three days: tomorrow
        ("2008-03-20", None),  # due today: no reminder can help
        ("2008-03-10", None),
        (None, None),
    ],
)
def test_a_reminder_only_while_it_helps(due: str | None, remind: str | None) -> None:
    found = kit.ways(bill(date(2008, 3, 20), 18, bill_due_on=due)).get("remind")
    assert (found.due if found else None) == remind


SAYS = ["selected", "idle", "locked", "sold", "no_promise"]


@pytest.mark.parametrize(("today", "said"), [(date(2007, 9, 19), []), (date(2007, 9, 20), SAYS)])
def test_five_sentences_since_the_lesson_of_2007(today: date, said: list[str]) -> None:
    raw = {"account": kit.ACCOUNT, "run_on": "2007-11-21"}
    items = kit.check("plan.sign_ipo", raw, today, accounts=(kit.account("180000.00"),))
    told = [key.rsplit(".", 1)[1] for key in items if key.startswith("plan.ipo.says.")]
    assert told == said
    assert all(items[f"plan.ipo.says.{one}"].kind == Kind.DISCLOSURE for one in said)


def issue(ref: str, on: date, state: str, reason: str = "") -> IssueFacts:
    return IssueFacts(
        ref, Text(zh=ref, en=ref), on, date(2007, 12, 1), state, Text(zh=reason, en=reason)
    )


def explain(signed_on: date | None, *issues: IssueFacts) -> Any:
    signed = kit.agreement("ipo_plan", signed_on or TODAY, account_id=kit.ACCOUNT)
    return kit.check(
        "plan.explain_ipo",
        {"account": kit.ACCOUNT},
        date(2007, 11, 12),
        accounts=(kit.account("180000.00"),),
        agreements=(signed,) if signed_on else (),
        market=Market(issues=issues),
    )


def test_every_issue_since_signing_with_its_reason() -> None:
    items = explain(
        date(2007, 11, 5),
        issue("早", date(2007, 11, 4), "taken"),
        issue("一", date(2007, 11, 5), "taken"),
        issue("二", date(2007, 11, 8), "skipped", "估计表现差"),
        issue("三", date(2007, 11, 21), "planned"),
        issue("四", date(2007, 11, 20), "planned"),
        issue("过", date(2007, 11, 11), "planned"),  # nobody decided: not counted, not next
    )
    told = items["plan.ipo.issues"]
    assert kit.days(told) == ["2007-11-05", "2007-11-08"]
    assert "2只新股：打了1只，没打1只" in told.title.zh
    assert "二没打：估计表现差" in told.detail.zh
    assert "一打了，钱锁到12月1日" in told.detail.zh
    assert kit.days(items["plan.ipo.next"]) == ["2007-11-20"]


def test_no_issue_is_said_and_no_plan_is_refused() -> None:
    items = explain(date(2007, 11, 5))
    assert set(items) == {"plan.ipo.issues"}
    assert items["plan.ipo.issues"].detail is None
    with pytest.raises(Invalid) as refused:
        explain(None)
    assert set(refused.value.fields) == {"account"}
