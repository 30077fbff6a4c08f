"""Paying off a credit card: everything at once, what a small rest costs, the least, in cash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from fractions import Fraction

from firstdesk.core.money import Money
from firstdesk.core.text import Text, plural
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, pct, plain
from firstdesk.products.card_costs import Fee, late_cost, percentage_fee
from firstdesk.products.inputs import (
    HUNDRED,
    day_number,
    in_order,
    not_negative,
    percentage,
    positive,
    refuse,
    same_currency,
)
from firstdesk.products.interest import exact_money

LONGEST = 60
"""Instalments of a purchase; more is a slip of the keyboard."""
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Payoff:
    """What pays everything, with the interest that no statement shows yet."""

    balance: Money
    """Posted debt: what the screen shows."""
    accrued: Money
    """Interest up to the day of asking."""
    projected: Money
    """Interest from then to the statement day, due if the money is booked only then."""
    money_days: Decimal
    """The interest-bearing sums times their days up to the statement day."""
    working: Working

    @property
    def today(self) -> Money:
        """Enough if it is booked on the day of asking."""
        return self.balance + self.accrued

    @property
    def total(self) -> Money:
        """Enough on whichever day up to the statement it is booked."""
        return self.today + self.projected

    @property
    def residual(self) -> Money:
        """What the statement can still show when only the balance is paid."""
        return self.accrued + self.projected


def payoff(
    balance: Money,
    bearing: Sequence[tuple[date, Money]],
    asked_on: date,
    statement_on: date,
    *,
    daily_percent: Decimal,
) -> Payoff:
    """Works out what leaves nothing for the next statement (case 02007).

    484.00 that bear interest for ten days at 0.05 % a day come to 2.42 more than the screen shows.

    Args:
        balance: posted debt.
        bearing: (since, sum) of the parts of it that bear interest.
        asked_on: the day the customer asks.
        statement_on: the next statement day; the answer holds until then.
        daily_percent: 0.05 for five ten-thousandths a day.

    Returns:
        Balance and interest; accrued and projected together are rounded half up once.

    Raises:
        Invalid: days out of order, more bearing interest than is owed, another currency, or
            figures that cannot be.
    """
    not_negative("balance", balance)
    in_order(asked_on, statement_on, "statement_on")
    nothing = Money.zero(balance.currency)
    if sum((part for _, part in bearing), nothing) > balance:
        raise refuse("bearing", "计息的金额超过欠款。", "More than the balance bears interest.")
    now, then = (
        late_cost(
            bearing,
            until,
            daily_percent=daily_percent,
            minimum_payment=nothing,
            fee_percent=Decimal(0),
        )
        for until in (asked_on, statement_on)
    )
    projected = then.interest - now.interest
    days = sum((part.amount * (statement_on - since).days for since, part in bearing), Decimal(0))
    lines = (
        Line(Text(zh="账面欠款", en="Balance on the account"), "", (), balance),
        *now.working.lines,
        _projected_line(asked_on, statement_on, then.interest, now.interest),
        Line(
            Text(zh="付清要还", en="To pay everything"),
            f"{plain(balance)} + {plain(now.interest)} + {plain(projected)}",
            (),
            balance + then.interest,
        ),
    )
    return Payoff(balance, now.interest, projected, days, Working(lines))


def _projected_line(asked_on: date, statement_on: date, then: Money, now: Money) -> Line:
    start, end = day(asked_on), day(statement_on)
    return Line(
        Text(zh=f"{start.zh}到{end.zh}的利息", en=f"Interest from {start.en} to {end.en}"),
        f"{plain(then)} − {plain(now)}",
        (),
        then - now,
        Text(zh="账单日前还清就不用付", en="Not due if all is paid before the statement"),
    )


@dataclass(frozen=True, slots=True)
class LateFees:
    """The late fees of several cycles on one small rest."""

    each: Fee
    total: Money
    ratio: Decimal
    """All fees as a multiple of what they are charged on, to two decimals, half up."""
    working: Working


def late_fees(
    unpaid: Money, cycles: int, *, fee_percent: Decimal, fee_minimum: Money | None = None
) -> LateFees:
    """What a rest that nobody notices costs in late fees (case 02007: 4 × 10.00 on 2.42).

    Args:
        unpaid: the rest; small enough to be due in full, and the same in every cycle.
        cycles: how many due dates pass.
        fee_percent, fee_minimum: the late fee of one cycle.

    Raises:
        Invalid: nothing unpaid, or figures that cannot be.
    """
    day_number("cycles", cycles)
    label = Text(zh="每期的滞纳金", en="Late fee of a cycle")
    each = percentage_fee(unpaid, fee_percent, minimum=fee_minimum, label=label)
    total = each.amount * cycles
    ratio = (total.amount / unpaid.amount).quantize(_CENT, ROUND_HALF_UP)
    line = Line(
        Text(zh=f"{cycles}期合计", en=f"{plural(cycles, 'cycle')} together"),
        f"{cycles} × {plain(each.amount)}",
        (("unpaid", str(unpaid)), ("ratio", str(ratio))),
        total,
        Text(zh=f"是原欠款的{ratio}倍", en=f"{ratio} times the rest itself"),
    )
    return LateFees(each, total, ratio, Working((*each.working.lines, line)))


@dataclass(frozen=True, slots=True)
class Minimum:
    """The minimum payment of a statement."""

    amount: Money
    working: Working


def minimum_payment(
    purchases: Money,
    percent: Decimal,
    *,
    cash: Money | None = None,
    over_limit: Money | None = None,
    earlier: Money | None = None,
    charges: Money | None = None,
) -> Minimum:
    """The least to be paid on a statement: a share of the purchases and all of the rest.

    Args:
        purchases: purchases of the statement.
        percent: the share of them, in percent; rounded half up.
        cash: cash advances.
        over_limit: what is owed above the limit.
        earlier: earlier minimum payments that were not paid.
        charges: interest and fees.

    Raises:
        Invalid: another currency, a negative sum, or a percentage that cannot be.
    """
    percentage("percent", percent)
    in_full = {"cash": cash, "over_limit": over_limit, "earlier": earlier, "charges": charges}
    same_currency(purchases, **in_full)
    for field, owed in {"purchases": purchases, **in_full}.items():
        not_negative(field, owed)
    exact = Fraction(purchases.amount) * Fraction(percent) / 100
    share = exact_money(exact, purchases.currency)
    lines = [
        Line(
            Text(zh="消费的一部分", en="Share of the purchases"),
            f"{plain(purchases)} × {pct(percent)}",
            (("purchases", str(purchases)), ("rate", pct(percent))),
            share,
        )
    ]
    rest = [(_IN_FULL[name], owed) for name, owed in in_full.items() if owed and owed.amount]
    lines += [Line(label, "", (), owed) for label, owed in rest]
    amount = sum((owed for _, owed in rest), share)
    lines.append(Line(Text(zh="最低还款额", en="Minimum payment"), "", (), amount))
    return Minimum(amount, Working(tuple(lines)))


_IN_FULL = {
    "cash": Text(zh="取现，全额", en="Cash advances, in full"),
    "over_limit": Text(zh="超限部分，全额", en="Above the limit, in full"),
    "earlier": Text(zh="以前未还的最低还款额，全额", en="Earlier minimum not paid, in full"),
    "charges": Text(zh="利息和费用，全额", en="Interest and fees, in full"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment of a purchase."""

    number: int
    principal: Money
    fee: Money

    @property
    def amount(self) -> Money:
        """What is paid."""
        return self.principal + self.fee


