"""Foreign exchange: prices with their unit, what a rate costs, routes, days, ceilings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, plain
from firstdesk.products.card_costs import Fee, percentage_fee
from firstdesk.products.daycount import add_months
from firstdesk.products.inputs import (
    day_number,
    not_negative,
    one_of,
    positive,
    refuse,
    same_currency,
)
from firstdesk.products.interest import exact_money

HOME = "CNY"
NOTHING = Money.zero(HOME).rounded()
SIDES = ("remittance_buy", "cash_buy", "sell")


@dataclass(frozen=True, slots=True)
class Price:
    """One price: so many yuan for a unit of a currency (744.83 for USD 100)."""

    currency: str
    unit: int
    rate: Decimal

    def __post_init__(self) -> None:
        if self.currency == HOME:
            raise refuse("currency", "人民币没有外汇牌价。", "The yuan has no price in yuan.")
        if self.unit <= 0:
            raise refuse("unit", "牌价单位要大于零。", "The unit must be more than zero.")
        if not (self.rate.is_finite() and self.rate > 0):
            raise refuse("rate", "牌价要大于零。", "The rate must be more than zero.")

    def __str__(self) -> str:
        whole, _, cents = f"{self.rate:f}".partition(".")
        shown = f"{whole}.{cents.rstrip('0'):0<2}"
        return f"{shown} / {self.unit:,} {self.currency}"


@dataclass(frozen=True, slots=True)
class RateQuote:
    """A line of the rate board, in CNY per unit of the currency.

    Args:
        unit: how much of the currency the rates are for: 100, for JPY 100,000.
        remittance_buy: the bank buys what came by transfer.
        cash_buy: the bank buys notes.
        sell: the bank sells.
    """

    currency: str
    unit: int
    remittance_buy: Decimal
    cash_buy: Decimal
    sell: Decimal

    def __post_init__(self) -> None:
        for side in SIDES:
            self.price(side)
        if not self.cash_buy <= self.remittance_buy <= self.sell:
            zh, en = "应为钞买价≤汇买价≤卖出价。", "Cash buying ≤ remittance buying ≤ selling."
            raise refuse("rate", zh, en)

    def price(self, side: str) -> Price:
        """One of its prices: `remittance_buy`, `cash_buy` or `sell`."""
        one_of("side", side, SIDES)
        return Price(self.currency, self.unit, getattr(self, side))


@dataclass(frozen=True, slots=True)
class Conversion:
    """An amount at a price; `yuan` is what it brings when sold, or costs when bought."""

    amount: Money
    price: Price
    yuan: Money
    working: Working


def convert(amount: Money, price: Price, *, label: Text | None = None) -> Conversion:
    """Converts an amount of foreign money into yuan, half up to the cent.

    JPY 2,000,000 at 6508.82 for 100,000: 130,176.40 (case 05004).

    Raises:
        Invalid: nothing, another currency than the price's, or less than its smallest unit.
    """
    _whole(amount)
    one, other = price.currency, amount.currency
    if one != other:
        text = f"牌价是{one}的，金额是{other}。", f"The rate is for {one}, the amount in {other}."
        raise refuse("currency", *text)
    exact = Fraction(amount.amount) * Fraction(price.rate) / price.unit
    yuan = exact_money(exact, HOME)
    line = Line(
        label or Text(zh="折合人民币", en="In yuan"),
        f"{plain(amount)} ÷ {price.unit:,} × {price.rate:f}",
        (("amount", str(amount)), ("rate", str(price))),
        yuan,
    )
    return Conversion(amount, price, yuan, Working((line,)))


def _whole(amount: Money) -> None:
    positive("amount", amount)
    code = amount.currency
    if not amount.is_cent_exact:
        raise refuse("amount", f"{code}没有这么小的单位。", f"{code} has no unit that small.")


def in_parts(amount: Money, parts: int) -> tuple[Money, ...]:
    """An amount in equal parts to its smallest unit; the last takes what is left over.

    Raises:
        Invalid: fewer than one part, or more than it can be divided into.
    """
    _whole(amount)
    units = int(amount.amount.scaleb(amount.places))
    if not 1 <= parts <= units:
        raise refuse("parts", "分不成这么多份。", "It cannot be divided into so many parts.")
    each = units // parts
    sizes = [each] * (parts - 1) + [units - each * (parts - 1)]
    return tuple(Money(Decimal(size).scaleb(-amount.places), amount.currency) for size in sizes)


@dataclass(frozen=True, slots=True)
class RateCost:
    """What one rate cost against another; below zero it was the better one."""

    executed: Conversion
    other: Conversion
    per_unit: Decimal
    rate_part: Money
    fee: Money
    working: Working

    @property
    def total(self) -> Money:
        """Rate and fee together."""
        return self.rate_part + self.fee


def rate_cost(
    amount: Money, executed: Price, other: Price, *, buying: bool = False, fee: Money | None = None
) -> RateCost:
    """What the customer lost by the rate that was really given (case 05004).

    JPY 2,000,000 sold at 6508.82 where 6694.42 was to be had: 185.60 a unit, 3,712.00; with a fee
    of 500 for drawing it, 4,212.00.

    Args:
        executed: the rate given.
        other: the rate to compare with, for the same unit.
        buying: whether the customer bought the currency, so that a higher rate costs more.
        fee: charged on top, in CNY.

    Raises:
        Invalid: prices of different currencies or units, or a fee that cannot be.
    """
    if executed.unit != other.unit:
        raise refuse("unit", "两个牌价的单位不同。", "The two rates are for different units.")
    same_currency(NOTHING, fee=fee)
    not_negative("fee", fee)
    given = convert(amount, executed, label=Text(zh="按成交牌价", en="At the rate given"))
    better = convert(amount, other, label=Text(zh="按另一牌价", en="At the other rate"))
    sign = -1 if buying else 1
    per_unit = (other.rate - executed.rate) * sign
    part = (better.yuan - given.yuan) * sign
    high, low = (given, better) if buying else (better, given)
    line = Line(
        Text(zh="牌价差", en="By the rate"),
        f"{plain(high.yuan)} − {plain(low.yuan)}",
        (("per_unit", f"{per_unit:f}"), ("unit", f"{executed.unit:,}")),
        part,
    )
    lines = (*given.working.lines, *better.working.lines, line)
    return RateCost(given, better, per_unit, part, fee or NOTHING, Working(lines))


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """A percentage fee with its floor and cap."""

    percent: Decimal
    minimum: Money | None = None
    maximum: Money | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """The fees for drawing sums one by one."""

    fees: tuple[Fee, ...]
    total: Money
    working: Working


def drawing(amounts: Sequence[Money], terms: FeeTerms) -> Drawing:
    """What drawing a credit balance costs, each sum on its own: the cap holds for one drawing.

    130,176.40 at once costs 500.00; two of 65,088.20 cost 325.44 each (case 05004).

    Raises:
        Invalid: nothing to draw, or as `percentage_fee`.
    """
    if not amounts:
        raise refuse("amounts", "没有要取的金额。", "There is nothing to draw.")
    fees = tuple(
        percentage_fee(
            amount,
            terms.percent,
            minimum=terms.minimum,
            maximum=terms.maximum,
            label=Text(zh="溢缴款取现手续费", en="Fee for drawing a credit balance"),
        )
        for amount in amounts
    )
    total = sum((fee.amount for fee in fees), NOTHING)
    return Drawing(fees, total, Working(tuple(line for f in fees for line in f.working.lines)))


@dataclass(frozen=True, slots=True)
class Route:
    """One way: `left` is what it comes to in yuan, `dearer` how much less than the cheapest.

    Both are None where its charge is not known.
    """

    key: str
    label: Text
    fee: Money | None
    left: Money | None
    dearer: Money | None = None

    @property
    def cheapest(self) -> bool:
        """Whether no route leaves more."""
        return self.dearer is not None and not self.dearer.amount


_LABELS = {
    "debit": Text(zh="转入借记卡外币户，按汇买价", en="To a debit card, at the remittance rate"),
    "return": Text(zh="原路退回", en="Send it back the way it came"),
    "convert": Text(zh="现在结汇进信用卡", en="Convert now, to the credit card"),
}


def routes(
    amount: Money,
    live: Price,
    remittance: Price,
    *,
    parts: int = 1,
    fee: FeeTerms | None = None,
    return_charge: Money | None = None,
) -> tuple[tuple[Route, ...], Working]:
    """What can be done with foreign money that came for a credit card, ranked (case 05004).

    Args:
        amount: what arrived.
        live: the price at which the counter would convert it now.
        remittance: the price for what came by transfer; what is sent back is valued at it, too.
        parts: in how many equal parts it is converted, and drawn.
        fee: for drawing the yuan from the credit card; None when they are not drawn.
        return_charge: what sending it back costs, in CNY; None when it is not known yet.

    Returns:
        The cheapest first, last what is not known; and the working.

    Raises:
        Invalid: other currencies, or figures that cannot be.
    """
    same_currency(NOTHING, return_charge=return_charge)
    not_negative("return_charge", return_charge)
    label = _LABELS["convert"]
    pieces = [convert(part, live, label=label) for part in in_parts(amount, parts)]
    now = sum((piece.yuan for piece in pieces), NOTHING)
    spot = convert(amount, remittance, label=_LABELS["debit"])
    lines = [*spot.working.lines, *(line for piece in pieces for line in piece.working.lines)]
    charged = NOTHING
    if fee is not None:
        drawn = drawing([piece.yuan for piece in pieces], fee)
        charged = drawn.total
        lines.extend(drawn.working.lines)
    known = [("debit", NOTHING, spot.yuan), ("convert", charged, now - charged)]
    if return_charge is not None:
        known.insert(1, ("return", return_charge, spot.yuan - return_charge))
    known.sort(key=lambda way: way[2].amount, reverse=True)
    best = known[0][2]
    ranked = [Route(key, _LABELS[key], cost, left, best - left) for key, cost, left in known]
    if return_charge is None:
        ranked.append(Route("return", _LABELS["return"], None, None))
    return tuple(ranked), Working(tuple(lines))


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A limit in another currency."""

    amount: Money
    working: Working

    def over(self, wanted: Money) -> Money:
        """How much of a sum lies above it; zero when none does."""
        same_currency(self.amount, amount=wanted)
        return max(wanted - self.amount, Money.zero(wanted.currency).rounded())


