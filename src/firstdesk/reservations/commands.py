"""What Ctrl-K offers of the room: a reservation by its reference, and booking one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from firstdesk.core.actor import Actor
from firstdesk.core.errors import NotFound
from firstdesk.core.text import Text
from firstdesk.reservations.models import PREFIX
from firstdesk.reservations.queries import get_reservation
from firstdesk.reservations.services._common import status_words
from firstdesk.staff.permissions import may

_BOOK = "预约取现 订现金 外币 大额 book cash notes reserve"


def find(actor: Actor, words: str, limit: int) -> list[dict[str, Any]]:
    """A reservation by reference (RV-1001), and "book cash".

    Args:
        words: what was typed.
        limit: how many of a kind.
    """
    groups: list[dict[str, Any]] = []
    typed = words.strip()
    if may(actor, "reservation.book") and all(word in _BOOK for word in typed.lower().split()):
        item = {
            "label": Text(zh="替客户预约取现", en="Book cash for the customer"),
            "hint": None,
            "url": reverse("reservations:book"),
            "icon": "cash",
        }
        groups.append({"title": Text(zh="办理", en="Do"), "items": [item]})
    if typed.upper().startswith(f"{PREFIX}-") and may(actor, "reservation.read"):
        try:
            row = get_reservation(actor, typed)
        except NotFound:
            return groups
        title = f"{row} {row.money.format()}"
        found = {
            "label": Text(zh=title, en=title),
            "hint": status_words(row.status),
            "url": reverse("reservations:reservation", args=[str(row)]),
            "icon": "cash",
        }
        groups.append({"title": Text(zh="预约", en="Booked cash"), "items": [found]})
    return groups
