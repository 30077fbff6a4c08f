from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "firstdesk.desk"
    label = "desk"

    def ready(self) -> None:
        """Registers the kinds of case and the desk's own sections before the first request."""
        from firstdesk.desk.kinds import load_kinds
        from firstdesk.desk.parts import load_sections

        load_kinds()
        load_sections()
