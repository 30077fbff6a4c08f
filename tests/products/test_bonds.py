"""Savings bonds: the figures of case 06010 and 06003, the steps, catching up, the fee check."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.money import Money
from firstdesk.products.bonds import (
    STEP_FIELDS,
    Terms,
    break_even,
    compare,
    fee_check,
    forgone,
    issue_terms,
    redeem,
)
from firstdesk.products.daycount import add_months
from tests.products.kit import D, bilingual, refused, sums, yuan

ISSUE = dict(
    zip(
        ("coupon_3", "coupon_5", *STEP_FIELDS, "fee"),
        map(D, ("5.74", "6.34", "0", "0.72", "3.33", "4.32", "5.76", "6.03", "0.1")),
        strict=True,
    )
)
"""Certificate bonds 2008, issue 2."""
FIVE, THREE = (issue_terms(years, ISSUE.__getitem__) for years in (5, 3))
BOUGHT = date(2008, 4, 15)
ALL = Terms(5, FIVE.coupon, FIVE.early, FIVE.fee_percent, "principal_and_interest")
USD = Money.of("100", "USD")


def held(years: int) -> date:
    return add_months(BOUGHT, 12 * years)


@pytest.mark.parametrize(
    ("amount", "five", "fee", "three", "difference"),
    [
        ("10000", "11718.00", "10.00", "11722.00", "-4.00"),
        ("30000", "35154.00", "30.00", "35166.00", "-12.00"),
        ("40000", "46872.00", "40.00", "46888.00", "-16.00"),
    ],
)
def test_case_06010_five_years_held_three(
    amount: str, five: str, fee: str, three: str, difference: str
) -> None:
    found = compare(yuan(amount), FIVE, THREE, BOUGHT, held(3))
    assert (found.long.paid, found.long.fee) == (yuan(five), yuan(fee))
    assert (found.short.paid, found.short.fee) == (yuan(three), yuan("0"))
    assert found.difference == yuan(difference)
    assert found.long.early
    assert not found.short.early
    bilingual(found.working)
    assert found.working.lines[-1].amount == yuan(difference)


def test_case_06010_line_by_line() -> None:
    found = redeem(yuan("10000"), FIVE, BOUGHT, held(3))
    assert [line.amount for line in found.working.lines] == [
        yuan("1728"),
        yuan("10"),
        yuan("11718"),
    ]
    assert found.working.lines[0].formula == "10,000.00 × 5.76% × 3"
    assert found.earned == yuan("1718")


def test_case_06010_with_the_fee_on_principal_and_interest() -> None:
    found = compare(yuan("10000"), ALL, THREE, BOUGHT, held(3))
    assert (found.long.fee, found.difference) == (yuan("11.73"), yuan("-5.73"))


@pytest.mark.parametrize(
    ("on", "percent", "interest"),
    [
        ("2008-04-15", "0", "0"),
        ("2008-10-14", "0", "0"),  # a day short of half a year
        ("2008-10-15", "0.72", "36.00"),
        ("2009-04-14", "0.72", "72.00"),  # 11 months and 30 days
        ("2009-04-15", "3.33", "333.00"),
        ("2010-04-14", "3.33", "666.00"),
        ("2010-04-15", "4.32", "864.00"),
        ("2011-04-14", "4.32", "1296.00"),
        ("2011-04-15", "5.76", "1728.00"),
        ("2012-04-14", "5.76", "2304.00"),
        ("2012-04-15", "6.03", "2412.00"),
        ("2013-04-14", "6.03", "3015.00"),
    ],
)
def test_each_step_and_the_day_before_it(on: str, percent: str, interest: str) -> None:
    found = redeem(yuan("10000"), FIVE, BOUGHT, date.fromisoformat(on))
    assert (found.percent, found.interest) == (D(percent), yuan(interest))
    assert found.fee == yuan("10")
    bilingual(found.working)


def test_at_maturity_and_long_after() -> None:
    for on in (held(5), held(5).replace(day=16), held(11)):
        found = redeem(yuan("10000"), FIVE, BOUGHT, on)
        assert (found.early, found.fee, found.paid) == (False, yuan("0"), yuan("13170"))
        bilingual(found.working)
    assert found.working.lines[1].label.en == "After it matured on 15 Apr 2013: no interest"
    paid = redeem(yuan("10000"), FIVE, BOUGHT, held(7), after_maturity=D("0.72"))
    assert paid.interest == yuan("3170") + yuan("144")


def test_case_06003_interest_missed_since_maturity() -> None:
    """80,000 at 13.06 % for five years; 2.88 % for the six years it lay (the case's own guess)."""
    old = Terms(5, D("13.06"), ((0, D(0)),), D("0.1"))
    found = redeem(yuan("80000"), old, date(1996, 6, 14), date(2007, 6, 14))
    assert found.paid == yuan("132240")
    assert forgone(found, D("2.88")).gross == yuan("22851.07")
    with refused("on"):
        forgone(redeem(yuan("80000"), old, date(1996, 6, 14), date(2000, 6, 14)), D("2.88"))


def test_bought_on_29_february() -> None:
    day = date(2008, 2, 29)
    assert FIVE.matures_on(day) == date(2013, 2, 28)
    assert redeem(yuan("100"), FIVE, day, date(2009, 2, 27)).percent == D("0.72")
    assert redeem(yuan("100"), FIVE, day, date(2009, 2, 28)).percent == D("3.33")


@pytest.mark.parametrize(
    ("method", "interest"), [("actual_360", "1753.60"), ("actual_365", "1729.58")]
)
def test_another_day_count(method: str, interest: str) -> None:
    found = redeem(yuan("10000"), FIVE, BOUGHT, date(2011, 4, 16), method=method)
    assert found.interest == yuan(interest)


@pytest.mark.parametrize(("basis", "per_day"), [(365, "1.58"), (360, "1.60")])
def test_case_06010_breaks_even_on_the_third_day(basis: int, per_day: str) -> None:
    found = break_even(yuan("10000"), FIVE, THREE, BOUGHT, basis=basis)
    assert found
    assert (found.gap, found.per_day, found.days) == (yuan("4"), yuan(per_day), 3)
    assert found.on == date(2011, 4, 18)
    bilingual(found.working)


@given(st.integers(1, 10**6))
def test_from_the_break_even_day_the_long_bond_is_ahead(hundreds: int) -> None:
    amount = Money(Decimal(hundreds * 100))
    found = break_even(amount, FIVE, THREE, BOUGHT, basis=360)
    assert found
    assert compare(amount, FIVE, THREE, BOUGHT, found.on).difference.amount >= 0
    before = date.fromordinal(found.on.toordinal() - 1)
    assert compare(amount, FIVE, THREE, BOUGHT, before).difference.amount < 0


def test_no_break_even_or_none_needed() -> None:
    flat = Terms(5, D(6), ((0, D(0)),), D("0.1"))
    assert break_even(yuan("100"), flat, THREE, BOUGHT) is None
    slow = Terms(5, D(6), ((0, D(1)),), D("0.1"))
    assert break_even(yuan("100"), slow, THREE, BOUGHT) is None
    ahead = break_even(yuan("100"), Terms(5, D(6), ((0, D(6)),), D(0)), THREE, BOUGHT)
    assert ahead
    assert (ahead.days, ahead.gap, ahead.on) == (0, yuan("0"), held(3))


def test_case_06010_a_fee_ten_times_the_usual() -> None:
    wrong = fee_check(D(1), [D("0.1"), D("0.1")], sample=yuan("10000"))
    assert (wrong.plausible, wrong.fee, wrong.usual) == (False, yuan("100"), yuan("10"))
    for percent, passes in (
        ("0.1", True),
        ("0.2", True),
        ("0.05", True),
        ("0.21", False),
        ("0", False),
    ):
        assert fee_check(D(percent), [D("0.1")], sample=yuan("10000")).plausible == passes
    assert fee_check(D(0), [D(0)], sample=yuan("10000")).plausible


ANNEX = """\
issue,tenor,coupon,from,to,rate,fee
2007,3,3.39,0,0.5,0,1
2007,3,3.39,0.5,2,0.72,1
2007,3,3.39,2,3,2.25,1
2007,5,3.81,0,0.5,0,1
2007,5,3.81,0.5,2,0.72,1
2007,5,3.81,2,3,2.25,1
2007,5,3.81,3,4,3.42,1
2007,5,3.81,4,5,3.69,1
2008,3,5.74,0,0.5,0,1
2008,3,5.74,0.5,1,0.72,1
2008,3,5.74,1,2,3.33,1
2008,3,5.74,2,3,4.32,1
2008,5,6.34,0,0.5,0,1
2008,5,6.34,0.5,1,0.72,1
2008,5,6.34,1,2,3.33,1
2008,5,6.34,2,3,4.32,1
2008,5,6.34,3,4,5.76,1
2008,5,6.34,4,5,6.03,1
"""
"""The issues' tables, entered a second time from the notices; the fee per mille."""


@pytest.mark.parametrize("year", ["2007", "2008"])
def test_the_policy_holds_the_issues_terms(year: str) -> None:
    from firstdesk.policies.content import read_content

    policy = next(one for one in read_content() if one.key == "bond.savings.terms")
    version = next(v for v in policy.versions if str(v.effective_from.year) == year)
    for row in csv.DictReader(StringIO(ANNEX)):
        if row["issue"] != year:
            continue
        terms = issue_terms(int(row["tenor"]), lambda name: D(version.value[name]))
        assert terms.coupon == D(row["coupon"])
        assert terms.fee_percent * 10 == D(row["fee"])
        months = range(int(12 * D(row["from"])), int(12 * D(row["to"])))
        assert {terms.step(month) for month in months} == {D(row["rate"])}


def test_what_cannot_be_is_refused() -> None:
    with refused("amount"):
        redeem(yuan("0"), FIVE, BOUGHT, held(1))
    with refused("on"):
        redeem(yuan("100"), FIVE, BOUGHT, date(2008, 4, 14))
    with refused("method"):
        redeem(yuan("100"), FIVE, BOUGHT, held(1), method="by feel")
    with refused("after_maturity"):
        redeem(yuan("100"), FIVE, BOUGHT, held(1), after_maturity=D(-1))
    with refused("years"):
        issue_terms(4, ISSUE.__getitem__)
    with refused("years"):
        Terms(0, D(1), ((0, D(0)),), D(0))
    with refused("years"):
        compare(yuan("100"), THREE, FIVE, BOUGHT, held(1))
    with refused("percent"):
        Terms(3, D(101), ((0, D(0)),), D(0))
    for early in ((), ((6, D(1)),), ((0, D(1)), (0, D(2))), ((0, D(1)), (12, D(2)), (6, D(3)))):
        with refused("early"):
            Terms(3, D(1), early, D(0))
    with refused("fee_on"):
        Terms(3, D(1), ((0, D(0)),), D(0), "interest")
    with refused("basis"):
        break_even(yuan("100"), FIVE, THREE, BOUGHT, basis=366)
    with refused("earlier"):
        fee_check(D("0.1"), [], sample=yuan("100"))


def test_another_currency_stays_its_own() -> None:
    assert redeem(USD, FIVE, BOUGHT, held(5)).paid == Money.of("131.70", "USD")


held_days = st.integers(0, 3000)


@given(sums, held_days, held_days, st.sampled_from([FIVE, THREE, ALL]))
def test_holding_longer_never_pays_less(amount: Money, one: int, other: int, terms: Terms) -> None:
    first, second = (date.fromordinal(BOUGHT.toordinal() + d) for d in sorted((one, other)))
    assert redeem(amount, terms, BOUGHT, first).paid <= redeem(amount, terms, BOUGHT, second).paid


@given(sums, sums, held_days)
def test_more_money_never_pays_less_and_splitting_changes_only_rounding(
    one: Money, other: Money, days: int
) -> None:
    on = date.fromordinal(BOUGHT.toordinal() + days)
    a, b, both = (redeem(sum_, FIVE, BOUGHT, on) for sum_ in (one, other, one + other))
    assert both.interest >= max(a.interest, b.interest)
    assert abs((a.paid + b.paid - both.paid).amount) <= D("0.02")


@given(sums, held_days)
def test_the_working_adds_up(amount: Money, days: int) -> None:
    found = redeem(amount, FIVE, BOUGHT, date.fromordinal(BOUGHT.toordinal() + days))
    assert found.working.lines[-1].amount == found.paid
    assert found.principal + found.interest - found.fee == found.paid
