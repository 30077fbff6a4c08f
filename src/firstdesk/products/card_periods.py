"""Interest-free days of a credit card, and which of several cards gives the most of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from firstdesk.core.money import Money
from firstdesk.core.text import Text, plural
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, plain
from firstdesk.products.cards import due_date, statement_on_or_after
from firstdesk.products.inputs import day_number, day_of_month, in_order, positive, refuse

MOST_CARDS = 31
"""More than one card for each statement day gains nothing."""
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Card:
    """A card by its terms.

    Args:
        statement_day: day of the month of its statements; 31 is the last of a shorter month.
        due_days: calendar days from a statement to its due date.
    """

    statement_day: int
    due_days: int

    def __post_init__(self) -> None:
        day_of_month("statement_day", self.statement_day)
        day_number("due_days", self.due_days)


@dataclass(frozen=True, slots=True)
class Period:
    """What a purchase of one day costs nothing until: its statement and its due date."""

    card: Card
    bought_on: date
    statement_on: date
    due_on: date

    @property
    def days(self) -> int:
        """Days without interest; the day of purchase is not counted."""
        return (self.due_on - self.bought_on).days


def interest_free(card: Card, bought_on: date) -> Period:
    """The interest-free period of a purchase that is paid in full when due.

    A purchase on the statement day belongs to that day's statement, the shortest period there is
    (case 01015).
    """
    statement = statement_on_or_after(bought_on, card.statement_day)
    return Period(card, bought_on, statement, due_date(statement, card.due_days))


@dataclass(frozen=True, slots=True)
class Choice:
    """The cards in hand on a day, the one with the longest period first."""

    periods: tuple[Period, ...]
    working: Working

    @property
    def best(self) -> Period:
        """The longest period; of equal ones, that of the card named first."""
        return self.periods[0]


def best_card(cards: Sequence[Card], bought_on: date) -> Choice:
    """Ranks several cards for a purchase on a day (case 01015).

    With statement days 5, 15, 22, 27 and 20 days to pay, the 6th of January 2007 is one for the
    card of the 5th: 50 days.

    Raises:
        Invalid: no cards, or too many.
    """
    _some(cards)
    periods = sorted((interest_free(card, bought_on) for card in cards), key=lambda p: -p.days)
    return Choice(tuple(periods), Working(tuple(_line(period) for period in periods)))


@dataclass(frozen=True, slots=True)
class Rotation:
    """The best card of each day over a stretch of days."""

    periods: tuple[Period, ...]

    @property
    def shortest(self) -> int:
        """Interest-free days on the worst day."""
        return min(period.days for period in self.periods)

    @property
    def longest(self) -> int:
        """Interest-free days on the best day."""
        return max(period.days for period in self.periods)

    @property
    def mean(self) -> Decimal:
        """Interest-free days on average over the days, to two decimals, half up."""
        total = Decimal(sum(period.days for period in self.periods))
        return (total / len(self.periods)).quantize(_CENT, ROUND_HALF_UP)


def rotation(cards: Sequence[Card], start: date, end: date) -> Rotation:
    """The best card of every day from one day up to another, that day not counted.

    Over 2007 the four cards of case 01015 give between 38 and 50 days, 45.90 on average.

    Raises:
        Invalid: no cards, too many, or no day between the two.
    """
    _some(cards)
    in_order(start + timedelta(days=1), end)
    days = (start + timedelta(days=number) for number in range((end - start).days))
    return Rotation(
        tuple(max((interest_free(card, on) for card in cards), key=lambda p: p.days) for on in days)
    )


@dataclass(frozen=True, slots=True)
class Spending:
    """How much can be spent anew in a stretch of days when each purchase occupies the limit."""

    amount: Money
    working: Working


def sustainable_spending(limit: Money, held_days: int, *, days: int = 30) -> Spending:
    """What a limit allows again and again when every purchase is paid only when due.

    100,000 that stay occupied for 50 days are 60,000 in 30 days, not 100,000 (case 01015).

    Args:
        limit: of all cards together.
        held_days: days from a purchase to its payment.
        days: the stretch looked at.

    Returns:
        The amount, rounded down.

    Raises:
        Invalid: no limit, or no days.
    """
    positive("limit", limit)
    if held_days < 1 or days < 1:
        raise refuse("days", "天数至少是一天。", "There is at least one day.")
    amount = Money(limit.amount * days / held_days, limit.currency).rounded(rounding=ROUND_DOWN)
    line = Line(
        Text(zh=f"每{days}天可以新增的消费", en=f"New spending in {plural(days, 'day')}"),
        f"{plain(limit)} × {days} ÷ {held_days}",
        (("limit", str(limit)), ("held_days", str(held_days)), ("days", str(days))),
        amount,
        Text(
            zh=f"每笔消费占用额度{held_days}天",
            en=f"Each purchase occupies the limit for {plural(held_days, 'day')}",
        ),
    )
    return Spending(amount, Working((line,)))


def _some(cards: Sequence[Card]) -> None:
    if not 1 <= len(cards) <= MOST_CARDS:
        raise refuse(
            "cards", f"卡片要有1到{MOST_CARDS}张。", f"Give between 1 and {MOST_CARDS} cards."
        )


def _line(period: Period) -> Line:
    number, statement, due = (
        period.card.statement_day,
        day(period.statement_on),
        day(period.due_on),
    )
    return Line(
        Text(
            zh=f"账单日{number}日的卡：免息{period.days}天",
            en=f"Card with statement day {number}: {plural(period.days, 'day')} without interest",
        ),
        f"{period.due_on} − {period.bought_on}",
        (
            ("bought", str(period.bought_on)),
            ("statement", str(period.statement_on)),
            ("due", str(period.due_on)),
        ),
        None,
        Text(
            zh=f"{statement.zh}出账单，{due.zh}到期",
            en=f"Statement of {statement.en}, due {due.en}",
        ),
    )
