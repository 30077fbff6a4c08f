"""The journal's page: who did what to which object, when, and what changed."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from firstdesk.core.text import Text
from firstdesk.journal.models import Entry
from firstdesk.journal.queries import Filters
from firstdesk.staff import queries, record
from firstdesk.staff.http import actor_of
from firstdesk.staff.models import Staff
from firstdesk.staff.permissions import Scope, require
from firstdesk.staff.record_words import ACTIONS, KINDS, VALUES

_FIELDS = ("person", "action", "branch", "object_type", "object_id", "request_id", "first", "last")


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """One page of entries, newest first, with filters."""
    actor = actor_of(request)
    reach = require(actor, "journal.read")
    given = {name: request.GET.get(name, "").strip()[:80] for name in _FIELDS}
    unknown = [name for name in ("first", "last") if given[name] and _day(given[name]) is None]
    filters = Filters(
        object_type=given["object_type"],
        object_id=given["object_id"],
        actor_id=_actor_id(given["person"]),
        action=given["action"],
        branch_code=given["branch"],
        request_id=given["request_id"],
        first=_day(given["first"]),
        last=_day(given["last"]),
    )
    found, more = record.entries(actor, filters, cursor=request.GET.get("cursor", ""))
    context = {
        "rows": [_row(entry) for entry in found],
        "given": given,
        "filtered": any(given.values()),
        "unknown": unknown,
        "later": request.GET.get("cursor", ""),
        "first_page": "?" + urlencode(given),
        "more": more and "?" + urlencode(given | {"cursor": more}),
        "actions": _actions(),
        "branches": queries.branches() if reach == Scope.BANK else [],
        "only_branch": actor.branch_name if reach < Scope.BANK else None,
    }
    return render(request, "staff/journal.html", context)


def _row(entry: Entry) -> dict[str, Any]:
    kind = entry.object_type.rpartition(".")[2]
    return {
        "entry": entry,
        "action": ACTIONS.get(entry.action, Text(zh=entry.action, en=entry.action)),
        "role": VALUES.get(entry.role, Text(zh=entry.role, en=entry.role)),
        "kind": KINDS.get(entry.object_type, Text(zh=kind, en=kind)),
        "changes": record.changes(entry.before, entry.after),
    }


def _actions() -> list[tuple[str, str]]:
    language = get_language() or "zh-hans"
    return [(code, text.in_(language)) for code, text in ACTIONS.items()]


def _actor_id(number: str) -> str:
    """The id behind a staff number; a number nobody has finds nothing."""
    if not number:
        return ""
    found = Staff.objects.filter(username__iexact=number).first()
    return str(found.pk) if found else f"nobody:{number}"


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
