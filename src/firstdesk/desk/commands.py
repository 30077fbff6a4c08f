"""What Ctrl-K offers of the desk: cases by number or words, and opening one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from firstdesk.core.actor import Actor
from firstdesk.core.errors import NotFound
from firstdesk.core.text import Text
from firstdesk.desk import queries
from firstdesk.desk.models import ServiceCase
from firstdesk.staff.permissions import may

_OPEN = "开单 新建服务单 投诉 首问 open a new case complaint"


def find(actor: Actor, words: str, limit: int) -> list[dict[str, Any]]:
    """Cases the actor may see, and "open a new case".

    Args:
        words: a case number (FD-1203, 1203) or words of the case; none gives his own open ones.
        limit: how many cases.
    """
    groups: list[dict[str, Any]] = []
    if may(actor, "case.open") and all(word in _OPEN for word in words.lower().split()):
        groups.append({"title": Text(zh="办理", en="Do"), "items": [_opening()]})
    if may(actor, "case.read"):
        cases = _cases(actor, words, limit)
        if cases:
            title = Text(zh="服务单", en="Cases")
            groups.append({"title": title, "items": [_item(case) for case in cases]})
    return groups


def _opening() -> dict[str, Any]:
    return {
        "label": Text(zh="新建服务单，我来首问", en="Open a new case, first asked: me"),
        "hint": None,
        "url": reverse("desk:mine") + "#new-case",
        "icon": "plus",
    }


def _cases(actor: Actor, words: str, limit: int) -> list[ServiceCase]:
    text = words.strip().upper().removeprefix("FD-")
    if text.isascii() and text.isdigit():
        try:
            return [queries.get_case(actor, text)]
        except NotFound:
            return []
    which = "all" if words else "mine"
    return queries.list_cases(actor, which=which, words=words, limit=limit)[0]


def _item(case: ServiceCase) -> dict[str, Any]:
    state = {
        "open": Text(zh="处理中", en="open"),
        "solved": Text(zh="等客户确认", en="waiting for the customer"),
        "closed": Text(zh="已办结", en="closed"),
    }[case.state]
    title = f"{case} {case.title}"
    return {
        "label": Text(zh=title, en=title),
        "hint": state,
        "url": reverse("desk:case", args=[str(case)]),
        "icon": "case",
    }
