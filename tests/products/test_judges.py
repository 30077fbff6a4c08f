"""Our arithmetic against two libraries that know nothing of us: QuantLib and numpy_financial."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy_financial as npf
import pytest
import QuantLib as ql  # noqa: N813  # as its manual does
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.money import Money
from firstdesk.products.card_payoff import instalments
from firstdesk.products.cards import statement_dates
from firstdesk.products.daycount import add_months, span, thirty_360_days
from firstdesk.products.loans import Loan, payment, schedule
from firstdesk.products.structured import payment_days
from tests.products.kit import days

sums = st.integers(100_00, 10_000_000_00).map(lambda cents: Money(Decimal(cents).scaleb(-2)))
yearly = st.integers(1, 2400).map(lambda bp: Decimal(bp).scaleb(-2))
fees = st.integers(0, 300).map(lambda bp: Decimal(bp).scaleb(-2))
spans = st.tuples(days, days).map(sorted)


def theirs(day: date) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


def ours(day: ql.Date) -> date:
    return date(day.year(), day.month(), day.dayOfMonth())


@given(spans)
def test_actual_days(ends: list[date]) -> None:
    for method, judge in (("actual_360", ql.Actual360()), ("actual_365", ql.Actual365Fixed())):
        counted = span(*ends, method)
        low, high = map(theirs, ends)
        assert counted.days == judge.dayCount(low, high)
        assert float(counted.years) == pytest.approx(judge.yearFraction(low, high))


@given(spans)
def test_thirty_360_is_the_eurobond_basis(ends: list[date]) -> None:
    """Every 31st counts as the 30th, on both ends, and February's last day as it is."""
    judge = ql.Thirty360(ql.Thirty360.EurobondBasis)
    assert thirty_360_days(*ends) == judge.dayCount(*map(theirs, ends))
    assert span(*ends, "thirty_360").days == judge.dayCount(*map(theirs, ends))


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [
        (date(2008, 2, 29), date(2008, 3, 31), 31),
        (date(2007, 12, 31), date(2008, 1, 31), 30),
        (date(2008, 1, 30), date(2008, 2, 29), 29),
    ],
)
def test_thirty_360_at_the_end_of_months(start: date, end: date, counted: int) -> None:
    judge = ql.Thirty360(ql.Thirty360.EurobondBasis)
    assert thirty_360_days(start, end) == judge.dayCount(theirs(start), theirs(end)) == counted


@given(days, st.integers(-240, 480))
def test_the_same_day_some_months_on(start: date, months: int) -> None:
    assert add_months(start, months) == ours(theirs(start) + ql.Period(months, ql.Months))


@given(days, st.integers(1, 36), st.sampled_from([1, 3, 6]))
def test_payment_days_of_a_structured_deposit(start: date, count: int, every: int) -> None:
    end = add_months(start, every * count)
    made = ql.Schedule(
        theirs(start),
        theirs(end),
        ql.Period(every, ql.Months),
        ql.NullCalendar(),
        ql.Unadjusted,
        ql.Unadjusted,
        ql.DateGeneration.Forward,
        False,
    )
    found = (*payment_days(start, end, every_months=every, advance=True), end)
    assert found == tuple(ours(day) for day in made)


@given(days, st.integers(1, 48))
def test_statements_on_the_31st_are_month_ends(start: date, count: int) -> None:
    expected = [
        ours(ql.Date.endOfMonth(theirs(add_months(start.replace(day=1), number))))
        for number in range(count)
    ]
    assert list(statement_dates(start, 31, count)) == expected


@given(sums, yearly, st.integers(1, 360))
def test_the_equal_instalment_of_a_loan(amount: Money, percent: Decimal, months: int) -> None:
    judge = -npf.pmt(float(percent) / 1200, months, float(amount.amount))
    assert float(payment(amount, percent, months).amount) == pytest.approx(judge, abs=0.0051)


@given(sums, yearly, st.integers(2, 120))
def test_the_schedule_of_a_loan(amount: Money, percent: Decimal, months: int) -> None:
    drawn = date(2008, 1, 31)
    loan = Loan(amount, months, drawn, add_months(drawn, 1), repricing="fixed")
    found = schedule(loan, [(drawn, percent)])
    rate, due = float(percent) / 1200, float(amount.amount)
    numbers = range(1, months + 1)
    for row, interest in zip(found.rows, -npf.ipmt(rate, numbers, months, due), strict=True):
        # Each instalment is rounded to the cent, and the differences gather with interest.
        drift = 0.02 + 0.01 * row.number * (1 + rate) ** row.number
        assert float(row.interest.amount) == pytest.approx(float(interest), abs=drift)
    assert float(sum(row.principal.amount for row in found.rows)) == pytest.approx(due)


@given(sums, st.integers(1, 60), fees)
def test_the_yearly_cost_of_card_instalments(amount: Money, months: int, fee: Decimal) -> None:
    found = instalments(amount, months, fee)
    flows = [-float(amount.amount), *(float(part.amount.amount) for part in found.parts)]
    judge = float(npf.irr(flows))
    assert float(found.yearly_percent) == pytest.approx(judge * 1200, abs=0.0051)
    assert float(found.effective_percent) == pytest.approx(((1 + judge) ** 12 - 1) * 100, abs=0.006)


@given(st.integers(2, 60), fees.filter(bool))
def test_and_by_quantlib(months: int, fee: Decimal) -> None:
    amount = Money(Decimal(10_000))
    found = instalments(amount, months, fee)
    start = ql.Date(15, 1, 2008)
    flows = [
        ql.SimpleCashFlow(float(part.amount.amount), start + ql.Period(part.number, ql.Months))
        for part in found.parts
    ]
    worth = ql.CashFlows.npv(
        flows,
        ql.InterestRate(
            float(found.yearly_percent) / 100,
            ql.Thirty360(ql.Thirty360.EurobondBasis),
            ql.Compounded,
            ql.Monthly,
        ),
        False,
        start,
        start,
    )
    assert worth == pytest.approx(10_000, rel=2e-4)
