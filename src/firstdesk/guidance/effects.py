"""What signing does here at once, beside the instruction to the core banking system."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from firstdesk.core.actor import Actor
from firstdesk.guidance.catalogue.bookings import BookCash
from firstdesk.guidance.operations import Operation
from firstdesk.reservations.services import book


def _book_cash(actor: Actor, op: BookCash, customer_id: str) -> dict[str, Any]:
    made = book(
        actor,
        customer_id=customer_id,
        account_id=op.account,
        amount=op.amount,
        day=op.day,
        from_time=op.from_time,
        to_time=op.to_time,
        collector=op.collector,
        collector_name=op.collector_name or "",
        collector_relation=op.collector_relation or "",
    )
    return {"reservation": str(made)}


_EFFECTS: dict[type[Operation], Callable[[Actor, Any, str], dict[str, Any]]] = {
    BookCash: _book_cash,
}


def carry_out(actor: Actor, operation: Operation, customer_id: str) -> dict[str, Any]:
    """Does what the operation does in Firstdesk itself, in the transaction of signing.

    Returns:
        What to note with the instruction; nothing for an operation that only the core carries out.

    Raises:
        FirstdeskError: the other room refuses; then nothing is signed.
    """
    effect = _EFFECTS.get(type(operation))
    return effect(actor, operation, customer_id) if effect else {}
