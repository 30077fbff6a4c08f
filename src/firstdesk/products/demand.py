"""Demand deposits: interest settled on fixed days, paid the next day, and earning from then on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from itertools import pairwise

from firstdesk.core.calendars import monthly_day
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, pct, plain
from firstdesk.products.daycount import span
from firstdesk.products.inputs import in_order, one_of, percentage, refuse, same_currency
from firstdesk.products.interest import TaxBands, exact_money

METHODS = ("actual_360", "actual_365", "thirty_360")
"""Day counts in which neighbouring periods add up."""
RATE_OF = ("settlement_day", "each_day")
_DAY = timedelta(days=1)

Bands = Sequence[tuple[date, Decimal]]
"""(first day, percent), in any order."""


@dataclass(frozen=True, slots=True)
class SettlementRule:
    """On which days interest is settled, from a day on.

    Args:
        since: the first day of the rule.
        day: day of the month.
        months: the months, 1 to 12.
    """

    since: date
    day: int
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """How the interest of a demand deposit is worked out.

    Args:
        rates: the demand rate from day to day, percent a year.
        rules: the settlement days, from day to day.
        tax: interest tax by the day of accrual; None leaves it out.
        method: day count.
        rate_of: `settlement_day`: the rate posted on the settlement day, or on the day of
            closing, holds for the whole period (Savings Regulation art. 27); `each_day`: each day
            earns its own rate, as the accounts of companies do.
        whole_units: whether only whole yuan (dollars, …) of a balance earn.
    """

    rates: Bands
    rules: Sequence[SettlementRule]
    tax: TaxBands | None
    method: str = "actual_360"
    rate_of: str = "settlement_day"
    whole_units: bool = True

    def __post_init__(self) -> None:
        one_of("method", self.method, METHODS)
        one_of("rate_of", self.rate_of, RATE_OF)
        for _, percent in (*self.rates, *(self.tax or ())):
            percentage("percent", percent)


@dataclass(frozen=True, slots=True)
class Piece:
    """Days with one balance, one rate and one tax; `to` is not counted."""

    since: date
    to: date
    balance: Money
    """What earns: without the cents where only whole units do."""
    percent: Decimal
    tax_percent: Decimal
    days: int
    basis: int

    @property
    def interest(self) -> Fraction:
        """Unrounded."""
        rate = Fraction(self.percent) / 100
        return Fraction(self.balance.amount) * rate * self.days / self.basis


@dataclass(frozen=True, slots=True)
class Settlement:
    """Interest of one period: from `since` up to `paid_on`, that day not counted."""

    since: date
    paid_on: date
    pieces: tuple[Piece, ...]
    gross: Money
    tax: Money
    balance: Money
    """On the account once the interest is paid."""

    @property
    def net(self) -> Money:
        """What is paid to the account."""
        return self.gross - self.tax


@dataclass(frozen=True, slots=True)
class DemandAccount:
    """An account from its first posting to its closing."""

    settlements: tuple[Settlement, ...]
    paid_in: Money
    """All postings together."""
    gross: Money
    tax: Money
    working: Working

    @property
    def net(self) -> Money:
        """Interest after tax."""
        return self.gross - self.tax

    @property
    def paid_out(self) -> Money:
        """What closing the account pays."""
        return self.paid_in + self.net


def demand_account(
    postings: Sequence[tuple[date, Money]], closed_on: date, terms: Terms
) -> DemandAccount:
    """Carries a demand deposit from its first posting to its closing (standard: 2005 notice).

    Each period ends with its settlement day, which still earns; the interest is booked the next
    day and earns from then on. The last period ends with the day before the closing.

    Args:
        postings: (day, sum) in any order: positive paid in, negative drawn.
        closed_on: the day of closing, not counted; also the day up to which one looks.
        terms: rates, settlement days, tax and day count.

    Returns:
        The settlements; interest and tax of each are rounded half up once.

    Raises:
        Invalid: no postings, one after the closing, more drawn than there is, another currency,
            or a day without a rate, a tax or a settlement rule.
    """
    moves = _moves(postings, closed_on)
    since = min(moves)
    nothing = Money.zero(moves[since].currency).rounded()
    balance = nothing
    settlements: list[Settlement] = []
    for rate_day, paid_on in (*_paydays(since, closed_on, terms.rules), (closed_on, closed_on)):
        if since < paid_on:
            settlement = _settle(balance, (since, paid_on), rate_day, moves, terms)
            settlements.append(settlement)
            since, balance = paid_on, settlement.balance
    _covered(balance + moves.get(closed_on, nothing), closed_on)
    gross = sum((one.gross for one in settlements), nothing)
    tax = sum((one.tax for one in settlements), nothing)
    paid_in = sum(moves.values(), nothing)
    closing = Line(
        Text(zh="销户本息", en="Paid out on closing"),
        f"{plain(paid_in)} + {plain(gross)} − {plain(tax)}",
        (("closed_on", str(closed_on)),),
        paid_in + gross - tax,
    )
    lines = (line for one in settlements for line in _lines(one))
    return DemandAccount(tuple(settlements), paid_in, gross, tax, Working((*lines, closing)))


def _moves(postings: Sequence[tuple[date, Money]], closed_on: date) -> dict[date, Money]:
    """What moves on each day."""
    if not postings:
        raise refuse("postings", "没有一笔存取。", "There is no posting.")
    moves: dict[date, Money] = {}
    for on, amount in postings:
        in_order(on, closed_on, "postings")
        same_currency(postings[0][1], postings=amount)
        moves[on] = moves[on] + amount if on in moves else amount
    return moves


def _covered(balance: Money, on: date) -> None:
    if balance.amount < 0:
        raise refuse(
            "postings", f"{on}余额不够。", f"More is drawn on {on} than there is on the account."
        )


def _paydays(
    start: date, end: date, rules: Sequence[SettlementRule]
) -> Iterator[tuple[date, date]]:
    """Each settlement day with the day its interest is booked, the last not after `end`."""
    ordered = sorted(rules, key=lambda rule: rule.since)
    if not ordered or start < ordered[0].since:
        raise refuse(
            "rules", f"{start}没有结息日的规定。", f"No settlement day is known for {start}."
        )
    for index in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        year, month = index // 12, index % 12 + 1
        for rule, later in zip(ordered, [*ordered[1:], None], strict=True):
            on = monthly_day(year, month, rule.day)
            in_force = rule.since <= on and (later is None or on < later.since)
            if in_force and month in rule.months and start <= on < end:
                yield on, on + _DAY


def _settle(
    balance: Money,
    period: tuple[date, date],
    rate_day: date,
    moves: dict[date, Money],
    terms: Terms,
) -> Settlement:
    """The interest of one period, cut where balance, tax or rate change."""
    since, paid_on = period
    changing = (*(terms.tax or ()), *(terms.rates if terms.rate_of == "each_day" else ()))
    changes = (*moves, *(first for first, _ in changing))
    days = sorted({since, paid_on, *(on for on in changes if since < on < paid_on)})
    pieces = []
    for low, high in pairwise(days):
        balance = balance + moves.get(low, Money.zero(balance.currency))
        _covered(balance, low)
        percent = _held(terms.rates, rate_day if terms.rate_of == "settlement_day" else low)
        tax = _held(terms.tax, low) if terms.tax is not None else Decimal(0)
        counted = span(low, high, terms.method)
        earning = balance.rounded(0, ROUND_DOWN) if terms.whole_units else balance
        pieces.append(Piece(low, high, earning, percent, tax, counted.days, counted.basis))
    exact = sum((piece.interest for piece in pieces), Fraction(0))
    taxed = sum((piece.interest * Fraction(piece.tax_percent) for piece in pieces), Fraction(0))
    gross = exact_money(exact, balance.currency)
    share = taxed / exact / 100 if exact else Fraction(0)
    tax_paid = exact_money(Fraction(gross.amount) * share, balance.currency)
    return Settlement(since, paid_on, tuple(pieces), gross, tax_paid, balance + gross - tax_paid)


def _held(bands: Bands, on: date) -> Decimal:
    """The value that holds on a day."""
    found = max((band for band in bands if band[0] <= on), default=None)
    if found is None:
        raise refuse("rates", f"{on}没有利率或税率。", f"There is no rate or tax for {on}.")
    return found[1]


_SHARED = Text(zh="按计息的日子分段征收", en="Each rate on the interest of its own days")


def _lines(settlement: Settlement) -> Iterator[Line]:
    last = day(settlement.paid_on - _DAY)
    grouped: dict[Decimal, Decimal] = {}
    for piece in settlement.pieces:
        product = piece.balance.amount * piece.days
        grouped[piece.percent] = grouped.get(piece.percent, Decimal(0)) + product
    basis = settlement.pieces[0].basis
    yield Line(
        Text(zh=f"计息到{last.zh}，按积数", en=f"Interest up to {last.en}, on balance times days"),
        " + ".join(f"{units:,} × {pct(percent)} ÷ {basis}" for percent, units in grouped.items()),
        (("since", str(settlement.since)), ("paid_on", str(settlement.paid_on))),
        settlement.gross,
    )
    if settlement.tax.amount:
        paid = sorted({piece.tax_percent for piece in settlement.pieces}, reverse=True)
        yield Line(
            Text(zh="利息税", en="Interest tax"),
            f"{plain(settlement.gross)} × {' / '.join(map(pct, paid))}",
            (("gross", str(settlement.gross)),),
            settlement.tax,
            _SHARED if len(paid) > 1 else None,
        )
    yield Line(Text(zh="入账后余额", en="Balance with the interest"), "", (), settlement.balance)
