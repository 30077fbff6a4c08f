"""Input that cannot be used, said clearly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from firstdesk.core.errors import Invalid
from firstdesk.core.money import Money
from firstdesk.core.text import Text

HUNDRED = Decimal(100)


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


def not_negative(field: str, money: Money | None) -> None:
    """Refuses less than zero; nothing given is fine."""
    if money is not None and money.amount < 0:
        raise refuse(field, "金额不能为负。", "The amount cannot be negative.")


def same_currency(money: Money, **others: Money | None) -> None:
    """Refuses another currency than that of the first amount, naming the field."""
    for field, other in others.items():
        if other is not None and other.currency != money.currency:
            raise refuse(
                field,
                f"币种是{other.currency}，应为{money.currency}。",
                f"It is in {other.currency}; {money.currency} is needed.",
            )


def in_order(start: date, end: date, field: str = "end") -> None:
    """Refuses an end before its start."""
    if end < start:
        raise refuse(field, f"{end}早于{start}。", f"{end} is before {start}.")


def day_of_month(field: str, day: int) -> None:
    """Refuses what is no day of a month."""
    if not 1 <= day <= 31:
        raise refuse(field, "日子要在1到31之间。", "The day must be between 1 and 31.")


def day_number(field: str, days: int) -> None:
    """Refuses a negative number of days."""
    if days < 0:
        raise refuse(field, "天数不能为负。", "The days cannot be negative.")


def percentage(field: str, percent: Decimal) -> None:
    """Refuses a percentage below 0 or above 100."""
    if not (percent.is_finite() and 0 <= percent <= HUNDRED):
        raise refuse(field, "百分数要在0到100之间。", "The percentage must be between 0 and 100.")


def one_of(field: str, value: str, known: Sequence[str]) -> None:
    """Refuses a word that is none of those known."""
    if value not in known:
        names = ", ".join(known)
        raise refuse(
            field, f"没有“{value}”这种规则，可用：{names}。", f"{value!r} is none of {names}."
        )
