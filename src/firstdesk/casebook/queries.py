"""Reads of the casebook: the library with filters and search, similar studies, drafts."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from typing import Any

from django.db import connection

from firstdesk.casebook.models import Draft, Import, ReaderNote, StudyIndex
from firstdesk.casebook.reading import DOUBTS
from firstdesk.casebook.replays import model as replays
from firstdesk.casebook.services import study_not_found
from firstdesk.casebook.studies import CAUSES, OUTCOMES, ROLES, Study, load_all
from firstdesk.core.actor import Actor
from firstdesk.core.errors import NotFound
from firstdesk.core.text import Text
from firstdesk.core.words import cut
from firstdesk.staff.permissions import require


def get_study(number: str) -> Study:
    """One study.

    Raises:
        NotFound: there is none of that number.
    """
    found = load_all().get(number)
    if found is None:
        raise study_not_found()
    return found


def search(words: str) -> list[str]:
    """Numbers of the studies that hold all words, in either language; the best first.

    A word in the title counts five times one in the text.
    """
    wanted = cut(words)
    if not wanted:
        return list(load_all())
    scores: Counter[str] = Counter()
    for row in StudyIndex.objects.filter(words__contains=wanted):
        in_title = len(set(wanted) & set(row.title_words))
        scores[row.number] = max(scores[row.number], len(wanted) + 4 * in_title)
    return [n for n, _ in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))]


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter's value with how many studies it would leave."""

    key: str
    label: Text
    count: int
    on: bool


@dataclass(frozen=True, slots=True)
class Library:
    """The studies found, and the filters beside them."""

    studies: list[Study]
    roles: list[Choice]
    causes: list[Choice]
    outcomes: list[Choice]
    replayable: frozenset[str]


def library(
    *,
    words: str = "",
    role: str = "",
    causes: Iterable[str] = (),
    outcomes: Iterable[str] = (),
    replayable_only: bool = False,
) -> Library:
    """The library as filtered; within a filter any value suffices, across filters all."""
    chosen, ends = set(causes) & set(CAUSES), set(outcomes) & set(OUTCOMES)
    can_replay = frozenset(replay.case for replay in replays.load_all().values())
    found = [load_all()[number] for number in search(words) if number in load_all()]
    if replayable_only:
        found = [study for study in found if study.id in can_replay]
    in_role = [s for s in found if not role or s.role == role]
    by_cause = [s for s in in_role if not chosen or chosen & set(s.causes)]
    shown = [s for s in by_cause if not ends or s.outcome in ends]
    with_end = [s for s in in_role if not ends or s.outcome in ends]
    per_role = Counter(s.role for s in found)
    per_cause = Counter(cause for s in with_end for cause in s.causes)
    per_end = Counter(s.outcome for s in by_cause)
    return Library(
        studies=shown,
        roles=[Choice(k, t, per_role[k], k == role) for k, t in ROLES.items()],
        causes=[Choice(k, t, per_cause[k], k in chosen) for k, t in CAUSES.items()],
        outcomes=[Choice(k, t, per_end[k], k in ends) for k, t in OUTCOMES.items()],
        replayable=can_replay,
    )


def similar(study: Study, limit: int = 3) -> list[tuple[Study, list[Text]]]:
    """Studies that share most: the same incident first, then causes, products, outcome."""
    scored = []
    for other in load_all().values():
        if other.id == study.id:
            continue
        shared = [CAUSES[c] for c in study.causes if c in other.causes]
        score = (
            10 * (other.id in study.linked)
            + 3 * len(shared)
            + 2 * len(set(study.products) & set(other.products))
            + (other.outcome == study.outcome)
        )
        if score >= 3:
            scored.append((score, other, shared))
    scored.sort(key=lambda row: (-row[0], row[1].id))
    return [(other, shared) for _, other, shared in scored[:limit]]


_SHARED = """
SELECT word, array_agg(DISTINCT number) FROM casebook_studyindex, unnest(words) AS word
WHERE words && %s AND word = ANY(%s) GROUP BY word
"""


def similar_to(text: str, limit: int = 3) -> list[tuple[Study, list[str]]]:
    """Studies that tell of the same things as a text, the likest first, with the words they share.

    A shared word counts the more, the fewer studies have it (inverse document frequency); what a
    quarter of them has tells nothing.

    Args:
        text: what a customer told, in either language.
    """
    studies = load_all()
    told = [word for word in cut(text) if len(word) > 1 and not word.isdigit()]
    if not told:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, [told, told])
        rows = [(word, have) for word, have in cursor.fetchall() if len(have) * 4 < len(studies)]
    scores: dict[str, float] = defaultdict(float)
    shared: dict[str, list[str]] = defaultdict(list)
    for word, have in sorted(rows, key=lambda row: (len(row[1]), row[0])):
        for number in have:
            scores[number] += log(len(studies) / len(have))
            shared[number].append(word)
    likest = sorted((n for n in scores if len(shared[n]) > 1), key=lambda n: (-scores[n], n))
    return [(studies[n], shared[n][:3]) for n in likest[:limit]]


def notes(actor: Actor, number: str) -> dict[int, str]:
    """The reader's own notes on a study, by question."""
    rows = ReaderNote.objects.filter(staff_id=actor.person, number=number)
    return {row.question: row.text for row in rows}


def imports(actor: Actor, limit: int = 50) -> list[Import]:
    """Documents read so far, the latest first."""
    require(actor, "casebook.import")
    return list(Import.objects.select_related("imported_by").order_by("-imported_at")[:limit])


def get_import(actor: Actor, import_id: str) -> Import:
    """One document that was read.

    Raises:
        NotFound: there is none of that id.
    """
    require(actor, "casebook.import")
    found = Import.objects.select_related("imported_by").filter(pk=import_id).first()
    if found is None:
        raise NotFound(
            code="import_not_found",
            what=Text(zh="没有这次导入。", en="There is no such import."),
            why=Text(zh="地址不对。", en="The address is wrong."),
            do=Text(zh="请从导入列表里打开。", en="Open it from the list of imports."),
        )
    return found


def import_of(actor: Actor, data: bytes) -> Import:
    """The import that read exactly these bytes."""
    require(actor, "casebook.import")
    return Import.objects.get(digest=hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class DoubtGroup:
    """The doubts of one kind: the commonest pairs first, then each place."""

    kind: str
    label: Text
    pairs: list[tuple[str, str, int]]
    places: list[tuple[str, dict[str, Any]]]


def doubts_by_kind(drafts: Iterable[Draft]) -> list[DoubtGroup]:
    """The doubts of an import, grouped, the largest group first."""
    places: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for draft in drafts:
        for doubt in draft.doubts:
            places.setdefault(doubt["kind"], []).append((draft.number, doubt))
    groups = []
    for kind, rows in places.items():
        pairs = Counter((d["text"], d["suspected"]) for _, d in rows if d["text"].strip())
        common = [(text, meant, n) for (text, meant), n in pairs.most_common(12) if n > 1]
        groups.append(DoubtGroup(kind, DOUBTS.get(kind, Text(zh=kind, en=kind)), common, rows))
    return sorted(groups, key=lambda group: -len(group.places))
