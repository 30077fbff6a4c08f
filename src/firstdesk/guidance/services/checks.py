"""Weighing an operation before it is signed, and signing it or not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db.models import F

from firstdesk.bank.models import Encounter, Instruction
from firstdesk.bank.queries import require_serving
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Invalid
from firstdesk.core.text import Text
from firstdesk.guidance import refusals, registry
from firstdesk.guidance.effects import carry_out
from firstdesk.guidance.items import Item, Kind
from firstdesk.guidance.load import load
from firstdesk.guidance.models import Check, Evidence
from firstdesk.guidance.operations import Operation, parse
from firstdesk.guidance.services._common import open_check
from firstdesk.journal.services import record, unchanged
from firstdesk.staff.verbs import verb


def preview(actor: Actor, operation: Operation, customer_id: str) -> tuple[Item, ...]:
    """Weighs an operation and keeps nothing; what the command bar's hints and the watch use."""
    cls = type(operation)
    facts = load(
        customer_id, registry.policies_for(cls), actor.branch_code or "", market=cls.market
    )
    return registry.weigh(operation, facts)


@verb("guidance.check", permission="guidance.check")
def check(
    actor: Actor,
    *,
    operation: str,
    fields: Mapping[str, Any],
    customer_id: str,
    encounter_id: str | None = None,
) -> Check:
    """Weighs an operation for a customer before he signs, and keeps what was shown.

    The same question with the same answer returns the open check, with its evidence; changed
    inputs or changed facts supersede it, so that nobody signs on an answer that no longer holds.

    Raises:
        NotFound, Invalid: unknown operation, customer, or fields.
        PolicyGap, CalendarUnknown: the day lies outside what is known.
    """
    require_serving(actor, customer_id)
    asked = parse(operation, fields)
    items = [item.to_json() for item in preview(actor, asked, customer_id)]
    digest = _digest(asked, items)
    today = clock.today()
    same_desk = Check.objects.select_for_update().filter(
        operation=operation,
        customer_id=customer_id,
        staff_id=actor.person,
        state=Check.State.OPEN,
    )
    for earlier in same_desk:
        if earlier.facts_digest == digest and earlier.business_date == today:
            unchanged()
            return earlier
        _supersede(actor, earlier)
    made = Check.objects.create(
        operation=operation,
        fields=asked.raw(),
        customer_id=customer_id,
        encounter_id=_encounter(encounter_id, customer_id),
        staff_id=actor.person,
        branch_id=actor.branch,
        business_date=today,
        created_at=clock.now(),
        items=items,
        facts_digest=digest,
    )
    told = [item["key"] for item in items if item["kind"] == Kind.DISCLOSURE]
    record(actor, "guidance.check", made, after={"fields": asked.raw(), "must_tell": told})
    return made


@verb("guidance.submit", permission="guidance.submit")
def submit(actor: Actor, check_id: str, *, version: int) -> Check:
    """Signs: sends the instruction to the core banking system, once every disclosure was told.

    Args:
        check_id: the open check.
        version: the version the person saw.

    Raises:
        Locked: a disclosure is not acknowledged, or the operation is blocked.
        Conflict: the facts have changed since they were told; it must be told anew.
        FirstdeskError: what signing does here at once is refused, such as a booking of cash.
    """
    run = open_check(actor, check_id)
    if run.version != version:
        raise refusals.not_open(run)
    done = _recorded(run)
    blocks = [i for i in run.items if i["kind"] == Kind.BLOCK and i["key"] not in done]
    if blocks:
        raise refusals.blocked(blocks)
    missing = untold(run)
    if missing:
        raise refusals.not_told(missing)
    asked = parse(run.operation, run.fields)
    now_items = [i.to_json() for i in preview(actor, asked, str(run.customer_id))]
    if _digest(asked, now_items) != run.facts_digest or run.business_date != clock.today():
        raise refusals.facts_changed()
    done_here = carry_out(actor, asked, str(run.customer_id))
    chosen = Evidence.objects.filter(check_run=run, withdrawn_at=None).exclude(choice="")
    sent = Instruction.objects.create(
        operation=run.operation,
        customer_id=run.customer_id,
        branch_id=actor.branch,
        staff_id=actor.person,
        business_date=run.business_date,
        created_at=clock.now(),
        payload={
            "fields": run.fields,
            "check": str(run.pk),
            "choices": dict(chosen.values_list("item", "choice")),
            **done_here,
        },
    )
    Check.objects.filter(pk=run.pk).update(
        state=Check.State.SUBMITTED, instruction=sent, version=F("version") + 1
    )
    record(
        actor,
        "guidance.submit",
        run,
        before={"state": "open"},
        after={"state": "submitted", "instruction": str(sent.pk)},
    )
    run.refresh_from_db()
    return run


@verb("guidance.decline", permission="guidance.tell")
def decline(actor: Actor, check_id: str, *, reason: str = "") -> Check:
    """The customer does not sign; what he was told stays on record."""
    run = open_check(actor, check_id)
    Check.objects.filter(pk=run.pk).update(state=Check.State.DECLINED, version=F("version") + 1)
    record(
        actor,
        "guidance.decline",
        run,
        before={"state": "open"},
        after={"state": "declined"},
        reason=reason,
    )
    run.refresh_from_db()
    return run


def untold(run: Check) -> list[dict[str, Any]]:
    """The disclosures that are not acknowledged yet."""
    told = _recorded(run)
    return [
        item for item in run.items if item["kind"] == Kind.DISCLOSURE and item["key"] not in told
    ]


def _recorded(run: Check) -> set[str]:
    """Keys of the items that are acknowledged or overridden."""
    rows = Evidence.objects.filter(check_run=run, withdrawn_at=None)
    return set(rows.values_list("item", flat=True))


def _digest(asked: Operation, items: list[dict[str, Any]]) -> str:
    # An offer that is refused goes away; what binds the customer is the rest.
    binding = [item for item in items if item["kind"] != Kind.OPPORTUNITY]
    whole = json.dumps([asked.key, asked.raw(), binding], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


def _encounter(encounter_id: str | None, customer_id: str) -> str | None:
    """Ties the check to the visit, if it is this customer's."""
    if encounter_id is None:
        return None
    found = Encounter.objects.filter(pk=encounter_id, customer_id=customer_id).exists()
    if found:
        return encounter_id
    text = Text(zh="这次接待不是这位客户的。", en="This visit is not this customer's.")
    raise Invalid(
        code="wrong_encounter",
        what=text,
        why=Text(zh="告知留痕要记在本人的接待上。", en="Evidence belongs to his own visit."),
        do=Text(zh="请重新叫号或查找客户。", en="Call or find the customer again."),
        fields={"encounter_id": text},
    )


def _supersede(actor: Actor, earlier: Check) -> None:
    Check.objects.filter(pk=earlier.pk).update(
        state=Check.State.SUPERSEDED, version=F("version") + 1
    )
    record(
        actor,
        "guidance.supersede",
        earlier,
        before={"state": "open"},
        after={"state": "superseded"},
    )
