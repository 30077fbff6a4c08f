"""Collected, cancelled, expired: how a reservation ends, and what the stock says then."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, Invalid, NotFound
from firstdesk.journal.models import Entry
from firstdesk.reservations import services
from firstdesk.reservations.models import Reservation, VaultStock
from firstdesk.staff.models import Alert
from tests import world


@pytest.fixture
def accepted(cast: Any, book: Any, stock: Any) -> Any:
    def one(**more: Any) -> Reservation:
        if not VaultStock.objects.exists():
            stock()
        row = book(**more)
        return services.accept(cast.actor(cast.branch_manager), str(row), version=row.version)

    return one


def committed() -> Decimal:
    return VaultStock.objects.get().committed


# --- collect -------------------------------------------------------------------------------------


def collect(cast: Any, row: Any, **more: Any) -> Reservation:
    values = {"version": row.version, "identity_checked": True} | more
    return services.collect(cast.actor(cast.second_teller), str(row), **values)


def test_collected_the_notes_stay_counted(cast: Any, accepted: Any) -> None:
    row = accepted()
    with world.at("2008-03-12T09:15"):
        done = collect(cast, row, note="五捆")
    assert (done.status, done.closed_by) == ("collected", cast.second_teller)
    assert committed() == Decimal(150000)  # they are gone: not there for another
    assert Entry.objects.get(action="reservations.collect").after["identity_checked"] is True


def test_identity_comes_first(cast: Any, accepted: Any) -> None:
    row = accepted(collector="other", collector_name="张小明", collector_relation="儿子")
    with world.at("2008-03-12T09:15"), pytest.raises(Invalid) as found:
        collect(cast, row, identity_checked=False)
    assert "both" in found.value.fields["identity_checked"].en
    small = accepted(amount="20000")
    with world.at("2008-03-12T09:15"):
        assert collect(cast, small, identity_checked=False).status == "collected"


def test_only_on_its_day_and_only_confirmed(cast: Any, accepted: Any, book: Any) -> None:
    row = accepted()
    with world.at("2008-03-11T09:15"), pytest.raises(Conflict) as found:
        collect(cast, row)
    assert found.value.code == "another_day"
    with world.at("2008-03-12T09:15"), pytest.raises(Conflict) as found:
        collect(cast, book(amount="100"))
    assert found.value.code == "reservation_settled"


# --- cancel --------------------------------------------------------------------------------------


def test_cancelled_by_the_customer_the_notes_are_free(cast: Any, accepted: Any) -> None:
    row = accepted()
    done = services.cancel(cast.actor(cast.teller), str(row), version=2, words="改用转账")
    assert (done.status, done.closing_note, committed()) == ("cancelled", "改用转账", Decimal(0))
    with pytest.raises(Conflict):
        services.cancel(cast.actor(cast.teller), str(row), version=3, words="again")


def test_a_cancellation_carries_the_customer_s_words(cast: Any, accepted: Any) -> None:
    row = accepted()
    with pytest.raises(Invalid) as found:
        services.cancel(cast.actor(cast.teller), str(row), version=2, words="  ")
    assert "words" in found.value.fields
    with pytest.raises(NotFound):
        services.cancel(cast.actor(cast.stranger), str(row), version=2, words="x")


# --- expire --------------------------------------------------------------------------------------


def test_not_collected_it_ends_and_the_notes_are_free(cast: Any, accepted: Any, book: Any) -> None:
    row, never = accepted(), book(amount="300")
    moved = []
    for moment in ("2008-03-12T11:59", "2008-03-12T12:00", "2008-03-12T12:01"):
        with world.at(moment):
            moved.append(services.expire_due())
    assert moved == [0, 2, 0]
    row.refresh_from_db()
    never.refresh_from_db()
    assert (row.status, never.status, committed()) == ("expired", "expired", Decimal(0))
    told = {alert.text_en for alert in Alert.objects.filter(staff=cast.teller)}
    assert f"{row} was not collected; ask whether it is still wanted." in told
    assert f"{never} was never confirmed; ring the customer now." in told
    assert Entry.objects.filter(action="reservations.expire").count() == 2


def test_nothing_expires_early_or_twice(accepted: Any) -> None:
    row = accepted()
    worker = Actor.system("worker")
    with pytest.raises(Conflict) as found:
        services.expire(worker, str(row.pk))
    assert found.value.code == "not_due"
    with world.at("2008-03-12T13:00"):
        services.expire(worker, str(row.pk))
        with pytest.raises(Conflict):
            services.expire(worker, str(row.pk))


def test_one_that_fails_does_not_hold_up_the_rest(accepted: Any, monkeypatch: Any) -> None:
    first, second = accepted(), accepted(amount="100", from_time=time(9, 30))
    real = services.rounds.expire

    def sometimes(actor: Actor, pk: str) -> Reservation:
        if pk == str(first.pk):
            return real(actor, "00000000-0000-0000-0000-000000000000")
        return real(actor, pk)

    monkeypatch.setattr(services.rounds, "expire", sometimes)
    with world.at("2008-03-13T08:00"):
        assert services.expire_due() == 1
    second.refresh_from_db()
    assert second.status == "expired"
    assert date(2008, 3, 12) == second.day
