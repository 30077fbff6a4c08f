"""What became of a load, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from firstdesk.core.text import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """One fault of one row.

    Args:
        row: its number in the call, from 1; of a CSV file the line, the header being line 1.
        ref: the row's reference, "" where it has none.
        field: the field at fault, "" where it is the whole row.
    """

    row: int
    ref: str
    field: str
    what: Text
    why: Text
    do: Text

    def to_json(self) -> dict[str, Any]:
        """As the API gives it."""
        return {
            "row": self.row,
            "ref": self.ref,
            "field": self.field,
            "what": self.what.to_json(),
            "why": self.why.to_json(),
            "do": self.do.to_json(),
        }


@dataclass(frozen=True, slots=True)
class LoadReport:
    """The outcome of one call.

    Args:
        received: rows in the call.
        created, updated, unchanged: good rows, by what they are to what was there. They were
            stored only if `stored`; else they tell what would have happened.
        refused: every fault, in row order; one row may have several.
        stored: False when a row was refused and `partial` was not asked for: then nothing of the
            call is kept.
    """

    kind: str
    received: int
    created: int
    updated: int
    unchanged: int
    refused: tuple[Refusal, ...]
    stored: bool
    partial: bool

    @property
    def refused_rows(self) -> int:
        """How many rows were refused."""
        return len({refusal.row for refusal in self.refused})

    @property
    def summary(self) -> Text:
        """The outcome in one sentence."""
        counts = {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": self.refused_rows,
        }
        if not self.stored:
            return Text(
                zh="有{refused}行被退回，这一次一行也没有存。",
                en="{refused} rows were refused; nothing of this call was stored.",
            ).format(**counts)
        return Text(
            zh="新增{created}行，更新{updated}行，未变{unchanged}行，退回{refused}行。",
            en="{created} created, {updated} updated, {unchanged} unchanged, {refused} refused.",
        ).format(**counts)

    def to_json(self) -> dict[str, Any]:
        """As the API gives it."""
        return {
            **self.counts(),
            "kind": self.kind,
            "partial": self.partial,
            "summary": self.summary.to_json(),
            "refused": [refusal.to_json() for refusal in self.refused],
        }

    def counts(self) -> dict[str, Any]:
        """As the journal keeps it: numbers only, no customer's data."""
        return {
            "received": self.received,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused_rows": self.refused_rows,
            "stored": self.stored,
        }
