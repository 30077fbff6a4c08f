"""Reads: who sees what, pages by keyset, other branches, and what guidance asks."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.bank.encounters import finish, meet
from firstdesk.core.errors import Invalid
from firstdesk.reservations import queries, services

WEDNESDAY = date(2008, 3, 12)


def refs(cast: Any, who: str, **more: Any) -> list[str]:
    return [str(r) for r in queries.list_reservations(cast.actor(getattr(cast, who)), **more)[0]]


def test_who_sees_a_reservation(cast: Any, book: Any) -> None:
    here, there = book(), book(branch="B02")
    both = [str(there), str(here)]
    assert refs(cast, "teller") == both  # he booked them
    assert refs(cast, "branch_manager") == [str(here)]
    assert refs(cast, "manager_b") == [str(there)]
    assert refs(cast, "contact_centre_agent") == both
    assert refs(cast, "auditor") == both
    assert refs(cast, "administrator") == []


def test_whoever_serves_the_customer_sees_his(cast: Any, book: Any, zhang: Any) -> None:
    row = book()
    assert refs(cast, "stranger") == []
    teller = cast.actor(cast.teller)
    finish(teller, str(zhang.visit.pk))
    meet(cast.actor(cast.stranger), zhang.id)
    assert refs(cast, "stranger") == [str(row)]


def test_lists_and_pages(cast: Any, book: Any, stock: Any, zhang: Any) -> None:
    stock()
    rows = [str(book(amount=str(n))) for n in range(1, 6)]
    services.accept(cast.actor(cast.teller), rows[0], version=1)
    services.cancel(cast.actor(cast.teller), rows[1], version=1, words="不要了")
    assert refs(cast, "teller", which="requested") == rows[4:1:-1]
    assert refs(cast, "teller", which="open") == [*rows[4:1:-1], rows[0]]
    assert refs(cast, "teller", which="mine") == rows[::-1]
    assert refs(cast, "branch_manager", which="mine") == []
    assert refs(cast, "teller", which="all", day=date(2008, 3, 13)) == []
    assert refs(cast, "teller", which="all", customer_id=zhang.id) == rows[::-1]
    seen, cursor, pages = [], "", 0
    while cursor is not None:
        page, cursor = queries.list_reservations(
            cast.actor(cast.teller), which="all", cursor=cursor, limit=2
        )
        seen += [str(row) for row in page]
        pages += 1
    assert (seen, pages) == (rows[::-1], 3)
    with pytest.raises(Invalid):
        queries.list_reservations(cast.actor(cast.teller), cursor="nonsense")


def test_elsewhere_lists_who_has_it_free(cast: Any, book: Any, stock: Any) -> None:
    stock("6000", currency="AUD", denominations={"100": 60})
    services.set_stock(cast.actor(cast.manager_b), currency="AUD", day=WEDNESDAY, opening="9000")

    def found(amount: str, **more: Any) -> list[tuple[str, Decimal]]:
        rows = queries.elsewhere("AUD", Decimal(amount), WEDNESDAY, **more)
        return [(one.branch.code, one.free) for one in rows]

    assert found("5000") == [("B02", Decimal(9000)), ("A01", Decimal(6000))]
    assert found("5000", but=cast.branch_b.pk) == [("A01", Decimal(6000))]
    assert found("9000.01") == []
    row = book(currency="USD", amount="1", source="cash", branch="B02")
    assert row.branch == cast.branch_b
    (one,) = queries.elsewhere("AUD", Decimal(1), WEDNESDAY, but=cast.branch_b.pk)
    assert one.notes == {"100": 60}
    assert queries.elsewhere("AUD", Decimal(1), date(2008, 3, 13)) == []


def test_guidance_reads_a_customer_s_in_one_query(
    cast: Any, book: Any, stock: Any, zhang: Any, django_assert_num_queries: Any
) -> None:
    stock("600000")
    first = book(account_id=str(zhang.debit.pk), amount="480000")
    services.accept(cast.actor(cast.teller), str(first), version=1)
    second = book(amount="100", day=date(2008, 3, 11))
    gone = book(amount="5")
    services.cancel(cast.actor(cast.teller), str(gone), version=1, words="不要了")
    with django_assert_num_queries(1):
        found = queries.for_customer(zhang.id)
    assert [one["ref"] for one in found] == [str(second), str(first)]
    assert found[1] == {
        "ref": str(first),
        "account_id": str(zhang.debit.pk),
        "amount": Decimal(480000),
        "currency": "CNY",
        "branch_code": "A01",
        "day": WEDNESDAY,
        "from": time(9),
        "to": time(10),
        "status": "accepted",
    }
    assert found[0]["account_id"] is None
