"""The verbs of guidance: check, tell, take back, sign, decline."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from firstdesk.bank.models import Encounter, Instruction
from firstdesk.bank.queries import require_serving
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Invalid
from firstdesk.core.ids import new_id
from firstdesk.core.text import Text
from firstdesk.guidance import refusals, registry
from firstdesk.guidance.items import Item, Kind
from firstdesk.guidance.load import load
from firstdesk.guidance.models import Check, Evidence
from firstdesk.guidance.operations import Operation, parse
from firstdesk.guidance.queries import get_check
from firstdesk.journal.services import record, unchanged
from firstdesk.staff.permissions import require
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


@verb("guidance.tell", permission="guidance.tell")
def tell(
    actor: Actor,
    check_id: str,
    *,
    item: str,
    method: str,
    language: str = "zh-hans",
    choice: str = "",
    confirmed: bool = False,
) -> Evidence:
    """Records that one item was told and acknowledged.

    Args:
        check_id: the open check.
        item: the item's key.
        method: how the customer acknowledged; `Evidence.Method`.
        language: the language he was told in.
        choice: the key of what he chose, where the item asks for a choice.
        confirmed: that he said the item's own sentence, where it has one (case 02003).

    Raises:
        Conflict: the check is no longer open, or a colleague has recorded this item already.
        Invalid: unknown item, method or choice; a missing choice or confirmation.
    """
    run = _open(actor, check_id)
    shown = _item(run, item)
    _acknowledgeable(shown, method, choice, confirmed)
    if shown["supervisor"]:
        _needs_supervisor(actor, method)
    told = _evidence(actor, run, shown, method=method, language=language, choice=choice)
    record(
        actor,
        "guidance.tell",
        run,
        after={"item": item, "method": method, "choice": choice, "evidence": told.reference},
        name=told.reference,
    )
    return told


@verb("guidance.override", permission="guidance.tell")
def override(actor: Actor, check_id: str, *, item: str, reason: str) -> Evidence:
    """Goes on against a guideline, with a reason (case 02014: guidance, not prohibition).

    Args:
        check_id: the open check.
        item: the key of a block that a guideline put there.
        reason: why it does not fit this customer today.

    Raises:
        Conflict: the check is no longer open, or it is overridden already.
        Invalid: no such item, no reason, or a rule that binds.
    """
    run = _open(actor, check_id)
    shown = _item(run, item)
    if shown["kind"] != Kind.BLOCK or shown["force"] != "guideline":
        raise refusals.binding()
    return _reasoned(actor, run, shown, "guidance.override", Evidence.Method.OVERRIDDEN, reason)


def _evidence(actor: Actor, run: Check, shown: dict[str, Any], **how: Any) -> Evidence:
    """Keeps what was shown of an item; the first of two colleagues wins."""
    evidence_id = new_id()
    try:
        with transaction.atomic():
            return Evidence.objects.create(
                id=evidence_id,
                reference=f"EV-{evidence_id.hex[-12:-8]}-{evidence_id.hex[-8:]}".upper(),
                check_run=run,
                item=shown["key"],
                told_by_id=actor.person,
                at=clock.now(),
                text={key: shown[key] for key in ("title", "detail", "say", "confirm", "slip")},
                policies=shown["policies"],
                **how,
            )
    except IntegrityError:
        raise refusals.told_already(run, shown["key"]) from None


@verb("guidance.refuse", permission="guidance.tell")
def refuse(actor: Actor, check_id: str, *, item: str, reason: str) -> Evidence:
    """The customer does not want what was offered: nobody offers it to him again for a while.

    Args:
        check_id: the open check; item: the key of an opportunity in it.
        reason: what he said, kept with the evidence (case 05001).

    Raises:
        Invalid: no reason, or the item is nothing that was offered. Conflict: recorded already.
    """
    run = _open(actor, check_id)
    shown = _item(run, item)
    if shown["kind"] != Kind.OPPORTUNITY:
        raise refusals.cannot_record(
            "item", "这一条不是推荐，不能记为不需要。", "This item is no offer that can be refused."
        )
    return _reasoned(actor, run, shown, "guidance.refuse", Evidence.Method.REFUSED, reason)


def _reasoned(
    actor: Actor, run: Check, shown: dict[str, Any], act: str, method: str, reason: str
) -> Evidence:
    """Keeps an act that stands on its reason."""
    if not reason.strip():
        raise refusals.no_reason()
    done = _evidence(actor, run, shown, method=method, language="", reason=reason.strip())
    record(
        actor,
        act,
        run,
        after={"item": shown["key"], "evidence": done.reference},
        reason=reason.strip(),
        name=done.reference,
    )
    return done


@verb("guidance.take_back", permission="guidance.tell")
def take_back(actor: Actor, evidence_id: str, *, reason: str) -> Evidence:
    """Withdraws an acknowledgement; the row stays, with the reason.

    Raises:
        Invalid: no reason. Conflict: signed already, or withdrawn already.
    """
    if not reason.strip():
        raise refusals.needs_reason()
    found = Evidence.objects.filter(pk=evidence_id).first()
    run = _open(actor, str(found.check_run_id) if found else evidence_id)
    changed = Evidence.objects.filter(pk=evidence_id, withdrawn_at=None).update(
        withdrawn_at=clock.now(), withdrawn_reason=reason.strip()
    )
    if not changed or found is None:
        raise refusals.not_open(run)
    record(
        actor,
        "guidance.take_back",
        run,
        before={"evidence": found.reference},
        reason=reason.strip(),
        name=found.reference,
    )
    found.refresh_from_db()
    return found


@verb("guidance.submit", permission="guidance.submit")
def submit(actor: Actor, check_id: str, *, version: int) -> Check:
    """Signs: sends the instruction to the core banking system, once every disclosure was told.

    Args:
        check_id: the open check.
        version: the version the person saw.

    Raises:
        Locked: a disclosure is not acknowledged, or the operation is blocked.
        Conflict: the facts have changed since they were told; it must be told anew.
    """
    run = _open(actor, check_id)
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
    sent = Instruction.objects.create(
        operation=run.operation,
        customer_id=run.customer_id,
        branch_id=actor.branch,
        staff_id=actor.person,
        business_date=run.business_date,
        created_at=clock.now(),
        payload={"fields": run.fields, "check": str(run.pk)},
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
    run = _open(actor, check_id)
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


def _open(actor: Actor, check_id: str) -> Check:
    """The check, locked for this transaction, if it is the actor's to see and still open."""
    run = get_check(actor, check_id, lock=True)
    if run.state != Check.State.OPEN:
        raise refusals.not_open(run)
    return run


