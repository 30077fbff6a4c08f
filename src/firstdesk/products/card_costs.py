"""What cards cost: fees with floor and cap, paying late, paying in more than is owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, pct, plain
from firstdesk.products.inputs import (
    HUNDRED,
    in_order,
    not_negative,
    percentage,
    positive,
    refuse,
    same_currency,
)
from firstdesk.products.interest import exact_money


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in percent, with its floor and cap.

    `cap_from` is the amount from which the cap is the fee; None without a cap or percentage.
    """

    amount: Money
    uncapped: Money
    capped: bool
    raised: bool
    working: Working
    cap_from: Money | None = None


def percentage_fee(
    amount: Money,
    percent: Decimal,
    *,
    minimum: Money | None = None,
    maximum: Money | None = None,
    label: Text,
) -> Fee:
    """A fee in percent of an amount, never below its floor or above its cap.

    120,000 at 0.5 % with a cap of 500 is 500, not 600 (case 02026).

    Args:
        amount: more than zero.
        percent: of the amount; the fee is rounded half up.
        minimum, maximum: floor and cap.

    Raises:
        Invalid: another currency, a floor above the cap, or figures that cannot be.
    """
    positive("amount", amount)
    percentage("percent", percent)
    same_currency(amount, minimum=minimum, maximum=maximum)
    not_negative("minimum", minimum)
    not_negative("maximum", maximum)
    if minimum is not None and maximum is not None and minimum > maximum:
        raise refuse("maximum", "封顶低于最低收费。", "The cap is below the floor.")
    uncapped = exact_money(Fraction(amount.amount) * Fraction(percent) / 100, amount.currency)
    fee, note = uncapped, None
    if minimum is not None and fee < minimum:
        fee, note = minimum, Text(zh="不足最低，按最低收", en="Raised to the floor")
    if maximum is not None and fee > maximum:
        fee, note = maximum, Text(zh="封顶", en="Capped")
    inputs = [("amount", str(amount)), ("rate", pct(percent)), ("uncapped", str(uncapped))]
    inputs += [("minimum", str(minimum))] if minimum is not None else []
    inputs += [("maximum", str(maximum))] if maximum is not None else []
    line = Line(label, f"{plain(amount)} × {pct(percent)}", tuple(inputs), fee, note)
    cap_from = None
    if maximum is not None and percent:
        exact = Money(maximum.amount * HUNDRED / percent, maximum.currency)
        cap_from = exact.rounded(rounding=ROUND_CEILING)
    return Fee(fee, uncapped, fee < uncapped, fee > uncapped, Working((line,)), cap_from)


@dataclass(frozen=True, slots=True)
class LateCost:
    """What not paying costs by a day."""

    interest: Money
    fee: Money
    working: Working

    @property
    def total(self) -> Money:
        """Interest and fee."""
        return self.interest + self.fee


def late_cost(
    postings: Sequence[tuple[date, Money]],
    until: date,
    *,
    daily_percent: Decimal,
    minimum_payment: Money,
    fee_percent: Decimal,
    fee_minimum: Money | None = None,
) -> LateCost:
    """Simple interest from each posting day, and the late fee on the unpaid minimum payment.

    Args:
        postings: (day booked, amount) of what the unpaid bill consists of.
        until: the last day; not counted.
        daily_percent: 0.05 for five ten-thousandths a day.
        minimum_payment: the unpaid minimum, on which the fee is charged; zero means no fee.
        fee_percent: late fee in percent of it.
        fee_minimum: the least late fee, where one is due.

    Returns:
        Interest and fee, rounded half up once each; the lines of the interest add up to it.

    Raises:
        Invalid: a posting after `until`, another currency, or figures that cannot be.
    """
    percentage("daily_percent", daily_percent)
    same_currency(minimum_payment, fee_minimum=fee_minimum)
    not_negative("minimum_payment", minimum_payment)
    currency = minimum_payment.currency
    exact, interest = Fraction(0), Money.zero(currency).rounded()
    lines = []
    for booked, amount in postings:
        same_currency(minimum_payment, postings=amount)
        positive("postings", amount)
        in_order(booked, until, "until")
        days = (until - booked).days
        exact += Fraction(amount.amount) * Fraction(daily_percent) * days / 100
        upto = exact_money(exact, currency)
        lines.append(_posting_line(booked, amount, daily_percent, days, upto - interest))
        interest = upto
    lines.append(Line(Text(zh="利息合计", en="Interest in all"), "", (), interest))
    fee = Money.zero(currency).rounded()
    if minimum_payment.amount:
        charged = percentage_fee(
            minimum_payment,
            fee_percent,
            minimum=fee_minimum,
            label=Text(zh="滞纳金（按最低还款额）", en="Late fee (on the minimum payment)"),
        )
        fee = charged.amount
        lines.extend(charged.working.lines)
    return LateCost(interest, fee, Working(tuple(lines)))


