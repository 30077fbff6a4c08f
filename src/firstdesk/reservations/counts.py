"""What the navigation says: bookings at the actor's vault that nobody has confirmed."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count as CountOf
from django.db.models import Q

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.reservations.models import Reservation
from firstdesk.staff.permissions import may
from firstdesk.staff.places import Count


def counts(actor: Actor) -> dict[str, Count]:
    """How many wait for the vault keeper; those for today and tomorrow are marked. One query."""
    if actor.branch_id is None or not may(actor, "reservation.keep"):
        return {}
    tomorrow = clock.today() + timedelta(days=1)
    found = Reservation.objects.filter(branch_id=actor.branch, status="requested").aggregate(
        all=CountOf("id"), soon=CountOf("id", filter=Q(day__lte=tomorrow))
    )
    return {"reservations:board": Count(found["all"], due=bool(found["soon"]))}
