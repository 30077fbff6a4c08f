"""Structured deposits that pay each quarter, and sweeps that roll over every seven days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from firstdesk.core.money import Money
from firstdesk.core.text import Text, plural
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, pct, plain
from firstdesk.products.daycount import add_months
from firstdesk.products.inputs import in_order, not_negative, positive, refuse, same_currency
from firstdesk.products.interest import Interest, TaxBands, interest, together

_CENT = Decimal("0.01")


def payment_days(
    bought_on: date, before: date, *, every_months: int = 3, advance: bool = False
) -> tuple[date, ...]:
    """The days on which a structured deposit pays, before a day (case 02004).

    Bought on 2006-01-27, it pays twice before 2006-08-16 in arrears (27 April, 27 July) and three
    times in advance (27 January as well).

    Args:
        before: not counted itself.
        every_months: from one payment to the next.
        advance: the first payment comes with the purchase, not at the end of the first period.

    Raises:
        Invalid: `before` is before the purchase, or no month between payments.
    """
    in_order(bought_on, before, "before")
    if every_months < 1:
        raise refuse("every_months", "至少隔一个月。", "There is at least one month between.")
    days = []
    number = 0 if advance else 1
    while (on := add_months(bought_on, every_months * number)) < before:
        days.append(on)
        number += 1
    return tuple(days)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the money of a second purchase came from."""

    paid_on: tuple[date, ...]
    new_money: Money
    from_payments: Money
    payment: Money
    """What each payment must have been."""
    yearly_percent: Decimal
    """The payments of a year in percent of the first purchase, to two decimals, half up."""
    total: Money
    """Both purchases."""
    working: Working


def trace_purchase(
    first: Money,
    bought_on: date,
    second: Money,
    second_on: date,
    new_money: Money,
    *,
    every_months: int = 3,
    advance: bool = False,
) -> Origin:
    """Explains a second purchase as new money and the payments of the first (case 02004).

    6,457.17 is 6,000.00 and three payments of 152.39, which on 10,000.00 is 6.10 % a year.

    Args:
        first, bought_on: the deposit that pays.
        second, second_on: the purchase to be explained.
        new_money: what the customer added.
        every_months, advance: see `payment_days`.

    Raises:
        Invalid: no payment before the second purchase, more new money than that purchase,
            another currency, or figures that cannot be.
    """
    positive("first", first)
    positive("second", second)
    not_negative("new_money", new_money)
    same_currency(first, second=second, new_money=new_money)
    if new_money > second:
        raise refuse("new_money", "超过第二笔的金额。", "It is more than the second purchase.")
    days = payment_days(bought_on, second_on, every_months=every_months, advance=advance)
    if not days:
        raise refuse(
            "second_on", "第二笔之前还没有付息。", "Nothing was paid before the second purchase."
        )
    rest = second - new_money
    each = Money(rest.amount / len(days), rest.currency).rounded()
    yearly = rest.amount / len(days) * 12 / every_months / first.amount * 100
    percent = yearly.quantize(_CENT, ROUND_HALF_UP)
    working = _origin_lines((first, second, new_money), days, each, percent, advance, every_months)
    return Origin(days, new_money, rest, each, percent, first + second, Working(working))


def _origin_lines(
    sums: tuple[Money, Money, Money],
    days: tuple[date, ...],
    each: Money,
    percent: Decimal,
    advance: bool,
    every_months: int,
) -> tuple[Line, ...]:
    first, second, new_money = sums
    count, rest = len(days), second - new_money
    how = (
        Text(zh="期初付息", en="paid in advance")
        if advance
        else Text(zh="期末付息", en="paid in arrears")
    )
    return (
        *(
            Line(Text(zh=f"{day(on).zh}付息", en=f"Paid on {day(on).en}"), "", (), each, how)
            for on in days
        ),
        Line(
            Text(zh="第二笔里来自付息的", en="Of the second purchase, from payments"),
            f"{plain(second)} − {plain(new_money)}",
            (("new_money", str(new_money)),),
            rest,
        ),
        Line(
            Text(zh="每次付息", en="Each payment"),
            f"{plain(rest)} ÷ {count}",
            (("payments", str(count)),),
            each,
            Text(zh=f"折合年利率{pct(percent)}", en=f"{pct(percent)} a year"),
        ),
        Line(
            Text(zh="两笔合计", en="Both purchases"),
            f"{plain(first)} + {plain(second)}",
            (("every_months", str(every_months)),),
            first + second,
        ),
    )


@dataclass(frozen=True, slots=True)
class Roll:
    """One roll of a sweep; it earns its rate only if the money stays to its end."""

    number: int
    since: date
    ends_on: date


