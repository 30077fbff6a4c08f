"""What the navigation says about the desk: my open cases, my promises."""

from __future__ import annotations

from django.db.models import Count as CountOf
from django.db.models import Q

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.desk.models import Promise, ServiceCase
from firstdesk.staff.permissions import may
from firstdesk.staff.places import Count


def counts(actor: Actor) -> dict[str, Count]:
    """Numbers by page: what is mine and not done; overdue promises are marked.

    Args:
        actor: who looks; two queries, by index.
    """
    if not may(actor, "case.read"):
        return {}
    cases = ServiceCase.objects.filter(owner_id=actor.person).exclude(state="closed").count()
    promises = Promise.objects.filter(
        owner_id=actor.person, state="open", external=False
    ).aggregate(all=CountOf("id"), late=CountOf("id", filter=Q(due_at__lt=clock.now())))
    return {
        "desk:mine": Count(cases),
        "desk:promises": Count(promises["all"], due=bool(promises["late"])),
    }
