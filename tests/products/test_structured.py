"""Structured deposits that pay each quarter (02004); sweeps that roll (03008, 05001)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.money import Money
from firstdesk.products.structured import (
    RollTerms,
    draw_from_rolls,
    payment_days,
    roll_calendar,
    roll_on,
    trace_purchase,
)
from tests.products.kit import TAX, D, bilingual, days, rates, refused, sums, yuan

BOUGHT, SECOND = date(2006, 1, 27), date(2006, 8, 16)
SWEEP = RollTerms(D("1.71"), D("0.81"), TAX)
OPENED = date(2007, 11, 1)


def usd(text: str) -> Money:
    return Money.of(text, "USD")


def test_case_02004_two_payments_in_arrears_three_in_advance() -> None:
    arrears = (date(2006, 4, 27), date(2006, 7, 27))
    assert payment_days(BOUGHT, SECOND) == arrears
    assert payment_days(BOUGHT, SECOND, advance=True) == (BOUGHT, *arrears)


@pytest.mark.parametrize(
    ("new_money", "payment", "percent"),
    [("6000", "152.39", "6.10"), ("6050", "135.72", "5.43"), ("6100", "119.06", "4.76")],
)
def test_case_02004_what_the_second_purchase_says_about_the_first(
    new_money: str, payment: str, percent: str
) -> None:
    found = trace_purchase(
        usd("10000"), BOUGHT, usd("6457.17"), SECOND, usd(new_money), advance=True
    )
    assert (found.payment, found.yearly_percent) == (usd(payment), D(percent))
    assert found.total == usd("16457.17")
    assert found.new_money + found.from_payments == usd("6457.17")
    bilingual(found.working)


def test_in_arrears_the_same_money_means_two_larger_payments() -> None:
    found = trace_purchase(usd("10000"), BOUGHT, usd("6457.17"), SECOND, usd("6000"))
    assert (found.payment, len(found.paid_on)) == (usd("228.59"), 2)
    assert found.yearly_percent == D("9.14")


def test_payments_of_a_31st_fall_on_the_last_of_shorter_months() -> None:
    assert payment_days(date(2007, 11, 30), date(2008, 6, 1)) == (
        date(2008, 2, 29),
        date(2008, 5, 30),
    )
    assert payment_days(date(2007, 8, 31), date(2007, 12, 31)) == (date(2007, 11, 30),)
    assert payment_days(BOUGHT, BOUGHT, advance=True) == ()
    assert payment_days(BOUGHT, date(2006, 4, 27)) == ()


def test_structured_refuses_what_cannot_be() -> None:
    with refused("before"):
        payment_days(SECOND, BOUGHT)
    with refused("every_months"):
        payment_days(BOUGHT, SECOND, every_months=0)
    with refused("second_on"):
        trace_purchase(usd("10000"), BOUGHT, usd("1"), date(2006, 4, 1), usd("0"))
    with refused("new_money"):
        trace_purchase(usd("10000"), BOUGHT, usd("1"), SECOND, usd("2"))
    with refused("new_money"):
        trace_purchase(usd("10000"), BOUGHT, usd("1"), SECOND, usd("-2"))
    with refused("second"):
        trace_purchase(usd("10000"), BOUGHT, yuan("1"), SECOND, usd("1"))
    with refused("first"):
        trace_purchase(usd("0"), BOUGHT, usd("1"), SECOND, usd("1"))


@given(days, st.integers(0, 2000), st.integers(1, 12))
def test_in_advance_there_is_one_payment_more(start: date, held: int, every: int) -> None:
    end = start + timedelta(days=held)
    arrears = payment_days(start, end, every_months=every)
    advance = payment_days(start, end, every_months=every, advance=True)
    assert advance == ((start, *arrears) if held else ())
    assert all(start < on < end for on in arrears)


def test_case_03008_one_roll_and_a_day_are_33_73() -> None:
    found = draw_from_rolls(yuan("100000"), OPENED, OPENED + timedelta(days=8), SWEEP)
    assert found.paid.net == yuan("33.73")
    nets = [line.amount for line in found.paid.working.lines if line.label.en.endswith("after tax")]
    assert nets == [yuan("31.59"), yuan("2.14"), yuan("33.73")]
    assert (found.elapsed, found.roll.number) == (1, 2)
    assert found.broken.gross == yuan("2.50")
    bilingual(found.working)


def test_case_03008_breaking_costs_2_50_a_day_and_15_at_six() -> None:
    found = [SWEEP.gap(yuan("100000"), OPENED, OPENED + timedelta(days=d)) for d in range(7)]
    assert [gap.gross for gap in found] == [yuan("2.50") * d for d in range(7)]
    assert found[6].net == yuan("14.25")


def test_case_03008_the_roll_calendar() -> None:
    rolls = roll_calendar(OPENED, OPENED, 3)
    assert [roll.ends_on for roll in rolls] == [
        date(2007, 11, 8),
        date(2007, 11, 15),
        date(2007, 11, 22),
    ]
    assert roll_on(OPENED, date(2007, 11, 7)).number == 1
    assert roll_on(OPENED, date(2007, 11, 8)).number == 2, "on its last day the next has begun"
    assert roll_calendar(OPENED, date(2007, 11, 14), 2) == rolls[1:]


@pytest.mark.parametrize(
    ("held", "demand", "better", "worse", "gain"),
    [
        (30, "0.72", "71.25", "30.00", "41.25"),
        (30, "0.81", "71.25", "33.75", "37.50"),
        (7, "0.72", "16.63", "7.00", "9.63"),
    ],
)
def test_case_05001_what_the_sweep_gains(
    held: int, demand: str, better: str, worse: str, gain: str
) -> None:
    terms = RollTerms(D("1.71"), D(demand), None)
    gap = terms.gap(yuan("50000"), OPENED, OPENED + timedelta(days=held))
    assert (gap.better.gross, gap.worse.gross) == (yuan(better), yuan(worse))
    assert gap.gross == gap.net == yuan(gain)


def test_drawn_at_the_end_of_a_roll_nothing_is_lost() -> None:
    found = draw_from_rolls(yuan("100000"), OPENED, OPENED + timedelta(days=14), SWEEP)
    assert found.broken.net == yuan("0")
    assert found.paid.gross == yuan("66.50")
    same = draw_from_rolls(yuan("100000"), OPENED, OPENED, SWEEP)
    assert same.paid.net == yuan("0")


def test_rolls_refuse_what_cannot_be() -> None:
    with refused("on"):
        roll_on(OPENED, OPENED - timedelta(days=1))
    with refused("roll_days"):
        roll_on(OPENED, OPENED, 0)
    with refused("amount"):
        draw_from_rolls(yuan("0"), OPENED, OPENED, SWEEP)


@given(sums, days, st.integers(0, 400), rates, rates)
def test_breaking_never_pays_more_than_every_roll_to_its_end(
    amount: Money, opened: date, held: int, one: Any, other: Any
) -> None:
    low, high = sorted((one, other))
    terms = RollTerms(high, low, None)
    on = opened + timedelta(days=held)
    found = draw_from_rolls(amount, opened, on, terms)
    assert found.paid.gross <= terms.at_roll_rate(amount, opened, on).gross + yuan("0.01")
    assert found.broken.gross >= yuan("0")
    assert found.roll.since <= on < found.roll.ends_on
