"""Day counts: the first day counts, the last does not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from firstdesk.products.daycount import METHODS, add_months, span, whole_months
from tests.products.kit import days, refused

OPENED, DRAWN = date(2004, 12, 17), date(2007, 5, 17)


@pytest.mark.parametrize(
    ("method", "counted", "basis"),
    [
        ("actual_360", 881, 360),
        ("actual_365", 881, 365),
        ("thirty_360", 870, 360),
        ("whole_period_plus_days", 870, 360),
    ],
)
def test_case_02003_by_each_method(method: str, counted: int, basis: int) -> None:
    found = span(OPENED, DRAWN, method)
    assert (found.days, found.basis, found.method) == (counted, basis, method)


@pytest.mark.parametrize("method", METHODS)
def test_no_time_is_no_days_and_a_night_is_one(method: str) -> None:
    assert span(OPENED, OPENED, method).days == 0
    assert span(OPENED, date(2004, 12, 18), method).days == 1


@pytest.mark.parametrize(
    ("start", "end", "thirty", "whole"),
    [
        (date(2007, 1, 31), date(2007, 2, 28), 28, 30),  # a full month ends with February
        (date(2007, 1, 30), date(2007, 1, 31), 0, 1),
        (date(2007, 2, 28), date(2007, 3, 31), 32, 33),
        (date(2004, 8, 31), date(2005, 2, 28), 178, 180),
        (date(2007, 1, 15), date(2007, 3, 20), 65, 65),
        (date(2007, 5, 20), date(2007, 6, 19), 29, 30),  # not a month: thirty actual days
    ],
)
def test_month_ends(start: date, end: date, thirty: int, whole: int) -> None:
    assert span(start, end, "thirty_360").days == thirty
    assert span(start, end, "whole_period_plus_days").days == whole


def test_months_are_full_on_their_day_or_the_last() -> None:
    assert whole_months(date(2007, 1, 31), date(2007, 2, 27)) == 0
    assert whole_months(date(2007, 1, 31), date(2007, 2, 28)) == 1
    assert add_months(date(2007, 11, 30), 3) == date(2008, 2, 29)
    assert add_months(date(2007, 12, 17), 1) == date(2008, 1, 17)


def test_years_are_days_over_the_basis() -> None:
    assert span(date(2004, 12, 17), date(2007, 12, 17), "thirty_360").years == 3


@pytest.mark.parametrize("method", METHODS)
def test_reversed_dates_are_refused(method: str) -> None:
    with refused("end"):
        span(DRAWN, OPENED, method)


def test_an_unknown_method_is_refused() -> None:
    with refused("method"):
        span(OPENED, DRAWN, "actual_366")


@pytest.mark.parametrize("method", ["actual_360", "actual_365", "thirty_360"])
@given(one=days, two=days, three=days)
def test_neighbouring_periods_add_up(method: str, one: date, two: date, three: date) -> None:
    a, b, c = sorted((one, two, three))
    assert span(a, b, method).days + span(b, c, method).days == span(a, c, method).days


@given(days, days)
def test_whole_periods_stay_close_to_the_calendar(one: date, two: date) -> None:
    start, end = sorted((one, two))
    counted = span(start, end, "whole_period_plus_days").days
    years = (end - start).days / 365.25
    assert abs(counted - years * 360) < 6