def _item(run: Check, key: str) -> dict[str, Any]:
    for item in run.items:
        if item["key"] == key:
            return dict(item)
    raise refusals.cannot_record(
        "item", "这次指引里没有这一条。", "This guidance has no such item."
    )


def _acknowledgeable(item: dict[str, Any], method: str, choice: str, confirmed: bool) -> None:
    if item["kind"] == Kind.BLOCK:
        raise refusals.cannot_record(
            "item", "这一条是办不了的原因，不用确认。", "A block is not acknowledged; it is a no."
        )
    ways = Evidence.ACKNOWLEDGED
    if method not in ways:
        raise refusals.cannot_record(
            "method", "请选客户怎样确认的。", f"Choose one of: {', '.join(ways)}."
        )
    known = [c["key"] for c in item["choices"]]
    if known and choice not in known:
        raise refusals.cannot_record(
            "choice", "请记下客户选了哪一种。", f"Record the choice: {', '.join(known)}."
        )
    if choice and not known:
        raise refusals.cannot_record("choice", "这一条没有可选项。", "This item offers no choice.")
    if item["confirm"] and not confirmed:
        raise refusals.cannot_record(
            "confirmed",
            f"要客户自己说：“{item['confirm']['zh']}”",
            f"The customer must say it himself: “{item['confirm']['en']}”",
        )


def _needs_supervisor(actor: Actor, method: str) -> None:
    """A choice against the customer's own interest takes a second person and a signature."""
    require(actor, "case.approve")
    if method != Evidence.Method.SIGNED:
        raise refusals.cannot_record("method", "这一条要客户签字。", "The customer signs this one.")
