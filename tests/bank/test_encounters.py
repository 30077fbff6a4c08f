"""Visits: announced, called, met, checked, finished; and two windows at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from firstdesk.bank import encounters, models
from firstdesk.bank.encounters import announce, call_next, check_identity, finish, meet
from firstdesk.bank.queries import current, waiting, waiting_line
from firstdesk.bank.services import load
from firstdesk.core import clock
from firstdesk.core.errors import Conflict, FirstdeskError, Forbidden, Invalid, NotFound
from firstdesk.core.text import Text
from firstdesk.journal.models import Entry
from tests.bank import rows
from tests.bank.rows import SYSTEM, somebody


def test_announced_customers_wait_in_turn(cast: Any) -> None:
    lobby = cast.actor(cast.lobby_manager)
    first, second = somebody("C1"), somebody("C2")
    one = announce(lobby, str(first.pk), service=Text(zh="信用卡", en="Credit card"))
    two = announce(lobby, str(second.pk), taken_at=clock.now() - timedelta(seconds=30))
    assert (one.number, two.number) == ("A001", "A002")
    assert (one.branch, one.service_zh, one.state) == (cast.branch_a, "信用卡", "waiting")
    assert [visit.number for visit in waiting(lobby)] == ["A002", "A001"]


def test_numbers_given_by_the_hall_are_kept_and_ours_go_on_from_there(cast: Any) -> None:
    lobby = cast.actor(cast.lobby_manager)
    customers = [somebody(f"C{n}") for n in range(4)]
    assert announce(lobby, str(customers[0].pk), number="a037").number == "A037"
    assert announce(lobby, str(customers[1].pk), number="V006").number == "V006"
    assert announce(lobby, str(customers[2].pk)).number == "A038"
    with pytest.raises(Conflict) as refused:
        announce(lobby, str(customers[3].pk), number="A037")
    assert refused.value.code == "number_taken"
    # Another branch has its own numbers.
    other = announce(lobby, str(customers[3].pk), number="A037", branch="B02")
    assert other.branch == cast.branch_b


def test_numbers_begin_anew_each_day(cast: Any) -> None:
    lobby = cast.actor(cast.lobby_manager)
    first, second = somebody("C1"), somebody("C2")
    with clock.frozen(clock.now() - timedelta(days=1)):
        assert announce(lobby, str(first.pk)).number == "A001"
    assert announce(lobby, str(second.pk)).number == "A001"
    # Nobody is called who went home yesterday.
    assert call_next(cast.actor(cast.teller)).customer == second


def test_one_customer_holds_one_number_in_a_branch(cast: Any) -> None:
    lobby = cast.actor(cast.lobby_manager)
    customer = somebody()
    first = announce(lobby, str(customer.pk))
    with pytest.raises(Conflict) as refused:
        announce(lobby, str(customer.pk))
    assert refused.value.code == "waits_already"
    assert refused.value.extra["encounter"] == str(first.pk)


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"number": "A 1"}, "number"),
        ({"number": "A1234567890"}, "number"),
    ],
)
def test_details_that_cannot_be_are_refused(cast: Any, how: dict[str, Any], field: str) -> None:
    customer = somebody()
    with pytest.raises(Invalid) as refused:
        announce(SYSTEM, str(customer.pk), branch="A01", **how)
    assert list(refused.value.fields) == [field]


def test_a_number_is_taken_today_and_not_later_than_now(cast: Any) -> None:
    customer = somebody()
    now = clock.now()
    for moment in (now + timedelta(minutes=1), now - timedelta(days=1), now.replace(tzinfo=None)):
        with pytest.raises(Invalid):
            announce(SYSTEM, str(customer.pk), branch="A01", taken_at=moment)


def test_unknown_customers_and_branches_are_not_found(cast: Any) -> None:
    customer = somebody()
    for who in ("no-id", "0190a0a0-0000-7000-8000-000000000000"):
        with pytest.raises(NotFound):
            announce(SYSTEM, who, branch="A01")
    for branch in ("X99", None):  # the system has no branch of its own
        with pytest.raises(NotFound):
            announce(SYSTEM, str(customer.pk), branch=branch)


def test_calling_opens_the_customer_and_the_journal_says_so(cast: Any) -> None:
    customer = somebody()
    announce(cast.actor(cast.lobby_manager), str(customer.pk))
    teller = cast.actor(cast.teller)
    visit = call_next(teller)
    assert (visit.state, visit.served_by) == ("serving", cast.teller)
    assert visit.called_at is not None
    assert current(teller) == visit
    assert waiting(teller) == []
    opened = Entry.objects.get(action="bank.customer_opened")
    assert (opened.object_id, opened.actor_id) == (str(customer.pk), str(cast.teller.pk))
    assert opened.object_name == "C1 张*澜"
    assert Entry.objects.filter(action="bank.call_next", object_id=str(visit.pk)).count() == 1


def test_a_window_serves_one_at_a_time(cast: Any) -> None:
    first, second = somebody("C1"), somebody("C2")
    for customer in (first, second):
        announce(SYSTEM, str(customer.pk), branch="A01")
    teller = cast.actor(cast.teller)
    visit = call_next(teller)
    acts: list[Callable[[], Any]] = [
        lambda: call_next(teller),
        lambda: meet(teller, str(second.pk)),
    ]
    for act in acts:
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "window_busy"
        assert refused.value.extra["encounter"] == str(visit.pk)


def test_only_the_own_branch_is_called(cast: Any) -> None:
    announce(SYSTEM, str(somebody().pk), branch="A01")
    with pytest.raises(NotFound) as refused:
        call_next(cast.actor(cast.stranger))
    assert refused.value.code == "nobody_waiting"


def test_meeting_on_the_telephone_needs_no_number(cast: Any) -> None:
    agent = cast.actor(cast.contact_centre_agent)
    customer = somebody()
    visit = meet(agent, str(customer.pk), channel="phone")
    assert (visit.number, visit.channel, visit.state) == ("", "phone", "serving")
    assert visit.branch == cast.contact_centre
    # Another call at the same moment by a colleague has no number either.
    second = meet(cast.actor(cast.teller), str(somebody("C2").pk), channel="phone")
    assert second.number == ""


def test_meeting_someone_who_waits_keeps_his_number(cast: Any) -> None:
    customer = somebody()
    waits = announce(SYSTEM, str(customer.pk), branch="A01", number="A037")
    visit = meet(cast.actor(cast.teller), str(customer.pk))
    assert (visit.pk, visit.number, visit.state) == (waits.pk, "A037", "serving")


def test_meeting_the_same_customer_again_is_the_same_visit(cast: Any) -> None:
    customer = somebody()
    teller = cast.actor(cast.teller)
    assert meet(teller, str(customer.pk)).pk == meet(teller, str(customer.pk)).pk
    assert models.Encounter.objects.count() == 1


def test_the_document_is_checked_once_and_by_the_one_who_serves(cast: Any) -> None:
    teller = cast.actor(cast.teller)
    visit = meet(teller, str(somebody().pk))
    first = check_identity(teller, str(visit.pk)).identity_checked_at
    assert first is not None
    assert check_identity(teller, str(visit.pk)).identity_checked_at == first
    for other in (cast.second_teller, cast.branch_manager):
        with pytest.raises(NotFound):
            check_identity(cast.actor(other), str(visit.pk))


def test_finishing_frees_the_window(cast: Any) -> None:
    teller = cast.actor(cast.teller)
    visit = meet(teller, str(somebody().pk))
    with pytest.raises(NotFound):
        finish(cast.actor(cast.stranger), str(visit.pk))
    done = finish(teller, str(visit.pk))
    assert (done.state, done.ended_at is None) == ("done", False)
    assert current(teller) is None
    for act in (finish, check_identity):
        with pytest.raises(Conflict) as refused:
            act(teller, str(visit.pk))
        assert refused.value.code == "visit_over"
    meet(teller, str(somebody("C2").pk))


def test_only_the_front_line_serves(cast: Any) -> None:
    customer = somebody()
    for role in ("auditor", "administrator", "quality_officer"):
        actor = cast.actor(getattr(cast, role))
        who = str(customer.pk)
        acts: list[Callable[[], Any]] = [
            partial(call_next, actor),
            partial(meet, actor, who),
            partial(announce, actor, who),
            partial(waiting, actor),
        ]
        for act in acts:
            with pytest.raises(Forbidden):
                act()


def test_the_system_serves_nobody(cast: Any) -> None:
    customer = somebody()
    acts: list[Callable[[], Any]] = [
        lambda: call_next(SYSTEM),
        lambda: meet(SYSTEM, str(customer.pk)),
    ]
    for act in acts:
        with pytest.raises(Invalid):
            act()
    assert current(SYSTEM) is None


# Two at the same moment. Each lock is first shown to be needed: without it the accident happens.


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Runs the acts in threads of their own; returns what they give, or the refusal."""
    results: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            results[place] = act()
        except FirstdeskError as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    return results


