"""The desk's pages: my desk, promises, the case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstdesk.core.actor import Actor
from firstdesk.core.text import Text
from firstdesk.desk import queries, rules, sections, services
from firstdesk.desk.kinds import GROUPS, KINDS
from firstdesk.desk.models import Event, Redress, ServiceCase
from firstdesk.desk.next_steps import Open, for_actor, next_steps
from firstdesk.desk.pages.acting import Act, back, url_of
from firstdesk.desk.services.approvals import KINDS as APPROVALS
from firstdesk.desk.services.cases import blockers
from firstdesk.desk.services.redress import limit_of
from firstdesk.desk.wording import headline
from firstdesk.staff.forms import done, local_moment, whole
from firstdesk.staff.http import actor_of
from firstdesk.staff.models import Branch
from firstdesk.staff.permissions import may, require


def matters() -> list[tuple[Text, list[tuple[str, Text]]]]:
    """The kinds of case to choose from, in their groups."""
    grouped = [
        (title, [(key, kind.title) for key, kind in KINDS.items() if kind.group == group])
        for group, title in GROUPS.items()
    ]
    return [(title, members) for title, members in grouped if members]


@require_GET
def my_desk(request: HttpRequest) -> HttpResponse:
    """My open cases, what is offered to my branch, and my promises beside them."""
    actor = actor_of(request)
    require(actor, "case.read")
    which = request.GET.get("which", "mine")
    which = which if which in queries.LISTS else "mine"
    words = request.GET.get("q", "").strip()[:80]
    cases, more = queries.list_cases(
        actor, which=which, words=words, cursor=request.GET.get("cursor", "")
    )
    context = {
        "cases": cases,
        "more": more,
        "which": which,
        "words": words,
        "tabs": [
            ("mine", _("Mine")),
            ("branch", _("My branch")),
            ("offered", _("Offered to us")),
            ("priority", _("Displeased customers")),
            ("all", _("All")),
        ],
        "promises": queries.my_promises(actor, limit=12),
        "can_open": may(actor, "case.open"),
        "matters": matters(),
    }
    return render(request, "desk/my_desk.html", context)


@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    """Promises still to be kept: mine, and my branch's."""
    actor = actor_of(request)
    require(actor, "promise.read")
    context = {
        "mine": queries.my_promises(actor),
        "branch": queries.branch_promises(actor),
    }
    return render(request, "desk/promises.html", context)


