"""Vault stock and bookings of the demo bank, around its today."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

from django.db import transaction

from firstdesk.bank.encounters import finish, meet
from firstdesk.bank.models import Account
from firstdesk.core.actor import Actor
from firstdesk.reservations import services
from firstdesk.reservations.models import Reservation, VaultStock
from firstdesk.staff.models import Branch, Staff
from firstdesk.staff.roles import Role

STOCK = (
    # currency, opening, delivery at half past ten, notes at hand
    ("CNY", "420000", "300000", {"100": 3600, "50": 800, "20": 1000}),
    ("USD", "6000", "0", {"100": 40, "20": 100}),
    ("AUD", "3500", "0", {"50": 70}),
)
BOOKINGS = ((1, time(9), "150000"), (1, time(9, 30), "480000"), (2, time(14), "80000"))
"""How many days ahead, from when, how much: tomorrow asks for more than is there at nine."""


@transaction.atomic
def build_reservations(today: date) -> int:
    """Fills every branch's vault for a week and books cash by telephone; again changes nothing.

    Args:
        today: the demo's today; to be called on the demo's clock, after staff and customers.

    Returns:
        How many reservations were made; 0 when some are still open.
    """
    agent = Staff.objects.filter(role=Role.CONTACT_CENTRE_AGENT).order_by("username").last()
    if agent is None:
        return 0
    booked = Reservation.objects.filter(status__in=Reservation.OPEN, day__gte=today).exists()
    made = 0
    for place, branch in enumerate(Branch.objects.filter(kind=Branch.Kind.BRANCH)):
        manager = Staff.objects.filter(branch=branch, role=Role.BRANCH_MANAGER).first()
        if manager is None:
            continue
        keeper = manager.actor("demo")
        _fill(keeper, today, place)
        if booked:
            continue
        rows = _book(agent.actor("demo"), branch, today)
        made += len(rows)
        if rows:
            services.accept(keeper, str(rows[0]), version=rows[0].version)
    return made


def _fill(keeper: Actor, today: date, place: int) -> None:
    """The first branch has least, so that the others can help out."""
    known = set(VaultStock.objects.filter(branch_id=keeper.branch).values_list("currency", "day"))
    for ahead in range(7):
        for currency, opening, expected, notes in STOCK:
            if (currency, today + timedelta(days=ahead)) in known:
                continue
            services.set_stock(
                keeper,
                currency=currency,
                day=today + timedelta(days=ahead),
                opening=Decimal(opening) * (1 + place),
                expected=expected,
                delivery_at=time(10, 30) if expected != "0" else None,
                denominations=notes,
            )


def _book(agent: Actor, branch: Branch, today: date) -> list[Reservation]:
    """Calls to the contact centre: met on the line, booked, hung up."""
    accounts = Account.objects.filter(
        branch=branch, kind="demand", status="open", currency="CNY", balance__gte=Decimal(80000)
    )
    rows = []
    for (ahead, hour, amount), account in zip(BOOKINGS, accounts.order_by("ref"), strict=False):
        customer = str(account.customer_id)
        visit = meet(agent, customer, channel="phone")
        rows.append(
            services.book(
                agent,
                customer_id=customer,
                account_id=str(account.pk),
                amount=amount,
                branch=branch.code,
                day=today + timedelta(days=ahead),
                from_time=hour,
                to_time=time(hour.hour + 1, hour.minute),
                collector="holder",
                purpose="家里用 / household",
            )
        )
        finish(agent, str(visit.pk))
    return rows
