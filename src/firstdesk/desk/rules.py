"""Decisions of the desk, without the database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from firstdesk.core.text import Text, plural

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

_CLAUSE = re.compile(r"[，。；：！？,;!?\n]|\.(?!\d)")
_AWAY = (
    re.compile(
        r"(?:请|让|叫|要)?(?:您|你|客户|他|她)?(?:自己|自行)?"
        r"(?P<verb>(?<![过失寄除])去(?!年|掉|除)|(?<![收查得看找等拿接])到(?!期|账|位|达|时|款|了)"
        r"|找(?!到|出)|联系(?!方式|人|电话)|咨询|拨打|致电|(?<!请)问(?!题)|打|(?<![转退汇寄返])回)"
        r"(?P<rest>.{0,8}?"
        r"(?:开户行|开户网点|发卡行|原网点|其他网点|别的网点|另一家|分行|热线|客服|9\d{4}|"
        r"卡部|相关部门|主管部门|业务部门|其他部门))"
    ),
    re.compile(
        r"\b(?P<verb>contact|call|ring|ask|phone|go to|visit|return to|see|turn to|speak to|"
        r"talk to|get in touch with)"
        r"(?P<rest>\s+(?:(?!our\b|this\b)\w+\s+){0,3}?"
        r"(?:opening branch|home branch|other branch|another branch|another unit|hotline|"
        r"call centre|call center|department|branch))",
        re.IGNORECASE,
    ),
)
_SPARED = re.compile(
    r"不用|不必|无需|无须|不需|不要|别再"
    r"|\b(?:no need|need not|needn't|not have|don't|do not|not need|without)\b",
    re.IGNORECASE,
)
_TO_HIM = re.compile(
    r"[替帮为给跟]您|您[的好]"
    r"|\b(?:call|ring|phone|tell|inform|for|help|give)\s+(?:you|him|her)\b(?!\s+to\b)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?P<us>我|咱们|柜员|同事|主管|已|\bI\b|\bwe\b|\bcolleague\b|\bteller\b)"
    r"|您|你|客户|[他她](?!们)|建议|麻烦|请(?=(?:自行|自己|尽快|直接|明天|今天|先|再)*$)"
    r"|\b(?:you|he|she|him|her|customer|please|kindly)\b",
    re.IGNORECASE,
)


def sends_away(text: str) -> str:
    """The words by which an answer sends the customer elsewhere, or an empty string.

    "Please ask your opening branch" is no answer: the owner asks, the customer does not
    (cases 02025, 05007). That we have asked it, will ask it, or that he need not, is one.
    """
    for clause in _CLAUSE.split(text):
        for pattern in _AWAY:
            for found in pattern.finditer(clause):
                if _he_is_to_go(clause[: found.start("verb")], found["rest"]):
                    return found.group(0)
    return ""


def _he_is_to_go(before: str, rest: str) -> bool:
    """Whether the customer is the one who goes, by the words before and after the verb.

    The last one named before the verb is who acts; nobody named reads as a request to him.
    """
    if rest.startswith(("了", "过")) or _SPARED.search(before):
        return False
    named = list(_WHO.finditer(_TO_HIM.sub("", before)))
    return not named or named[-1]["us"] is None


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
                en=f"{plural(open_promises, 'promise is', 'promises are')} still open.",
            )
        )
    if open_handover:
        reasons.append(Text(zh="移交还没有答复。", en="A handover has not been answered."))
    if open_decisions:
        reasons.append(
            Text(
                zh=f"还有{open_decisions}项审批没有结果。",
                en=f"{plural(open_decisions, 'decision is', 'decisions are')} pending.",
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
