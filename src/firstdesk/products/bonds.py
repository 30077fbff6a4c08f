"""Savings bonds: held to maturity, redeemed early by steps, a long bond against a short one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

from firstdesk.core.money import Money
from firstdesk.core.text import Text, plural
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, pct, plain
from firstdesk.products.card_costs import Fee, percentage_fee
from firstdesk.products.daycount import Span, add_months, span, whole_months
from firstdesk.products.inputs import in_order, one_of, percentage, positive, refuse
from firstdesk.products.interest import Interest, accrued, exact_money, interest

FEE_ON = ("principal", "principal_and_interest")
STEP_FIELDS = {
    "early_under_half": 0,
    "early_half_to_1": 6,
    "early_1_to_2": 12,
    "early_2_to_3": 24,
    "early_3_to_4": 36,
    "early_4_to_5": 48,
}
"""What an issue's terms call its steps, and the full months held from which each counts."""
COUNT = "whole_period_plus_days"
"""Whole years and months as they are (a month is 30 days), odd days singly, over 360."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a bond of an issue pays.

    Args:
        years: to maturity.
        coupon: percent a year, simple, when held to maturity.
        early: (full months held, percent a year) of each step when redeemed before; the first
            counts from 0 months.
        fee_percent: of an early redemption.
        fee_on: `principal`, or `principal_and_interest`.
    """

    years: int
    coupon: Decimal
    early: tuple[tuple[int, Decimal], ...]
    fee_percent: Decimal
    fee_on: str = "principal"

    def __post_init__(self) -> None:
        if not 1 <= self.years <= 50:
            raise refuse("years", "年限要在1到50之间。", "A bond runs 1 to 50 years.")
        for percent in (self.coupon, self.fee_percent, *(rate for _, rate in self.early)):
            percentage("percent", percent)
        starts = [months for months, _ in self.early]
        if not starts or starts[0] != 0 or starts != sorted(set(starts)):
            raise refuse(
                "early", "档次要从0个月起依次排好。", "The steps begin at 0 months, in order."
            )
        one_of("fee_on", self.fee_on, FEE_ON)

    def matures_on(self, bought_on: date) -> date:
        """The day it matures."""
        return add_months(bought_on, 12 * self.years)

    def step(self, months: int) -> Decimal:
        """The early rate after so many full months."""
        return [percent for since, percent in self.early if since <= months][-1]


def issue_terms(years: int, read: Callable[[str], Decimal]) -> Terms:
    """The terms of an issue's three- or five-year bond, from its figures.

    Args:
        years: 3 or 5.
        read: gives a figure by its name: `coupon_3`, `coupon_5`, those of `STEP_FIELDS`, `fee`;
            a ruling's `decimal` does.

    Raises:
        Invalid: another term.
    """
    if years not in (3, 5):
        raise refuse("years", "只有3年期和5年期。", "There are bonds of 3 and of 5 years.")
    steps = [(months, name) for name, months in STEP_FIELDS.items() if months < 12 * years]
    early = tuple((months, read(name)) for months, name in steps)
    return Terms(years, read(f"coupon_{years}"), early, read("fee"))


@dataclass(frozen=True, slots=True)
class Redemption:
    """What a bond pays when it is redeemed. Its interest is not taxed."""

    principal: Money
    bought_on: date
    on: date
    matures_on: date
    percent: Decimal
    interest: Money
    fee: Money
    working: Working

    @property
    def early(self) -> bool:
        """Whether it is before maturity."""
        return self.on < self.matures_on

    @property
    def earned(self) -> Money:
        """Interest less the fee; below zero in the first half year."""
        return self.interest - self.fee

    @property
    def paid(self) -> Money:
        """What the customer gets."""
        return self.principal + self.earned


