"""The worker's rounds: due promises and silent periods; one that fails does not hold up others."""

from __future__ import annotations

from typing import Any

import pytest

from firstdesk.core.errors import Conflict
from firstdesk.core.text import Text
from firstdesk.desk import services, tasks
from firstdesk.desk.models import Promise, ServiceCase
from tests import world


def solved(cast: Any, open_case: Any, moment: str) -> ServiceCase:
    with world.at(moment):
        case = open_case()
        return services.solve(
            cast.actor(cast.teller), str(case), version=1, outcome="done", answer="已退。"
        )


def test_only_cases_whose_silence_is_over_are_closed(cast: Any, open_case: Any) -> None:
    first = solved(cast, open_case, "2008-06-10T10:30")
    second = solved(cast, open_case, "2008-06-10T10:31")
    moved = []
    for moment in ("2008-06-17T10:29", "2008-06-17T10:30", "2008-06-17T10:30", "2008-06-18T09:00"):
        with world.at(moment):
            moved.append(tasks.close_due())
    assert moved == [0, 1, 0, 1]
    for case in (first, second):
        case.refresh_from_db()
        assert (case.state, case.closed_how) == ("closed", "silent")


def test_one_that_somebody_settled_meanwhile_is_skipped(
    cast: Any, open_case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [solved(cast, open_case, f"2008-06-10T10:3{n}") for n in range(3)]
    real = tasks.close_silent

    def sometimes(actor: Any, case_id: str) -> Any:
        if case_id == str(cases[1].pk):
            text = Text(zh="已变", en="Changed")
            raise Conflict(code="case_changed", what=text, why=text, do=text)
        return real(actor, case_id)

    monkeypatch.setattr(tasks, "close_silent", sometimes)
    with world.at("2008-06-18T09:00"):
        assert tasks.close_due() == 2
    assert ServiceCase.objects.get(state="solved") == cases[1]


def test_a_limit_leaves_the_rest_for_the_next_round(cast: Any, open_case: Any) -> None:
    for n in range(3):
        solved(cast, open_case, f"2008-06-10T10:3{n}")
    with world.at("2008-06-18T09:00"):
        assert [tasks.close_due(limit=2), tasks.close_due(limit=2), tasks.close_due()] == [2, 1, 0]


def test_a_round_does_everything_that_is_due(cast: Any, open_case: Any) -> None:
    silent = solved(cast, open_case, "2008-06-10T10:30")
    with world.at("2008-06-10T10:30"):
        promise = services.make_promise(
            cast.actor(cast.teller),
            str(open_case()),
            words="回电",
            due_at=world.moment("2008-06-10T11:30"),
        )
    with world.at("2008-06-18T09:00"):
        tasks.look_round(0)
    silent.refresh_from_db()
    assert silent.state == "closed"
    assert Promise.objects.get(pk=promise.pk).stage == 3
    assert set(tasks.ROUNDS) == {"promises", "silence"}
