from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings

from firstdesk.core import clock


class WebConfig(AppConfig):
    name = "firstdesk.web"
    label = "web"

    def ready(self) -> None:
        """Business dates are counted in the bank's time zone."""
        clock.configure(settings.TIME_ZONE)