def ceiling(limit: Money, limit_price: Price, price: Price) -> Ceiling:
    """A limit in another currency, through the yuan, at the day's rates (case 02021).

    Rounded down to the smallest unit, so that it never passes the limit.

    Args:
        limit: such as USD 10,000.
        limit_price: of the limit's currency.
        price: of the other currency; both of the same side of the board.

    Raises:
        Invalid: a price of another currency.
    """
    yuan = convert(limit, limit_price)
    exact = Fraction(limit.amount) * Fraction(limit_price.rate) / limit_price.unit
    value = exact * price.unit / Fraction(price.rate)
    places = Money.zero(price.currency).places
    amount = Money(Decimal(int(value * 10**places)).scaleb(-places), price.currency)
    line = Line(
        Text(zh=f"折合{price.currency}，零头舍去", en=f"In {price.currency}, rounded down"),
        f"{plain(yuan.yuan)} ÷ {price.rate:f} × {price.unit:,}",
        (("limit", str(limit)), ("rate", str(price))),
        amount,
    )
    return Ceiling(amount, Working((*yuan.working.lines, line)))


def codes(flags: Mapping[str, object]) -> frozenset[str]:
    """The currencies that a rule says yes to: `{"usd": True, "eur": False}` gives USD."""
    return frozenset(name.upper() for name, yes in flags.items() if yes is True)


