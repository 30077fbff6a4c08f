"""Typed fields that a person or a program fills in: how each is asked for, and how it is read.

Operations at the counter and product quotations are dataclasses of such fields. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from firstdesk.core.text import Text

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"[0-2][0-9]:[0-5][0-9]")
YEARS = range(1900, 2200)
"""Days outside are slips of the keyboard; and adding a term to them would leave the calendar."""


@dataclass(frozen=True, slots=True)
class Ask:
    """How one field is asked for.

    Args:
        kind: account, card, loan, offering, money, percent, rate, day, time, number, choice,
            flag, text or long.
        label: what the form calls it.
        of: for account, card and offering, the kinds offered (`time`, `credit`, …).
        choices: for choice, (value, label) pairs.
        help: one sentence where the label is not enough.
        low, high: bounds of a number, inclusive; a sum of money may be 0 where `low` is 0.
    """

    kind: str
    label: Text
    of: tuple[str, ...] = ()
    choices: tuple[tuple[str, Text], ...] = ()
    help: Text | None = None
    low: int | None = None
    high: int | None = None
    first: str = ""
    """What a form shows before anybody chose: the default of a choice."""
    optional: bool = False
    """Whether it may be left empty."""


def ask(kind: str, zh: str, en: str, *, default: Any = MISSING, **more: Any) -> Any:
    """Declares a field of an operation; without a default it must be given."""
    if default is MISSING:
        return field(metadata={"ask": Ask(kind, Text(zh=zh, en=en), **more)})
    first = default if isinstance(default, str) else ""
    about = {"ask": Ask(kind, Text(zh=zh, en=en), first=first, optional=True, **more)}
    return field(default=default, metadata=about)


def asks(cls: type) -> dict[str, Ask]:
    """The fields of a dataclass that are asked for, in order."""
    return {f.name: f.metadata["ask"] for f in fields(cls) if "ask" in f.metadata}


def read(cls: type, raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Text]]:
    """Reads raw values into those of a dataclass.

    Returns:
        The values that could be read, and for each field that is unknown, missing or unreadable
        what is wrong with it.
    """
    wanted = asks(cls)
    wrong: dict[str, Text] = {
        name: Text(zh="没有这个字段。", en="There is no such field.")
        for name in raw
        if name not in wanted
    }
    values: dict[str, Any] = {}
    for f in fields(cls):
        if f.name not in wanted:
            continue
        given = raw.get(f.name)
        if given is None or given == "":
            if f.default is MISSING:
                wrong[f.name] = Text(zh="必须填写。", en="This is required.")
            continue
        try:
            values[f.name] = READERS[wanted[f.name].kind](given, wanted[f.name])
        except Unreadable as error:
            wrong[f.name] = error.text
    return values, wrong


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, Decimal | date | UUID):
        return str(value)
    return value


class Unreadable(ValueError):
    """A value that cannot be read; says in both languages what is wanted."""

    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh=zh, en=en)
        super().__init__(en)


def _uuid(value: Any, asked: Ask) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise Unreadable("编号格式不对。", "This is not an identifier.") from None


def _money(value: Any, asked: Ask) -> Decimal:
    try:
        amount = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        raise Unreadable("请填金额，如60000.00。", "Give an amount such as 60000.00.") from None
    if not amount.is_finite() or amount >= Decimal("1e15"):
        raise Unreadable("金额太大。", "The amount is too large.")
    if amount < 0 or (amount == 0 and asked.low != 0):
        raise Unreadable("金额要大于零。", "The amount must be more than zero.")
    if amount != amount.quantize(Decimal("0.01")):
        raise Unreadable("金额最多两位小数。", "An amount has at most two decimals.")
    return amount.quantize(Decimal("0.01"))


def _decimal(value: Any, what: Text) -> Decimal:
    try:
        number = Decimal(str(value).replace(",", "").removesuffix("%"))
    except InvalidOperation:
        raise Unreadable(what.zh, what.en) from None
    if not number.is_finite():
        raise Unreadable(what.zh, what.en)
    return number


def _percent(value: Any, asked: Ask) -> Decimal:
    what = Text(zh="请填百分数，如3.24。", en="Give a percentage such as 3.24.")
    number = _decimal(value, what)
    if not 0 <= number <= 100 or number != number.quantize(Decimal("0.000001")):
        raise Unreadable(
            "百分数要在0到100之间，最多六位小数。",
            "A percentage lies between 0 and 100, with at most six decimals.",
        )
    return number


def _rate(value: Any, asked: Ask) -> Decimal:
    what = Text(zh="请填牌价，如744.83。", en="Give a quotation such as 744.83.")
    number = _decimal(value, what)
    if not 0 < number < 10**9 or number != number.quantize(Decimal("0.000001")):
        raise Unreadable(
            "牌价要大于零，最多六位小数。",
            "A quotation is more than zero, with at most six decimals.",
        )
    return number


def _day(value: Any, asked: Ask) -> date:
    try:
        day = value if isinstance(value, date) else _iso_day(str(value))
    except ValueError:
        raise Unreadable("请填日期，如2007-12-04。", "Give a date such as 2007-12-04.") from None
    if day.year not in YEARS:
        low, high = YEARS[0], YEARS[-1]
        raise Unreadable(
            f"年份要在{low}到{high}之间。", f"The year must be between {low} and {high}."
        )
    return day


def _iso_day(text: str) -> date:
    # fromisoformat alone also reads week dates, and digits after a compact date.
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _time(value: Any, asked: Ask) -> time:
    try:
        if not _CLOCK.fullmatch(str(value)):
            raise ValueError(value)
        return time.fromisoformat(str(value))
    except ValueError:
        raise Unreadable("请填时间，如09:30。", "Give a time such as 09:30.") from None


def _number(value: Any, asked: Ask) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise Unreadable("请填整数。", "Give a whole number.") from None
    low, high = asked.low, asked.high
    if (low is not None and number < low) or (high is not None and number > high):
        raise Unreadable(f"要在{low}到{high}之间。", f"It must be between {low} and {high}.")
    return number


def _choice(value: Any, asked: Ask) -> str:
    known = [key for key, _ in asked.choices]
    if value not in known:
        names = ", ".join(known)
        raise Unreadable(f"只能选：{names}。", f"Choose one of: {names}.")
    return str(value)


def _flag(value: Any, asked: Ask) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() in {"true", "1", "on", "yes"}:
        return True
    if str(value).lower() in {"false", "0", "off", "no"}:
        return False
    raise Unreadable("请选是或否。", "Choose yes or no.")


def _line(value: Any, asked: Ask) -> str:
    text, most = " ".join(str(value).split()), LONGEST[asked.kind]
    if not text or len(text) > most or not text.isprintable():
        raise Unreadable(f"请写{most}字以内。", f"Write at most {most} letters.")
    return text


LONGEST = {"text": 60, "long": 600}
"""Letters of a line, and of what needs several; line breaks count as spaces."""
READERS: dict[str, Callable[[Any, Ask], Any]] = {
    "account": _uuid,
    "card": _uuid,
    "agreement": _uuid,
    "loan": _uuid,
    "offering": _uuid,
    "money": _money,
    "percent": _percent,
    "rate": _rate,
    "day": _day,
    "time": _time,
    "number": _number,
    "choice": _choice,
    "flag": _flag,
    "text": _line,
    "long": _line,
}
