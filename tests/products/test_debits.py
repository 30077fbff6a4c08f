"""The first debit of a monthly agreement: case 02018."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.products.debits import first_monthly_debit
from tests.products.kit import bilingual, refused

SIGNED = date(2008, 3, 20)


def test_case_02018_march_is_not_covered() -> None:
    found = first_monthly_debit(SIGNED, 18)
    assert found.first == found.sign_by == date(2008, 4, 18)
    assert found.missed == date(2008, 3, 18)
    assert [(month.zh, month.en) for month in found.months_missed] == [("2008年3月", "March 2008")]
    bilingual(found.working)
    assert [line.label.zh for line in found.working.lines] == [
        "2008年3月：不代扣，请自行缴费",
        "2008年4月：2008年4月18日首次扣款",
    ]
    assert found.working.lines[0].formula == "2008-03-20 > 2008-03-18"


@pytest.mark.parametrize(
    ("signed", "inclusive", "first"),
    [
        (date(2008, 3, 17), True, date(2008, 3, 18)),
        (date(2008, 3, 18), True, date(2008, 3, 18)),
        (date(2008, 3, 19), True, date(2008, 4, 18)),
        (date(2008, 3, 17), False, date(2008, 3, 18)),
        (date(2008, 3, 18), False, date(2008, 4, 18)),
        (date(2008, 12, 19), True, date(2009, 1, 18)),
    ],
)
def test_the_rule_says_whether_the_day_itself_counts(
    signed: date, inclusive: bool, first: date
) -> None:
    found = first_monthly_debit(signed, 18, inclusive=inclusive)
    assert found.first == first
    same_month = (first.year, first.month) == (signed.year, signed.month)
    assert (found.missed is None) == same_month == (found.all_missed == ())


@pytest.mark.parametrize(
    ("signed", "first"),
    [
        (date(2008, 3, 10), date(2008, 3, 18)),
        (date(2008, 3, 11), date(2008, 4, 18)),
    ],
)
def test_a_cut_off_before_the_debit_day(signed: date, first: date) -> None:
    assert first_monthly_debit(signed, 18, cut_off_day=10).first == first


@pytest.mark.parametrize(
    ("signed", "missed", "first"),
    [
        (date(2008, 3, 25), [date(2008, 3, 5)], date(2008, 4, 5)),
        (date(2008, 3, 26), [date(2008, 3, 5), date(2008, 4, 5)], date(2008, 5, 5)),
        (date(2008, 1, 3), [date(2008, 1, 5)], date(2008, 2, 5)),
        (date(2007, 12, 25), [date(2007, 12, 5)], date(2008, 1, 5)),
    ],
)
def test_a_cut_off_later_than_the_debit_day_is_the_month_befores(
    signed: date, missed: list[date], first: date
) -> None:
    found = first_monthly_debit(signed, 5, cut_off_day=25)
    assert (list(found.all_missed), found.first) == (missed, first)
    assert found.missed == missed[-1]


@pytest.mark.parametrize(
    ("signed", "first"),
    [
        (date(2008, 1, 31), date(2008, 1, 31)),
        (date(2008, 2, 1), date(2008, 2, 29)),
        (date(2008, 2, 29), date(2008, 2, 29)),
        (date(2007, 2, 28), date(2007, 2, 28)),
        (date(2008, 4, 30), date(2008, 4, 30)),
    ],
)
def test_the_31st_is_the_last_of_a_short_month(signed: date, first: date) -> None:
    assert first_monthly_debit(signed, 31).first == first


@pytest.mark.parametrize("day", [0, 32, -1])
def test_what_is_no_day_of_a_month_is_refused(day: int) -> None:
    with refused("debit_day"):
        first_monthly_debit(SIGNED, day)
    with refused("cut_off_day"):
        first_monthly_debit(SIGNED, 18, cut_off_day=day)


month_days = st.integers(1, 31)


@given(
    st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 1, 1)),
    month_days,
    month_days | st.none(),
    st.booleans(),
)
def test_the_last_day_to_sign_is_the_last(
    signed: date, debit_day: int, cut_off_day: int | None, inclusive: bool
) -> None:
    def first(on: date) -> date:
        return first_monthly_debit(
            on, debit_day, cut_off_day=cut_off_day, inclusive=inclusive
        ).first

    found = first_monthly_debit(signed, debit_day, cut_off_day=cut_off_day, inclusive=inclusive)
    last = found.sign_by if inclusive else found.sign_by - timedelta(1)
    assert signed <= last
    assert first(last) == found.first
    assert first(last + timedelta(1)) > found.first
    assert len(found.working.lines) == len(found.all_missed) + 1
    assert all(missed < found.first for missed in found.all_missed)


@pytest.mark.parametrize("day", [1, 18, 31])
@pytest.mark.parametrize("signed", [date(2008, 3, 18), date(2008, 3, 19), date(2008, 2, 29)])
def test_a_cut_off_on_the_debit_day_is_no_other_rule(signed: date, day: int) -> None:
    assert first_monthly_debit(signed, day, cut_off_day=day) == first_monthly_debit(signed, day)
