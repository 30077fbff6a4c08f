"""Operations a customer can ask for, with typed fields.

An operation is a frozen dataclass. Its fields say how a form asks for them and how a raw value is
read; adding one means one class here (or in a module of its own) and its rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from firstdesk.core.errors import Invalid, NotFound
from firstdesk.core.text import Text


@dataclass(frozen=True, slots=True)
class Ask:
    """How one field is asked for.

    Args:
        kind: account, card, money, day, number, choice or flag.
        label: what the form calls it.
        of: for account and card, the kinds offered (`time`, `credit`, …).
        choices: for choice, (value, label) pairs.
        help: one sentence where the label is not enough.
        low, high: bounds of a number, inclusive.
    """

    kind: str
    label: Text
    of: tuple[str, ...] = ()
    choices: tuple[tuple[str, Text], ...] = ()
    help: Text | None = None
    low: int | None = None
    high: int | None = None


def ask(kind: str, zh: str, en: str, *, default: Any = MISSING, **more: Any) -> Any:
    """Declares a field of an operation; without a default it must be given."""
    about = {"ask": Ask(kind, Text(zh=zh, en=en), **more)}
    if default is MISSING:
        return field(metadata=about)
    return field(default=default, metadata=about)


@dataclass(frozen=True)
class Operation:
    """Base of all operations. `customer` is who asks."""

    do_not_call_in_templates: ClassVar[bool] = True
    key: ClassVar[str] = ""
    title: ClassVar[Text]
    icon: ClassVar[str] = "case"
    words: ClassVar[tuple[str, ...]] = ()
    """What people type in the command bar to find it, in both languages."""

    def raw(self) -> dict[str, Any]:
        """The fields as JSON keeps them."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}


OPERATIONS: dict[str, type[Operation]] = {}
O = TypeVar("O", bound=type[Operation])  # noqa: E741
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEARS = range(1900, 2200)
"""Days outside are slips of the keyboard; and adding a term to them would leave the calendar."""


def operation(cls: O) -> O:
    """Registers an operation by its key."""
    if not cls.key or cls.key in OPERATIONS:
        raise RuntimeError(f"The operation key {cls.key!r} is empty or taken.")
    OPERATIONS[cls.key] = cls
    return cls


def asks(cls: type[Operation]) -> dict[str, Ask]:
    """The fields of an operation, in order."""
    return {f.name: f.metadata["ask"] for f in fields(cls) if "ask" in f.metadata}


def find(key: str) -> type[Operation]:
    """Finds an operation.

    Raises:
        NotFound: there is none of that key; the refusal lists those that exist.
    """
    found = OPERATIONS.get(key)
    if found is None:
        known = ", ".join(sorted(OPERATIONS))
        raise NotFound(
            code="unknown_operation",
            what=Text(zh=f"没有“{key}”这项业务。", en=f"There is no operation “{key}”."),
            why=Text(zh="业务代码不对。", en="The key is not one of ours."),
            do=Text(zh=f"可用的有：{known}。", en=f"Use one of: {known}."),
        )
    return found


def parse(key: str, raw: Mapping[str, Any]) -> Operation:
    """Reads an operation from raw values.

    Raises:
        NotFound: unknown operation.
        Invalid: unknown, missing or unreadable fields, all named at once.
    """
    cls = find(key)
    wanted = asks(cls)
    wrong: dict[str, Text] = {
        name: Text(zh="没有这个字段。", en="There is no such field.")
        for name in raw
        if name not in wanted
    }
    values: dict[str, Any] = {}
    for f in fields(cls):
        given = raw.get(f.name)
        if given is None or given == "":
            if f.default is MISSING:
                wrong[f.name] = Text(zh="必须填写。", en="This is required.")
            continue
        try:
            values[f.name] = READERS[wanted[f.name].kind](given, wanted[f.name])
        except _Unreadable as error:
            wrong[f.name] = error.text
    if wrong:
        raise Invalid(
            code="operation_fields",
            what=Text(
                zh=f"“{cls.title.zh}”的信息不全或有误。",
                en=f"The details of “{cls.title.en}” are incomplete or wrong.",
            ),
            why=Text(zh="见各字段的说明。", en="See the reason at each field."),
            do=Text(zh="改好后再查看指引。", en="Correct them and look at the guidance again."),
            fields=wrong,
        )
    return cls(**values)


class _Unreadable(ValueError):
    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh=zh, en=en)
        super().__init__(en)


def _uuid(value: Any, asked: Ask) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise _Unreadable("编号格式不对。", "This is not an identifier.") from None


def _money(value: Any, asked: Ask) -> Decimal:
    try:
        amount = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        raise _Unreadable("请填金额，如60000.00。", "Give an amount such as 60000.00.") from None
    if not amount.is_finite() or amount <= 0 or amount >= Decimal("1e15"):
        raise _Unreadable("金额要大于零。", "The amount must be more than zero.")
    if amount != amount.quantize(Decimal("0.01")):
        raise _Unreadable("金额最多两位小数。", "An amount has at most two decimals.")
    return amount.quantize(Decimal("0.01"))


def _day(value: Any, asked: Ask) -> date:
    try:
        day = value if isinstance(value, date) else _iso_day(str(value))
    except ValueError:
        raise _Unreadable("请填日期，如2007-12-04。", "Give a date such as 2007-12-04.") from None
    if day.year not in YEARS:
        low, high = YEARS[0], YEARS[-1]
        raise _Unreadable(
            f"年份要在{low}到{high}之间。", f"The year must be between {low} and {high}."
        )
    return day


def _iso_day(text: str) -> date:
    # fromisoformat alone also reads week dates, and digits after a compact date.
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _number(value: Any, asked: Ask) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise _Unreadable("请填整数。", "Give a whole number.") from None
    low, high = asked.low, asked.high
    if (low is not None and number < low) or (high is not None and number > high):
        raise _Unreadable(f"要在{low}到{high}之间。", f"It must be between {low} and {high}.")
    return number


def _choice(value: Any, asked: Ask) -> str:
    known = [key for key, _ in asked.choices]
    if value not in known:
        names = ", ".join(known)
        raise _Unreadable(f"只能选：{names}。", f"Choose one of: {names}.")
    return str(value)


def _flag(value: Any, asked: Ask) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() in {"true", "1", "on", "yes"}:
        return True
    if str(value).lower() in {"false", "0", "off", "no"}:
        return False
    raise _Unreadable("请选是或否。", "Choose yes or no.")


def _line(value: Any, asked: Ask) -> str:
    text = " ".join(str(value).split())
    if not text or len(text) > 60 or not text.isprintable():
        raise _Unreadable("请写一行，60字以内。", "Write one line of at most 60 letters.")
    return text


READERS: dict[str, Callable[[Any, Ask], Any]] = {
    "account": _uuid,
    "card": _uuid,
    "agreement": _uuid,
    "money": _money,
    "day": _day,
    "number": _number,
    "choice": _choice,
    "flag": _flag,
    "text": _line,
}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | date | UUID):
        return str(value)
    return value
