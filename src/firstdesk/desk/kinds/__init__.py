"""Kinds of service case: what is asked when one is opened, and what must be done before it is
solved.

A room adds its kinds in `<room>/kinds.py`, imported when its app is ready.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from firstdesk.core.errors import Invalid
from firstdesk.core.fields import plain, read
from firstdesk.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a kind's checklist.

    Args:
        key: unique within the kind.
        text: what is done, verb first.
        why: the reason, where the text alone does not say it (law, standard, case).
        needed: whether the case cannot be solved before it is done or waived with a reason.
    """

    key: str
    text: Text
    why: Text | None = None
    needed: bool = True


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of case: a dataclass of `core.fields.ask` fields, and a checklist."""

    key: ClassVar[str]
    title: ClassVar[Text]
    group: ClassVar[str] = "other"
    words: ClassVar[tuple[str, ...]] = ()  # what else it is called, for the search
    steps: ClassVar[tuple[Step, ...]] = ()
    priority: ClassVar[int] = 0
    complaint: ClassVar[bool] = False  # whether the law's complaint clocks run


KINDS: dict[str, type[Kind]] = {}
"""Every kind by its key, in the order of the rooms."""

GROUPS: dict[str, Text] = {
    "ask": Text(zh="咨询和请求", en="Enquiries and requests"),
    "complaint": Text(zh="投诉", en="Complaints"),
    "money": Text(zh="钱的差错", en="Money that is wrong"),
    "things": Text(zh="证件、单据和物品", en="Papers and things"),
    "safety": Text(zh="安全", en="Safety"),
    "other": Text(zh="其他", en="Other"),
}

K = TypeVar("K", bound=type[Kind])


def kind(cls: K) -> K:
    """Registers a kind.

    Raises:
        RuntimeError: two kinds of the same key, or a group that does not exist.
    """
    if cls.key in KINDS or cls.group not in GROUPS:
        raise RuntimeError(f"Kind {cls.key}: its key is taken, or there is no group {cls.group}.")
    KINDS[cls.key] = cls
    return cls


def title_of(key: str) -> Text:
    """A kind's title; the key itself for one that no room knows any more."""
    found = KINDS.get(key)
    return found.title if found else Text(zh=key, en=key)


def read_fields(key: str, raw: Mapping[str, Any] | None) -> dict[str, Any]:
    """Reads the kind's own fields, as JSON keeps them.

    Raises:
        Invalid: a field is missing, unknown or unreadable; each is named under `fields.<name>`.
    """
    values, wrong = read(KINDS[key], raw or {})
    if not wrong:
        return {name: plain(value) for name, value in values.items()}
    names = "、".join(wrong)
    raise Invalid(
        code="invalid",
        what=Text(zh=f"有字段填得不对：{names}。", en=f"Some fields are not right: {names}."),
        why=Text(
            zh=f"“{KINDS[key].title.zh}”要这些才能查。",
            en=f"“{KINDS[key].title.en}” needs them to be looked into.",
        ),
        do=Text(
            zh="改好后再提交，其余内容都还在。", en="Correct it and send again; the rest is kept."
        ),
        fields={f"fields.{name}": text for name, text in wrong.items()},
    )


def load_kinds() -> dict[str, type[Kind]]:
    """The desk's own kinds, registered once; other rooms add theirs when they are ready."""
    from firstdesk.desk.kinds import common  # noqa: F401

    return KINDS
