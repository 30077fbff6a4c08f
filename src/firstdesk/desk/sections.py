"""What other rooms and other parts of the desk add to a case, so that none needs to know them.

A section is a card on the case's page with its dialogs; what it says blocks solving; the next steps
it sees; what happens when a case is opened. A room registers its sections in `<room>/sections.py`,
imported when its app is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from firstdesk.core.actor import Actor
from firstdesk.core.text import Text
from firstdesk.desk.models import ServiceCase


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do, with its reason and the dialog that does it.

    Args:
        dialog: id of the dialog on the page; empty where somebody else must act.
        at: the moment it is due, for the order; None comes after all that have one.
    """

    title: Text
    why: Text
    verb: Text
    dialog: str
    at: datetime | None = None


Shown = Mapping[str, Any]


def _nothing_shown(actor: Actor, case: ServiceCase) -> Shown | None:
    return None


def _no_blockers(case: ServiceCase) -> Iterable[Text]:
    return ()


def _no_steps(actor: Actor, case: ServiceCase) -> Iterable[NextStep]:
    return ()


def _nothing_happens(actor: Actor, case: ServiceCase) -> None:
    return None


def _no_detail(case: ServiceCase) -> Any:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a case.

    Args:
        key: unique; `detail` appears under it in the API's `sections`.
        template: the card, included with the section's `show` as context besides the page's own
            (`case`, `works`, `leads`, `mine`, `approves`, `user`).
        dialogs: template of the dialogs it opens; empty if it has none.
        side: whether it stands in the side column; else in the main one.
        order: smaller first.
        show: what the templates need; None where this case has nothing of the kind.
        blockers: what keeps the case from being solved, in words.
        steps: next steps for this actor.
        opened: called in the transaction that opens a case, after its row and story exist.
        solved, closed: likewise when the owner answers, and when the case ends.
        detail: JSON for the API; None is left out.
    """

    key: str
    template: str = ""
    dialogs: str = ""
    side: bool = False
    order: int = 50
    show: Callable[[Actor, ServiceCase], Shown | None] = field(default=_nothing_shown)
    blockers: Callable[[ServiceCase], Iterable[Text]] = field(default=_no_blockers)
    steps: Callable[[Actor, ServiceCase], Iterable[NextStep]] = field(default=_no_steps)
    opened: Callable[[Actor, ServiceCase], None] = field(default=_nothing_happens)
    solved: Callable[[Actor, ServiceCase], None] = field(default=_nothing_happens)
    closed: Callable[[Actor, ServiceCase], None] = field(default=_nothing_happens)
    detail: Callable[[ServiceCase], Any] = field(default=_no_detail)


SECTIONS: dict[str, Section] = {}


def register(section: Section) -> Section:
    """Adds a section to every case from now on.

    Raises:
        RuntimeError: the key is taken.
    """
    if section.key in SECTIONS:
        raise RuntimeError(f"Two sections are called {section.key}.")
    SECTIONS[section.key] = section
    return section


def ordered() -> list[Section]:
    """All sections in the order of the page."""
    return sorted(SECTIONS.values(), key=lambda one: (one.order, one.key))


def shown(actor: Actor, case: ServiceCase) -> list[dict[str, Any]]:
    """The sections this case has, each with its context, for the page."""
    found = []
    for section in ordered():
        context = section.show(actor, case)
        if context is not None:
            found.append(
                {
                    "key": section.key,
                    "template": section.template,
                    "dialogs": section.dialogs,
                    "side": section.side,
                    "context": context,
                }
            )
    return found


def details(case: ServiceCase) -> dict[str, Any]:
    """What each section tells the API."""
    told = ((section.key, section.detail(case)) for section in ordered())
    return {key: value for key, value in told if value is not None}


def blocking(case: ServiceCase) -> list[Text]:
    """What the sections say keeps the case from being solved."""
    return [text for section in ordered() for text in section.blockers(case)]


def next_steps(actor: Actor, case: ServiceCase) -> list[NextStep]:
    """The next steps the sections see."""
    return [step for section in ordered() for step in section.steps(actor, case)]
