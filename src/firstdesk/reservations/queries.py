"""Reads of the reservations room: who sees what, the vault day by day, and where there is stock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from firstdesk.bank.models import Encounter
from firstdesk.bank.queries import by_id
from firstdesk.core import clock, paging
from firstdesk.core.actor import Actor
from firstdesk.core.errors import NotFound
from firstdesk.core.text import Text
from firstdesk.reservations.models import PREFIX, Reservation, Shortfall, VaultStock
from firstdesk.reservations.rules import Booked, Line, largest_first
from firstdesk.staff.models import Branch
from firstdesk.staff.permissions import Scope, require, scope

LOADED = ("customer", "account", "branch", "booked_by__branch")
DAYS = 7
"""How far the board looks ahead."""
LAST_DAY, MOST = date(2199, 12, 1), Decimal("1e15")


def visible(actor: Actor) -> QuerySet[Reservation]:
    """Reservations the actor may see.

    Those his branch hands out, those he booked, and every one of the customer he is serving.
    """
    reach = scope(actor, "reservation.read")
    rows = Reservation.objects.all()
    if reach == Scope.BANK:
        return rows
    if reach == Scope.NONE:
        return rows.none()
    serving = Encounter.objects.filter(
        customer=OuterRef("customer"), served_by_id=actor.person, state="serving"
    )
    return rows.filter(Q(branch_id=actor.branch) | Q(booked_by_id=actor.person) | Exists(serving))


def get_reservation(actor: Actor, reservation_id: str, *, lock: bool = False) -> Reservation:
    """One reservation, by id or by reference (RV-1001).

    Raises:
        NotFound: there is none, or it is not the actor's to see.
    """
    rows = visible(actor).select_related(*LOADED)
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(**_key(reservation_id)).first()
    if found is None:
        raise NotFound(
            code="reservation_not_found",
            what=Text(zh="没有找到这笔预约。", en="There is no such reservation."),
            why=Text(
                zh="预约号不对，或它不归您的网点。",
                en="The reference is wrong, or it is not with your branch.",
            ),
            do=Text(
                zh="请核对预约号，或从客户处查找。",
                en="Check the reference, or look at the customer.",
            ),
        )
    return found


def _key(reservation_id: str) -> dict[str, Any]:
    text = str(reservation_id).upper().removeprefix(f"{PREFIX}-")
    if text.isascii() and text.isdigit() and len(text) < 18:
        return {"number": int(text)}
    return by_id(reservation_id)


LISTS = ("requested", "open", "mine", "all")


def list_reservations(
    actor: Actor,
    *,
    which: str = "open",
    day: date | None = None,
    customer_id: str = "",
    cursor: str = "",
    limit: int = 30,
) -> tuple[list[Reservation], str | None]:
    """A page of reservations, the newest first, by keyset.

    Args:
        which: requested (not confirmed), open (still to come), mine (booked by me), all.
        day: only those of that day.
        customer_id: only that customer's.
    """
    rows = visible(actor).select_related(*LOADED)
    if which == "requested":
        rows = rows.filter(status=Reservation.Status.REQUESTED)
    elif which == "mine":
        rows = rows.filter(booked_by_id=actor.person)
    elif which != "all":
        rows = rows.filter(status__in=Reservation.OPEN)
    if day:
        rows = rows.filter(day=day)
    if customer_id:
        rows = rows.filter(customer_id=customer_id)
    if cursor:
        (last,) = paging.decode(cursor, 1)
        rows = rows.filter(number__lt=last if isinstance(last, int) else 0)
    found = list(rows.order_by("-number")[: limit + 1])
    more = paging.encode([found[limit - 1].number]) if len(found) > limit else None
    return found[:limit], more


def for_customer(customer_id: object) -> list[dict[str, Any]]:
    """A customer's reservations that are still to come, in one query: what guidance weighs.

    Returns:
        For each: ref, account_id (None where it is drawn from none), amount (Decimal), currency,
        branch_code, day, from, to, status (`requested` or `accepted`); the next first.
    """
    rows = (
        Reservation.objects.filter(customer_id=UUID(str(customer_id)), status__in=Reservation.OPEN)
        .order_by("day", "from_time", "number")
        .values(
            "number",
            "account_id",
            "amount",
            "currency",
            "day",
            "from_time",
            "to_time",
            "status",
            branch_code=F("branch__code"),
        )
    )
    return [
        {
            "ref": f"{PREFIX}-{row['number']}",
            "account_id": str(row["account_id"]) if row["account_id"] else None,
            "amount": row["amount"],
            "currency": row["currency"],
            "branch_code": row["branch_code"],
            "day": row["day"],
            "from": row["from_time"],
            "to": row["to_time"],
            "status": row["status"],
        }
        for row in rows
    ]


def lines(
    first: date, last: date, *, branch_id: UUID | None = None, open_only: bool = False
) -> list[Line]:
    """Stock against bookings, one line for each branch, currency and day, in two queries.

    Args:
        first, last: days, both included.
        branch_id: one branch; all of them when left out.
        open_only: leave out what has been collected already.
    """
    within: dict[str, Any] = {"day__gte": first, "day__lte": last}
    if branch_id:
        within["branch_id"] = branch_id
    found: dict[tuple[UUID, str, date], Line] = {}
    for stock in VaultStock.objects.filter(**within).select_related("branch"):
        found[(stock.branch_id, stock.currency, stock.day)] = _stocked(stock)
    counted = Reservation.OPEN if open_only else (*Reservation.OPEN, Reservation.Status.COLLECTED)
    for row in Reservation.objects.filter(status__in=counted, **within).select_related("branch"):
        key = (row.branch_id, row.currency, row.day)
        old = found.get(key) or Line(row.branch.code, row.branch.name, row.currency, row.day)
        one = Booked(row.amount, row.from_time, row.status in Reservation.TAKEN)
        found[key] = replace(old, bookings=(*old.bookings, one))
    return sorted(found.values(), key=lambda one: (one.day, one.branch, _order(one.currency)))


def _stocked(stock: VaultStock) -> Line:
    return Line(
        branch=stock.branch.code,
        branch_name=stock.branch.name,
        currency=stock.currency,
        day=stock.day,
        opening=stock.opening,
        expected=stock.expected,
        delivery_at=stock.delivery_at,
        notes=largest_first(stock.denominations),
        stocked=True,
        version=stock.version,
    )


def _order(currency: str) -> tuple[bool, str]:
    return (currency != "CNY", currency)


def reach_of(actor: Actor) -> UUID | None:
    """The branch whose vault the actor sees; None for those who see every branch.

    Raises:
        Forbidden: not for his role.
    """
    return None if require(actor, "reservation.read") == Scope.BANK else actor.branch


def vault(actor: Actor, *, first: date | None = None, days: int = DAYS) -> list[Line]:
    """The vaults the actor sees, day by day: stock, promised, free, short.

    Raises:
        Forbidden: not for his role.
    """
    branch = reach_of(actor)
    start = min(first or clock.today(), LAST_DAY)
    return lines(start, start + timedelta(days=days - 1), branch_id=branch)


def shortfalls(actor: Actor, *, first: date | None = None, last: date | None = None) -> list[Line]:
    """What is short from a day to another, at the vaults the actor sees.

    Raises:
        Forbidden: not for his role.
    """
    branch = reach_of(actor)
    start = min(first or clock.today(), LAST_DAY)
    end = last or start + timedelta(days=DAYS - 1)
    return [one for one in lines(start, end, branch_id=branch) if one.short]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another branch that can hand it out."""

    branch: Branch
    free: Decimal
    notes: dict[str, int]