def tradable(currency: str, on: date, weekend_currencies: Collection[str]) -> bool:
    """Whether a currency is bought and sold on a day: at weekends only some are (case 02021)."""
    return on.weekday() < 5 or currency in weekend_currencies


def next_tradable(currency: str, on: date, weekend_currencies: Collection[str]) -> date:
    """The first day from this one on, itself included, on which the currency is traded."""
    while not tradable(currency, on, weekend_currencies):
        on += timedelta(days=1)
    return on


@dataclass(frozen=True, slots=True)
class IdleClosing:
    """When an internal account without entries closes, and when to warn."""

    warn_on: date
    closes_on: date
    working: Working


def idle_closing(last_entry: date, months: int, warn_days: int) -> IdleClosing:
    """Last entry 2008-01-10, three months: closes 2008-04-10, warn 2008-03-31 (case 02024).

    Args:
        last_entry: where the closing month has no such day, it closes on its last.
        months: how long it may lie idle.
        warn_days: calendar days before closing.

    Raises:
        Invalid: no months, or days below zero.
    """
    if months < 1:
        raise refuse("months", "月数要大于零。", "There is at least one month.")
    day_number("warn_days", warn_days)
    closes_on = add_months(last_entry, months)
    warn_on = closes_on - timedelta(days=warn_days)
    line = Line(
        Text(zh=f"{day(closes_on).zh}自动关闭", en=f"Closes on {day(closes_on).en}"),
        f"{last_entry} + {months} m = {closes_on}; − {warn_days} d = {warn_on}",
        (("last_entry", str(last_entry)), ("months", str(months)), ("days", str(warn_days))),
        None,
    )
    return IdleClosing(warn_on, closes_on, Working((line,)))
