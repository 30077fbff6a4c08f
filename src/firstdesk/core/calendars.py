"""Working days. A year the calendar does not know is an error, not a guess."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol, Self

import chinese_calendar
import holidays

from firstdesk.core.errors import CalendarUnknown, Invalid
from firstdesk.core.text import Text

_DAY = timedelta(days=1)


class WorkCalendar(Protocol):
    """Tells working days from others."""

    def is_working_day(self, day: date) -> bool:
        """Whether banks book on that day."""
        ...


@dataclass(frozen=True, slots=True)
class YearTable:
    """Days off on weekdays, and make-up working days at weekends, of one year."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    @classmethod
    def of(cls, year: int, table: Mapping[str, Iterable[date | str]]) -> Self:
        """Reads ``{"holidays": [...], "workdays": [...]}``; days are dates or ``YYYY-MM-DD``.

        Raises:
            Invalid: a day that is no date or lies in another year, or that is off and worked at
                once, or a table without holidays: such a year would pass for one long week.
        """
        try:
            off, on = (
                frozenset(
                    day if isinstance(day, date) else date.fromisoformat(day)
                    for day in table.get(name, ())
                )
                for name in ("holidays", "workdays")
            )
        except (TypeError, ValueError) as error:
            raise _bad_table(year, "写法应为YYYY-MM-DD。", "Days are YYYY-MM-DD.") from error
        if not off:
            raise _bad_table(year, "一个假日都没有。", "It has no holidays at all.")
        if any(day.year != year for day in off | on):
            raise _bad_table(year, "混有别的年份。", "It has days of another year.")
        if off & on:
            raise _bad_table(
                year, "同一天又放假又上班。", "A day is both a holiday and a working day."
            )
        return cls(off, on)


@dataclass(frozen=True)
class ChinaCalendar:
    """Mainland China: weekends, public holidays and make-up working days.

    Source: the State Council's yearly notices, as published in the package `chinesecalendar`.

    Args:
        extra: tables for years that the package does not know yet, by year.
    """

    extra: Mapping[int, YearTable] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """Whether that day is worked.

        Raises:
            CalendarUnknown: neither the package nor `extra` knows the year.
        """
        table = self.extra.get(day.year)
        if table is not None:
            return day in table.workdays or (day.weekday() < 5 and day not in table.holidays)
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError as error:
            raise _unknown(day.year) from error


class CountryCalendar:
    """Another country's weekends and public holidays, for rules that follow its calendar.

    Source: the package `holidays`, for the years it says it knows.

    Args:
        country: ISO 3166 code, such as GB. China has `ChinaCalendar`, with its make-up days.
        subdivision: a part of the country with holidays of its own, such as SCT.

    Raises:
        Invalid: China, or a country or part that the package does not have.
    """

    def __init__(self, country: str, subdivision: str | None = None) -> None:
        if country == "CN":
            raise _no_country(country, "中国有自己的工作日历。", "China has a calendar of its own.")
        try:
            self._days = holidays.country_holidays(country, subdiv=subdivision)
        except NotImplementedError as error:
            raise _no_country(country, "没有它的放假表。", "Its holidays are not known.") from error

    def is_working_day(self, day: date) -> bool:
        """Whether that day is worked.

        Raises:
            CalendarUnknown: the package does not know the year.
        """
        if not self._days.start_year <= day.year <= self._days.end_year:
            raise _unknown(day.year)
        return day.weekday() not in self._days.weekend and day not in self._days


def _no_country(country: str, zh: str, en: str) -> Invalid:
    return Invalid(
        code="no_country",
        what=Text(zh=f"没有{country}的工作日历。", en=f"There is no work calendar of {country}."),
        why=Text(zh=zh, en=en),
        do=Text(zh="请用ISO 3166两位代码。", en="Use the two letters of ISO 3166."),
        extra={"country": country},
    )


def _bad_table(year: int, zh: str, en: str) -> Invalid:
    return Invalid(
        code="calendar_table",
        what=Text(
            zh=f"{year}年的放假表不能用。", en=f"The holiday table of {year} cannot be used."
        ),
        why=Text(zh=zh, en=en),
        do=Text(
            zh="请对照公布的放假通知改正。", en="Correct it from the published holiday notice."
        ),
        extra={"year": year},
    )


def _unknown(year: int) -> CalendarUnknown:
    return CalendarUnknown(
        code="calendar_unknown",
        what=Text(zh=f"没有{year}年的工作日历。", en=f"There is no work calendar for {year}."),
        why=Text(
            zh="放假安排还没有公布或载入，不能猜。",
            en="Its holidays are not published or not loaded, and are not guessed.",
        ),
        do=Text(
            zh="请管理员载入这一年的放假安排。",
            en="Ask an administrator to load that year's table.",
        ),
        extra={"year": year},
    )


def nth_working_day_before(calendar: WorkCalendar, day: date, count: int) -> date:
    """The count-th working day before a day; the day itself is not counted.

    Before 2007-12-10, the fifth is 2007-12-03 (case 02005). With count 0 the day itself is given
    back, worked or not.

    Raises:
        Invalid: count below zero. CalendarUnknown: a year on the way is not known.
    """
    _not_negative(count)
    while count:
        day -= _DAY
        count -= calendar.is_working_day(day)
    return day


def add_working_days(calendar: WorkCalendar, day: date, count: int) -> date:
    """The count-th working day after a day; the day itself is not counted.

    With count 0 the day itself is given back, worked or not.

    Raises:
        Invalid: count below zero. CalendarUnknown: a year on the way is not known.
    """
    _not_negative(count)
    while count:
        day += _DAY
        count -= calendar.is_working_day(day)
    return day


def working_days_between(calendar: WorkCalendar, start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; 0 when end is not later."""
    count = 0
    while start < end:
        start += _DAY
        count += calendar.is_working_day(start)
    return count


def monthly_day(year: int, month: int, day: int) -> date:
    """A day of the month; one that the month does not have is its last."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def _not_negative(count: int) -> None:
    if count < 0:
        raise Invalid(
            code="working_days",
            what=Text(zh="工作日数不能为负。", en="A number of working days cannot be negative."),
            why=Text(zh="往前数和往后数各有算法。", en="Counting back has its own function."),
            do=Text(zh="请填零或正整数。", en="Use zero or more."),
            extra={"working_days": count},
        )
