"""What the verbs of guidance refuse, in the user's words: what, why, what to do."""

from __future__ import annotations

from typing import Any

from firstdesk.core.errors import Conflict, Invalid, Locked
from firstdesk.core.text import Text, plural
from firstdesk.guidance.models import Check, Evidence


def cannot_record(field: str, zh: str, en: str) -> Invalid:
    """What is sent does not fit what was said."""
    text = Text(zh=zh, en=en)
    return Invalid(
        code="cannot_record",
        what=text,
        why=Text(zh="留痕要能对得上当时说的话。", en="Evidence must match what was said."),
        do=Text(zh="改好后再记录。", en="Correct it and record again."),
        fields={field: text},
    )


def needs_reason() -> Invalid:
    """An acknowledgement is not taken back without saying why."""
    return cannot_record("reason", "撤回要写原因。", "Taking back needs a reason.")


def no_reason() -> Invalid:
    """A guideline is not overridden, nor an offer refused, without saying why."""
    return cannot_record("reason", "要写原因。", "Say why: it is kept with the record.")


def binding() -> Invalid:
    """What is law or mandatory is not overridden at the counter."""
    return cannot_record(
        "item", "这一条是必须的，不能不照办。", "This one binds: it cannot be overridden here."
    )


def told_already(run: Check, item: str) -> Conflict:
    """A colleague was quicker."""
    first = (
        Evidence.objects.select_related("told_by")
        .filter(check_run=run, item=item, withdrawn_at=None)
        .first()
    )
    who = first.told_by.name if first else Text(zh="同事", en="a colleague")
    return Conflict(
        code="told_already",
        what=Text(zh="这一条已经记录过了。", en="This item is already recorded."),
        why=Text(zh=f"{who.zh}刚记下。", en=f"{who.en} has just recorded it."),
        do=Text(zh="不用再记，继续下一步。", en="No need to record again; go on."),
        extra={"evidence": first.reference if first else ""},
    )


def not_open(run: Check) -> Conflict:
    """The check was signed, left or answered anew meanwhile."""
    state = Check.State(run.state)
    return Conflict(
        code="check_not_open",
        what=Text(zh="这次指引已经不是您看到的样子。", en="This guidance is not as you saw it."),
        why=Text(
            zh="它已签约、撤下或被新的信息取代。",
            en=f"It is {state.value}, or was changed by a colleague.",
        ),
        do=Text(zh="刷新后按最新的来。", en="Reload and go by the newest."),
        extra={"state": run.state, "version": run.version},
    )


def blocked(blocks: list[dict[str, Any]]) -> Locked:
    """An item forbids it today."""
    titles = [Text.from_json(block["title"]) for block in blocks]
    return Locked(
        code="blocked",
        what=Text(zh="今天办不了。", en="This cannot be done today."),
        why=Text(zh="；".join(t.zh for t in titles), en="; ".join(t.en for t in titles)),
        do=Text(zh="看指引里的替代办法。", en="See the ways out in the guidance."),
        extra={"blocks": [block["key"] for block in blocks]},
    )


def not_told(missing: list[dict[str, Any]]) -> Locked:
    """A disclosure is not acknowledged."""
    titles = [Text.from_json(item["title"]) for item in missing]
    return Locked(
        code="not_told",
        what=Text(
            zh=f"还有{len(missing)}项必须告知没有确认，暂不能签约。",
            en=f"{plural(len(missing), 'must-tell item is', 'must-tell items are')}"
            " not acknowledged; signing is locked.",
        ),
        why=Text(zh="；".join(t.zh for t in titles), en="; ".join(t.en for t in titles)),
        do=Text(zh="当面说清，记录客户确认。", en="Tell the customer, and record his yes."),
        extra={"untold": [item["key"] for item in missing]},
    )


def facts_changed() -> Conflict:
    """The answer today is not what the customer was told."""
    return Conflict(
        code="facts_changed",
        what=Text(zh="情况变了，还没有签约。", en="The facts have changed; nothing was signed."),
        why=Text(
            zh="余额、规则或日期在告知之后有变化。",
            en="A balance, a rule or the day has changed since the customer was told.",
        ),
        do=Text(
            zh="重新看指引，把新的结果告诉客户。", en="Check again and tell him the new result."
        ),
    )
