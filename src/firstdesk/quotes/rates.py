"""What the policies say for a quotation, and which of them it used."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from firstdesk.core.calendars import ChinaCalendar
from firstdesk.policies.book import PolicyBook, Ruling
from firstdesk.policies.calendar import work_calendar
from firstdesk.products.interest import TaxBands


class Rates:
    """Answers from the policies on any day, by what is known on one.

    Args:
        book: the versions of the policies that the quotation names.
        today: the day of asking; an old calculation is explained with what is known now, unless
            `known` says otherwise.
        known: the day whose knowledge counts.
    """

    def __init__(self, book: PolicyBook, today: date, known: date | None = None) -> None:
        self.today = today
        self.known = known or today
        self._book = book
        self.used: list[Ruling] = []

    def ruling(self, key: str, on: date | None = None) -> Ruling:
        """What holds on a day; today when left out.

        Raises:
            PolicyGap: no version covers the day.
        """
        found = self._book.ruling(key, on or self.today, self.known)
        if found not in self.used:
            self.used.append(found)
        return found

    def percent(
        self, given: Decimal | None, key: str, field: str, on: date | None = None
    ) -> Decimal:
        """The rate that was given; without one the policy's on that day."""
        return given if given is not None else self.ruling(key, on).decimal(field)

    @property
    def calendar(self) -> ChinaCalendar:
        """The work calendar with every published year; `calendar.work` must be among the keys."""
        return work_calendar(self._book)

    def bands(self, key: str, field: str) -> TaxBands:
        """All values of a field from day to day, as known."""
        return self._book.bands(key, field, self.known)
