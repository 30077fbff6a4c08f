"""Addresses of staff, alerts and the journal."""

from __future__ import annotations

from django.urls import path

from firstdesk.staff import journal_pages, pages

app_name = "staff"

urlpatterns = [
    path("staff/", pages.people, name="people"),
    path("staff/new/", pages.new_person, name="new"),
    path("staff/<uuid:person_id>/", pages.person, name="person"),
    path("staff/<uuid:person_id>/password/", pages.reset_password, name="reset_password"),
    path("staff/<uuid:person_id>/unlock/", pages.unlock, name="unlock"),
    path("staff/<uuid:person_id>/tokens/", pages.issue_token, name="issue_token"),
    path(
        "staff/<uuid:person_id>/tokens/<uuid:token_id>/revoke/",
        pages.revoke_token,
        name="revoke_token",
    ),
    path("alerts/", pages.alerts, name="alerts"),
    path("alerts/read/", pages.read_alert, name="read_alerts"),
    path("alerts/<int:alert_id>/read/", pages.read_alert, name="read_alert"),
    path("journal/", journal_pages.journal, name="journal"),
]
