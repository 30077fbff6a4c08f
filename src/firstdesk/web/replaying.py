"""Joins replays to the API and the worker: the casebook itself knows neither."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from firstdesk.casebook.replays.model import Replay
from firstdesk.casebook.replays.runner import Result, run, run_each
from firstdesk.guidance.registry import RULES, load_rules
from firstdesk.quotes.model import load_quotations
from firstdesk.staff.verbs import VERBS
from firstdesk.web.api import operations
from firstdesk.web.rooms import modules


def known_switches() -> set[str]:
    """Every rule, quotation and verb that can be switched off."""
    load_rules()
    return set(RULES) | {f"quote.{key}" for key in load_quotations()} | set(VERBS)


def all_rounds() -> dict[str, Callable[[], int]]:
    """What the worker does each time round, of every room, by name."""
    return {name: work for _, room in modules("tasks") for name, work in room.ROUNDS.items()}


def run_without(replay: Replay, names: Iterable[str]) -> dict[str, Result]:
    """Runs a replay without each of these rules and verbs in turn, in one world."""
    each = list(names)
    rounds = all_rounds()
    results = run_each(replay, operations(), rounds, [[name] for name in each])
    return dict(zip(each, results, strict=True))


def run_replays(replays: Iterable[Replay], off: Iterable[str] = ()) -> list[Result]:
    """Runs replays one after the other; each world is rolled back."""
    switches = tuple(off)
    table = operations()
    rounds = all_rounds()
    return [run(replay, table, rounds, switches) for replay in replays]
