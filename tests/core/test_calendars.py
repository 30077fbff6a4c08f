"""Working days of mainland China, and counting with them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.calendars import (
    ChinaCalendar,
    CountryCalendar,
    YearTable,
    add_working_days,
    monthly_day,
    nth_working_day_before,
    working_days_between,
)
from firstdesk.core.errors import CalendarUnknown, Invalid

CHINA = ChinaCalendar()
days = st.dates(min_value=date(2005, 1, 1), max_value=date(2025, 12, 31))
counts = st.integers(min_value=0, max_value=25)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2007, 12, 10), True),  # Monday
        (date(2007, 12, 8), False),  # Saturday
        (date(2008, 1, 1), False),  # New Year, a Tuesday
        (date(2007, 12, 29), True),  # Saturday worked for it
        (date(2008, 2, 6), False),  # Spring Festival
        (date(2008, 2, 2), True),  # Saturday worked for it
    ],
)
def test_holidays_and_make_up_days(day: date, worked: bool) -> None:
    assert CHINA.is_working_day(day) is worked


@pytest.mark.parametrize("year", [2003, 2027, 2050])
def test_an_unknown_year_is_an_error_that_names_it(year: int) -> None:
    with pytest.raises(CalendarUnknown) as refusal:
        CHINA.is_working_day(date(year, 6, 1))
    assert refusal.value.extra == {"year": year}
    assert str(year) in refusal.value.what.zh
    assert str(year) in refusal.value.what.en


def test_counting_into_an_unknown_year_is_an_error_too() -> None:
    with pytest.raises(CalendarUnknown):
        add_working_days(CHINA, date(2026, 12, 31), 1)
    with pytest.raises(CalendarUnknown):
        nth_working_day_before(CHINA, date(2004, 1, 1), 1)


def test_a_table_teaches_a_year() -> None:
    table = YearTable.of(2050, {"holidays": ["2050-01-03"], "workdays": [date(2050, 1, 8)]})
    taught = ChinaCalendar({2050: table})
    assert not taught.is_working_day(date(2050, 1, 3))  # Monday, off
    assert taught.is_working_day(date(2050, 1, 4))
    assert taught.is_working_day(date(2050, 1, 8))  # Saturday, worked
    assert not taught.is_working_day(date(2050, 1, 9))
    assert taught.is_working_day(date(2007, 12, 29))
    with pytest.raises(CalendarUnknown):
        taught.is_working_day(date(2051, 1, 4))


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"holidays": ["2051-01-03"]},
        {"holidays": ["3 January"]},
        {"holidays": [7]},
        {"holidays": ["2050-01-03"], "workdays": ["2050-01-03"]},
    ],
)
def test_a_table_that_cannot_be_right_is_refused(table: dict[str, list[str]]) -> None:
    with pytest.raises(Invalid) as refusal:
        YearTable.of(2050, table)
    assert refusal.value.extra == {"year": 2050}


@pytest.mark.parametrize(
    ("statement", "deadline"),
    [
        (date(2007, 11, 10), date(2007, 11, 5)),
        (date(2007, 12, 10), date(2007, 12, 3)),
        (date(2008, 1, 10), date(2008, 1, 3)),
    ],
)
def test_five_working_days_before_a_statement(statement: date, deadline: date) -> None:
    assert nth_working_day_before(CHINA, statement, 5) == deadline


def test_make_up_saturdays_count() -> None:
    assert add_working_days(CHINA, date(2007, 12, 28), 1) == date(2007, 12, 29)
    assert add_working_days(CHINA, date(2007, 12, 29), 1) == date(2008, 1, 2)
    assert working_days_between(CHINA, date(2007, 12, 28), date(2008, 1, 2)) == 2


def test_none_is_the_day_itself_and_less_is_refused() -> None:
    sunday = date(2007, 12, 9)
    assert add_working_days(CHINA, sunday, 0) == nth_working_day_before(CHINA, sunday, 0) == sunday
    for count in (add_working_days, nth_working_day_before):
        with pytest.raises(Invalid):
            count(CHINA, sunday, -1)


@given(days, counts)
def test_counting_on_and_measuring_agree(day: date, count: int) -> None:
    later = add_working_days(CHINA, day, count)
    assert working_days_between(CHINA, day, later) == count
    assert count == 0 or CHINA.is_working_day(later)


@given(days, counts)
def test_counting_back_and_measuring_agree(day: date, count: int) -> None:
    earlier = nth_working_day_before(CHINA, day, count)
    yesterday = day - timedelta(days=1)
    expected = max(count - CHINA.is_working_day(earlier), 0)
    assert working_days_between(CHINA, earlier, yesterday) == expected
    if CHINA.is_working_day(day):
        assert add_working_days(CHINA, earlier, count) == day


@given(days, st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up(day: date, one: int, other: int) -> None:
    middle, end = day + timedelta(days=one), day + timedelta(days=one + other)
    assert working_days_between(CHINA, day, end) == working_days_between(
        CHINA, day, middle
    ) + working_days_between(CHINA, middle, end)
    assert working_days_between(CHINA, end, day) == 0


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (2008, 2, 31, date(2008, 2, 29)),
        (2007, 2, 31, date(2007, 2, 28)),
        (2008, 4, 31, date(2008, 4, 30)),
        (2008, 4, 30, date(2008, 4, 30)),
        (2008, 1, 31, date(2008, 1, 31)),
    ],
)
def test_the_31st_is_the_last(year: int, month: int, day: int, expected: date) -> None:
    assert monthly_day(year, month, day) == expected


@pytest.mark.parametrize(
    ("country", "part", "day", "worked"),
    [
        ("GB", None, date(2026, 12, 25), False),
        ("GB", None, date(2026, 12, 28), False),  # for Boxing Day, a Saturday
        ("GB", None, date(2026, 12, 29), True),
        ("GB", "SCT", date(2026, 11, 30), False),  # St Andrew's Day, in Scotland alone
        ("GB", None, date(2026, 11, 30), True),
        ("US", None, date(2026, 11, 26), False),
        ("US", None, date(2026, 11, 28), False),
        ("DE", None, date(2026, 10, 3), False),
    ],
)
def test_other_countries_have_their_own_days(
    country: str, part: str | None, day: date, worked: bool
) -> None:
    assert CountryCalendar(country, part).is_working_day(day) is worked


def test_deadlines_can_be_counted_with_them() -> None:
    london = CountryCalendar("GB", "ENG")
    assert add_working_days(london, date(2026, 12, 23), 3) == date(2026, 12, 30)


@pytest.mark.parametrize("year", [1700, 2150])
def test_a_year_that_a_country_does_not_know_is_an_error(year: int) -> None:
    with pytest.raises(CalendarUnknown):
        CountryCalendar("GB").is_working_day(date(year, 1, 4))


@pytest.mark.parametrize(("country", "part"), [("XX", None), ("CN", None), ("GB", "XX")])
def test_a_country_that_is_not_known_is_refused(country: str, part: str | None) -> None:
    with pytest.raises(Invalid):
        CountryCalendar(country, part)
