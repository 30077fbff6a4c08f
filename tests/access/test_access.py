"""Who may reach what: one table of role, address and method, for every address there is.

Each request is sent with the ids of real things and a body that fits its shape but says nothing
sensible, and is rolled back: what an allowed person gets is recorded as it is (422 for such a
body), what a forbidden one gets is 403 or 404.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import get_resolver

from firstdesk.web.api import api
from tests.access.samples import samples

HERE = Path(__file__).parent
GROUPS: dict[str, list[str]] = yaml.safe_load((HERE / "people.yaml").read_text(encoding="utf-8"))[
    "groups"
]
ACCESS: dict[str, dict[str, int]] = {
    address: who
    for table in sorted(HERE.glob("table/*.yaml"))
    for address, who in yaml.safe_load(table.read_text(encoding="utf-8")).items()
}
"""Who may reach what; each file of the table is about the addresses of one room or part of it."""
PEOPLE: list[str] = GROUPS["everyone"]
FORM = "version=0&reason=x&note=x"
"""What pages are sent: enough to get as far as whose it is, too old to change anything."""
OPENAPI = "/api/v1/openapi.json"
_PLACE = re.compile(r"\{(\w+)\}|<(?:\w+:)?(\w+)>")
DESCRIPTION = json.loads(json.dumps(api.get_openapi_schema(), default=str))


def addresses() -> set[str]:
    """Every page of ours and of the sign-in library, and every operation: `METHOD /address`."""
    found = {f"GET {OPENAPI}"}
    for path in _pages(get_resolver().url_patterns, "/"):
        if not path.startswith("/api/"):
            found |= {f"GET {path}", f"POST {path}"}
    for path, methods in DESCRIPTION["paths"].items():
        found |= {f"{method.upper()} {path}" for method in methods}
    return found


def _pages(patterns: Any, prefix: str) -> Iterator[str]:
    for pattern in patterns:
        path = prefix + re.sub(r"\^|\$|\(\?P(<\w+>)[^)]*\)", r"\1", str(pattern.pattern))
        if hasattr(pattern, "url_patterns"):
            yield from _pages(pattern.url_patterns, path)
        else:
            yield path


def test_the_table_names_every_address_and_no_other() -> None:
    known = set(ACCESS)
    assert addresses() - known == set(), "say who may reach these"
    assert known - addresses() == set(), "these are no addresses any more"


@pytest.mark.parametrize("address", sorted(ACCESS))
def test_every_entry_tells_of_everybody_once(address: str) -> None:
    told = [name for key in ACCESS[address] for name in _members(key)]
    assert sorted(told) == sorted(PEOPLE)


def _members(key: str) -> list[str]:
    return [name for one in key.split() for name in GROUPS.get(one, [one])]


def rooms() -> dict[str, list[str]]:
    """The addresses by the first word of their path, pages apart from the API."""
    found: dict[str, list[str]] = {}
    for address in sorted(ACCESS):
        path = address.split(" ", 1)[1]
        words = path.strip("/").split("/")
        room = f"api-{words[2]}" if words[0] == "api" else words[0] or "home"
        found.setdefault(room, []).append(address)
    return found


@pytest.mark.parametrize("room", sorted(rooms()))
def test_everybody_reaches_what_is_his(
    room: str, cast: Any, policies: None, browser_client: Any
) -> None:
    found = samples(cast)
    clients = {name: _client(cast, browser_client, name) for name in PEOPLE}
    wrong = []
    for address in rooms()[room]:
        wanted = {name: status for key, status in ACCESS[address].items() for name in _members(key)}
        for name in PEOPLE:
            cache.clear()  # sign-in is rate limited by address
            status = ask(clients[name], address, found)
            if status != wanted[name]:
                wrong.append(f"{address} as {name}: {status}, must be {wanted[name]}")
    assert wrong == []


def _client(cast: Any, browser_client: Any, name: str) -> Client:
    client: Client = Client() if name == "anonymous" else browser_client(getattr(cast, name))
    client.raise_request_exception = False
    return client


def ask(client: Client, address: str, found: dict[str, str]) -> int:
    """Sends one request and rolls back whatever it did."""
    method, template = address.split(" ", 1)
    path = _PLACE.sub(lambda name: _sample(name[1] or name[2], template, found), template)
    body: dict[str, Any] = {"data": "" if method == "GET" else FORM}
    body["content_type"] = "application/x-www-form-urlencoded"
    if template in DESCRIPTION["paths"]:
        body = body_of(DESCRIPTION["paths"][template][method.lower()], found)
        query = query_of(DESCRIPTION["paths"][template][method.lower()], found)
        body |= {"query_params": query}
    session = client.cookies.copy()
    with transaction.atomic():
        response = client.generic(method, path, **body)
        transaction.set_rollback(True)
    client.cookies = session
    return int(response.status_code)


def _sample(name: str, template: str, found: dict[str, str]) -> str:
    if name == "number" and "casebook" in template:
        return found["study"]
    if name == "what":
        if "promises" in template:
            return "keep"
        return "note" if "case_number" in template else "accept-handover"
    if name == "row_id":
        return found["handover_id"]
    if name == "name" and "/api/" in template:
        return "none"  # a replay that exists would run, and takes seconds
    return found[name]


def body_of(operation: dict[str, Any], found: dict[str, str]) -> dict[str, Any]:
    """A body of the right shape that says nothing sensible."""
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        filled = shaped(content["application/json"]["schema"], found)
        return {"data": json.dumps(filled), "content_type": "application/json"}
    if "multipart/form-data" in content:
        file = SimpleUploadedFile("a.csv", b"ref\n", "text/csv")
        return {
            "data": encode_multipart(BOUNDARY, {"file": file}),
            "content_type": MULTIPART_CONTENT,
        }
    return {"data": b"", "content_type": next(iter(content), "application/json")}


def query_of(operation: dict[str, Any], found: dict[str, str]) -> dict[str, str]:
    """The query parameters that must be given."""
    return {
        one["name"]: str(shaped(one["schema"], found, one["name"]))
        for one in operation.get("parameters", [])
        if one["in"] == "query" and one.get("required")
    }


def shaped(schema: dict[str, Any], found: dict[str, str], name: str = "") -> Any:
    """The least value that a schema takes."""
    if "$ref" in schema:
        schema = DESCRIPTION["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    for many in ("anyOf", "allOf", "oneOf"):
        if many in schema:
            return shaped(schema[many][0], found, name)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        wanted = schema.get("required", [])
        return {
            one: shaped(about, found, one)
            for one, about in schema.get("properties", {}).items()
            if one in wanted or one == "reason"
        }
    if name in found:
        return found[name]
    least: dict[str, Any] = {"integer": 0, "number": 0, "boolean": False, "array": []}
    formats = {"date": "2007-12-04", "date-time": "2007-12-04T10:00:00Z"}
    return least.get(schema.get("type", ""), formats.get(schema.get("format", ""), "x"))
