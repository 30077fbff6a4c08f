"""The fixed cast and the database every test runs on."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_server: Any = None


def pytest_configure(config: pytest.Config) -> None:
    """Starts one throw-away PostgreSQL for the whole run, unless a server is named.

    With several workers the first process starts it; the workers inherit its address.
    """
    global _server
    os.environ.setdefault("FIRSTDESK_OFFLINE", "1")
    if not hasattr(config, "workerinput"):
        from firstdesk.web.messages import compile_all

        compile_all()
    if os.environ.get("FIRSTDESK_DATABASE_URL"):
        return
    from firstdesk.web.server.embedded import EmbeddedPostgres

    folder = Path(tempfile.mkdtemp(prefix="firstdesk-test-"))
    folder.chmod(0o755)
    _server = EmbeddedPostgres(folder / "data", durable=False)
    os.environ["FIRSTDESK_DATABASE_URL"] = _server.start()
    # pytest-django has read the settings before any conftest: tell them where the server is.
    from django.conf import settings

    from firstdesk.web.settings import database

    settings.DATABASES["default"].update(database(os.environ["FIRSTDESK_DATABASE_URL"]))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stops the server that this process started."""
    if _server is not None:
        import shutil

        _server.stop()
        shutil.rmtree(_server.folder.parent, ignore_errors=True)


@dataclass
class Cast:
    """Two branches, one person of each role, a stranger from the other branch."""

    branch_a: Any
    branch_b: Any
    contact_centre: Any
    head_office: Any
    people: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def actor(self, person: Any) -> Any:
        """The person as actor."""
        return person.actor("test-request")


def make_cast() -> Cast:
    """Creates the cast in the current database."""
    from firstdesk.staff.models import Branch, Staff
    from firstdesk.staff.roles import Role

    def branch(code: str, zh: str, en: str, kind: str = "branch") -> Branch:
        return Branch.objects.create(code=code, name_zh=zh, name_en=en, kind=kind)

    a, b = branch("A01", "滨江支行", "Riverside"), branch("B02", "城西支行", "Westside")
    centre = branch("KF00", "客服中心", "Contact centre", "contact_centre")
    head = branch("ZH00", "总行", "Head office", "head_office")
    homes = {
        Role.CONTACT_CENTRE_AGENT: centre,
        Role.QUALITY_OFFICER: head,
        Role.ADMINISTRATOR: head,
        Role.AUDITOR: head,
    }
    people = {}
    for number, role in enumerate(Role):
        people[str(role)] = Staff.objects.create_user(
            f"s{number:03}",
            "a-long-demo-word",
            name_zh=f"员工{number}",
            name_en=str(role.label),
            role=role,
            branch=homes.get(role, a),
            window=str(number) if role == Role.TELLER else "",
        )
    people["stranger"] = Staff.objects.create_user(
        "s900", "a-long-demo-word", name_zh="外人", name_en="Stranger", role=Role.TELLER, branch=b
    )
    people["manager_b"] = Staff.objects.create_user(
        "s901",
        "a-long-demo-word",
        name_zh="城西行长",
        name_en="Westside manager",
        role=Role.BRANCH_MANAGER,
        branch=b,
    )
    people["second_teller"] = Staff.objects.create_user(
        "s902",
        "a-long-demo-word",
        name_zh="同事",
        name_en="Second teller",
        role=Role.TELLER,
        branch=a,
    )
    people["quality_officer"] = people["service_quality_officer"]
    return Cast(a, b, centre, head, people)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, within one test's transaction."""
    return make_cast()


@pytest.fixture
def policies(db: None) -> None:
    """All policies of the house, as `migrate` loads them."""
    from firstdesk.core.actor import Actor
    from firstdesk.policies.services import load_content

    load_content(Actor.system("test-request"))


class Api:
    """Speaks JSON with one person's session."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def _send(self, method: str, path: str, data: Any, headers: dict[str, str]) -> Any:
        body = None if data is None else json.dumps(data, default=str)
        return self.client.generic(
            method,
            path if path.startswith("/") else f"/api/v1/{path}",
            body if body is not None else "",
            content_type="application/json",
            headers=headers,
        )

    def get(self, path: str, params: dict[str, Any] | None = None, **headers: str) -> Any:
        """GET."""
        url = path if path.startswith("/") else f"/api/v1/{path}"
        return self.client.get(url, params or {}, headers=headers)

    def post(self, path: str, data: Any = None, **headers: str) -> Any:
        """POST."""
        return self._send("POST", path, data, headers)

    def put(self, path: str, data: Any = None, **headers: str) -> Any:
        """PUT."""
        return self._send("PUT", path, data, headers)

    def delete(self, path: str, data: Any = None, **headers: str) -> Any:
        """DELETE."""
        return self._send("DELETE", path, data, headers)


@pytest.fixture
def browser_client(db: None) -> Callable[[Any], Any]:
    """Gives a test client signed in as a person, CSRF checks off as Django's test client does."""
    from django.test import Client

    def signed_in(person: Any, language: str = "en") -> Any:
        client = Client(headers={"accept-language": language})
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def api(browser_client: Callable[..., Any]) -> Callable[[Any], Api]:
    """Gives the API as one person."""

    def as_person(person: Any, language: str = "en") -> Api:
        return Api(browser_client(person, language))

    return as_person


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_journal() -> Iterator[None]:
    """Tests with real transactions end in TRUNCATE, which the journal refuses: lifted for that."""
    from django.db import connection
    from django.test import TransactionTestCase

    original = TransactionTestCase._fixture_teardown

    def teardown(case: Any) -> None:
        for word in ("DISABLE", "ENABLE"):
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE journal_entry {word} TRIGGER journal_no_truncate")
            if word == "DISABLE":
                original(case)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture(autouse=True)
def _clean_caches() -> Iterator[None]:
    """Rate limits count per test."""
    yield
    from django.conf import settings

    if settings.configured:
        from django.core.cache import caches

        for name in ("default", "local"):
            caches[name].clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database; lets go of what live servers still hold before it is dropped."""
    yield
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
