"""Funds and the share subscription plan: fees, order days, limits, what a run takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from math import ceil

from firstdesk.core.calendars import WorkCalendar, add_working_days
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, pct, plain
from firstdesk.products.balances import shortfall
from firstdesk.products.daycount import add_months
from firstdesk.products.inputs import (
    day_number,
    not_negative,
    one_of,
    percentage,
    positive,
    refuse,
    same_currency,
)
from firstdesk.products.interest import exact_money

METHODS = ("gross", "net")
"""The fee in percent of what is paid in, or of what is left of it after the fee."""
_DENIED = re.compile(
    r"([不无未非没](能|会|可|得|承诺|等于)*|并非|没有|无法|不存在"
    r"|\b(no|not|never|nor|without|cannot)( (a|an|any|be))?)\s*$"
)
"""What makes a promise its contrary when it stands right before it."""


@dataclass(frozen=True, slots=True)
class MarketDays:
    """The working days on which the exchange trades: not the weekends that banks make up."""

    calendar: WorkCalendar

    def is_working_day(self, day: date) -> bool:
        """Whether orders are carried out on that day."""
        return self.calendar.is_working_day(day) and day.weekday() < 5


@dataclass(frozen=True, slots=True)
class ChannelFees:
    """The fee of a purchase at the counter and online."""

    counter: Money
    online: Money
    online_percent: Decimal
    working: Working

    @property
    def saving(self) -> Money:
        """What buying online saves."""
        return self.counter - self.online


def purchase_fee(amount: Money, percent: Decimal, *, method: str) -> Money:
    """The fee of a purchase, rounded half up.

    Args:
        amount: what the customer pays in.
        percent: the fee rate.
        method: `gross`: amount × rate; `net`: amount − amount ÷ (1 + rate).

    Raises:
        Invalid: no amount, a rate that cannot be, or no such method.
    """
    positive("amount", amount)
    percentage("percent", percent)
    one_of("method", method, METHODS)
    rate = Fraction(percent) / 100
    return exact_money(
        Fraction(amount.amount) * (rate if method == "gross" else rate / (1 + rate)),
        amount.currency,
    )


def channel_fees(
    amount: Money, percent: Decimal, *, online_share: Decimal, method: str
) -> ChannelFees:
    """The standard fee beside the online one (case 03013).

    50,000 at 1.5 % is 750.00; online at 40 % of it 300.00, which saves 450.00 (`gross`).

    Args:
        percent: the standard rate.
        online_share: the online rate in percent of the standard one.
        method: see `purchase_fee`.
    """
    percentage("online_share", online_share)
    counter = purchase_fee(amount, percent, method=method)
    online_percent = percent * online_share / 100
    online = purchase_fee(amount, online_percent, method=method)
    lines = (
        _line("柜台申购费", "Fee at the counter", _fee_formula(amount, percent, method), counter),
        _line("网上申购费", "Fee online", _fee_formula(amount, online_percent, method), online),
        _line("网上省下", "Saved online", f"{plain(counter)} − {plain(online)}", counter - online),
    )
    return ChannelFees(counter, online, online_percent, Working(lines))


def _fee_formula(amount: Money, percent: Decimal, method: str) -> str:
    paid, rate = plain(amount), pct(percent)
    return f"{paid} × {rate}" if method == "gross" else f"{paid} − {paid} ÷ (1 + {rate})"


@dataclass(frozen=True, slots=True)
class OrderDays:
    """The day an order counts for, and what follows from it."""

    counts_on: date
    confirmed_on: date
    settled_on: date
    minutes_left: int
    """Minutes to the cut-off when it was given; 0 when it counts for a later day."""
    working: Working


def order_days(
    on: date,
    at: time,
    *,
    cutoff: time,
    confirm_days: int,
    settle_days: int | None = None,
    calendar: WorkCalendar,
) -> OrderDays:
    """The days of a fund order (cases 03004, 03013).

    At the cut-off the market is closed: from that minute on, and on a day that is not worked, an
    order counts for the next working day.

    Args:
        on, at: when the order is given.
        confirm_days: working days from the day it counts for to its confirmation.
        settle_days: the same to the payment of a sale; when left out, it settles on confirmation.

    Raises:
        Invalid: days below zero. CalendarUnknown: the calendar does not know the year.
    """
    day_number("confirm_days", confirm_days)
    to_settle = confirm_days if settle_days is None else settle_days
    day_number("settle_days", to_settle)
    left = cutoff_minutes(on, at, cutoff=cutoff, calendar=calendar)
    counts = on if left else add_working_days(calendar, on, 1)
    confirmed = add_working_days(calendar, counts, confirm_days)
    settled = add_working_days(calendar, counts, to_settle)
    given = day(on)
    note = Text(zh=f"{given.zh}{at:%H:%M}下单", en=f"Given at {at:%H:%M} on {given.en}")
    lines = (
        _day_line("算作委托日", "Counts as an order of", "T", counts, note),
        _day_line("确认日", "Confirmed on", f"T + {confirm_days}", confirmed),
        _day_line("交收日", "Settled on", f"T + {to_settle}", settled),
    )
    return OrderDays(counts, confirmed, settled, left, Working(lines))


def _day_line(zh: str, en: str, formula: str, on: date, note: Text | None = None) -> Line:
    return _line(f"{zh}：{day(on).zh}", f"{en} {day(on).en}", formula, None, note)


def cutoff_minutes(on: date, at: time, *, cutoff: time, calendar: WorkCalendar) -> int:
    """Minutes left to the cut-off; 0 when it has passed or the day is not worked.

    A minute that has begun counts, so that 14:59:30 still leaves one.
    """
    if at >= cutoff or not calendar.is_working_day(on):
        return 0
    return -(-(_seconds(cutoff) - _seconds(at)) // 60)


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def lock_in_end(since: date, months: int, calendar: WorkCalendar) -> date:
    """The first working day on which a fund can be sold again.

    Args:
        since: the day the shares were confirmed.
        months: the lock-in; with none the day itself counts.
    """
    if months < 0:
        raise refuse("months", "月数不能为负。", "The months cannot be negative.")
    ends = add_months(since, months)
    return ends if calendar.is_working_day(ends) else add_working_days(calendar, ends, 1)


@dataclass(frozen=True, slots=True)
class Route:
    """A way to send money, and when it has arrived at the latest."""

    name: Text
    arrives_on: date
    arrives_at: time


@dataclass(frozen=True, slots=True)
class Arrival:
    """A route against a deadline."""

    route: Route
    minutes_to_spare: int
    """Below zero: so many minutes late."""

    @property
    def in_time(self) -> bool:
        """Whether the money is there at the deadline or before it."""
        return self.minutes_to_spare >= 0


def arrivals(routes: Sequence[Route], on: date, deadline: time) -> tuple[Arrival, ...]:
    """Which routes arrive before a deadline, the earliest first (case 03004: 15:00).

    Args:
        on, deadline: when the money must be there; exactly then is in time.
    """
    found = []
    for route in routes:
        days = (on - route.arrives_on).days
        seconds = days * 86_400 + _seconds(deadline) - _seconds(route.arrives_at)
        found.append(Arrival(route, seconds // 60))
    return tuple(sorted(found, key=lambda one: -one.minutes_to_spare))


@dataclass(frozen=True, slots=True)
class Concentration:
    """An order against the customer's liquid savings."""

    share: Decimal
    """Order and holdings in percent of the savings, rounded up: above the limit it looks so."""
    allowed: bool
    most: Money
    """The largest order that is allowed."""
    working: Working


