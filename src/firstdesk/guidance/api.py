"""Guidance operations: what can be asked for, check, tell, take back, sign, decline."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from firstdesk.core.fields import asks
from firstdesk.guidance import queries, services
from firstdesk.guidance.models import Check, Evidence
from firstdesk.guidance.operations import OPERATIONS
from firstdesk.guidance.registry import RULES, load_rules
from firstdesk.staff.http import actor_of
from firstdesk.staff.permissions import require
from firstdesk.staff.schemas import REFUSALS, TextOut

router = Router()


class CheckIn(Schema):
    """What the customer wants."""

    operation: str = Field(max_length=60)
    fields: dict[str, Any] = Field(default_factory=dict)
    customer_id: UUID
    encounter_id: UUID | None = None


class TellIn(Schema):
    """How he acknowledged an item."""

    item: str = Field(max_length=80)
    method: str = Field(max_length=10)
    language: str = Field("zh-hans", max_length=10)
    choice: str = Field("", max_length=120)
    confirmed: bool = False


class VersionIn(Schema):
    """The version the caller saw."""

    version: int


class ReasonedIn(Schema):
    """The item, and the reason: why a guideline does not fit, or why he does not want it."""

    item: str
    reason: str = Field("", max_length=2000)


class OptionalReasonIn(Schema):
    """A reason, where the act asks for one."""

    reason: str = Field("", max_length=2000)


class EvidenceOut(Schema):
    """That an item was told and acknowledged."""

    id: str
    reference: str
    item: str
    method: str
    at: Any
    told_by: TextOut
    choice: str
    reason: str


class CheckOut(Schema):
    """A weighed operation."""

    id: str
    operation: str
    fields: dict[str, Any]
    business_date: Any
    state: str
    version: int
    items: list[dict[str, Any]]
    evidence: list[EvidenceOut]
    untold: list[str]
    blocked: bool
    locked: bool
    instruction: str | None


def _evidence(row: Evidence) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "reference": row.reference,
        "item": row.item,
        "method": row.method,
        "at": row.at,
        "told_by": row.told_by.name.to_json(),
        "choice": row.choice,
        "reason": row.reason,
    }


def _out(run: Check) -> dict[str, Any]:
    evidence = queries.evidence_of(run)
    told = {row.item for row in evidence}
    untold = [
        item["key"]
        for item in run.items
        if item["kind"] == "disclosure" and item["key"] not in told
    ]
    blocked = any(item["kind"] == "block" and item["key"] not in told for item in run.items)
    return {
        "id": str(run.pk),
        "operation": run.operation,
        "fields": run.fields,
        "business_date": run.business_date,
        "state": run.state,
        "version": run.version,
        "items": run.items,
        "evidence": [_evidence(row) for row in evidence],
        "untold": untold,
        "blocked": blocked,
        "locked": blocked or bool(untold),
        "instruction": str(run.instruction_id) if run.instruction_id else None,
    }


@router.get(
    "/guidance/operations",
    response={200: list[dict[str, Any]], **REFUSALS},
    operation_id="guidance_operations",
)
def operations(request: HttpRequest) -> Any:
    """Every operation with its fields, and the rules that weigh it."""
    require(actor_of(request), "guidance.check")
    load_rules()
    return [
        {
            "key": key,
            "title": cls.title.to_json(),
            "fields": [
                {"name": name, "kind": a.kind, "label": a.label.to_json(), "of": list(a.of)}
                for name, a in asks(cls).items()
            ],
            "rules": [rule.name for rule in RULES.values() if cls in rule.operations],
        }
        for key, cls in sorted(OPERATIONS.items())
    ]


@router.post(
    "/guidance/checks", response={200: CheckOut, **REFUSALS}, operation_id="guidance_check"
)
def check(request: HttpRequest, body: CheckIn) -> Any:
    """Weighs an operation for a customer before he signs."""
    run = services.check(
        actor_of(request),
        operation=body.operation,
        fields=body.fields,
        customer_id=str(body.customer_id),
        encounter_id=str(body.encounter_id) if body.encounter_id else None,
    )
    return _out(run)


@router.get(
    "/guidance/checks/{uuid:check_id}",
    response={200: CheckOut, **REFUSALS},
    operation_id="guidance_get_check",
)
def get_check(request: HttpRequest, check_id: UUID) -> Any:
    """One check, as it was shown."""
    return _out(queries.get_check(actor_of(request), str(check_id)))


@router.post(
    "/guidance/checks/{uuid:check_id}/tell",
    response={200: CheckOut, **REFUSALS},
    operation_id="guidance_tell",
)
def tell(request: HttpRequest, check_id: UUID, body: TellIn) -> Any:
    """Records that an item was told and acknowledged."""
    actor = actor_of(request)
    services.tell(actor, str(check_id), **body.dict())
    return _out(queries.get_check(actor, str(check_id)))


@router.post(
    "/guidance/checks/{uuid:check_id}/override",
    response={200: CheckOut, **REFUSALS},
    operation_id="guidance_override",
)
def override(request: HttpRequest, check_id: UUID, body: ReasonedIn) -> Any:
    """Goes on against a guideline, with a reason."""
    actor = actor_of(request)
    services.override(actor, str(check_id), item=body.item, reason=body.reason)
    return _out(queries.get_check(actor, str(check_id)))


@router.post(
    "/guidance/checks/{uuid:check_id}/refuse",
    response={200: CheckOut, **REFUSALS},
    operation_id="guidance_refuse",
)
def refuse(request: HttpRequest, check_id: UUID, body: ReasonedIn) -> Any:
    """Records that the customer does not want what was offered."""
    actor = actor_of(request)
    services.refuse(actor, str(check_id), item=body.item, reason=body.reason)
    return _out(queries.get_check(actor, str(check_id)))


@router.post(
    "/guidance/evidence/{uuid:evidence_id}/take-back",
    response={200: EvidenceOut, **REFUSALS},
    operation_id="guidance_take_back",
)
def take_back(request: HttpRequest, evidence_id: UUID, body: OptionalReasonIn) -> Any:
    """Withdraws an acknowledgement, with a reason."""
    row = services.take_back(actor_of(request), str(evidence_id), reason=body.reason)
    return _evidence(row)


@router.post(
    "/guidance/checks/{uuid:check_id}/submit",
    response={200: CheckOut, **REFUSALS},
    operation_id="guidance_submit",
)
def submit(request: HttpRequest, check_id: UUID, body: VersionIn) -> Any:
    """Signs, once every disclosure was told."""
    return _out(services.submit(actor_of(request), str(check_id), version=body.version))


@router.post(
    "/guidance/checks/{uuid:check_id}/decline",
    response={200: CheckOut, **REFUSALS},
    operation_id="guidance_decline",
)
def decline(request: HttpRequest, check_id: UUID, body: OptionalReasonIn) -> Any:
    """The customer does not sign."""
    return _out(services.decline(actor_of(request), str(check_id), reason=body.reason))


@router.get(
    "/guidance/history",
    response={200: list[CheckOut], **REFUSALS},
    operation_id="guidance_history",
)
def history(request: HttpRequest, customer_id: UUID, operation: str = "") -> Any:
    """What a customer was told before, in any branch."""
    actor = actor_of(request)
    require(actor, "customer.read")
    return [_out(run) for run in queries.history(actor, str(customer_id), operation)]
