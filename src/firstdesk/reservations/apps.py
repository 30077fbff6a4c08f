from __future__ import annotations

from django.apps import AppConfig


class ReservationsConfig(AppConfig):
    name = "firstdesk.reservations"
    label = "reservations"
