"""The journal, read through the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from firstdesk.journal.models import Entry
from firstdesk.journal.queries import Filters
from firstdesk.staff import record
from firstdesk.staff.http import actor_of
from firstdesk.staff.schemas import REFUSALS, TextOut

router = Router()


class EntryOut(Schema):
    """One act of one person on one object."""

    id: int
    at: datetime
    actor_id: str
    actor_name: TextOut
    role: str
    branch_code: str
    action: str
    object_type: str
    object_id: str
    object_name: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str
    request_id: str


class JournalPage(Schema):
    """One page of entries, newest first."""

    items: list[EntryOut]
    next: str | None


@router.get("/journal", response={200: JournalPage, **REFUSALS}, operation_id="journal_list")
def journal_list(
    request: HttpRequest,
    object_type: str = "",
    object_id: str = "",
    actor_id: str = "",
    action: str = "",
    branch: str = "",
    request_id: str = "",
    first: date | None = None,
    last: date | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Any:
    """Entries as far as the caller may read; `action` may end in a dot for all of a room."""
    filters = Filters(
        object_type=object_type,
        object_id=object_id,
        actor_id=actor_id,
        action=action,
        branch_code=branch,
        request_id=request_id,
        first=first,
        last=last,
    )
    found, more = record.entries(actor_of(request), filters, cursor=cursor, limit=limit)
    return {"items": [_entry(entry) for entry in found], "next": more}


def _entry(entry: Entry) -> dict[str, Any]:
    names = (
        "id at actor_id actor_name role branch_code action object_type object_id object_name"
        " before after reason request_id"
    )
    return {name: getattr(entry, name) for name in names.split()}
