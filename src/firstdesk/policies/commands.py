"""What Ctrl-K offers of policies: by code or words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from firstdesk.core.actor import Actor
from firstdesk.core.text import Text
from firstdesk.policies.queries import search
from firstdesk.staff.permissions import may


def find(actor: Actor, words: str, limit: int) -> list[dict[str, Any]]:
    """Policies that hold all the words."""
    if not words or not may(actor, "policy.read"):
        return []
    found = search(words, limit)
    if not found:
        return []
    return [
        {
            "title": Text(zh="规则", en="Policies"),
            "items": [
                {
                    "label": Text(zh=f"{p.code} {p.title_zh}", en=f"{p.code} {p.title_en}"),
                    "hint": None,
                    "url": reverse("policies:policy", args=[p.code]),
                    "icon": "scales",
                }
                for p in found
            ],
        }
    ]
