"""The workbench: the called customer, at a glance, guidance, evidence."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstdesk.bank import contacts, encounters
from firstdesk.bank import queries as bank
from firstdesk.bank.glance import Glance
from firstdesk.bank.models import Encounter
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import FirstdeskError, Invalid
from firstdesk.core.fields import asks
from firstdesk.counter import services
from firstdesk.counter.figures import figure
from firstdesk.counter.forms import fields_of, given_of
from firstdesk.counter.menu import grouped
from firstdesk.desk import queries as desk
from firstdesk.desk import services as desk_verbs
from firstdesk.desk.pages.cases import matters
from firstdesk.guidance import queries as guidance
from firstdesk.guidance import services as guide
from firstdesk.guidance.models import Check, Evidence
from firstdesk.guidance.operations import OPERATIONS, find
from firstdesk.policies.queries import pending
from firstdesk.policies.queries import search as search_policies
from firstdesk.staff.forms import done, local_moment, whole
from firstdesk.staff.http import actor_of
from firstdesk.staff.permissions import require

SHOWN_FIRST = (
    *("card.sign_autopay", "card.pay", "deposit.withdraw_early", "card.close"),
    *("bill.sign_debit", "sweep.sign"),
)
"""Operations offered as buttons; the rest is one keystroke away."""
FROM_HIS_OWN = {"card", "account", "loan", "offering"}
"""Kinds of field with nothing to fill in where there is nothing to choose."""


@require_GET
def window(request: HttpRequest) -> HttpResponse:
    """My window: the customer here, or who waits."""
    actor = actor_of(request)
    require(actor, "customer.serve")
    visit = bank.current(actor)
    if visit is None:
        return render(request, "counter/idle.html", _idle(actor, request.GET.get("q", "")))
    return render(request, "counter/window.html", _bench(request, actor, visit))


def _idle(actor: Actor, words: str) -> dict[str, Any]:
    text = words.strip()[:80]
    return {
        "waiting": bank.waiting(actor, limit=20),
        "changes": pending(actor),
        "serving": bank.serving(actor),
        "policies": search_policies(),
        "words": text,
        "found": bank.find_customers(actor, text) if text else [],
    }


def _bench(request: HttpRequest, actor: Actor, visit: Encounter) -> dict[str, Any]:
    glance = bank.customer_glance(actor, visit.customer_id)
    context = {
        "visit": visit,
        "waited": int(((visit.called_at or visit.taken_at) - visit.taken_at).total_seconds() // 60),
        "customer": glance,
        "unfinished": desk.unfinished(glance.id),
        "notes": [desk.note_with_rule(note) for note in desk.my_notes(actor)],
        "matters": matters(),
        "today": clock.today(),
    }
    return context | _operation(actor, glance, visit, request.GET)


def _operation(actor: Actor, glance: Glance, visit: Encounter, given: Any) -> dict[str, Any]:
    """The chosen operation with its form and its guidance; a refusal keeps what was typed."""
    key = given.get("op", "")
    shown = [OPERATIONS[name] for name in SHOWN_FIRST]
    if key in OPERATIONS and key not in SHOWN_FIRST:
        shown.insert(0, OPERATIONS[key])
    context: dict[str, Any] = {"operations": shown, "op": None, "menu": grouped()}
    if key not in OPERATIONS:
        return context
    chosen = find(key)
    form = fields_of(chosen, glance, given)
    values = given_of(form)
    context |= {"op": chosen, "fields": form, "refusal": None, "check": None}
    if any(field.needed and not field.options and field.kind in FROM_HIS_OWN for field in form):
        return context | {"nothing_to_choose": True}
    if _incomplete(chosen, values):
        return context
    try:
        run = guide.check(
            actor,
            operation=key,
            fields=values,
            customer_id=glance.id,
            encounter_id=str(visit.pk),
        )
    except FirstdeskError as error:
        wrong = error.fields if isinstance(error, Invalid) else {}
        return context | {"refusal": error, "wrong": wrong}
    return context | _guidance(run)


def _incomplete(chosen: Any, values: dict[str, str]) -> bool:
    """Whether a needed field is still empty: then nothing is weighed and nothing complained of."""
    needed = [f.name for f in fields(chosen) if f.default is MISSING and f.name in asks(chosen)]
    return any(name not in values for name in needed)


def _guidance(run: Check) -> dict[str, Any]:
    evidence = {row.item: row for row in guidance.evidence_of(run)}
    items = [
        {
            "item": item,
            "told": evidence.get(item["key"]),
            "figure": figure(item["spans"], run.business_date),
        }
        for item in run.items
    ]
    musts = [one for one in items if one["item"]["kind"] == "disclosure"]
    blocks = [one for one in items if one["item"]["kind"] == "block" and one["told"] is None]
    policies = [p for one in items for p in one["item"]["policies"]]
    return {
        "check": run,
        "chosen": find(run.operation),
        "items": items,
        "musts": len(musts),
        "open_musts": sum(one["told"] is None for one in musts),
        "blocks": blocks,
        "hints": sum(
            one["item"]["kind"] in {"opportunity", "consequence", "requirement"} for one in items
        ),
        "checked": [one["item"] for one in items if one["item"]["kind"] == "checked"],
        "lead_policy": policies[0] if policies else None,
        "methods": [one for one in Evidence.Method.choices if one[0] in Evidence.ACKNOWLEDGED],
    }


@require_GET
def guide_panel(request: HttpRequest) -> HttpResponse:
    """The operation's form and guidance alone; asked for whenever a field changes."""
    actor = actor_of(request)
    visit = _here(actor)
    glance = bank.customer_glance(actor, visit.customer_id)
    context = _operation(actor, glance, visit, request.GET)
    return render(request, "counter/work.html", context | {"visit": visit, "customer": glance})


