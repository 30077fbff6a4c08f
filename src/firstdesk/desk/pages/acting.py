"""How a page posts one verb and goes back to its case."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import reverse

from firstdesk.core.actor import Actor
from firstdesk.core.errors import NotFound
from firstdesk.desk import queries
from firstdesk.desk.models import ServiceCase

Act = Callable[[Actor, str, HttpRequest], object]
"""One verb on a case or a row: who, the id, and the form."""


def url_of(case: ServiceCase) -> str:
    """The page of a case."""
    return reverse("desk:case", args=[str(case)])


def back(actor: Actor, number: str) -> str:
    """The case again; my desk, where the act took the case out of the actor's sight."""
    try:
        return url_of(queries.get_case(actor, number))
    except NotFound:
        return reverse("desk:mine")