@dataclass(frozen=True, slots=True)
class Instalments:
    """A purchase paid in instalments, and what that costs as a yearly rate."""

    parts: tuple[Part, ...]
    fees: Money
    yearly_percent: Decimal
    """Twelve times the monthly rate that makes the instalments worth the purchase; two decimals."""
    effective_percent: Decimal
    """The same rate compounded over twelve months; two decimals."""
    working: Working


def instalments(amount: Money, months: int, monthly_fee_percent: Decimal) -> Instalments:
    """Splits a purchase into monthly instalments with a fee on the whole purchase each month.

    Principal and fees are both split evenly, rounded down; what does not divide is in the first
    instalment, so that they add up exactly. The fee goes on being charged on the full purchase
    while the debt falls, and so the yearly rate is nearly twice twelve times the fee.

    Args:
        amount: the purchase.
        months: how many instalments, the first a month from now.
        monthly_fee_percent: of the purchase, each month.

    Raises:
        Invalid: no amount, no months, or a percentage that cannot be.
    """
    positive("amount", amount)
    percentage("monthly_fee_percent", monthly_fee_percent)
    if not 1 <= months <= LONGEST:
        raise refuse(
            "months",
            f"期数要在1到{LONGEST}之间。",
            f"There are between 1 and {LONGEST} instalments.",
        )
    rate = Fraction(monthly_fee_percent) / 100
    fees = exact_money(Fraction(amount.amount) * rate * months, amount.currency)
    shares = zip(_split(amount, months), _split(fees, months), strict=True)
    parts = tuple(Part(number, *share) for number, share in enumerate(shares, 1))
    monthly = monthly_rate(amount, [part.amount for part in parts])
    yearly = _percent(monthly * 12)
    effective = _percent((1 + monthly) ** 12 - 1)
    working = _instalment_lines(amount, monthly_fee_percent, months, fees, yearly, effective)
    return Instalments(parts, fees, yearly, effective, Working(working))


