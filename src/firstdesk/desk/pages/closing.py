"""Closing a case: letters, redress, the customer's own page, what is learnt."""

from __future__ import annotations

from django.urls import URLPattern

from firstdesk.desk.pages.acting import Act

ACTS: dict[str, Act] = {}
"""What can be posted to a case page from here; each is one verb."""

urlpatterns: list[URLPattern] = []