def concentration(
    order: Money, *, savings: Money, percent: Decimal, held: Money | None = None
) -> Concentration:
    """Whether an order stays within its share of the liquid savings (case 03005).

    20,000 of 100,000 at a limit of 20 % is allowed; one cent more is not.

    Args:
        order: what is to be bought.
        savings: declared liquid savings, the money for the order and the holdings among them.
        percent: the limit; exactly that much is allowed.
        held: what is held of the same risk already.

    Raises:
        Invalid: no order or savings, a negative holding, or another currency.
    """
    positive("order", order)
    positive("savings", savings)
    percentage("percent", percent)
    not_negative("held", held)
    same_currency(order, savings=savings, held=held)
    together = order if held is None else order + held
    limit = Money(savings.amount * percent / 100, savings.currency).rounded(rounding=ROUND_DOWN)
    most = limit if held is None else shortfall(limit, held)
    hundredths = Fraction(together.amount) / Fraction(savings.amount) * 10_000
    share = Decimal(ceil(hundredths)).scaleb(-2)
    lines = (
        _line("上限", "The limit", f"{plain(savings)} × {pct(percent)}", limit),
        _line(
            "买后合计",
            "Held after the order",
            f"{plain(together)} ÷ {plain(savings)} = {pct(share)}",
            together,
        ),
    )
    return Concentration(share, order <= most, most, Working(lines))


def threshold_gap(assets: Money, threshold: Money) -> Money:
    """What is missing to a threshold (case 03004: 100,000 to 500,000); zero once reached."""
    not_negative("assets", assets)
    return shortfall(threshold, assets)


def risk_grade(word: str) -> int:
    """The number of a risk grade as policies write it: `r4` is 4 of 5."""
    if not re.fullmatch("r[1-5]", word):
        raise refuse("grade", "风险等级是r1到r5。", "A risk grade is r1 to r5.")
    return int(word[1])


def promises_in(text: str, phrases: Sequence[str]) -> tuple[str, ...]:
    """The forbidden promises that a text makes (case 03013).

    Spacing and full-width letters do not hide a phrase; one that is denied (不保证收益, no
    guaranteed return) is no promise.
    """
    plain_text = unicodedata.normalize("NFKC", text).casefold()
    return tuple(phrase for phrase in phrases if _promised(plain_text, phrase))


def _promised(text: str, phrase: str) -> bool:
    words = unicodedata.normalize("NFKC", phrase).casefold().split()
    if not words:
        return False
    pattern = r"[\s-]+".join(
        re.escape(word) if word.isascii() else r"\s*".join(map(re.escape, word)) for word in words
    )
    bounded = rf"(?<![a-z]){pattern}" if words[0][0].isascii() else pattern
    return any(not _DENIED.search(text[: hit.start()]) for hit in re.finditer(bounded, text))


def _line(zh: str, en: str, formula: str, amount: Money | None, note: Text | None = None) -> Line:
    return Line(Text(zh=zh, en=en), formula, (), amount, note)
