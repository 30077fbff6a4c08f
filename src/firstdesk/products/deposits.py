"""Time deposits: at maturity, drawn early in whole or part, interest tax by accrual date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working
from firstdesk.products._checks import in_order, positive, refuse
from firstdesk.products.daycount import add_months, span

HUNDRED = Decimal(100)
TaxBands = Sequence[tuple[date, Decimal]]
"""(first day, percent), oldest first: the interest tax that applies from that day on."""


@dataclass(frozen=True, slots=True)
class Interest:
    """Interest with its tax. All in the deposit's currency, to the cent."""

    principal: Money
    gross: Money
    tax: Money
    working: Working

    @property
    def net(self) -> Money:
        """What the customer is paid on top of his principal."""
        return self.gross - self.tax


def _simple(principal: Money, percent: Decimal, days: int, basis: int) -> Money:
    """Exact interest, not rounded."""
    return principal * (percent * days / (HUNDRED * basis))


def tax_split(
    start: date, end: date, bands: TaxBands, method: str
) -> list[tuple[date, date, Decimal, int]]:
    """Splits an accrual period at the days on which the tax changes.

    Args:
        start, end: the period; the first day counts, the last does not.
        bands: as known on the day of asking.
        method: the day count of each piece.

    Returns:
        (from, to, percent, days) for each piece.

    Raises:
        Invalid: no band covers the start.
    """
    if not bands or start < bands[0][0]:
        raise refuse(
            "opened_on",
            f"没有{start}的利息税规定。",
            f"No interest tax is known for {start}.",
        )
    pieces = []
    for index, (first, percent) in enumerate(bands):
        last = bands[index + 1][0] if index + 1 < len(bands) else end
        low, high = max(first, start), min(last, end)
        if low < high:
            pieces.append((low, high, percent, span(low, high, method).days))
    return pieces


def interest(
    principal: Money,
    percent: Decimal,
    start: date,
    end: date,
    *,
    method: str,
    bands: TaxBands,
    tax_method: str | None = None,
    label: Text,
) -> Interest:
    """Simple interest over a period, taxed by accrual date.

    Args:
        percent: rate in percent a year.
        method: day count of the interest.
        tax_method: day count of the tax split; the interest's own when left out. The tax is the
            exact interest of each piece times its rate, rounded once.
        label: what the interest line is called.
    """
    positive("amount", principal)
    in_order(start, end)
    counted = span(start, end, method)
    exact = _simple(principal, percent, counted.days, counted.basis)
    gross = exact.rounded()
    pieces = tax_split(start, end, bands, tax_method or method) if start < end else []
    total = sum(days for *_, days in pieces)
    tax = Money.zero(principal.currency)
    lines = [
        Line(
            label,
            f"{principal.amount:,} × {percent}% × {counted.days} ÷ {counted.basis}",
            (
                ("principal", str(principal)),
                ("rate", f"{percent}%"),
                ("days", str(counted.days)),
                ("method", method),
            ),
            gross,
        )
    ]
    for low, high, rate, days in pieces:
        part = exact * (Decimal(days) / Decimal(total)) * (rate / HUNDRED)
        tax = tax + part
        lines.append(
            Line(
                Text(zh=f"利息税{rate}%", en=f"Interest tax {rate}%"),
                f"{exact.rounded(4).amount:f} × {days} ÷ {total} × {rate}%",
                (("from", str(low)), ("to", str(high)), ("days", str(days))),
                part.rounded(),
            )
        )
    tax = tax.rounded()
    lines.append(
        Line(
            Text(zh="税后利息", en="Interest after tax"),
            f"{gross.amount:,} − {tax.amount:,}",
            (),
            gross - tax,
        )
    )
    return Interest(principal, gross, tax, Working(tuple(lines)))


@dataclass(frozen=True, slots=True)
class TimeDeposit:
    """A certificate: sum, opening day, term in months, the opening day's rate in percent."""

    principal: Money
    opened_on: date
    term_months: int
    percent: Decimal

    @property
    def matures_on(self) -> date:
        """The day it matures."""
        return add_months(self.opened_on, self.term_months)


def at_maturity(
    deposit: TimeDeposit, bands: TaxBands, *, tax_method: str = "thirty_360"
) -> Interest:
    """Interest at maturity: whole years and months at the opening day's rate.

    The tax is split on 30/360, which gives 122 of 1,080 days at 5 % in case 02003.
    """
    return interest(
        deposit.principal,
        deposit.percent,
        deposit.opened_on,
        deposit.matures_on,
        method="thirty_360",
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

    @property
    def loss(self) -> Money:
        """Net interest given up on the drawn part."""
        return self.later.net - self.now.net


def early_withdrawal(
    deposit: TimeDeposit,
    on: date,
    *,
    demand_percent: Decimal,
    method: str,
    bands: TaxBands,
    amount: Money | None = None,
    tax_method: str = "thirty_360",
) -> EarlyWithdrawal:
    """Weighs drawing a certificate before it matures (Savings Regulation arts. 24 to 27).

    The drawn part earns the demand rate posted on the day of withdrawal; the rest keeps the
    opening day's rate.

    Args:
        on: the day of withdrawal.
        demand_percent: the demand rate posted that day.
        method: day count of the demand interest (`actual_360` gives case 02003's 704.80).
        bands: interest tax as known that day.
        amount: the part drawn; all of it when left out.

    Raises:
        Invalid: the day is not between opening and maturity, or the part exceeds the deposit.
    """
    in_order(deposit.opened_on, on, "on")
    if on >= deposit.matures_on:
        raise refuse(
            "on",
            f"已于{deposit.matures_on}到期，不是提前支取。",
            f"It matured on {deposit.matures_on}; this is not early.",
        )
    drawn = amount or deposit.principal
    positive("amount", drawn)
    if drawn > deposit.principal:
        raise refuse(
            "amount",
            f"存单只有{deposit.principal.format()}。",
            f"The certificate holds {deposit.principal.format('en')}.",
        )
    now = interest(
        drawn,
        demand_percent,
        deposit.opened_on,
        on,
        method=method,
        bands=bands,
        label=Text(zh="今天支取，按活期", en="Drawn today, at the demand rate"),
    )
    part = TimeDeposit(drawn, deposit.opened_on, deposit.term_months, deposit.percent)
    later = at_maturity(part, bands, tax_method=tax_method)
    return EarlyWithdrawal(
        drawn, deposit.principal - drawn, now, later, (deposit.matures_on - on).days
    )


def pledge_loan_cost(
    amount: Money, percent: Decimal, start: date, end: date, *, basis: int = 360
) -> Money:
    """What borrowing against the certificate until it matures costs; percent a year, actual days."""
    positive("amount", amount)
    in_order(start, end)
    return _simple(amount, percent, (end - start).days, basis).rounded()
