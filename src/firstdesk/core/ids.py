"""Identifiers that sort by the time they were made (RFC 9562, version 7)."""

from __future__ import annotations

import secrets
import threading
import uuid

from firstdesk.core import clock

_lock = threading.Lock()
_last_millis, _last_tail = -1, 0


def new_id() -> uuid.UUID:
    """A new version-7 UUID.

    Those of one process and one millisecond still sort in the order they were made, so that lists
    keep their order while a replay holds the clock.
    """
    global _last_millis, _last_tail
    millis = int(clock.now().timestamp() * 1000) & ((1 << 48) - 1)
    with _lock:
        tail = _last_tail + 1 + secrets.randbits(56) if millis == _last_millis else 1 << 74
        if tail >> 74:
            tail = secrets.randbits(73)  # the top bit is kept free to count on
        _last_millis, _last_tail = millis, tail
    high, low = tail >> 62, tail & ((1 << 62) - 1)
    return uuid.UUID(int=millis << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def short_code(prefix: str, number: int) -> str:
    """A reference people can read out: ``FD-1203``."""
    return f"{prefix}-{number}"
