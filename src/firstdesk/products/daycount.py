"""Counting days and years. The first day counts, the last does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from firstdesk.core.calendars import monthly_day
from firstdesk.products.inputs import in_order, one_of

METHODS = ("actual_360", "actual_365", "thirty_360", "whole_period_plus_days")


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time by one method: days over a basis."""

    method: str
    days: int
    basis: int

    @property
    def years(self) -> Decimal:
        """The fraction of years, exact only as days over basis."""
        return Decimal(self.days) / Decimal(self.basis)


def thirty_360_days(start: date, end: date) -> int:
    """Days with every month as 30; the 31st counts as the 30th."""
    first, last = min(start.day, 30), min(end.day, 30)
    return (end.year - start.year) * 360 + (end.month - start.month) * 30 + last - first


def add_months(start: date, months: int) -> date:
    """The same day some months on; the last of the month where there is none."""
    index = start.year * 12 + start.month - 1 + months
    return monthly_day(index // 12, index % 12 + 1, start.day)


def whole_months(start: date, end: date) -> int:
    """Full months between two days; a month is full on its same day, or on its last where none."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def span(start: date, end: date, method: str) -> Span:
    """Counts by a named method.

    Args:
        start: counted.
        end: not counted.
        method: `actual_360`, `actual_365`, `thirty_360`, or `whole_period_plus_days`: full months
            as thirty days each and the odd days as they are, over 360 (PBOC's day-by-day method).

    Raises:
        Invalid: end before start, or no such method.
    """
    one_of("method", method, METHODS)
    in_order(start, end)
    if method == "actual_360":
        return Span(method, (end - start).days, 360)
    if method == "actual_365":
        return Span(method, (end - start).days, 365)
    if method == "thirty_360":
        # A 31st begins and ends where its 30th does, so neighbouring periods always add up.
        return Span(method, thirty_360_days(start, end), 360)
    months = whole_months(start, end)
    odd = (end - add_months(start, months)).days
    return Span(method, months * 30 + odd, 360)
