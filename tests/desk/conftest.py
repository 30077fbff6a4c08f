"""A morning at the desk: the cast as actors, and a case to work on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from firstdesk.core.actor import Actor
from firstdesk.desk import services
from firstdesk.desk.models import ServiceCase

Open = Callable[..., ServiceCase]


@pytest.fixture
def actors(cast: Any) -> Callable[[str], Actor]:
    """The person of that name as actor."""

    def actor(name: str) -> Actor:
        found: Actor = cast.actor(getattr(cast, name))
        return found

    return actor


@pytest.fixture
def open_case(actors: Callable[[str], Actor], policies: None) -> Open:
    """Opens a case of a caller, by the teller if nobody is named."""

    def opened(who: str = "teller", **more: Any) -> ServiceCase:
        values: dict[str, Any] = {
            "matter": "complaint",
            "title": "年费扣了两次",
            "story": "12月3日和4日各扣10元。",
            "caller_name": "林先生",
            "caller_contact": "021-55550101",
        }
        return services.open_case(actors(who), **{**values, **more})

    return opened
