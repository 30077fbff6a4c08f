"""Instalment loans: schedules, what a new rate does to the instalment, arrears, prepayment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, pct, plain
from firstdesk.products.daycount import add_months, whole_months
from firstdesk.products.inputs import in_order, one_of, percentage, positive, refuse, same_currency
from firstdesk.products.interest import exact_money

METHODS = ("instalment", "principal")
REPRICING = ("january", "anniversary", "month", "fixed")
LONGEST = 480
"""Months; longer is a slip of the keyboard."""

RatePath = Sequence[tuple[date, Decimal]]


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan as its contract tells it.

    Args:
        principal: what was lent.
        months: how many monthly instalments.
        drawn_on: the day it was paid out.
        first_on: the day of the first instalment; the 31st is the last of a shorter month.
        method: `instalment`: equal instalments; `principal`: equal parts of the principal.
        repricing: when a new rate counts: from 1 `january` after the change, from the loan's
            `anniversary`, from the next `month`ly instalment, or never (`fixed`).
    """

    principal: Money
    months: int
    drawn_on: date
    first_on: date
    method: str = "instalment"
    repricing: str = "january"

    def __post_init__(self) -> None:
        positive("amount", self.principal)
        if not 1 <= self.months <= LONGEST:
            raise refuse(
                "months",
                f"期数要在1到{LONGEST}之间。",
                f"There are between 1 and {LONGEST} instalments.",
            )
        in_order(self.drawn_on, self.first_on, "first_on")
        one_of("method", self.method, METHODS)
        one_of("repricing", self.repricing, REPRICING)

    def due_on(self, number: int) -> date:
        """The day of an instalment, counted from 1."""
        return add_months(self.first_on, number - 1)


@dataclass(frozen=True, slots=True)
class Row:
    """One instalment."""

    number: int
    due_on: date
    percent: Decimal
    amount: Money
    interest: Money
    principal: Money
    balance: Money
    """What is owed after it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A new rate: the instalment from which it counts, before and after."""

    number: int
    due_on: date
    old_percent: Decimal
    percent: Decimal
    old_amount: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class Schedule:
    """All instalments; the last clears the loan to the cent."""

    loan: Loan
    rows: tuple[Row, ...]
    changes: tuple[Change, ...]
    working: Working

    @property
    def interest(self) -> Money:
        """All interest."""
        return _sum([row.interest for row in self.rows], self.loan.principal.currency)


def payment(balance: Money, percent: Decimal, months: int) -> Money:
    """The equal instalment: P × i ÷ (1 − (1 + i)^−n), i a twelfth of the yearly rate.

    Args:
        balance: what is owed.
        percent: yearly rate in percent, nominal.
        months: how many instalments are left.
    """
    monthly = Fraction(percent) / 1200
    amount = Fraction(balance.amount)
    exact = amount * monthly / (1 - (1 + monthly) ** -months) if monthly else amount / months
    return exact_money(exact, balance.currency).rounded()


def schedule(loan: Loan, rates: RatePath) -> Schedule:
    """Works out every instalment along a path of rates.

    Args:
        loan: the contract.
        rates: yearly rates in percent by the day they came into force, the oldest first.

    Raises:
        Invalid: no rate on the day it was drawn, rates out of order, or a rate that cannot be.
    """
    _check(rates)
    rows: list[Row] = []
    changes: list[Change] = []
    balance, amount = loan.principal, Money.zero(loan.principal.currency)
    share = exact_money(Fraction(loan.principal.amount) / loan.months, balance.currency).rounded()
    percent = _on(rates, loan.drawn_on)
    for number in range(1, loan.months + 1):
        due_on, left = loan.due_on(number), loan.months - number + 1
        now = _on(rates, _rate_day(loan, due_on))
        fresh = now != percent or number == 1
        before, percent = percent, now
        interest = exact_money(
            Fraction(balance.amount) * Fraction(percent) / 1200, balance.currency
        ).rounded()
        if loan.method == "principal":
            old, amount = amount, min(share, balance) + interest
        elif fresh:
            old, amount = amount, payment(balance, percent, left)
        if fresh and number > 1:
            changes.append(Change(number, due_on, before, percent, old, amount))
        paid = balance + interest if left == 1 else min(amount, balance + interest)
        part = paid - interest
        balance = balance - part
        rows.append(Row(number, due_on, percent, paid, interest, part, balance))
    return Schedule(loan, tuple(rows), tuple(changes), _working(loan, rows, changes))


def _check(rates: RatePath) -> None:
    days = [since for since, _ in rates]
    if not days or days != sorted(set(days)):
        raise refuse(
            "rates", "利率要按日期排好，不能空。", "Rates need days in order, and at least one."
        )
    for _, percent in rates:
        percentage("percent", percent)


def _on(rates: RatePath, on: date) -> Decimal:
    held = [percent for since, percent in rates if since <= on]
    if not held:
        raise refuse("rates", f"{on}没有利率。", f"There is no rate for {on}.")
    return held[-1]


