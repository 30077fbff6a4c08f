"""Decisions of the desk, without the database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from firstdesk.core.text import Text

QUIET, DUE_SOON, OVERDUE, ESCALATED = range(4)


@dataclass(frozen=True, slots=True)
class PromiseTimes:
    """When a promise is looked at; from the policy `desk.promise.grace`.

    Args:
        due_soon: how long before the due moment its owner is reminded.
        manager_after: how long after it the branch manager is told.
    """

    due_soon: timedelta
    manager_after: timedelta

    def stage(self, due: datetime, now: datetime) -> int:
        """The stage a promise has reached."""
        if now >= due + self.manager_after:
            return ESCALATED
        if now >= due:
            return OVERDUE
        return DUE_SOON if now >= due - self.due_soon else QUIET

    def next_moment(self, due: datetime, stage: int) -> datetime | None:
        """The next moment to look, once a stage is reached; none after the last."""
        if stage == QUIET:
            return due - self.due_soon
        if stage == DUE_SOON:
            return due
        return due + self.manager_after if stage == OVERDUE else None

    def first_moment(self, due: datetime, made: datetime) -> datetime:
        """The first moment: a promise for very soon is not announced as due soon."""
        soon = due - self.due_soon
        return soon if soon > made else due


OUTCOMES: dict[str, Text] = {
    "answered": Text(zh="已答复", en="Answered"),
    "done": Text(zh="已办好", en="Done"),
    "made_good": Text(zh="已纠正并补偿", en="Put right and made good"),
    "declined": Text(
        zh="办不了，已说明理由和替代办法", en="Not possible; reason and way out given"
    ),
}
"""How a case can be solved. None of them sends the customer to another unit (case 05007)."""

_AWAY = re.compile(
    r"(请|让|叫|要)?(您|你|客户|他|她)?(自己|自行)?"
    r"(去|到|找|联系|咨询|拨打|致电|问)[^，。；]{0,8}"
    r"(开户行|开户网点|原网点|其他网点|别的网点|另一家|热线|客服|9\d{4}|相关部门|主管部门|业务部门)"
    r"|(contact|call|ring|ask|phone|go to|visit|return to|see)\s+(\w+\s+){0,3}?"
    r"(opening branch|home branch|other branch|another branch|another unit|hotline|call centre|"
    r"call center|department|branch)",
    re.IGNORECASE,
)


def sends_away(text: str) -> str:
    """The words by which an answer sends the customer elsewhere, or an empty string.

    "Please ask your opening branch" is no answer: the owner asks, the customer does not
    (cases 02025, 05007).
    """
    found = _AWAY.search(text)
    return found.group(0) if found else ""


@dataclass(frozen=True, slots=True)
class RedressFact:
    """One redress as the closing rule needs it."""

    kind: str
    state: str
    claimed: Decimal


def unmade_loss(redress: Sequence[RedressFact]) -> bool:
    """Tells whether a real loss was claimed and only a gift or an apology answered it.

    A gift never closes a case (case 02005).
    """
    claimed = any(one.claimed > 0 for one in redress)
    answered = any(
        (one.state == "approved" and one.kind not in {"gift", "apology"})
        or (one.state == "refused" and one.claimed > 0)
        for one in redress
    )
    return claimed and not answered


def stands_in_the_way(
    *, open_promises: int, open_handover: bool, open_decisions: int, unmade: bool
) -> list[Text]:
    """What keeps a case from being called solved, in words."""
    reasons = []
    if open_promises:
        reasons.append(
            Text(
                zh=f"还有{open_promises}个承诺没有兑现。",
                en=f"{open_promises} promise(s) are still open.",
            )
        )
    if open_handover:
        reasons.append(Text(zh="移交还没有答复。", en="A handover has not been answered."))
    if open_decisions:
        reasons.append(
            Text(
                zh=f"还有{open_decisions}项审批没有结果。",
                en=f"{open_decisions} decision(s) are pending.",
            )
        )
    if unmade:
        reasons.append(
            Text(
                zh="客户有实损，只有礼品或道歉，还没有补。",
                en="A real loss was claimed; a gift or an apology does not make it good.",
            )
        )
    return reasons
