"""Every case comes out, and goes wrong again without each rule and verb it names."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from firstdesk.casebook.replays.coverage import SCENARIOS
from firstdesk.casebook.replays.model import ReplayError, load_all, parse
from firstdesk.casebook.replays.paths import MISSING, find, judge
from firstdesk.web.replaying import known_switches, run_replays, run_without

REPLAYS = load_all()

pytestmark = pytest.mark.usefixtures("policies")


@pytest.mark.parametrize("name", REPLAYS)
def test_the_case_comes_out(name: str) -> None:
    (result,) = run_replays([REPLAYS[name]])
    wrong = [(o.step.told.en, o.wrong) for o in result.outcomes if not o.ok]
    assert result.ok, (result.broken, wrong)


@pytest.mark.parametrize("name", REPLAYS)
def test_without_each_of_its_rules_the_case_goes_wrong_again(name: str) -> None:
    replay = REPLAYS[name]
    rests_on = [*replay.rules, *replay.verbs]
    assert set(rests_on) <= known_switches()
    results = run_without(replay, rests_on)
    assert not [switch for switch, result in results.items() if result.ok]


def test_every_replay_names_what_it_rests_on() -> None:
    assert all(replay.rules or replay.verbs for replay in REPLAYS.values())


def test_the_replayed_cases_are_there_and_covers_are_real_scenarios() -> None:
    assert {replay.case for replay in REPLAYS.values()} == set(SCENARIOS)
    for replay in REPLAYS.values():
        for one in replay.covers:
            case, number = one.split("/")
            assert case == replay.case
            assert 1 <= int(number) <= SCENARIOS[case]


def test_nothing_of_a_replay_stays() -> None:
    def counts() -> dict[str, int]:
        return {
            model._meta.label: model._default_manager.count()
            for model in apps.get_models()
            if model.__module__.startswith("firstdesk.")
        }

    before = counts()
    run_replays([REPLAYS["02027-recalculation"], REPLAYS["03002"]])
    assert counts() == before


BODY: dict[str, Any] = {"items": [{"key": "a", "n": "2.50"}, {"key": "b"}], "on": True}


@pytest.mark.parametrize(
    ("path", "wanted", "holds"),
    [
        ("items[key=a].n", {"is": "2.5"}, True),
        ("items[0].n", {"is": "2.51"}, False),
        ("items[-1].key", {"is": "b"}, True),
        ("items.length", {"is": 2}, True),
        ("items[key=c].n", {"missing": True}, True),
        ("items[key=c].n", {"is": None}, False),
        ("items[9]", {"present": True}, False),
        ("on", {"is": True}, True),
        ("on", {"is": "True"}, False),
        ("items[key=a].n", {"at_least": 2}, True),
        ("items[key=a].key", {"has": "a"}, True),
        ("items[key=a].key", {"lacks": "a"}, False),
    ],
)
def test_expectations_tell_right_from_wrong(path: str, wanted: dict[str, Any], holds: bool) -> None:
    assert (judge(find(BODY, path), wanted) == "") is holds


def test_a_missing_value_is_none_of_the_values() -> None:
    assert find(BODY, "nothing.here") is MISSING


STEP = {
    "at": "2007-12-04T10:00",
    "who": "teller",
    "told": {"zh": "一", "en": "one"},
    "do": "desk_open_case",
}
GOOD = {
    "case": "02005",
    "title": {"zh": "一", "en": "one"},
    "covers": [],
    "steps": [STEP],
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": "red"}, "unknown keys"),
        ({"title": {"zh": "一"}}, "zh and en"),
        ({"steps": [{**STEP, "at": "yesterday"}]}, "moment"),
        ({"steps": [{**STEP, "worker": "promises"}]}, "one operation"),
        ({"steps": [{**STEP, "expect": [{"path": "a"}]}]}, "expectation"),
        ({"steps": [{**STEP, "expect": [{"path": "a", "is": 1, "so": 2}]}]}, "unknown words"),
    ],
)
def test_a_bad_replay_is_refused_with_its_place(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ReplayError, match=words):
        parse({**GOOD, **change}, "bad.yaml")
