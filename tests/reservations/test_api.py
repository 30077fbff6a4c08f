"""The operations: one booking from request to collection, the vault, and repeats."""

from __future__ import annotations

from typing import Any

import pytest

from firstdesk.reservations.models import Reservation
from tests import world

BODY = {
    "amount": "150000",
    "day": "2008-03-12",
    "from_time": "09:00",
    "to_time": "10:00",
    "collector": "other",
    "collector_name": "张小明",
    "collector_relation": "儿子",
}


@pytest.fixture
def body(zhang: Any) -> dict[str, Any]:
    return BODY | {"customer_id": zhang.id, "account_id": str(zhang.debit.pk)}


def test_from_request_to_collection(cast: Any, api: Any, body: dict[str, Any]) -> None:
    teller, manager = api(cast.teller), api(cast.branch_manager)
    made = teller.post("reservations", body)
    row = made.json()
    assert made.status_code == 201
    assert (row["status"], row["confirmed"], row["version"]) == ("requested", False, 1)
    assert row["money"] == {"amount": "150000.00", "currency": "CNY"}
    assert row["collector"] == {"kind": "other", "name": "张小明", "relation": "儿子"}
    assert "not confirmed" in row["say"]["en"]
    ref = row["ref"]
    none = manager.post(f"reservations/{ref}/accept", {"version": 1})
    assert (none.status_code, none.json()["code"]) == (409, "no_stock")
    stock = {"currency": "CNY", "day": "2008-03-12", "opening": "200000", "delivery_at": "10:30"}
    set_ = manager.post("vault", stock)
    assert (set_.status_code, set_.json()["free"]) == (200, "200000.00")
    done = manager.post(f"reservations/{ref}/accept", {"version": 1}).json()
    assert (done["status"], done["confirmed"]) == ("accepted", True)
    (line,) = teller.get("vault").json()
    assert (line["committed"], line["free"], line["short"]) == ("150000.00", "50000.00", "0.00")
    with world.at("2008-03-12T09:10"):
        got = teller.post(f"reservations/{ref}/collect", {"version": 2, "identity_checked": True})
    assert got.json()["status"] == "collected"
    assert teller.get(f"reservations/{row['id']}").json()["ref"] == ref


def test_a_repeat_with_the_same_key_books_once(cast: Any, api: Any, body: dict[str, Any]) -> None:
    teller = api(cast.teller)
    first = teller.post("reservations", body, **{"Idempotency-Key": "k1"})
    again = teller.post("reservations", body, **{"Idempotency-Key": "k1"})
    assert first.json() == again.json()
    assert Reservation.objects.count() == 1


def test_refusal_and_cancellation(cast: Any, api: Any, body: dict[str, Any]) -> None:
    teller, manager = api(cast.teller), api(cast.branch_manager)
    one, two = (teller.post("reservations", body).json()["ref"] for _ in range(2))
    bad = manager.post(f"reservations/{one}/refuse", {"version": 1, "reason": "month_end"})
    assert (bad.status_code, bad.json()["code"]) == (422, "no_such_reason")
    given = manager.post(f"reservations/{one}/refuse", {"version": 1, "reason": "delivery"}).json()
    assert given["refusal"]["instead"]["en"] == "A time after the delivery, or another day."
    gone = teller.post(f"reservations/{two}/cancel", {"version": 1, "words": "不要了"}).json()
    assert gone["status"] == "cancelled"


def test_lists_page_and_filter(cast: Any, api: Any, body: dict[str, Any], zhang: Any) -> None:
    teller = api(cast.teller)
    refs = [teller.post("reservations", body).json()["ref"] for _ in range(3)]
    first = teller.get("reservations", {"limit": 2}).json()
    assert [one["ref"] for one in first["items"]] == refs[:0:-1]
    rest = teller.get("reservations", {"limit": 2, "cursor": first["next"]}).json()
    assert ([one["ref"] for one in rest["items"]], rest["next"]) == ([refs[0]], None)
    mine = teller.get("reservations", {"which": "mine", "customer_id": zhang.id}).json()
    assert len(mine["items"]) == 3
    assert teller.get("reservations", {"cursor": "x"}).status_code == 422


def test_shortfall_and_elsewhere(cast: Any, api: Any, body: dict[str, Any]) -> None:
    teller = api(cast.teller)
    api(cast.manager_b).post(
        "vault",
        {"day": "2008-03-12", "opening": "500000", "denominations": {"100": 5000}},
    )
    api(cast.branch_manager).post("vault", {"day": "2008-03-12", "opening": "120000"})
    teller.post("reservations", body)
    (line,) = teller.get("vault/shortfall").json()
    assert (line["requested"], line["short"]) == ("150000.00", "30000.00")
    (other,) = teller.get("vault/elsewhere", {"amount": "150000", "day": "2008-03-12"}).json()
    assert other["branch"]["code"] == "B02"
    assert other["free"] == {"amount": "500000.00", "currency": "CNY"}
    assert other["denominations"] == {"100": 5000}
    for path in ("vault?day=9999-12-31", "vault/shortfall?first=9999-12-31"):
        assert teller.get(path).json() == []
    for amount in ("1e30", "-1"):
        found = teller.get("vault/elsewhere", {"amount": amount, "day": "2008-03-12"})
        assert found.json() == []


def test_bodies_that_do_not_fit(cast: Any, api: Any, body: dict[str, Any]) -> None:
    teller = api(cast.teller)
    for wrong in ({"day": "soon"}, {"amount": "x"}, {"currency": "yuan"}, {"from_time": "25:00"}):
        assert teller.post("reservations", body | wrong).status_code == 422
    zoned = teller.post("reservations", body | {"from_time": "09:00Z"})
    assert set(zoned.json()["fields"]) == {"from_time"}
    stock = {"day": "2008-03-12", "opening": "1", "delivery_at": "09:00Z"}
    assert set(teller.post("vault", stock).json()["fields"]) == {"delivery_at"}
    missing = teller.post("reservations", {"customer_id": body["customer_id"], "amount": "5"})
    assert set(missing.json()["fields"]) == {"day", "from_time", "to_time", "collector"}
    assert teller.get("reservations/RV-99999999").status_code == 404
    assert teller.get("reservations/nonsense").status_code == 404
