"""The rooms the shell mounts. A new room is one line here."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

ROOMS = (
    "journal",
    "staff",
    "bank",
    "policies",
    "quotes",
    "notices",
    "reservations",
    "guidance",
    "desk",
    "custody",
    "incidents",
    "visits",
    "claims",
    "exchange",
    "casebook",
    "counter",
)


def modules(name: str) -> list[tuple[str, ModuleType]]:
    """Imports `firstdesk.<room>.<name>` of every room that has it."""
    return [
        (room, import_module(f"firstdesk.{room}.{name}"))
        for room in ROOMS
        if find_spec(f"firstdesk.{room}.{name}")
    ]
