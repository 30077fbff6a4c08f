"""A second person's yes: same-day reversal, a choice against the rate due, a recalculation."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from firstdesk.bank.models import Instruction
from firstdesk.bank.queries import by_id
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, NotFound
from firstdesk.core.text import Text
from firstdesk.desk.models import Approval, Redress, ServiceCase
from firstdesk.desk.queries import get_case
from firstdesk.desk.services._common import (
    amount,
    decided,
    invalid,
    second_person,
    working_case,
    write,
)
from firstdesk.journal.services import record
from firstdesk.policies.queries import book
from firstdesk.staff.alerts import alert, managers_of
from firstdesk.staff.verbs import verb

CUT_OFF = "deposit.reversal.cutoff"
KINDS: dict[str, Text] = {
    "reversal": Text(zh="当日冲正", en="Same-day reversal"),
    "recalculation": Text(zh="利息复核", en="Recalculation of interest"),
    "demand_rate_choice": Text(zh="客户选择按活期计息", en="Customer's choice of the demand rate"),
}


def reversal_cut_off() -> datetime:
    """The last moment of today at which a booking of today can be reversed."""
    ruling = book([CUT_OFF]).ruling(CUT_OFF, clock.today())
    at = time.fromisoformat(ruling.string("local_time"))
    return datetime.combine(clock.today(), at, ZoneInfo(settings.TIME_ZONE))


@verb("desk.ask_approval", permission="case.work")
def ask_approval(
    actor: Actor,
    case_id: str,
    *,
    kind: str,
    reason: str,
    instruction_id: str | None = None,
    check_id: str | None = None,
    difference: str | None = None,
) -> Approval:
    """Asks for a second person's decision, at once and with its cut-off in view.

    Args:
        kind: a key of `KINDS`.
        reason: the customer's and the asker's words; "misread maturity".
        instruction_id: the signed instruction to be reversed.
        check_id: the guidance whose working is to be signed.
        difference: the interest short, which a granted recalculation pays at once.

    Raises:
        Invalid: unknown kind, no reason, nothing to reverse, or the cut-off has passed; then the
            next way is named.
    """
    case = working_case(actor, case_id)
    if kind not in KINDS:
        raise invalid("kind", "请选要审批的事。", f"Choose one of: {', '.join(KINDS)}.")
    if not reason.strip():
        raise invalid("reason", "请写原因。", "Give the reason.")
    short = None if difference in (None, "") else str(amount("difference", str(difference)))
    data: dict[str, Any] = {"check": check_id, "difference": short}
    cut_off = None
    if kind == "reversal":
        cut_off = reversal_cut_off()
        data["instruction"] = str(_reversible(case, instruction_id, cut_off).pk)
    row = Approval.objects.create(
        case=case,
        kind=kind,
        reason=reason.strip(),
        data=data,
        asked_by_id=actor.person,
        asked_at=clock.now(),
        cut_off=cut_off,
    )
    title = KINDS[kind]
    write(
        case,
        "approval_asked",
        actor,
        reason.strip(),
        approval=kind,
        cut_off=cut_off.isoformat() if cut_off else None,
    )
    record(
        actor,
        "desk.ask_approval",
        row,
        after={"kind": kind, "cut_off": cut_off.isoformat() if cut_off else None},
        reason=reason.strip(),
        name=str(case),
    )
    alert(
        managers_of(case.branch),
        "approval",
        Text(
            zh=f"{case}待审批：{title.zh}，{reason.strip()}",
            en=f"{case} waits for your decision: {title.en}, {reason.strip()}",
        ),
        link=f"/desk/{case}/",
        about=f"approval:{row.pk}",
    )
    return row


def _reversible(case: ServiceCase, instruction_id: str | None, cut_off: datetime) -> Instruction:
    found = (
        Instruction.objects.filter(**by_id(instruction_id), customer_id=case.customer_id).first()
        if case.customer_id
        else None
    )
    if found is None:
        raise invalid("instruction_id", "请选要冲正的那一笔。", "Choose the booking to reverse.")
    if found.status == "reversed":
        raise invalid("instruction_id", "这一笔已经冲正。", "It is reversed already.")
    if found.business_date != clock.today() or clock.now() >= cut_off:
        local = clock.local(cut_off).strftime("%H:%M")
        raise invalid(
            "instruction_id",
            f"当日冲正截止{local}，已过；由会计主管做跨日更正，仍可提出复核和补偿。",
            f"Same-day reversal ended at {local}; accounting makes a correcting entry, and"
            " recalculation and redress stay open.",
            code="reversal_too_late",
        )
    return found


@verb("desk.decide_approval", permission="case.approve")
def decide_approval(actor: Actor, approval_id: str, *, approve: bool, reason: str = "") -> Approval:
    """Grants or refuses; a grant is carried out in the same transaction.

    Raises:
        Forbidden: the asker himself. Conflict: decided already, or the cut-off has passed.
        Invalid: a refusal without a reason.
    """
    row = (
        Approval.objects.select_for_update(of=("self",))
        .select_related("case__branch")
        .filter(pk=approval_id)
        .first()
    )
    if row is None:
        raise _missing()
    get_case(actor, str(row.case_id))
    if row.state != Approval.State.ASKED:
        raise decided(row.state)
    if str(row.asked_by_id) == actor.staff_id:
        raise second_person()
    if approve and row.cut_off and clock.now() >= row.cut_off:
        raise _too_late()
    if not approve and not reason.strip():
        raise invalid("reason", "不同意要写原因。", "A refusal needs a reason.")
    row.state = Approval.State.GRANTED if approve else Approval.State.REFUSED
    row.decided_by_id = actor.staff_id
    row.decided_at = clock.now()
    row.decision_reason = reason.strip()
    row.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
    write(row.case, f"approval_{row.state}", actor, reason.strip(), approval=row.kind)
    record(
        actor,
        "desk.decide_approval",
        row,
        before={"state": "asked"},
        after={"state": row.state},
        reason=reason.strip(),
        name=str(row.case),
    )
    if approve:
        _carry_out(actor, row)
    return row


def _carry_out(actor: Actor, row: Approval) -> None:
    if row.kind == "reversal":
        Instruction.objects.filter(pk=row.data["instruction"]).update(status="reversed")
        write(row.case, "reversed", actor, row.reason, instruction=row.data["instruction"])
        record(
            actor,
            "desk.reverse",
            ("bank.Instruction", row.data["instruction"]),
            before={"status": "sent"},
            after={"status": "reversed"},
            reason=row.reason,
        )
    elif row.kind == "recalculation" and Decimal(row.data.get("difference") or 0) > 0:
        _pay_difference(actor, row)


def _pay_difference(actor: Actor, row: Approval) -> None:
    """A confirmed shortfall is paid at once, with an apology on record (case 02027)."""
    now, amount = clock.now(), Decimal(row.data["difference"])
    for kind, paid in ((Redress.Kind.INTEREST, amount), (Redress.Kind.APOLOGY, Decimal(0))):
        Redress.objects.create(
            case=row.case,
            kind=kind,
            claimed=amount if kind == Redress.Kind.INTEREST else None,
            amount=paid,
            basis=row.reason,
            proposed_by_id=row.asked_by_id,
            proposed_at=now,
            decided_by_id=actor.staff_id,
            decided_at=now,
            state=Redress.State.APPROVED,
        )
    write(row.case, "redress_approved", actor, row.reason, redress="interest", amount=str(amount))
    record(
        actor,
        "desk.pay_difference",
        row.case,
        after={"amount": str(amount), "apology": True},
        reason=row.reason,
    )


def _missing() -> NotFound:
    return NotFound(
        code="approval_not_found",
        what=Text(zh="没有找到这项审批。", en="There is no such request."),
        why=Text(
            zh="编号不对，或不归您审批。", en="The id is wrong, or it is not yours to decide."
        ),
        do=Text(zh="请从服务单里打开。", en="Open it from its case."),
    )


def _too_late() -> Conflict:
    return Conflict(
        code="cut_off_passed",
        what=Text(zh="已过当日冲正的截止时间。", en="The cut-off for reversal has passed."),
        why=Text(zh="当日账已封。", en="The day's books are closed."),
        do=Text(
            zh="请会计主管做更正分录，并在单上提出补偿。",
            en="Ask accounting for a correcting entry and propose redress on the case.",
        ),
    )
