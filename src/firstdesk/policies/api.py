"""Policies: search, what holds on a day, publish, acknowledge, who has not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from firstdesk.policies import queries, services
from firstdesk.policies.book import Ruling
from firstdesk.staff.http import actor_of
from firstdesk.staff.permissions import require
from firstdesk.staff.schemas import REFUSALS, TextOut

router = Router()


class RulingOut(Schema):
    """A version of a policy."""

    key: str
    code: str
    title: TextOut
    version: int
    effective_from: date
    effective_to: date | None
    known_from: date
    review_by: date | None
    value: dict[str, Any]
    text: TextOut
    wording: TextOut | None
    force: str
    exceptions: TextOut | None
    source: str
    circular: str
    approver: str
    verified: bool
    expired: bool


class PolicyOut(Schema):
    """A policy by its key and code."""

    key: str
    code: str
    kind: str
    title: TextOut


class ChangeOut(Schema):
    """A change to acknowledge: what held before, what holds now."""

    version_id: str
    now: RulingOut
    before: RulingOut | None


class UnreadOut(Schema):
    """A person who has not acknowledged a change."""

    person: str
    name: TextOut
    branch: str
    policy: str
    code: str
    version: int


class LookupOut(Schema):
    """What holds on the day asked about, with every version, the newest first."""

    holds: RulingOut
    history: list[RulingOut]


class RateOut(Schema):
    """A term's rate; or, of a table that is announced, by when its figures are expected."""

    announced: bool
    term: str | None = None
    new: str | None = None
    old: str | None = None
    change: str | None = None
    effective_from: date
    expected_by: str | None = None
    source: str
    expired: bool = False
    say: TextOut


class PublishedOut(Schema):
    """A version that was published."""

    version_id: str
    version: int


class AcknowledgedOut(Schema):
    """When the change was acknowledged."""

    version_id: str
    at: datetime


class PublishIn(Schema):
    """A new version."""

    effective_from: date
    known_from: date
    value: dict[str, Any]
    text: TextOut
    wording: TextOut | None = None
    source: str = Field(max_length=240)
    circular: str = Field("", max_length=80)
    approver: str = Field(max_length=80)
    review_by: date | None = None
    verified: bool = False
    force: str = Field("", max_length=10)
    exceptions: TextOut | None = None


def ruling_out(ruling: Ruling) -> dict[str, Any]:
    """A ruling as the API gives it."""
    return {
        "key": ruling.key,
        "code": ruling.code,
        "title": ruling.title.to_json(),
        "version": ruling.number,
        "effective_from": ruling.effective_from,
        "effective_to": ruling.effective_to,
        "known_from": ruling.known_from,
        "review_by": ruling.review_by,
        "value": dict(ruling.value),
        "text": ruling.text.to_json(),
        "wording": ruling.wording.to_json() if ruling.wording else None,
        "force": ruling.force,
        "exceptions": ruling.exceptions.to_json() if ruling.exceptions else None,
        "source": ruling.source,
        "circular": ruling.circular,
        "approver": ruling.approver,
        "verified": ruling.verified,
        "expired": ruling.expired,
    }


@router.get("/policies", response={200: list[PolicyOut], **REFUSALS}, operation_id="policies_list")
def list_(request: HttpRequest, words: str = "") -> Any:
    """Policies by words in either language."""
    require(actor_of(request), "policy.read")
    return [
        {"key": p.key, "code": p.code, "kind": p.kind, "title": p.title.to_json()}
        for p in queries.search(words[:80])
    ]


@router.get(
    "/policies/pending",
    response={200: list[ChangeOut], **REFUSALS},
    operation_id="policies_pending",
)
def pending(request: HttpRequest) -> Any:
    """Changes the caller has not acknowledged, with before and after."""
    actor = actor_of(request)
    require(actor, "policy.acknowledge")
    return [
        {
            "version_id": change.version_id,
            "now": ruling_out(change.now),
            "before": ruling_out(change.before) if change.before else None,
        }
        for change in queries.pending(actor)
    ]


@router.get(
    "/policies/unacknowledged",
    response={200: list[UnreadOut], **REFUSALS},
    operation_id="policies_unacknowledged",
)
def unacknowledged(request: HttpRequest) -> Any:
    """Who has not acknowledged which change."""
    return [
        {
            "person": row["person"].username,
            "name": row["person"].name.to_json(),
            "branch": row["person"].branch.code,
            "policy": row["policy"].key,
            "code": row["policy"].code,
            "version": row["version"].number,
        }
        for row in queries.unacknowledged(actor_of(request))
    ]


@router.get(
    "/policies/rates/{term}",
    response={200: RateOut, **REFUSALS},
    operation_id="policies_rate",
)
def rate(request: HttpRequest, term: str, on: date | None = None) -> Any:
    """A term's deposit rate: new, old, from when, source."""
    require(actor_of(request), "policy.read")
    return queries.rate(term, on)


@router.get("/policies/{key}", response={200: LookupOut, **REFUSALS}, operation_id="policies_get")
def get(request: HttpRequest, key: str, on: date | None = None, known: date | None = None) -> Any:
    """What a policy says on a day, as known on another; with its history."""
    require(actor_of(request), "policy.read")
    holds = queries.lookup(key, on, known)
    return {
        "holds": ruling_out(holds),
        "history": [ruling_out(r) for r in queries.history(key)],
    }


@router.post(
    "/policies/{key}/versions",
    response={201: PublishedOut, **REFUSALS},
    operation_id="policies_publish",
)
def publish(request: HttpRequest, key: str, body: PublishIn) -> Any:
    """Publishes a new version."""
    version = services.publish(actor_of(request), key, **body.dict())
    return Status(201, {"version_id": str(version.pk), "version": version.number})


@router.post(
    "/policies/versions/{uuid:version_id}/acknowledge",
    response={200: AcknowledgedOut, **REFUSALS},
    operation_id="policies_acknowledge",
)
def acknowledge(request: HttpRequest, version_id: UUID) -> Any:
    """Says that the caller has read a change."""
    row = services.acknowledge(actor_of(request), str(version_id))
    return {"version_id": str(version_id), "at": row.at}
