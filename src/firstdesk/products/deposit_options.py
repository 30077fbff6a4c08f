"""Money needed before a certificate matures: drawing all of it, a part, or borrowing against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working
from firstdesk.products.deposits import (
    EarlyWithdrawal,
    PledgeOption,
    TaxBands,
    TimeDeposit,
    early_withdrawal,
    pledge_or_draw,
)
from firstdesk.products.inputs import same_currency

WHOLE = Text(zh="全部提前支取", en="Draw all of it")
PARTIAL = Text(zh="部分提前支取", en="Draw only what is needed")
PLEDGE = Text(zh="存单质押贷款到期还", en="Borrow against it until it matures")


@dataclass(frozen=True, slots=True)
class Option:
    """One way to the money: what it costs, and why it cannot be taken, if so."""

    key: str
    label: Text
    cost: Money
    """Net interest given up, or the interest of the loan."""
    obstacle: Text | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """All ways to the money, the cheapest that can be taken first, those that cannot last."""

    ranked: tuple[Option, ...]
    whole: EarlyWithdrawal
    partial: EarlyWithdrawal
    pledge: PledgeOption
    working: Working

    @property
    def cheapest(self) -> Option:
        """The one to recommend; all of it can always be drawn."""
        return self.ranked[0]


def deposit_options(
    deposit: TimeDeposit,
    on: date,
    needed: Money,
    *,
    demand_percent: Decimal,
    method: str,
    bands: TaxBands | None,
    loan_percent: Decimal,
    most_percent: Decimal | None = None,
    tax_method: str = "thirty_360",
    minimum_left: Money | None = None,
) -> Options:
    """Ranks the ways to get money out of a certificate that has not matured (case 01008).

    50,000 at 2.52 % for a year, 40,000 needed 15 days before the end: drawing all of it gives up
    866.25, drawing the part 693.00, a loan costs 108.00, all before tax.

    Args:
        deposit: the certificate.
        on: the day the money is needed.
        needed: how much; at most the certificate.
        demand_percent: the demand rate posted that day.
        method: day count of the demand interest.
        bands: interest tax; None compares before tax.
        loan_percent: rate of the loan, percent a year over 360.
        most_percent: how much of the certificate can be lent against it, in percent.
        tax_method: day count of the tax split at maturity.
        minimum_left: the least that may stay on a certificate drawn in part.

    Raises:
        Invalid: more is needed than there is, it has matured, or figures that cannot be.
    """
    same_currency(deposit.principal, needed=needed)

    def draw(amount: Money) -> EarlyWithdrawal:
        return early_withdrawal(
            deposit,
            on,
            demand_percent=demand_percent,
            method=method,
            bands=bands,
            amount=amount,
            tax_method=tax_method,
        )

    part, whole = draw(needed), draw(deposit.principal)
    pledge = pledge_or_draw(
        deposit, on, whole, needed=needed, loan_percent=loan_percent, most_percent=most_percent
    )
    options = [
        Option("pledge", PLEDGE, pledge.cost, _beyond(pledge)),
        Option("partial", PARTIAL, part.loss, _too_little(part.left, minimum_left)),
        Option("whole", WHOLE, whole.loss),
    ]
    if not part.left.amount:
        options = [option for option in options if option.key != "partial"]
    ranked = tuple(sorted(options, key=lambda one: (one.obstacle is not None, one.cost)))
    return Options(ranked, whole, part, pledge, _working(ranked, whole, part, pledge))


def _beyond(pledge: PledgeOption) -> Text | None:
    if pledge.limit is None or pledge.possible:
        return None
    most = pledge.limit
    return Text(
        zh=f"最多只能贷{most.format()}", en=f"At most {most.format('en')} can be lent against it"
    )


def _too_little(left: Money, minimum: Money | None) -> Text | None:
    same_currency(left, minimum_left=minimum)
    if minimum is None or left >= minimum:
        return None
    return Text(
        zh=f"至少要留{minimum.format()}", en=f"At least {minimum.format('en')} must stay on it"
    )


def _working(
    ranked: tuple[Option, ...], whole: EarlyWithdrawal, part: EarlyWithdrawal, pledge: PledgeOption
) -> Working:
    lines = {
        "whole": whole.working.lines,
        "partial": part.working.lines,
        "pledge": pledge.working.lines[:1],
    }
    return Working(
        tuple(
            line
            for option in ranked
            for line in (
                Line(option.label, "", (), option.cost, option.obstacle),
                *lines[option.key],
            )
        )
    )
