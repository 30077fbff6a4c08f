"""Bills against the signing day, as coordinates for an SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

WIDTH, LEFT, RIGHT, ROW = 560, 8, 552, 26
_NARROWEST = 104


@dataclass(frozen=True, slots=True)
class Bar:
    """One bill: where its bar lies, and on which side its note stands."""

    y: int
    x: int
    width: int
    covered: bool
    label: dict[str, str]
    note: dict[str, str]
    note_x: int
    note_end: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """The whole picture."""

    height: int
    today_x: int
    today: date
    bars: tuple[Bar, ...]


def figure(spans: Sequence[dict[str, Any]], today: date) -> Figure | None:
    """Places spans on a line of days; dashed and solid is left to the style sheet.

    Args:
        spans: as items keep them.
        today: the signing day.
    """
    if not spans:
        return None
    days = [(date.fromisoformat(span["start"]), date.fromisoformat(span["end"])) for span in spans]
    first = min(min(start for start, _ in days), today)
    last = max(max(end for _, end in days), today)
    scale = (RIGHT - LEFT) / max(1, (last - first).days)

    def at(day: date) -> int:
        return LEFT + round((day - first).days * scale)

    bars = []
    for row, (span, (start, end)) in enumerate(zip(spans, days, strict=True)):
        width = max(_NARROWEST, at(end) - at(start))
        x = min(at(start), RIGHT - width)
        left = x + width > WIDTH - 200
        bars.append(
            Bar(
                y=30 + row * ROW,
                x=x,
                width=width,
                covered=span["covered"],
                label=span["label"],
                note=span["note"],
                note_x=x - 8 if left else x + width + 8,
                note_end=left,
            )
        )
    return Figure(30 + len(bars) * ROW, at(today), today, tuple(bars))
