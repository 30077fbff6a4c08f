"""Settings and view of the plain Django project (see _plain.py)."""

from __future__ import annotations

import os

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from firstdesk.web.settings import database

SECRET_KEY = os.environ["FIRSTDESK_SECRET_KEY"]
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = __name__
USE_TZ = True
DATABASES = {"default": database(os.environ["FIRSTDESK_DATABASE_URL"])}

_LINE = Engine().from_string("<!doctype html><title>plain</title><p>{{ found }}</p>")


def view(request: HttpRequest, queries: int) -> HttpResponse:
    """Asks for one row by its key, so many times."""
    from django.db import connection

    found = 0
    for _ in range(queries):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, username, name_zh FROM staff_staff WHERE username = %s", ["t03"]
            )
            found += len(cursor.fetchall())
    return HttpResponse(_LINE.render(Context({"found": found})))


urlpatterns = [path("<int:queries>/", view)]
