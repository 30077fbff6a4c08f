"""One-day and seven-day notice deposits (PBOC 1999 No. 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working
from firstdesk.products._checks import in_order, positive, refuse
from firstdesk.products.deposits import Interest, TaxBands, interest


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of withdrawal: when given, for which day, how much."""

    given_on: date
    for_date: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing gives, what each rate alone would give, and why the rate is what it is."""

    paid: Interest
    at_notice_rate: Interest
    at_demand_rate: Interest
    at_notice_amount: Money
    at_demand_amount: Money
    reason: Text
    full: bool

    @property
    def lost(self) -> Money:
        """Net interest below what the notice rate would have given on everything drawn."""
        return self.at_notice_rate.net - self.paid.net


def close(
    drawn: Money,
    opened_on: date,
    on: date,
    *,
    notice: Notice | None,
    notice_days: int,
    notice_percent: Decimal,
    demand_percent: Decimal,
    minimum: Money,
    bands: TaxBands,
    method: str = "actual_360",
) -> Closing:
    """Interest on a withdrawal from a notice deposit.

    The notice rate of the day of withdrawal for the actual days; the demand rate where (1) held
    shorter than the notice period, (2) drawn without notice, (3) drawn on another day than
    notified, (4) drawn more or less than notified: on the difference only, (5) drawn below the
    minimum.

    Args:
        drawn: the sum drawn.
        opened_on, on: first and last day; the last is not counted.
        notice: the open notice, found by the account; None if there is none (case 02027).
        notice_days: 1 or 7.
        minimum: the least that may be drawn at the notice rate.
    """
    positive("amount", drawn)
    in_order(opened_on, on, "on")
    if notice_days not in (1, 7):
        raise refuse("notice_days", "只有1天和7天。", "There are 1-day and 7-day deposits only.")
    good, reason = _at_notice_rate(drawn, opened_on, on, notice, notice_days, minimum)
    rest = drawn - good

    def at(amount: Money, percent: Decimal, label: Text) -> Interest:
        return interest(
            amount, percent, opened_on, on, method=method, bands=bands, label=label
        )

    by_notice = Text(zh=f"按通知存款利率{notice_percent}%", en=f"At the notice rate {notice_percent}%")
    by_demand = Text(zh=f"按活期利率{demand_percent}%", en=f"At the demand rate {demand_percent}%")
    all_notice = at(drawn, notice_percent, by_notice)
    all_demand = at(drawn, demand_percent, by_demand)
    if rest.amount <= 0:
        paid = all_notice
    elif good.amount <= 0:
        paid = all_demand
    else:
        paid = _together(
            drawn, at(good, notice_percent, by_notice), at(rest, demand_percent, by_demand)
        )
    return Closing(paid, all_notice, all_demand, good, rest, reason, rest.amount <= 0)


def _together(drawn: Money, first: Interest, second: Interest) -> Interest:
    lines = (*first.working.lines, *second.working.lines)
    gross, tax = first.gross + second.gross, first.tax + second.tax
    total = Line(Text(zh="合计税后利息", en="Together, after tax"), "", (), gross - tax)
    return Interest(drawn, gross, tax, Working((*lines, total)))


def _at_notice_rate(
    drawn: Money,
    opened_on: date,
    on: date,
    notice: Notice | None,
    notice_days: int,
    minimum: Money,
) -> tuple[Money, Text]:
    """The part that earns the notice rate, and why."""
    nothing = Money.zero(drawn.currency)
    if (on - opened_on).days < notice_days:
        return nothing, Text(
            zh=f"只存了{(on - opened_on).days}天，不足{notice_days}天，按活期计息。",
            en=f"Held {(on - opened_on).days} day(s), less than {notice_days}: demand rate.",
        )
    if notice is None:
        return nothing, Text(
            zh="没有通知就支取，按活期计息。", en="Drawn without notice: demand rate."
        )
    if on != notice.for_date:
        return nothing, Text(
            zh=f"通知的是{notice.for_date}支取，今天是{on}，按活期计息。",
            en=f"Notice was for {notice.for_date}, today is {on}: demand rate.",
        )
    if (on - notice.given_on).days < notice_days:
        return nothing, Text(
            zh=f"{notice.given_on}才通知，不足{notice_days}天，按活期计息。",
            en=f"Notice given on {notice.given_on}, less than {notice_days} day(s) ago: demand rate.",
        )
    if drawn < minimum:
        return nothing, Text(
            zh=f"支取额低于{minimum.format()}，按活期计息。",
            en=f"Less than {minimum.format('en')} is drawn: demand rate.",
        )
    if drawn > notice.amount:
        return notice.amount, Text(
            zh=f"通知了{notice.amount.format()}，多取的部分按活期计息。",
            en=f"Notice was for {notice.amount.format('en')}; the excess earns the demand rate.",
        )
    return drawn, Text(
        zh=f"{notice.given_on}已通知，今天按通知支取，按通知存款利率计息。",
        en=f"Notice was given on {notice.given_on} for today: notice rate.",
    )
