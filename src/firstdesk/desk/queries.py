"""Reads of the desk, always within what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from firstdesk.bank.models import Encounter, Instruction
from firstdesk.core import clock, paging
from firstdesk.core.actor import Actor
from firstdesk.core.errors import NotFound
from firstdesk.core.text import Text
from firstdesk.core.words import cut
from firstdesk.desk.models import Handover, Note, Promise, Question, ServiceCase
from firstdesk.policies.queries import book
from firstdesk.staff.permissions import Scope, scope


def visible_cases(actor: Actor) -> QuerySet[ServiceCase]:
    """Cases the actor may see.

    His own, his branch's, those offered to his branch, and every case of the customer who is in
    front of him now, whichever branch opened it: the customer does not tell it twice.
    """
    reach = scope(actor, "case.read")
    cases = ServiceCase.objects.all()
    if reach == Scope.BANK:
        return cases
    if reach == Scope.NONE:
        return cases.none()
    serving = Encounter.objects.filter(
        customer=OuterRef("customer"), served_by_id=actor.person, state="serving"
    )
    offered = Handover.objects.filter(
        case=OuterRef("pk"), to_branch_id=actor.branch, state="offered"
    )
    asked = Question.objects.filter(case=OuterRef("pk"), to_branch_id=actor.branch)
    return cases.filter(
        Q(owner_id=actor.person)
        | Q(first_owner_id=actor.person)
        | Q(branch_id=actor.branch)
        | Q(first_owner__branch_id=actor.branch)
        | Exists(serving)
        | Exists(offered)
        | Exists(asked)
    )


def get_case(actor: Actor, case_id: str, *, lock: bool = False) -> ServiceCase:
    """One case, by id or by number (FD-1203).

    Raises:
        NotFound: there is none, or it is not the actor's to see.
    """
    by = _key(case_id)
    found = None
    if by:
        cases = visible_cases(actor).select_related(
            "customer", "owner__branch", "first_owner__branch", "branch"
        )
        found = (cases.select_for_update(of=("self",)) if lock else cases).filter(**by).first()
    if found is None:
        raise not_found()
    return found


def not_found() -> NotFound:
    """The one answer for a case that is missing and for one that is not the asker's."""
    return NotFound(
        code="case_not_found",
        what=Text(zh="没有找到这张服务单。", en="There is no such case."),
        why=Text(
            zh="编号不对，或它不归您的网点跟。",
            en="The number is wrong, or it is not with your branch.",
        ),
        do=Text(zh="请核对编号，或从客户处查找。", en="Check the number, or look at the customer."),
    )


def _key(case_id: str) -> dict[str, Any]:
    text = str(case_id).upper().removeprefix("FD-")
    if text.isascii() and text.isdigit() and len(text) < 18:
        return {"number": int(text)}
    try:
        return {"pk": UUID(str(case_id))}
    except ValueError:
        return {}


LISTS = ("mine", "branch", "open", "all", "offered", "priority")


def list_cases(
    actor: Actor,
    *,
    which: str = "mine",
    words: str = "",
    customer_id: str = "",
    cursor: str = "",
    limit: int = 30,
) -> tuple[list[ServiceCase], str | None]:
    """A page of cases, newest first, by keyset.

    Args:
        which: mine, branch, open, offered (handovers waiting for my branch), priority, all.
        words: full-text search in title, story and answer, Chinese or English.
        customer_id: only that customer's.
    """
    cases = visible_cases(actor).select_related("customer", "owner", "first_owner", "branch")
    if which == "mine":
        cases = cases.filter(owner_id=actor.person).exclude(state="closed")
    elif which == "branch":
        cases = cases.filter(branch_id=actor.branch).exclude(state="closed")
    elif which == "open":
        cases = cases.exclude(state="closed")
    elif which == "priority":
        cases = cases.filter(priority__gt=0).exclude(state="closed")
    elif which == "offered":
        cases = cases.filter(handovers__state="offered", handovers__to_branch_id=actor.branch)
    if customer_id:
        cases = cases.filter(customer_id=customer_id)
    if words:
        cases = cases.filter(search__contains=cut(words))
    if cursor:
        (last,) = paging.decode(cursor, 1)
        cases = cases.filter(number__lt=last)
    rows = list(cases.order_by("-number")[: limit + 1])
    more = paging.encode([rows[limit - 1].number]) if len(rows) > limit else None
    return rows[:limit], more


def unfinished(customer_id: str) -> list[ServiceCase]:
    """A customer's open cases in any branch, with promises: shown to whoever serves him."""
    return list(
        ServiceCase.objects.filter(customer_id=customer_id)
        .exclude(state="closed")
        .select_related("first_owner__branch", "owner__branch", "branch")
        .prefetch_related("promises")
        .order_by("-opened_at")[:5]
    )


def reversible(case: ServiceCase) -> list[Instruction]:
    """Today's bookings for the case's customer that can still be asked to be reversed (02003)."""
    if case.customer_id is None:
        return []
    return list(
        Instruction.objects.filter(customer_id=case.customer_id, business_date=clock.today())
        .exclude(status="reversed")
        .order_by("-created_at")[:20]
    )


def my_promises(actor: Actor, limit: int = 50) -> list[Promise]:
    """The actor's open promises, the next due first."""
    return list(
        Promise.objects.filter(owner_id=actor.person, state="open", external=False)
        .select_related("case")
        .order_by("due_at")[:limit]
    )


def branch_promises(actor: Actor, limit: int = 100) -> list[Promise]:
    """Open promises of the actor's branch (or the bank), overdue ones first."""
    promises = Promise.objects.filter(state="open", external=False)
    if scope(actor, "promise.read") < Scope.BANK:
        promises = promises.filter(owner__branch_id=actor.branch)
    return list(promises.select_related("case", "owner").order_by("due_at")[:limit])


def my_notes(actor: Actor) -> list[Note]:
    """Private notes to the actor that he has not seen."""
    return list(
        Note.objects.filter(to_staff_id=actor.person, seen_at=None)
        .select_related("sent_by", "encounter")
        .order_by("sent_at")
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """The three figures of a case's head."""

    told: int
    handovers: int
    kept: int
    promises: int


def tally(case: ServiceCase) -> Tally:
    """How often the customer told it, how often it changed hands, promises kept of made."""
    states = list(case.promises.filter(external=False).values_list("state", flat=True))
    return Tally(
        told=case.told_count,
        handovers=case.handovers.filter(state="accepted").count(),
        kept=states.count("kept"),
        promises=len([s for s in states if s != "renegotiated"]),
    )


def note_with_rule(note: Note) -> dict[str, Any]:
    """A private note with the rule that holds today, and the neutral sentence to say (01002)."""
    ruling = None
    if note.policy_key:
        today = clock.today()
        ruling = book([note.policy_key]).ruling(note.policy_key, today)
    return {
        "id": str(note.pk),
        "from": note.sent_by.name.to_json(),
        "text": note.text,
        "sent_at": note.sent_at,
        "rule": ruling.reference() if ruling else None,
        "say": ruling.wording.to_json() if ruling and ruling.wording else None,
    }
