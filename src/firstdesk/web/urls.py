"""Mounts every room's pages and API."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from firstdesk.web import pages
from firstdesk.web.api import api
from firstdesk.web.rooms import modules

urlpatterns = [
    path("", pages.start, name="home"),
    path("health/", pages.health, name="health"),
    path("language/", set_language, name="set_language"),
    path("search/", pages.command_bar, name="command_bar"),
    path("api/v1/", api.urls),
    path("", include("firstdesk.web.sign_in_urls")),
    *(path("", include(module)) for _, module in modules("urls")),
]

handler404 = "firstdesk.web.refusals.not_found"
handler403 = "firstdesk.web.refusals.forbidden"
handler400 = "firstdesk.web.refusals.bad_request"
handler500 = "firstdesk.web.refusals.server_error"
handler429 = "firstdesk.web.refusals.too_many"
