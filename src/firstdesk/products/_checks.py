"""Input that cannot be used, said clearly."""

from __future__ import annotations

from datetime import date

from firstdesk.core.errors import Invalid
from firstdesk.core.money import Money
from firstdesk.core.text import Text


def refuse(field: str, zh: str, en: str) -> Invalid:
    """An input that cannot be used."""
    text = Text(zh=zh, en=en)
    return Invalid(
        code="product_input",
        what=text,
        why=Text(zh="算不出有意义的结果。", en="No meaningful result follows from it."),
        do=Text(zh="请核对后重填。", en="Check it and enter it again."),
        fields={field: text},
    )


def positive(field: str, money: Money) -> None:
    """Refuses zero and less."""
    if money.amount <= 0:
        raise refuse(field, "金额要大于零。", "The amount must be more than zero.")


def in_order(start: date, end: date, field: str = "end") -> None:
    """Refuses an end before its start."""
    if end < start:
        raise refuse(field, f"{end}早于{start}。", f"{end} is before {start}.")


def day_of_month(field: str, day: int) -> None:
    """Refuses what is no day of a month."""
    if not 1 <= day <= 31:
        raise refuse(field, "日子要在1到31之间。", "The day must be between 1 and 31.")
