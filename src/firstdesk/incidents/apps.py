from __future__ import annotations

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "firstdesk.incidents"
    label = "incidents"

    def ready(self) -> None:
        """Adds the room's kinds of case and its sections before the first request."""
        from importlib import import_module

        for part in ("kinds", "sections"):
            import_module(f"firstdesk.incidents.{part}")
