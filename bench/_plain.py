"""The yardstick: a Django project of one view, on the same web server and the same database.

It has no session, no sign-in, no translation and one template of one line.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from _bank import QUIET, WORKERS, Bank, until_open

from firstdesk.web.server import children
from firstdesk.web.server.ports import choose

SERVE = """
from granian import Granian
from granian.constants import Interfaces
import sys
Granian("_plain:application", address="127.0.0.1", port=int(sys.argv[1]), workers=int(sys.argv[2]),
        interface=Interfaces.ASGINL, websockets=False, log_access=False).serve()
"""
COUNT = """
import sys, django
django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from firstdesk.staff.models import Staff
client = Client(headers={"host": "localhost"})
backend = "allauth.account.auth_backends.AuthenticationBackend"
client.force_login(Staff.objects.get(username=sys.argv[1]), backend=backend)
client.get(sys.argv[2])
with CaptureQueriesContext(connection) as asked:
    assert client.get(sys.argv[2]).status_code == 200
print(len([q for q in asked.captured_queries if q["sql"].startswith(("SELECT", "INSERT", "UPD"))]))
"""


def queries_of(served: Bank, number: str, path: str) -> int:
    """How many queries a page makes for a person who has seen it once already."""
    done = subprocess.run(
        [sys.executable, "-c", COUNT, number, path],
        env={
            **served.env,
            "DJANGO_SETTINGS_MODULE": "firstdesk.web.settings",
            "FIRSTDESK_POOL": "",
        },
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stdout)


@contextmanager
def plain_django(served: Bank) -> Iterator[int]:
    """Serves the one view; yields its port."""
    port = choose("127.0.0.1", 8800, insist=False)
    path = f"{Path(__file__).parent}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    web = children.start(
        [sys.executable, "-c", SERVE, str(port), str(WORKERS)],
        env={**served.env, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "_plain_settings"},
        output=QUIET,
    )
    try:
        until_open(port, web, "/1/")
        yield port
    finally:
        children.end(web, children.signal.SIGTERM, 10)


def __getattr__(name: str) -> object:
    """The ASGI application, made in the web server's own process alone."""
    if name != "application":
        raise AttributeError(name)
    from django.core.asgi import get_asgi_application

    return get_asgi_application()