def redeem(
    principal: Money,
    terms: Terms,
    bought_on: date,
    on: date,
    *,
    method: str = COUNT,
    after_maturity: Decimal = Decimal(0),
) -> Redemption:
    """Redeems a bond on a day (case 06010).

    Before maturity the step of the time held counts for all of it, and a fee is due. From
    maturity on it is the coupon for the full term, without a fee.

    Args:
        principal: face value.
        terms: of its issue.
        bought_on, on: the first day counts, the last does not.
        method: day count of an early redemption.
        after_maturity: percent a year for the time after maturity; bonds pay nothing (06003).

    Raises:
        Invalid: redeemed before it was bought, or figures that cannot be.
    """
    positive("amount", principal)
    percentage("after_maturity", after_maturity)
    in_order(bought_on, on, "on")
    matures_on = terms.matures_on(bought_on)
    fee = Money.zero(principal.currency).rounded()
    if on < matures_on:
        percent, gross, line = _early(principal, terms, bought_on, on, method)
        charged = _fee(principal, gross, terms)
        fee, lines = charged.amount, [line, *charged.working.lines]
    else:
        percent = terms.coupon
        gross, lines = _matured(principal, terms, matures_on, on, after_maturity)
    less = f" − {plain(fee)}" if fee.amount else ""
    paid = Line(
        Text(zh="兑付", en="Paid"),
        f"{plain(principal)} + {plain(gross)}{less}",
        (("principal", str(principal)), ("interest", str(gross)), ("fee", str(fee))),
        principal + gross - fee,
    )
    working = Working((*lines, paid))
    return Redemption(principal, bought_on, on, matures_on, percent, gross, fee, working)


def _early(
    principal: Money, terms: Terms, bought_on: date, on: date, method: str
) -> tuple[Decimal, Money, Line]:
    months = whole_months(bought_on, on)
    percent, held = terms.step(months), span(bought_on, on, method)
    gross = accrued(principal, percent, held)
    years, rest = divmod(months, 12)
    label = Text(
        zh=f"提前兑取利息，满{years}年{rest}个月（免税）",
        en=f"Interest when early, after {plural(years, 'year')} {plural(rest, 'month')} (untaxed)",
    )
    return percent, gross, _interest_line(label, principal, percent, held, gross)


def _fee(principal: Money, gross: Money, terms: Terms) -> Fee:
    if terms.fee_on == "principal":
        label = Text(zh="提前兑取手续费（按本金）", en="Fee for redeeming early, on the principal")
        return percentage_fee(principal, terms.fee_percent, label=label)
    label = Text(zh="提前兑取手续费（按本息）", en="Fee for redeeming early, on all that is paid")
    return percentage_fee(principal + gross, terms.fee_percent, label=label)


def _matured(
    principal: Money, terms: Terms, matures_on: date, on: date, after_maturity: Decimal
) -> tuple[Money, list[Line]]:
    full = Span(COUNT, terms.years * 360, 360)
    gross = accrued(principal, terms.coupon, full)
    label = Text(zh="到期利息（免税）", en="Interest to maturity (untaxed)")
    lines = [_interest_line(label, principal, terms.coupon, full, gross)]
    if on > matures_on:
        since, late = day(matures_on), span(matures_on, on, COUNT)
        more = accrued(principal, after_maturity, late)
        label = Text(
            zh=f"{since.zh}到期以后" + ("" if more.amount else "，不计息"),
            en=f"After it matured on {since.en}" + ("" if more.amount else ": no interest"),
        )
        lines.append(_interest_line(label, principal, after_maturity, late, more))
        gross = gross + more
    return gross, lines


_COUNTED = Text(
    zh="整月每月30天，零头按实际天数，一年360天",
    en="Full months as 30 days each, odd days singly, over 360",
)


def _interest_line(
    label: Text, principal: Money, percent: Decimal, held: Span, amount: Money
) -> Line:
    years, odd = divmod(held.days, held.basis)
    time = f"({years} + {odd} ÷ {held.basis})" if odd else str(years)
    return Line(
        label,
        f"{plain(principal)} × {pct(percent)} × {time}",
        (
            ("principal", str(principal)),
            ("rate", pct(percent)),
            ("days", str(held.days)),
            ("basis", str(held.basis)),
            ("method", held.method),
        ),
        amount,
        _COUNTED if odd and held.method == COUNT else None,
    )


