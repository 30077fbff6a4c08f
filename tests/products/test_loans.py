"""Schedules against outside judges, new rates, arrears (07003), prepayment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import numpy_financial
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstdesk.core.money import Money
from firstdesk.products.loans import Loan, arrears, payment, prepay, schedule
from tests.products.kit import D, bilingual, refused, yuan

BENCHMARK = [
    (date.fromisoformat(since), D(percent))
    for since, percent in (
        ("2004-10-29", "5.76"),
        ("2006-04-28", "6.03"),
        ("2006-08-19", "6.30"),
        ("2007-03-18", "6.57"),
        ("2007-05-19", "6.75"),
        ("2007-07-21", "7.02"),
        ("2007-08-22", "7.20"),
        ("2007-09-15", "7.47"),
        ("2007-12-21", "7.56"),
    )
]
CAR = Loan(yuan("100000"), 36, date(2005, 10, 15), date(2005, 11, 15))


@pytest.mark.parametrize(
    ("owed", "percent", "months", "expected"),
    [
        ("100000", "5.76", 36, "3031.33"),  # 07003
        ("70000", "5.85", 60, "1348.42"),  # 07001
        ("70000", "6.435", 60, "1367.50"),
        ("1200", "0", 12, "100.00"),
        ("100", "12", 1, "101.00"),
    ],
)
def test_the_instalment(owed: str, percent: str, months: int, expected: str) -> None:
    assert payment(yuan(owed), D(percent), months) == yuan(expected)


@given(
    st.integers(100, 10**7), st.integers(1, 2400).map(lambda bp: D(bp) / 100), st.integers(1, 360)
)
def test_numpy_financial_agrees(owed: int, percent: Decimal, months: int) -> None:
    ours = payment(Money(Decimal(owed)), percent, months).amount
    theirs = -numpy_financial.pmt(float(percent) / 1200, months, owed)
    assert abs(float(ours) - theirs) <= 0.0051


def test_case_07003_one_rate_change_after_another() -> None:
    found = schedule(CAR, BENCHMARK)
    assert [(c.number, c.due_on, c.percent) for c in found.changes] == [
        (15, date(2007, 1, 15), D("6.30")),
        (27, date(2008, 1, 15), D("7.56")),
    ]
    # The case's balances are carried on unrounded; a ledger rounds the interest of each month.
    for row, worked_out in ((13, "63145.28"), (25, "29605.43")):
        assert abs((found.rows[row].balance - yuan(worked_out)).amount) <= D("0.02")
    assert [c.amount - found.rows[0].amount for c in found.changes] == [
        yuan("15.38"),
        yuan("32.76"),
    ]
    bilingual(found.working)


def test_case_07003_going_on_with_the_old_sum() -> None:
    found = schedule(CAR, BENCHMARK)
    late = arrears(found, yuan("3031.33"))
    assert (36 - len(late), len(late)) == (14, 22)
    assert late[0].row.number == 15
    by_count = {1: "15.38", 2: "30.76", 6: "92.28", 12: "184.56"}
    assert {n: late[n - 1].arrears for n in by_count} == {n: yuan(t) for n, t in by_count.items()}
    # The last instalment clears the rounding of all the others.
    assert abs((late[-1].arrears - yuan("512.16")).amount) < D("0.36")


def test_drawn_in_december_two_more_are_short() -> None:
    late = Loan(yuan("100000"), 36, date(2005, 12, 15), date(2006, 1, 15))
    found = schedule(late, BENCHMARK)
    assert [c.number for c in found.changes] == [13, 25]
    assert [c.amount - found.rows[0].amount for c in found.changes] == [
        yuan("16.69"),
        yuan("37.22"),
    ]
    assert len(arrears(found, found.rows[0].amount)) == 24


@pytest.mark.parametrize(
    ("repricing", "first_change"),
    [
        ("january", date(2007, 1, 15)),
        ("anniversary", date(2006, 10, 15)),
        ("month", date(2006, 5, 15)),
        ("fixed", None),
    ],
)
def test_when_a_new_rate_counts(repricing: str, first_change: date | None) -> None:
    loan = Loan(CAR.principal, CAR.months, CAR.drawn_on, CAR.first_on, repricing=repricing)
    changes = schedule(loan, BENCHMARK).changes
    assert (changes[0].due_on if changes else None) == first_change


def test_equal_principal_falls_each_month_and_costs_less() -> None:
    flat = [(date(2005, 1, 1), D("6"))]
    even = schedule(CAR, flat)
    loan = Loan(CAR.principal, 36, CAR.drawn_on, CAR.first_on, method="principal")
    falling = schedule(loan, flat)
    assert falling.rows[0].amount == yuan("3277.78")
    assert all(one.amount > next_.amount for one, next_ in pairwise(falling.rows))
    assert falling.interest < even.interest
    assert falling.rows[-1].balance == yuan("0")


def test_the_31st_is_the_last_of_a_shorter_month() -> None:
    loan = Loan(yuan("3000"), 3, date(2007, 12, 31), date(2008, 1, 31))
    days = [row.due_on for row in schedule(loan, [(date(2007, 1, 1), D("6"))]).rows]
    assert days == [date(2008, 1, 31), date(2008, 2, 29), date(2008, 3, 31)]


loans = st.builds(
    Loan,
    st.integers(100, 10**9).map(lambda cents: Money(Decimal(cents).scaleb(-2))),
    st.integers(1, 120),
    st.just(date(2005, 10, 31)),
    st.just(date(2005, 11, 30)),
    st.sampled_from(["instalment", "principal"]),
    st.sampled_from(["january", "anniversary", "month", "fixed"]),
)


@settings(max_examples=60)
@given(loans)
def test_a_schedule_repays_exactly(loan: Loan) -> None:
    found = schedule(loan, BENCHMARK)
    assert found.rows[-1].balance == yuan("0")
    total = sum((row.principal.amount for row in found.rows), Decimal(0))
    assert total == loan.principal.amount
    for row in found.rows:
        assert row.amount == row.interest + row.principal
        assert row.interest.amount >= 0
        assert row.balance.amount >= 0


@given(st.integers(0, 2000), st.integers(1, 400), st.integers(1, 360))
def test_a_higher_rate_never_lowers_the_instalment(low: int, more: int, months: int) -> None:
    owed = yuan("100000")
    assert payment(owed, D(low) / 100, months) <= payment(owed, D(low + more) / 100, months)


@given(st.integers(1, 35), st.integers(1, 100), st.sampled_from(["instalment", "term"]))
def test_paying_early_never_costs_more_interest(after: int, share: int, keep: str) -> None:
    found = schedule(CAR, [(date(2005, 1, 1), D("6"))])
    owed = found.rows[after - 1].balance
    amount = max((owed * (Decimal(share) / 100)).rounded(), yuan("0.01"))
    early = prepay(found, after, amount, keep=keep)
    assert early.saved.amount >= 0
    paid = sum((row.principal.amount for row in early.rows), Decimal(0))
    assert paid == (owed - amount).amount
    bilingual(early.working)


def test_keeping_the_instalment_ends_sooner_and_keeping_the_term_pays_less() -> None:
    found = schedule(CAR, [(date(2005, 1, 1), D("6"))])
    sooner = prepay(found, 12, yuan("30000"), fee=D("1"))
    lower = prepay(found, 12, yuan("30000"), keep="term")
    assert len(sooner.rows) < 24
    assert sooner.rows[0].amount == found.rows[12].amount
    assert len(lower.rows) == 24
    assert lower.rows[0].amount < found.rows[12].amount
    assert sooner.saved > lower.saved
    assert sooner.fee == yuan("300.00")
    whole = prepay(found, 12, found.rows[11].balance)
    assert whole.rows == ()


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("amount", {"principal": yuan("0")}),
        ("months", {"months": 0}),
        ("months", {"months": 481}),
        ("first_on", {"first_on": date(2005, 10, 14)}),
        ("method", {"method": "balloon"}),
        ("repricing", {"repricing": "never"}),
    ],
)
def test_what_is_no_loan_is_refused(field: str, change: dict[str, object]) -> None:
    terms = {"principal": yuan("1000"), "months": 12, "drawn_on": date(2005, 10, 15)}
    with refused(field):
        Loan(**{**terms, "first_on": date(2005, 11, 15), **change})  # type: ignore[arg-type]


def test_bad_rates_and_prepayments_are_refused() -> None:
    with refused("rates"):
        schedule(CAR, [])
    with refused("rates"):
        schedule(CAR, [(date(2006, 1, 1), D("5"))])
    with refused("percent"):
        schedule(CAR, [(date(2005, 1, 1), D("NaN"))])
    found = schedule(CAR, BENCHMARK)
    for field, after, amount in (("after", 0, "1"), ("after", 36, "1"), ("amount", 35, "99999")):
        with refused(field):
            prepay(found, after, yuan(amount))
    with refused("paid"):
        arrears(found, Money(Decimal(1), "USD"))
