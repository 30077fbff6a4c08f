"""The operations of branches: who we are, and where."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from firstdesk.staff import queries, setup
from firstdesk.staff.http import actor_of
from firstdesk.staff.models import Branch
from firstdesk.staff.schemas import REFUSALS, BranchOut, TextOut

router = Router()


class BranchDetail(BranchOut):
    """A branch with its town and kind."""

    city: TextOut
    kind: str


class BranchIn(Schema):
    """What a branch is called, and what it is: branch, contact_centre or head_office."""

    name_zh: str
    name_en: str
    kind: str = "branch"
    city_zh: str = ""
    city_en: str = ""


@router.get(
    "/branches", response={200: list[BranchDetail], **REFUSALS}, operation_id="staff_branches"
)
def staff_branches(request: HttpRequest) -> Any:
    """All branches."""
    actor_of(request)
    return [_out(branch) for branch in queries.branches()]


@router.put(
    "/branches/{code}", response={200: BranchDetail, **REFUSALS}, operation_id="staff_put_branch"
)
def staff_put_branch(request: HttpRequest, code: str, body: BranchIn) -> Any:
    """Enters a branch or changes it; the same again changes nothing."""
    return _out(setup.put_branch(actor_of(request), code, **body.dict()))


def _out(branch: Branch) -> dict[str, Any]:
    return {
        "code": branch.code,
        "name": branch.name.to_json(),
        "city": {"zh": branch.city_zh, "en": branch.city_en},
        "kind": branch.kind,
    }
