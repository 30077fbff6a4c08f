"""The casebook's operations."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import File, Query, Router, Status, UploadedFile

from firstdesk.casebook import payloads, queries, running, services, uploads
from firstdesk.casebook.replays import model, story
from firstdesk.core import paging
from firstdesk.staff.http import actor_of
from firstdesk.staff.permissions import require
from firstdesk.staff.schemas import REFUSALS

router = Router()


@router.get(
    "/casebook/studies",
    response={200: payloads.StudyPage, **REFUSALS},
    operation_id="casebook_list",
)
def casebook_list(
    request: HttpRequest,
    role: str = "",
    cause: Query[list[str]] = [],  # noqa: B006  # ninja reads the default, nothing writes to it
    outcome: Query[list[str]] = [],  # noqa: B006
    replayable: bool = False,
    cursor: str = "",
    limit: int = 30,
) -> Any:
    """Studies by number, as filtered; within a filter any value suffices, across filters all."""
    require(actor_of(request), "casebook.read")
    found = queries.library(role=role, causes=cause, outcomes=outcome, replayable_only=replayable)
    studies = sorted(found.studies, key=lambda one: one.id)
    if cursor:
        last = str(paging.decode(cursor, 1)[0])
        studies = [one for one in studies if one.id > last]
    size = max(1, min(limit, 100))
    shown = studies[:size]
    more = paging.encode([shown[-1].id]) if len(studies) > size else None
    return {"items": [payloads.study_out(one, found.replayable) for one in shown], "next": more}


@router.get(
    "/casebook/search",
    response={200: payloads.Found, **REFUSALS},
    operation_id="casebook_search",
)
def casebook_search(request: HttpRequest, words: str, limit: int = 30) -> Any:
    """Studies that hold all the words, Chinese or English, the best first."""
    require(actor_of(request), "casebook.read")
    found = queries.library(words=words.strip()[:80])
    shown = found.studies[: max(1, min(limit, 100))]
    return {
        "count": len(found.studies),
        "items": [payloads.study_out(one, found.replayable) for one in shown],
    }


@router.get(
    "/casebook/studies/{number}",
    response={200: payloads.StudyDetail, **REFUSALS},
    operation_id="casebook_get",
)
def casebook_get(request: HttpRequest, number: str) -> Any:
    """One study, whole, in both languages."""
    require(actor_of(request), "casebook.read")
    return payloads.study_detail(queries.get_study(number), model.load_all().values())


@router.post(
    "/casebook/imports",
    response={201: payloads.ImportOut, **REFUSALS},
    operation_id="casebook_import",
)
def casebook_import(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Reads a casebook document into drafts for review; the same file again makes no second set."""
    actor = actor_of(request)
    require(actor, "casebook.import")
    data, name = uploads.read(file)
    report = services.import_document(actor, data=data, name=name)
    made = queries.import_of(actor, data)
    return Status(201, payloads.import_out(made, report))


@router.get(
    "/casebook/replays",
    response={200: payloads.Replays, **REFUSALS},
    operation_id="casebook_replays",
)
def casebook_replays(request: HttpRequest) -> Any:
    """Every replay with the rules and verbs it exercises."""
    require(actor_of(request), "casebook.read")
    return {"items": [payloads.replay_out(one) for one in model.load_all().values()]}


@router.post(
    "/casebook/replays/{name}",
    response={200: payloads.ReplayRun, **REFUSALS},
    operation_id="casebook_replay",
)
def casebook_replay(request: HttpRequest, name: str, body: payloads.ReplayIn) -> Any:
    """Runs a replay, with rules switched off if asked for; nothing of the bank's changes."""
    result = running.run_replay(actor_of(request), name, body.off)
    return story.to_json(result) | {"off": body.off}
