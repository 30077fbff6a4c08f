"""Import financing to the cent (case 04001), and what must not be proposed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.money import Money
from firstdesk.products.trade_finance import (
    Deal,
    along_forwards,
    broken_early,
    price,
    reminders,
)
from tests.products.kit import D, bilingual, refused, yuan

DEAL = Deal(
    Money(D(200000), "USD"),
    spot=D("744.83"),
    forward=D("724.16"),
    deposit_percent=D("3.42"),
    financing_percent=D("6.24375"),
    start=date(2007, 11, 14),
    matures_on=date(2008, 5, 13),
)
DAYS = replace(DEAL, deposit_convention="actual_360", financing_convention="actual_360")


def dollars(text: str) -> Money:
    return Money.of(text, "USD")


def test_case_04001_every_line() -> None:
    found = price(DEAL)
    assert found.principal == yuan("1489660.00")
    assert found.deposit_interest == yuan("25473.19")
    assert found.deposit_total == yuan("1515133.19")
    assert found.debt_interest == dollars("6243.75")
    assert found.debt == dollars("206243.75")
    assert found.forward_cost == yuan("1493534.74")
    assert found.gain == yuan("21598.45")
    assert found.gain_percent == D("1.45")
    assert found.gain_discounted == yuan("21235.32")
    assert found.break_even == D("734.6323")
    assert found.unhedged == yuan("-21032.14")
    assert (found.coverage, found.coverage_with_interest) == (D("99.74"), D("101.45"))
    assert found.refusal is None
    bilingual(found.working)


@pytest.mark.parametrize(("forward", "gain"), [("734.63", "4.73"), ("734.64", "-15.90")])
def test_case_04001_the_boundary(forward: str, gain: str) -> None:
    found = price(replace(DEAL, forward=D(forward)))
    assert found.gain == yuan(gain)
    assert (found.refusal is None) == (found.gain > yuan("0"))
    if found.refusal:
        assert "15.90" in found.refusal.en
        assert "不建议" in found.refusal.zh


def test_case_04001_actual_days() -> None:
    both = price(DAYS)
    assert both.debt == dollars("206278.44")
    assert both.forward_cost == yuan("1493785.93")
    assert both.gain == yuan("21488.77")
    mixed = price(replace(DAYS, deposit_convention="half_year"))
    assert mixed.gain == yuan("21347.25")


def test_no_gain_at_all_is_no_proposal_either() -> None:
    even = replace(DEAL, spot=D(700), forward=D(700), deposit_percent=D(3), financing_percent=D(3))
    found = price(even)
    assert found.gain == yuan("0")
    assert found.refusal is not None
    assert "nothing is gained" in found.refusal.en


def test_what_the_banker_must_be_warned_of() -> None:
    day_short, pledge = price(DEAL).warnings
    assert "14 May 2008" in day_short.en
    assert "3,874.74" in pledge.en
    full = replace(DEAL, matures_on=date(2008, 5, 14))
    assert len(price(full).warnings) == 1, "six months to the day"
    assert len(price(DAYS).warnings) == 1, "days are counted as they are"
    cheap = replace(full, forward=D(700))
    assert price(cheap).warnings == ()
    apart = replace(cheap, financing_due=date(2008, 5, 13), forward_due=date(2008, 5, 15))
    assert ["financing" in one.en or "forward" in one.en for one in price(apart).warnings] == [
        True,
        True,
    ]
    assert "15 May 2008" in price(apart).warnings[1].en


def test_the_gain_along_the_forward() -> None:
    rows = along_forwards(DEAL)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert len(rows) == 9
    assert rows[0] == (D("724.1600"), yuan("1493534.74"), yuan("21598.45"))
    assert rows[4][0] == D("734.6323")
    assert rows[4][2] == yuan("0")
    assert rows[8][2] == yuan("-21598.45")
    dear = along_forwards(replace(DEAL, forward=D(5000)))
    assert all(row[0] > 0 for row in dear), "no forward below zero is drawn"


def test_breaking_the_deposit_early() -> None:
    found = broken_early(DEAL, date(2008, 2, 1), demand_percent=D("0.72"), method="actual_360")
    assert found.interest == yuan("2353.66")  # 1,489,660 at 0.72 % for 79 days over 360
    assert found.loss == yuan("23119.53")
    assert found.gain_left == yuan("-1521.08")
    bilingual(found.working)
    first = broken_early(DEAL, DEAL.start, demand_percent=D("0.72"), method="actual_360")
    assert first.loss == price(DEAL).deposit_interest
    for on in (date(2007, 11, 13), DEAL.matures_on):
        with refused("broken_on"):
            broken_early(DEAL, on, demand_percent=D("0.72"), method="actual_360")
    with refused("method"):
        broken_early(DEAL, DEAL.start, demand_percent=D("0.72"), method="half_year")


def test_reminders() -> None:
    assert reminders(DEAL.matures_on, (10, 3)) == (date(2008, 5, 3), date(2008, 5, 10))
    assert reminders(date(2008, 3, 10), (10,)) == (date(2008, 2, 29),)
    assert reminders(DEAL.matures_on, ()) == ()
    with refused("days"):
        reminders(DEAL.matures_on, (-1,))


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("payment", {"payment": dollars("0")}),
        ("payment", {"payment": yuan("1")}),
        ("payment", {"payment": dollars("0.01"), "spot": D("0.01")}),  # no cent of yuan
        ("spot", {"spot": D(0)}),
        ("forward", {"forward": D("NaN")}),
        ("deposit_percent", {"deposit_percent": D(-1)}),
        ("financing_percent", {"financing_percent": D(101)}),
        ("matures_on", {"matures_on": date(2007, 11, 14)}),
        ("matures_on", {"matures_on": date(2008, 4, 28)}),  # five months and a half
        ("matures_on", {"matures_on": date(2007, 11, 15)}),
        ("financing_due", {"financing_due": date(2008, 4, 28)}),
        ("financing_due", {"financing_due": date(2007, 11, 1)}),
        ("forward_due", {"forward_due": date(2007, 11, 1)}),
        ("deposit_convention", {"deposit_convention": "thirty_360"}),
        ("financing_convention", {"financing_convention": ""}),
    ],
)
def test_a_deal_that_cannot_be_is_refused(field: str, changes: dict[str, object]) -> None:
    with refused(field):
        replace(DEAL, **changes)  # type: ignore[arg-type]


def test_months_from_the_end_of_a_month() -> None:
    leap = replace(DEAL, start=date(2007, 8, 31), matures_on=date(2008, 2, 29))
    assert price(leap).deposit_interest == yuan("25473.19")
    assert "months end" not in " ".join(one.en for one in price(leap).warnings)


def test_a_currency_without_decimals() -> None:
    yen = replace(DEAL, payment=Money(D(20000000), "JPY"), spot=D("6.65"), forward=D("6.5"))
    found = price(yen)
    assert found.principal == yuan("1330000")
    assert found.debt == Money(D(20624375), "JPY")
    assert found.gain == yuan("12158.63")


payments = st.integers(10**4, 10**10).map(lambda cents: Money(Decimal(cents).scaleb(-2), "USD"))
quoted = st.integers(1, 200000).map(lambda points: Decimal(points).scaleb(-2))
yearly = st.integers(0, 2000).map(lambda points: Decimal(points).scaleb(-2))
terms = st.integers(1, 720).map(lambda days: DEAL.start + timedelta(days=days))


@given(payments, quoted, quoted, yearly, yearly, terms)
def test_a_higher_forward_never_gains_more(
    payment: Money, spot: Decimal, forward: Decimal, kept: Decimal, owed: Decimal, due: date
) -> None:
    deal = Deal(payment, spot, forward, kept, owed, DEAL.start, due, "actual_360", "actual_360")
    found, dearer = price(deal), price(replace(deal, forward=forward + 1))
    assert dearer.gain <= found.gain
    assert (found.refusal is None) == (found.gain.amount > 0)
    off = found.deposit_total - found.forward_cost - found.gain
    assert abs(off.amount) <= D("0.01"), "rounding once leaves a cent at most"


@given(payments, quoted, quoted, yearly, yearly)
def test_the_sign_of_the_gain_is_that_of_the_distance_to_break_even(
    payment: Money, spot: Decimal, forward: Decimal, kept: Decimal, owed: Decimal
) -> None:
    found = price(Deal(payment, spot, forward, kept, owed, DEAL.start, DEAL.matures_on))
    distance = Fraction(found.break_even) - Fraction(forward)
    if found.gain.amount > 0:
        assert distance > Fraction(-1, 10000)
    if found.gain.amount < 0:
        assert distance < Fraction(1, 10000)
