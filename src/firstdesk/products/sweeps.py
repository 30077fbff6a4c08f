"""Sweep accounts: what stays on the card and what moves to its notice pocket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working
from firstdesk.products._words import plain
from firstdesk.products.inputs import one_of, positive, refuse, same_currency

APPLIES_TO = ("excess", "balance")
TOTAL = Text(zh="总余额", en="Total balance")
RESERVE = Text(zh="卡上留存", en="Kept on the card")
SWEPT = Text(zh="通知存款户", en="In the notice deposit")


@dataclass(frozen=True, slots=True)
class Pockets:
    """Total first, then its parts (case 02017)."""

    total: Money
    reserve: Money
    swept: Money
    working: Working

    @property
    def positions(self) -> tuple[tuple[Text, Money], ...]:
        """As they are to be shown: the total before its parts."""
        return positions(((RESERVE, self.reserve), (SWEPT, self.swept)))


def positions(parts: Sequence[tuple[Text, Money]]) -> tuple[tuple[Text, Money], ...]:
    """What a customer holds in several pockets: the total first, then each of them (case 02017).

    Args:
        parts: name and balance of each pocket; at least one, all in one currency.

    Raises:
        Invalid: no pockets, or two currencies.
    """
    if not parts:
        raise refuse("parts", "没有账户可加。", "There is no pocket to add up.")
    total = Money.zero(parts[0][1].currency)
    for _, balance in parts:
        same_currency(total, parts=balance)
        total = total + balance
    return ((TOTAL, total), *parts)


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
        applies_to: `excess`: what would move must reach the threshold; `balance`: the whole
            balance must.
        step: only multiples of it move; any amount when left out.

    Raises:
        Invalid: a negative reserve or balance, no threshold, or another currency.
    """
    same_currency(total, reserve=reserve, threshold=threshold, step=step)
    positive("threshold", threshold)
    one_of("applies_to", applies_to, APPLIES_TO)
    if reserve.amount < 0 or total.amount < 0:
        raise refuse("reserve", "余额和留存额不能为负。", "Balance and reserve cannot be negative.")
    nothing = Money.zero(total.currency)
    excess = movable = total - reserve if total > reserve else nothing
    if step is not None:
        positive("step", step)
        movable = step * (excess.amount // step.amount).quantize(Decimal(1))
    measured = movable if applies_to == "excess" else total
    swept = movable if measured >= threshold else nothing
    return Pockets(
        total, total - swept, swept, _working(total, reserve, measured, threshold, swept)
    )


def _working(
    total: Money, reserve: Money, measured: Money, threshold: Money, swept: Money
) -> Working:
    reached = measured >= threshold
    note = Text(
        zh=f"{measured.format()}{'达到' if reached else '不到'}{threshold.format()}",
        en=f"{measured.format('en')} {'reaches' if reached else 'is below'} "
        f"{threshold.format('en')}",
    )
    return Working(
        (
            Line(TOTAL, "", (), total),
            Line(
                Text(zh="转入通知存款户", en="Moves to the notice deposit"),
                f"{plain(total)} − {plain(reserve)}",
                (("reserve", str(reserve)), ("threshold", str(threshold))),
                swept,
                note,
            ),
            Line(RESERVE, f"{plain(total)} − {plain(swept)}", (), total - swept),
        )
    )
