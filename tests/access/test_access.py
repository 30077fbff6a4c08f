"""One table, role × address × method, for every door of the project.

`access.yaml` says for each door which roles find it open, refused (403) or hidden (404: what it
leads to is not theirs). A door that is missing from the table fails, and so does a row without a
door. After a wanted change: UPDATE_ACCESS=1 make test, then read the difference line by line.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.test import Client

from tests.access.probe import BACKEND, address, body, doors, knock, sample

TABLE = Path(__file__).with_name("access.yaml")
ROLES = (
    *("lobby_manager", "teller", "personal_banker", "corporate_banker"),
    *("contact_centre_agent", "branch_manager", "loan_officer"),
    *("service_quality_officer", "administrator", "auditor", "stranger"),
)
HEAD = """\
# Who finds which door open. Read by tests/access/test_access.py.
# stranger: a teller of the other branch. nobody: not signed in. Roles that are not named find the
# door open; `refused` is 403, `hidden` is 404 (not theirs to see), `sign in` sends to the sign-in.
"""


def as_table(found: dict[str, dict[str, str]]) -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = {}
    for door, answers in sorted(found.items()):
        rows: dict[str, list[str]] = defaultdict(list)
        for role, answer in answers.items():
            if answer != "open":
                rows[answer].append(role)
        table[door] = dict(rows)
    return table


@pytest.fixture
def found(cast: Any, policies: None) -> dict[str, dict[str, str]]:
    values = sample(cast)
    clients = {"nobody": Client(headers={"accept-language": "en"})}
    for role in ROLES:
        clients[role] = Client(headers={"accept-language": "en"}, raise_request_exception=False)
        clients[role].force_login(getattr(cast, role), backend=BACKEND)
    answers: dict[str, dict[str, str]] = {}
    for method, path in doors():
        url, content = address(path, values), body(method, path)
        row = {}
        for role, client in clients.items():
            if "sign-out" in path and method == "POST":
                client = Client()
                if role != "nobody":
                    client.force_login(getattr(cast, role), backend=BACKEND)
            with transaction.atomic():
                row[role] = knock(client, method, url, content)
                transaction.set_rollback(True)
        if set(row.values()) - {"sign in"} != {"no such method"}:
            answers[f"{method} {path}"] = row
    return answers


def test_every_door_is_as_the_table_says(found: dict[str, dict[str, str]]) -> None:
    table = as_table(found)
    assert not {door for door, row in found.items() if "fault" in row.values()}
    if os.environ.get("UPDATE_ACCESS"):
        body = yaml.safe_dump(table, sort_keys=True, width=100, default_flow_style=None)
        TABLE.write_text(HEAD + body, encoding="utf-8")
    known = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    assert sorted(set(table) - set(known)) == [], "doors that the table does not name"
    assert sorted(set(known) - set(table)) == [], "rows without a door"
    different = {door: (known[door], row) for door, row in table.items() if known[door] != row}
    assert not different
