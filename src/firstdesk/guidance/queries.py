"""Reads of guidance: checks, evidence, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from firstdesk.bank.queries import require_serving
from firstdesk.core.actor import Actor
from firstdesk.core.errors import NotFound
from firstdesk.core.text import Text
from firstdesk.guidance.models import Check, Evidence
from firstdesk.staff.permissions import Scope, scope
from firstdesk.staff.roles import FRONT_LINE


def visible_checks(actor: Actor) -> QuerySet[Check]:
    """Checks the actor may see: his own, his branch's, or all."""
    reach = scope(actor, "guidance.read")
    if reach == Scope.BANK:
        return Check.objects.all()
    if reach == Scope.NONE:
        return Check.objects.none()
    mine = Q(staff_id=actor.staff_id)
    return Check.objects.filter(
        mine | Q(branch_id=actor.branch_id) if reach == Scope.BRANCH else mine
    )


def get_check(actor: Actor, check_id: str, *, lock: bool = False) -> Check:
    """One check.

    Raises:
        NotFound: there is none of that id, or it is not the actor's to see.
    """
    found = None
    if _is_uuid(check_id):
        checks = visible_checks(actor)
        found = (checks.select_for_update() if lock else checks).filter(pk=check_id).first()
    if found is None:
        raise NotFound(
            code="check_not_found",
            what=Text(zh="没有找到这次指引。", en="There is no such guidance."),
            why=Text(
                zh="编号不对，或它属于别的网点。",
                en="The id is wrong, or it belongs to another branch.",
            ),
            do=Text(zh="请从工作台重新查看指引。", en="Check again from the counter."),
        )
    return found


def evidence_of(check: Check) -> list[Evidence]:
    """The evidence of a check that was not withdrawn, in order."""
    return list(
        Evidence.objects.select_related("told_by")
        .filter(check_run=check, withdrawn_at=None)
        .order_by("at")
    )


def history(actor: Actor, customer_id: str, operation: str = "", limit: int = 20) -> list[Check]:
    """Earlier checks of a customer in any branch, newest first, with their evidence.

    Whoever serves him sees what he was told before, wherever it was (cases 02018, 02026); head
    office reads it without him.

    Raises:
        NotFound: somebody of the front line who does not serve him now.
    """
    if actor.role in FRONT_LINE:
        require_serving(actor, customer_id)
    checks = Check.objects.filter(customer_id=customer_id).exclude(state="superseded")
    if scope(actor, "customer.read") == Scope.NONE:
        return []
    if operation:
        checks = checks.filter(operation=operation)
    return list(
        checks.select_related("staff", "branch")
        .prefetch_related("evidence")
        .order_by("-created_at")[:limit]
    )


def told_before(
    customer_id: str, operation: str, fields: Mapping[str, Any] | None = None
) -> Evidence | None:
    """The newest acknowledgement for an operation with those fields, if the customer was told."""
    return (
        Evidence.objects.filter(
            check_run__customer_id=customer_id,
            check_run__operation=operation,
            withdrawn_at=None,
            check_run__fields__contains=dict(fields or {}),
        )
        .order_by("-at")
        .first()
    )


def _is_uuid(value: str) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True
