"""The work calendar: the package's years, and tables published since. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from firstdesk.core.calendars import ChinaCalendar, YearTable
from firstdesk.policies.book import PolicyBook

KEY = "calendar.work"


def work_calendar(book: PolicyBook) -> ChinaCalendar:
    """The calendar with every published year.

    Args:
        book: a book into which `calendar.work` was loaded. A version's year is that of its first
            day; a later version of the same year replaces the earlier.

    Raises:
        Invalid: a published table is not one; it says which day.
    """
    tables = {
        ruling.effective_from.year: (
            ruling.string("holidays"),
            str(ruling.value.get("workdays", "")),
        )
        for ruling in reversed(book.history(KEY))
    }
    return _calendar(tuple(sorted(tables.items())))


def year_table(year: int, value: Mapping[str, Any]) -> YearTable:
    """A published year as the calendar reads it.

    Raises:
        Invalid: it is not one; it says which day.
    """
    off, on = str(value.get("holidays", "")), str(value.get("workdays", ""))
    return YearTable.of(year, {"holidays": off.split(), "workdays": on.split()})


@lru_cache(maxsize=8)
def _calendar(tables: tuple[tuple[int, tuple[str, str]], ...]) -> ChinaCalendar:
    return ChinaCalendar(
        {year: year_table(year, {"holidays": off, "workdays": on}) for year, (off, on) in tables}
    )
