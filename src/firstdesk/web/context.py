"""What the shell shows on every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.text import Text
from firstdesk.staff.permissions import PERMISSIONS, may
from firstdesk.web.nav import menu


class _May:
    """`{% if may.case_open %}`: permissions by name, a dot written as an underscore."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor

    def __getitem__(self, name: str) -> bool:
        key = name.replace("_", ".", 1)
        return key in PERMISSIONS and may(self._actor, key)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Bank, actor, permissions and the bank's clock."""
    actor = getattr(request, "firstdesk_actor", None)
    return {
        "bank_name": Text(**settings.FIRSTDESK_BANK),
        "actor": actor,
        "may": _May(actor) if actor else {},
        "now": clock.local(clock.now()),
        "rehearsal": clock.is_frozen(),
        "nav": menu(request, actor) if actor else [],
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "request_id": request.META.get("firstdesk.request_id", ""),
    }
