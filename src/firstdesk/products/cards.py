"""Credit cards: statements, due days, autopay's first covered statement, fees and late cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from firstdesk.core.calendars import WorkCalendar, monthly_day, nth_working_day_before
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working
from firstdesk.products._checks import day_of_month, in_order, positive, refuse

HUNDRED = Decimal(100)
COUNTINGS = ("exclude_statement_day", "include_statement_day", "clear_days")


@dataclass(frozen=True, slots=True)
class Bill:
    """A statement by its dates, and the last day to sign autopay for it."""

    dated: date
    due_on: date
    sign_by: date


def statement_on_or_after(day: date, statement_day: int) -> date:
    """The next statement date, that day included."""
    day_of_month("statement_day", statement_day)
    this = monthly_day(day.year, day.month, statement_day)
    if this >= day:
        return this
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return monthly_day(year, month, statement_day)


def due_date(dated: date, days: int) -> date:
    """The due date: so many calendar days after the statement (25: 10 November → 5 December)."""
    if days < 0:
        raise refuse("days", "天数不能为负。", "The days cannot be negative.")
    return dated + timedelta(days=days)


def sign_by(dated: date, working_days: int, calendar: WorkCalendar, counting: str) -> date:
    """The last day on which autopay can be signed to cover a statement.

    Args:
        working_days: how many before the statement date.
        counting: `exclude_statement_day` counts back from the day before it, so that five before
            2007-12-10 is 2007-12-03; `include_statement_day` counts the statement day as one of
            them (12-04); `clear_days` wants as many full working days between (11-30).

    Raises:
        CalendarUnknown: the calendar does not know the year.
    """
    if counting == "exclude_statement_day":
        return nth_working_day_before(calendar, dated, working_days)
    if counting == "include_statement_day":
        worked = calendar.is_working_day(dated)
        return nth_working_day_before(calendar, dated, working_days - 1 if worked else working_days)
    if counting == "clear_days":
        return nth_working_day_before(calendar, dated, working_days + 1)
    raise ValueError(f"{counting!r} is no way of counting; use one of {', '.join(COUNTINGS)}.")


@dataclass(frozen=True, slots=True)
class Cover:
    """Which statements autopay misses and which it covers first."""

    missed: tuple[Bill, ...]
    first: Bill


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
    """
    day_of_month("statement_day", statement_day)
    dated = statement_on_or_after(signed - timedelta(days=due_days), statement_day)
    missed = []
    while True:
        bill = Bill(
            dated, due_date(dated, due_days), sign_by(dated, working_days, calendar, counting)
        )
        if signed <= bill.sign_by:
            return Cover(tuple(missed), bill)
        missed.append(bill)
        dated = statement_on_or_after(dated + timedelta(days=1), statement_day)


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in percent, with its floor and cap."""

    amount: Money
    uncapped: Money
    capped: bool
    raised: bool
    working: Working


def percentage_fee(
    amount: Money,
    percent: Decimal,
    *,
    minimum: Money | None = None,
    maximum: Money | None = None,
    label: Text,
) -> Fee:
    """A fee in percent of an amount, never below its floor or above its cap.

    120,000 at 0.5 % with a cap of 500 is 500, not 600 (case 02026).
    """
    positive("amount", amount)
    uncapped = (amount * (percent / HUNDRED)).rounded()
    fee, note = uncapped, None
    if minimum is not None and fee < minimum:
        fee, note = minimum, Text(zh="不足最低，按最低收", en="Raised to the floor")
    if maximum is not None and fee > maximum:
        fee, note = maximum, Text(zh="封顶", en="Capped")
    line = Line(label, f"{amount.amount:,} × {percent}%", (("uncapped", str(uncapped)),), fee, note)
    return Fee(fee, uncapped, fee < uncapped, fee > uncapped, Working((line,)))


@dataclass(frozen=True, slots=True)
class LateCost:
    """What not paying costs by a day."""

    interest: Money
    fee: Money
    working: Working

    @property
    def total(self) -> Money:
        """Interest and fee."""
        return self.interest + self.fee


def late_cost(
    postings: Sequence[tuple[date, Money]],
    until: date,
    *,
    daily_percent: Decimal,
    minimum_payment: Money,
    fee_percent: Decimal,
    fee_minimum: Money | None = None,
) -> LateCost:
    """Interest from each posting day and the late fee on the minimum payment.

    Args:
        postings: (day booked, amount) of what the unpaid bill consists of.
        until: the last day; not counted.
        daily_percent: 0.05 for five ten-thousandths a day.
        minimum_payment: the unpaid minimum, on which the fee is charged.
    """
    currency = minimum_payment.currency
    total, lines = Money.zero(currency), []
    for booked, amount in postings:
        in_order(booked, until, "until")
        days = (until - booked).days
        part = amount * (daily_percent * days / HUNDRED)
        total = total + part
        lines.append(
            Line(
                Text(zh=f"{booked}记账", en=f"Booked on {booked}"),
                f"{amount.amount:,} × {daily_percent}% × {days}",
                (("days", str(days)),),
                part.rounded(),
            )
        )
    interest = total.rounded()
    lines.append(Line(Text(zh="利息", en="Interest"), "", (), interest))
    fee = (minimum_payment * (fee_percent / HUNDRED)).rounded()
    if fee_minimum is not None and fee < fee_minimum and minimum_payment.amount > 0:
        fee = fee_minimum
    lines.append(
        Line(
            Text(zh="滞纳金", en="Late fee"), f"{minimum_payment.amount:,} × {fee_percent}%", (), fee
        )
    )
    return LateCost(interest, fee, Working(tuple(lines)))
