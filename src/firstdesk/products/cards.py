"""Credit cards: statements, due days, and which statement autopay covers first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from firstdesk.core.calendars import WorkCalendar, monthly_day, nth_working_day_before
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day
from firstdesk.products.card_costs import (
    Fee,
    LateCost,
    PayIn,
    card_balance_deposit,
    late_cost,
    percentage_fee,
)
from firstdesk.products.inputs import day_number, day_of_month, one_of

__all__ = [
    "COUNTINGS",
    "Bill",
    "Cover",
    "Fee",
    "LateCost",
    "PayIn",
    "autopay_cover",
    "card_balance_deposit",
    "due_date",
    "late_cost",
    "percentage_fee",
    "sign_by",
    "statement_dates",
    "statement_on_or_after",
]

COUNTINGS = ("exclude_statement_day", "include_statement_day", "clear_days")


@dataclass(frozen=True, slots=True)
class Bill:
    """A statement by its dates, and the last day to sign autopay for it."""

    dated: date
    due_on: date
    sign_by: date


def statement_on_or_after(day: date, statement_day: int) -> date:
    """The next statement date, that day included; day 31 is the last of a shorter month."""
    day_of_month("statement_day", statement_day)
    this = monthly_day(day.year, day.month, statement_day)
    if this >= day:
        return this
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return monthly_day(year, month, statement_day)


def statement_dates(start: date, statement_day: int, count: int) -> tuple[date, ...]:
    """The next so many statement dates, from a day on, that day included."""
    day_number("count", count)
    found: list[date] = []
    for _ in range(count):
        start = statement_on_or_after(start, statement_day)
        found.append(start)
        start += timedelta(days=1)
    return tuple(found)


def due_date(dated: date, days: int) -> date:
    """The due date: so many calendar days after the statement (25: 10 November → 5 December)."""
    day_number("days", days)
    return dated + timedelta(days=days)


def sign_by(dated: date, working_days: int, calendar: WorkCalendar, counting: str) -> date:
    """The last day on which autopay can be signed to cover a statement.

    Args:
        working_days: how many before the statement date.
        counting: `exclude_statement_day` counts back from the day before it, so that five before
            2007-12-10 is 2007-12-03; `include_statement_day` counts the statement day, if it is
            worked, as one of them (12-04); `clear_days` wants as many full working days between
            (11-30). With 0 days, all but the last give the statement date itself.

    Raises:
        Invalid: days below zero or no such counting.
        CalendarUnknown: the calendar does not know the year.
    """
    day_number("working_days", working_days)
    one_of("counting", counting, COUNTINGS)
    if counting == "clear_days":
        return nth_working_day_before(calendar, dated, working_days + 1)
    if counting == "include_statement_day" and working_days and calendar.is_working_day(dated):
        return nth_working_day_before(calendar, dated, working_days - 1)
    return nth_working_day_before(calendar, dated, working_days)


@dataclass(frozen=True, slots=True)
class Cover:
    """Which statements autopay misses and which it covers first."""

    missed: tuple[Bill, ...]
    first: Bill
    working: Working


def autopay_cover(
    signed: date,
    statement_day: int,
    *,
    working_days: int,
    due_days: int,
    calendar: WorkCalendar,
    counting: str = "exclude_statement_day",
) -> Cover:
    """Finds the first statement that autopay signed on a day covers (case 02005).

    Args:
        signed: the signing day.
        statement_day: day of the month of the card's statements.
        working_days: how many before the statement date it must be signed.
        due_days: from the statement to its due date; missed are those still to be paid.
        calendar: working days.
        counting: see `sign_by`.

    Returns:
        The statements not covered whose due date has not passed, and the first one covered.

    Raises:
        Invalid: days that cannot be. CalendarUnknown: the calendar does not know a year.
    """
    day_of_month("statement_day", statement_day)
    day_number("due_days", due_days)
    dated = statement_on_or_after(signed - timedelta(days=due_days), statement_day)
    missed: list[Bill] = []
    while True:
        bill = Bill(
            dated, due_date(dated, due_days), sign_by(dated, working_days, calendar, counting)
        )
        if signed <= bill.sign_by:
            return Cover(tuple(missed), bill, _cover_working(signed, missed, bill))
        missed.append(bill)
        dated = statement_on_or_after(dated + timedelta(days=1), statement_day)


def _cover_working(signed: date, missed: list[Bill], first: Bill) -> Working:
    return Working(
        (
            *(_bill_line(signed, bill, covered=False) for bill in missed),
            _bill_line(signed, first, covered=True),
        )
    )


def _bill_line(signed: date, bill: Bill, *, covered: bool) -> Line:
    dated, due, last = day(bill.dated), day(bill.due_on), day(bill.sign_by)
    return Line(
        Text(
            zh=f"{dated.zh}账单，{due.zh}到期，" + ("自动还款" if covered else "不自动还款"),
            en=f"Statement of {dated.en}, due {due.en}: "
            + ("paid automatically" if covered else "not paid automatically"),
        ),
        f"{signed} {'≤' if covered else '>'} {bill.sign_by}",
        (
            ("signed", str(signed)),
            ("statement", str(bill.dated)),
            ("due", str(bill.due_on)),
            ("sign_by", str(bill.sign_by)),
        ),
        None,
        Text(zh=f"最晚{last.zh}签约", en=f"To be signed by {last.en}"),
    )
