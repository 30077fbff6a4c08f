"""Addresses of the casebook's pages."""

from __future__ import annotations

from django.urls import path, register_converter

from firstdesk.casebook import pages

app_name = "casebook"


class _Number:
    regex = r"\d{5}"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    to_url = to_python


register_converter(_Number, "study_number")

urlpatterns = [
    path("casebook/", pages.library, name="library"),
    path("casebook/<study_number:number>/", pages.study, name="study"),
    path("casebook/<study_number:number>/notes/", pages.notes, name="notes"),
    path("casebook/similar/", pages.similar, name="similar"),
    path("casebook/drafts/", pages.drafts, name="drafts"),
    path("casebook/drafts/<uuid:import_id>/", pages.draft, name="draft"),
    path("casebook/replays/", pages.replays, name="replays"),
    path("casebook/replays/<slug:name>/", pages.replay, name="replay"),
]
