"""Verb policies.acknowledge: a change is read before the next customer (case 01002)."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from firstdesk.bank.encounters import call_next
from firstdesk.core import clock
from firstdesk.core.errors import Forbidden, Invalid, Locked, NotFound
from firstdesk.journal.models import Entry
from firstdesk.policies import queries
from firstdesk.policies.models import Acknowledgement
from firstdesk.policies.services import acknowledge
from tests.conftest import make_cast
from tests.policies.kit import TODAY, on, published
from tests.races.kit import together

CLOSING, STOP = "account.close.anywhere", "desk.card_stop"


@pytest.fixture
def _morning(policies: None) -> Any:
    with on("2026-11-23"):
        yield


pytestmark = pytest.mark.usefixtures("_morning")


def waiting(cast: Any, who: Any) -> list[str]:
    return [change.now.key for change in queries.pending(cast.actor(who))]


def test_case_01002_the_change_is_read_before_the_next_customer(cast: Any) -> None:
    with on("2007-12-31"):
        assert waiting(cast, cast.teller) == []
    with on("2008-01-02"):
        actor = cast.actor(cast.teller)
        changes = queries.pending(actor)
        assert [change.now.code for change in changes] == ["AC-001", "AC-002"]
        closing = changes[0]
        assert closing.before is not None
        assert (closing.before.number, closing.before.flag("anywhere")) == (1, False)
        assert (closing.now.number, closing.now.flag("anywhere")) == (2, True)

        with pytest.raises(Locked) as locked:
            call_next(actor)
        assert locked.value.code == "changes_to_read"
        assert locked.value.extra["policies"] == [CLOSING, "card.close.lost"]

        acknowledge(actor, closing.version_id)
        with pytest.raises(Locked):
            call_next(actor)
        acknowledge(actor, changes[1].version_id)
        with pytest.raises(NotFound) as nobody:
            call_next(actor)
        assert nobody.value.code == "nobody_waiting"
        assert waiting(cast, cast.teller) == []
        assert waiting(cast, cast.second_teller) == [CLOSING, "card.close.lost"]


def test_only_those_it_concerns_are_asked(cast: Any) -> None:
    published(cast, STOP, {"offer_after_minutes": "4"})
    for role in ("teller", "lobby_manager", "contact_centre_agent"):
        assert waiting(cast, getattr(cast, role)) == [STOP]
    for role in ("loan_officer", "corporate_banker", "branch_manager", "auditor"):
        assert waiting(cast, getattr(cast, role)) == []
        queries.require_acknowledged(cast.actor(getattr(cast, role)))


@pytest.mark.parametrize(
    ("starts", "known", "asked"),
    [
        (0, 0, True),
        (-59, -59, True),
        (-60, -60, False),  # older changes are no news
        (1, 0, False),  # not in force yet
        (1, 1, False),
    ],
)
def test_a_change_is_asked_about_while_it_is_news(
    cast: Any, starts: int, known: int, asked: bool
) -> None:
    published(
        cast,
        STOP,
        {"offer_after_minutes": "4"},
        effective_from=TODAY + timedelta(days=starts),
        known_from=TODAY + timedelta(days=known),
    )
    assert (waiting(cast, cast.teller) == [STOP]) is asked


def test_what_was_replaced_is_not_asked_and_the_correction_shows_it(cast: Any) -> None:
    old = {"effective_from": TODAY - timedelta(days=9), "known_from": TODAY - timedelta(days=9)}
    published(cast, STOP, {"offer_after_minutes": "40"}, **old)
    old["known_from"] = TODAY
    published(cast, STOP, {"offer_after_minutes": "4"}, **old)
    (change,) = queries.pending(cast.actor(cast.teller))
    assert change.now.value == {"offer_after_minutes": "4"}
    assert change.before is not None
    assert change.before.value == {"offer_after_minutes": "40"}
    published(cast, STOP, {"offer_after_minutes": "3"})
    (change,) = queries.pending(cast.actor(cast.teller))
    assert change.before is not None
    assert (change.before.value, change.now.value) == (
        {"offer_after_minutes": "4"},
        {"offer_after_minutes": "3"},
    )


def test_a_late_correction_of_an_old_rule_is_news(cast: Any) -> None:
    day = date(2026, 3, 2)
    published(cast, STOP, {"offer_after_minutes": "9"}, effective_from=day, known_from=day)
    assert waiting(cast, cast.teller) == []
    published(cast, STOP, {"offer_after_minutes": "4"}, effective_from=day)
    assert waiting(cast, cast.teller) == [STOP]


def test_many_changes_cost_two_queries(cast: Any, django_assert_num_queries: Any) -> None:
    published(cast, STOP, {"offer_after_minutes": "4"})
    published(cast, CLOSING, {"anywhere": False})
    published(cast, "card.close.lost", {"replacement_first": True})
    actor = cast.actor(cast.teller)
    with django_assert_num_queries(2):
        assert len(queries.pending(actor)) == 3
    with django_assert_num_queries(1), pytest.raises(Locked):
        queries.require_acknowledged(actor)


def test_twice_is_once(cast: Any) -> None:
    version = published(cast, STOP, {"offer_after_minutes": "4"})
    actor = cast.actor(cast.teller)
    first = acknowledge(actor, str(version.pk))
    with on("2026-11-24"):
        again = acknowledge(actor, str(version.pk))
    assert (again.pk, again.at) == (first.pk, first.at)
    (entry,) = Entry.objects.filter(action="policies.acknowledge")
    assert entry.after == {"version": 2}


def test_a_version_that_is_not_there_is_refused(cast: Any) -> None:
    with pytest.raises(Invalid) as refused:
        acknowledge(cast.actor(cast.teller), str(uuid4()))
    assert refused.value.code == "version_not_found"


def test_the_manager_sees_who_of_his_branch_has_not_read(cast: Any) -> None:
    version = published(cast, STOP, {"offer_after_minutes": "4"})

    def names(who: Any) -> set[str]:
        return {row["person"].username for row in queries.unacknowledged(cast.actor(who))}

    here = {cast.teller.username, cast.second_teller.username, cast.lobby_manager.username}
    assert names(cast.branch_manager) == here
    assert names(cast.manager_b) == {cast.stranger.username}
    everywhere = here | {cast.stranger.username, cast.contact_centre_agent.username}
    assert names(cast.quality_officer) == names(cast.auditor) == everywhere

    acknowledge(cast.actor(cast.teller), str(version.pk))
    assert names(cast.branch_manager) == here - {cast.teller.username}
    cast.second_teller.is_active = False
    cast.second_teller.save()
    assert names(cast.branch_manager) == {cast.lobby_manager.username}


@pytest.mark.parametrize("role", ["teller", "lobby_manager", "contact_centre_agent"])
def test_the_front_line_does_not_see_who_has_not_read(cast: Any, role: str) -> None:
    with pytest.raises(Forbidden):
        queries.unacknowledged(cast.actor(getattr(cast, role)))


@pytest.fixture
def people(transactional_db: None, policies: None) -> Any:
    return make_cast()


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_both_see_that_nobody_acknowledged(people: Any) -> None:
    version = published(people, STOP, {"offer_after_minutes": "4"}, effective_from=clock.today())
    seen = []

    def naive() -> None:
        if not Acknowledgement.objects.filter(version=version, staff=people.teller).exists():
            time.sleep(0.2)
            seen.append(1)

    together(naive, naive)
    assert seen == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_acknowledged_from_two_windows_at_once_it_stands_once(people: Any) -> None:
    version = published(people, STOP, {"offer_after_minutes": "4"})
    actor = people.actor(people.teller)
    answers = together(*[lambda: acknowledge(actor, str(version.pk))] * 4)
    assert len({row.pk for row in answers}) == 1
    assert Acknowledgement.objects.filter(version=version).count() == 1
    assert Entry.objects.filter(action="policies.acknowledge").count() == 1
