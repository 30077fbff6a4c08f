"""Whatever is sent to the API, it never fails: examples made from its own description.

Some examples name what exists, so that they get further than “not found”; each is rolled back.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from ninja import Schema
from schemathesis.core import NotSet

from firstdesk.web.api import api
from tests.access.samples import samples

DESCRIPTION = json.loads(json.dumps(api.get_openapi_schema(), default=str))
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
HEAVY = {"casebook_replay"}
"""A replay runs a whole case; it has tests of its own."""
OPERATIONS: dict[str, list[Any]] = {}
for _result in SCHEMA.get_all_operations():
    _operation = _result.ok()
    _about = _operation.definition.raw
    if _about["operationId"] not in HEAVY:
        OPERATIONS.setdefault(_about["tags"][0], []).append(_operation)
CALLERS = ("teller", "branch_manager", "administrator", "quality_officer")


@pytest.fixture
def world_of(cast: Any, policies: None, browser_client: Any) -> Any:
    """Callers by role, and one of everything."""
    found = samples(cast)
    clients = {}
    for role in CALLERS:
        clients[role] = browser_client(getattr(cast, role))
        clients[role].raise_request_exception = False
    return clients, found


def filled(given: Any, found: dict[str, str]) -> Any:
    """The body with ids of what exists in place of made-up ones."""
    if isinstance(given, dict):
        return {
            name: found[name] if name in found and isinstance(one, str) else filled(one, found)
            for name, one in given.items()
        }
    return given


def send(client: Client, case: Any, found: dict[str, str], real: bool) -> Any:
    """Sends an example as the test client does; `real` puts ids of what exists into it."""
    path = case.operation.path
    for name, value in (case.path_parameters or {}).items():
        value = found.get(name, value) if real else value
        path = path.replace(f"{{{name}}}", quote(str(value), safe="", errors="surrogatepass"))
    query = {name: value for name, value in (case.query or {}).items() if value is not None}
    body: Any = b""
    if not isinstance(case.body, NotSet) and case.media_type == "application/json":
        body = json.dumps(filled(case.body, found) if real else case.body, default=repr)
    return client.generic(
        case.method,
        path,
        body,
        content_type="application/json",
        query_params=filled(query, found) if real else query,
    )


@pytest.mark.parametrize("room", sorted(OPERATIONS))
def test_nothing_that_is_sent_makes_it_fail(room: str, world_of: Any) -> None:
    clients, found = world_of
    failed: dict[str, Any] = {}
    for operation in OPERATIONS[room]:

        @settings(
            max_examples=20,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def every_example(case: Any) -> None:
            for number, real in enumerate((False, True)):
                # Another caller each time, the same in every run.
                role = CALLERS[(len(repr(case.body)) + number) % len(CALLERS)]
                with transaction.atomic():
                    response = send(clients[role], case, found, real)
                    transaction.set_rollback(True)
                if response.status_code >= 500:
                    failed[case.operation.definition.raw["operationId"]] = (
                        role,
                        real,
                        case.path_parameters,
                        case.query,
                        case.body,
                    )

        every_example()
    assert not failed


def test_no_two_shapes_share_a_name() -> None:
    """The description keeps one of a name; the other operation would be described wrongly."""
    seen: dict[str, set[str]] = {}
    waiting = list(Schema.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith("firstdesk."):
            seen.setdefault(one.__name__, set()).add(one.__module__)
    assert {name for name, modules in seen.items() if len(modules) > 1} == set()
