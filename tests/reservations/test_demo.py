"""The demo's vaults and bookings: made once, with the verbs everybody uses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from firstdesk.bank.models import Account, Customer
from firstdesk.reservations import queries
from firstdesk.reservations.demo import build_reservations
from firstdesk.reservations.models import Reservation, VaultStock

TODAY = date(2008, 3, 10)


def test_stock_for_a_week_and_bookings_that_show_a_shortfall(cast: Any) -> None:
    for number in range(3):
        customer = Customer.objects.create(ref=f"D{number}", name_zh=f"客户{number}")
        Account.objects.create(
            ref=f"D{number}-A",
            customer=customer,
            branch=cast.branch_a,
            kind="demand",
            number=f"622200000000000{number}",
            balance=Decimal(900000),
        )
    assert build_reservations(TODAY) == 3
    assert VaultStock.objects.count() == 2 * 7 * 3
    states = Reservation.objects.order_by("number").values_list("status", flat=True)
    assert list(states) == ["accepted", "requested", "requested"]
    (short,) = queries.shortfalls(cast.actor(cast.branch_manager))
    assert (short.day, short.short) == (date(2008, 3, 11), Decimal(210000))
    assert build_reservations(TODAY) == 0
