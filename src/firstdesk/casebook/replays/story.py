"""Prints a replay as a story a person reads."""

from __future__ import annotations

from typing import Any

from firstdesk.casebook.replays.runner import Outcome, Result
from firstdesk.core import clock
from firstdesk.core.text import Text

SAID: dict[str, Text] = {
    "number": Text(zh="编号{}", en="number {}"),
    "state": Text(zh="状态：{}", en="now {}"),
    "title": Text(zh="{}", en="{}"),
    "moved": Text(zh="到点处理{}件", en="{} moved on"),
}
"""How an answer's plain values are told, the first that is there."""
STATES: dict[str, Text] = {
    "open": Text(zh="处理中", en="open"),
    "solved": Text(zh="已答复，等客户确认", en="solved, waiting for the customer"),
    "closed": Text(zh="已办结", en="closed"),
    "submitted": Text(zh="已提交", en="signed"),
    "abandoned": Text(zh="没有办", en="not signed"),
    "kept": Text(zh="已兑现", en="kept"),
    "broken": Text(zh="没兑现", en="broken"),
    "renegotiated": Text(zh="已改期", en="renegotiated"),
    "offered": Text(zh="待接手", en="offered"),
    "accepted": Text(zh="已接手", en="accepted"),
    "refused": Text(zh="不同意", en="refused"),
    "withdrawn": Text(zh="已收回", en="withdrawn"),
    "proposed": Text(zh="待审批", en="proposed"),
    "approved": Text(zh="已同意", en="approved"),
    "asked": Text(zh="待审批", en="asked"),
    "granted": Text(zh="已批准", en="granted"),
    "serving": Text(zh="接待中", en="being served"),
}
DONE = Text(zh="已记下", en="recorded")


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
    if outcome.refusal:
        said = (outcome.refusal.what, outcome.refusal.why, outcome.refusal.do)
        return ("" if key == "zh" else " ").join(text.in_(key) for text in said)
    if not isinstance(answer, dict):
        return str(outcome.status)
    if "items" in answer and isinstance(answer["items"], list):
        told = [
            item["title"][key]
            for item in answer["items"]
            if isinstance(item, dict) and item.get("kind") in {"block", "disclosure", "consequence"}
        ]
        if told:
            return ("" if key == "zh" else " ").join(told)
    if answer.get("figures"):
        return _figures(answer["figures"], key)
    for name, words in SAID.items():
        value = answer.get(name)
        if isinstance(value, str | int) and value != "":
            known = STATES.get(str(value)) if name == "state" else None
            return words.in_(key).format(known.in_(key) if known else value)
    return DONE.in_(key) if outcome.status < 400 else str(outcome.status)


def _figures(figures: list[dict[str, Any]], key: str) -> str:
    """What a quotation came to: every figure with its label."""
    said = []
    for figure in figures:
        value = figure["value"]
        if isinstance(value, dict):
            value = value.get(key) or f"{value['amount']} {value['currency']}"
        said.append(f"{figure['label'][key]} {value}")
    return ("；" if key == "zh" else "; ").join(said)


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
