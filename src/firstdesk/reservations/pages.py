"""The room's pages: the vault keeper's board, the form to book, the reservation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from firstdesk.bank.models import Customer
from firstdesk.bank.queries import by_id, current, require_serving
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import FirstdeskError, Invalid
from firstdesk.core.text import Text
from firstdesk.reservations import queries, services
from firstdesk.reservations.forms import BookForm, FindForm, StockForm, read_notes
from firstdesk.reservations.models import Reservation
from firstdesk.reservations.rules import REASONS, Line
from firstdesk.reservations.schemas import said
from firstdesk.staff.forms import done, whole
from firstdesk.staff.http import actor_of
from firstdesk.staff.people_forms import take
from firstdesk.staff.permissions import Scope, may, require, scope


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Today and the next days: not confirmed first, the stock beside them, what is short."""
    actor = actor_of(request)
    rows = queries.upcoming(actor)
    found = queries.vault(actor)
    keeps = may(actor, "reservation.keep")
    find = FindForm(request.GET if "currency" in request.GET else None)
    context = {
        "days": queries.by_day(rows, found),
        "today": clock.today(),
        "raised": _raised(actor, found),
        "waiting": sum(row.status == Reservation.Status.REQUESTED for row in rows),
        "short": [line for line in found if line.short],
        "wide": scope(actor, "reservation.read") == Scope.BANK,
        "keeps": keeps,
        "books": may(actor, "reservation.book"),
        "stocks": [line for line in found if line.stocked] if keeps else [],
        "reasons": list(REASONS.items()),
        "find": find,
        "elsewhere": _elsewhere(actor, find),
        "currencies": [code for code, _label in StockForm().fields["currency"].choices],  # type: ignore[attr-defined]
    }
    return render(request, "reservations/board.html", context)


def _raised(actor: Actor, found: list[Line]) -> list[dict[str, Any]]:
    """The lines still short that an evening check has raised already."""
    evenings = queries.raised(actor)
    keyed = [(line, evenings.get((line.branch, line.currency, line.day))) for line in found]
    return [{"line": line, "at": row.raised_at} for line, row in keyed if line.short and row]


def _elsewhere(actor: Actor, find: FindForm) -> list[queries.Elsewhere] | None:
    if not find.is_bound or not find.is_valid():
        return None
    asked = find.cleaned_data
    return queries.elsewhere(asked["currency"], asked["amount"], asked["day"], but=actor.branch)


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest) -> HttpResponse:
    """The form to book for the customer who is being served; a refusal stands at its field."""
    actor = actor_of(request)
    require(actor, "reservation.book")
    customer = _customer(actor, request)
    if customer is None:
        return render(request, "reservations/nobody.html")
    if request.method == "GET":
        initial = {"branch": actor.branch_code, "currency": "CNY", "collector": "holder"}
        return _form(request, customer, BookForm(initial=initial, customer=customer))
    form = BookForm(request.POST, customer=customer)
    refusal: FirstdeskError | None = None
    if form.is_valid():
        try:
            row = _book(actor, customer, form.cleaned_data)
        except FirstdeskError as error:
            refusal = error
            take(form, error)
        else:
            return done(
                request, _url(row), _("%(ref)s is booked; not confirmed yet.") % {"ref": row}
            )
    return _form(request, customer, form, status=422, refusal=refusal)


def _customer(actor: Actor, request: HttpRequest) -> Customer | None:
    """The customer named in the address, whom the actor must be serving; else the one he serves."""
    named = request.GET.get("customer", "")
    if named:
        require_serving(actor, named)
        return Customer.objects.filter(**by_id(named)).first()
    visit = current(actor)
    return visit.customer if visit else None


def _book(actor: Actor, customer: Customer, given: dict[str, Any]) -> Reservation:
    notes = read_notes(given["denominations"])
    values = given | {"denominations": notes, "account_id": given["account_id"] or None}
    return services.book(actor, customer_id=str(customer.pk), **values)


