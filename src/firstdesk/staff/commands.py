"""What the command bar finds in this room: pages to open, and people."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from firstdesk.core.actor import Actor
from firstdesk.core.text import Text
from firstdesk.staff import queries
from firstdesk.staff.models import Staff
from firstdesk.staff.permissions import may
from firstdesk.staff.places import Place, open_to
from firstdesk.staff.record_words import VALUES


def find(actor: Actor, words: str, limit: int) -> list[dict[str, Any]]:
    """Groups of finds: {"title": Text, "items": [{"label", "hint", "url", "icon"}]}.

    Args:
        words: what was typed; nothing typed offers the pages.
        limit: items in a group.
    """
    groups = [{"title": Text(zh="打开", en="Open"), "items": _pages(actor, words)[: limit + 4]}]
    if words and may(actor, "staff.read"):
        found, _ = queries.people(actor, queries.PeopleFilters(words=words), limit=limit)
        groups.append(
            {"title": Text(zh="员工", en="Staff"), "items": [_person(one) for one in found]}
        )
    return [group for group in groups if group["items"]]


def _pages(actor: Actor, words: str) -> list[dict[str, Any]]:
    typed = words.lower().split()
    places = [place for _, group in open_to(actor) for place in group]
    return [_page(place) for place in places if all(word in _known(place) for word in typed)]


def _known(place: Place) -> str:
    return f"{place.label.zh} {place.label.en} {place.also}".lower()


def _page(place: Place) -> dict[str, Any]:
    return {"label": place.label, "hint": None, "url": place.url, "icon": place.icon}


def _person(person: Staff) -> dict[str, Any]:
    role, branch = VALUES[person.role], person.branch.name
    return {
        "label": Text(
            zh=f"{person.name_zh} {person.username}", en=f"{person.name_en} {person.username}"
        ),
        "hint": Text(zh=f"{role.zh}，{branch.zh}", en=f"{role.en}, {branch.en}"),
        "url": reverse("staff:person", args=[person.pk]),
        "icon": "person",
    }
