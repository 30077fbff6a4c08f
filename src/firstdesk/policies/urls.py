"""Addresses of the policies' pages."""

from __future__ import annotations

from django.urls import path

from firstdesk.policies import pages

app_name = "policies"
urlpatterns = [
    path("policies/", pages.index, name="index"),
    path("policies/changes/", pages.changes, name="changes"),
    path("policies/changes/<uuid:version_id>/", pages.acknowledge, name="acknowledge"),
    path("policies/acknowledgements/", pages.acknowledgements, name="acknowledgements"),
    path("policies/<slug:code>/", pages.policy, name="policy"),
    path("policies/<slug:code>/publish/", pages.publish, name="publish"),
]
