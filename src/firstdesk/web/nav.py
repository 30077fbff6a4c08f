"""The main navigation: what a person may open, and where he is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from firstdesk.core.actor import Actor
from firstdesk.staff.places import Count, open_to
from firstdesk.web.rooms import modules


def menu(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    """The places open to the actor, in groups; the longest address that fits is the current one."""
    counts: dict[str, Count] = {}
    for _, room in modules("counts"):
        counts |= room.counts(actor)
    groups = [
        {
            "title": title,
            "items": [
                {
                    "label": place.label,
                    "icon": place.icon,
                    "url": place.url,
                    "count": counts.get(place.page),
                    "current": False,
                }
                for place in places
            ],
        }
        for title, places in open_to(actor)
    ]
    items: list[dict[str, Any]] = [item for group in groups for item in group["items"]]  # type: ignore[union-attr]
    fitting = [item for item in items if request.path.startswith(item["url"])]
    if fitting:
        max(fitting, key=lambda item: len(item["url"]))["current"] = True
    return groups
