"""What Ctrl-K offers of the casebook: studies by number or words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from firstdesk.casebook import queries
from firstdesk.casebook.studies import Study, load_all
from firstdesk.core.actor import Actor
from firstdesk.core.text import Text
from firstdesk.staff.permissions import may


def find(actor: Actor, words: str, limit: int) -> list[dict[str, Any]]:
    """Studies whose number begins with the words, or that hold them all."""
    words = words.strip()
    if not words or not may(actor, "casebook.read"):
        return []
    studies = load_all()
    if words.isascii() and words.isdigit():
        numbers = [number for number in studies if number.startswith(words)]
    else:
        numbers = [number for number in queries.search(words) if number in studies]
    if not numbers:
        return []
    items = [_item(studies[number]) for number in numbers[:limit]]
    return [{"title": Text(zh="案例库", en="Casebook"), "items": items}]


def _item(study: Study) -> dict[str, Any]:
    return {
        "label": Text(zh=f"{study.id} {study.title.zh}", en=f"{study.id} {study.title.en}"),
        "hint": None,
        "url": reverse("casebook:study", args=[study.id]),
        "icon": "book",
    }
