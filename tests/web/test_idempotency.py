"""A request sent twice does the thing once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from firstdesk.journal.models import Entry
from firstdesk.staff.models import Reply, Staff
from tests.conftest import Api, make_cast


def change(api: Any, person: Staff, version: int, key: str = "", **fields: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return api.put(f"staff/{person.pk}", {"version": version, **fields}, **headers)


def test_a_repeat_gets_the_same_answer_and_does_nothing(cast: Any, api: Any) -> None:
    admin = api(cast.administrator)
    first = change(admin, cast.teller, 1, "k1", window="5")
    again = change(admin, cast.teller, 1, "k1", window="5")
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert (first.get("Idempotent-Replay"), again["Idempotent-Replay"]) == (None, "true")
    assert Entry.objects.filter(action="staff.change_person").count() == 1
    # Without the key the same request is refused: the version has moved on.
    assert change(admin, cast.teller, 1, window="5").status_code == 422
    assert change(admin, cast.teller, 1, window="6").status_code == 409


def test_another_body_or_path_with_the_same_key_is_refused(cast: Any, api: Any) -> None:
    admin = api(cast.administrator)
    change(admin, cast.teller, 1, "k1", window="5")
    for other in (
        change(admin, cast.teller, 2, "k1", window="6"),
        change(admin, cast.second_teller, 1, "k1", window="5"),
    ):
        assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert Staff.objects.get(pk=cast.teller.pk).window == "5"


def test_keys_belong_to_their_callers(cast: Any, api: Any) -> None:
    assert change(api(cast.administrator), cast.teller, 1, "k1", window="5").status_code == 200
    assert change(api(cast.auditor), cast.teller, 1, "k1", window="5").status_code == 403


def test_a_refused_request_may_be_put_right_under_the_same_key(cast: Any, api: Any) -> None:
    admin = api(cast.administrator)
    assert change(admin, cast.teller, 1, "k1", role="king").status_code == 422
    assert not Reply.objects.exists()
    assert change(admin, cast.teller, 1, "k1", window="5").status_code == 200


def test_a_key_of_any_length_is_not_stored(cast: Any, api: Any) -> None:
    refused = change(api(cast.administrator), cast.teller, 1, "k" * 201, window="5")
    assert (refused.status_code, refused.json()["code"]) == (422, "key_too_long")


def together(count: int, act: Callable[[], Any]) -> list[Any]:
    """Runs the same act in so many threads at the same moment."""
    gate, answers = threading.Barrier(count), []

    def run() -> None:
        try:
            gate.wait(10)
            answers.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def unlock(person: Staff, target: Staff, **headers: str) -> Any:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return lambda: Api(client).post(f"staff/{target.pk}/unlock", **headers)


@pytest.mark.django_db(transaction=True)
def test_without_a_key_every_repeat_does_it_again() -> None:
    cast = make_cast()
    answers = together(4, unlock(cast.administrator, cast.teller))
    assert [a.status_code for a in answers] == [200] * 4
    assert Entry.objects.filter(action="staff.unlock").count() == 4


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_with_a_key_it_is_done_once() -> None:
    cast = make_cast()
    answers = together(4, unlock(cast.administrator, cast.teller, **{"Idempotency-Key": "k"}))
    assert [a.status_code for a in answers] == [200] * 4
    assert len({a.content for a in answers}) == 1
    assert sorted(a.get("Idempotent-Replay", "") for a in answers) == ["", "true", "true", "true"]
    assert Entry.objects.filter(action="staff.unlock").count() == 1
