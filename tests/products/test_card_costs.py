"""Fees with floor and cap, the cost of paying late, and money left on a credit card."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.products.cards import (
    Fee,
    LateCost,
    card_balance_deposit,
    late_cost,
    percentage_fee,
)
from tests.products.kit import D, bilingual, rates, refused, sums, yuan

LABEL = Text(zh="溢缴款取现手续费", en="Fee for drawing a credit balance")
USD = Money.of("1", "USD")
UNTIL = date(2007, 12, 20)


def fee(amount: str | Money, **change: Any) -> Fee:
    terms: dict[str, Any] = {
        "percent": D("0.5"),
        "minimum": yuan("10"),
        "maximum": yuan("500"),
        "label": LABEL,
    }
    return percentage_fee(yuan(amount) if isinstance(amount, str) else amount, **(terms | change))


@pytest.mark.parametrize(
    ("amount", "due", "uncapped", "capped", "raised"),
    [
        ("120000", "500", "600", True, False),
        ("100000.01", "500", "500.00", False, False),
        ("100000", "500", "500", False, False),
        ("99999", "500", "500", False, False),  # 499.995 rounds up
        ("99998.99", "499.99", "499.99", False, False),
        ("1000", "10", "5", False, True),
        ("2000", "10", "10", False, False),
        ("2001", "10.01", "10.01", False, False),
    ],
)
def test_case_02026_and_around_floor_and_cap(
    amount: str, due: str, uncapped: str, capped: bool, raised: bool
) -> None:
    found = fee(amount)
    assert (found.amount, found.uncapped) == (yuan(due), yuan(uncapped))
    assert (found.capped, found.raised) == (capped, raised)
    assert found.cap_from == yuan("100000")
    line = found.working.lines[0]
    assert line.amount == found.amount
    assert (line.note is not None) == (capped or raised)
    bilingual(found.working)


def test_without_floor_and_cap_it_is_the_percentage() -> None:
    found = fee("120000", minimum=None, maximum=None)
    assert (found.amount, found.cap_from) == (yuan("600"), None)
    assert fee("1", percent=D(0), minimum=None).cap_from is None


@pytest.mark.parametrize(
    ("field", "amount", "change"),
    [
        ("amount", "0", {}),
        ("amount", "-1", {}),
        ("percent", "1", {"percent": D("-0.1")}),
        ("percent", "1", {"percent": D("100.1")}),
        ("minimum", "1", {"minimum": USD}),
        ("maximum", "1", {"maximum": USD}),
        ("minimum", "1", {"minimum": yuan("-1")}),
        ("maximum", "1", {"maximum": yuan("-1"), "minimum": None}),
        ("maximum", "1", {"maximum": yuan("9.99")}),
    ],
)
def test_fees_that_cannot_be_are_refused(field: str, amount: str, change: dict[str, Any]) -> None:
    with refused(field):
        fee(amount, **change)


@given(sums, sums, rates)
def test_a_fee_stays_between_floor_and_cap_and_grows(
    one: Money, two: Money, percent: Decimal
) -> None:
    less, more = sorted((one, two))
    small, large = fee(less, percent=percent), fee(more, percent=percent)
    assert yuan("10") <= small.amount <= large.amount <= yuan("500")
    if small.cap_from is not None:
        assert fee(small.cap_from, percent=percent).amount == yuan("500")
        assert (less >= small.cap_from) <= (small.amount == yuan("500"))


def late(postings: list[tuple[date, Money]] | None = None, **change: Any) -> LateCost:
    """The rehearsal's bill of 6,820.40: posted 59, 50 and 68 days before it is found out."""
    bill = [
        (UNTIL - timedelta(59), yuan("2180.00")),
        (UNTIL - timedelta(50), yuan("3640.40")),
        (UNTIL - timedelta(68), yuan("1000.00")),
    ]
    terms: dict[str, Any] = {
        "until": UNTIL,
        "daily_percent": D("0.05"),
        "minimum_payment": yuan("682.04"),
        "fee_percent": D(5),
        "fee_minimum": yuan("10"),
    }
    return late_cost(bill if postings is None else postings, **(terms | change))


def test_paying_late_costs_interest_from_posting_and_a_fee() -> None:
    found = late()
    assert (found.interest, found.fee, found.total) == (
        yuan("189.32"),
        yuan("34.10"),
        yuan("223.42"),
    )
    bilingual(found.working)
    assert [line.amount for line in found.working.lines] == [
        yuan("64.31"),
        yuan("91.01"),
        yuan("34.00"),
        yuan("189.32"),
        yuan("34.10"),
    ]
    assert found.working.lines[0].formula == "2,180.00 × 0.05% × 59"