@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The case: story, clocks, promises, redress, and what can be done now."""
    actor = actor_of(request)
    found = queries.get_case(actor, number)
    return render(request, "desk/case.html", _case_context(actor, found))


def _case_context(actor: Actor, found: ServiceCase) -> dict[str, Any]:
    works = may(actor, "case.work")
    approves = may(actor, "case.approve")
    mine = str(found.owner_id) == actor.staff_id
    made = list(found.promises.select_related("made_by", "owner").order_by("due_at"))
    now = Open(
        case=found,
        promises=made,
        redress=list(found.redress.select_related("proposed_by", "decided_by")),
        approvals=list(found.approvals.select_related("asked_by", "decided_by")),
        questions=list(
            found.questions.select_related("to_branch", "asked_by", "answered_by").order_by(
                "asked_at"
            )
        ),
        offer=found.handovers.filter(state="offered")
        .select_related("to_branch", "to_staff", "sender")
        .first(),
        blockers=blockers(found) if found.state == ServiceCase.State.OPEN else [],
        leads=mine or approves,
        works=works and found.state != ServiceCase.State.CLOSED,
        approves=approves,
    )
    return {
        "case": found,
        "figures": queries.tally(found),
        "events": _story(found),
        "promises": made,
        "clocks": [p for p in made if p.state == "open"],
        "redress": now.redress,
        "approvals": now.approvals,
        "offer": now.offer,
        "offered_to_me": now.offer is not None and for_actor(actor, now.offer),
        "questions": now.questions,
        "blockers": now.blockers,
        "steps": next_steps(actor, now),
        "mine": mine,
        "leads": now.leads,
        "works": now.works,
        "approves": approves,
        "can_reopen": works and found.state != ServiceCase.State.OPEN,
        "outcomes": list(rules.OUTCOMES.items()),
        "redress_kinds": Redress.Kind.choices,
        "approval_kinds": list(APPROVALS.items()),
        "sections": sections.shown(actor, found),
        "reversible": queries.reversible(found) if works else [],
        "branches": list(Branch.objects.order_by("code")) if works else [],
        "limit": limit_of(actor.role) if works else 0,
    }


def _story(found: ServiceCase) -> list[dict[str, Any]]:
    rows = found.events.select_related("by").order_by("-id")[:200]
    return [{"event": row, "headline": headline(row), "mark": _mark(row)} for row in rows]


def _mark(event: Event) -> str:
    if event.kind == "opened":
        return "first"
    good = {"promise_kept", "handover_accepted", "solved", "closed", "approval_granted"}
    return "ok" if event.kind in good | {"redress_approved", "card_stopped"} else ""


def _open(request: HttpRequest, actor: Actor) -> ServiceCase:
    data = request.POST
    return services.open_case(
        actor,
        matter=data.get("matter", ""),
        title=data.get("title", ""),
        story=data.get("story", ""),
        customer_id=data.get("customer_id") or None,
        caller_name=data.get("caller_name", ""),
        caller_contact=data.get("caller_contact", ""),
        channel=data.get("channel") or "counter",
        encounter_id=data.get("encounter_id") or None,
        check_id=data.get("check_id") or None,
        displeased=bool(data.get("displeased")),
        claimed=data.get("claimed") or None,
        about={"operation": data["about"]} if data.get("about") else None,
    )


@require_POST
def open_case(request: HttpRequest) -> HttpResponse:
    """Opens a case from any page; the promise made in the same breath is recorded with it."""
    actor = actor_of(request)
    words = request.POST.get("promise", "").strip()
    with transaction.atomic():  # a promise that is refused opens no case: the form is sent again
        opened = _open(request, actor)
        if words:
            due_at = local_moment(request, "due_at")
            services.make_promise(actor, str(opened.pk), words=words, due_at=due_at)
    return done(request, url_of(opened), _("Case %(number)s is yours.") % {"number": opened})


ACTS: dict[str, Act] = {
    "note": lambda actor, case_id, r: services.add_note(
        actor,
        case_id,
        text=r.POST.get("text", ""),
        contact=r.POST.get("contact", ""),
        retold=bool(r.POST.get("retold")),
        displeased=bool(r.POST.get("displeased")),
    ),
    "promise": lambda actor, case_id, r: services.make_promise(
        actor,
        case_id,
        words=r.POST.get("words", ""),
        due_at=local_moment(r, "due_at"),
        to_name=r.POST.get("to_name", ""),
        external=bool(r.POST.get("external")),
    ),
    "handover": lambda actor, case_id, r: services.offer_handover(
        actor,
        case_id,
        to_branch=r.POST.get("to_branch", ""),
        to_staff=r.POST.get("to_staff", "").strip(),
        packet=r.POST.get("packet", ""),
        reason=r.POST.get("reason", ""),
        three_way=bool(r.POST.get("three_way")),
    ),
    "solve": lambda actor, case_id, r: services.solve(
        actor,
        case_id,
        version=whole(r, "version"),
        outcome=r.POST.get("outcome", ""),
        answer=r.POST.get("answer", ""),
    ),
    "confirm": lambda actor, case_id, r: services.confirm(
        actor, case_id, version=whole(r, "version"), words=r.POST.get("words", "")
    ),
    "reopen": lambda actor, case_id, r: services.reopen(
        actor, case_id, version=whole(r, "version"), words=r.POST.get("words", "")
    ),
    "redress": lambda actor, case_id, r: services.propose_redress(
        actor,
        case_id,
        kind=r.POST.get("kind", ""),
        basis=r.POST.get("basis", ""),
        amount=r.POST.get("amount") or "0",
        claimed=r.POST.get("claimed") or None,
    ),
    "approval": lambda actor, case_id, r: services.ask_approval(
        actor,
        case_id,
        kind=r.POST.get("kind", ""),
        reason=r.POST.get("reason", ""),
        instruction_id=r.POST.get("instruction_id") or None,
        difference=r.POST.get("difference") or None,
    ),
    "question": lambda actor, case_id, r: services.ask_expert(
        actor,
        case_id,
        to_branch=r.POST.get("to_branch", ""),
        text=r.POST.get("text", ""),
        screen=r.POST.get("screen", ""),
    ),
}
"""What can be posted to a case page; each is one verb."""


def case_acts() -> dict[str, Act]:
    """Every verb a case page posts, from all parts of the desk."""
    from firstdesk.desk.pages import clocks, closing, lists, opening

    return {**ACTS, **clocks.ACTS, **opening.ACTS, **closing.ACTS, **lists.ACTS}


@require_POST
def act(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Carries out one verb on a case and shows the case again."""
    actor = actor_of(request)
    found = queries.get_case(actor, number)
    case_acts()[what](actor, str(found.pk), request)
    return done(request, url_of(found), _("Saved."))


PROMISE_ACTS: dict[str, Act] = {
    "keep": lambda actor, pk, r: services.keep_promise(
        actor, pk, version=whole(r, "version"), note=r.POST.get("note", "")
    ),
    "break": lambda actor, pk, r: services.break_promise(
        actor, pk, version=whole(r, "version"), note=r.POST.get("note", "")
    ),
    "renegotiate": lambda actor, pk, r: services.renegotiate_promise(
        actor,
        pk,
        version=whole(r, "version"),
        due_at=local_moment(r, "due_at"),
        note=r.POST.get("note", ""),
    ),
}


@require_POST
def promise_act(request: HttpRequest, promise_id: UUID, what: str) -> HttpResponse:
    """Keeps, breaks or renegotiates a promise."""
    PROMISE_ACTS[what](actor_of(request), str(promise_id), request)
    return done(request, back(actor_of(request), request.POST.get("case", "")), _("Saved."))


ROW_ACTS: dict[str, Act] = {
    "accept-handover": lambda actor, pk, r: services.accept_handover(actor, pk),
    "refuse-handover": lambda actor, pk, r: services.refuse_handover(
        actor, pk, reason=r.POST.get("reason", "")
    ),
    "withdraw-handover": lambda actor, pk, r: services.withdraw_handover(actor, pk),
    "decide-redress": lambda actor, pk, r: services.decide_redress(
        actor, pk, approve=r.POST.get("approve") == "yes", reason=r.POST.get("reason", "")
    ),
    "decide-approval": lambda actor, pk, r: services.decide_approval(
        actor, pk, approve=r.POST.get("approve") == "yes", reason=r.POST.get("reason", "")
    ),
    "answer-question": lambda actor, pk, r: services.answer_expert(
        actor, pk, answer=r.POST.get("answer", "")
    ),
}


@require_POST
def row_act(request: HttpRequest, what: str, row_id: UUID) -> HttpResponse:
    """Answers a handover, a redress, a request or a question, and goes back to its case."""
    actor = actor_of(request)
    ROW_ACTS[what](actor, str(row_id), request)
    return done(request, back(actor, request.POST.get("case", "")), _("Saved."))
