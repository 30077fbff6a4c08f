"""Two vault keepers, one stock: with real threads on PostgreSQL, first without the guard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from firstdesk.bank.encounters import meet
from firstdesk.core.actor import Actor
from firstdesk.core.errors import FirstdeskError
from firstdesk.journal.models import Entry
from firstdesk.policies.services import load_content
from firstdesk.reservations import services
from firstdesk.reservations.models import Reservation, Shortfall, VaultStock
from firstdesk.staff.models import Alert
from tests import world
from tests.conftest import Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
MORNING = "2008-03-10T09:20"
WEDNESDAY = date(2008, 3, 12)


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
        except (FirstdeskError, IntegrityError) as refusal:
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


def booked(people: Cast, *amounts: str) -> list[Reservation]:
    """So many requests for Wednesday, of a stock of 200,000."""
    teller = people.actor(people.teller)
    with world.at(MORNING):
        zhang = world.zhang(people.branch_a, teller)
        services.set_stock(teller, currency="CNY", day=WEDNESDAY, opening="200000")
        return [
            services.book(
                teller,
                customer_id=zhang.id,
                amount=amount,
                day=WEDNESDAY,
                from_time=time(9),
                to_time=time(10),
                collector="holder",
            )
            for amount in amounts
        ]


def promised() -> Decimal:
    found = Reservation.objects.filter(status="accepted").aggregate(total=Sum("amount"))
    return found["total"] or Decimal(0)


def free_for(row: Reservation) -> bool:
    return Decimal(200000) - promised() >= row.amount


def naive(row: Reservation, meeting: threading.Barrier) -> Callable[[], bool]:
    """What code must not do: look, and only then promise."""

    def act() -> bool:
        there = free_for(row)
        meeting.wait(10)
        if there:
            with transaction.atomic():
                Reservation.objects.filter(pk=row.pk).update(status="accepted")
        return there

    return act


def test_without_the_guarantee_the_same_notes_are_promised_twice(people: Cast) -> None:
    rows, meeting = booked(people, "150000", "150000"), threading.Barrier(2)
    switch = "ALTER TABLE reservations_reservation {} TRIGGER reservations_commit"
    with connection.cursor() as cursor:
        cursor.execute(switch.format("DISABLE"))
    try:
        assert together(*(naive(row, meeting) for row in rows)) == [True, True]
        assert promised() == Decimal(300000)  # of 200,000
    finally:
        with connection.cursor() as cursor:
            cursor.execute(switch.format("ENABLE"))


def test_the_same_naive_code_is_stopped_by_the_database(people: Cast) -> None:
    rows, meeting = booked(people, "150000", "150000"), threading.Barrier(2)
    results = together(*(naive(row, meeting) for row in rows))
    assert sum(isinstance(one, IntegrityError) for one in results) == 1
    assert promised() == VaultStock.objects.get().committed == Decimal(150000)


def test_of_two_acceptances_one_is_told_what_is_missing(people: Cast) -> None:
    first, second = booked(people, "150000", "150000")
    keepers = (people.actor(people.teller), people.actor(people.branch_manager))
    results = together(
        lambda: services.accept(keepers[0], str(first), version=1),
        lambda: services.accept(keepers[1], str(second), version=1),
    )
    (refused,) = [one for one in results if isinstance(one, FirstdeskError)]
    assert (refused.code, refused.extra["short"]) == ("no_stock", "100000.00")
    assert promised() == VaultStock.objects.get().committed == Decimal(150000)
    assert Entry.objects.filter(action="reservations.accept").count() == 1


def test_of_many_only_those_that_fit(people: Cast) -> None:
    rows = booked(people, *["30000"] * 9)
    teller = people.actor(people.teller)
    results = together(
        *(lambda row=row: services.accept(teller, str(row), version=1) for row in rows)  # type: ignore[misc]
    )
    assert sum(isinstance(one, Reservation) for one in results) == 6
    assert promised() == VaultStock.objects.get().committed == Decimal(180000)


def test_one_request_is_accepted_or_refused_not_both(people: Cast) -> None:
    (row,) = booked(people, "1000")
    teller, manager = people.actor(people.teller), people.actor(people.branch_manager)
    results = together(
        lambda: services.accept(teller, str(row), version=1),
        lambda: services.refuse(manager, str(row), version=1, reason="window"),
    )
    assert sum(isinstance(one, FirstdeskError) for one in results) == 1
    row.refresh_from_db()
    wanted = Decimal(1000) if row.status == "accepted" else Decimal(0)
    assert VaultStock.objects.get().committed == wanted


def test_lowered_and_promised_at_once_it_still_holds(people: Cast) -> None:
    (row,) = booked(people, "150000")
    teller, manager = people.actor(people.teller), people.actor(people.branch_manager)
    results = together(
        lambda: services.accept(teller, str(row), version=1),
        lambda: services.set_stock(
            manager, currency="CNY", day=WEDNESDAY, opening="100000", version=1
        ),
    )
    assert sum(isinstance(one, FirstdeskError) for one in results) == 1
    stock = VaultStock.objects.get()
    assert stock.committed == promised() <= stock.amount


def test_two_workers_raise_a_shortfall_once(people: Cast) -> None:
    (row,) = booked(people, "300000")
    evening = "2008-03-11T17:30"
    moved = together(services.raise_shortfalls, services.raise_shortfalls, at=evening)
    assert sorted(moved) == [0, 1]
    assert Shortfall.objects.get().short == Decimal(100000)
    assert Alert.objects.filter(kind="shortfall", staff=people.branch_manager).count() == 1
    assert Entry.objects.filter(action="reservations.raise_shortfall").count() == 1
    assert row.status == "requested"


def test_two_workers_expire_one_reservation_once(people: Cast) -> None:
    (row,) = booked(people, "1000")
    with world.at(MORNING):
        services.accept(people.actor(people.teller), str(row), version=1)
    moved = together(services.expire_due, services.expire_due, at="2008-03-12T12:30")
    assert sorted(moved) == [0, 1]
    assert VaultStock.objects.get().committed == 0


def test_two_bookings_at_once_do_not_pass_the_day_s_ceiling(people: Cast) -> None:
    teller, manager = people.actor(people.teller), people.actor(people.branch_manager)
    with world.at(MORNING):
        zhang = world.zhang(people.branch_a, teller)
        meet(manager, zhang.id)

    def book(actor: Actor) -> Callable[[], Reservation]:
        return lambda: services.book(
            actor,
            customer_id=zhang.id,
            amount="6000",
            currency="USD",
            source="cash",
            day=WEDNESDAY,
            from_time=time(9),
            to_time=time(10),
            collector="holder",
        )

    results = together(book(teller), book(manager))
    (refused,) = [one for one in results if isinstance(one, FirstdeskError)]
    assert refused.extra["ceiling"] == {"amount": "4000.00", "currency": "USD"}
