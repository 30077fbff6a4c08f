"""Share subscription plans: what a run takes, when it comes back, and which issues it misses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from firstdesk.core.calendars import WorkCalendar, add_working_days
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, plain
from firstdesk.products.balances import shortfall
from firstdesk.products.inputs import (
    day_number,
    in_order,
    not_negative,
    positive,
    refuse,
    same_currency,
)


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


def _line(zh: str, en: str, formula: str, amount: Money | None, note: Text | None = None) -> Line:
    return Line(Text(zh=zh, en=en), formula, (), amount, note)
