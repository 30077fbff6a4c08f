"""Once only, with real threads on PostgreSQL; each race is shown first without its guard."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest

from firstdesk.core import clock
from firstdesk.core.errors import Conflict
from firstdesk.desk import services as desk
from firstdesk.desk.models import CardStop, Event, Handover, Promise, ServiceCase
from firstdesk.guidance import services as guidance
from firstdesk.guidance.models import Evidence
from firstdesk.staff.models import Alert
from tests.conftest import make_cast
from tests.races.kit import customer, debit_card, service_case, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None, policies: None) -> Any:
    return make_cast()


def test_without_a_version_the_later_answer_wipes_the_earlier(cast: Any) -> None:
    case = service_case(cast, cast.teller)

    def naive(words: str) -> None:
        mine = ServiceCase.objects.get(pk=case.pk)
        time.sleep(0.2)
        mine.answer = words
        mine.save()

    together(lambda: naive("一"), lambda: naive("二"))
    case.refresh_from_db()
    assert case.version == 1  # nobody noticed that one of the two answers is gone
    assert case.answer in {"一", "二"}


def test_two_people_on_one_case_one_is_told_who_was_first(cast: Any) -> None:
    case = service_case(cast, cast.teller)
    acts = [
        lambda words=words, who=who: desk.solve(
            cast.actor(who), str(case.pk), version=1, outcome="answered", answer=words
        )
        for words, who in (("2.25%", cast.teller), ("2.52%", cast.branch_manager))
    ]
    answers = together(*acts)
    refused = [a for a in answers if isinstance(a, Conflict)]
    assert len(refused) == 1
    assert set(refused[0].extra) >= {"yours", "theirs", "version"}
    case.refresh_from_db()
    assert Event.objects.filter(case=case, kind="solved").count() == 1
    assert refused[0].extra["theirs"]["answer"] == case.answer


def check_of(cast: Any) -> Any:
    person = customer(cast, cast.teller)
    card = debit_card(person)
    return guidance.check(
        cast.actor(cast.teller),
        operation="bill.sign_debit",
        fields={
            "account": str(card.account_id),
            "biller": "市电信",
            "debit_day": 1 if clock.today().day > 1 else 28,
            "cut_off_day": 1,
        },
        customer_id=str(person.pk),
    )


def test_without_the_constraint_an_item_is_recorded_twice(cast: Any) -> None:
    run = check_of(cast)
    seen = []

    def naive() -> None:
        if not Evidence.objects.filter(check_run=run).exists():
            time.sleep(0.2)
            seen.append(1)

    together(naive, naive)
    assert len(seen) == 2


def test_two_tellers_acknowledging_one_item_record_it_once(cast: Any) -> None:
    run = check_of(cast)
    key = next((i["key"] for i in run.items if i["kind"] == "disclosure"), run.items[0]["key"])
    answers = together(
        *(
            lambda who=who: guidance.tell(
                cast.actor(who), str(run.pk), item=key, method="signed", confirmed=True
            )
            for who in (cast.teller, cast.second_teller)
        )
    )
    assert sum(isinstance(a, Evidence) for a in answers) == 1
    (refused,) = [a for a in answers if isinstance(a, Conflict)]
    assert refused.code == "told_already"
    assert Evidence.objects.filter(check_run=run).count() == 1


def due_promise(cast: Any) -> Promise:
    case = service_case(cast, cast.teller)
    promise = desk.make_promise(
        cast.actor(cast.teller),
        str(case.pk),
        words="回电",
        due_at=clock.now() + timedelta(minutes=30),
    )
    past = clock.now() - timedelta(minutes=1)
    Promise.objects.filter(pk=promise.pk).update(due_at=past, next_at=past)
    return promise


def test_without_the_conditional_update_a_promise_fires_twice(cast: Any) -> None:
    promise = due_promise(cast)
    fired = []

    def naive() -> None:
        mine = Promise.objects.get(pk=promise.pk)
        time.sleep(0.2)
        if mine.stage == 0:
            mine.stage = 2
            mine.save()
            fired.append(1)

    together(naive, naive)
    assert len(fired) == 2


def test_one_promise_fired_by_two_workers_tells_once(cast: Any) -> None:
    promise = due_promise(cast)
    moved = together(desk.fire_due, desk.fire_due, desk.fire_due)
    assert sorted(moved) == [0, 0, 1]
    assert Event.objects.filter(case=promise.case, kind="promise_overdue").count() == 1
    assert Alert.objects.filter(staff=cast.teller, kind="promise").count() == 1


def test_two_accepting_one_handover_one_has_it(cast: Any) -> None:
    case = service_case(cast, cast.stranger)
    offer = desk.offer_handover(
        cast.actor(cast.stranger), str(case.pk), to_branch="A01", packet="事实", reason="账在滨江"
    )
    answers = together(
        *(
            lambda who=who: desk.accept_handover(cast.actor(who), str(offer.pk))
            for who in (cast.teller, cast.second_teller)
        )
    )
    assert sum(isinstance(a, Handover) for a in answers) == 1
    assert sum(isinstance(a, Conflict) for a in answers) == 1
    case.refresh_from_db()
    assert case.first_owner == cast.stranger
    assert Event.objects.filter(case=case, kind="handover_accepted").count() == 1


def test_two_stopping_one_card_stop_it_once(cast: Any) -> None:
    card = debit_card(customer(cast, cast.teller))
    answers = together(
        *(
            lambda who=who: desk.stop_card(cast.actor(who), card_id=str(card.pk), reason="丢了")
            for who in (cast.teller, cast.lobby_manager)
        )
    )
    assert sum(isinstance(a, CardStop) for a in answers) == 1
    assert sum(isinstance(a, Conflict) for a in answers) == 1
    card.refresh_from_db()
    assert card.status == "stopped"
