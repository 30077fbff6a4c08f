"""Two at the same moment, on PostgreSQL with real threads.

Each race is first run without the guard, so that it is seen to happen; then the verb is seen to do
it once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F

from firstdesk.bank.models import Card
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, FirstdeskError
from firstdesk.desk import services
from firstdesk.desk.models import CardStop, Event, Handover, Promise, ServiceCase
from firstdesk.guidance import services as guidance
from firstdesk.guidance.models import Check, Evidence
from firstdesk.journal.models import Entry
from firstdesk.policies.services import load_content
from firstdesk.staff.models import Alert
from tests import world
from tests.conftest import Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
MORNING = "2007-12-04T10:20"


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast, committed, with the house's policies."""
    load_content(Actor.system("test-request"))
    return make_cast()


def together(*acts: Callable[[], Any], at: str = MORNING) -> list[Any]:
    """Starts the acts in threads at once; returns what each gave, or the refusal."""
    results: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            with world.at(at):
                start.wait(10)
                results[place] = act()
        except FirstdeskError as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return results


def refusals(results: list[Any]) -> list[str]:
    return sorted(one.code for one in results if isinstance(one, FirstdeskError))


def naive(read: Callable[[], Any], write: Callable[[Any], Any]) -> list[Any]:
    """What a verb must not do: two threads both read, and only then write what they made of it."""
    meeting = threading.Barrier(2)

    def act() -> Any:
        seen = read()
        meeting.wait(10)
        with transaction.atomic():
            return write(seen)

    return together(act, act)


def opened(people: Cast) -> ServiceCase:
    with world.at(MORNING):
        return services.open_case(
            people.actor(people.teller),
            matter="complaint",
            title="年费扣了两次",
            story="两天各扣10元。",
            caller_name="林先生",
        )


# --- two people on one case --------------------------------------------------------------------


def test_without_a_version_the_slower_overwrites_the_faster(people: Cast) -> None:
    case = opened(people)

    def write(seen: ServiceCase) -> str:
        seen.answer = threading.current_thread().name
        seen.version += 1
        seen.save(update_fields=["answer", "version"])
        return seen.answer

    given = naive(lambda: ServiceCase.objects.get(pk=case.pk), write)
    case.refresh_from_db()
    assert len(set(given)) == 2
    assert case.version == 2  # two changes, one of them lost


def test_two_people_on_one_case_are_told_of_each_other(people: Cast) -> None:
    case = opened(people)
    teller, manager = people.actor(people.teller), people.actor(people.branch_manager)

    def solve(actor: Actor, answer: str) -> Callable[[], ServiceCase]:
        return lambda: services.solve(actor, str(case.pk), version=1, outcome="done", answer=answer)

    results = together(solve(teller, "已退10元。"), solve(manager, "已退20元。"))
    (refused,) = [one for one in results if isinstance(one, Conflict)]
    (won,) = [one for one in results if isinstance(one, ServiceCase)]
    assert refused.code == "case_changed"
    assert won.answer in refused.why.zh
    assert refused.extra["theirs"]["answer"] == won.answer
    assert refused.extra["yours"]["answer"] != won.answer
    case.refresh_from_db()
    assert (case.answer, case.version) == (won.answer, 2)
    assert Entry.objects.filter(action="desk.solve").count() == 1


# --- two tellers acknowledging one item ---------------------------------------------------------


def checked(people: Cast) -> Check:
    with world.at(MORNING):
        teller = people.actor(people.teller)
        zhang = world.zhang(people.branch_a, teller)
        return guidance.check(
            teller, operation="card.sign_autopay", fields=zhang.autopay, customer_id=zhang.id
        )


TOLD = "card.autopay.not_covered"


def test_without_a_lock_both_see_an_item_that_nobody_acknowledged(people: Cast) -> None:
    run = checked(people)
    seen = naive(
        lambda: Evidence.objects.filter(check_run=run, item=TOLD).exists(), lambda found: found
    )
    assert seen == [False, False]  # both would write


def test_two_tellers_acknowledge_one_item_once(people: Cast) -> None:
    run = checked(people)

    def tell(actor: Actor) -> Callable[[], Evidence]:
        return lambda: guidance.tell(actor, str(run.pk), item=TOLD, method="screen")

    tellers = [people.actor(people.teller), people.actor(people.second_teller)]
    results = together(*(tell(actor) for actor in tellers))
    assert refusals(results) == ["told_already"]
    assert Evidence.objects.count() == 1
    assert Entry.objects.filter(action="guidance.tell").count() == 1


def test_one_check_is_signed_once(people: Cast) -> None:
    run = checked(people)
    teller = people.actor(people.teller)
    with world.at(MORNING):
        guidance.tell(teller, str(run.pk), item=TOLD, method="screen")
    results = together(
        *(lambda: guidance.submit(teller, str(run.pk), version=run.version) for _ in range(3))
    )
    assert refusals(results) == ["check_not_open", "check_not_open"]
    assert Entry.objects.filter(action="guidance.submit").count() == 1


# --- one promise, two workers ------------------------------------------------------------------


def promised(people: Cast) -> Promise:
    case = opened(people)
    with world.at(MORNING):
        return services.make_promise(
            people.actor(people.teller),
            str(case.pk),
            words="回电",
            due_at=world.moment("2007-12-04T11:30"),
        )


