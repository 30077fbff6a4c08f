"""One-day and seven-day notice deposits (PBOC 1999 No. 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from firstdesk.core.money import Money
from firstdesk.core.text import Text, plural
from firstdesk.products._words import day, pct
from firstdesk.products.inputs import in_order, not_negative, positive, refuse, same_currency
from firstdesk.products.interest import Interest, TaxBands, interest, together


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of withdrawal: when given, for which day, how much."""

    given_on: date
    for_date: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rate was applied: a stable word for programs, a sentence for people."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing gives, what each rate alone would give, and why the rate is what it is.

    `at_notice_rate` and `at_demand_rate` are for everything paid out; `at_notice_amount` and
    `at_demand_amount` are the sums to which each rate was applied.
    """

    paid: Interest
    at_notice_rate: Interest
    at_demand_rate: Interest
    at_notice_amount: Money
    at_demand_amount: Money
    reason: Text
    full: bool
    reasons: tuple[Reason, ...]
    remaining: Money | None
    """What stays on the deposit; None when its balance was not given."""
    closed_out: Money
    """What must be paid out beyond the sum asked for, as too little would stay."""
    not_drawn: Money
    """What was announced and is not drawn."""
    not_drawn_interest: Interest | None
    """What that difference earns by the demand rate if taken on this notice; not paid here."""

    @property
    def lost(self) -> Money:
        """Net interest below what the notice rate would have given on everything paid out."""
        return self.at_notice_rate.net - self.paid.net


@dataclass(frozen=True, slots=True)
class _Ask:
    """A withdrawal as asked for."""

    drawn: Money
    opened_on: date
    on: date
    notice: Notice | None
    notice_days: int
    minimum: Money
    balance: Money | None
    minimum_left: Money

    @property
    def left(self) -> Money | None:
        return None if self.balance is None else self.balance - self.drawn

    @property
    def closed_out(self) -> Money:
        left = self.left
        short = left is not None and left < self.minimum_left
        return left if left is not None and short else Money.zero(self.drawn.currency)


@dataclass(frozen=True, slots=True)
class _Rates:
    """The two rates, over the days the money lay there."""

    notice_percent: Decimal
    demand_percent: Decimal
    opened_on: date
    on: date
    method: str
    bands: TaxBands | None
    idle_days: int

    def at_notice(self, amount: Money) -> Interest:
        rate = pct(self.notice_percent)
        label = Text(zh=f"按通知存款利率{rate}", en=f"At the notice rate {rate}")
        return self._at(amount, self.notice_percent, label)

    def at_demand(self, amount: Money) -> Interest:
        rate = pct(self.demand_percent)
        label = Text(zh=f"按活期利率{rate}", en=f"At the demand rate {rate}")
        return self._at(amount, self.demand_percent, label)

    def _at(self, amount: Money, percent: Decimal, label: Text) -> Interest:
        return interest(
            amount,
            percent,
            self.opened_on,
            self.on,
            method=self.method,
            bands=self.bands,
            label=label,
            idle_days=self.idle_days,
        )


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
    bands: TaxBands | None,
    method: str = "actual_360",
    balance: Money | None = None,
    minimum_left: Money | None = None,
    idle_days: int = 0,
) -> Closing:
    """Interest on a withdrawal from a notice deposit.

    The notice rate of the day of withdrawal for the actual days; the demand rate where (1) held
    shorter than the notice period, (2) drawn without notice, or with too short a one, (3) drawn
    on another day than notified, (4) drawn more or less than notified: on the difference only,
    (5) drawn below the minimum. What would stay below the minimum is paid out as well, at the
    demand rate.

    Args:
        drawn: the sum asked for.
        opened_on, on: first and last day; the last is not counted.
        notice: the open notice, found by the account; None if there is none (case 02027).
        notice_days: 1 or 7.
        notice_percent, demand_percent: rates posted on the day of withdrawal, percent a year.
        minimum: the least that may be drawn at the notice rate.
        bands: interest tax; None gives interest before tax.
        balance: everything on the deposit; left out, nothing is said about what stays.
        minimum_left: the least that may stay; `minimum` when left out.
        idle_days: days without interest, because an earlier notice was withdrawn or not used.

    Raises:
        Invalid: sums, days, rates or currencies that cannot be.
    """
    ask = _Ask(
        drawn,
        opened_on,
        on,
        notice,
        notice_days,
        minimum,
        balance,
        minimum if minimum_left is None else minimum_left,
    )
    _check(ask)
    rates = _Rates(notice_percent, demand_percent, opened_on, on, method, bands, idle_days)
    good, reasons = _judge(ask)
    if idle_days:
        reasons = (*reasons, _idle(idle_days))
    out = drawn + ask.closed_out
    rest = out - good
    gap = _not_drawn(ask, good)
    return Closing(
        paid=_paid(rates, good, rest),
        at_notice_rate=rates.at_notice(out),
        at_demand_rate=rates.at_demand(out),
        at_notice_amount=good,
        at_demand_amount=rest,
        reason=_said(reasons),
        full=not rest.amount,
        reasons=reasons,
        remaining=None if ask.left is None else ask.left - ask.closed_out,
        closed_out=ask.closed_out,
        not_drawn=gap,
        not_drawn_interest=rates.at_demand(gap) if gap.amount else None,
    )


def _paid(rates: _Rates, good: Money, rest: Money) -> Interest:
    """Each part at its rate."""
    if not rest.amount:
        return rates.at_notice(good)
    if not good.amount:
        return rates.at_demand(rest)
    return together(good + rest, (rates.at_notice(good), rates.at_demand(rest)))


def _idle(days: int) -> Reason:
    text = Text(
        zh=f"有通知撤销或未支取，通知期内{days}天不计息。",
        en=f"A notice was withdrawn or not used: nothing for {plural(days, 'day')}.",
    )
    return Reason("idle_days", text)


def _check(ask: _Ask) -> None:
    noted = ask.notice.amount if ask.notice else None
    same_currency(
        ask.drawn,
        notice=noted,
        minimum=ask.minimum,
        balance=ask.balance,
        minimum_left=ask.minimum_left,
    )
    positive("amount", ask.drawn)
    not_negative("minimum", ask.minimum)
    not_negative("minimum_left", ask.minimum_left)
    in_order(ask.opened_on, ask.on, "on")
    if ask.notice_days not in (1, 7):
        raise refuse("notice_days", "只有1天和7天。", "There are 1-day and 7-day deposits only.")
    if ask.notice is not None:
        positive("notice", ask.notice.amount)
        in_order(ask.notice.given_on, ask.notice.for_date, "notice")
    if ask.balance is not None and ask.drawn > ask.balance:
        raise refuse(
            "amount",
            f"账上只有{ask.balance.format()}。",
            f"The deposit holds {ask.balance.format('en')}.",
        )


def _said(reasons: tuple[Reason, ...]) -> Text:
    return Text(
        zh="".join(reason.text.zh for reason in reasons),
        en=" ".join(reason.text.en for reason in reasons),
    )


def _not_drawn(ask: _Ask, good: Money) -> Money:
    """What was announced and stays, where the notice itself held."""
    nothing = Money.zero(ask.drawn.currency)
    if ask.notice is None or not good.amount:
        return nothing
    gap = ask.notice.amount - ask.drawn - ask.closed_out
    return gap if gap.amount > 0 else nothing


def _judge(ask: _Ask) -> tuple[Money, tuple[Reason, ...]]:
    """The part that earns the notice rate, and every reason for what it earns."""
    broken = tuple(_broken(ask))
    if broken:
        good, reasons = Money.zero(ask.drawn.currency), broken
    else:
        good, reasons = _kept(ask)
    if ask.closed_out.amount:
        out, least = ask.closed_out, ask.minimum_left
        late = Text(
            zh=f"余下{out.format()}低于起存金额{least.format()}，一并销户，按活期计息。",
            en=f"The {out.format('en')} left is below the minimum of {least.format('en')}: it is "
            "paid out too, at the demand rate.",
        )
        reasons = (*reasons, Reason("left_below_minimum", late))
    return good, reasons


def _broken(ask: _Ask) -> Iterator[Reason]:
    """Each condition of the notice rate that is not met."""
    held, notice = (ask.on - ask.opened_on).days, ask.notice
    if held < ask.notice_days:
        yield Reason(
            "held_too_short",
            Text(
                zh=f"只存了{held}天，不足{ask.notice_days}天，按活期计息。",
                en=f"Held {held} day(s), less than {ask.notice_days}: demand rate.",
            ),
        )
    if notice is None:
        yield Reason(
            "no_notice",
            Text(zh="没有通知就支取，按活期计息。", en="Drawn without notice: demand rate."),
        )
    else:
        yield from _broken_notice(ask, notice)
    if ask.drawn < ask.minimum:
        least = ask.minimum
        yield Reason(
            "below_minimum",
            Text(
                zh=f"支取额低于{least.format()}，按活期计息。",
                en=f"Less than {least.format('en')} is drawn: demand rate.",
            ),
        )


def _broken_notice(ask: _Ask, notice: Notice) -> Iterator[Reason]:
    told, meant, today = day(notice.given_on), day(notice.for_date), day(ask.on)
    if ask.on != notice.for_date:
        yield Reason(
            "other_day",
            Text(
                zh=f"通知的是{meant.zh}支取，实际在{today.zh}，按活期计息。",
                en=f"Notice was for {meant.en}, drawn on {today.en}: demand rate.",
            ),
        )
    if (notice.for_date - notice.given_on).days < ask.notice_days:
        yield Reason(
            "notice_too_short",
            Text(
                zh=f"{told.zh}才通知，不足{ask.notice_days}天，按活期计息。",
                en=f"Notice was given on {told.en}, less than {plural(ask.notice_days, 'day')}"
                " ahead: demand rate.",
            ),
        )


def _kept(ask: _Ask) -> tuple[Money, tuple[Reason, ...]]:
    """All conditions are met; what is left to compare is the sum announced."""
    notice = ask.notice
    if notice is None:  # for the type checker: without a notice a condition is broken
        raise refuse("notice", "没有通知。", "There is no notice.")
    told, noted = day(notice.given_on), notice.amount
    good = Reason(
        "notice_kept",
        Text(
            zh=f"{told.zh}已通知，按约定日支取，按通知存款利率计息。",
            en=f"Notice was given on {told.en} and kept: notice rate.",
        ),
    )
    if ask.drawn > noted:
        more = Text(
            zh=f"通知了{noted.format()}，多取的{(ask.drawn - noted).format()}按活期计息。",
            en=f"Notice was for {noted.format('en')}; the {(ask.drawn - noted).format('en')} more "
            "earns the demand rate.",
        )
        return noted, (good, Reason("above_notified", more))
    gap = noted - ask.drawn - ask.closed_out
    if gap.amount > 0:
        less = Text(
            zh=f"通知了{noted.format()}，少取的{gap.format()}若按这次通知支取，按活期计息；"
            "留着以后取，要重新通知。",
            en=f"Notice was for {noted.format('en')}; the {gap.format('en')} not drawn earns the "
            "demand rate on this notice. To draw it later, give notice again.",
        )
        return ask.drawn, (good, Reason("below_notified", less))
    return ask.drawn, (good,)
