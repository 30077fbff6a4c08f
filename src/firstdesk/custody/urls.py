"""Addresses of the pages of custody."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "custody"
urlpatterns: list[URLPattern] = []
