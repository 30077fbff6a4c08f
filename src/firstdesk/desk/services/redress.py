"""Redress: what was lost, what was made good, who approved it within which limit."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Sum

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Forbidden, NotFound
from firstdesk.core.text import Text
from firstdesk.desk.models import Redress, ServiceCase
from firstdesk.desk.queries import get_case
from firstdesk.desk.services._common import amount as read_amount
from firstdesk.desk.services._common import (
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

LIMITS = "desk.redress.limits"


def limit_of(role: str) -> Decimal:
    """What a role may approve on one case, in CNY; none named is zero."""
    ruling = book([LIMITS]).ruling(LIMITS, clock.today())
    return ruling.decimal(role) if role in ruling.value else Decimal(0)


def left_of_limit(actor: Actor, case: ServiceCase) -> Decimal:
    """What the actor may still approve on a case: a sum in several parts is still that sum."""
    granted = case.redress.filter(
        state=Redress.State.APPROVED, decided_by_id=actor.person
    ).aggregate(total=Sum("amount"))["total"]
    return limit_of(actor.role) - (granted or Decimal(0))


@verb("desk.propose_redress", permission="case.work")
def propose_redress(
    actor: Actor,
    case_id: str,
    *,
    kind: str,
    basis: str,
    amount: Decimal | str = "0",
    claimed: Decimal | str | None = None,
    currency: str = "CNY",
) -> Redress:
    """Proposes to make good; within the proposer's own limit it is approved at once.

    Args:
        kind: a `Redress.Kind`.
        basis: why this sum, in words an outsider follows.
        amount: what is paid or waived; zero for an apology.
        claimed: the customer's loss as he puts it.

    Raises:
        Invalid: unknown kind, no basis, a sum missing where the kind is about money.
    """
    case = working_case(actor, case_id)
    if kind not in Redress.Kind.values:
        raise invalid(
            "kind", "请选补偿的方式。", f"Choose one of: {', '.join(Redress.Kind.values)}."
        )
    if not basis.strip():
        raise invalid("basis", "请写下依据。", "Give the basis.")
    paid = read_amount("amount", amount)
    loss = None if claimed in (None, "") else read_amount("claimed", str(claimed))
    money_kind = kind not in {Redress.Kind.APOLOGY, Redress.Kind.GIFT}
    if money_kind and paid == 0:
        raise invalid("amount", "请填补多少。", "Give the amount.")
    row = Redress.objects.create(
        case=case,
        kind=kind,
        claimed=loss,
        amount=paid,
        currency=currency,
        basis=basis.strip(),
        proposed_by_id=actor.person,
        proposed_at=clock.now(),
    )
    write(case, "redress_proposed", actor, basis.strip(), redress=kind, amount=str(paid))
    record(
        actor,
        "desk.propose_redress",
        row,
        after={"kind": kind, "amount": str(paid), "claimed": str(loss) if loss else None},
        reason=basis.strip(),
        name=str(case),
    )
    if paid <= left_of_limit(actor, case):
        _decide(actor, row, approve=True, reason="")
    else:
        _ask_manager(case, row)
    return row


def _ask_manager(case: ServiceCase, row: Redress) -> None:
    kind = Redress.Kind(row.kind)
    alert(
        managers_of(case.branch),
        "redress",
        Text(
            zh=f"{case}待审批：{row.basis}（¥{row.amount}）",
            en=f"{case} waits for your decision: {kind.value}, ¥{row.amount}",
        ),
        link=f"/desk/{case}/",
        about=f"redress:{row.pk}",
    )


@verb("desk.decide_redress", permission="case.approve")
def decide_redress(actor: Actor, redress_id: str, *, approve: bool, reason: str = "") -> Redress:
    """Approves or refuses a proposal.

    Raises:
        Forbidden: above the actor's limit, or his own proposal.
        Invalid: a refusal without a reason. Conflict: decided already.
    """
    row = (
        Redress.objects.select_for_update(of=("self",))
        .select_related("case__branch")
        .filter(pk=redress_id)
        .first()
    )
    if row is None:
        raise _missing()
    get_case(actor, str(row.case_id))
    if row.state != Redress.State.PROPOSED:
        raise decided(row.state)
    if str(row.proposed_by_id) == actor.staff_id:
        raise second_person()
    left = left_of_limit(actor, row.case)
    if approve and row.amount > left:
        raise _above(row, limit_of(actor.role), left)
    if not approve and not reason.strip():
        raise invalid("reason", "不同意要写原因。", "A refusal needs a reason.")
    return _decide(actor, row, approve=approve, reason=reason.strip())


def _decide(actor: Actor, row: Redress, *, approve: bool, reason: str) -> Redress:
    row.state = Redress.State.APPROVED if approve else Redress.State.REFUSED
    row.decided_by_id = actor.staff_id
    row.decided_at = clock.now()
    row.decision_reason = reason
    row.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
    write(
        row.case,
        f"redress_{row.state}",
        actor,
        reason or row.basis,
        redress=row.kind,
        amount=str(row.amount),
    )
    record(
        actor,
        "desk.decide_redress",
        row,
        before={"state": "proposed"},
        after={"state": row.state, "amount": str(row.amount)},
        reason=reason,
        name=str(row.case),
    )
    return row


def route_waiver(actor: Actor, case: ServiceCase, loss: Decimal, *, told: bool) -> Redress:
    """Puts a fee dispute before the branch manager the same day (case 02026).

    Args:
        loss: the fee in dispute.
        told: whether evidence shows that the customer was told of it before he acted.
    """
    basis = (
        Text(zh="客户事先被告知过，证据在单上。", en="He had been told before; evidence attached.")
        if told
        else Text(
            zh="没有找到事先告知的留痕，请今天决定是否减免。",
            en="No evidence that he was told; decide on a waiver today.",
        )
    )
    row = Redress.objects.create(
        case=case,
        kind=Redress.Kind.FEE_WAIVER,
        claimed=loss,
        amount=loss,
        basis=f"{basis.zh} / {basis.en}",
        proposed_by_id=actor.person,
        proposed_at=clock.now(),
    )
    write(case, "redress_proposed", actor, row.basis, redress=row.kind, amount=str(loss), told=told)
    record(
        actor,
        "desk.propose_redress",
        row,
        after={"kind": row.kind, "amount": str(loss), "told": told},
        name=str(case),
    )
    _ask_manager(case, row)
    return row


def _missing() -> NotFound:
    return NotFound(
        code="redress_not_found",
        what=Text(zh="没有找到这项补偿。", en="There is no such redress."),
        why=Text(
            zh="编号不对，或不归您审批。", en="The id is wrong, or it is not yours to decide."
        ),
        do=Text(zh="请从服务单里打开。", en="Open it from its case."),
    )


def _above(row: Redress, limit: Decimal, left: Decimal) -> Forbidden:
    return Forbidden(
        code="above_limit",
        what=Text(zh=f"¥{row.amount}超过您的权限。", en=f"¥{row.amount} is above your limit."),
        why=Text(
            zh=f"您每单可批¥{limit}，这一单还可批¥{left}。",
            en=f"You may approve ¥{limit} a case; ¥{left} of it is left on this one.",
        ),
        do=Text(zh="请上一级审批。", en="Pass it to the next level."),
        extra={"limit": str(limit)},
    )
