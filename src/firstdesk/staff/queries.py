"""Reads of people and branches, always within what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Q, QuerySet

from firstdesk.core import clock, paging
from firstdesk.core.actor import Actor
from firstdesk.core.errors import NotFound
from firstdesk.core.text import Text
from firstdesk.staff.models import ApiToken, Branch, Staff
from firstdesk.staff.permissions import PERMISSIONS, Scope, require, scope


@dataclass(frozen=True, slots=True)
class PeopleFilters:
    """Which people; empty means any. `active` is None for both."""

    words: str = ""
    role: str = ""
    branch: str = ""
    active: bool | None = None


def visible_people(actor: Actor) -> QuerySet[Staff]:
    """People the actor may see: his branch's, or the whole bank's."""
    reach = scope(actor, "staff.read")
    people = Staff.objects.select_related("branch")
    if reach == Scope.BANK:
        return people
    if reach == Scope.BRANCH and actor.branch_id:
        return people.filter(branch_id=actor.branch_id)
    return people.none()


def people(
    actor: Actor, filters: PeopleFilters | None = None, *, cursor: str = "", limit: int = 50
) -> tuple[list[Staff], str | None]:
    """One page of people by staff number, and the cursor of the next.

    Raises:
        Forbidden: the actor may not see people at all.
        Invalid: the cursor is not one of ours.
    """
    require(actor, "staff.read")
    wanted = filters or PeopleFilters()
    rows = visible_people(actor).order_by("username")
    for word in wanted.words.split():
        rows = rows.filter(
            Q(username__icontains=word) | Q(name_zh__icontains=word) | Q(name_en__icontains=word)
        )
    if wanted.role:
        rows = rows.filter(role=wanted.role)
    if wanted.branch:
        rows = rows.filter(branch__code=wanted.branch)
    if wanted.active is not None:
        rows = rows.filter(is_active=wanted.active)
    if cursor:
        rows = rows.filter(username__gt=str(paging.decode(cursor, 1)[0]))
    size = max(1, min(limit, 100))
    found = list(rows[: size + 1])
    page = found[:size]
    return page, paging.encode([page[-1].username]) if len(found) > size else None


def get_person(actor: Actor, person_id: str) -> Staff:
    """One person.

    Raises:
        NotFound: there is none, or he is not the actor's to see.
    """
    require(actor, "staff.read")
    try:
        found = visible_people(actor).filter(pk=UUID(str(person_id))).first()
    except ValueError:
        found = None
    if found is None:
        raise _missing()
    return found


def get_token(person: Staff, token_id: str) -> ApiToken:
    """One of a person's tokens.

    Raises:
        NotFound: he has no such token.
    """
    try:
        found = person.tokens.filter(pk=UUID(str(token_id))).first()
    except ValueError:
        found = None
    if found is None:
        raise _missing()
    return found


def tokens_of(actor: Actor, person: Staff) -> list[ApiToken]:
    """A person's tokens, newest first; for those who may issue them and for auditors."""
    if scope(actor, "staff.read") < Scope.BANK:
        return []
    return list(person.tokens.order_by("-created_at"))


def grantable(person: Staff) -> frozenset[str]:
    """The scopes a token of this person may carry: what his role may do."""
    return frozenset(name for name, grants in PERMISSIONS.items() if person.role in grants)


def is_locked(person: Staff) -> bool:
    """Whether wrong passwords have locked his sign-in from some address."""
    since = clock.now() - _cooloff()
    counted = AccessAttempt.objects.filter(
        username=person.username.lower(),
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gte=since,
    )
    return bool(counted.exists())


def branches() -> list[Branch]:
    """All branches, by code: everybody may know where the bank is."""
    return list(Branch.objects.order_by("code"))


def _cooloff() -> timedelta:
    found: timedelta | None = get_cool_off()
    return found or timedelta(0)


def _missing() -> NotFound:
    return NotFound(
        code="not_found",
        what=Text(zh="没有找到这个人。", en="There is no such person."),
        why=Text(
            zh="编号不对，或不归您的网点和岗位看。",
            en="The id is wrong, or does not belong to your branch and role.",
        ),
        do=Text(zh="请从员工名单里打开。", en="Open the person from the staff list."),
    )
