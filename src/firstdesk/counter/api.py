"""The counter's own operation: the next customer, once every change of a rule is read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from firstdesk.bank import payloads
from firstdesk.counter.services import call_next
from firstdesk.staff.http import actor_of
from firstdesk.staff.schemas import REFUSALS

router = Router()


@router.post(
    "/counter/next",
    response={200: payloads.VisitOut, **REFUSALS},
    operation_id="counter_call_next",
)
def call(request: HttpRequest) -> Any:
    """Calls the next customer; refused while a changed rule is unread."""
    return payloads.visit_out(call_next(actor_of(request)))
