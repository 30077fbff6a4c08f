"""The casebook's operations."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from firstdesk.casebook.models import Draft, Import
from firstdesk.casebook.replays import model
from firstdesk.casebook.services import index_studies
from firstdesk.casebook.studies import load_all
from tests.casebook.importer import samples


@pytest.fixture
def library(cast: Any) -> Any:
    index_studies(cast.actor(cast.quality_officer))
    return cast


def test_pages_of_the_list_hold_every_study_once(library: Any, api: Any) -> None:
    client, seen, cursor = api(library.teller), [], ""
    while True:
        body = client.get("casebook/studies", {"limit": "25", "cursor": cursor}).json()
        seen += [one["number"] for one in body["items"]]
        cursor = body["next"]
        if not cursor:
            break
    assert seen == sorted(load_all())


def test_a_bad_cursor_is_refused(library: Any, api: Any) -> None:
    answer = api(library.teller).get("casebook/studies", {"cursor": "???"})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


def test_the_list_filters(library: Any, api: Any) -> None:
    body = (
        api(library.teller)
        .get("casebook/studies", {"role": "teller", "cause": ["not_told"], "replayable": "true"})
        .json()
    )
    assert body["items"]
    for one in body["items"]:
        assert (one["role"], one["replayable"]) == ("teller", True)
        assert "not_told" in one["causes"]


@pytest.mark.parametrize("words", ["自动还款", "autopay"])
def test_search(library: Any, api: Any, words: str) -> None:
    body = api(library.teller).get("casebook/search", {"words": words}).json()
    assert "02005" in [one["number"] for one in body["items"]]
    assert body["count"] >= len(body["items"])


def test_one_study_whole(library: Any, api: Any) -> None:
    body = api(library.teller).get("casebook/studies/02005").json()
    study = load_all()["02005"]
    assert body["title"] == study.title.to_json()
    assert [s["title"]["en"] for s in body["sections"]][1] == "Analysis"
    assert body["sections"][0]["markdown"]["zh"] == study.sections("zh")[0].markdown
    assert len(body["facts"]) == len(study.facts)
    assert "02005-deadline" in body["replays"]
    assert api(library.teller).get("casebook/studies/99999").status_code == 404


def send(api: Any, person: Any, data: bytes) -> Any:
    return api(person).client.post(
        "/api/v1/casebook/imports", {"file": SimpleUploadedFile("book.txt", data)}
    )


def test_an_import_is_reported_and_made_once(cast: Any, api: Any) -> None:
    first = send(api, cast.quality_officer, samples.Document().data())
    assert first.status_code == 201, first.content
    body = first.json()
    assert body["with_text"] + len(body["listed_only"]) == Draft.objects.count()
    again = send(api, cast.quality_officer, samples.Document().data())
    assert again.json()["id"] == body["id"]
    assert Import.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"a shopping list\n"])
def test_a_bad_import_leaves_nothing(cast: Any, api: Any, data: bytes) -> None:
    answer = send(api, cast.quality_officer, data)
    assert answer.status_code == 422
    assert {"what", "why", "do"} <= set(answer.json())
    assert not Import.objects.exists()


def test_importing_needs_the_permission(cast: Any, api: Any) -> None:
    assert send(api, cast.teller, samples.Document().data()).status_code == 403
    assert not Import.objects.exists()


def test_replays_are_listed(cast: Any, api: Any) -> None:
    body = api(cast.teller).get("casebook/replays").json()
    assert [one["name"] for one in body["items"]] == list(model.load_all())


@pytest.mark.usefixtures("policies")
def test_a_replay_runs_and_goes_wrong_without_its_rule(cast: Any, api: Any) -> None:
    client, replay = api(cast.teller), model.load_all()["02027"]
    right = client.post("casebook/replays/02027", {}).json()
    assert right["ok"], right
    assert len(right["steps"]) == len(replay.steps)
    assert all({"zh", "en"} <= set(step["answered"]) for step in right["steps"])
    wrong = client.post("casebook/replays/02027", {"off": [replay.rules[0]]}).json()
    assert not wrong["ok"]
    assert wrong["off"] == [replay.rules[0]]


def test_a_replay_must_exist_and_own_the_switch(cast: Any, api: Any) -> None:
    client = api(cast.teller)
    assert client.post("casebook/replays/none", {}).status_code == 404
    refused = client.post("casebook/replays/02027", {"off": ["desk.open_case_not"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_switch")
