"""Joins replays to the API and the worker: the casebook itself knows neither."""

from __future__ import annotations

from collections.abc import Iterable

from firstdesk.casebook.replays.model import Replay
from firstdesk.casebook.replays.runner import Result, run, run_each
from firstdesk.desk.tasks import ROUNDS as DESK_ROUNDS
from firstdesk.guidance.registry import RULES, load_rules
from firstdesk.quotes.model import load_quotations
from firstdesk.reservations.tasks import ROUNDS as CASH_ROUNDS
from firstdesk.staff.verbs import VERBS
from firstdesk.web.api import operations


def known_switches() -> set[str]:
    """Every rule, quotation and verb that can be switched off."""
    load_rules()
    return set(RULES) | {f"quote.{key}" for key in load_quotations()} | set(VERBS)


def run_without(replay: Replay, names: Iterable[str]) -> dict[str, Result]:
    """Runs a replay without each of these rules and verbs in turn, in one world."""
    each = list(names)
    rounds = DESK_ROUNDS | CASH_ROUNDS
    results = run_each(replay, operations(), rounds, [[name] for name in each])
    return dict(zip(each, results, strict=True))


def run_replays(replays: Iterable[Replay], off: Iterable[str] = ()) -> list[Result]:
    """Runs replays one after the other; each world is rolled back."""
    switches = tuple(off)
    table = operations()
    rounds = DESK_ROUNDS | CASH_ROUNDS
    return [run(replay, table, rounds, switches) for replay in replays]
