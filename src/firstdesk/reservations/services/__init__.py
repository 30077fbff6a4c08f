"""The verbs of the reservations room, by object; import them from here."""

from __future__ import annotations

from firstdesk.reservations.services.booking import book
from firstdesk.reservations.services.closing import cancel, collect, expire
from firstdesk.reservations.services.keeping import accept, refuse, set_stock
from firstdesk.reservations.services.rounds import expire_due, raise_shortfalls

__all__ = [
    "accept",
    "book",
    "cancel",
    "collect",
    "expire",
    "expire_due",
    "raise_shortfalls",
    "refuse",
    "set_stock",
]
