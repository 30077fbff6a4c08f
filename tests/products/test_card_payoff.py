"""Paying everything off, late fees on a rest, the minimum, instalments, cash (02007, 02008)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.money import CurrencyMismatch, Money
from firstdesk.products.card_payoff import (
    Payoff,
    advance_fees,
    instalments,
    late_fees,
    minimum_payment,
    monthly_rate,
    payoff,
)
from tests.products.kit import D, bilingual, days, rates, refused, sums, yuan

ASKED = date(2007, 7, 30)
USD = Money.of("1", "USD")


def settle(since: date, statement: date, *, asked: date = ASKED, balance: str = "484") -> Payoff:
    return payoff(yuan(balance), [(since, yuan("484"))], asked, statement, daily_percent=D("0.05"))


def test_case_02007_ten_days_of_484_are_the_2_42_the_screen_lacked() -> None:
    found = settle(ASKED, date(2007, 8, 9))
    assert (found.accrued, found.projected) == (yuan("0.00"), yuan("2.42"))
    assert (found.today, found.total, found.residual) == (
        yuan("484"),
        yuan("486.42"),
        yuan("2.42"),
    )
    assert found.money_days == 4840
    bilingual(found.working)
    assert found.working.lines[-1].amount == found.total


def test_interest_before_and_after_the_day_of_asking_is_told_apart() -> None:
    found = settle(date(2007, 7, 20), date(2007, 8, 9))
    assert (found.accrued, found.projected) == (yuan("2.42"), yuan("2.42"))
    assert (found.today, found.total) == (yuan("486.42"), yuan("488.84"))


def test_asked_on_the_statement_day_nothing_more_comes() -> None:
    found = settle(date(2007, 7, 20), ASKED)
    assert found.projected == yuan("0.00")
    assert found.today == found.total


def test_payoff_refuses_what_cannot_be() -> None:
    with refused("statement_on"):
        settle(date(2007, 7, 20), date(2007, 7, 29))
    with refused("until"):
        settle(date(2007, 8, 1), date(2007, 8, 9))
    with refused("balance"):
        settle(ASKED, date(2007, 8, 9), balance="-1")
    with refused("bearing"):
        settle(ASKED, date(2007, 8, 9), balance="483.99")
    with pytest.raises(CurrencyMismatch):
        payoff(yuan("1"), [(ASKED, USD)], ASKED, ASKED, daily_percent=D("0.05"))
    with refused("daily_percent"):
        payoff(yuan("1"), [(ASKED, yuan("1"))], ASKED, ASKED, daily_percent=D("-1"))


@given(sums, days, st.integers(0, 90), st.integers(0, 31))
def test_the_split_at_the_day_of_asking_changes_nothing(
    bearing: Money, since: date, before: int, after: int
) -> None:
    asked = since + timedelta(days=before)
    statement = asked + timedelta(days=after)
    terms = {"daily_percent": D("0.05")}
    found = payoff(bearing, [(since, bearing)], asked, statement, **terms)
    whole = payoff(bearing, [(since, bearing)], since, statement, **terms)
    assert found.total == whole.total
    assert found.balance <= found.today <= found.total


def test_case_02007_four_cycles_of_10_are_16_53_times_the_rest() -> None:
    found = late_fees(yuan("2.42"), 4, fee_percent=D(5), fee_minimum=yuan("10"))
    assert (found.each.amount, found.total) == (yuan("10"), yuan("40"))
    assert found.ratio == D("16.53")
    bilingual(found.working)
    today = late_fees(yuan("2.42"), 4, fee_percent=D(5))
    assert today.total == yuan("0.48")


def test_no_cycle_costs_nothing_and_less_than_none_is_refused() -> None:
    assert late_fees(yuan("2.42"), 0, fee_percent=D(5)).total == yuan("0")
    with refused("cycles"):
        late_fees(yuan("2.42"), -1, fee_percent=D(5))
    with refused("amount"):
        late_fees(yuan("0"), 1, fee_percent=D(5))


def test_the_minimum_is_a_tenth_of_purchases_and_all_of_the_rest() -> None:
    found = minimum_payment(
        yuan("3000.05"),
        D(10),
        cash=yuan("500"),
        over_limit=yuan("100"),
        earlier=yuan("20.50"),
        charges=yuan("2.42"),
    )
    assert found.amount == yuan("922.93")  # 300.005 rounds up to 300.01
    assert len(found.working.lines) == 6
    bilingual(found.working)
    assert minimum_payment(yuan("0"), D(10), cash=yuan("0")).amount == yuan("0")
    with refused("cash"):
        minimum_payment(yuan("1"), D(10), cash=yuan("-1"))
    with refused("earlier"):
        minimum_payment(yuan("1"), D(10), earlier=USD)
    with refused("percent"):
        minimum_payment(yuan("1"), D(101))


@given(sums, sums, rates)
def test_the_minimum_never_passes_what_is_owed(purchases: Money, cash: Money, rate: D) -> None:
    found = minimum_payment(purchases, rate, cash=cash)
    assert cash <= found.amount <= purchases + cash


def test_instalments_add_up_and_the_first_takes_what_does_not_divide() -> None:
    found = instalments(yuan("1000"), 12, D("0.6"))
    assert found.fees == yuan("72")
    assert [part.principal for part in found.parts[:2]] == [yuan("83.37"), yuan("83.33")]
    assert (found.parts[0].amount, found.parts[1].amount) == (yuan("89.37"), yuan("89.33"))
    assert (found.yearly_percent, found.effective_percent) == (D("13.03"), D("13.84"))
    bilingual(found.working)


def test_without_a_fee_the_rate_is_zero() -> None:
    found = instalments(yuan("500"), 3, D(0))
    assert (found.fees, found.yearly_percent, found.effective_percent) == (yuan("0"), 0, 0)


def test_one_instalment_costs_its_fee_a_month() -> None:
    found = instalments(yuan("1000"), 1, D("0.6"))
    assert found.yearly_percent == D("7.20")


def test_yen_have_no_cents() -> None:
    found = instalments(Money.of("100000", "JPY"), 3, D("0.7"))
    assert [str(part.principal.amount) for part in found.parts] == ["33334", "33333", "33333"]
    assert sum(part.fee.amount for part in found.parts) == 2100


def test_instalments_refuse_what_cannot_be() -> None:
    with refused("amount"):
        instalments(yuan("0"), 3, D(1))
    for months in (0, 61):
        with refused("months"):
            instalments(yuan("500"), months, D(1))
    with refused("monthly_fee_percent"):
        instalments(yuan("500"), 3, D(-1))
    with refused("payments"):
        monthly_rate(yuan("100"), [yuan("99.99")])


fees = st.integers(0, 300).map(lambda bp: Decimal(bp).scaleb(-2))


@given(sums, st.integers(1, 60), fees)
def test_instalments_sum_exactly(amount: Money, months: int, fee: D) -> None:
    found = instalments(amount, months, fee)
    nothing = Money.zero()
    assert sum((part.principal for part in found.parts), nothing) == amount
    assert sum((part.fee for part in found.parts), nothing) == found.fees
    assert len({part.amount for part in found.parts[1:]}) <= 1
    assert found.parts[0].principal >= found.parts[-1].principal
    assert 0 <= found.yearly_percent <= found.effective_percent


@pytest.mark.parametrize(
    ("amount", "fee"), [("200", "2"), ("500", "5"), ("1000", "10"), ("5000", "50")]
)
def test_case_02008_flat_5_against_one_per_cent(amount: str, fee: str) -> None:
    found = advance_fees(yuan(amount), yuan("5"), D(1))
    assert (found.flat, found.by_percent.amount) == (yuan("5"), yuan(fee))
    assert found.flat_from == yuan("500")
    bilingual(found.working)


def test_case_02008_with_a_floor_of_10_flat_is_always_cheaper() -> None:
    found = advance_fees(yuan("200"), yuan("5"), D(1), minimum=yuan("10"))
    assert found.by_percent.amount == yuan("10")
    assert found.flat_from == yuan("0")


def test_flat_is_never_cheaper_than_nothing() -> None:
    assert advance_fees(yuan("200"), yuan("5"), D(0)).flat_from is None
    with refused("flat"):
        advance_fees(yuan("200"), yuan("-5"), D(1))
    with refused("flat"):
        advance_fees(yuan("200"), USD, D(1))


@given(sums, sums, st.integers(1, 500).map(lambda bp: Decimal(bp).scaleb(-2)))
def test_from_its_threshold_on_the_flat_fee_is_no_dearer(
    amount: Money, flat: Money, percent: D
) -> None:
    found = advance_fees(amount, flat, percent)
    assert found.flat_from is not None
    if amount >= found.flat_from:
        assert found.flat <= found.by_percent.amount
    else:
        assert found.flat >= found.by_percent.amount
