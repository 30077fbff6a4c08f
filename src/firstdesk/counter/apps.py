from __future__ import annotations

from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "firstdesk.counter"
    label = "counter"

    def ready(self) -> None:
        """Nobody serves the next customer with a changed rule unread (case 01002)."""
        from firstdesk.bank.encounters import BEFORE_SERVING
        from firstdesk.policies.queries import require_acknowledged

        BEFORE_SERVING.append(require_acknowledged)
