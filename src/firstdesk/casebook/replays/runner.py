"""Runs a replay: a world of its own, a set clock, the public API, and everything rolled back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.db import transaction

from firstdesk.casebook.replays.model import Replay, Step
from firstdesk.casebook.replays.paths import MISSING, find, judge
from firstdesk.casebook.replays.world import World, build
from firstdesk.core import clock, switches
from firstdesk.core.errors import FirstdeskError
from firstdesk.core.text import Text

Operations = Mapping[str, tuple[str, str]]
"""Operation id to (METHOD, path template), from the API's own description."""
Workers = Mapping[str, Callable[[], int]]
_PLACE = re.compile(r"\$\{([^}]+)\}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one step gave."""

    step: Step
    who: Text
    status: int
    answer: Any
    wrong: tuple[str, ...]
    right: tuple[str, ...]
    refusal: FirstdeskError | None = None

    @property
    def ok(self) -> bool:
        """Whether all that must come back came back."""
        return not self.wrong


@dataclass(slots=True)
class Result:
    """What a replay gave."""

    replay: Replay
    outcomes: list[Outcome] = field(default_factory=list)
    broken: str = ""

    @property
    def ok(self) -> bool:
        """Whether every step came out, and every step was reached."""
        reached = len(self.outcomes) == len(self.replay.steps)
        return not self.broken and reached and all(o.ok for o in self.outcomes)


class _Unknown(Exception):
    """A step needs something that an earlier one did not give."""


def run(
    replay: Replay, operations: Operations, workers: Workers, off: Iterable[str] = ()
) -> Result:
    """Runs a replay and rolls its world back.

    Args:
        operations: the API's operations by id.
        workers: the worker's rounds by name.
        off: rules and verbs to switch off, to see the case go wrong again.
    """
    (result,) = run_each(replay, operations, workers, [off], to_the_end=True)
    return result


def run_each(
    replay: Replay,
    operations: Operations,
    workers: Workers,
    offs: Iterable[Iterable[str]],
    *,
    to_the_end: bool = False,
) -> list[Result]:
    """Runs a replay several times in one world, which is as it was before each time.

    Args:
        offs: for each time, what is switched off; the world itself is built with everything on.
        to_the_end: whether it goes on after a step that went wrong, to tell the whole story.
    """
    results = []
    with transaction.atomic():
        world = build(replay)
        for off in offs:
            with transaction.atomic(), switches.off(off):
                results.append(_steps(replay, world.copy(), operations, workers, to_the_end))
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return results


def _steps(
    replay: Replay, world: World, operations: Operations, workers: Workers, to_the_end: bool
) -> Result:
    result = Result(replay)
    for step in replay.steps:
        try:
            with clock.frozen(step.at):
                result.outcomes.append(_act(step, world, operations, workers))
        except _Unknown as error:
            result.broken = str(error)
            break
        if not (to_the_end or result.outcomes[-1].ok):
            break
    return result


def _act(step: Step, world: World, operations: Operations, workers: Workers) -> Outcome:
    if step.worker:
        return _work(step, world, workers[step.worker])
    if step.do not in operations:
        raise _Unknown(f"There is no operation {step.do}.")
    method, template = operations[step.do]
    path = template
    for name, value in step.path.items():
        path = path.replace(f"{{{name}}}", str(_filled(value, world)))
    if "{" in path:
        raise _Unknown(f"{step.do}: the path {path} is not filled.")
    token = world.tokens.get(step.who)
    if token is None:
        raise _Unknown(f"Nobody in this world is called {step.who}.")
    response = world.client.generic(
        method,
        path,
        "" if step.body is None else json.dumps(_filled(step.body, world), default=str),
        content_type="application/json",
        query_params=_filled(dict(step.query), world),
        # What a replay expects of a refusal's words is written in Chinese.
        headers={"authorization": f"Bearer {token}", "accept-language": "zh-hans"},
        secure=True,
        SERVER_NAME=settings.FIRSTDESK_REPLAY_HOST,
    )
    try:
        answer = json.loads(response.content or b"null")
    except ValueError:
        answer = response.content.decode(errors="replace")
    outcome = _weigh(step, world.names[step.who], response.status_code, answer, world)
    return replace(outcome, refusal=getattr(response, "refusal", None))


def _work(step: Step, world: World, round_: Callable[[], int]) -> Outcome:
    who = Text(zh="后台", en="Worker")
    try:
        return _weigh(step, who, 200, {"moved": round_()}, world)
    except FirstdeskError as error:  # a verb of the round that is switched off
        return replace(_weigh(step, who, error.status, None, world), refusal=error)


def _weigh(step: Step, who: Text, status: int, answer: Any, world: World) -> Outcome:
    wrong: list[str] = []
    right: list[str] = []
    if status != step.status:
        detail = answer.get("detail", "") if isinstance(answer, dict) else ""
        wrong.append(f"answered {status}, must answer {step.status}. {detail}".strip())
    for expected in step.expect:
        path = str(_filled(expected["path"], world))
        filled = {how: _filled(value, world) for how, value in expected.items()}
        different = judge(find(answer, path), filled)
        line = f"{path} {different or _said(filled)}"
        (wrong if different else right).append(line)
    for name, path in step.keep.items():
        value = find(answer, path)
        if value is MISSING:
            wrong.append(f"{path} is missing and was to be kept as {name}")
        else:
            world.kept[name] = value
    return Outcome(step, who, status, answer, tuple(wrong), tuple(right))


def _said(expected: Mapping[str, Any]) -> str:
    words = [f"{how} {value}" for how, value in expected.items() if how not in {"path", "note"}]
    return ", ".join(words)


def _filled(value: Any, world: World) -> Any:
    if isinstance(value, dict):
        return {name: _filled(one, world) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, world) for one in value]
    if not isinstance(value, str):
        return value
    whole = _PLACE.fullmatch(value)
    if whole:
        return _look(whole[1], world)
    return _PLACE.sub(lambda found: str(_look(found[1], world)), value)


def _look(name: str, world: World) -> Any:
    if name in world.kept:
        return world.kept[name]
    raise _Unknown(f"${{{name}}} is not known here: no earlier step kept it.")
