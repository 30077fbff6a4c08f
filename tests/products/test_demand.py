"""Demand deposits: settlement days, compounding, rates and taxes that change on the way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.money import Money
from firstdesk.products.demand import DemandAccount, SettlementRule, Terms, demand_account
from tests.products.kit import TAX, D, bilingual, days, refused, sums, yuan

RATES = [
    (date(1990, 1, 1), D("0.72")),
    (date(2007, 7, 21), D("0.81")),
    (date(2007, 12, 21), D("0.72")),
    (date(2008, 11, 27), D("0.36")),
]
RULES = [
    SettlementRule(date(1980, 1, 1), 30, (6,)),
    SettlementRule(date(2005, 9, 21), 20, (3, 6, 9, 12)),
]


def account(
    *postings: tuple[date, str], closed: date, tax: Any = None, **change: Any
) -> DemandAccount:
    terms = Terms(**({"rates": RATES, "rules": RULES, "tax": tax} | change))
    return demand_account([(on, yuan(amount)) for on, amount in postings], closed, terms)


def test_a_quarter_ends_on_the_20th_and_is_paid_on_the_21st() -> None:
    found = account((date(2005, 12, 21), "10000"), closed=date(2006, 6, 21))
    assert [s.paid_on for s in found.settlements] == [date(2006, 3, 21), date(2006, 6, 21)]
    first, second = found.settlements
    assert first.gross == yuan("18.00")  # 10,000 x 0.72 % x 90 / 360
    assert second.pieces[0].balance == yuan("10018")
    assert second.gross == yuan("18.43")  # 10,018 x 0.72 % x 92 / 360 = 18.4331
    assert found.paid_out == yuan("10036.43")
    bilingual(found.working)


def test_before_september_2005_it_is_settled_on_30_june() -> None:
    found = account((date(2004, 1, 1), "10000"), closed=date(2006, 3, 21))
    assert [s.paid_on for s in found.settlements] == [
        date(2004, 7, 1),
        date(2005, 7, 1),
        date(2005, 12, 21),  # not in September: the new rule begins on the 21st
        date(2006, 3, 21),
    ]


def test_the_rate_of_the_settlement_day_holds_for_the_whole_quarter() -> None:
    posting = (date(2007, 6, 21), "10000")
    settled = account(posting, closed=date(2007, 9, 21))
    assert settled.gross == yuan("20.70")  # 92 days at 0.81 %
    daily = account(posting, closed=date(2007, 9, 21), rate_of="each_day")
    assert daily.gross == yuan("19.95")  # 30 days at 0.72 %, 62 at 0.81 %
    before = account(posting, closed=date(2007, 7, 20))
    assert before.gross == yuan("5.80")  # closed in time: the closing day's rate, 29 days


def test_the_new_rate_of_the_day_of_payment_does_not_count() -> None:
    """0.72 % came into force on 21 December 2007; the 20th is the settlement day."""
    found = account((date(2007, 9, 21), "10000"), closed=date(2007, 12, 21))
    assert {piece.percent for piece in found.settlements[0].pieces} == {D("0.81")}


def test_the_tax_is_that_of_the_days_on_which_it_accrued() -> None:
    found = account((date(2007, 6, 21), "10000"), closed=date(2007, 9, 21), tax=TAX)
    # 20.70, of which 55 days at 20 % and 37 at 5 %
    assert (found.gross, found.tax) == (yuan("20.70"), yuan("2.89"))
    after = account((date(2008, 10, 9), "10000"), closed=date(2008, 12, 1), tax=TAX)
    assert after.tax == yuan("0")


def test_postings_count_from_their_day() -> None:
    found = account(
        (date(2006, 1, 10), "3000"),
        (date(2006, 1, 1), "10000"),
        (date(2006, 2, 9), "-5000.50"),
        closed=date(2006, 2, 19),
    )
    units = sum(p.balance.amount * p.days for p in found.settlements[0].pieces)
    assert units == 10000 * 9 + 13000 * 30 + 7999 * 10
    assert found.gross == yuan("11.20")
    assert found.paid_in == yuan("7999.50")


def test_cents_earn_where_they_are_told_to() -> None:
    posting = (date(2006, 1, 1), "4.99")
    whole = account(posting, closed=date(2006, 3, 1))
    exact = account(posting, closed=date(2006, 3, 1), whole_units=False)
    assert (whole.gross, exact.gross) == (yuan("0.00"), yuan("0.01"))


def test_opened_and_closed_on_one_day_earns_nothing() -> None:
    found = account((date(2008, 2, 29), "100"), closed=date(2008, 2, 29))
    assert (found.settlements, found.paid_out) == ((), yuan("100"))
    one = account((date(2008, 2, 28), "100000"), closed=date(2008, 3, 1))
    assert one.settlements[0].pieces[0].days == 2


def test_closed_on_the_settlement_day_the_period_ends_with_the_day_before() -> None:
    found = account((date(2005, 12, 21), "10000"), closed=date(2006, 3, 20))
    assert [s.paid_on for s in found.settlements] == [date(2006, 3, 20)]
    assert found.settlements[0].pieces[0].days == 89


@pytest.mark.parametrize(
    ("field", "postings", "change"),
    [
        ("postings", [], {}),
        ("postings", [(date(2006, 3, 2), "1")], {}),
        ("postings", [(date(2006, 1, 1), "1"), (date(2006, 2, 1), "-2")], {}),
        ("postings", [(date(2006, 1, 1), "1"), (date(2006, 3, 1), "-2")], {}),
        ("postings", [(date(2006, 1, 1), "-1")], {}),
        ("rules", [(date(1979, 1, 1), "1")], {}),
        ("rules", [(date(2006, 1, 1), "1")], {"rules": []}),
        ("rates", [(date(1989, 1, 1), "1")], {}),
        ("rates", [(date(2006, 1, 1), "1")], {"tax": [(date(2007, 1, 1), D(5))]}),
        ("method", [(date(2006, 1, 1), "1")], {"method": "whole_period_plus_days"}),
        ("rate_of", [(date(2006, 1, 1), "1")], {"rate_of": "opening_day"}),
        ("percent", [(date(2006, 1, 1), "1")], {"rates": [(date(1990, 1, 1), D(-1))]}),
    ],
)
def test_what_cannot_be_is_refused(field: str, postings: list[Any], change: dict[str, Any]) -> None:
    with refused(field):
        account(*postings, closed=date(2006, 3, 1), **change)


def test_another_currency_is_refused() -> None:
    on = date(2006, 1, 1)
    with refused("postings"):
        demand_account([(on, yuan("1")), (on, Money.of("1", "USD"))], on, Terms(RATES, RULES, None))


@given(sums, days, st.integers(0, 1500))
def test_the_periods_join_and_the_sums_agree(amount: Money, opened: date, held: int) -> None:
    closed = opened + timedelta(days=held)
    found = demand_account([(opened, amount)], closed, Terms(RATES, RULES, TAX))
    edges = [opened, *(s.paid_on for s in found.settlements)]
    assert [s.since for s in found.settlements] == edges[:-1]
    assert edges[-1] == (closed if held else opened)
    assert found.paid_out == amount + found.gross - found.tax
    assert yuan("0") <= found.tax <= found.gross
    if found.settlements:
        assert found.settlements[-1].balance == found.paid_out


@given(sums, sums, days, st.integers(0, 800))
def test_more_money_never_earns_less(one: Money, other: Money, opened: date, held: int) -> None:
    closed = opened + timedelta(days=held)
    terms = Terms(RATES, RULES, TAX)
    less, more = sorted((one, other))
    low = demand_account([(opened, less)], closed, terms)
    assert low.gross <= demand_account([(opened, more)], closed, terms).gross
    split = [(opened, less), (opened, more - less)] if less < more else [(opened, more)]
    assert demand_account(split, closed, terms).paid_out == (
        demand_account([(opened, more)], closed, terms).paid_out
    )
