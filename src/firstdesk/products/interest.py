"""Simple interest and the tax on it, split by the days on which it accrued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from firstdesk.core.money import Money
from firstdesk.core.text import Text, plural
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, pct, plain
from firstdesk.products.daycount import METHODS, Span, span
from firstdesk.products.inputs import (
    day_number,
    in_order,
    one_of,
    percentage,
    positive,
    refuse,
)

TaxBands = Sequence[tuple[date, Decimal]]
"""(first day, percent): the interest tax that applies to interest accrued from that day on."""


@dataclass(frozen=True, slots=True)
class TaxSlice:
    """A piece of the accrual period under one tax rate; `to` is not counted."""

    since: date
    to: date
    percent: Decimal
    days: int
    tax: Money


@dataclass(frozen=True, slots=True)
class Interest:
    """Interest with its tax. All in the deposit's currency, to its smallest unit."""

    principal: Money
    gross: Money
    tax: Money
    working: Working
    slices: tuple[TaxSlice, ...] = ()

    @property
    def net(self) -> Money:
        """What the customer is paid on top of his principal."""
        return self.gross - self.tax


def exact_money(value: Fraction, currency: str) -> Money:
    """A non-negative exact value rounded half up to the currency's smallest unit."""
    places = Money.zero(currency).places
    units = int(value * 10**places + Fraction(1, 2))
    return Money(Decimal(units).scaleb(-places), currency)


def accrued(principal: Money, percent: Decimal, counted: Span) -> Money:
    """Interest for a span, rounded once at the end, half up."""
    exact = Fraction(principal.amount) * Fraction(percent) * counted.days
    return exact_money(exact / (100 * counted.basis), principal.currency)


def tax_split(
    start: date, end: date, bands: TaxBands, method: str
) -> list[tuple[date, date, Decimal, int]]:
    """Splits an accrual period at the days on which the tax changes.

    Args:
        start, end: the period; the first day counts, the last does not.
        bands: as known on the day of asking, in any order.
        method: the day count of each piece.

    Returns:
        (from, to, percent, days) for each piece.

    Raises:
        Invalid: no band covers the start, or two begin on one day.
    """
    ordered = sorted(bands)
    starts = [first for first, _ in ordered]
    for _, percent in ordered:
        percentage("bands", percent)
    if len(set(starts)) < len(starts):
        raise refuse("bands", "两个税率同日生效。", "Two tax rates begin on one day.")
    if not ordered or start < starts[0]:
        known = day(start)
        raise refuse(
            "start", f"没有{known.zh}的利息税规定。", f"No interest tax is known for {known.en}."
        )
    pieces = []
    for (first, percent), following in zip(ordered, [*starts[1:], end], strict=True):
        low, high = max(first, start), min(following, end)
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
    bands: TaxBands | None,
    tax_method: str | None = None,
    label: Text,
    idle_days: int = 0,
    whole_units: bool = False,
) -> Interest:
    """Simple interest over a period, taxed by accrual date.

    Args:
        principal: more than zero.
        percent: rate in percent a year.
        start, end: the first day counts, the last does not.
        method: day count of the interest.
        bands: the interest tax; None leaves tax out of account.
        tax_method: day count of the tax split; the interest's own when left out. The interest
            paid is shared among the pieces by their days, the tax is rounded half up once, and
            its lines add up to it.
        label: what the interest line is called.
        idle_days: days in the period that earn nothing.
        whole_units: whether only whole yuan (dollars, …) of the principal earn.

    Raises:
        Invalid: sums, rates or days that cannot be, or a start that no tax band covers.
    """
    positive("amount", principal)
    percentage("percent", percent)
    in_order(start, end)
    one_of("tax_method", tax_method or method, METHODS)
    day_number("idle_days", idle_days)
    counted = span(start, end, method)
    if idle_days > counted.days:
        raise refuse("idle_days", "不计息天数超过存期。", "More idle days than days held.")
    counted = Span(method, counted.days - idle_days, counted.basis)
    base = principal.rounded(0, ROUND_DOWN) if whole_units else principal
    gross = accrued(base, percent, counted)
    first = _interest_line(label, base, percent, counted, gross, idle_days)
    nothing = Money.zero(principal.currency).rounded()
    if bands is None:
        return Interest(principal, gross, nothing, Working((first,)))
    slices, lines = _taxed(gross, start, end, bands, tax_method or method)
    tax = sum((piece.tax for piece in slices), nothing)
    last = Line(
        Text(zh="税后利息", en="Interest after tax"),
        f"{plain(gross)} − {plain(tax)}",
        (("gross", str(gross)), ("tax", str(tax))),
        gross - tax,
    )
    return Interest(principal, gross, tax, Working((first, *lines, last)), slices)


def _interest_line(
    label: Text, base: Money, percent: Decimal, counted: Span, gross: Money, idle_days: int
) -> Line:
    note = Text(
        zh=f"另有{idle_days}天不计息", en=f"{plural(idle_days, 'further day')} without interest"
    )
    return Line(
        label,
        f"{plain(base)} × {pct(percent)} × {counted.days} ÷ {counted.basis}",
        (
            ("principal", str(base)),
            ("rate", pct(percent)),
            ("days", str(counted.days)),
            ("basis", str(counted.basis)),
            ("method", counted.method),
        ),
        gross,
        note if idle_days else None,
    )


def _taxed(
    gross: Money, start: date, end: date, bands: TaxBands, method: str
) -> tuple[tuple[TaxSlice, ...], list[Line]]:
    """The tax of each piece. Each is the growth of the rounded sum, so that they add up."""
    pieces = tax_split(start, end, bands, method)
    total = sum(days for *_, days in pieces)
    if not total and start < end:  # the 30th to the 31st is a day, though not on 30/360
        return _taxed(gross, start, end, bands, "actual_365")
    exact, before = Fraction(0), Money.zero(gross.currency)
    slices, lines = [], []
    for low, high, percent, days in pieces:
        exact += Fraction(gross.amount) * days * Fraction(percent) / (total * 100)
        upto = exact_money(exact, gross.currency)
        piece = TaxSlice(low, high, percent, days, upto - before)
        share = f" × {days} ÷ {total}" if days != total else ""
        slices.append(piece)
        lines.append(
            Line(
                Text(
                    zh=f"利息税{pct(percent)}，{day(low).zh}起",
                    en=f"Interest tax {pct(percent)} from {day(low).en}",
                ),
                f"{plain(gross)}{share} × {pct(percent)}",
                (("from", str(low)), ("to", str(high)), ("days", str(days)), ("method", method)),
                piece.tax,
            )
        )
        before = upto
    return tuple(slices), lines


def together(principal: Money, parts: Sequence[Interest]) -> Interest:
    """Several interest sums paid at once, with a total line."""
    nothing = Money.zero(principal.currency).rounded()
    gross = sum((part.gross for part in parts), nothing)
    tax = sum((part.tax for part in parts), nothing)
    lines = tuple(line for part in parts for line in part.working.lines)
    total = Line(
        Text(zh="合计税后利息", en="Together, after tax"),
        " + ".join(plain(part.net) for part in parts),
        (("gross", str(gross)), ("tax", str(tax))),
        gross - tax,
    )
    slices = tuple(piece for part in parts for piece in part.slices)
    return Interest(principal, gross, tax, Working((*lines, total)), slices)
