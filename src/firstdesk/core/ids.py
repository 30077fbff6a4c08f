"""Identifiers that sort by the time they were made (RFC 9562, version 7)."""

from __future__ import annotations

import secrets
import uuid

from firstdesk.core import clock


def new_id() -> uuid.UUID:
    """A new version-7 UUID."""
    millis = int(clock.now().timestamp() * 1000) & ((1 << 48) - 1)
    value = millis << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62
    return uuid.UUID(int=value | secrets.randbits(62))


def short_code(prefix: str, number: int) -> str:
    """A reference people can read out: ``FD-1203``."""
    return f"{prefix}-{number}"