def _rate_day(loan: Loan, due_on: date) -> date:
    """The day whose rate an instalment is worked out with."""
    if loan.repricing == "fixed":
        return loan.drawn_on
    if loan.repricing == "january":
        return max(loan.drawn_on, date(due_on.year, 1, 1))
    if loan.repricing == "anniversary":
        years = max(whole_months(loan.drawn_on, due_on) // 12, 0)
        return add_months(loan.drawn_on, 12 * years)
    return due_on


def _working(loan: Loan, rows: Sequence[Row], changes: Sequence[Change]) -> Working:
    first = rows[0]
    lines = [_line(loan.principal, first.percent, loan.months, first.amount, loan.method)]
    for change in changes:
        owed = rows[change.number - 2].balance
        left = loan.months - change.number + 1
        line = _line(owed, change.percent, left, change.amount, loan.method)
        since = day(change.due_on)
        label = Text(zh=f"{since.zh}起每期", en=f"Each from {since.en}")
        lines.append(replace(line, label=label))
    total = _sum([row.interest for row in rows], loan.principal.currency)
    label = Text(zh="利息合计", en="All interest")
    return Working((*lines, Line(label, f"Σ 1…{loan.months}", (), total)))


def _line(owed: Money, percent: Decimal, left: int, amount: Money, method: str) -> Line:
    monthly = f"{pct(percent)} ÷ 12"
    formula = (
        f"{plain(owed)} × {monthly} ÷ (1 − (1 + {monthly})^−{left})"
        if method == "instalment"
        else f"{plain(owed)} ÷ {left} + {plain(owed)} × {monthly}"
    )
    inputs = (("owed", str(owed)), ("rate", pct(percent)), ("instalments", str(left)))
    return Line(Text(zh="首期", en="First instalment"), formula, inputs, amount)


def _sum(amounts: Sequence[Money], currency: str) -> Money:
    total = Money.zero(currency)
    for amount in amounts:
        total = total + amount
    return total


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One instalment paid short: by how much, and what is owed from all of them."""

    row: Row
    short: Money
    arrears: Money


def arrears(found: Schedule, paid: Money) -> tuple[Shortfall, ...]:
    """What happens when the same sum is paid on and on (case 07003).

    What was left unpaid is taken first from the next payment, so that it is short again, and by
    more: one late mark follows another.

    Args:
        paid: the sum paid at every instalment.

    Raises:
        Invalid: another currency, or nothing paid.
    """
    same_currency(found.loan.principal, paid=paid)
    positive("paid", paid)
    owed = Money.zero(paid.currency)
    result = []
    for row in found.rows:
        short = max(row.amount - paid, Money.zero(paid.currency))
        gap = owed + row.amount - paid
        owed = max(gap, Money.zero(paid.currency))
        if owed.amount:
            result.append(Shortfall(row, short, owed))
    return tuple(result)


KEEP = ("instalment", "term")


@dataclass(frozen=True, slots=True)
class Prepayment:
    """What paying early changes."""

    before: Schedule
    rows: tuple[Row, ...]
    fee: Money
    saved: Money
    """Interest saved, before the fee."""

    working: Working

    @property
    def ends_on(self) -> date:
        """The day of the last instalment."""
        return self.rows[-1].due_on if self.rows else self.before.rows[0].due_on


def prepay(
    found: Schedule,
    after: int,
    amount: Money,
    *,
    keep: str = "instalment",
    fee: Decimal = Decimal(0),
) -> Prepayment:
    """Pays part or all of the loan right after an instalment.

    Args:
        after: the number of the instalment just paid.
        amount: what is paid on top of it.
        keep: `instalment`: it ends sooner; `term`: the instalment falls.
        fee: percent of the sum.

    Raises:
        Invalid: no such instalment, more than is owed, another currency, or a fee that cannot be.
    """
    loan = found.loan
    one_of("keep", keep, KEEP)
    percentage("fee", fee)
    same_currency(loan.principal, amount=amount)
    positive("amount", amount)
    if not 1 <= after < loan.months:
        raise refuse("after", "没有这一期。", "There is no such instalment.")
    last = found.rows[after - 1]
    if amount > last.balance:
        raise refuse(
            "amount",
            f"只欠{last.balance.format()}。",
            f"Only {last.balance.format('en')} is owed.",
        )
    rest = found.rows[after:]
    balance = last.balance - amount
    regular = rest[0].amount
    if keep == "term" and balance.amount:
        regular = payment(balance, rest[0].percent, len(rest))
    rows = _run(balance, rest, regular)
    old = _sum([row.interest for row in rest], balance.currency)
    new = _sum([row.interest for row in rows], balance.currency)
    cost = exact_money(Fraction(amount.amount) * Fraction(fee) / 100, amount.currency).rounded()
    lines = (
        Line(Text(zh="原来还要付的利息", en="Interest still to pay before"), "", (), old),
        Line(Text(zh="提前还后的利息", en="Interest after paying early"), "", (), new),
        Line(
            Text(zh="省下利息", en="Interest saved"), f"{plain(old)} − {plain(new)}", (), old - new
        ),
    )
    return Prepayment(found, rows, cost, old - new, Working(lines))


def _run(balance: Money, like: Sequence[Row], regular: Money) -> tuple[Row, ...]:
    rows: list[Row] = []
    for row in like:
        if not balance.amount:
            break
        interest = exact_money(
            Fraction(balance.amount) * Fraction(row.percent) / 1200, balance.currency
        ).rounded()
        paid = balance + interest if row is like[-1] else min(regular, balance + interest)
        part = paid - interest
        balance = balance - part
        rows.append(Row(row.number, row.due_on, row.percent, paid, interest, part, balance))
    return tuple(rows)
