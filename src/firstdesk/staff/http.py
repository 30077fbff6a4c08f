"""The actor of a request, and how a program proves who it is."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.staff.models import ApiToken, Staff


def set_actor(request: HttpRequest, actor: Actor) -> None:
    """Names who acts in this request."""
    request.firstdesk_actor = actor  # type: ignore[attr-defined]


def actor_of(request: HttpRequest) -> Actor:
    """Returns who acts in this request.

    Raises:
        RuntimeError: on a page that is open to anybody; it has no actor to ask for.
    """
    actor = getattr(request, "firstdesk_actor", None)
    if not isinstance(actor, Actor):
        raise RuntimeError(f"{request.path} is open to anybody but asks who acts.")
    return actor


class TokenAuth(HttpBearer):
    """`Authorization: Bearer fd_…`: a token acts as its person, within its scopes."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Finds the token by its digest; expired, revoked and leavers' tokens are none."""
        found = (
            ApiToken.objects.select_related("staff__branch")
            .filter(
                digest=ApiToken.hash(token),
                revoked_at__isnull=True,
                expires_at__gt=clock.now(),
                staff__is_active=True,
            )
            .first()
        )
        if found is None:
            return None
        actor = found.staff.actor(
            request.META.get("firstdesk.request_id", ""), frozenset(found.scopes)
        )
        set_actor(request, actor)
        return actor


class BrowserAuth(SessionAuth):
    """The signed-in person's own session, with the CSRF token."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Accepts a signed-in employee."""
        user = request.user
        if not isinstance(user, Staff):
            return None
        return actor_of(request)
