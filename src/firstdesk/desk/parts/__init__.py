"""The desk's own sections of a case, one file each."""

from __future__ import annotations

from importlib import import_module

PARTS: tuple[str, ...] = ()


def load_sections() -> None:
    """Registers them, once."""
    for name in PARTS:
        import_module(f"firstdesk.desk.parts.{name}")
