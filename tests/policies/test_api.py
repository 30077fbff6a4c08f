"""Policies over the API: search, lookup, rates, publish, acknowledge, who has not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.policies.kit import on, published

STOP = {"key": "desk.card_stop", "value": {"offer_after_minutes": "4"}}


@pytest.fixture
def _morning(policies: None) -> Any:
    with on("2026-11-23"):
        yield


pytestmark = pytest.mark.usefixtures("_morning")


def body(**changes: Any) -> dict[str, Any]:
    return {
        "effective_from": "2026-11-23",
        "known_from": "2026-11-23",
        "value": {"amount": "16.00"},
        "text": {"zh": "补卡16元。", "en": "A new card costs 16."},
        "source": "运营〔2026〕31号",
        "approver": "总行周总",
        **changes,
    }


def test_search_and_lookup(cast: Any, api: Any) -> None:
    client = api(cast.teller)
    (found,) = client.get("policies", {"words": "cc-014"}).json()
    assert found == {
        "key": "card.autopay.lead_time",
        "code": "CC-014",
        "kind": "deadline",
        "title": {"zh": "自动还款签约提前期", "en": "Lead time for card autopay"},
    }
    on_day = {"on": "2007-09-01"}
    holds = client.get("policies/tax.interest", on_day).json()
    assert holds["holds"]["value"] == {"percent": "5"}
    assert [one["version"] for one in holds["history"]] == [4, 3, 2, 1]
    then = client.get("policies/TAX-001", on_day | {"known": "2007-05-17"}).json()
    assert then["holds"]["value"] == {"percent": "20"}


@pytest.mark.parametrize(
    ("path", "params", "status", "code"),
    [
        ("policies/deposit.notice.rate", {"on": "2008-06-30"}, 422, "policy_gap"),
        ("policies/rates/y5", {"on": "2015-01-05"}, 422, "policy_gap"),
        ("policies/rates/y4", {}, 404, "no_such_term"),
        ("policies/no.such.policy", {}, 404, "policy_not_found"),
    ],
)
def test_what_is_not_known_is_a_problem_in_both_languages(
    cast: Any, api: Any, path: str, params: dict[str, str], status: int, code: str
) -> None:
    spoken = set()
    for language in ("en", "zh-hans"):
        answer = api(cast.teller, language).get(path, params)
        assert answer.status_code == status
        assert answer["Content-Type"].startswith("application/problem+json")
        problem = answer.json()
        assert problem["code"] == code
        assert problem["why"]
        assert problem["do"]
        spoken.add(problem["what"])
    assert len(spoken) == 2


def test_a_bad_day_is_refused(cast: Any, api: Any) -> None:
    answer = api(cast.teller).get("policies/tax.interest", {"on": "2024-02-30"})
    assert answer.status_code == 422


def test_an_expired_value_says_so(cast: Any, api: Any) -> None:
    with on("2028-02-01"):
        holds = api(cast.teller).get("policies/card.due_days").json()["holds"]
    assert (holds["expired"], holds["value"]) == (True, {"days": "25"})


def test_a_rate_and_an_announcement(cast: Any, api: Any) -> None:
    client = api(cast.teller)
    found = client.get("policies/rates/y1", {"on": "2004-10-29"}).json()
    assert (found["new"], found["old"], found["change"]) == ("2.25", "1.98", "0.27")
    assert found["effective_from"] == "2004-10-29"
    published(cast, "deposit.time.rate", {"announced": True, "expected_by": "09:30"})
    found = client.get("policies/rates/y1").json()
    assert (found["announced"], found["expected_by"], found["new"]) == (True, "09:30", None)


def test_published_read_and_acknowledged(cast: Any, api: Any) -> None:
    officer, teller, manager = (
        api(who) for who in (cast.quality_officer, cast.teller, cast.branch_manager)
    )
    made = officer.post(f"policies/{STOP['key']}/versions", body(value=STOP["value"]))
    assert made.status_code == 201
    assert made.json()["version"] == 2

    (change,) = teller.get("policies/pending").json()
    assert change["version_id"] == made.json()["version_id"]
    assert change["before"]["value"] == {"offer_after_minutes": "5"}
    assert change["now"]["value"] == STOP["value"]
    unread = {row["person"] for row in manager.get("policies/unacknowledged").json()}
    assert cast.teller.username in unread

    path = f"policies/versions/{change['version_id']}/acknowledge"
    first, again = teller.post(path), teller.post(path)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert teller.get("policies/pending").json() == []
    unread = {row["person"] for row in manager.get("policies/unacknowledged").json()}
    assert cast.teller.username not in unread
    assert cast.second_teller.username in unread


def test_refusals_of_publishing_name_the_field(cast: Any, api: Any) -> None:
    officer = api(cast.quality_officer)
    path = "policies/card.replacement.fee/versions"
    answer = officer.post(path, body(value={"amount": 16}))
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"amount", "value"}
    assert officer.post(path, body()).status_code == 201
    answer = officer.post(path, body())
    assert (answer.status_code, answer.json()["code"]) == (409, "policy_same_day")


def test_who_may_do_what(cast: Any, api: Any) -> None:
    for role in ("teller", "branch_manager", "administrator", "auditor"):
        answer = api(getattr(cast, role)).post("policies/AC-003/versions", body())
        assert answer.status_code == 403, role
    assert api(cast.teller).get("policies/unacknowledged").status_code == 403
    nobody = api(cast.auditor).post(f"policies/versions/{UUID(int=0)}/acknowledge")
    assert (nobody.status_code, nobody.json()["code"]) == (422, "version_not_found")
