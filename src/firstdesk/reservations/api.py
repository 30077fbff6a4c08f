"""The room's operations: one each for what a person can do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from firstdesk.reservations import queries, services
from firstdesk.reservations import schemas as s
from firstdesk.staff.http import actor_of
from firstdesk.staff.permissions import require
from firstdesk.staff.schemas import REFUSALS

router = Router()


def _out(request: HttpRequest, reservation_id: str) -> dict[str, Any]:
    return s.reservation_out(queries.get_reservation(actor_of(request), reservation_id))


@router.post(
    "/reservations", response={201: s.ReservationOut, **REFUSALS}, operation_id="reservation_book"
)
def book(request: HttpRequest, body: s.ReservationIn) -> Any:
    """Books cash; it is not confirmed until the vault keeper accepts it."""
    row = services.book(actor_of(request), **body.dict())
    return Status(201, _out(request, str(row.pk)))


@router.get(
    "/reservations", response={200: s.ReservationPage, **REFUSALS}, operation_id="reservations_list"
)
def list_reservations(
    request: HttpRequest,
    which: str = "open",
    day: date | None = None,
    customer_id: UUID | None = None,
    cursor: str = "",
    limit: int = 30,
) -> Any:
    """A page of reservations the caller may see, the newest first."""
    actor = actor_of(request)
    require(actor, "reservation.read")
    rows, more = queries.list_reservations(
        actor,
        which=which,
        day=day,
        customer_id=str(customer_id or ""),
        cursor=cursor,
        limit=max(1, min(limit, 100)),
    )
    return {"items": [s.reservation_out(row) for row in rows], "next": more}


@router.get(
    "/reservations/{reservation_id}",
    response={200: s.ReservationOut, **REFUSALS},
    operation_id="reservation_read",
)
def read(request: HttpRequest, reservation_id: str) -> Any:
    """One reservation, by id or reference."""
    return _out(request, reservation_id)


@router.post(
    "/reservations/{reservation_id}/accept",
    response={200: s.ReservationOut, **REFUSALS},
    operation_id="reservation_accept",
)
def accept(request: HttpRequest, reservation_id: str, body: s.AcceptIn) -> Any:
    """The vault keeper promises the notes."""
    services.accept(actor_of(request), reservation_id, **body.dict())
    return _out(request, reservation_id)


@router.post(
    "/reservations/{reservation_id}/refuse",
    response={200: s.ReservationOut, **REFUSALS},
    operation_id="reservation_refuse",
)
def refuse(request: HttpRequest, reservation_id: str, body: s.RefuseIn) -> Any:
    """The vault keeper refuses, with a reason that comes with a way."""
    services.refuse(actor_of(request), reservation_id, **body.dict())
    return _out(request, reservation_id)


@router.post(
    "/reservations/{reservation_id}/cancel",
    response={200: s.ReservationOut, **REFUSALS},
    operation_id="reservation_cancel",
)
def cancel(request: HttpRequest, reservation_id: str, body: s.CancelIn) -> Any:
    """The customer does not want it any more."""
    services.cancel(actor_of(request), reservation_id, **body.dict())
    return _out(request, reservation_id)


@router.post(
    "/reservations/{reservation_id}/collect",
    response={200: s.ReservationOut, **REFUSALS},
    operation_id="reservation_collect",
)
def collect(request: HttpRequest, reservation_id: str, body: s.CollectIn) -> Any:
    """The notes are handed out."""
    services.collect(actor_of(request), reservation_id, **body.dict())
    return _out(request, reservation_id)


@router.post("/vault", response={200: s.StockOut, **REFUSALS}, operation_id="vault_set_stock")
def set_stock(request: HttpRequest, body: s.StockIn) -> Any:
    """Sets a day's stock of a currency at the caller's branch."""
    return s.stock_out(services.set_stock(actor_of(request), **body.dict()))


@router.get("/vault", response={200: list[s.LineOut], **REFUSALS}, operation_id="vault_read")
def vault(request: HttpRequest, day: date | None = None, days: int = queries.DAYS) -> Any:
    """The caller's own vault from a day on: stock, promised, free, short."""
    found = queries.vault(actor_of(request), first=day, days=max(1, min(days, 31)))
    return [s.line_out(one) for one in found]


@router.get(
    "/vault/shortfall", response={200: list[s.LineOut], **REFUSALS}, operation_id="vault_shortfall"
)
def shortfall(request: HttpRequest, first: date | None = None, last: date | None = None) -> Any:
    """What is booked beyond the stock: the caller's branch, or every branch for head office."""
    found = queries.shortfalls(actor_of(request), first=first, last=last)
    return [s.line_out(one) for one in found]


@router.get(
    "/vault/elsewhere",
    response={200: list[s.ElsewhereOut], **REFUSALS},
    operation_id="vault_elsewhere",
)
def elsewhere(
    request: HttpRequest,
    amount: Decimal,
    day: date,
    currency: str = "CNY",
) -> Any:
    """Other branches whose free stock of a day covers an amount."""
    actor = actor_of(request)
    require(actor, "reservation.read")
    found = queries.elsewhere(currency, amount, day, but=actor.branch)
    return [s.elsewhere_out(one, currency) for one in found]
