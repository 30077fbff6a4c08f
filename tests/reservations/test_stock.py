"""The stock: set by its keeper, never below what is promised, guarded by the database itself."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction

from firstdesk.core.errors import Conflict, Forbidden, Invalid
from firstdesk.journal.models import Entry
from firstdesk.reservations import services
from firstdesk.reservations.models import Reservation, VaultStock

WEDNESDAY = date(2008, 3, 12)


@pytest.fixture
def held(cast: Any, book: Any, stock: Any) -> Reservation:
    """150,000 of 200,000 are promised."""
    stock()
    row = book()
    return services.accept(cast.actor(cast.branch_manager), str(row), version=row.version)


def test_set_and_changed(cast: Any, stock: Any) -> None:
    first = stock("120000", who="teller", expected="50000", delivery_at=time(10))
    assert (first.amount, first.free, first.version) == (Decimal(170000), Decimal(170000), 1)
    second = stock("130000", version=1, denominations={"100": 1000, "50": 600})
    assert (second.amount, second.version, second.delivery_at) == (Decimal(130000), 2, None)
    assert second.denominations == {"100": 1000, "50": 600}
    assert Entry.objects.filter(action="reservations.set_stock").count() == 2


@pytest.mark.parametrize("version", [0, 2, 9])
def test_the_version_that_was_seen(stock: Any, version: int) -> None:
    stock()
    with pytest.raises(Conflict) as found:
        stock("1", version=version)
    assert (found.value.code, found.value.extra["version"]) == ("stock_changed", 1)


def test_lower_than_what_is_promised_is_refused_with_what_is(stock: Any, held: Any) -> None:
    with pytest.raises(Conflict) as found:
        stock("149999.99", version=1)
    assert found.value.code == "stock_committed"
    assert found.value.extra["committed"] == "150000.00"
    assert found.value.extra["reservations"] == [str(held)]
    assert f"{held} 09:00 ¥150,000.00" in found.value.why.zh
    assert stock("150000", version=1).free == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("opening", "-1"),
        ("opening", "much"),
        ("expected", "0.001"),
        ("day", date(2008, 3, 9)),
        ("day", None),
        ("currency", "dollars"),
        ("denominations", {"a": 1}),
    ],
)
def test_what_cannot_be_used_is_refused(stock: Any, field: str, value: Any) -> None:
    with pytest.raises(Invalid) as found:
        stock(**{field: value})
    assert field in found.value.fields


def test_others_do_not_set_it(stock: Any, cast: Any) -> None:
    for who in ("personal_banker", "auditor", "contact_centre_agent", "quality_officer"):
        with pytest.raises(Forbidden):
            stock(who=who)
    stock(who="stranger")
    assert VaultStock.objects.get().branch == cast.branch_b  # his own, nobody else's


# --- the guarantee, against code that goes round the verb ----------------------------------------


def refused(act: Any, words: str) -> None:
    with pytest.raises(Error, match=words), transaction.atomic():
        act()


def test_no_update_promises_more_than_there_is(book: Any, held: Any) -> None:
    more = book(amount="50000.01")
    refused(
        lambda: Reservation.objects.filter(pk=more.pk).update(status="accepted"),
        "reservations_never_twice",
    )
    refused(lambda: Reservation.objects.update(amount="200000.01"), "reservations_never_twice")
    assert VaultStock.objects.get().committed == Decimal(150000)


def test_no_insert_promises_from_nothing(book: Any, held: Any) -> None:
    more = book(currency="USD", amount="1", source="cash")
    refused(
        lambda: Reservation.objects.filter(pk=more.pk).update(status="accepted"), "No stock of USD"
    )


def test_the_count_follows_every_change(book: Any, stock: Any, held: Any) -> None:
    thursday = stock(day=date(2008, 3, 13))

    def counts() -> list[Decimal]:
        return [one.committed for one in VaultStock.objects.order_by("day")]

    Reservation.objects.filter(pk=held.pk).update(amount="1000")
    assert counts() == [Decimal(1000), Decimal(0)]
    Reservation.objects.filter(pk=held.pk).update(day=thursday.day)
    assert counts() == [Decimal(0), Decimal(1000)]
    Reservation.objects.filter(pk=held.pk).update(status="collected", note="x")
    assert counts() == [Decimal(0), Decimal(1000)]
    Reservation.objects.filter(pk=held.pk).update(status="requested")
    assert counts() == [Decimal(0), Decimal(0)]
    Reservation.objects.filter(pk=held.pk).update(status="accepted")
    held.delete()
    assert counts() == [Decimal(0), Decimal(0)]


def test_nobody_writes_the_count(held: Any) -> None:
    row = VaultStock.objects.get()
    refused(lambda: VaultStock.objects.update(committed=0), "counted by the reservations")
    refused(lambda: VaultStock.objects.update(day=date(2008, 3, 20)), "counted by the reservations")
    refused(lambda: VaultStock.objects.all().delete(), "counted by the reservations")
    refused(lambda: VaultStock.objects.update(opening="149999"), "reservations_never_twice")
    row.opening = Decimal(180000)
    row.save()  # an honest save keeps the count
    assert VaultStock.objects.get().free == Decimal(30000)


def test_a_new_stock_begins_with_nothing_promised(cast: Any) -> None:
    row = VaultStock(
        branch=cast.branch_a,
        currency="USD",
        day=WEDNESDAY,
        opening=Decimal(100),
        committed=Decimal(70),
        set_by=cast.teller,
        set_at=VaultStock.objects.none().first() or "2008-03-10T09:00:00+08:00",
    )
    row.save()
    assert VaultStock.objects.get().committed == 0


def test_one_stock_for_a_branch_currency_and_day(stock: Any) -> None:
    row = stock()
    row.pk = "00000000-0000-0000-0000-000000000001"
    with pytest.raises(IntegrityError, match="reservations_one_stock"), transaction.atomic():
        row.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reservations_vaultstock")
        assert cursor.fetchone() == (1,)
