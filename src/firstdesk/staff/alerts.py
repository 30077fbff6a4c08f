"""Alerts: what a person must look at now."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.text import Text
from firstdesk.staff.models import Alert, Branch, Staff
from firstdesk.staff.roles import Role


def alert(people: Iterable[Staff], kind: str, text: Text, *, link: str = "", about: str) -> int:
    """Puts an alert in front of each person, once for each (kind, about).

    Args:
        people: who must look.
        kind: `promise_due`, `handover_offered`, …
        about: the object and stage it is about; a repeat of the same is dropped.

    Returns:
        How many people have it now.
    """
    rows = [
        Alert(
            staff=person,
            at=clock.now(),
            kind=kind,
            text_zh=text.zh[:300],
            text_en=text.en[:300],
            link=link,
            about=about,
        )
        for person in people
    ]
    return len(Alert.objects.bulk_create(rows, ignore_conflicts=True))


def managers_of(branch: Branch) -> list[Staff]:
    """Who answers for a branch; head office's quality officers where it has no manager."""
    people = Staff.objects.filter(is_active=True).filter(
        Q(role=Role.BRANCH_MANAGER, branch=branch)
        | Q(role=Role.QUALITY_OFFICER, branch__kind=Branch.Kind.HEAD_OFFICE)
    )
    own = [person for person in people if person.role == Role.BRANCH_MANAGER]
    return own or list(people)


def unread(actor: Actor, limit: int = 20) -> list[Alert]:
    """The actor's unread alerts, newest first."""
    if actor.staff_id is None:
        return []
    return list(Alert.objects.filter(staff_id=actor.staff_id, read_at=None).order_by("-id")[:limit])


def mark_read(actor: Actor, alert_id: int | None = None) -> int:
    """Marks one alert, or all, as read; reading is no business act and is not journalled."""
    if actor.staff_id is None:
        return 0
    mine = Alert.objects.filter(staff_id=actor.staff_id, read_at=None)
    if alert_id is not None:
        mine = mine.filter(pk=alert_id)
    return mine.update(read_at=clock.now())


def read_earlier(actor: Actor, limit: int = 30) -> list[Alert]:
    """The actor's alerts that he has read, newest first."""
    if actor.staff_id is None:
        return []
    mine = Alert.objects.filter(staff_id=actor.staff_id, read_at__isnull=False)
    return list(mine.order_by("-id")[:limit])


def link_of(actor: Actor, alert_id: int) -> str:
    """Where one of the actor's alerts leads; empty when it leads nowhere or is not his."""
    if actor.staff_id is None:
        return ""
    found = Alert.objects.filter(pk=alert_id, staff_id=actor.staff_id).first()
    return found.link if found else ""
