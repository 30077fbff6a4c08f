"""Time deposits: at maturity, drawn early in whole or part, drawn late, or borrowed against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from firstdesk.core.money import Money
from firstdesk.core.text import Text, plural
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, pct, plain
from firstdesk.products.daycount import Span, add_months
from firstdesk.products.inputs import (
    in_order,
    percentage,
    positive,
    refuse,
    same_currency,
)
from firstdesk.products.interest import (
    Interest,
    TaxBands,
    TaxSlice,
    accrued,
    exact_money,
    interest,
    tax_split,
    together,
)

__all__ = [
    "EarlyWithdrawal",
    "Interest",
    "PledgeOption",
    "TaxBands",
    "TaxSlice",
    "TimeDeposit",
    "at_maturity",
    "early_withdrawal",
    "interest",
    "late_withdrawal",
    "pledge_loan_cost",
    "pledge_or_draw",
    "tax_split",
]


@dataclass(frozen=True, slots=True)
class TimeDeposit:
    """A certificate: sum, opening day, term in months, the opening day's rate in percent.

    Raises:
        Invalid: no sum, no term, or a rate that cannot be.
    """

    principal: Money
    opened_on: date
    term_months: int
    percent: Decimal

    def __post_init__(self) -> None:
        positive("amount", self.principal)
        percentage("percent", self.percent)
        if self.term_months < 1:
            raise refuse("term_months", "存期至少一个月。", "The term is one month or more.")

    @property
    def matures_on(self) -> date:
        """The day it matures."""
        return add_months(self.opened_on, self.term_months)


def at_maturity(
    deposit: TimeDeposit, bands: TaxBands | None, *, tax_method: str = "thirty_360"
) -> Interest:
    """Interest at maturity: whole years and months at the opening day's rate.

    The tax is split on 30/360, which gives 122 of 1,080 days at 5 % in case 02003.

    Args:
        bands: interest tax as known on the day of asking; None leaves it out.
    """
    return interest(
        deposit.principal,
        deposit.percent,
        deposit.opened_on,
        deposit.matures_on,
        method="whole_period_plus_days",
        bands=bands,
        tax_method=tax_method,
        label=Text(zh="到期利息", en="Interest at maturity"),
    )


@dataclass(frozen=True, slots=True)
class EarlyWithdrawal:
    """What drawing now gives, what waiting would give, and the difference."""

    drawn: Money
    left: Money
    now: Interest
    later: Interest
    days_to_maturity: int
    left_later: Interest | None = None
    """What the rest still earns at maturity; None when nothing is left."""

    @property
    def loss(self) -> Money:
        """Net interest given up on the drawn part."""
        return self.later.net - self.now.net

    @property
    def working(self) -> Working:
        """Both results and the difference, to print side by side."""
        difference = Line(
            Text(zh="现在支取少得的利息", en="Interest given up by drawing now"),
            f"{plain(self.later.net)} − {plain(self.now.net)}",
            (("days_to_maturity", str(self.days_to_maturity)),),
            self.loss,
            Text(
                zh=f"离到期还有{self.days_to_maturity}天",
                en=f"{plural(self.days_to_maturity, 'day')} to maturity",
            ),
        )
        return Working((*self.now.working.lines, *self.later.working.lines, difference))


def early_withdrawal(
    deposit: TimeDeposit,
    on: date,
    *,
    demand_percent: Decimal,
    method: str,
    bands: TaxBands | None,
    amount: Money | None = None,
    tax_method: str = "thirty_360",
    minimum_left: Money | None = None,
) -> EarlyWithdrawal:
    """Weighs drawing a certificate before it matures (Savings Regulation arts. 24 to 27).

    The drawn part earns the demand rate posted on the day of withdrawal; the rest keeps the
    opening day's rate.

    Args:
        on: the day of withdrawal.
        demand_percent: the demand rate posted that day.
        method: day count of the demand interest (`actual_360` gives case 02003's 704.80); its
            tax is split by the same.
        bands: interest tax as known that day; None leaves it out.
        amount: the part drawn; all of it when left out.
        tax_method: day count of the tax split at maturity.
        minimum_left: the least that may stay on a certificate drawn in part.

    Raises:
        Invalid: the day is not between opening and maturity, the part exceeds the deposit, or
            less than the minimum would be left.
    """
    in_order(deposit.opened_on, on, "on")
    if on >= deposit.matures_on:
        due = day(deposit.matures_on)
        raise refuse(
            "on", f"已于{due.zh}到期，不是提前支取。", f"It matured on {due.en}; this is not early."
        )
    drawn = deposit.principal if amount is None else amount
    left = _left(deposit.principal, drawn, minimum_left)
    now = interest(
        drawn,
        demand_percent,
        deposit.opened_on,
        on,
        method=method,
        bands=bands,
        label=Text(zh="今天支取，按活期", en="Drawn today, at the demand rate"),
    )

    def kept(part: Money) -> Interest:
        held = TimeDeposit(part, deposit.opened_on, deposit.term_months, deposit.percent)
        return at_maturity(held, bands, tax_method=tax_method)

    rest = kept(left) if left.amount else None
    return EarlyWithdrawal(drawn, left, now, kept(drawn), (deposit.matures_on - on).days, rest)


def _left(principal: Money, drawn: Money, minimum: Money | None) -> Money:
    """What stays on the certificate, if so much may be drawn."""
    same_currency(principal, amount=drawn, minimum_left=minimum)
    positive("amount", drawn)
    left = principal - drawn
    if left.amount < 0:
        raise refuse(
            "amount",
            f"存单只有{principal.format()}。",
            f"The certificate holds {principal.format('en')}.",
        )
    if minimum is not None and left.amount and left < minimum:
        raise refuse(
            "amount",
            f"部分支取后至少要留{minimum.format()}，请少取或全部支取。",
            f"At least {minimum.format('en')} must stay; draw less, or all of it.",
        )
    return left


def late_withdrawal(
    deposit: TimeDeposit,
    on: date,
    *,
    demand_percent: Decimal,
    method: str,
    bands: TaxBands | None,
    tax_method: str = "thirty_360",
) -> Interest:
    """Interest of a certificate drawn on or after its maturity (Savings Regulation art. 26).

    The term earns the opening day's rate, the days after it the demand rate posted on the day of
    withdrawal.

    Raises:
        Invalid: it has not matured yet.
    """
    if on < deposit.matures_on:
        due = day(deposit.matures_on)
        raise refuse("on", f"{due.zh}才到期。", f"It matures on {due.en} only.")
    term = at_maturity(deposit, bands, tax_method=tax_method)
    if on == deposit.matures_on:
        return term
    over = interest(
        deposit.principal,
        demand_percent,
        deposit.matures_on,
        on,
        method=method,
        bands=bands,
        label=Text(zh="逾期部分，按活期", en="After maturity, at the demand rate"),
    )
    return together(deposit.principal, (term, over))


def pledge_loan_cost(
    amount: Money, percent: Decimal, start: date, end: date, *, basis: int = 360
) -> Money:
    """What borrowing against the certificate until it matures costs.

    Args:
        percent: loan rate in percent a year, on actual days.
        basis: days of the year, 360 or 365.
    """
    positive("amount", amount)
    percentage("percent", percent)
    in_order(start, end)
    if basis not in (360, 365):
        raise refuse("basis", "一年按360天或365天计。", "A year has 360 or 365 days.")
    return accrued(amount, percent, Span(f"actual_{basis}", (end - start).days, basis))


@dataclass(frozen=True, slots=True)
class PledgeOption:
    """Borrowing against the certificate, held against drawing it early."""

    needed: Money
    cost: Money
    interest_lost: Money
    limit: Money | None
    working: Working

    @property
    def saves(self) -> Money:
        """What borrowing leaves the customer better off; below zero when it costs more."""
        return self.interest_lost - self.cost

    @property
    def possible(self) -> bool:
        """Whether the certificate is enough security."""
        return self.limit is None or self.needed <= self.limit

    @property
    def better(self) -> bool:
        """Whether it can be done and is cheaper."""
        return self.possible and self.saves.amount > 0


def pledge_or_draw(
    deposit: TimeDeposit,
    on: date,
    withdrawal: EarlyWithdrawal,
    *,
    needed: Money,
    loan_percent: Decimal,
    basis: int = 360,
    most_percent: Decimal | None = None,
) -> PledgeOption:
    """Compares a pledge loan until maturity with the interest an early withdrawal gives up.

    Args:
        withdrawal: what drawing early would mean.
        needed: the money wanted now.
        loan_percent: loan rate in percent a year.
        most_percent: how much of the certificate may be lent against it, in percent.

    Raises:
        Invalid: another currency, or sums and rates that cannot be.
    """
    same_currency(deposit.principal, needed=needed)
    cost = pledge_loan_cost(needed, loan_percent, on, deposit.matures_on, basis=basis)
    limit = None
    if most_percent is not None:
        percentage("most_percent", most_percent)
        share = Fraction(deposit.principal.amount) * Fraction(most_percent) / 100
        limit = exact_money(share, deposit.principal.currency)
    days = (deposit.matures_on - on).days
    lines = (
        Line(
            Text(zh="存单质押贷款利息", en="Interest on a loan against the certificate"),
            f"{plain(needed)} × {pct(loan_percent)} × {days} ÷ {basis}",
            (("needed", str(needed)), ("rate", pct(loan_percent)), ("days", str(days))),
            cost,
        ),
        Line(
            Text(zh="提前支取少得的利息", en="Interest given up by drawing early"),
            "",
            (("drawn", str(withdrawal.drawn)),),
            withdrawal.loss,
        ),
        Line(
            Text(zh="贷款比提前支取少亏", en="Saved by borrowing instead"),
            f"{plain(withdrawal.loss)} − {plain(cost)}",
            (),
            withdrawal.loss - cost,
        ),
    )
    return PledgeOption(needed, cost, withdrawal.loss, limit, Working(lines))
