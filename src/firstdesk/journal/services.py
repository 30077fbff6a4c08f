"""Writing the journal: inside the transaction of the verb, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Model

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.journal.models import Entry

_written: ContextVar[list[int] | None] = ContextVar("journal_written", default=None)


def record(
    actor: Actor,
    action: str,
    obj: Model | tuple[str, str],
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    name: str = "",
) -> Entry:
    """Appends one entry.

    Args:
        actor: who acts; id, name, role and branch are copied.
        action: dotted verb name, `desk.open_case`.
        obj: the object acted on, or its (type, id).
        before: the fields that changed, as they were.
        after: the same fields as they are now.
        reason: the actor's own words, where the verb asks for them.
        name: how a person would call the object (a case number, a masked account).

    Raises:
        RuntimeError: outside a transaction; the act and its record stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{action} was to be journalled outside a transaction.")
    if isinstance(obj, Model):
        object_type, object_id = obj._meta.label, str(obj.pk)
        name = name or str(obj)
    else:
        object_type, object_id = obj
    entry = Entry.objects.create(
        at=clock.now(),
        actor_id=actor.staff_id or "",
        actor_name=actor.name.to_json(),
        role=actor.role,
        branch_code=actor.branch_code or "",
        branch_name=actor.branch_name.to_json() if actor.branch_name else None,
        action=action,
        object_type=object_type,
        object_id=object_id,
        object_name=name[:200],
        before=before,
        after=after,
        reason=reason,
        request_id=actor.request_id,
    )
    seen = _written.get()
    if seen is not None:
        seen.append(entry.pk)
    return entry


def unchanged() -> None:
    """Tells that a verb found nothing to do, so that a repeat is not journalled again."""
    seen = _written.get()
    if seen is not None:
        seen.append(0)


@contextmanager
def must_record(action: str) -> Iterator[list[int]]:
    """Fails a verb that changed something and told nobody.

    Yields the ids of the entries written inside; 0 stands for "nothing to do".
    """
    outer = _written.get()
    inner: list[int] = []
    token = _written.set(inner)
    try:
        yield inner
    finally:
        _written.reset(token)
        if outer is not None:
            outer.extend(inner)
    if not inner:
        raise RuntimeError(f"{action} finished without a journal entry.")
