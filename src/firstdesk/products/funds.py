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
    in_order,
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
class PlanRun:
    """What a run of the share subscription plan takes."""

    taken: Money
    left: Money
    reservation_short: Money
    """What the balance lacks for the reservation, even with nothing taken."""
    minimum_short: Money
    """What the free money lacks for the plan to run at all."""
    working: Working


def plan_take(
    balance: Money, *, reserved: Money, minimum: Money, lot: Money | None = None
) -> PlanRun:
    """What the plan takes: the balance without what is reserved, or nothing (cases 03012, 01006).

    With 10,638 on the card and 480,000 reserved it takes nothing, and the reservation is short by
    469,362.

    Args:
        balance: what is on the account when the plan runs, fees already taken.
        reserved: what must be left; zero when the customer agrees that the plan takes it, too.
        minimum: with less free money the plan takes nothing.
        lot: the price of one lot; only whole lots are subscribed. Any sum when left out.

    Raises:
        Invalid: a negative sum, a lot of nothing, or another currency.
    """
    same_currency(balance, reserved=reserved, minimum=minimum, lot=lot)
    for field, money in (("balance", balance), ("reserved", reserved), ("minimum", minimum)):
        not_negative(field, money)
    nothing = Money.zero(balance.currency)
    free = shortfall(balance, reserved)
    taken = nothing if free < minimum else free
    if lot is not None:
        positive("lot", lot)
        taken = lot * int(taken.amount // lot.amount)
    short = shortfall(minimum, free)
    note = Text(
        zh=f"可用的不够{minimum.format()}，不申购",
        en=f"Less than {minimum.format('en')} is free: nothing is subscribed",
    )
    lots = f"⌊{plain(free)} ÷ {plain(lot)}⌋ × {plain(lot)}" if lot and taken.amount else ""
    left = balance - taken
    lines = (
        _line("可动用", "Free for the plan", f"max({plain(balance)} − {plain(reserved)}, 0)", free),
        _line("申购扣款", "Taken", lots, taken, note if short.amount else None),
        _line("扣款后余额", "Left on the account", f"{plain(balance)} − {plain(taken)}", left),
    )
    return PlanRun(taken, left, shortfall(reserved, balance), short, Working(lines))


def refund_day(subscribed_on: date, working_days: int, calendar: WorkCalendar) -> date:
    """The day the unallotted part comes back: so many working days after the subscription.

    Raises:
        Invalid: it is no working day, on which nothing is subscribed, or days below zero.
    """
    day_number("working_days", working_days)
    if not calendar.is_working_day(subscribed_on):
        raise refuse(
            "subscribed_on", "申购日要是工作日。", "Shares are subscribed on working days."
        )
    return add_working_days(calendar, subscribed_on, working_days)


@dataclass(frozen=True, slots=True)
class Issue:
    """A new share issue; `selected` is whether the bank takes part, `least` one lot."""

    name: Text
    subscribed_on: date
    refunded_on: date
    selected: bool = True
    least: Money | None = None

    def __post_init__(self) -> None:
        in_order(self.subscribed_on, self.refunded_on, "refunded_on")


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether money takes part in an issue; the reason when it does not."""

    issue: Issue
    reason: Text | None = None
    blocked_by: Issue | None = None

    @property
    def takes_part(self) -> bool:
        """Whether the money takes part."""
        return self.reason is None


def issues_in_turn(issues: Sequence[Issue], free: Money, *, refund_first: bool) -> tuple[Turn, ...]:
    """Which issues one sum takes part in, in the order of their days (case 03011).

    The plan puts all free money into an issue, where it stays locked until the refund; an issue
    that falls into that time is missed.

    Args:
        issues: in any order; of two on one day the first goes first.
        free: the money that the plan may use.
        refund_first: whether a refund is there before that day's subscription runs.
    """
    not_negative("free", free)
    turns: list[Turn] = []
    locking: Issue | None = None
    for issue in sorted(issues, key=lambda one: one.subscribed_on):
        same_currency(free, least=issue.least)
        if not issue.selected:
            skipped = Text(zh="本行没有选这只", en="The bank does not take part in it")
            turns.append(Turn(issue, skipped))
        elif not free.amount or (issue.least is not None and free < issue.least):
            turns.append(Turn(issue, Text(zh="钱不够一手", en="Not enough for one lot")))
        elif locking is not None and _locked(locking, issue.subscribed_on, refund_first):
            until = day(locking.refunded_on)
            why = Text(
                zh=f"钱在{locking.name.zh}里，{until.zh}才退回",
                en=f"The money is in {locking.name.en} until {until.en}",
            )
            turns.append(Turn(issue, why, locking))
        else:
            turns.append(Turn(issue))
            locking = issue
    return tuple(turns)


def _locked(locking: Issue, on: date, refund_first: bool) -> bool:
    return on < locking.refunded_on or (on == locking.refunded_on and not refund_first)


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
