"""Sweep accounts: what stays on the card and what moves to its notice pocket."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from firstdesk.core.money import Money
from firstdesk.products._checks import positive, refuse


@dataclass(frozen=True, slots=True)
class Pockets:
    """Total first, then its parts (case 02017)."""

    total: Money
    reserve: Money
    swept: Money


def sweep(
    total: Money,
    reserve: Money,
    *,
    threshold: Money,
    applies_to: str = "excess",
    step: Money | None = None,
) -> Pockets:
    """Splits a balance by the sweep's rule.

    Args:
        total: everything on the card.
        reserve: what is agreed to stay.
        threshold: the least that moves.
        applies_to: `excess`: the part above the reserve must reach the threshold; `balance`: the
            whole balance must.
        step: only multiples of it move; any amount when left out.

    Raises:
        Invalid: a negative reserve or balance, or no threshold.
    """
    positive("threshold", threshold)
    if reserve.amount < 0 or total.amount < 0:
        raise refuse("reserve", "余额和留存额不能为负。", "Balance and reserve cannot be negative.")
    if applies_to not in {"excess", "balance"}:
        raise ValueError(f"{applies_to!r} is neither excess nor balance.")
    nothing = Money.zero(total.currency)
    excess = total - reserve if total > reserve else nothing
    measured = excess if applies_to == "excess" else total
    swept = excess if measured >= threshold else nothing
    if step is not None:
        positive("step", step)
        swept = step * (swept.amount // step.amount).quantize(Decimal(1))
    return Pockets(total, total - swept, swept)
