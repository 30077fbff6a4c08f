"""What comes next on a case, worked out from what is open: never typed, never out of date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.text import Text
from firstdesk.desk import sections
from firstdesk.desk.models import Approval, Handover, Promise, Question, Redress, ServiceCase
from firstdesk.desk.sections import NextStep
from firstdesk.desk.services.approvals import KINDS


@dataclass(frozen=True, slots=True)
class Open:
    """What is open on a case, as the page has read it."""

    case: ServiceCase
    promises: Sequence[Promise]
    redress: Sequence[Redress]
    approvals: Sequence[Approval]
    questions: Sequence[Question]
    offer: Handover | None
    blockers: Sequence[Text]
    leads: bool  # the actor owns the case or manages its owner
    works: bool
    approves: bool


def next_steps(actor: Actor, found: Open, limit: int = 4) -> list[NextStep]:
    """The next steps for this actor: what has a time by its time, then the rest."""
    if not found.works:
        return []
    dated = [
        *_decisions(actor, found),
        *_promises(found),
        *sections.next_steps(actor, found.case),
    ]
    dated.sort(key=lambda step: (step.at is None, step.at))
    return [*_offer(actor, found), *dated, *_answers(actor, found), *_course(found)][:limit]


def _offer(actor: Actor, found: Open) -> list[NextStep]:
    if found.offer is None or not for_actor(actor, found.offer):
        return []
    sender = found.offer.sender.name
    return [
        NextStep(
            Text(zh=f"{sender.zh}请您接手", en=f"{sender.en} asks you to take over"),
            Text(
                zh="看过随单带去的事实再答复；您接受之前仍由对方负责。",
                en="Read the facts that come along; until you accept, it stays with the sender.",
            ),
            Text(zh="答复", en="Answer"),
            "accept",
        )
    ]


def for_actor(actor: Actor, offer: Handover) -> bool:
    """Whether the offer is the actor's to accept or refuse."""
    if str(offer.sender_id) == actor.staff_id:
        return False
    if offer.to_staff_id:
        return str(offer.to_staff_id) == actor.staff_id
    return str(offer.to_branch_id) == actor.branch_id


def _decisions(actor: Actor, found: Open) -> list[NextStep]:
    steps = []
    for row in found.approvals:
        if row.state != Approval.State.ASKED:
            continue
        decides = found.approves and str(row.asked_by_id) != actor.staff_id
        kind = KINDS.get(row.kind, Text(zh=row.kind, en=row.kind))
        by = clock.local(row.cut_off).strftime("%H:%M") if row.cut_off else ""
        title = Text(zh=f"审批：{kind.zh}", en=f"Decide: {kind.en}")
        if by:
            title = Text(zh=f"{by}前审批：{kind.zh}", en=f"Decide by {by}: {kind.en}")
        if not decides:
            title = Text(zh=f"等审批：{kind.zh}", en=f"Waiting for a decision: {kind.en}")
        steps.append(
            NextStep(
                title,
                Text(zh=row.reason, en=row.reason),
                Text(zh="审批", en="Decide"),
                f"approval-{row.pk}" if decides else "",
                row.cut_off,
            )
        )
    steps += [
        NextStep(
            Text(zh="审批补偿", en="Decide on redress"),
            Text(zh=one.basis, en=one.basis),
            Text(zh="审批", en="Decide"),
            f"redress-{one.pk}",
        )
        for one in found.redress
        if one.state == Redress.State.PROPOSED and found.approves
    ]
    return steps


def _promises(found: Open) -> list[NextStep]:
    now = clock.now()
    steps = []
    for promise in found.promises:
        if promise.state != Promise.State.OPEN or promise.external:
            continue
        at = clock.local(promise.due_at)
        by = at.strftime("%H:%M" if at.date() == clock.today() else "%m-%d %H:%M")
        words, owner = promise.words, promise.owner.name
        late = promise.due_at <= now
        steps.append(
            NextStep(
                Text(zh=f"已过{by}：{words}", en=f"Overdue since {by}: {words}")
                if late
                else Text(zh=f"{by}前：{words}", en=f"By {by}: {words}"),
                Text(
                    zh=f"{owner.zh}答应了{promise.to_name}。{promise.to_contact}",
                    en=f"{owner.en} promised {promise.to_name}. {promise.to_contact}",
                ),
                Text(zh="做到了", en="Done"),
                f"keep-{promise.pk}",
                promise.due_at,
            )
        )
    return steps


def _answers(actor: Actor, found: Open) -> list[NextStep]:
    return [
        NextStep(
            Text(zh="答复同事的请教", en="Answer the question to your department"),
            Text(zh=row.text, en=row.text),
            Text(zh="答复", en="Answer"),
            f"question-{row.pk}",
        )
        for row in found.questions
        if not row.answered_at and str(row.to_branch_id) == actor.branch_id
    ]


def _course(found: Open) -> list[NextStep]:
    """The case's own course: speak to the customer, solve, hear whether he is content."""
    case = found.case
    if case.state == ServiceCase.State.SOLVED:
        return [
            NextStep(
                Text(zh="问客户：解决了吗", en="Ask the customer whether it is solved"),
                Text(
                    zh="客户说解决了，才算办结；不满意就接着跟。",
                    en="Only the customer's yes closes it; if not content, it goes on.",
                ),
                Text(zh="客户确认", en="Customer confirms"),
                "confirm",
                case.silent_until,
            )
        ]
    if not found.leads:
        return []
    open_words = any(p.state == Promise.State.OPEN and not p.external for p in found.promises)
    steps = []
    if not open_words:
        steps.append(
            NextStep(
                Text(zh="告诉客户什么时候回话", en="Say when you will come back to the customer"),
                Text(
                    zh="现在没有到点的承诺，客户不知道等到什么时候。",
                    en="No promise is open: the customer does not know until when to wait.",
                ),
                Text(zh="新承诺", en="Promise"),
                "promise",
            )
        )
    if not found.blockers:
        steps.append(
            NextStep(
                Text(zh="解决了就答复客户", en="When it is solved, answer the customer"),
                Text(zh="没有挡着的事了。", en="Nothing stands in the way."),
                Text(zh="答复", en="Answer"),
                "solve",
            )
        )
    return steps