def both_wait_here(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, whose first two callers leave it together."""
    meeting = threading.Barrier(2)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        meeting.wait(5)
        return result

    return wrapped


def two_waiting(cast: Any) -> list[Any]:
    customers = [somebody("C1"), somebody("C2")]
    for customer in customers:
        announce(SYSTEM, str(customer.pk), branch="A01")
    return [cast.actor(cast.teller), cast.actor(cast.second_teller)]


def test_without_the_lock_two_windows_get_the_same_customer(
    transactional_db: None, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tellers = two_waiting(cast)
    unlocked = both_wait_here(lambda actor: waiting_line(actor).first())
    monkeypatch.setattr(encounters, "claim_next", unlocked)
    visits = together(*(partial(call_next, teller) for teller in tellers))
    assert visits[0].customer_id == visits[1].customer_id


def test_two_windows_never_get_the_same_customer(
    transactional_db: None, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tellers = two_waiting(cast)
    monkeypatch.setattr(encounters, "claim_next", both_wait_here(encounters.claim_next))
    visits = together(*(partial(call_next, teller) for teller in tellers))
    assert {visit.customer.ref for visit in visits} == {"C1", "C2"}
    assert {visit.served_by_id for visit in visits} == {cast.teller.pk, cast.second_teller.pk}


def test_one_person_in_two_tabs_gets_one_customer(
    transactional_db: None, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    teller, _ = two_waiting(cast)
    monkeypatch.setattr(encounters, "claim_next", both_wait_here(encounters.claim_next))
    results = together(lambda: call_next(teller), lambda: call_next(teller))
    refused = [one for one in results if isinstance(one, Conflict)]
    assert [one.code for one in refused] == ["window_busy"]
    assert models.Encounter.objects.filter(state="serving").count() == 1
    assert models.Encounter.objects.filter(state="waiting").count() == 1


def test_without_the_lock_two_kiosks_give_the_same_number(
    transactional_db: None, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    customers = [somebody("C1"), somebody("C2")]
    monkeypatch.setattr(encounters, "lock_branch", lambda actor, code: cast.branch_a)
    monkeypatch.setattr(encounters, "next_number", both_wait_here(encounters.next_number))
    results = together(*(partial(announce, SYSTEM, str(c.pk)) for c in customers))
    (refused,) = [one for one in results if isinstance(one, FirstdeskError)]
    assert refused.code == "number_taken"


def test_two_kiosks_never_give_the_same_number(transactional_db: None, cast: Any) -> None:
    customers = [somebody(f"C{n}") for n in range(6)]
    visits = together(*(partial(announce, SYSTEM, str(c.pk), branch="A01") for c in customers))
    assert sorted(visit.number for visit in visits) == [f"A00{n}" for n in range(1, 7)]


def test_two_loads_of_the_same_new_row_make_one(transactional_db: None, cast: Any) -> None:
    acts = [partial(load, SYSTEM, "customers", [rows.customer("C1")]) for _ in range(4)]
    reports = together(*acts)
    assert sorted(report.created for report in reports) == [0, 0, 0, 1]
    assert models.Customer.objects.count() == 1
