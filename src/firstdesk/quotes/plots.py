"""A table's figures as lines: points for an SVG, drawn on the server, so that it prints. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.quotes.model import Table, Value, said

WIDTH, HEIGHT = 640, 220
LEFT, TOP, BOTTOM = 92, 12, 28


@dataclass(frozen=True, slots=True)
class Curve:
    """One column as a line."""

    label: Text
    points: str
    number: int


@dataclass(frozen=True, slots=True)
class Plot:
    """Lines over the rows of a table, with the first and last of both axes."""

    curves: tuple[Curve, ...]
    lowest: str
    highest: str
    first: str
    last: str
    zero: str
    """Where nothing lies, when some figures are below it: there money is missing; else empty."""


def plot(table: Table, lang: str) -> Plot | None:
    """Lays the plotted columns of a table out; None for fewer than two rows.

    Args:
        table: with the columns to plot named; these hold sums or numbers.
    """
    if len(table.rows) < 2:
        return None
    columns = [[_number(row[column]) for row in table.rows] for column in table.plot]
    low, high = min(map(min, columns)), max(map(max, columns))
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    span = high - low or Decimal(1)

    def height(value: Decimal) -> float:
        return round(TOP + float((high - value) / span) * (HEIGHT - TOP - BOTTOM), 1)

    step = (WIDTH - LEFT - 8) / (len(table.rows) - 1)
    curves = tuple(
        Curve(
            table.columns[column],
            " ".join(
                f"{LEFT + row * step:.1f},{height(value)}" for row, value in enumerate(values)
            ),
            number,
        )
        for number, (column, values) in enumerate(zip(table.plot, columns, strict=True), 1)
    )
    like = table.rows[0][table.plot[0]]
    return Plot(
        curves=curves,
        lowest=_said(low, like, lang),
        highest=_said(high, like, lang),
        first=said(table.rows[0][0], lang),
        last=said(table.rows[-1][0], lang),
        zero=str(height(Decimal(0))) if low < 0 else "",
    )


def _number(value: Value) -> Decimal:
    if isinstance(value, Money):
        return value.amount
    if isinstance(value, Decimal | int):
        return Decimal(value)
    raise TypeError(f"{value!r} cannot be plotted.")


def _said(number: Decimal, like: Value, lang: str) -> str:
    if isinstance(like, Money):
        return Money(number, like.currency).format(lang)
    return f"{number:f}"
