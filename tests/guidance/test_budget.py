"""How many queries each act and page may ask; more is a slow counter on a busy morning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstdesk.guidance import services
from tests import world
from tests.access.samples import samples

BUDGETS: dict[str, int] = json.loads(
    Path(__file__).parents[1].joinpath("query_budgets.json").read_text(encoding="utf-8")
)
PAGES = {
    "counter": ("teller", "/window/"),
    "my_desk": ("teller", "/desk/"),
    "case": ("teller", "/desk/{number}/"),
    "promises": ("branch_manager", "/desk/promises/"),
    "policies": ("teller", "/policies/"),
    "policy": ("teller", "/policies/{code}/"),
    "journal": ("branch_manager", "/journal/"),
}


@pytest.fixture(autouse=True)
def _morning(policies: None) -> Any:
    with world.at("2007-12-04T10:20"):
        yield


def asked(queries: CaptureQueriesContext) -> int:
    """The queries that read or write; a savepoint is none."""
    said = [one["sql"] for one in queries.captured_queries]
    return sum("SAVEPOINT" not in sql for sql in said)


def test_weighing_an_operation(cast: Any) -> None:
    zhang = world.zhang(cast.branch_a, cast.actor(cast.teller))
    with CaptureQueriesContext(connection) as queries:
        services.check(
            cast.actor(cast.teller),
            operation="card.sign_autopay",
            fields=zhang.autopay,
            customer_id=zhang.id,
        )
    within("guidance_check", asked(queries))


@pytest.mark.parametrize("name", PAGES)
def test_opening_a_page(name: str, cast: Any, browser_client: Any) -> None:
    found = samples(cast)
    role, path = PAGES[name]
    client = browser_client(getattr(cast, role))
    path = path.format(**found)
    client.get(path)  # compiles templates and reads the session once
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    within(name, asked(queries))


def within(name: str, count: int) -> None:
    assert count <= BUDGETS[name], f"{name} asked {count} queries, its budget is {BUDGETS[name]}"


def test_every_budget_is_measured() -> None:
    assert set(BUDGETS) == {"guidance_check", *PAGES}
    assert BUDGETS["guidance_check"] <= 8
    assert BUDGETS["counter"] <= 20