def _form(
    request: HttpRequest,
    customer: Customer,
    form: BookForm,
    *,
    status: int = 200,
    refusal: FirstdeskError | None = None,
) -> HttpResponse:
    special = isinstance(refusal, Invalid) and refusal.code not in {"invalid", "purpose_needed"}
    context = {"customer": customer, "form": form, "refusal": refusal if special else None}
    return render(request, "reservations/book.html", context, status=status)


@require_GET
def reservation(request: HttpRequest, ref: str) -> HttpResponse:
    """One reservation: what was agreed, what to tell the customer, what can be done now."""
    actor = actor_of(request)
    row = queries.get_reservation(actor, ref)
    keeps = may(actor, "reservation.keep") and str(row.branch_id) == actor.branch_id
    requested = row.status == Reservation.Status.REQUESTED
    context = {
        "row": row,
        "said": said(row),
        "refusal": REASONS.get(row.reason),
        "decides": keeps and requested,
        "hands_out": keeps and row.status == "accepted" and row.day == clock.today(),
        "cancels": may(actor, "reservation.book") and row.is_open,
        "reasons": list(REASONS.items()),
        "elsewhere": queries.elsewhere(row.currency, row.amount, row.day, but=row.branch_id)
        if requested or row.status == Reservation.Status.REFUSED
        else [],
    }
    return render(request, "reservations/reservation.html", context)


def _url(row: Reservation) -> str:
    return reverse("reservations:reservation", args=[str(row)])


Act = Callable[[Actor, str, HttpRequest], object]

ACTS: dict[str, Act] = {
    "accept": lambda actor, ref, r: services.accept(actor, ref, version=whole(r, "version")),
    "refuse": lambda actor, ref, r: services.refuse(
        actor,
        ref,
        version=whole(r, "version"),
        reason=r.POST.get("reason", ""),
        note=r.POST.get("note", ""),
    ),
    "cancel": lambda actor, ref, r: services.cancel(
        actor, ref, version=whole(r, "version"), words=r.POST.get("words", "")
    ),
    "collect": lambda actor, ref, r: services.collect(
        actor,
        ref,
        version=whole(r, "version"),
        identity_checked=bool(r.POST.get("identity_checked")),
        note=r.POST.get("note", ""),
    ),
}
"""What can be posted to a reservation; each is one verb."""


@require_POST
def act(request: HttpRequest, ref: str, act: str) -> HttpResponse:
    """Carries out one verb and goes back to where it was asked for."""
    actor = actor_of(request)
    row = queries.get_reservation(actor, ref)
    ACTS[act](actor, str(row.pk), request)
    board_ = request.POST.get("next") == "board"
    return done(request, reverse("reservations:board") if board_ else _url(row), _("Saved."))


@require_POST
def stock(request: HttpRequest) -> HttpResponse:
    """Sets a day's stock of a currency at the actor's branch."""
    actor = actor_of(request)
    require(actor, "reservation.keep")
    form = StockForm(request.POST)
    if not form.is_valid():
        text = Text(zh="请填写清楚。", en="This cannot be read.")
        fields = dict.fromkeys(form.errors, text)
        raise Invalid(
            code="invalid",
            what=Text(zh="库存没有保存。", en="The stock was not saved."),
            why=Text(zh="有的地方读不出来。", en="Some of it cannot be read."),
            do=Text(zh="改好后再提交。", en="Correct it and send it again."),
            fields=fields,
        )
    given = form.cleaned_data
    services.set_stock(
        actor,
        currency=given["currency"],
        day=given["day"],
        opening=given["opening"],
        expected=given["expected"] or "0",
        delivery_at=given["delivery_at"],
        denominations=read_notes(given["denominations"]),
        version=given["version"] or 0,
    )
    return done(request, reverse("reservations:board"), _("Saved."))
