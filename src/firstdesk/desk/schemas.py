"""Shapes of the desk's API."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from ninja import Field, Schema

from firstdesk.core import clock
from firstdesk.desk import sections
from firstdesk.desk.models import ServiceCase
from firstdesk.desk.queries import tally
from firstdesk.desk.services.cases import blockers
from firstdesk.staff.schemas import BranchOut, PersonOut, person


class AboutIn(Schema):
    """The earlier act in dispute."""

    operation: str = Field("", max_length=60)
    fields: dict[str, Any] = Field(default_factory=dict)


class CaseIn(Schema):
    """A new case."""

    matter: str = Field(max_length=30)
    title: str = Field(max_length=300)
    story: str = Field(max_length=20000)
    customer_id: str | None = Field(None, max_length=40)
    caller_name: str = Field("", max_length=80)
    caller_contact: str = Field("", max_length=80)
    channel: str = Field("counter", max_length=20)
    encounter_id: str | None = Field(None, max_length=40)
    check_id: str | None = Field(None, max_length=40)
    about: AboutIn | None = None
    fields: dict[str, Any] = Field(default_factory=dict)
    claimed: Decimal | None = None
    displeased: bool = False


class NoteIn(Schema):
    """A line of the story."""

    text: str = Field(max_length=20000)
    contact: str = Field("", max_length=20)
    retold: bool = False
    displeased: bool = False


class SolveIn(Schema):
    """The owner's answer."""

    version: int
    outcome: str = Field(max_length=60)
    answer: str = Field(max_length=20000)


class WordsIn(Schema):
    """The customer's words."""

    version: int
    words: str = Field(max_length=20000)


class PromiseIn(Schema):
    """A promise; without a time it is refused."""

    words: str = Field(max_length=240)
    due_at: datetime | None = None
    to_name: str = Field("", max_length=80)
    to_contact: str = Field("", max_length=80)
    external: bool = False


class SettleIn(Schema):
    """How a promise ended."""

    version: int
    note: str = Field(max_length=20000)


class RenegotiateIn(SettleIn):
    """A new time, agreed before the old one lapsed."""

    due_at: datetime | None = None


class HandoverIn(Schema):
    """An offer to take over."""

    to_branch: str = Field(max_length=20)
    to_staff: str = Field("", max_length=40)
    packet: str = Field(max_length=20000)
    reason: str = Field(max_length=20000)
    three_way: bool = False


class ReasonIn(Schema):
    """A reason."""

    reason: str = Field(max_length=20000)


class RedressIn(Schema):
    """What is to be made good."""

    kind: str = Field(max_length=20)
    basis: str = Field(max_length=20000)
    amount: Decimal = Decimal(0)
    claimed: Decimal | None = None
    currency: str = Field("CNY", pattern="^[A-Z]{3}$")


class DecideIn(Schema):
    """A decision."""

    approve: bool
    reason: str = Field("", max_length=20000)


class ApprovalIn(Schema):
    """What needs a second person."""

    kind: str = Field(max_length=30)
    reason: str = Field(max_length=20000)
    instruction_id: str | None = Field(None, max_length=40)
    check_id: str | None = Field(None, max_length=40)
    difference: Decimal | None = None


class NoteToIn(Schema):
    """A private note to whoever serves the customer."""

    policy_key: str = Field("", max_length=120)
    text: str = Field("", max_length=240)


class AnswerIn(Schema):
    """An answer."""

    answer: str = Field("", max_length=20000)


class QuestionIn(Schema):
    """A question to those who know."""

    to_branch: str = Field(max_length=20)
    text: str = Field(max_length=20000)
    screen: str = Field("", max_length=20000)


class StopIn(Schema):
    """An emergency stop."""

    card_id: str = Field(max_length=40)
    reason: str = Field("", max_length=2000)
    case_id: str | None = Field(None, max_length=40)


class LossIn(Schema):
    """The formal loss report."""

    card_id: str = Field(max_length=40)
    channel: str = Field("counter", max_length=20)


class PromiseOut(Schema):
    """A promise."""

    id: str
    case: str
    words: str
    to_name: str
    owner: str
    made_at: datetime
    due_at: datetime
    state: str
    stage: int
    overdue: bool
    external: bool
    version: int