def forgone(result: Redemption, percent: Decimal, *, method: str = COUNT) -> Interest:
    """What the sum paid would have earned in a deposit since the bond matured (case 06003).

    Args:
        percent: of the deposit, a year; tax is left out of account.

    Raises:
        Invalid: the bond has not matured.
    """
    if result.early:
        raise refuse("on", "还没到期。", "The bond has not matured.")
    return interest(
        result.paid,
        percent,
        result.matures_on,
        result.on,
        method=method,
        bands=None,
        label=Text(zh="到期后没转存，少得的利息", en="Interest missed since it matured"),
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """A long bond beside a short one, both held until one day."""

    long: Redemption
    short: Redemption
    working: Working

    @property
    def difference(self) -> Money:
        """What the long bond pays more; below zero: less."""
        return self.long.paid - self.short.paid


def compare(
    principal: Money, long: Terms, short: Terms, bought_on: date, on: date, *, method: str = COUNT
) -> Comparison:
    """Compares two bonds that are held until one day.

    10,000 for three years: five-year bond 1,728.00 less 10.00, three-year bond 1,722.00; the
    five-year bond is 4.00 behind (case 06010).

    Args:
        long, short: terms of the two; the short one earns nothing after it has matured.
        bought_on, on: as for `redeem`.

    Raises:
        Invalid: as for `redeem`, or the long bond is not the longer one.
    """
    if long.years <= short.years:
        raise refuse("years", "要拿期限长的同短的比。", "Compare a longer bond with a shorter one.")
    far = redeem(principal, long, bought_on, on, method=method)
    near = redeem(principal, short, bought_on, on, method=method)
    gap = Line(
        Text(zh="两者相差", en="Difference"),
        f"{plain(far.paid)} − {plain(near.paid)}",
        ((f"{long.years}y", str(far.paid)), (f"{short.years}y", str(near.paid))),
        far.paid - near.paid,
    )
    lines = (*_named(far, long.years), *_named(near, short.years), gap)
    return Comparison(far, near, Working(lines))


def _named(result: Redemption, years: int) -> list[Line]:
    return [
        replace(
            line,
            label=Text(
                zh=f"{years}年期：{line.label.zh}", en=f"{years}-year bond: {line.label.en}"
            ),
        )
        for line in result.working.lines
    ]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """When a long bond overtakes a short one that has matured."""

    gap: Money
    """How much it is behind on the day the short one matures."""
    per_day: Money
    days: int
    on: date
    working: Working


def break_even(
    principal: Money, long: Terms, short: Terms, bought_on: date, *, basis: int = 365
) -> BreakEven | None:
    """The first day from which the long bond has paid more than the matured short one.

    10,000 of 06010: 4.00 behind, 1.58 a day, so three days past three years.

    Args:
        basis: days of the year by which a day's interest is reckoned, 360 or 365.

    Returns:
        None where it does not catch up before its next step or its maturity.

    Raises:
        Invalid: another basis, or as for `compare`.
    """
    if basis not in (360, 365):
        raise refuse("basis", "一年按360天或365天算。", "A year has 360 or 365 days here.")
    matured = short.matures_on(bought_on)
    found = compare(principal, long, short, bought_on, matured)
    gap = max(-found.difference, Money.zero(principal.currency).rounded())
    daily = Fraction(principal.amount) * Fraction(found.long.percent) / (100 * basis)
    if gap.amount and not daily:
        return None
    days = ceil(Fraction(gap.amount) / daily) if gap.amount else 0
    on = matured + timedelta(days=days)
    held = 12 * short.years
    following = min((since for since, _ in long.early if since > held), default=12 * long.years)
    if on >= add_months(bought_on, following):
        return None
    per_day = exact_money(daily, principal.currency)
    lines = (
        Line(Text(zh="满期那天还差", en="Behind on the day the short one matures"), "", (), gap),
        Line(
            Text(zh="此后每天", en="Each day after that"),
            f"{plain(principal)} × {pct(found.long.percent)} ÷ {basis}",
            (("rate", pct(found.long.percent)), ("basis", str(basis)), ("days", str(days))),
            per_day,
            Text(zh=f"{days}天追平", en=f"Made up in {plural(days, 'day')}"),
        ),
    )
    return BreakEven(gap, per_day, days, on, Working(lines))


@dataclass(frozen=True, slots=True)
class FeeCheck:
    """A fee beside those of earlier issues, on a sample sum."""

    plausible: bool
    fee: Money
    usual: Money


def fee_check(
    percent: Decimal, earlier: Sequence[Decimal], *, sample: Money, factor: int = 2
) -> FeeCheck:
    """Whether a new issue's fee is like those of earlier ones (case 06010).

    1 % where 0.1 % was usual: 100.00 instead of 10.00 on 10,000, not plausible.

    Args:
        percent: as entered.
        earlier: percent of earlier issues, the latest last.
        sample: a sum on which to show it.
        factor: how many times an earlier fee, or what part of it, still passes.

    Raises:
        Invalid: nothing to compare with, or figures that cannot be.
    """
    if not earlier:
        raise refuse("earlier", "没有以前的费率可比。", "There is no earlier fee to compare with.")
    label = Text(zh="手续费", en="Fee")
    fee, usual = (percentage_fee(sample, rate, label=label) for rate in (percent, earlier[-1]))
    plausible = any(rate <= percent * factor and percent <= rate * factor for rate in earlier)
    return FeeCheck(plausible, fee.amount, usual.amount)
