"""Staff over the API."""

from __future__ import annotations

from typing import Any

from firstdesk.core.text import Text
from firstdesk.staff.alerts import alert
from firstdesk.staff.models import Reply, Staff

NEW = {
    "number": "s950",
    "name_zh": "沈一鸣",
    "name_en": "Shen Yiming",
    "role": "teller",
    "branch": "A01",
}


def test_create_change_and_list(cast: Any, api: Any) -> None:
    admin = api(cast.administrator)
    made = admin.post("staff", NEW)
    assert made.status_code == 201
    assert made["Cache-Control"] == "no-store"
    person = made.json()["person"]
    changed = admin.put(f"staff/{person['id']}", {"version": 1, "window": "4"})
    assert changed.json()["window"] == "4"
    stale = admin.put(f"staff/{person['id']}", {"version": 1, "window": "5"})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    assert stale["Content-Type"] == "application/problem+json"
    found = admin.get("staff", {"words": "Shen"}).json()
    assert [one["number"] for one in found["items"]] == ["s950"]
    assert found["next"] is None


def test_wrong_fields_are_named_in_both_languages(cast: Any, api: Any) -> None:
    for language, said in (("en", "There is no branch X1."), ("zh-Hans", "没有网点X1。")):
        refused = api(cast.administrator, language).post("staff", NEW | {"branch": "X1"})
        assert refused.status_code == 422
        assert refused.json()["fields"] == {"branch": said}


def test_a_person_of_another_branch_is_as_if_missing(cast: Any, api: Any) -> None:
    manager = api(cast.branch_manager)
    there = manager.get(f"staff/{cast.stranger.pk}")
    missing = manager.get("staff/00000000-0000-7000-8000-000000000000")
    assert there.status_code == missing.status_code == 404
    assert there.json() == missing.json()


def test_me_tells_permissions_with_their_reach(cast: Any, api: Any) -> None:
    me = api(cast.branch_manager).get("me").json()
    assert me["permissions"]["journal.read"] == "branch"
    assert "staff.manage" not in me["permissions"]


def test_secrets_are_not_kept_beside_an_idempotency_key(cast: Any, api: Any) -> None:
    admin = api(cast.administrator)
    key = {"Idempotency-Key": "token-1"}
    body = {"name": "report", "scopes": ["case.read"], "days": 3}
    path = f"staff/{cast.teller.pk}/tokens"
    first = admin.post(path, body, **key)
    assert first.status_code == 201
    secret = first.json()["secret"]
    assert all(secret not in reply.body for reply in Reply.objects.all())
    again = admin.post(path, body, **key)
    assert (again.status_code, again.json()["code"]) == (409, "shown_once")
    assert cast.teller.tokens.count() == 1


def test_alerts_are_the_callers_own(cast: Any, api: Any) -> None:
    text = Text(zh="承诺快到期", en="A promise falls due")
    alert([cast.teller, cast.second_teller], "promise_due", text, about="p1", link="/desk/")
    mine = api(cast.teller).get("alerts").json()["items"]
    assert [one["text"] for one in mine] == [{"zh": "承诺快到期", "en": "A promise falls due"}]
    other = api(cast.second_teller)
    assert other.post(f"alerts/{mine[0]['id']}/read").json() == {"read": 0}
    assert api(cast.teller).post(f"alerts/{mine[0]['id']}/read").json() == {"read": 1}
    assert api(cast.teller).get("alerts").json() == {"items": []}
    assert len(other.get("alerts").json()["items"]) == 1


def test_branches_are_open_to_everybody(cast: Any, api: Any) -> None:
    codes = [one["code"] for one in api(cast.teller).get("branches").json()]
    assert codes == ["A01", "B02", "KF00", "ZH00"]


def test_unlock_reset_and_revoke(cast: Any, api: Any) -> None:
    admin = api(cast.administrator)
    base = f"staff/{cast.teller.pk}"
    assert admin.post(f"{base}/unlock").json() == {"forgotten": 0}
    password = admin.post(f"{base}/password", {"factors": False}).json()["password"]
    assert Staff.objects.get(pk=cast.teller.pk).check_password(password)
    made = admin.post(f"{base}/tokens", {"name": "x", "scopes": ["case.read"]}).json()
    gone = admin.delete(f"{base}/tokens/{made['token']['id']}")
    assert gone.json()["revoked_at"]
    detail = admin.get(base).json()
    assert [one["id"] for one in detail["tokens"]] == [made["token"]["id"]]
    assert not detail["locked"]
