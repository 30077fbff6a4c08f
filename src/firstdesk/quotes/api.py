"""The operations of quotations: the list with fields, a result, a printable sheet."""

from __future__ import annotations

from dataclasses import MISSING
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from firstdesk.core.fields import asks
from firstdesk.quotes import queries, sheet
from firstdesk.quotes.model import load_quotations, to_json
from firstdesk.staff.http import actor_of
from firstdesk.staff.permissions import require
from firstdesk.staff.schemas import REFUSALS, TextOut

router = Router(tags=["quotes"])


class FieldOut(Schema):
    """One field: its name, what kind of value, what to call it, and whether it must be given."""

    name: str
    kind: str
    label: TextOut
    required: bool
    choices: list[str]


class QuotationOut(Schema):
    """A product that can be quoted."""

    key: str
    title: TextOut
    cases: list[str]
    fields: list[FieldOut]


class QuoteIn(Schema):
    """The fields of a quotation; `known` explains it by what was known on a day."""

    fields: dict[str, Any] = {}
    known: date | None = None


class FigureOut(Schema):
    """One result: money with its currency, a day, a number or words."""

    label: TextOut
    value: Any
    total: bool


class TableOut(Schema):
    """Results in rows."""

    title: TextOut
    columns: list[TextOut]
    rows: list[list[Any]]


class QuoteOut(Schema):
    """A result with its working and the policies behind it."""

    key: str
    asked: dict[str, Any]
    figures: list[FigureOut]
    tables: list[TableOut]
    notes: list[TextOut]
    working: list[dict[str, Any]]
    policies: list[dict[str, Any]]


@router.get("/quotes", response={200: list[QuotationOut], **REFUSALS}, operation_id="quotes_list")
def list_quotations(request: HttpRequest) -> Any:
    """Every product that can be quoted, with its fields."""
    require(actor_of(request), "quote.read")
    return [
        {
            "key": key,
            "title": cls.title.to_json(),
            "cases": list(cls.cases),
            "fields": [
                {
                    "name": name,
                    "kind": asked.kind,
                    "label": asked.label.to_json(),
                    "required": cls.__dataclass_fields__[name].default is MISSING,
                    "choices": [choice for choice, _ in asked.choices],
                }
                for name, asked in asks(cls).items()
            ],
        }
        for key, cls in load_quotations().items()
    ]


@router.post("/quotes/{product}", response={200: QuoteOut, **REFUSALS}, operation_id="quotes_work")
def work(request: HttpRequest, product: str, body: QuoteIn) -> Any:
    """Works a product out; nothing is kept."""
    return as_json(queries.quote(actor_of(request), product, body.fields, body.known))


@router.post(
    "/quotes/{product}/sheet", response={200: None, **REFUSALS}, operation_id="quotes_sheet"
)
def print_sheet(request: HttpRequest, product: str, body: QuoteIn, lang: str = "zh") -> Any:
    """The result as a PDF for the customer, in Chinese or English."""
    answer = queries.quote(actor_of(request), product, body.fields, body.known)
    return HttpResponse(sheet.pdf(answer, lang), content_type="application/pdf")


def as_json(answer: queries.Answer) -> dict[str, Any]:
    """An answer as programs read it."""
    quote = answer.quote
    return {
        "key": answer.asked.key,
        "asked": answer.asked.raw(),
        "figures": [
            {"label": one.label.to_json(), "value": to_json(one.value), "total": one.total}
            for one in quote.figures
        ],
        "tables": [
            {
                "title": table.title.to_json(),
                "columns": [column.to_json() for column in table.columns],
                "rows": [[to_json(value) for value in row] for row in table.rows],
            }
            for table in quote.tables
        ],
        "notes": [note.to_json() for note in quote.notes],
        "working": quote.working.to_json(),
        "policies": [ruling.reference() for ruling in answer.rulings],
    }
