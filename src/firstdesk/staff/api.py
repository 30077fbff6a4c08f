"""The operations of staff: people, tokens and alerts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from firstdesk.staff import alerts, queries, services
from firstdesk.staff.branches_api import router as branches_router
from firstdesk.staff.http import actor_of
from firstdesk.staff.journal_api import router as journal_router
from firstdesk.staff.models import Alert, ApiToken, Staff
from firstdesk.staff.permissions import PERMISSIONS, Scope, scope
from firstdesk.staff.schemas import REFUSALS, PersonOut, TextOut
from firstdesk.staff.schemas import person as person_out

router = Router()
router.add_router("", journal_router, tags=["journal"])
router.add_router("", branches_router)


class StaffOut(PersonOut):
    """A member of staff as administrators see him."""

    window: str
    email: str
    is_active: bool
    version: int


class StaffPage(Schema):
    """One page of people."""

    items: list[StaffOut]
    next: str | None


class TokenOut(Schema):
    """A token without its secret."""

    id: str
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class StaffDetail(StaffOut):
    """A member of staff with tokens and lock."""

    locked: bool
    tokens: list[TokenOut]


class StaffIn(Schema):
    """A new person."""

    number: str
    name_zh: str
    name_en: str
    role: str
    branch: str
    window: str = ""
    email: str = ""
    own_password: bool = True


class StaffChange(Schema):
    """What changes; fields left out stay as they are."""

    version: int
    name_zh: str | None = None
    name_en: str | None = None
    role: str | None = None
    branch: str | None = None
    window: str | None = None
    email: str | None = None
    is_active: bool | None = None


class StaffCreated(Schema):
    """The new person and the first password, shown once; null without one."""

    person: StaffOut
    password: str | None


class ResetIn(Schema):
    """Whether app, passkeys and recovery codes go as well."""

    factors: bool = False


class PasswordOut(Schema):
    """A new password, shown once."""

    password: str


class UnlockOut(Schema):
    """How many counted wrong tries were forgotten."""

    forgotten: int


class TokenIn(Schema):
    """A new token: its use, its scopes and its days."""

    name: str
    scopes: list[str]
    days: int = 90


class TokenIssued(Schema):
    """The token and its secret, shown once."""

    token: TokenOut
    secret: str


class MeOut(StaffOut):
    """The caller himself and how far each of his permissions reaches."""

    permissions: dict[str, str]


class AlertOut(Schema):
    """An unread alert."""

    id: int
    at: datetime
    kind: str
    text: TextOut
    link: str


class AlertsOut(Schema):
    """The caller's unread alerts, newest first."""

    items: list[AlertOut]


class ReadOut(Schema):
    """How many alerts are read now that were not before."""

    read: int


