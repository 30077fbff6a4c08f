"""What Ctrl-K offers at the counter: operations with their catch, and customers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from firstdesk.bank import queries as bank
from firstdesk.core.actor import Actor
from firstdesk.core.text import Text
from firstdesk.guidance.operations import OPERATIONS, Operation
from firstdesk.guidance.registry import load_rules
from firstdesk.staff.permissions import may


def find(actor: Actor, words: str, limit: int) -> list[dict[str, Any]]:
    """With a customer at the window operations; otherwise the customers who may be meant."""
    if not may(actor, "customer.serve"):
        return []
    if bank.current(actor) is None:
        return _customers(actor, words, limit)
    return _operations(words, limit)


def _customers(actor: Actor, words: str, limit: int) -> list[dict[str, Any]]:
    found = bank.find_customers(actor, words, limit=limit)
    if not found:
        return []
    items = [
        {
            "label": one.name,
            "hint": Text(zh=f"{one.ref} {one.id_number}", en=f"{one.ref} {one.id_number}"),
            "url": f"{reverse('counter:window')}?{urlencode({'q': one.ref})}#f",
            "icon": "person",
        }
        for one in found
    ]
    return [{"title": Text(zh="客户", en="Customers"), "items": items}]


def _operations(words: str, limit: int) -> list[dict[str, Any]]:
    load_rules()
    found = [cls for cls in OPERATIONS.values() if _fits(cls, words.lower())][:limit]
    if not found:
        return []
    return [
        {
            "title": Text(zh="办理", en="Do"),
            "items": [
                {
                    "label": cls.title,
                    "hint": None,
                    "url": f"{reverse('counter:window')}?{urlencode({'op': cls.key})}",
                    "icon": cls.icon,
                }
                for cls in found
            ],
        }
    ]


def _fits(cls: type[Operation], words: str) -> bool:
    texts = (cls.title.zh, cls.title.en.lower(), *(word.lower() for word in cls.words))
    return not words or any(words in text or text in words for text in texts)
