"""Who may read the journal how far, and how its entries are put into words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Forbidden
from firstdesk.core.text import Text
from firstdesk.journal import queries
from firstdesk.journal.models import Entry
from firstdesk.staff.permissions import Scope, require
from firstdesk.staff.record_words import FIELDS, VALUES

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
_NONE = Text(zh="（空）", en="(empty)")
_YES_NO = {True: Text(zh="是", en="yes"), False: Text(zh="否", en="no")}


def entries(
    actor: Actor, filters: queries.Filters, *, cursor: str = "", limit: int = 50
) -> tuple[list[Entry], str | None]:
    """One page of the journal as far as the actor may read: his branch's entries, or all.

    Raises:
        Forbidden: the actor may not read the journal.
        Invalid: the cursor is not one of ours.
    """
    reach = require(actor, "journal.read")
    within = None if reach == Scope.BANK else actor.branch_code
    if within == "" or (within is None and reach != Scope.BANK):
        raise Forbidden(
            code="no_branch",
            what=Text(zh="不知道您属于哪个网点。", en="Your branch is not known."),
            why=Text(
                zh="您只能看本网点的日志。", en="You may read your own branch's journal only."
            ),
            do=Text(zh="请管理员补上您的网点。", en="Ask an administrator to enter your branch."),
        )
    return queries.entries(filters, within=within, cursor=cursor, limit=limit)


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an entry: its name, and how it was and is. None where there was nothing."""

    label: Text
    old: Text | None
    new: Text | None

    @property
    def is_change(self) -> bool:
        """Whether the field was there before and after, with another value."""
        return self.old is not None and self.new is not None


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Change]:
    """What an entry says changed, field by field, in the order it was written down."""
    old, new = before or {}, after or {}
    names = list(dict.fromkeys([*old, *new]))
    return [
        Change(
            label=FIELDS.get(name, Text(zh=name, en=name.replace("_", " "))),
            old=said(old[name]) if name in old else None,
            new=said(new[name]) if name in new else None,
        )
        for name in names
        if name not in old or name not in new or old[name] != new[name]
    ]


def said(value: Any) -> Text:
    """A recorded value as a person reads it, in both languages."""
    if value is None or value in ("", [], {}):
        return _NONE
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, list | tuple):
        parts = [said(part) for part in value]
        return Text(zh="、".join(p.zh for p in parts), en=", ".join(p.en for p in parts))
    word = str(value)
    if _MOMENT.fullmatch(word):
        word = clock.local(datetime.fromisoformat(word)).strftime("%Y-%m-%d %H:%M")
    return VALUES.get(word, Text(zh=word, en=word))


def _mapping(value: Mapping[str, Any]) -> Text:
    if "zh" in value:
        return Text(zh=str(value["zh"]), en=str(value.get("en") or value["zh"]))
    if set(value) == {"amount", "currency"}:
        sum_ = f"{value['currency']} {value['amount']}"
        return Text(zh=sum_, en=sum_)
    parts = [
        (FIELDS.get(key, Text(zh=key, en=key.replace("_", " "))), said(part))
        for key, part in value.items()
    ]
    return Text(
        zh="；".join(f"{key.zh}：{part.zh}" for key, part in parts),
        en="; ".join(f"{key.en}: {part.en}" for key, part in parts),
    )
