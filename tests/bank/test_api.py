"""The bank room over HTTP: answers, refusals, masks and paging."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from firstdesk.bank.encounters import announce
from firstdesk.bank.models import Customer
from firstdesk.journal.models import Entry
from tests.bank.rows import SYSTEM, account, card, contact, customer, give, somebody

CSV = "ref,name_zh,born_on\nC1,张文澜,1949-03-12\n"


def test_loading_and_loading_again(cast: Any, api: Any) -> None:
    admin = api(cast.administrator)
    answer = admin.post("bank/load/customers", {"rows": [customer()]})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["stored"], body["created"], body["refused"]) == (True, 1, [])
    again = admin.post("bank/load/customers", {"rows": [customer()]}).json()
    assert (again["created"], again["unchanged"]) == (0, 1)


def test_a_refused_load_is_a_problem_with_the_report(cast: Any, api: Any) -> None:
    rows = [customer(), customer("C2", born_on="2024-02-30")]
    answer = api(cast.administrator).post("bank/load/customers", {"rows": rows})
    assert (answer.status_code, answer["content-type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert problem["code"] == "load_refused"
    (fault,) = problem["report"]["refused"]
    assert (fault["row"], fault["ref"], fault["field"]) == (2, "C2", "born_on")
    assert fault["what"] == {"zh": "没有2024-02-30这一天。", "en": "There is no day 2024-02-30."}
    assert problem["report"]["stored"] is False
    assert not Customer.objects.exists()
    # The attempt itself is on record.
    assert Entry.objects.filter(action="bank.load").count() == 1


def test_partial_answers_with_both(cast: Any, api: Any) -> None:
    rows = [customer(), customer("C2", born_on="2024-02-30")]
    answer = api(cast.administrator).post("bank/load/customers", {"rows": rows, "partial": True})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["created"], body["refused_rows"]) == (1, 1)


@pytest.mark.parametrize("number", ["9436.18", "9436.10", "0.07", "123456789.01"])
def test_json_numbers_arrive_exactly(cast: Any, api: Any, number: str) -> None:
    somebody()
    row = json.dumps(account()).replace('"9436.18"', number)
    client = api(cast.administrator).client
    answer = client.post(
        "/api/v1/bank/load/accounts", f'{{"rows": [{row}]}}', content_type="application/json"
    )
    assert answer.status_code == 200
    stored = Customer.objects.get().accounts.get()
    assert str(stored.balance) == number


def test_too_many_rows_and_unknown_kinds_are_told(cast: Any, api: Any) -> None:
    admin = api(cast.administrator)
    many = admin.post("bank/load/customers", {"rows": [{}] * 10_001})
    assert (many.status_code, many.json()["code"]) == (422, "too_many_rows")
    unknown = admin.post("bank/load/people", {"rows": []})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_kind")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_csv_file_can_be_sent(cast: Any, api: Any, encoding: str) -> None:
    client = api(cast.administrator).client
    file = SimpleUploadedFile("customers.csv", CSV.encode(encoding))
    answer = client.post("/api/v1/bank/load/customers/csv", {"file": file})
    assert (answer.status_code, answer.json()["created"]) == (200, 1)
    assert Customer.objects.get().name_zh == "张文澜"
    bad = SimpleUploadedFile("customers.csv", (CSV + "C2,林晓,soon\n").encode(encoding))
    refused = client.post("/api/v1/bank/load/customers/csv", {"file": bad})
    assert (refused.status_code, refused.json()["report"]["refused"][0]["row"]) == (422, 3)
    bad = SimpleUploadedFile("customers.csv", (CSV + "C2,林晓,soon\n").encode(encoding))
    some = client.post("/api/v1/bank/load/customers/csv", {"file": bad, "partial": "true"})
    assert (some.status_code, some.json()["unchanged"]) == (200, 1)


@pytest.mark.parametrize("role", ["teller", "branch_manager", "auditor", "quality_officer"])
def test_others_may_not_load(cast: Any, api: Any, role: str) -> None:
    answer = api(getattr(cast, role)).post("bank/load/customers", {"rows": [customer()]})
    assert answer.status_code == 403


def test_a_whole_visit(cast: Any, api: Any) -> None:
    somebody()
    give("accounts", account(), account("A4", kind="credit", balance="-6820.40"))
    give("cards", card())
    give("contacts", contact(kind="landline", value="028-80123456"))
    teller, lobby = api(cast.teller), api(cast.lobby_manager)

    (found,) = teller.get("bank/customers", {"words": "张文澜"}).json()["items"]
    assert found["id_number"] == "****1239"
    who = found["id"]
    assert teller.get(f"bank/customers/{who}").status_code == 404

    service = {"zh": "信用卡", "en": "Credit card"}
    announced = lobby.post("bank/visits", {"customer": who, "number": "A037", "service": service})
    assert announced.status_code == 201
    assert announced.json()["service"] == service
    waits = teller.get("bank/visits/waiting").json()
    assert [one["number"] for one in waits["items"]] == ["A037"]

    called = teller.post("bank/visits/next")
    assert called.status_code == 200
    visit = called.json()
    assert (visit["number"], visit["state"], visit["customer"]) == ("A037", "serving", who)
    assert teller.get("bank/visits/current").json()["visit"]["id"] == visit["id"]

    glance = teller.get(f"bank/customers/{who}")
    assert glance.status_code == 200
    seen = glance.json()
    assert seen["positions"][0]["total"] == {"amount": "9436.18", "currency": "CNY"}
    assert seen["contact_quality"]["consequences"][0]["what"]["zh"] == "无手机号，短信送不到"
    for secret in ("990000194903121239", "9999990000003370", "80123456"):
        assert secret not in glance.content.decode()

    added = teller.post(f"bank/customers/{who}/contacts", {"value": "139 1234 5678"})
    assert (added.status_code, added.json()["value"]) == (201, "139****5678")

    checked = teller.post(f"bank/visits/{visit['id']}/identity").json()
    assert checked["identity_checked_at"] is not None
    done = teller.post(f"bank/visits/{visit['id']}/finish").json()
    assert done["state"] == "done"
    assert teller.get("bank/visits/current").json() == {"visit": None}
    assert teller.get(f"bank/customers/{who}").status_code == 404
    again = teller.post("bank/visits/next")
    assert (again.status_code, again.json()["code"]) == (404, "nobody_waiting")


def test_the_contact_centre_meets_on_the_telephone(cast: Any, api: Any) -> None:
    who = str(somebody().pk)
    agent = api(cast.contact_centre_agent)
    visit = agent.post("bank/visits/meet", {"customer": who, "channel": "phone"}).json()
    assert (visit["channel"], visit["branch"], visit["number"]) == ("phone", "KF00", "")
    assert agent.get(f"bank/customers/{who}").status_code == 200


def test_a_stranger_and_nobody_get_the_same_answer(cast: Any, api: Any) -> None:
    who = str(somebody().pk)
    api(cast.teller).post("bank/visits/meet", {"customer": who})
    stranger = api(cast.stranger)
    real = stranger.get(f"bank/customers/{who}")
    none = stranger.get("bank/customers/0190a0a0-0000-7000-8000-000000000000")
    assert (real.status_code, none.status_code) == (404, 404)
    assert real.json() == none.json()


def test_finds_and_those_waiting_come_in_pages(cast: Any, api: Any) -> None:
    give("customers", *(customer(f"C{n}") for n in range(5)))
    for row in Customer.objects.order_by("ref"):
        announce(SYSTEM, str(row.pk), branch="A01")
    teller = api(cast.teller)
    for path, params, key, wanted in (
        ("bank/customers", {"words": "张"}, "ref", [f"C{n}" for n in range(5)]),
        ("bank/visits/waiting", {}, "number", [f"A00{n}" for n in range(1, 6)]),
    ):
        seen, cursor, pages = [], "", 0
        while cursor is not None:
            page = teller.get(path, {**params, "limit": 2, "cursor": cursor}).json()
            seen += [item[key] for item in page["items"]]
            cursor, pages = page["next"], pages + 1
        assert (seen, pages) == (wanted, 3)


@pytest.mark.parametrize("cursor", ["x", "WyJub3QgYSBkYXkiLCAieCJd", "WzEsIDJd"])
def test_a_cursor_that_is_not_ours_is_refused(cast: Any, api: Any, cursor: str) -> None:
    answer = api(cast.teller).get("bank/visits/waiting", {"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")
