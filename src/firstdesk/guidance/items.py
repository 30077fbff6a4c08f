"""What guidance says: items of a kind, with sums, days, words to say and ways out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Working
from firstdesk.policies.book import Ruling


class Kind(StrEnum):
    """The kinds of item, in the order in which they are shown."""

    BLOCK = "block"
    DISCLOSURE = "disclosure"
    CONSEQUENCE = "consequence"
    REQUIREMENT = "requirement"
    ALTERNATIVE = "alternative"
    OPPORTUNITY = "opportunity"
    CHECKED = "checked"


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount with what it is; `tone` is "", "warn", "bad" or "ok"."""

    label: Text
    amount: Money
    tone: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A date with what it is."""

    label: Text
    day: date
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """One bill against the signing day: dashed when not covered, solid when covered."""

    label: Text
    start: date
    end: date
    covered: bool
    note: Text


@dataclass(frozen=True, slots=True)
class Way:
    """Another way, ready to be carried out from here.

    `operation` with `fields` starts that operation filled in; `promise` proposes a promise with
    those words for `due` (a local "YYYY-MM-DDTHH:MM"); neither means the customer does it himself.
    """

    key: str
    label: Text
    detail: Text | None = None
    operation: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    promise: Text | None = None
    due: str = ""
    best: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What the customer may choose when he acknowledges; kept with the evidence."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tell, to know, to bring or to do before signing.

    Args:
        key: stable within its operation; evidence is kept by it.
        kind: a disclosure locks submission until told and acknowledged; a block forbids it.
        title: the consequence first, in days and money.
        detail: the reason in one or two sentences.
        say: spoken words for the customer.
        confirm: the customer's own sentence where a general yes is not enough ("I know it is
            early", case 02003).
        choices: what he must choose from when he acknowledges.
        large_print: for older customers and paper slips.
        slip: the line printed large on what the customer takes along.
        supervisor: only somebody who may approve can record it, signed (case 02027).
        force: how binding its rule is, of `policies.book.FORCES`; a guideline may be overridden.
    """

    key: str
    kind: Kind
    title: Text
    detail: Text | None = None
    say: Text | None = None
    confirm: Text | None = None
    sums: tuple[Sum, ...] = ()
    sums_title: Text | None = None
    days: tuple[Day, ...] = ()
    spans: tuple[Span, ...] = ()
    working: Working | None = None
    ways: tuple[Way, ...] = ()
    choices: tuple[Choice, ...] = ()
    policies: tuple[Ruling, ...] = ()
    cases: tuple[str, ...] = ()
    rule: str = ""
    why: str = ""
    large_print: bool = False
    slip: Text | None = None
    tone: str = ""
    supervisor: bool = False
    force: str = "mandatory"

    def to_json(self) -> dict[str, Any]:
        """The item as evidence and the API keep it: both languages, exact amounts."""
        return {
            "key": self.key,
            "kind": str(self.kind),
            "title": self.title.to_json(),
            "detail": _text(self.detail),
            "say": _text(self.say),
            "confirm": _text(self.confirm),
            "slip": _text(self.slip),
            "sums_title": _text(self.sums_title),
            "sums": [
                {
                    "label": s.label.to_json(),
                    **s.amount.to_json(),
                    "tone": s.tone,
                    "total": s.total,
                }
                for s in self.sums
            ],
            "days": [
                {"label": d.label.to_json(), "day": d.day.isoformat(), "tone": d.tone}
                for d in self.days
            ],
            "spans": [
                {
                    "label": s.label.to_json(),
                    "start": s.start.isoformat(),
                    "end": s.end.isoformat(),
                    "covered": s.covered,
                    "note": s.note.to_json(),
                }
                for s in self.spans
            ],
            "working": self.working.to_json() if self.working else None,
            "ways": [_way(way) for way in self.ways],
            "choices": [{"key": c.key, "label": c.label.to_json()} for c in self.choices],
            "policies": [ruling.reference() for ruling in self.policies],
            "cases": list(self.cases),
            "rule": self.rule,
            "why": self.why,
            "large_print": self.large_print,
            "tone": self.tone,
            "supervisor": self.supervisor,
            "force": self.force,
        }


def _text(text: Text | None) -> dict[str, str] | None:
    return text.to_json() if text else None


def _way(way: Way) -> dict[str, Any]:
    return {
        "key": way.key,
        "label": way.label.to_json(),
        "detail": _text(way.detail),
        "operation": way.operation,
        "fields": dict(way.fields),
        "promise": _text(way.promise),
        "due": way.due,
        "best": way.best,
    }
