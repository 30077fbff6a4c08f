"""Days and sums in one line of text, as a person types them."""

from __future__ import annotations

from datetime import date

from firstdesk.core.money import Money
from firstdesk.products.inputs import refuse


def read_moves(written: str) -> list[tuple[date, Money]]:
    """Reads "2007-08-01 5000 2007-09-01 -200": what comes in and, with a minus, what goes out.

    Raises:
        Invalid: something is no day or no sum, or they do not come in pairs.
    """
    words = written.split()
    try:
        return [
            (date.fromisoformat(on), Money.of(amount))
            for on, amount in zip(words[::2], words[1::2], strict=True)
        ]
    except ValueError:
        raise refuse(
            "moves",
            "请成对写日期和金额，如2007-08-01 5000。",
            "Write pairs of day and sum, such as 2007-08-01 5000.",
        ) from None
