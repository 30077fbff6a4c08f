"""Now. The only place that asks the machine for the time; replays and tests set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

_zone = ZoneInfo("Asia/Shanghai")
_frozen: ContextVar[datetime | None] = ContextVar("frozen_now", default=None)


def configure(zone: str) -> None:
    """Sets the bank's time zone, in which business dates are counted."""
    global _zone
    _zone = ZoneInfo(zone)


def now() -> datetime:
    """This moment, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today(tz: tzinfo | None = None) -> date:
    """The business date: today in the bank's zone, unless another is named."""
    return now().astimezone(tz or _zone).date()


def local(moment: datetime) -> datetime:
    """A moment on the bank's clock."""
    return moment.astimezone(_zone)


def is_frozen() -> bool:
    """Whether the clock is set by a replay or a test."""
    return _frozen.get() is not None


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Stops the clock at a moment inside the block; other threads are not touched.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


def advance(by: timedelta) -> None:
    """Moves a stopped clock on.

    Raises:
        RuntimeError: the clock is not stopped.
    """
    current = _frozen.get()
    if current is None:
        raise RuntimeError("Only a stopped clock can be moved; use frozen() first.")
    _frozen.set(current + by)
