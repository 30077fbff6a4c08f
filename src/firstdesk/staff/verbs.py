"""What makes a function a verb: permission, one transaction, and a journal entry."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import transaction

from firstdesk.core import switches
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Unavailable
from firstdesk.core.text import Text
from firstdesk.journal.services import must_record
from firstdesk.staff.permissions import require

P = ParamSpec("P")
R = TypeVar("R")

VERBS: dict[str, str] = {}
"""Name of every verb and the permission it asks for."""


def verb(
    name: str, *, permission: str
) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Declares a function that changes data.

    The call is refused without the permission, runs in one transaction, and must write at least
    one journal entry. Pages, the API, the command line and replays all come through here.

    Args:
        name: dotted, `<room>.<act>`.
        permission: a key of `staff.permissions.PERMISSIONS`.
    """

    def declare(
        function: Callable[Concatenate[Actor, P], R],
    ) -> Callable[Concatenate[Actor, P], R]:
        if name in VERBS:
            raise RuntimeError(f"Two verbs are called {name}.")
        VERBS[name] = permission

        @wraps(function)
        def act(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if switches.is_off(name):
                raise Unavailable(
                    code="switched_off",
                    what=Text(zh=f"“{name}”已停用。", en=f"“{name}” is switched off."),
                    why=Text(zh="这是一次对照重演。", en="This is a control replay."),
                    do=Text(zh="打开后再试。", en="Switch it on and try again."),
                )
            require(actor, permission)
            with transaction.atomic(), must_record(name):
                return function(actor, *args, **kwargs)

        return act

    return declare
