"""Booked cash beside subscriptions, debits and other bookings (02019, 03006, 03012)."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from firstdesk.core.errors import Invalid
from firstdesk.core.text import Text
from firstdesk.guidance.facts import ReservationFacts
from firstdesk.guidance.items import Kind
from firstdesk.guidance.market import IssueFacts, Market
from tests.guidance import kit

TODAY = date(2007, 11, 29)  # a Thursday


def book(amount: str, balance: str, day: str = "2007-11-30", **raw: Any) -> Any:
    world = raw.pop("world", {})
    fields = {"account": kit.ACCOUNT, "amount": amount, "day": day}
    fields |= {"from_time": "09:00", "to_time": "10:00", **raw}
    return kit.check("cash.book", fields, TODAY, accounts=(kit.account(balance),), **world)


def booked(amount: str, day: date, status: str = "accepted", **changes: Any) -> ReservationFacts:
    values = {"account_id": kit.ACCOUNT, "branch_code": "A01", **changes}
    return ReservationFacts(
        "RV-1", amount=kit.money(amount), day=day, from_time=time(9), status=status, **values
    )


def issue(subscribed: date, back: date, state: str = "planned") -> Market:
    name = Text(zh="新股", en="Issue")
    return Market(issues=(IssueFacts("N", name, subscribed, back, state, Text(zh="", en="")),))


PLAN = kit.agreement("ipo_plan", date(2007, 6, 5), account_id=kit.ACCOUNT)


def test_a_working_day_ahead_is_booked_and_sooner_is_a_request() -> None:
    item = book("50000", "60000")["cash.book.confirm"]
    assert item.kind == Kind.DISCLOSURE
    assert "09:00–10:00" in item.title.zh
    soon = book("50000", "60000", day="2007-11-29")["cash.book.confirm"]
    assert "管库同意" in soon.title.zh
    assert kit.days(soon) == ["2007-11-29"]
    small = book("49999.99", "60000", day="2007-11-29")["cash.book.confirm"]
    assert "管库同意" not in small.title.zh


def test_what_cannot_be_is_refused_at_its_field() -> None:
    for field, raw in {
        "day": {"day": "2007-11-28"},
        "to_time": {"to_time": "09:00"},
        "collector_name": {"collector": "other"},
        "collector_relation": {"collector": "other", "collector_name": "田小军"},
    }.items():
        with pytest.raises(Invalid) as refused:
            book("50000", "60000", **raw)
        assert set(refused.value.fields) == {field}
    for wrong in ("9:00", "24:00", "09:60", "soon"):
        with pytest.raises(Invalid) as refused:
            book("50000", "60000", from_time=wrong)
        assert set(refused.value.fields) == {"from_time"}


def test_somebody_else_brings_both_identity_cards() -> None:
    found = book(
        "50000", "60000", collector="other", collector_name="田小军", collector_relation="儿子"
    )
    assert "田小军" in found["cash.book.papers"].title.zh


def test_money_that_leaves_before_is_missed_on_its_day() -> None:
    world = {"debits": (kit.debit(date(2007, 11, 30), "20000.00"),)}
    item = book("50000", "60000", world=world)["cash.book.short"]
    assert kit.sums(item) == ["60000.00", "50000.00", "10000.00"]
    assert kit.ways(item)["pay_in"].fields["amount"] == "10000.00"
    assert "cash.book.short" not in book("40000", "60000", world=world)
    two = {"reservations": (booked("30000", date(2007, 11, 30)),)}
    assert kit.sums(book("50000", "60000", world=two)["cash.book.short"])[-1] == "20000.00"
    other = {"reservations": (booked("30000", date(2007, 11, 30), account_id=kit.OTHER),)}
    assert "cash.book.short" not in book("50000", "60000", world=other)


def test_a_subscription_before_the_day_asks_what_is_left_out() -> None:
    world = {"agreements": (PLAN,), "market": issue(date(2007, 11, 30), date(2007, 12, 5))}
    item = book("480000", "600000", world=world)["cash.book.plan"]
    assert [choice.key for choice in item.choices] == ["exclude", "keep"]
    assert kit.sums(item) == ["600000.00", "480000.00", "120000.00", "600000.00"]
    short = book("480000", "490638", world=world)["cash.book.plan"]
    assert kit.sums(short)[2] == "0.00", "less than the plan's minimum is left"
    after = {"agreements": (PLAN,), "market": issue(date(2007, 12, 1), date(2007, 12, 6))}
    assert "cash.book.plan" not in book("480000", "600000", world=after)
    without = {"market": issue(date(2007, 11, 30), date(2007, 12, 5))}
    assert "cash.book.plan" not in book("480000", "600000", world=without)


def test_signing_a_plan_sees_what_is_booked_and_who_cannot_be_reached() -> None:
    raw = {"account": kit.ACCOUNT, "run_on": "2007-12-03"}
    world: dict[str, Any] = {"accounts": (kit.account("300000"),)}
    ahead = (booked("100000", date(2007, 12, 3)), booked("50000", date(2007, 12, 4), "requested"))
    found = kit.check("plan.sign_ipo", raw, TODAY, reservations=ahead, mobile=False, **world)
    assert kit.sums(found["plan.ipo.booked"])[1] == "150000.00"
    assert found["plan.ipo.mobile"].kind == Kind.REQUIREMENT
    before = (booked("100000", date(2007, 11, 30)),)
    found = kit.check("plan.sign_ipo", raw, TODAY, reservations=before, **world)
    assert {"plan.ipo.booked", "plan.ipo.mobile"}.isdisjoint(found)


def test_paying_in_so_much_says_that_cash_is_booked() -> None:
    def pay(amount: str, balance: str) -> Any:
        raw = {"account": kit.ACCOUNT, "amount": amount}
        return kit.check("account.deposit", raw, TODAY, accounts=(kit.account(balance),))

    assert "account.booking" in pay("30000", "20000")
    assert "account.booking" not in pay("29999.99", "20000")
    assert "account.booking" not in pay("100", "50000"), "he knows already"


def draw(amount: str, balance: str, **world: Any) -> Any:
    raw = {"account": kit.ACCOUNT, "amount": amount}
    return kit.check("cash.withdraw", raw, TODAY, accounts=(kit.account(balance),), **world)


def test_a_confirmed_booking_is_handed_out_without_more_ado() -> None:
    assert "cash.booked" in draw("60000", "90000", reservations=(booked("60000", TODAY),))
    for other in (
        booked("59999", TODAY),
        booked("60000", TODAY, "requested"),
        booked("60000", date(2007, 11, 30)),
        booked("60000", TODAY, branch_code="B02"),
        booked("60000", TODAY, account_id=kit.OTHER),
    ):
        assert "cash.booking" in draw("60000", "90000", reservations=(other,))


def test_money_in_a_subscription_has_its_day() -> None:
    taken = issue(date(2007, 11, 29), date(2007, 12, 4), "taken")
    item = draw("480000", "10638", agreements=(PLAN,), market=taken)["cash.frozen"]
    assert kit.days(item) == ["2007-12-04"]
    assert "469,362" in item.title.zh
    assert set(kit.ways(item)) == {"owner"}
    back = issue(date(2007, 11, 20), TODAY, "taken")
    assert "cash.frozen" not in draw("480000", "10638", agreements=(PLAN,), market=back)
    assert "cash.frozen" not in draw("480000", "10638", market=taken)


def test_whatever_is_entered_second_sees_the_booking() -> None:
    """Fee, bill, plan, withdrawal: each finds cash that was booked before it."""
    world: dict[str, Any] = {
        "accounts": (kit.account("60000"),),
        "reservations": (booked("55000", date(2007, 12, 3)),),
    }
    cash = {"account": kit.ACCOUNT, "amount": "6000"}
    item = kit.check("cash.withdraw", cash, TODAY, **world)["cash.collides"]
    assert kit.sums(item)[-1] == "1000.00"
    assert kit.days(item) == ["2007-12-03"]
    less = kit.check("cash.withdraw", cash | {"amount": "5000"}, TODAY, **world)
    assert "cash.collides" not in less
    bill = {"account": kit.ACCOUNT, "biller": "水务", "debit_day": "5", "usual": "6000"}
    found = kit.check("bill.sign_debit", bill, TODAY, **world)
    assert any(kit.days(i) == ["2007-12-05"] and "1,000" in i.title.zh for i in found.values())
    plan = {"account": kit.ACCOUNT, "run_on": "2007-12-04"}
    found = kit.check("plan.sign_ipo", plan, TODAY, **world)
    assert kit.sums(found["plan.ipo.balance"])[-1] == "55000.00", "60,000 wanted, 5,000 left"
    early = kit.check("plan.sign_ipo", plan | {"run_on": "2007-12-03"}, TODAY, **world)
    assert kit.sums(early["plan.ipo.balance"])[-1] == "0.00", "it runs before he collects"
