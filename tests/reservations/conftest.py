"""A Monday in March 2008, a customer at the teller's window, and the vault of branch A."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.bank.models import Account, RateQuote
from firstdesk.reservations import services
from firstdesk.reservations.models import Reservation, VaultStock
from tests import world

MONDAY = "2008-03-10T09:20"
FRIDAY = "2008-03-14T09:10"


@pytest.fixture(autouse=True)
def _morning(policies: None) -> Iterator[None]:
    with world.at(MONDAY):
        yield


@pytest.fixture
def zhang(cast: Any) -> world.Zhang:
    """He stands at the teller's window."""
    return world.zhang(cast.branch_a, cast.actor(cast.teller))


@pytest.fixture
def aud(zhang: world.Zhang) -> Account:
    """His account in Australian dollars."""
    return Account.objects.create(
        ref="Z-A",
        customer=zhang.customer,
        kind="demand",
        number="6222000000007788",
        currency="AUD",
        balance=Decimal("9000.00"),
        opened_on=date(2007, 1, 4),
    )


@pytest.fixture
def rates(db: None) -> None:
    """The rate board: 100 USD sell at 711.20, 100 AUD at 663.90, 100,000 JPY at 7006.00."""
    for currency, unit, sell in (("USD", 100, 711.20), ("AUD", 100, 663.90), ("JPY", 100000, 7006)):
        for hour, plus in ((8, 0), (9, 1)):  # the latest line counts
            RateQuote.objects.create(
                ref=f"R-{currency}-{hour}",
                currency=currency,
                unit=unit,
                remittance_buy=Decimal("1"),
                cash_buy=Decimal("1"),
                sell=Decimal(str(sell + plus - 1)),
                quoted_at=datetime.fromisoformat(f"2008-03-10T0{hour}:00:00+08:00"),
            )


Book = Callable[..., Reservation]


@pytest.fixture
def book(cast: Any, zhang: world.Zhang) -> Book:
    """Books 150,000 yuan for Wednesday morning unless told otherwise."""

    def booked(**more: Any) -> Reservation:
        values: dict[str, Any] = {
            "customer_id": zhang.id,
            "amount": "150000",
            "day": date(2008, 3, 12),
            "from_time": time(9),
            "to_time": time(10),
            "collector": "holder",
        }
        return services.book(cast.actor(cast.teller), **(values | more))

    return booked


Stock = Callable[..., VaultStock]


@pytest.fixture
def stock(cast: Any) -> Stock:
    """Sets branch A's stock of Wednesday: 200,000 yuan unless told otherwise."""

    def given(opening: str = "200000", who: str = "branch_manager", **more: Any) -> VaultStock:
        values: dict[str, Any] = {"currency": "CNY", "day": date(2008, 3, 12)}
        return services.set_stock(
            cast.actor(getattr(cast, who)), opening=opening, **(values | more)
        )

    return given
