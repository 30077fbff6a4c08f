"""What the customer was told, and how he took it: acknowledged, overridden, refused, taken back."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.ids import new_id
from firstdesk.guidance import refusals
from firstdesk.guidance.items import Kind
from firstdesk.guidance.models import Check, Evidence
from firstdesk.guidance.services._common import open_check
from firstdesk.journal.services import record
from firstdesk.staff.permissions import require
from firstdesk.staff.verbs import verb


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
    run = open_check(actor, check_id)
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
    run = open_check(actor, check_id)
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
    run = open_check(actor, check_id)
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
    run = open_check(actor, str(found.check_run_id) if found else evidence_id)
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