def _split(total: Money, months: int) -> list[Money]:
    units = int(total.amount.scaleb(total.places))
    each, more = divmod(units, months)
    shares = [each + more, *[each] * (months - 1)]
    return [Money(Decimal(share).scaleb(-total.places), total.currency) for share in shares]


def monthly_rate(amount: Money, payments: Sequence[Money]) -> Decimal:
    """The rate a month at which payments at the end of each month are worth a sum now.

    The internal rate of return, by bisection to twelve decimals: 0.01 for one per cent a month.

    Args:
        amount: received now.
        payments: paid after one month, two, … ; together no less than the amount.

    Raises:
        Invalid: the payments do not pay the amount back.
    """
    owed = sum((payment.amount for payment in payments), Decimal(0))
    if owed < amount.amount:
        raise refuse("payments", "还的比借的少。", "The payments do not pay the amount back.")
    low, high = Decimal(0), owed / amount.amount - 1
    while high - low > Decimal("1e-12"):
        middle = (low + high) / 2
        low, high = (middle, high) if _worth(payments, middle) > amount.amount else (low, middle)
    return high


def _worth(payments: Sequence[Money], rate: Decimal) -> Decimal:
    worth = Decimal(0)
    for payment in reversed(payments):
        worth = (worth + payment.amount) / (1 + rate)
    return worth


def _percent(share: Decimal) -> Decimal:
    return (share * HUNDRED).quantize(_CENT, ROUND_HALF_UP)


def _instalment_lines(
    amount: Money, percent: Decimal, months: int, fees: Money, yearly: Decimal, effective: Decimal
) -> tuple[Line, ...]:
    return (
        Line(
            Text(zh="手续费合计", en="All fees"),
            f"{plain(amount)} × {pct(percent)} × {months}",
            (("amount", str(amount)), ("rate", pct(percent)), ("months", str(months))),
            fees,
        ),
        Line(
            Text(zh="折合年利率", en="As a yearly rate"),
            f"12 × IRR = {pct(yearly)}; (1 + IRR)^12 − 1 = {pct(effective)}",
            (("yearly", pct(yearly)), ("effective", pct(effective))),
            None,
            Text(
                zh="本金逐月减少，手续费仍按全额收",
                en="The debt falls each month, the fee stays on the whole",
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class AdvanceFees:
    """The fee for cash on a credit card by two tariffs."""

    flat: Money
    by_percent: Fee
    flat_from: Money | None
    """From this amount on the flat fee is no dearer; zero where always, None where never."""
    working: Working


def advance_fees(
    amount: Money, flat: Money, percent: Decimal, *, minimum: Money | None = None
) -> AdvanceFees:
    """Compares a flat cash-advance fee with one in percent (case 02008).

    5.00 flat against 1 % are equal at 500.00; with a floor of 10.00 flat is always cheaper.

    Args:
        amount: cash drawn.
        flat: the fee for each draw.
        percent, minimum: the other tariff.

    Raises:
        Invalid: another currency, or figures that cannot be.
    """
    same_currency(amount, flat=flat, minimum=minimum)
    not_negative("flat", flat)
    label = Text(zh="按比例收的手续费", en="Fee in percent")
    fee = percentage_fee(amount, percent, minimum=minimum, label=label)
    flat_from = None
    if flat <= (minimum or Money.zero(amount.currency)):
        flat_from = Money.zero(amount.currency)
    elif percent:
        exact = Money(flat.amount * HUNDRED / percent, flat.currency)
        flat_from = exact.rounded(rounding=ROUND_CEILING)
    lines = (
        Line(Text(zh="按笔收的手续费", en="Flat fee"), "", (("amount", str(amount)),), flat),
        *fee.working.lines,
        Line(
            Text(zh="按笔收省下", en="Saved by the flat fee"),
            f"{plain(fee.amount)} − {plain(flat)}",
            (),
            fee.amount - flat,
        ),
    )
    return AdvanceFees(flat, fee, flat_from, Working(lines))
