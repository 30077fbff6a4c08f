"""Addresses of the calculators."""

from __future__ import annotations

from django.urls import path

from firstdesk.quotes import pages

app_name = "quotes"
urlpatterns = [
    path("quotes/", pages.index, name="index"),
    path("quotes/<str:product>/", pages.calculator, name="calculator"),
    path("quotes/<str:product>/sheet/", pages.printed, name="sheet"),
]
