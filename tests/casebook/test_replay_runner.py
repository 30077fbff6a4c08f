"""Running replays: inside somebody else's transaction, with a bad step, with a bad file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction

from firstdesk.bank.models import Customer
from firstdesk.casebook.replays import model
from firstdesk.casebook.replays.model import Replay, ReplayError, load_all, parse
from firstdesk.casebook.replays.paths import MISSING, find, judge
from firstdesk.core import switches
from firstdesk.staff.models import Branch
from firstdesk.web.replaying import known_switches, run_replays

REPLAYS = load_all()
EASY = REPLAYS["02026-amounts"]


def changed(replay: Replay, **values: Any) -> Replay:
    first, *rest = replay.steps
    return replace(replay, steps=(replace(first, **values), *rest))


def test_inside_a_transaction_only_the_replay_is_rolled_back(policies: None) -> None:
    with transaction.atomic():
        Branch.objects.create(code="KEEP", name_zh="留", name_en="Keep", kind="branch")
        (result,) = run_replays([EASY])
        assert result.ok
        assert not connection.needs_rollback
        assert Branch.objects.filter(code="KEEP").exists()
    assert Branch.objects.filter(code="KEEP").exists()
    assert not Branch.objects.filter(code__startswith="R02026").exists()
    assert not Customer.objects.exists()


def test_twice_it_comes_out_the_same(policies: None) -> None:
    first, second = run_replays([EASY, EASY])
    assert first.ok
    assert second.ok


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"do": "no_such_operation"}, "no operation"),
        ({"who": "nobody"}, "Nobody"),
        ({"do": "desk_get_case", "path": {}}, "not filled"),
        ({"body": {"customer": "${customers.NONE}"}}, "not known"),
    ],
)
def test_a_step_that_cannot_be_taken_says_why(
    policies: None, values: dict[str, Any], words: str
) -> None:
    (result,) = run_replays([changed(EASY, **values)])
    assert not result.ok
    assert words in result.broken
    assert not Branch.objects.filter(code__startswith="R02026").exists()


def test_another_status_or_a_missing_value_is_told(policies: None) -> None:
    (result,) = run_replays([changed(EASY, status=418, keep={"x": "nothing.here"})])
    assert not result.ok
    told = " ".join(result.outcomes[0].wrong)
    assert "must answer 418" in told
    assert "nothing.here is missing" in told


def test_without_policies_a_replay_goes_wrong_and_nothing_stays(db: None) -> None:
    (result,) = run_replays([EASY])
    assert not result.ok
    assert not Branch.objects.filter(code__startswith="R02026").exists()


def test_names_of_rules_and_verbs_exist() -> None:
    for found in REPLAYS.values():
        assert {*found.rules, *found.verbs} <= known_switches(), found.name


def test_a_switch_ends_with_its_replay(policies: None) -> None:
    run_replays([EASY], ["cards.taking_it_back_costs"])
    assert not switches.is_off("cards.taking_it_back_costs")
    (result,) = run_replays([EASY])
    assert result.ok


def test_reading_gives_a_fresh_list_each_time() -> None:
    model.load_all().clear()
    assert model.load_all() == REPLAYS


STEP = {"at": "2007-12-04T10:00", "who": "t", "told": {"zh": "一", "en": "one"}, "do": "x"}
GOOD: dict[str, Any] = {
    "case": "02005",
    "title": {"zh": "一", "en": "one"},
    "covers": [],
    "steps": [STEP],
}


@pytest.mark.parametrize(
    "raw",
    [
        [],
        None,
        "text",
        {},
        {**GOOD, "title": "text"},
        {**GOOD, "title": {"zh": "一", "en": "one", "fr": "un"}},
        {**GOOD, "steps": ["text"]},
        {**GOOD, "steps": [{**STEP, "colour": 1}]},
        {**GOOD, "steps": [{**STEP, "do": ""}]},
        {**GOOD, "steps": [{**STEP, "do": "", "worker": "nobody"}]},
        {**GOOD, "steps": [{**STEP, "told": None}]},
        {**GOOD, "steps": [{**STEP, "at": None}]},
        {**GOOD, "steps": [{**STEP, "expect": ["text"]}]},
        {**GOOD, "steps": [{**STEP, "expect": [{"is": 1}]}]},
    ],
)
def test_a_bad_file_is_refused_by_name(raw: Any) -> None:
    with pytest.raises(ReplayError, match=r"bad\.yaml"):
        parse(raw, "bad.yaml")


def test_a_moment_is_local_unless_it_says_otherwise() -> None:
    (step,) = parse(GOOD, "good.yaml").steps
    assert step.at.isoformat() == "2007-12-04T10:00:00+08:00"
    other = {**GOOD, "steps": [{**STEP, "at": "2007-12-04T10:00:00+00:00"}]}
    assert parse(other, "good.yaml").steps[0].at.isoformat() == "2007-12-04T10:00:00+00:00"


@pytest.mark.parametrize(
    ("value", "path", "found"),
    [
        ({"a": [{"k": {"x": 1}}, {"k": {"x": 2}}]}, "a[k.x=2].k.x", 2),
        ([1, 2], "[1]", 2),
        ([1, 2], "[-1]", 2),
        ([1, 2], "[2]", MISSING),
        ({"a": 1}, "[0]", MISSING),
        ({"a": [1]}, "a[x]", MISSING),
        ({"a": None}, "a", None),
        ({"a": None}, "a.b", MISSING),
        ({"a": [1]}, "a.length", 1),
        ({"length": 5}, "length", 5),
    ],
)
def test_paths_find_values_and_nothing_else(value: Any, path: str, found: Any) -> None:
    assert find(value, path) is found or find(value, path) == found


@pytest.mark.parametrize(
    ("found", "wanted", "holds"),
    [
        ("223.42", {"is": "223.420"}, True),
        (1, {"is": True}, False),
        (MISSING, {"not": 1}, True),
        ("abc", {"has": "b", "lacks": "z"}, True),
        ("abc", {"has": "b", "lacks": "a"}, False),
        ([1, "2"], {"has": 2}, True),
        (None, {"missing": True}, True),
        (None, {"present": True}, False),
        (0, {"present": True}, True),
        ("x", {"at_least": 1}, False),
        (MISSING, {"at_least": 0}, False),
        (3, {"at_least": 3, "note": "ignored", "path": "ignored"}, True),
    ],
)
def test_every_word_of_an_expectation_judges(
    found: Any, wanted: dict[str, Any], holds: bool
) -> None:
    assert (judge(found, wanted) == "") is holds
