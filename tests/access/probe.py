"""Knocks at every door of the project as every role, and notes what opens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from firstdesk.core import clock
from firstdesk.desk import services as desk
from firstdesk.web.api import api
from tests.races.kit import customer, debit_card

NOBODY = str(UUID(int=0))
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
_PROVIDER = "^(?P<provider_id>[^/]+)"
_BRACE = re.compile(r"\{(?:(\w+):)?(\w+)\}")


@cache
def _schema() -> dict[str, Any]:
    """The API's description; making it takes longer than a request."""
    return dict(api.get_openapi_schema())


def pages() -> Iterator[str]:
    """Every page's address as written in the URL configuration; the API's come from its schema."""

    def walk(patterns: list[Any], before: str) -> Iterator[str]:
        for one in patterns:
            path = before + str(one.pattern)
            if isinstance(one, URLResolver):
                if not path.startswith("api/v1/"):
                    yield from walk(one.url_patterns, path)
            elif isinstance(one, URLPattern):
                yield path

    yield from walk(get_resolver().url_patterns, "")


def doors() -> list[tuple[str, str]]:
    """(method, address) of every page and operation. A page may answer GET, POST or both."""
    found = [(method, f"/{path}") for path in pages() for method in ("GET", "POST")]
    for path, methods in _schema()["paths"].items():
        found += [(method.upper(), path) for method in methods]
    return [*found, ("GET", "/api/v1/openapi.json")]


def sample(cast: Any) -> dict[str, str]:
    """Something behind each door: a visit and a case of branch A, worked by its teller."""
    person = customer(cast, cast.teller)
    card = debit_card(person)
    case = desk.open_case(
        cast.actor(cast.teller),
        matter="request",
        title="样例",
        story="样例",
        customer_id=str(person.pk),
    )
    promise = desk.make_promise(
        cast.actor(cast.teller),
        str(case.pk),
        words="回电",
        due_at=clock.now() + timedelta(hours=2),
    )
    visit = person.encounters.get()
    return {
        "number": str(case),
        "case_id": str(case),
        "promise_id": str(promise.pk),
        "visit_id": str(visit.pk),
        "visit": str(visit.pk),
        "encounter_id": str(visit.pk),
        "customer": str(person.pk),
        "card_id": str(card.pk),
        "person_id": str(cast.second_teller.pk),
        "code": "CC-014",
        "key": "CC-014",
        "term": "y1",
        "kind": "customers",
        "what": "note",
    }


def address(path: str, values: dict[str, str]) -> str:
    """The address with its places filled: from the sample, else with what is not there."""

    def fill(found: re.Match[str]) -> str:
        kind, name = found.group(1) or "str", found.group(2)
        if name == "what":
            return {"case_act": "note", "promise_act": "keep"}.get(kind, "accept-handover")
        if name == "number" and kind != "case_number":
            return "02005"
        if name in values:
            return values[name]
        return "1" if kind == "int" else NOBODY if kind == "uuid" or name.endswith("_id") else "x"

    return _BRACE.sub(fill, _PLACE.sub(fill, path.replace(_PROVIDER, "bank")))


def body(method: str, path: str) -> dict[str, Any]:
    """The least body an operation reads: refusals by role come before what is wrong inside."""
    schema = _schema()
    operation = schema["paths"].get(path, {}).get(method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return _least(content["schema"], schema) if content else {}


def _least(shape: dict[str, Any], schema: dict[str, Any]) -> Any:
    if "$ref" in shape:
        return _least(schema["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]], schema)
    if "properties" in shape or shape.get("type") == "object":
        needed = shape.get("required", [])
        return {name: _least(shape["properties"][name], schema) for name in needed}
    if shape.get("format") == "date":
        return "2026-01-01"
    if shape.get("format") == "uuid":
        return NOBODY
    values = {"integer": 1, "number": 1, "boolean": True, "array": []}
    return values.get(str(shape.get("type")), "x")


def outcome(status: int) -> str:
    """What a status says of the door: open, refused, hidden, or no such method."""
    return {403: "refused", 404: "hidden", 405: "no such method", 401: "sign in"}.get(
        status, "fault" if status >= 500 else "open"
    )


def knock(client: Client, method: str, url: str, content: dict[str, Any]) -> str:
    """One request; a page's form is sent empty."""
    if method == "GET":
        response = client.get(url)
    elif url.startswith("/api/"):
        response = client.generic(method, url, json.dumps(content), content_type="application/json")
    else:
        response = client.post(url)
    sent_to_sign_in = response.status_code == 302 and response["Location"].startswith("/sign-in/")
    return "sign in" if sent_to_sign_in else outcome(response.status_code)
