"""Shapes of the casebook's API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from ninja import Field, Schema

from firstdesk.casebook.importer import ImportReport
from firstdesk.casebook.models import Import
from firstdesk.casebook.replays.model import Replay
from firstdesk.casebook.studies import HEADINGS, Study
from firstdesk.staff.schemas import TextOut


class StudyOut(Schema):
    """A study in a list."""

    number: str
    role: str
    title: TextOut
    summary: TextOut
    causes: list[str]
    practices: list[str]
    outcome: str
    text: str = Field(description="full, or listed_only where the source names it without a text")
    replayable: bool


class StudyPage(Schema):
    """A page of studies."""

    items: list[StudyOut]
    next: str | None


class Found(Schema):
    """Studies found by words, the best first."""

    count: int
    items: list[StudyOut]


class FactOut(Schema):
    """A figure of the case."""

    label: TextOut
    value: TextOut
    note: TextOut | None


class SectionOut(Schema):
    """One part of the text, in Markdown."""

    title: TextOut
    markdown: TextOut


class StudyDetail(StudyOut):
    """A study, whole."""

    lead: TextOut
    period: TextOut | None
    channels: list[str]
    products: list[str]
    linked: list[str]
    facts: list[FactOut]
    doubts: list[TextOut]
    sections: list[SectionOut]
    replays: list[str]


class DoubtCount(Schema):
    """How many doubts of one kind."""

    kind: str
    count: int


class Repaired(Schema):
    """A number read differently from how it is printed."""

    printed: str
    repaired: str
    title: str
    why: TextOut


class ImportOut(Schema):
    """What was read from a document; nothing is a study before a person has reviewed it."""

    id: str
    name: str
    imported_at: datetime
    encoding: str
    with_text: int
    listed_only: list[str]
    repaired: list[Repaired]
    doubts: list[DoubtCount]
    warnings: list[TextOut]


class ReplayOut(Schema):
    """A replay."""

    name: str
    case: str
    title: TextOut
    covers: list[str]
    rules: list[str]
    verbs: list[str]
    steps: int


class Replays(Schema):
    """All replays."""

    items: list[ReplayOut]


class ReplayIn(Schema):
    """How to run it."""

    off: list[str] = Field(default_factory=list, max_length=20)


class StepOut(Schema):
    """One step as it went."""

    at: datetime
    who: TextOut
    told: TextOut
    do: str
    status: int
    answered: TextOut
    ok: bool
    wrong: list[str]
    right: list[str]


class ReplayRun(Schema):
    """The story of a run."""

    case: str
    name: str
    title: TextOut
    covers: list[str]
    rules: list[str]
    verbs: list[str]
    off: list[str]
    ok: bool
    broken: str
    steps: list[StepOut]


def study_out(study: Study, replayable: Collection[str]) -> dict[str, Any]:
    """A study in a list."""
    return {
        "number": study.id,
        "role": study.role,
        "title": study.title.to_json(),
        "summary": study.summary.to_json(),
        "causes": list(study.causes),
        "practices": list(study.practices),
        "outcome": study.outcome,
        "text": "listed_only" if study.listed_only else "full",
        "replayable": study.id in replayable,
    }


def study_detail(study: Study, replays: Collection[Replay]) -> dict[str, Any]:
    """A study, whole."""
    own = [one.name for one in replays if one.case == study.id]
    zh, en = study.sections("zh"), study.sections("en")
    return study_out(study, {study.id} if own else ()) | {
        "lead": study.lead.to_json(),
        "period": study.period.to_json() if study.period else None,
        "channels": list(study.channels),
        "products": list(study.products),
        "linked": list(study.linked),
        "facts": [
            {
                "label": fact.label.to_json(),
                "value": fact.value.to_json(),
                "note": fact.note.to_json() if fact.note else None,
            }
            for fact in study.facts
        ],
        "doubts": [doubt.to_json() for doubt in study.doubts],
        "sections": [
            {
                "title": {"zh": HEADINGS["zh"][place], "en": HEADINGS["en"][place]},
                "markdown": {"zh": zh[place].markdown, "en": en[place].markdown},
            }
            for place in range(len(zh))
        ],
        "replays": own,
    }


def import_out(made: Import, report: ImportReport) -> dict[str, Any]:
    """What was read."""
    kinds = Counter(doubt.kind for case in report.cases for doubt in case.doubts)
    return {
        "id": str(made.pk),
        "name": made.name,
        "imported_at": made.imported_at,
        "encoding": report.encoding,
        "with_text": len(report.with_text),
        "listed_only": [case.number for case in report.listed_only],
        "repaired": [
            {
                "printed": one.printed,
                "repaired": one.repaired,
                "title": one.title,
                "why": one.why.to_json(),
            }
            for one in report.repaired
        ],
        "doubts": [{"kind": str(kind), "count": n} for kind, n in kinds.most_common()],
        "warnings": [warning.to_json() for warning in report.warnings],
    }


def replay_out(replay: Replay) -> dict[str, Any]:
    """A replay in a list."""
    return {
        "name": replay.name,
        "case": replay.case,
        "title": replay.title.to_json(),
        "covers": list(replay.covers),
        "rules": list(replay.rules),
        "verbs": list(replay.verbs),
        "steps": len(replay.steps),
    }
