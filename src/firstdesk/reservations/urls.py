"""Addresses of the room's pages."""

from __future__ import annotations

from django.urls import path, register_converter

from firstdesk.reservations import pages
from firstdesk.reservations.models import PREFIX

app_name = "reservations"


class _Ref:
    regex = rf"{PREFIX}-\d{{1,17}}"

    def to_python(self, value: str) -> str:
        """As it is: the verbs take references as well as ids."""
        return value

    to_url = to_python


class _Act(_Ref):
    regex = "|".join(sorted(pages.ACTS))


register_converter(_Ref, "reservation_ref")
register_converter(_Act, "reservation_act")

urlpatterns = [
    path("reservations/", pages.board, name="board"),
    path("reservations/new/", pages.book, name="book"),
    path("reservations/stock/", pages.stock, name="stock"),
    path("reservations/<reservation_ref:ref>/", pages.reservation, name="reservation"),
    path("reservations/<reservation_ref:ref>/<reservation_act:act>/", pages.act, name="act"),
]
