"""The working of a calculation: lines that an employee can print and a customer can follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from firstdesk.core.money import Money
from firstdesk.core.text import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One step: what it is, the formula, what went in, what came out."""

    label: Text
    formula: str
    inputs: tuple[tuple[str, str], ...]
    amount: Money | None
    note: Text | None = None

    def to_json(self) -> dict[str, Any]:
        """As the API gives it."""
        return {
            "label": self.label.to_json(),
            "formula": self.formula,
            "inputs": [list(pair) for pair in self.inputs],
            "amount": self.amount.to_json() if self.amount else None,
            "note": self.note.to_json() if self.note else None,
        }


@dataclass(frozen=True, slots=True)
class Working:
    """All steps, in order."""

    lines: tuple[Line, ...]

    def to_json(self) -> list[dict[str, Any]]:
        """As the API gives it."""
        return [line.to_json() for line in self.lines]
