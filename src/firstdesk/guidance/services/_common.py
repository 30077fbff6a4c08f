"""What the verbs of guidance share."""

from __future__ import annotations

from firstdesk.core.actor import Actor
from firstdesk.guidance import refusals
from firstdesk.guidance.models import Check
from firstdesk.guidance.queries import get_check


def open_check(actor: Actor, check_id: str) -> Check:
    """The check, locked for this transaction, if it is the actor's to see and still open."""
    run = get_check(actor, check_id, lock=True)
    if run.state != Check.State.OPEN:
        raise refusals.not_open(run)
    return run
