"""The calculators: one page a product, its result, its plot, its sheet."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from firstdesk.core.errors import FirstdeskError, Invalid
from firstdesk.core.fields import asks
from firstdesk.core.text import Text
from firstdesk.quotes import queries, sheet
from firstdesk.quotes.model import FAMILIES, Quotation, Table, find, load_quotations, said
from firstdesk.quotes.plots import Plot, plot
from firstdesk.staff.http import actor_of
from firstdesk.staff.permissions import require


@dataclass(frozen=True, slots=True)
class Field:
    """A field as the page shows it."""

    name: str
    kind: str
    label: Text
    help: Text | None
    value: str
    choices: tuple[tuple[str, Text], ...]
    wrong: Text | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in words, with its plot where there is one."""

    title: Text
    columns: tuple[Text, ...]
    rows: list[list[str]]
    plot: Plot | None


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every product that can be worked out, by family."""
    require(actor_of(request), "quote.read")
    by_family = groupby(load_quotations().items(), key=lambda item: item[1].family)
    families = [(FAMILIES[family], list(items)) for family, items in by_family]
    return render(request, "quotes/index.html", {"families": families})


@require_GET
def calculator(request: HttpRequest, product: str) -> HttpResponse:
    """A product's form with its result; the address keeps the figures, so it can be passed on."""
    actor = actor_of(request)
    require(actor, "quote.read")
    cls = find(product)
    given = {name: request.GET.get(name, "").strip() for name in asks(cls)}
    context: dict[str, Any] = {"product": cls, "query": request.GET.urlencode()}
    wrong: dict[str, Text] = {}
    if any(given.values()):
        try:
            answer = queries.quote(actor, product, given)
        except FirstdeskError as error:
            wrong = dict(error.fields) if isinstance(error, Invalid) else {}
            context["refusal"] = error
        else:
            context |= _result(answer)
    context["fields"] = _fields(cls, given, wrong)
    status = 422 if "refusal" in context else 200
    return render(request, "quotes/calculator.html", context, status=status)


@require_GET
def printed(request: HttpRequest, product: str) -> HttpResponse:
    """The sheet for the customer, in the language of the page."""
    given = {name: request.GET.get(name, "").strip() for name in asks(find(product))}
    answer = queries.quote(actor_of(request), product, given)
    response = HttpResponse(sheet.pdf(answer, _lang()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{product}.pdf"'
    return response


def _lang() -> str:
    return get_language() or "zh-hans"


def _fields(cls: type[Quotation], given: dict[str, str], wrong: dict[str, Text]) -> list[Field]:
    found = []
    for name, asked in asks(cls).items():
        default = cls.__dataclass_fields__[name].default
        value = given[name] or (default if isinstance(default, str) else "")
        found.append(
            Field(name, asked.kind, asked.label, asked.help, value, asked.choices, wrong.get(name))
        )
    return found


def _result(answer: queries.Answer) -> dict[str, Any]:
    lang = _lang()
    return {
        "answer": answer,
        "figures": [(one, said(one.value, lang)) for one in answer.quote.figures],
        "tables": [_grid(table, lang) for table in answer.quote.tables],
    }


def _grid(table: Table, lang: str) -> Grid:
    rows = [[said(value, lang) for value in row] for row in table.rows]
    return Grid(table.title, table.columns, rows, plot(table, lang) if table.plot else None)
