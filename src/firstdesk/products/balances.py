"""Looking ahead on an account: what will be left, and what must be paid in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working


@dataclass(frozen=True, slots=True)
class Flow:
    """Money that will move on a day: in when positive, out when negative."""

    on: date
    amount: Money
    label: Text


@dataclass(frozen=True, slots=True)
class Projection:
    """The balance on a day, and the lowest on the way."""

    balance: Money
    lowest: Money
    lowest_on: date
    working: Working


def project(start: Money, flows: Sequence[Flow], today: date, until: date) -> Projection:
    """Carries a balance forward.

    Args:
        start: the balance now.
        flows: what will move; those before today or after `until` are left out. On one day money
            comes in before it goes out.
    """
    ahead = sorted(
        (flow for flow in flows if today <= flow.on <= until),
        key=lambda flow: (flow.on, -flow.amount.amount),
    )
    balance, lowest, when = start, start, today
    lines = [Line(Text(zh="现在", en="Now"), "", (("on", str(today)),), start)]
    for flow in ahead:
        balance = balance + flow.amount
        if balance < lowest:
            lowest, when = balance, flow.on
        sign = "+" if flow.amount.amount > 0 else "−"
        lines.append(
            Line(
                flow.label,
                f"{sign} {abs(flow.amount.amount):,}",
                (("on", str(flow.on)),),
                balance,
            )
        )
    return Projection(balance, lowest, when, Working(tuple(lines)))


def shortfall(required: Money, available: Money) -> Money:
    """How much is missing; zero when enough is there."""
    return required - available if available < required else Money.zero(required.currency)


def needed_deposit(required: Money, start: Money, flows: Sequence[Flow], today: date, on: date) -> Money:
    """What must be paid in today so that a balance is there on a day (case 01006: 60,010.00).

    Args:
        required: the balance wanted on the day.
        start: the balance now.
        flows: what will move until then.
    """
    return shortfall(required, project(start, flows, today, on).balance)