@router.get("/staff", response={200: StaffPage, **REFUSALS}, operation_id="staff_list")
def staff_list(
    request: HttpRequest,
    words: str = "",
    role: str = "",
    branch: str = "",
    active: bool | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Any:
    """A page of people the caller may see, by staff number."""
    filters = queries.PeopleFilters(words=words, role=role, branch=branch, active=active)
    found, more = queries.people(actor_of(request), filters, cursor=cursor, limit=limit)
    return {"items": [_staff(person) for person in found], "next": more}


@router.get("/staff/{person_id}", response={200: StaffDetail, **REFUSALS}, operation_id="staff_get")
def staff_get(request: HttpRequest, person_id: UUID) -> Any:
    """One person."""
    actor = actor_of(request)
    person = queries.get_person(actor, str(person_id))
    return {
        **_staff(person),
        "locked": queries.is_locked(person),
        "tokens": [_token(token) for token in queries.tokens_of(actor, person)],
    }


@router.post("/staff", response={201: StaffCreated, **REFUSALS}, operation_id="staff_create")
def staff_create(request: HttpRequest, response: HttpResponse, body: StaffIn) -> Any:
    """Enters a person; the first password is shown once."""
    person, password = services.create_person(actor_of(request), **body.dict())
    _once(response)
    return Status(201, {"person": _staff(person), "password": password or None})


@router.put("/staff/{person_id}", response={200: StaffOut, **REFUSALS}, operation_id="staff_change")
def staff_change(request: HttpRequest, person_id: UUID, body: StaffChange) -> Any:
    """Changes the fields given; somebody else's change in between is refused."""
    given = body.dict(exclude_none=True)
    return _staff(services.change_person(actor_of(request), str(person_id), **given))


@router.post(
    "/staff/{person_id}/password",
    response={200: PasswordOut, **REFUSALS},
    operation_id="staff_reset_password",
)
def staff_reset_password(
    request: HttpRequest, response: HttpResponse, person_id: UUID, body: ResetIn
) -> Any:
    """Gives a person a new password, shown once, and ends his sessions."""
    password = services.reset_password(actor_of(request), str(person_id), factors=body.factors)
    _once(response)
    return {"password": password}


@router.post(
    "/staff/{person_id}/unlock", response={200: UnlockOut, **REFUSALS}, operation_id="staff_unlock"
)
def staff_unlock(request: HttpRequest, person_id: UUID) -> Any:
    """Lets a locked-out person try again at once."""
    return {"forgotten": services.unlock(actor_of(request), str(person_id))}


@router.post(
    "/staff/{person_id}/tokens",
    response={201: TokenIssued, **REFUSALS},
    operation_id="staff_issue_token",
)
def staff_issue_token(
    request: HttpRequest, response: HttpResponse, person_id: UUID, body: TokenIn
) -> Any:
    """Issues a token that acts as the person; the secret is shown once."""
    token, secret = services.issue_token(actor_of(request), str(person_id), **body.dict())
    _once(response)
    return Status(201, {"token": _token(token), "secret": secret})


@router.delete(
    "/staff/{person_id}/tokens/{token_id}",
    response={200: TokenOut, **REFUSALS},
    operation_id="staff_revoke_token",
)
def staff_revoke_token(request: HttpRequest, person_id: UUID, token_id: UUID) -> Any:
    """Ends a token now."""
    return _token(services.revoke_token(actor_of(request), str(person_id), str(token_id)))


@router.get("/me", response={200: MeOut, **REFUSALS}, operation_id="staff_me")
def staff_me(request: HttpRequest) -> Any:
    """Who the caller is, and what he may do how far (own, branch or bank)."""
    actor = actor_of(request)
    assert actor.staff_id is not None  # the API is never called as the system
    person = Staff.objects.select_related("branch").get(pk=actor.staff_id)
    reach = {name: scope(actor, name) for name in PERMISSIONS}
    return {
        **_staff(person),
        "permissions": {n: s.name.lower() for n, s in reach.items() if s > Scope.NONE},
    }


@router.get("/alerts", response={200: AlertsOut, **REFUSALS}, operation_id="staff_alerts")
def staff_alerts(request: HttpRequest, limit: int = 20) -> Any:
    """The caller's unread alerts."""
    found = alerts.unread(actor_of(request), max(1, min(limit, 100)))
    return {"items": [_alert(one) for one in found]}


@router.post(
    "/alerts/{alert_id}/read", response={200: ReadOut, **REFUSALS}, operation_id="staff_read_alert"
)
def staff_read_alert(request: HttpRequest, alert_id: int) -> Any:
    """Marks one of the caller's alerts as read; somebody else's is not touched."""
    return {"read": alerts.mark_read(actor_of(request), alert_id)}


def _staff(person: Staff) -> dict[str, Any]:
    return {
        **(person_out(person) or {}),
        "window": person.window,
        "email": person.email,
        "is_active": person.is_active,
        "version": person.version,
    }


def _token(token: ApiToken) -> dict[str, Any]:
    return {
        "id": str(token.pk),
        "name": token.name,
        "scopes": token.scopes,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
    }


def _alert(one: Alert) -> dict[str, Any]:
    return {
        "id": one.pk,
        "at": one.at,
        "kind": one.kind,
        "text": one.text.to_json(),
        "link": one.link,
    }


def _once(response: HttpResponse) -> None:
    """The answer holds a secret: no cache keeps it, nor do we beside an idempotency key."""
    response["Cache-Control"] = "no-store"