def elsewhere(
    currency: str, amount: Decimal, day: date, *, but: UUID | None = None, limit: int = 20
) -> list[Elsewhere]:
    """Branches whose free stock of a day covers an amount, the most first (02021, 03010).

    Args:
        but: a branch to leave out, usually the asker's own.
    """
    if not 0 <= amount < MOST:
        return []
    rows = VaultStock.objects.filter(currency=currency, day=day).select_related("branch")
    rows = rows.annotate(left=F("opening") + F("expected") - F("committed"))
    rows = rows.filter(left__gte=amount, left__gt=0)
    if but:
        rows = rows.exclude(branch_id=but)
    return [
        Elsewhere(one.branch, one.free, largest_first(one.denominations))
        for one in rows.order_by("-left", "branch__code")[:limit]
    ]


def raised(actor: Actor) -> dict[tuple[str, str, date], Shortfall]:
    """The shortfalls raised for days from today on, by branch code, currency and day."""
    rows = Shortfall.objects.filter(day__gte=clock.today()).select_related("branch")
    if branch := reach_of(actor):
        rows = rows.filter(branch_id=branch)
    return {(one.branch.code, one.currency, one.day): one for one in rows.order_by("raised_at")}


def upcoming(actor: Actor, *, days: int = DAYS, limit: int = 300) -> list[Reservation]:
    """What is handed out today and on the next days; not confirmed ones first in each day.

    Raises:
        Forbidden: not for his role.
    """
    branch, first = reach_of(actor), clock.today()
    rows = Reservation.objects.filter(
        day__gte=first,
        day__lt=first + timedelta(days=days),
        status__in=(*Reservation.OPEN, Reservation.Status.COLLECTED),
    ).select_related(*LOADED)
    if branch:
        rows = rows.filter(branch_id=branch)
    order = {status: place for place, status in enumerate(("requested", "accepted", "collected"))}
    return sorted(
        rows.order_by("day", "from_time", "number")[:limit],
        key=lambda row: (row.day, order[row.status], row.from_time, row.number),
    )


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the board: its bookings, those to answer first, and the stock above them."""

    day: date
    bookings: list[Reservation]
    lines: list[Line]


def by_day(rows: Iterable[Reservation], found: Iterable[Line]) -> list[Day]:
    """Sorts bookings and stock into days; a day with neither is left out."""
    days: dict[date, Day] = {}
    for row in rows:
        days.setdefault(row.day, Day(row.day, [], [])).bookings.append(row)
    for line in found:
        days.setdefault(line.day, Day(line.day, [], [])).lines.append(line)
    return [days[day] for day in sorted(days)]
