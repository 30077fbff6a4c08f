"""Promises: made with a time, kept, broken, renegotiated, fired."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from firstdesk.core.errors import Conflict, Forbidden, Invalid, NotFound
from firstdesk.core.ids import new_id
from firstdesk.desk import queries, services
from firstdesk.desk.models import Promise
from firstdesk.journal.models import Entry
from firstdesk.staff.models import Alert
from tests import world

DUE = world.moment("2007-12-04T11:30")


@pytest.fixture(autouse=True)
def _morning() -> Any:
    with world.at("2007-12-04T10:20"):
        yield


@pytest.fixture
def teller(cast: Any) -> Any:
    return cast.actor(cast.teller)


@pytest.fixture
def promise(teller: Any, open_case: Any) -> Promise:
    return make(teller, open_case())


def make(actor: Any, case: Any, **more: Any) -> Promise:
    return services.make_promise(
        actor, str(case.pk), **{"words": "11点半前回电", "due_at": DUE, **more}
    )


def last() -> Entry:
    return Entry.objects.order_by("-id")[0]


def test_who_says_it_owns_it(cast: Any, promise: Promise) -> None:
    assert (promise.made_by, promise.owner) == (cast.teller, cast.teller)
    assert (promise.to_name, promise.to_contact) == ("林先生", "021-55550101")
    assert (promise.state, promise.stage) == ("open", 0)
    assert promise.next_at == DUE - timedelta(minutes=15)
    assert last().action == "desk.make_promise"
    assert queries.my_promises(cast.actor(cast.teller)) == [promise]
    assert queries.branch_promises(cast.actor(cast.branch_manager)) == [promise]
    assert queries.branch_promises(cast.actor(cast.manager_b)) == []
    assert queries.branch_promises(cast.actor(cast.auditor)) == [promise]


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"words": " "}, "words", "invalid"),
        ({"due_at": None}, "due_at", "promise_without_time"),
        ({"due_at": world.moment("2007-12-04T10:20")}, "due_at", "invalid"),
        ({"due_at": world.moment("2007-12-04T10:19")}, "due_at", "invalid"),
    ],
)
def test_no_promise_without_words_and_a_time_to_come(
    teller: Any, open_case: Any, values: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        make(teller, open_case(), **values)
    assert (set(refused.value.fields), refused.value.code) == ({field}, code)
    assert not Promise.objects.exists()


def test_a_colleague_may_promise_on_it_a_stranger_may_not(cast: Any, open_case: Any) -> None:
    case = open_case()
    assert make(cast.actor(cast.second_teller), case).owner == cast.second_teller
    with pytest.raises(NotFound):
        make(cast.actor(cast.stranger), case)
    with pytest.raises(Forbidden):
        make(cast.actor(cast.auditor), case)


@pytest.mark.parametrize(
    ("act", "state"), [(services.keep_promise, "kept"), (services.break_promise, "broken")]
)
def test_it_ends_once(cast: Any, promise: Promise, act: Any, state: str) -> None:
    teller, found = cast.actor(cast.teller), str(promise.pk)
    with pytest.raises(Invalid):
        act(teller, found, version=1, note=" ")
    for stranger in (cast.stranger, cast.manager_b):
        with pytest.raises(NotFound):
            act(cast.actor(stranger), found, version=1, note="x")
    with pytest.raises(NotFound):
        act(teller, str(new_id()), version=1, note="x")
    with pytest.raises(Forbidden):
        act(cast.actor(cast.auditor), found, version=1, note="x")
    ended = act(teller, found, version=1, note="已告知2.52")
    assert (ended.state, ended.settled_note, ended.next_at) == (state, "已告知2.52", None)
    assert (last().action, last().reason) == (f"desk.promise_{state}", "已告知2.52")
    with pytest.raises(Conflict) as refused:
        act(cast.actor(cast.second_teller), found, version=1, note="也打过了")
    assert refused.value.extra == {"state": state, "version": 2}


@pytest.mark.parametrize(
    ("moment", "late"), [("2007-12-04T11:30", False), ("2007-12-04T11:31", True)]
)
def test_done_late_is_kept_late(teller: Any, promise: Promise, moment: str, late: bool) -> None:
    with world.at(moment):
        services.keep_promise(teller, str(promise.pk), version=1, note="打了")
    assert promise.case.events.get(kind="promise_kept").data["late"] is late


def test_a_new_time_is_agreed_before_the_old_one_lapses(teller: Any, promise: Promise) -> None:
    later = DUE + timedelta(hours=2)
    values: dict[str, Any] = {"version": 1, "due_at": later, "note": "客户说下午也行"}
    with world.at("2007-12-04T11:30"), pytest.raises(Invalid) as refused:
        services.renegotiate_promise(teller, str(promise.pk), **values)
    assert refused.value.code == "too_late_to_renegotiate"
    for wrong in ({"note": " "}, {"due_at": None}):
        with pytest.raises(Invalid):
            services.renegotiate_promise(teller, str(promise.pk), **{**values, **wrong})
    with pytest.raises(Conflict):
        services.renegotiate_promise(teller, str(promise.pk), **{**values, "version": 7})
    assert Promise.objects.count() == 1
    new = services.renegotiate_promise(teller, str(promise.pk), **values)
    promise.refresh_from_db()
    assert (promise.state, promise.replaced_by) == ("renegotiated", new)
    assert (new.words, new.to_name, new.due_at) == (promise.words, promise.to_name, later)
    tally = queries.tally(promise.case)
    assert (tally.kept, tally.promises) == (0, 1)


def fire_at(moment: str) -> int:
    with world.at(moment):
        return services.fire_due()


def test_it_is_looked_at_three_times_and_no_more(cast: Any, promise: Promise) -> None:
    moments = ["11:14", "11:15", "11:15", "11:29", "11:30", "11:44", "11:45", "11:45", "23:59"]
    moved = [fire_at(f"2007-12-04T{moment}") for moment in moments]
    assert moved == [0, 1, 0, 0, 1, 0, 1, 0, 0]
    promise.refresh_from_db()
    assert (promise.stage, promise.next_at) == (3, None)
    told = Alert.objects.filter(kind="promise")
    assert told.filter(staff=cast.teller).count() == 2
    assert told.filter(staff=cast.branch_manager).count() == 1
    kinds = list(promise.case.events.order_by("id").values_list("kind", flat=True))
    assert kinds[2:] == ["promise_due_soon", "promise_overdue", "promise_escalated"]
    assert Entry.objects.filter(action="desk.fire_promise", role="system").count() == 3


def test_a_worker_that_slept_goes_to_the_stage_the_time_has_reached(
    cast: Any, promise: Promise
) -> None:
    assert fire_at("2007-12-04T12:30") == 1
    promise.refresh_from_db()
    assert promise.stage == 3
    assert Alert.objects.filter(staff=cast.branch_manager, kind="promise").count() == 1
    assert fire_at("2007-12-04T12:31") == 0


def test_a_kept_promise_and_a_third_partys_word_are_not_looked_at(
    teller: Any, promise: Promise, open_case: Any
) -> None:
    services.keep_promise(teller, str(promise.pk), version=1, note="打了")
    make(teller, open_case(), external=True)
    assert fire_at("2007-12-04T12:30") == 0
    assert not Alert.objects.filter(kind="promise").exists()


def test_a_promise_for_very_soon_is_not_announced(teller: Any, open_case: Any) -> None:
    soon = make(teller, open_case(), due_at=world.moment("2007-12-04T10:30"))
    assert soon.next_at == soon.due_at
    assert fire_at("2007-12-04T10:29") == 0
    assert fire_at("2007-12-04T10:30") == 1


def test_one_that_is_not_there_is_not_fired(promise: Promise) -> None:
    from firstdesk.core.actor import Actor

    assert services.fire(Actor.system("worker"), str(new_id())) is False
    assert services.fire(Actor.system("worker"), str(promise.pk)) is False
