"""What no text may hold is refused before any room sees it, with the field's name."""

from __future__ import annotations

import json
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("policies")
CASE = {"matter": "complaint", "title": "年费", "story": "扣了两次", "caller_name": "林先生"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"story": "a\x00b"}, "story"),
        ({"title": "\ud800"}, "title"),
        ({"about": {"fields": {"account": ["\x00"]}}}, "account"),
        ({"about": {"fields": {"a\x00": 1}}}, "fields"),
    ],
)
def test_half_characters_and_nul_are_named(
    cast: Any, api: Any, change: dict[str, Any], field: str
) -> None:
    response = api(cast.teller).post("cases", {**CASE, **change})
    assert response.status_code == 422
    assert response.json()["code"] == "unreadable_text"
    assert set(response.json()["fields"]) == {field}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"a":' * 100_000, 422),
        ('{"a":' * 50 + "1" + "}" * 50, 422),
        ("[" * 100_000, 422),
        ('{"version": NaN}', 400),
        ("not json", 400),
        ("\ud83d".encode("utf-16-le", "surrogatepass").decode("latin-1"), 400),
    ],
)
def test_a_body_that_cannot_be_read_is_no_fault_of_ours(
    cast: Any, browser_client: Any, body: str, status: int
) -> None:
    client = browser_client(cast.teller)
    answer = client.generic("POST", "/api/v1/cases", body, content_type="application/json")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("cases?words=%00", 422),
        ("cases?cursor=%00", 422),
        ("cases?cursor=W10", 422),
        ("cases?limit=99999999999999999999999", 200),
        ("cases/%00", 422),
        ("policies/%00", 422),
        ("casebook/studies/%00", 422),
        ("casebook/search?words=%00", 422),
        ("bank/customers?words=%00", 422),
        ("policies/rates/%00", 422),
        ("policies/rates/y1?on=0001-01-01", 422),
        ("policies/rates/y1?on=9999-12-31", 200),
    ],
)
def test_addresses_and_queries_too(cast: Any, api: Any, path: str, status: int) -> None:
    client = api(cast.teller)
    client.client.raise_request_exception = False
    assert client.get(path).status_code == status


@pytest.mark.parametrize("path", ["/desk/?words=%00", "/policies/?words=%00", "/policies/%00/"])
def test_pages_refuse_it_too(cast: Any, browser_client: Any, path: str) -> None:
    assert browser_client(cast.teller).get(path).status_code in {404, 422}


def test_forms_refuse_it_too(cast: Any, browser_client: Any) -> None:
    client = browser_client(cast.teller)
    form = "matter=complaint&title=a%00b&story=x&caller_name=y"
    kind = "application/x-www-form-urlencoded"
    assert client.generic("POST", "/desk/open/", form, content_type=kind).status_code == 422


@pytest.mark.parametrize("number", [10**30, -(10**30), 2**31, 2**63])
def test_numbers_beyond_any_column(cast: Any, api: Any, number: int) -> None:
    client = api(cast.teller)
    made = client.post("cases", CASE).json()
    body = {"version": number, "outcome": "done", "answer": "已退"}
    assert client.post(f"cases/{made['number']}/solve", body).status_code == 409


def test_sums_beyond_any_account(cast: Any, api: Any) -> None:
    for claimed in ("1e400", "1e20", "-1", "0.001", "NaN", "Infinity"):
        response = api(cast.teller).post("cases", {**CASE, "claimed": claimed})
        assert response.status_code == 422, claimed


def test_honest_text_passes(cast: Any, api: Any) -> None:
    story = "表情😀、换行\n、制表\t、生僻字𠮷"
    response = api(cast.teller).post("cases", {**CASE, "story": story})
    assert response.status_code == 201
    assert json.loads(response.content)["story"] == story