def _here(actor: Actor) -> Encounter:
    visit = bank.current(actor)
    if visit is None:
        raise bank.encounter_not_found()
    return visit


def _panel(request: HttpRequest, actor: Actor, run: Check) -> HttpResponse:
    """The guidance after something was recorded."""
    run.refresh_from_db()
    return render(request, "counter/guide.html", _guidance(run))


@require_POST
def call_next(request: HttpRequest) -> HttpResponse:
    """Calls the next customer."""
    visit = encounters.call_next(actor_of(request))
    return done(request, reverse("counter:window"), _("Called %(n)s.") % {"n": visit.number})


@require_POST
def meet(request: HttpRequest) -> HttpResponse:
    """Serves a customer who was found."""
    encounters.meet(
        actor_of(request),
        request.POST.get("customer", ""),
        channel=request.POST.get("channel") or "counter",
    )
    return done(request, reverse("counter:window"))


@require_POST
def finish(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Ends the visit; the next may be called."""
    encounters.finish(actor_of(request), str(visit_id))
    return done(request, reverse("counter:window"), _("The visit has ended."))


@require_POST
def check_identity(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Notes that the identity paper was checked."""
    encounters.check_identity(actor_of(request), str(visit_id))
    return done(request, _back(request), _("Identity checked."))


@require_POST
def add_mobile(request: HttpRequest) -> HttpResponse:
    """Adds a mobile number during the visit."""
    actor = actor_of(request)
    contacts.add_contact(actor, str(_here(actor).customer_id), value=request.POST.get("value", ""))
    return done(request, _back(request), _("The number is on file."))


def _back(request: HttpRequest) -> str:
    """The workbench, with the operation that was open."""
    query = request.POST.get("query", "")
    return reverse("counter:window") + (f"?{query}" if query else "")


@require_POST
def tell(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Records that an item was told and acknowledged."""
    actor = actor_of(request)
    guide.tell(
        actor,
        str(check_id),
        item=request.POST.get("item", ""),
        method=request.POST.get("method", ""),
        language=get_language() or "zh-hans",
        choice=request.POST.get("choice", ""),
        confirmed=bool(request.POST.get("confirmed")),
    )
    return _panel(request, actor, guidance.get_check(actor, str(check_id)))


@require_POST
def override(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Goes on against a guideline, with a reason."""
    actor = actor_of(request)
    asked = request.POST
    guide.override(actor, str(check_id), item=asked.get("item", ""), reason=asked.get("reason", ""))
    return _panel(request, actor, guidance.get_check(actor, str(check_id)))


@require_POST
def refuse(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Records that the customer does not want what was offered."""
    actor = actor_of(request)
    asked = request.POST
    guide.refuse(actor, str(check_id), item=asked.get("item", ""), reason=asked.get("reason", ""))
    return _panel(request, actor, guidance.get_check(actor, str(check_id)))


@require_POST
def take_back(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Withdraws an acknowledgement with a reason."""
    actor = actor_of(request)
    row = guide.take_back(actor, str(evidence_id), reason=request.POST.get("reason", ""))
    return _panel(request, actor, guidance.get_check(actor, str(row.check_run_id)))


@require_POST
def submit(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Signs."""
    run = guide.submit(actor_of(request), str(check_id), version=whole(request, "version"))
    said = _("Signed: %(title)s.") % {"title": find(run.operation).title.in_(get_language() or "")}
    return done(request, reverse("counter:window"), said)


@require_POST
def decline(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """The customer does not sign."""
    guide.decline(actor_of(request), str(check_id))
    return done(request, reverse("counter:window"), _("Not signed. What was told stays on record."))


@require_POST
def promise(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Carries out a way that is a promise: a case with its time, owned by who said it."""
    actor = actor_of(request)
    run = guidance.get_check(actor, str(check_id))
    wanted = request.POST.get("way", "")
    for item in run.items:
        for way in item["ways"]:
            if way["key"] == wanted and way["promise"]:
                due = local_moment(request, "due")
                if due is None:
                    break
                case = services.promise_from_way(actor, run, way["promise"], due)
                return done(request, _back(request), _("Promised; %(n)s is yours.") % {"n": case})
    raise bank.encounter_not_found()


@require_POST
def see_note(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """The private note has been seen."""
    desk_verbs.see_note(actor_of(request), str(note_id))
    return done(request, _back(request))


@require_POST
def send_note(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """A private “please check” to the colleague who serves."""
    desk_verbs.send_note(
        actor_of(request),
        str(visit_id),
        policy_key=request.POST.get("policy", ""),
        text=request.POST.get("text", "")[:240],
    )
    return done(request, reverse("counter:window"), _("Sent, to your colleague alone."))


@require_POST
def stop_card(request: HttpRequest) -> HttpResponse:
    """Stops a card at once; the formal report can follow."""
    desk_verbs.stop_card(
        actor_of(request),
        card_id=request.POST.get("card", ""),
        reason=request.POST.get("reason", "")[:200],
    )
    return done(request, _back(request), _("The card is stopped. The report can follow in peace."))


@require_POST
def report_loss(request: HttpRequest) -> HttpResponse:
    """Completes the formal loss report."""
    desk_verbs.report_loss(actor_of(request), card_id=request.POST.get("card", ""))
    return done(request, _back(request), _("Reported lost."))


@require_GET
def slip(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """What the customer takes along, in large print."""
    run = guidance.get_check(actor_of(request), str(check_id))
    return render(request, "counter/slip.html", _guidance(run))