def roll_on(opened_on: date, on: date, roll_days: int = 7) -> Roll:
    """The roll that runs on a day; on its last day the next one has begun.

    Raises:
        Invalid: the day is before the opening, or a roll of no days.
    """
    in_order(opened_on, on, "on")
    if roll_days < 1:
        raise refuse("roll_days", "每期至少一天。", "A roll has at least one day.")
    whole = (on - opened_on).days // roll_days
    since = opened_on + timedelta(days=whole * roll_days)
    return Roll(whole + 1, since, since + timedelta(days=roll_days))


def roll_calendar(opened_on: date, on: date, count: int, roll_days: int = 7) -> tuple[Roll, ...]:
    """The roll that runs on a day, and those after it, so many in all (case 03008)."""
    first = roll_on(opened_on, on, roll_days)
    starts = (first.since + timedelta(days=roll_days * number) for number in range(count))
    return tuple(roll_on(opened_on, since, roll_days) for since in starts)


@dataclass(frozen=True, slots=True)
class RateGap:
    """The same money over the same days at two rates."""

    better: Interest
    worse: Interest

    @property
    def gross(self) -> Money:
        """The difference before tax."""
        return self.better.gross - self.worse.gross

    @property
    def net(self) -> Money:
        """The difference after tax."""
        return self.better.net - self.worse.net


@dataclass(frozen=True, slots=True)
class RollTerms:
    """The rates of a sweep.

    Args:
        roll_percent: for whole rolls, percent a year.
        demand_percent: for the days of an unfinished roll.
        bands: interest tax; None leaves it out.
        roll_days: length of a roll.
        method: day count.
    """

    roll_percent: Decimal
    demand_percent: Decimal
    bands: TaxBands | None
    roll_days: int = 7
    method: str = "actual_360"

    def at_roll_rate(self, amount: Money, since: date, to: date) -> Interest:
        """Interest at the rate of whole rolls."""
        label = Text(zh="满期部分，按通知存款利率", en="Whole rolls, at the notice rate")
        return self._at(self.roll_percent, amount, since, to, label)

    def at_demand(self, amount: Money, since: date, to: date) -> Interest:
        """Interest at the demand rate."""
        label = Text(zh="未满期部分，按活期", en="Unfinished roll, at the demand rate")
        return self._at(self.demand_percent, amount, since, to, label)

    def gap(self, amount: Money, since: date, to: date) -> RateGap:
        """What the rolls give over the demand rate in some days (case 05001).

        50,000 for 30 days at 1.71 % and 0.72 %: 71.25 against 30.00. Over the days of an
        unfinished roll it is what breaking the roll costs (case 03008: 2.50 a day on 100,000).
        """
        return RateGap(self.at_roll_rate(amount, since, to), self.at_demand(amount, since, to))

    def _at(self, percent: Decimal, amount: Money, since: date, to: date, label: Text) -> Interest:
        return interest(
            amount, percent, since, to, method=self.method, bands=self.bands, label=label
        )


@dataclass(frozen=True, slots=True)
class Draw:
    """Money drawn from a sweep: what it earned, and what its unfinished roll costs."""

    drawn_on: date
    roll: Roll
    """The roll that runs on that day."""
    paid: Interest
    broken: RateGap
    """Over the days of the unfinished roll; nothing on the first day of a roll."""

    @property
    def elapsed(self) -> int:
        """Days of the unfinished roll, which earn the demand rate only."""
        return (self.drawn_on - self.roll.since).days

    @property
    def working(self) -> Working:
        """The interest line by line, then what breaking the roll costs."""
        ends = day(self.roll.ends_on)
        cost = Line(
            Text(zh="没满期就取，少得", en="Given up by breaking the roll"),
            f"{plain(self.broken.better.net)} − {plain(self.broken.worse.net)}",
            (("days", str(self.elapsed)), ("before_tax", str(self.broken.gross))),
            self.broken.net,
            Text(
                zh=f"本期已过{self.elapsed}天，{ends.zh}满期",
                en=f"{plural(self.elapsed, 'day')} into a roll that ends on {ends.en}",
            ),
        )
        return Working((*self.paid.working.lines, cost))


def draw_from_rolls(amount: Money, opened_on: date, on: date, terms: RollTerms) -> Draw:
    """Interest on money drawn from a sweep: whole rolls at their rate, the rest at demand.

    100,000 for one roll and a day at 1.71 % and 0.81 %, taxed at 5 %: 31.59 and 2.14, together
    33.73 (case 03008). The interest of a roll is not added to the next one's principal.

    Args:
        amount: what is drawn.
        opened_on: the first day of the first roll.
        on: the day of drawing, not counted.

    Raises:
        Invalid: drawn before it was opened, or figures that cannot be.
    """
    roll = roll_on(opened_on, on, terms.roll_days)
    parts = []
    if opened_on < roll.since:
        parts.append(terms.at_roll_rate(amount, opened_on, roll.since))
    if roll.since < on or not parts:
        parts.append(terms.at_demand(amount, roll.since, on))
    paid = together(amount, parts) if len(parts) > 1 else parts[0]
    return Draw(on, roll, paid, terms.gap(amount, roll.since, on))
