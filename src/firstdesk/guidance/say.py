"""Days and sums as people say them, in both languages."""

from __future__ import annotations

from datetime import date

from firstdesk.core.money import Money
from firstdesk.core.text import Text

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def zh(day: date) -> str:
    """12月5日."""
    return f"{day.month}月{day.day}日"


def en(day: date) -> str:
    """5 Dec."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def both(chinese: str, english: str, **values: date | Money | object) -> Text:
    """A sentence with days and sums filled in as each language says them."""
    return Text(
        zh=chinese.format(**{k: _zh(v) for k, v in values.items()}),
        en=english.format(**{k: _en(v) for k, v in values.items()}),
    )


def _zh(value: object) -> object:
    if isinstance(value, date):
        return zh(value)
    if isinstance(value, Money):
        return value.format("zh")
    return value.zh if isinstance(value, Text) else value


def _en(value: object) -> object:
    if isinstance(value, date):
        return en(value)
    if isinstance(value, Money):
        return value.format("en")
    return value.en if isinstance(value, Text) else value
