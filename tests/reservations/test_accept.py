"""The vault keeper's yes: what is promised is there, and is promised once."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.core.errors import Conflict, Forbidden, NotFound
from firstdesk.journal.models import Entry
from firstdesk.reservations import services
from firstdesk.reservations.models import VaultStock
from firstdesk.reservations.schemas import said
from firstdesk.staff.models import Alert
from tests import world


def accept(cast: Any, row: Any, who: str = "branch_manager", version: int | None = None) -> Any:
    actor = cast.actor(getattr(cast, who))
    return services.accept(actor, str(row), version=version or row.version)


def committed() -> Decimal:
    return VaultStock.objects.get().committed


def test_accepted_it_is_confirmed_counted_and_told(cast: Any, book: Any, stock: Any) -> None:
    stock()
    row = accept(cast, book())
    assert (row.status, row.decided_by, row.version) == ("accepted", cast.branch_manager, 2)
    assert committed() == Decimal(150000)
    assert "已经备好" in said(row).zh
    assert Alert.objects.get(staff=cast.teller).text_en.startswith(f"{row} is confirmed")
    assert Entry.objects.filter(action="reservations.accept").count() == 1


def test_more_than_is_free_is_not_promised(cast: Any, book: Any, stock: Any) -> None:
    stock("200000")
    accept(cast, book())
    second = book(amount="60000")
    with pytest.raises(Conflict) as found:
        accept(cast, second)
    assert (found.value.code, found.value.extra["short"]) == ("no_stock", "10000.00")
    second.refresh_from_db()
    assert (second.status, committed()) == ("requested", Decimal(150000))
    accept(cast, book(amount="50000"))  # to the last note
    assert committed() == Decimal(200000)


def test_without_a_stock_nothing_is_promised_and_other_branches_are_named(
    cast: Any, book: Any
) -> None:
    services.set_stock(
        cast.actor(cast.manager_b), currency="CNY", day=date(2008, 3, 12), opening="500000"
    )
    with pytest.raises(Conflict) as found:
        accept(cast, book())
    assert found.value.extra["elsewhere"] == [{"branch": "B02", "free": "500000.00"}]
    assert "Westside" in found.value.do.en


def test_short_notice_is_accepted_where_the_stock_is(cast: Any, book: Any, stock: Any) -> None:
    stock(day=date(2008, 3, 10))
    row = accept(cast, book(day=date(2008, 3, 10), from_time=time(15), to_time=time(16)))
    assert (row.status, row.short_notice) == ("accepted", True)


def test_before_the_delivery_only_the_opening_balance_is_there(
    cast: Any, book: Any, stock: Any
) -> None:
    stock("120000", expected="100000", delivery_at=time(10, 30))
    early = book()
    with pytest.raises(Conflict) as found:
        accept(cast, early)
    assert found.value.code == "before_delivery"
    assert "10:30" in found.value.do.en
    assert committed() == 0
    assert accept(cast, book(from_time=time(10, 30), to_time=time(11))).status == "accepted"


def test_foreign_notes_are_counted_by_their_own(cast: Any, book: Any, stock: Any) -> None:
    stock()
    stock("4000", currency="USD")
    accept(cast, book(currency="USD", amount="4000", source="cash"))
    assert VaultStock.objects.get(currency="CNY").committed == 0
    with pytest.raises(Conflict):
        accept(cast, book(currency="USD", amount="0.01", source="cash"))


def test_the_version_that_was_seen(cast: Any, book: Any, stock: Any) -> None:
    stock()
    row = book()
    with pytest.raises(Conflict) as found:
        accept(cast, row, version=7)
    assert found.value.code == "reservation_changed"
    accept(cast, row)
    with pytest.raises(Conflict) as again:
        accept(cast, row, version=2)
    assert again.value.code == "reservation_settled"


def test_only_the_vault_that_hands_it_out(cast: Any, book: Any, stock: Any) -> None:
    stock()
    row = book()
    for who, error in (("stranger", NotFound), ("personal_banker", Forbidden)):
        with pytest.raises(error):
            accept(cast, row, who)
    there = book(branch="B02")
    with pytest.raises(Forbidden) as found:
        accept(cast, there, "teller")  # he booked it and sees it, but it is Westside's cash
    assert found.value.code == "not_your_vault"


def test_what_is_over_is_not_accepted(cast: Any, book: Any, stock: Any) -> None:
    stock()
    row = book()
    with world.at("2008-03-12T12:00"), pytest.raises(Conflict) as found:
        accept(cast, row)
    assert found.value.code == "reservation_over"