@pytest.mark.parametrize(
    ("minimum", "floor", "due"),
    [
        ("200", "10", "10"),
        ("200.10", "10", "10.01"),
        ("10", "10", "10"),
        ("0", "10", "0"),
        ("10", None, "0.50"),
    ],
)
def test_the_late_fee_is_on_the_unpaid_minimum(minimum: str, floor: str | None, due: str) -> None:
    found = late(minimum_payment=yuan(minimum), fee_minimum=floor and yuan(floor))
    assert found.fee == yuan(due)


def test_the_last_day_is_not_counted_and_no_bill_costs_nothing() -> None:
    assert late([(UNTIL, yuan("1000"))]).interest == yuan("0")
    assert late([(UNTIL - timedelta(1), yuan("1000"))]).interest == yuan("0.50")
    assert late([]).interest == yuan("0")


@pytest.mark.parametrize(
    ("field", "postings", "change"),
    [
        ("until", [(UNTIL + timedelta(1), yuan("1"))], {}),
        ("postings", [(UNTIL, yuan("-1"))], {}),
        ("postings", [(UNTIL, USD)], {}),
        ("minimum_payment", [], {"minimum_payment": yuan("-1")}),
        ("fee_minimum", [], {"fee_minimum": USD}),
        ("daily_percent", [], {"daily_percent": D(-1)}),
        ("percent", [], {"fee_percent": D(-1)}),
    ],
)
def test_bills_that_cannot_be_are_refused(
    field: str, postings: list[tuple[date, Money]], change: dict[str, Any]
) -> None:
    with refused(field):
        late(postings, **change)


@given(st.lists(st.tuples(st.integers(0, 400), sums), max_size=6), st.permutations(range(6)))
def test_the_order_of_postings_does_not_matter_and_lines_add_up(
    bill: list[tuple[int, Money]], order: list[int]
) -> None:
    postings = [(UNTIL - timedelta(ago), amount) for ago, amount in bill]
    found = late(postings)
    mixed = [postings[index] for index in order if index < len(postings)]
    assert late(mixed).interest == found.interest
    parts = [line.amount for line in found.working.lines[: len(postings)]]
    assert sum((part for part in parts if part), yuan("0")) == found.interest


@pytest.mark.parametrize(
    ("paid", "debt", "pays", "own", "beyond", "cost"),
    [
        ("120000", "0", "0", "120000", "70000", "500"),
        ("120000", "20000", "20000", "100000", "50000", "500"),
        ("20000", "20000", "20000", "0", "0", None),
        ("20000.01", "20000", "20000", "0.01", "0", "10"),
        ("10000", "20000", "10000", "0", "0", None),
        ("50000", "0", "0", "50000", "0", "250"),
        ("50000.01", "0", "0", "50000.01", "0.01", "250"),
    ],
)
def test_case_02026_a_payment_beyond_debt_and_limit(
    paid: str, debt: str, pays: str, own: str, beyond: str, cost: str | None
) -> None:
    found = pay_in(yuan(paid), debt=yuan(debt))
    assert (found.pays_debt, found.own_money) == (yuan(pays), yuan(own))
    assert found.beyond_limit == yuan(beyond)
    assert found.needs_asking == (cost is not None)
    assert (found.cash_fee and found.cash_fee.amount) == (cost and yuan(cost))
    bilingual(found.working)


def pay_in(paid: Money, **change: Any) -> Any:
    terms: dict[str, Any] = {
        "debt": yuan("0"),
        "limit": yuan("50000"),
        "fee_percent": D("0.5"),
        "fee_minimum": yuan("10"),
        "fee_maximum": yuan("500"),
    }
    return card_balance_deposit(paid, **(terms | change))


@pytest.mark.parametrize(
    ("field", "paid", "change"),
    [
        ("amount", yuan("0"), {}),
        ("debt", yuan("1"), {"debt": yuan("-1")}),
        ("debt", yuan("1"), {"debt": USD}),
        ("limit", yuan("1"), {"limit": yuan("-1")}),
        ("limit", yuan("1"), {"limit": USD}),
    ],
)
def test_payments_that_cannot_be_are_refused(
    field: str, paid: Money, change: dict[str, Any]
) -> None:
    with refused(field):
        pay_in(paid, **change)


@given(sums, sums, sums)
def test_every_cent_of_a_payment_has_its_place(paid: Money, debt: Money, limit: Money) -> None:
    found = pay_in(paid, debt=debt, limit=limit)
    assert found.pays_debt + found.own_money == paid
    assert found.pays_debt <= debt
    assert found.own_money.amount == 0 or found.pays_debt == debt
    assert yuan("0") <= found.beyond_limit <= found.own_money
