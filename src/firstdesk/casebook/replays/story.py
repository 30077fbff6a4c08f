"""Prints a replay as a story a person reads."""

from __future__ import annotations

from typing import Any

from firstdesk.casebook.replays.runner import Outcome, Result
from firstdesk.core import clock


def story(result: Result, lang: str, *, full: bool = False) -> list[str]:
    """The lines of a replay: time, who, what was done, what Firstdesk answered, ✓ or ✗.

    Args:
        result: what the runner gave.
        lang: zh or en.
        full: print every expectation, not only those that failed.
    """
    replay = result.replay
    mark = "✓" if result.ok else "✗"
    lines = [f"{mark} {replay.name} {replay.title.in_(lang)}"]
    for outcome in result.outcomes:
        lines += _step(outcome, lang, full)
    if result.broken:
        lines.append(f"    ✗ {result.broken}")
    return lines


def _step(outcome: Outcome, lang: str, full: bool) -> list[str]:
    step = outcome.step
    at = clock.local(step.at).strftime("%Y-%m-%d %H:%M")
    mark = "✓" if outcome.ok else "✗"
    lines = [f"  {mark} {at}  {outcome.who.in_(lang)}: {step.told.in_(lang)}"]
    lines.append(f"      → {step.do or step.worker}: {answered(outcome, lang)}")
    lines += [f"      ✗ {wrong}" for wrong in outcome.wrong]
    if full:
        lines += [f"      ✓ {right}" for right in outcome.right]
    return lines


def answered(outcome: Outcome, lang: str) -> str:
    """What Firstdesk answered, in one line."""
    answer: Any = outcome.answer
    key = "zh" if lang.startswith("zh") else "en"
    if not isinstance(answer, dict):
        return str(outcome.status)
    if "items" in answer and isinstance(answer["items"], list):
        told = [
            item["title"][key]
            for item in answer["items"]
            if isinstance(item, dict) and item.get("kind") in {"block", "disclosure", "consequence"}
        ]
        if told:
            return "; ".join(told)
    if "do" in answer and "why" in answer:
        return f"{answer['what']} {answer['why']} {answer['do']}"
    for name in ("number", "state", "title", "id"):
        if name in answer:
            return f"{name} {answer[name]}"
    return str(outcome.status)


def to_json(result: Result) -> dict[str, Any]:
    """The story for programs."""
    return {
        "case": result.replay.case,
        "name": result.replay.name,
        "title": result.replay.title.to_json(),
        "covers": list(result.replay.covers),
        "rules": list(result.replay.rules),
        "verbs": list(result.replay.verbs),
        "ok": result.ok,
        "broken": result.broken,
        "steps": [
            {
                "at": outcome.step.at.isoformat(),
                "who": outcome.who.to_json(),
                "told": outcome.step.told.to_json(),
                "do": outcome.step.do or outcome.step.worker,
                "status": outcome.status,
                "answered": {lang: answered(outcome, lang) for lang in ("zh", "en")},
                "ok": outcome.ok,
                "wrong": list(outcome.wrong),
                "right": list(outcome.right),
            }
            for outcome in result.outcomes
        ],
    }
