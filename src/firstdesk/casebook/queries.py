"""Reads of the casebook: the library with filters and search, similar studies, drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from firstdesk.casebook.models import ReaderNote, StudyIndex
from firstdesk.casebook.replays import model as replays
from firstdesk.casebook.services import study_not_found
from firstdesk.casebook.studies import CAUSES, OUTCOMES, ROLES, Study, load_all
from firstdesk.core.actor import Actor
from firstdesk.core.text import Text
from firstdesk.core.words import cut


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


def notes(actor: Actor, number: str) -> dict[int, str]:
    """The reader's own notes on a study, by question."""
    rows = ReaderNote.objects.filter(staff_id=actor.person, number=number)
    return {row.question: row.text for row in rows}