def _posting_line(booked: date, amount: Money, percent: Decimal, days: int, part: Money) -> Line:
    on = day(booked)
    return Line(
        Text(zh=f"{on.zh}记账，计{days}天", en=f"Booked on {on.en}, {days} day(s)"),
        f"{plain(amount)} × {pct(percent)} × {days}",
        (("amount", str(amount)), ("rate", pct(percent)), ("days", str(days))),
        part,
    )


@dataclass(frozen=True, slots=True)
class PayIn:
    """A payment to a credit card, by what becomes of it."""

    pays_debt: Money
    own_money: Money
    """More than is owed: it becomes a credit balance, which earns nothing."""
    beyond_limit: Money
    """The part of the credit balance above the card's limit, which no spending explains."""
    cash_fee: Fee | None
    """The fee for drawing the credit balance in cash; None when there is none to draw."""
    working: Working

    @property
    def needs_asking(self) -> bool:
        """Whether the purpose should be asked before it is booked (case 02026)."""
        return self.own_money.amount > 0


def card_balance_deposit(
    paid: Money,
    *,
    debt: Money,
    limit: Money,
    fee_percent: Decimal,
    fee_minimum: Money | None = None,
    fee_maximum: Money | None = None,
) -> PayIn:
    """Splits a payment to a credit card, and says what drawing the surplus in cash would cost.

    120,000 on a card that owes nothing, limit 50,000: all of it is own money, 70,000 beyond the
    limit, and 500 to draw it again (case 02026).

    Args:
        paid: the payment.
        debt: what is owed on the card now.
        limit: the card's credit limit.
        fee_percent, fee_minimum, fee_maximum: the fee for drawing a credit balance in cash.

    Raises:
        Invalid: another currency, or figures that cannot be.
    """
    positive("amount", paid)
    same_currency(paid, debt=debt, limit=limit)
    not_negative("debt", debt)
    not_negative("limit", limit)
    pays = min(paid, debt)
    own = paid - pays
    beyond = own - limit if own > limit else Money.zero(paid.currency)
    lines = [
        Line(
            Text(zh="用于还欠款", en="Pays what is owed"),
            f"min({plain(paid)}, {plain(debt)})",
            (("paid", str(paid)), ("debt", str(debt))),
            pays,
        ),
        Line(
            Text(zh="多存的自有资金，不计利息", en="More than is owed; it earns nothing"),
            f"{plain(paid)} − {plain(pays)}",
            (("limit", str(limit)),),
            own,
        ),
    ]
    fee = None
    if own.amount:
        fee = percentage_fee(
            own,
            fee_percent,
            minimum=fee_minimum,
            maximum=fee_maximum,
            label=Text(zh="再取现金的手续费", en="Fee for drawing it again in cash"),
        )
        lines.extend(fee.working.lines)
    return PayIn(pays, own, beyond, fee, Working(tuple(lines)))
