"""Cash at a window: cases 02014 (machine or window), 03006 (never refused for month end)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstdesk.guidance.items import Kind
from tests.guidance import kit

DAY = date(2007, 11, 30)  # a Friday, and a month's end


def draw(amount: str, balance: str = "9436.18", **world: Any) -> dict[str, Any]:
    fields = {"account": kit.ACCOUNT, "amount": amount}
    return kit.check("cash.withdraw", fields, DAY, accounts=(kit.account(balance),), **world)


@pytest.mark.parametrize(
    ("amount", "waiting", "guided"),
    [
        ("1500", 12, True),
        ("1500", 1, True),
        ("1500", 0, False),  # nobody waits: served at once
        ("1550", 12, False),  # the machine cannot pay it
        ("1500.50", 12, False),
        ("1900", 12, True),
        ("2000", 12, False),
        ("100", 3, True),
    ],
)
def test_who_is_guided_to_the_machine(amount: str, waiting: int, guided: bool) -> None:
    items = draw(amount, waiting=waiting)
    assert ("cash.machine" in items) is guided
    if guided:
        item = items["cash.machine"]
        assert (item.kind, item.force) == (Kind.BLOCK, "guideline")
        assert str(waiting) in item.title.en


@pytest.mark.parametrize(
    ("amount", "booked"), [("49999.99", False), ("50000", True), ("300000", True)]
)
def test_large_cash_is_booked_and_never_refused(amount: str, booked: bool) -> None:
    items = draw(amount, "400000.00")
    assert ("cash.booking" in items) is booked
    if booked:
        item = items["cash.booking"]
        assert kit.days(item) == ["2007-12-03"], "the next working day after a Friday"
        assert {"book", "transfer"} <= set(kit.ways(item))
        assert kit.ways(item)["book"].operation == "cash.book"
        assert kit.ways(item)["book"].fields["day"] == "2007-12-03"
        assert item.force == "mandatory"


def test_what_is_not_there_is_said_with_the_sum() -> None:
    items = draw("9436.19")
    assert kit.sums(items["cash.short"])[-1] == "0.01"
    assert kit.ways(items["cash.short"])["less"].fields["amount"] == "9436.18"
    assert "cash.booking" not in draw("60000")
    assert draw("5.00", "0.00")["cash.short"].ways == ()


def test_a_debit_that_would_fail_is_seen_with_its_day() -> None:
    mortgage = kit.debit(date(2007, 12, 20), "1866.00")
    assert "cash.collides" not in draw("7570.18", debits=(mortgage,))
    item = draw("7570.19", debits=(mortgage,))["cash.collides"]
    assert item.kind == Kind.DISCLOSURE
    assert (kit.days(item), kit.sums(item)[-1]) == (["2007-12-20"], "0.01")


def test_a_leap_day_looks_a_year_ahead() -> None:
    fields = {"account": kit.ACCOUNT, "amount": "10"}
    leap = date(2008, 2, 29)
    assert kit.check("cash.withdraw", fields, leap, accounts=(kit.account("20.00"),)) == {}
