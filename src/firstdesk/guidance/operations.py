"""Operations a customer can ask for, with typed fields.

An operation is a frozen dataclass. Its fields say how a form asks for them and how a raw value is
read; adding one means one class here (or in a module of its own) and its rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeVar

from firstdesk.core.errors import Invalid, NotFound
from firstdesk.core.fields import plain, read
from firstdesk.core.text import Text


@dataclass(frozen=True)
class Operation:
    """Base of all operations. `customer` is who asks."""

    do_not_call_in_templates: ClassVar[bool] = True
    key: ClassVar[str] = ""
    title: ClassVar[Text]
    icon: ClassVar[str] = "case"
    market: ClassVar[bool] = False
    """Whether its rules look at the shelf, the share issues or the rate board."""
    words: ClassVar[tuple[str, ...]] = ()
    """What people type in the command bar to find it, in both languages."""

    def raw(self) -> dict[str, Any]:
        """The fields as JSON keeps them."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self)}


OPERATIONS: dict[str, type[Operation]] = {}
O = TypeVar("O", bound=type[Operation])  # noqa: E741


def operation(cls: O) -> O:
    """Registers an operation by its key."""
    if not cls.key or cls.key in OPERATIONS:
        raise RuntimeError(f"The operation key {cls.key!r} is empty or taken.")
    OPERATIONS[cls.key] = cls
    return cls


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
    values, wrong = read(cls, raw)
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
