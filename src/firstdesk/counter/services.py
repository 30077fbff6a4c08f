"""What the counter joins: it has no rules of its own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from firstdesk.core.actor import Actor
from firstdesk.desk.models import ServiceCase
from firstdesk.desk.services import make_promise, open_case
from firstdesk.guidance.models import Check


def promise_from_way(
    actor: Actor, check: Check, words: dict[str, str], due: datetime
) -> ServiceCase:
    """Turns a way out that is a promise into a case with that promise, in one step."""
    with transaction.atomic():
        case = open_case(
            actor,
            matter="request",
            title=words["zh"][:160],
            story=f"{words['zh']} / {words['en']}",
            customer_id=str(check.customer_id),
            encounter_id=str(check.encounter_id) if check.encounter_id else None,
            check_id=str(check.pk),
        )
        make_promise(actor, str(case.pk), words=words["zh"][:240], due_at=due)
    return case
