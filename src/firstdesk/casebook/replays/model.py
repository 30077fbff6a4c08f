"""A replay as written in `content/replays/*.yaml`, read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from firstdesk.casebook.replays.paths import HOWS
from firstdesk.core.text import Text

ZONE = ZoneInfo("Asia/Shanghai")
WORKERS = ("promises", "silence", "expired_reservations", "vault_shortfalls")


class ReplayError(ValueError):
    """A replay file that cannot be used: which file, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """One act: who calls which operation when, and what must come back."""

    at: datetime
    who: str
    told: Text
    do: str
    worker: str
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Any
    status: int
    expect: tuple[Mapping[str, Any], ...]
    keep: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Replay:
    """A case: the world before, then steps."""

    case: str
    name: str
    title: Text
    rules: tuple[str, ...]
    verbs: tuple[str, ...]
    covers: tuple[str, ...]
    world: Mapping[str, Any]
    steps: tuple[Step, ...] = field(default_factory=tuple)


def load_all() -> dict[str, Replay]:
    """All replays by name, in order; one case may have several (`02005`, `02005-deadline`)."""
    return dict(_all())


@cache
def _all() -> dict[str, Replay]:
    # Read once a process: the files are part of the program, and YAML takes its time.
    folder = files("firstdesk.casebook") / "content" / "replays"
    found = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            for replay in _read(file):
                found[replay.name] = replay
    return found


def _read(file: Traversable) -> list[Replay]:
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    documents = raw if isinstance(raw, list) else [raw]
    return [parse(one, file.name) for one in documents]


_KEYS = {"case", "name", "title", "rules", "verbs", "covers", "world", "steps"}
_STEP_KEYS = {
    *("at", "who", "told", "do", "worker", "path", "query", "with", "status", "expect", "keep")
}


def parse(raw: Any, source: str) -> Replay:
    """Reads one replay.

    Raises:
        ReplayError: unknown or missing keys, or a value of the wrong form.
    """
    if not isinstance(raw, dict):
        raise ReplayError(f"{source}: a replay is a mapping; see CONTRIBUTING.")
    unknown = set(raw) - _KEYS
    if unknown or not {"case", "title", "covers", "steps"} <= set(raw):
        raise ReplayError(
            f"{source}: unknown keys {sorted(unknown)}, or one of case, title, covers, steps is"
            " missing."
        )
    steps = tuple(_step(one, f"{source} step {n}") for n, one in enumerate(raw["steps"], 1))
    return Replay(
        case=str(raw["case"]),
        name=str(raw.get("name") or raw["case"]),
        title=_text(raw["title"], source),
        rules=tuple(raw.get("rules", ())),
        verbs=tuple(raw.get("verbs", ())),
        covers=tuple(str(one) for one in raw["covers"]),
        world=raw.get("world") or {},
        steps=steps,
    )


def _text(raw: Any, source: str) -> Text:
    if not (isinstance(raw, dict) and set(raw) == {"zh", "en"}):
        raise ReplayError(f"{source}: a text has zh and en, found {raw!r}.")
    return Text(zh=str(raw["zh"]), en=str(raw["en"]))


def _step(raw: Any, source: str) -> Step:
    if not isinstance(raw, dict) or set(raw) - _STEP_KEYS:
        raise ReplayError(f"{source}: unknown keys {sorted(set(raw) - _STEP_KEYS)}.")
    worker = raw.get("worker", "")
    if bool(raw.get("do")) == bool(worker) or (worker and worker not in WORKERS):
        raise ReplayError(f"{source}: name one operation with `do`, or one `worker` of {WORKERS}.")
    return Step(
        at=_moment(raw.get("at"), source),
        who=str(raw.get("who", "")),
        told=_text(raw.get("told"), source),
        do=str(raw.get("do", "")),
        worker=worker,
        path={name: str(value) for name, value in (raw.get("path") or {}).items()},
        query=raw.get("query") or {},
        body=raw.get("with"),
        status=int(raw.get("status", 200)),
        expect=tuple(_expect(one, source) for one in raw.get("expect", ())),
        keep=raw.get("keep") or {},
    )


def _expect(raw: Any, source: str) -> Mapping[str, Any]:
    if not (isinstance(raw, dict) and "path" in raw and set(raw) & HOWS):
        raise ReplayError(f"{source}: an expectation has a path and one of {sorted(HOWS)}: {raw!r}")
    if set(raw) - HOWS - {"path", "note"}:
        raise ReplayError(f"{source}: unknown words in {raw!r}.")
    return raw


def _moment(raw: Any, source: str) -> datetime:
    try:
        moment = raw if isinstance(raw, datetime) else datetime.fromisoformat(str(raw))
    except ValueError:
        raise ReplayError(f"{source}: `at` is a moment such as 2007-12-04T10:24.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)
