from __future__ import annotations

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "firstdesk.guidance"
    label = "guidance"

    def ready(self) -> None:
        """Registers every operation and rule before the first request."""
        from firstdesk.guidance.registry import load_rules

        load_rules()