class EventOut(Schema):
    """A line of the story."""

    at: datetime
    kind: str
    by: str
    text: str
    data: dict[str, Any]


class CaseOut(Schema):
    """A case as a list shows it."""

    id: str
    number: str
    matter: str
    title: str
    state: str
    priority: int
    branch: BranchOut
    first_owner: PersonOut | None
    owner: PersonOut | None
    customer_id: str | None
    opened_at: datetime
    silent_until: datetime | None
    closed_how: str
    version: int


class CaseDetail(CaseOut):
    """A case with its story."""

    story: str
    answer: str
    context: dict[str, Any]
    told_count: int
    handovers: int
    promises_kept: int
    promises_made: int
    promises: list[PromiseOut]
    events: list[EventOut]
    open_handover: dict[str, Any] | None
    approvals: list[dict[str, Any]]
    redress: list[dict[str, Any]]
    questions: list[dict[str, Any]]
    fields: dict[str, Any]
    repeats: int
    due_at: datetime | None
    blockers: list[dict[str, str]]
    sections: dict[str, Any]


class Page(Schema):
    """A page of cases."""

    items: list[CaseOut]
    next: str | None


def promise_out(promise: Any) -> dict[str, Any]:
    """A promise as the API shows it."""
    return {
        "id": str(promise.pk),
        "case": f"FD-{promise.case.number}",
        "words": promise.words,
        "to_name": promise.to_name,
        "owner": str(promise.owner_id),
        "made_at": promise.made_at,
        "due_at": promise.due_at,
        "state": promise.state,
        "stage": promise.stage,
        "overdue": promise.state == "open" and promise.due_at < clock.now(),
        "external": promise.external,
        "version": promise.version,
    }


def case_out(case: ServiceCase) -> dict[str, Any]:
    """A case as a list shows it."""
    return {
        "id": str(case.pk),
        "number": str(case),
        "matter": case.matter,
        "title": case.title,
        "state": case.state,
        "priority": case.priority,
        "branch": {"code": case.branch.code, "name": case.branch.name.to_json()},
        "first_owner": person(case.first_owner),
        "owner": person(case.owner),
        "customer_id": str(case.customer_id) if case.customer_id else None,
        "opened_at": case.opened_at,
        "silent_until": case.silent_until,
        "closed_how": case.closed_how,
        "version": case.version,
    }


def case_detail(case: ServiceCase) -> dict[str, Any]:
    """A case with its story, newest first."""
    figures = tally(case)
    offer = case.handovers.filter(state="offered").first()
    return case_out(case) | {
        "story": case.story,
        "answer": case.answer,
        "context": case.context,
        "told_count": figures.told,
        "handovers": figures.handovers,
        "promises_kept": figures.kept,
        "promises_made": figures.promises,
        "promises": [
            promise_out(p) for p in case.promises.select_related("case").order_by("due_at")
        ],
        "events": [
            {
                "at": e.at,
                "kind": e.kind,
                "by": e.by.username if e.by else "",
                "text": e.text,
                "data": e.data,
            }
            for e in case.events.select_related("by").order_by("-id")[:200]
        ],
        "open_handover": {"id": str(offer.pk), "to_branch": str(offer.to_branch_id)}
        if offer
        else None,
        "approvals": [approval_out(a) for a in case.approvals.order_by("asked_at")],
        "redress": [redress_out(r) for r in case.redress.order_by("proposed_at")],
        "questions": [
            {"id": str(q.pk), "text": q.text, "answer": q.answer, "answered_at": q.answered_at}
            for q in case.questions.order_by("asked_at")
        ],
        "fields": case.fields,
        "repeats": case.repeats,
        "due_at": case.due_at,
        "blockers": [t.to_json() for t in blockers(case)],
        "sections": sections.details(case),
    }


def approval_out(row: Any) -> dict[str, Any]:
    """A request for a second person's yes."""
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "reason": row.reason,
        "state": row.state,
        "asked_at": row.asked_at,
        "cut_off": row.cut_off,
    }


def redress_out(row: Any) -> dict[str, Any]:
    """One redress."""
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "amount": str(row.amount),
        "claimed": str(row.claimed) if row.claimed is not None else None,
        "currency": row.currency,
        "basis": row.basis,
        "state": row.state,
        "decided_by": str(row.decided_by_id) if row.decided_by_id else None,
    }
