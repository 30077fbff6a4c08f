"""The bank room's operations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Query, Router, Status, UploadedFile

from firstdesk.bank import contacts, encounters, payloads, queries
from firstdesk.bank.csv_load import load_bytes
from firstdesk.bank.payloads import Bilingual
from firstdesk.bank.report import LoadReport
from firstdesk.bank.services import ids_of, load
from firstdesk.core import paging
from firstdesk.core.errors import Invalid
from firstdesk.core.text import Text
from firstdesk.staff.http import actor_of

router = Router()


def _answer(report: LoadReport) -> dict[str, Any]:
    """Gives the report, or the refusal that carries it when nothing was stored."""
    if report.stored:
        return report.to_json()
    raise Invalid(
        code="load_refused",
        what=report.summary,
        why=Text(
            zh="有一行不对，整批就不存，免得只进一半。",
            en="One wrong row stops the whole call, so that nothing is half loaded.",
        ),
        do=Text(
            zh="按report.refused逐行改好再送；只要好的行，就带partial=true。",
            en="Correct the rows in report.refused and send again; or ask for partial=true.",
        ),
        extra={"report": report.to_json()},
    )


@router.post("/bank/load/{kind}", operation_id="bank_load", response=payloads.LoadOut)
def bank_load(request: HttpRequest, kind: str, payload: payloads.LoadIn) -> dict[str, Any]:
    """Loads up to 10,000 rows of one kind; the same rows again change nothing."""
    answer = _answer(load(actor_of(request), kind, payload.rows, partial=payload.partial))
    return answer | {"ids": ids_of(kind, payload.rows) if payload.ids else None}


@router.post("/bank/load/{kind}/csv", operation_id="bank_load_csv", response=payloads.LoadOut)
def bank_load_csv(
    request: HttpRequest,
    kind: str,
    file: File[UploadedFile],
    partial: Form[bool] = False,
) -> dict[str, Any]:
    """Loads a CSV file (UTF-8 or GB18030) whose header names the fields."""
    return _answer(load_bytes(actor_of(request), kind, file.read(), partial=partial))


@router.get("/bank/customers", operation_id="bank_find_customers", response=payloads.FoundPage)
def bank_find_customers(
    request: HttpRequest,
    words: Query[str],
    cursor: Query[str] = "",
    limit: Query[int] = 20,
) -> dict[str, Any]:
    """Finds customers by number, document or card tail, mobile number, or name."""
    after = str(paging.decode(cursor, 1)[0]) if cursor else ""
    size = max(1, min(limit, queries.MOST_FOUND))
    found = queries.find_customers(actor_of(request), words, after=after, limit=size)
    more = paging.encode([found[-1].ref]) if len(found) == size else None
    return {"items": [payloads.found_out(one) for one in found], "next": more}


@router.get("/bank/customers/{customer}", operation_id="bank_customer", response=payloads.GlanceOut)
def bank_customer(request: HttpRequest, customer: str) -> dict[str, Any]:
    """The customer whom the actor is serving, at a glance."""
    return payloads.glance_out(queries.customer_glance(actor_of(request), customer))


@router.post(
    "/bank/customers/{customer}/contacts",
    operation_id="bank_add_contact",
    response={201: payloads.ContactOut},
)
def bank_add_contact(
    request: HttpRequest, customer: str, payload: payloads.ContactIn
) -> Status[dict[str, Any]]:
    """Adds a mobile number during the visit."""
    point = contacts.add_contact(actor_of(request), customer, value=payload.value)
    return Status(201, payloads.contact_out(point))


@router.post("/bank/visits", operation_id="bank_announce", response={201: payloads.VisitOut})
def bank_announce(request: HttpRequest, payload: payloads.AnnounceIn) -> Status[dict[str, Any]]:
    """Lets a customer join those waiting."""
    visit = encounters.announce(
        actor_of(request),
        payload.customer,
        branch=payload.branch,
        channel=payload.channel,
        number=payload.number,
        service=_text(payload.service),
        taken_at=payload.taken_at,
    )
    return Status(201, payloads.visit_out(visit))


@router.get("/bank/visits/waiting", operation_id="bank_waiting", response=payloads.VisitPage)
def bank_waiting(
    request: HttpRequest, cursor: Query[str] = "", limit: Query[int] = 20
) -> dict[str, Any]:
    """Who waits in the actor's branch today, the longest first."""
    size = max(1, min(limit, queries.MOST_FOUND))
    rows = queries.waiting(actor_of(request), after=_place(cursor), limit=size)
    more = None
    if len(rows) == size:
        more = paging.encode([rows[-1].taken_at.isoformat(), str(rows[-1].pk)])
    return {"items": [payloads.visit_out(row) for row in rows], "next": more}


@router.get("/bank/visits/current", operation_id="bank_current", response=payloads.CurrentOut)
def bank_current(request: HttpRequest) -> dict[str, Any]:
    """The visit at the actor's window."""
    visit = queries.current(actor_of(request))
    return {"visit": payloads.visit_out(visit) if visit else None}


@router.post("/bank/visits/next", operation_id="bank_call_next", response=payloads.VisitOut)
def bank_call_next(request: HttpRequest) -> dict[str, Any]:
    """Calls whoever has waited longest in the actor's branch."""
    return payloads.visit_out(encounters.call_next(actor_of(request)))


@router.post("/bank/visits/meet", operation_id="bank_meet", response=payloads.VisitOut)
def bank_meet(request: HttpRequest, payload: payloads.MeetIn) -> dict[str, Any]:
    """Opens a visit directly: on the telephone, or with a customer standing there."""
    visit = encounters.meet(
        actor_of(request),
        payload.customer,
        channel=payload.channel,
        service=_text(payload.service),
    )
    return payloads.visit_out(visit)


@router.post(
    "/bank/visits/{visit}/identity",
    operation_id="bank_check_identity",
    response=payloads.VisitOut,
)
def bank_check_identity(request: HttpRequest, visit: str) -> dict[str, Any]:
    """Notes that the customer's identity document was checked."""
    return payloads.visit_out(encounters.check_identity(actor_of(request), visit))


@router.post("/bank/visits/{visit}/finish", operation_id="bank_finish", response=payloads.VisitOut)
def bank_finish(request: HttpRequest, visit: str) -> dict[str, Any]:
    """Ends the visit."""
    return payloads.visit_out(encounters.finish(actor_of(request), visit))


def _text(given: Bilingual | None) -> Text | None:
    return Text(zh=given.zh, en=given.en) if given else None


def _place(cursor: str) -> tuple[datetime, str] | None:
    """The last row of the page before.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    if not cursor:
        return None
    moment, last = paging.decode(cursor, 2)
    try:
        return datetime.fromisoformat(str(moment)), str(queries.by_id(last)["pk"])
    except (ValueError, KeyError):
        paging.decode("", 2)  # refuses as for any cursor that is not ours
        raise
