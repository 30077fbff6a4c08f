"""Statements, due days and the first statement autopay covers: case 02005."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.calendars import ChinaCalendar
from firstdesk.core.errors import CalendarUnknown
from firstdesk.products.cards import (
    COUNTINGS,
    Cover,
    autopay_cover,
    due_date,
    sign_by,
    statement_dates,
    statement_on_or_after,
)
from tests.products.kit import bilingual, refused

CHINA = ChinaCalendar()
signing = st.dates(min_value=date(2005, 1, 1), max_value=date(2025, 6, 30))


def cover(signed: date, **change: Any) -> Cover:
    terms: dict[str, Any] = {
        "statement_day": 10,
        "working_days": 5,
        "due_days": 25,
        "calendar": CHINA,
    }
    return autopay_cover(signed, **(terms | change))


def dates(found: Cover) -> tuple[list[date], date]:
    return [bill.dated for bill in found.missed], found.first.dated


def test_case_02005_signed_on_4_december() -> None:
    found = cover(date(2007, 12, 4))
    assert [(bill.dated, bill.due_on, bill.sign_by) for bill in found.missed] == [
        (date(2007, 11, 10), date(2007, 12, 5), date(2007, 11, 5)),
        (date(2007, 12, 10), date(2008, 1, 4), date(2007, 12, 3)),
    ]
    first = found.first
    assert (first.dated, first.due_on, first.sign_by) == (
        date(2008, 1, 10),
        date(2008, 2, 4),
        date(2008, 1, 3),
    )


@pytest.mark.parametrize(
    ("signed", "missed", "first"),
    [
        (date(2007, 11, 5), [], date(2007, 11, 10)),
        (date(2007, 11, 6), [date(2007, 11, 10)], date(2007, 12, 10)),
        (date(2007, 12, 3), [date(2007, 11, 10)], date(2007, 12, 10)),
        (date(2007, 12, 4), [date(2007, 11, 10), date(2007, 12, 10)], date(2008, 1, 10)),
        (date(2007, 12, 5), [date(2007, 11, 10), date(2007, 12, 10)], date(2008, 1, 10)),
        (date(2007, 12, 6), [date(2007, 12, 10)], date(2008, 1, 10)),
        (date(2008, 1, 3), [date(2007, 12, 10)], date(2008, 1, 10)),
        (date(2008, 1, 4), [date(2007, 12, 10), date(2008, 1, 10)], date(2008, 2, 10)),
        (date(2008, 1, 5), [date(2008, 1, 10)], date(2008, 2, 10)),
    ],
)
def test_the_day_before_and_after_each_deadline(
    signed: date, missed: list[date], first: date
) -> None:
    assert dates(cover(signed)) == (missed, first)


@pytest.mark.parametrize(
    ("counting", "deadline"),
    [
        ("exclude_statement_day", date(2007, 12, 3)),
        ("include_statement_day", date(2007, 12, 4)),
        ("clear_days", date(2007, 11, 30)),
    ],
)
def test_the_rule_says_how_the_five_days_are_counted(counting: str, deadline: date) -> None:
    assert sign_by(date(2007, 12, 10), 5, CHINA, counting) == deadline
    assert cover(deadline, counting=counting).first.dated == date(2007, 12, 10)
    assert cover(deadline + timedelta(1), counting=counting).first.dated == date(2008, 1, 10)


def test_a_statement_day_off_work_is_not_one_of_the_days() -> None:
    saturday = date(2007, 11, 10)
    assert sign_by(saturday, 5, CHINA, "include_statement_day") == date(2007, 11, 5)


@pytest.mark.parametrize(
    ("counting", "last"),
    [
        ("exclude_statement_day", date(2007, 12, 10)),
        ("include_statement_day", date(2007, 12, 10)),
        ("clear_days", date(2007, 12, 7)),
    ],
)
def test_without_a_lead_the_statement_day_itself_is_in_time(counting: str, last: date) -> None:
    assert sign_by(date(2007, 12, 10), 0, CHINA, counting) == last


def test_the_working_names_days_and_deadlines_in_both_languages() -> None:
    found = cover(date(2007, 12, 4))
    bilingual(found.working)
    line = found.working.lines[0]
    assert line.label.zh == "2007年11月10日账单，2007年12月5日到期，不自动还款"
    assert line.label.en == "Statement of 10 Nov 2007, due 5 Dec 2007: not paid automatically"
    assert line.formula == "2007-12-04 > 2007-11-05"
    assert found.working.lines[-1].formula == "2007-12-04 ≤ 2008-01-03"
    assert len(found.working.lines) == 3


@pytest.mark.parametrize(
    ("statement", "due"),
    [
        (date(2007, 11, 10), date(2007, 12, 5)),
        (date(2007, 12, 10), date(2008, 1, 4)),
        (date(2008, 1, 10), date(2008, 2, 4)),
        (date(2008, 2, 10), date(2008, 3, 6)),
    ],
)
def test_due_days(statement: date, due: date) -> None:
    assert due_date(statement, 25) == due


def test_statements_of_short_months() -> None:
    assert statement_dates(date(2008, 1, 31), 31, 4) == (
        date(2008, 1, 31),
        date(2008, 2, 29),
        date(2008, 3, 31),
        date(2008, 4, 30),
    )
    assert statement_dates(date(2007, 12, 11), 10, 1) == (date(2008, 1, 10),)
    assert statement_dates(date(2007, 12, 11), 10, 0) == ()
    assert statement_on_or_after(date(2007, 12, 10), 10) == date(2007, 12, 10)


def test_a_long_way_to_pay_leaves_more_statements_open() -> None:
    missed, first = dates(cover(date(2007, 12, 4), due_days=56))
    assert missed == [date(2007, 10, 10), date(2007, 11, 10), date(2007, 12, 10)]
    assert first == date(2008, 1, 10)


def test_a_year_without_calendar_is_said_not_guessed() -> None:
    assert cover(date(2026, 12, 3)).first.dated == date(2026, 12, 10)
    with pytest.raises(CalendarUnknown) as refusal:
        cover(date(2026, 12, 4))
    assert refusal.value.extra == {"year": 2027}


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("statement_day", {"statement_day": 0}),
        ("statement_day", {"statement_day": 32}),
        ("working_days", {"working_days": -1}),
        ("due_days", {"due_days": -1}),
        ("counting", {"counting": "about_five"}),
    ],
)
def test_bad_input_is_refused_by_name(field: str, change: dict[str, Any]) -> None:
    with refused(field):
        cover(date(2007, 12, 4), **change)


def test_dates_and_counts_that_cannot_be() -> None:
    with refused("days"):
        due_date(date(2007, 12, 10), -1)
    with refused("count"):
        statement_dates(date(2007, 12, 10), 10, -1)
    for day in (0, 32):
        with refused("statement_day"):
            statement_on_or_after(date(2007, 12, 10), day)


@given(signing, st.integers(1, 31), st.integers(0, 10), st.sampled_from(COUNTINGS))
def test_the_deadline_is_the_last_day_and_the_first(
    signed: date, statement_day: int, lead: int, counting: str
) -> None:
    terms = {"statement_day": statement_day, "working_days": lead, "counting": counting}
    found = cover(signed, **terms)
    last = found.first.sign_by
    assert signed <= last <= found.first.dated
    assert cover(last, **terms).first == found.first
    assert cover(last + timedelta(1), **terms).first.dated > found.first.dated
    for bill in found.missed:
        assert bill.sign_by < signed <= bill.due_on
    bills = [*found.missed, found.first]
    assert tuple(bill.dated for bill in bills) == statement_dates(
        bills[0].dated, statement_day, len(bills)
    )


@given(signing, st.integers(1, 31), st.integers(0, 10))
def test_stricter_counting_is_never_later(signed: date, statement_day: int, lead: int) -> None:
    dated = statement_on_or_after(signed, statement_day)
    clear, exclude, include = (
        sign_by(dated, lead, CHINA, counting)
        for counting in ("clear_days", "exclude_statement_day", "include_statement_day")
    )
    assert clear < exclude <= include <= dated
