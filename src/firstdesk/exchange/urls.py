"""Addresses of the pages of exchange."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "exchange"
urlpatterns: list[URLPattern] = []
