"""Reading the journal. Who may read how far is decided in `staff`, which stands above this room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from firstdesk.core import clock, paging
from firstdesk.journal.models import Entry


@dataclass(frozen=True, slots=True)
class Filters:
    """What to look for; empty means any.

    Args:
        action: a verb (`desk.open_case`), or the beginning of one with a dot (`desk.`).
        actor_id: the acting person's id.
        first, last: business days, both included.
    """

    object_type: str = ""
    object_id: str = ""
    actor_id: str = ""
    action: str = ""
    branch_code: str = ""
    request_id: str = ""
    first: date | None = None
    last: date | None = None

    def conditions(self) -> Iterator[Q]:
        """The filters as conditions, each served by an index."""
        for name in ("object_type", "object_id", "actor_id", "branch_code", "request_id"):
            if value := getattr(self, name):
                yield Q(**{name: value})
        if self.action.endswith("."):
            yield Q(action__startswith=self.action)
        elif self.action:
            yield Q(action=self.action)
        if self.first:
            yield Q(at__gte=_midnight(self.first))
        if self.last:
            yield Q(at__lt=_midnight(self.last + timedelta(days=1)))


def entries(
    filters: Filters, *, within: str | None, cursor: str = "", limit: int = 50
) -> tuple[list[Entry], str | None]:
    """One page of entries, newest first, and the cursor of the next.

    Args:
        within: the one branch code the reader may see; None for the whole bank.
        cursor: from the page before.
        limit: rows, at most 100.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    rows = Entry.objects.filter(*filters.conditions()).order_by("-id")
    if within is not None:
        rows = rows.filter(branch_code=within)
    if cursor:
        rows = rows.filter(id__lt=_position(cursor))
    size = max(1, min(limit, 100))
    found = list(rows[: size + 1])
    page = found[:size]
    return page, paging.encode([page[-1].pk]) if len(found) > size else None


def _position(cursor: str) -> int:
    """The id a cursor stands at; words in its place stand before everything."""
    value = paging.decode(cursor, 1)[0]
    return value if isinstance(value, int) else 0


def _midnight(day: date) -> datetime:
    """Midnight of a business day, as a moment."""
    return datetime.combine(day, time.min, tzinfo=clock.local(clock.now()).tzinfo)