def test_without_the_condition_two_workers_fire_one_promise_twice(people: Cast) -> None:
    promise = promised(people)

    def fire(seen: Promise) -> int:
        Event.objects.create(case=seen.case, at=clock.now(), kind="promise_overdue", text="naive")
        return Promise.objects.filter(pk=seen.pk).update(stage=F("stage") + 1)

    naive(lambda: Promise.objects.select_related("case").get(pk=promise.pk), fire)
    assert Event.objects.filter(text="naive").count() == 2


@pytest.mark.parametrize("workers", [2, 5])
def test_one_promise_is_fired_by_one_worker(people: Cast, workers: int) -> None:
    promise = promised(people)
    moved = together(*[services.fire_due] * workers, at="2007-12-04T11:31")
    assert sorted(moved) == [0] * (workers - 1) + [1]
    promise.refresh_from_db()
    assert promise.stage == 2
    assert Event.objects.filter(kind="promise_overdue").count() == 1
    assert Alert.objects.filter(kind="promise").count() == 1
    assert Entry.objects.filter(action="desk.fire_promise").count() == 1


def test_kept_and_fired_at_once_it_is_never_both(people: Cast) -> None:
    promise = promised(people)
    teller = people.actor(people.teller)
    together(
        lambda: services.keep_promise(teller, str(promise.pk), version=1, note="打了"),
        services.fire_due,
        at="2007-12-04T11:31",
    )
    promise.refresh_from_db()
    # Fired first it can still be kept; kept first it is not fired any more.
    assert (promise.state, promise.next_at) == ("kept", None)


# --- two accepting one handover ------------------------------------------------------------------


def offered(people: Cast) -> Handover:
    case = opened(people)
    with world.at(MORNING):
        return services.offer_handover(
            people.actor(people.teller),
            str(case.pk),
            to_branch="B02",
            packet="事实",
            reason="在城西",
        )


def test_without_a_lock_both_take_the_case_over(people: Cast) -> None:
    offer = offered(people)

    def take(seen: Handover) -> bool:
        assert seen.state == "offered"
        Handover.objects.filter(pk=seen.pk).update(state="accepted")
        return True

    assert naive(lambda: Handover.objects.get(pk=offer.pk), take) == [True, True]


def test_one_handover_has_one_new_owner(people: Cast) -> None:
    offer = offered(people)
    takers = {"stranger": people.stranger, "manager_b": people.manager_b}

    def accept(actor: Actor) -> Callable[[], Handover]:
        return lambda: services.accept_handover(actor, str(offer.pk))

    results = together(*(accept(people.actor(person)) for person in takers.values()))
    assert refusals(results) == ["handover_answered"]
    (won,) = [one for one in results if isinstance(one, Handover)]
    case = ServiceCase.objects.get()
    assert case.owner_id == won.answered_by_id
    assert Event.objects.filter(kind="handover_accepted").count() == 1


def test_accepted_and_withdrawn_at_once_one_of_them_holds(people: Cast) -> None:
    offer = offered(people)
    stranger, teller = people.actor(people.stranger), people.actor(people.teller)
    results = together(
        lambda: services.accept_handover(stranger, str(offer.pk)),
        lambda: services.withdraw_handover(teller, str(offer.pk)),
    )
    assert refusals(results) == ["handover_answered"]
    offer.refresh_from_db()
    owner = people.stranger if offer.state == "accepted" else people.teller
    assert ServiceCase.objects.get().owner == owner


def test_one_case_is_offered_to_one_side(people: Cast) -> None:
    case, teller = opened(people), people.actor(people.teller)

    def send(branch: str) -> Callable[[], Handover]:
        return lambda: services.offer_handover(
            teller, str(case.pk), to_branch=branch, packet="事实", reason="原因"
        )

    assert refusals(together(send("B02"), send("KF00"))) == ["handover_open"]
    assert Handover.objects.count() == 1


# --- two stopping one card -----------------------------------------------------------------------


def lost(people: Cast) -> Card:
    return world.zhang(people.branch_a).debit_card


def test_without_the_constraint_both_see_a_card_that_nobody_stopped(people: Cast) -> None:
    card = lost(people)
    seen = naive(
        lambda: CardStop.objects.filter(card=card).exists(),
        lambda found: (
            Entry.objects.create(
                at=clock.now(),
                actor_name={},
                role="x",
                action="naive",
                object_type="",
                object_id="",
            )
            and found
        ),
    )
    assert seen == [False, False]
    assert Entry.objects.filter(action="naive").count() == 2


def test_one_card_is_stopped_once(people: Cast) -> None:
    card = lost(people)
    stoppers = [people.teller, people.lobby_manager, people.contact_centre_agent]

    def stop(person: Any) -> Callable[[], CardStop]:
        actor = people.actor(person)
        return lambda: services.stop_card(actor, card_id=str(card.pk), reason="丢了")

    results = together(*(stop(person) for person in stoppers))
    assert refusals(results) == ["stopped_already", "stopped_already"]
    assert CardStop.objects.count() == 1
    card.refresh_from_db()
    assert card.status == "stopped"


# --- two deciding one request --------------------------------------------------------------------


def test_one_redress_is_decided_once(people: Cast) -> None:
    case = opened(people)
    with world.at(MORNING):
        row = services.propose_redress(
            people.actor(people.teller), str(case.pk), kind="refund", basis="多收", amount="20.00"
        )
    deciders = [people.actor(people.branch_manager), people.actor(people.quality_officer)]
    results = together(
        lambda: services.decide_redress(deciders[0], str(row.pk), approve=True),
        lambda: services.decide_redress(deciders[1], str(row.pk), approve=False, reason="没有依据"),
    )
    assert refusals(results) == ["decided"]
    assert Entry.objects.filter(action="desk.decide_redress").count() == 1
