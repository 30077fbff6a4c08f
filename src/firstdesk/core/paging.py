"""Keyset cursors: opaque to callers, stable while rows are added."""

from __future__ import annotations

import base64
import json

from firstdesk.core.errors import Invalid
from firstdesk.core.text import Text


def encode(values: list[str | int]) -> str:
    """Packs the last row's key."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def decode(cursor: str, size: int) -> list[str | int]:
    """Unpacks a cursor of that many parts.

    Raises:
        Invalid: it is not one of ours.
    """
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = json.loads(raw)
        if not (isinstance(values, list) and len(values) == size):
            raise ValueError
        if not all(isinstance(value, str | int) for value in values):
            raise ValueError
    except (ValueError, UnicodeDecodeError) as error:
        raise Invalid(
            code="bad_cursor",
            what=Text(zh="翻页标记无效。", en="The paging cursor is not valid."),
            why=Text(zh="它不是上一页给出的标记。", en="It is not one that a page gave out."),
            do=Text(zh="去掉cursor，从第一页读起。", en="Leave out cursor and start again."),
        ) from error
    return values
