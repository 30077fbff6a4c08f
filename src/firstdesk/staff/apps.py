from __future__ import annotations

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "firstdesk.staff"
    label = "staff"

    def ready(self) -> None:
        """Sign-ins go to the journal."""
        from firstdesk.staff import signals  # noqa: F401
