"""Rules and verbs that are switched off in this context.

Replays use it to prove that a case still goes wrong without the rule it exercises; nothing else
may switch a rule off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_off: ContextVar[frozenset[str]] = ContextVar("switched_off", default=frozenset())


def is_off(name: str) -> bool:
    """Tells whether the rule or verb of that dotted name is switched off here."""
    return name in _off.get()


@contextmanager
def off(names: Iterable[str]) -> Iterator[None]:
    """Switches the named rules and verbs off inside the block."""
    token = _off.set(_off.get() | frozenset(names))
    try:
        yield
    finally:
        _off.reset(token)
