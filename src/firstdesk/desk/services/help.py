"""Help between colleagues: a private note, an expert's answer, an emergency stop on a card."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from firstdesk.bank.models import Card, Encounter, LossReport
from firstdesk.bank.queries import by_id
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, NotFound
from firstdesk.core.ids import new_id
from firstdesk.core.text import Text
from firstdesk.desk.models import CardStop, Note, Question
from firstdesk.desk.services._common import invalid, working_case, write
from firstdesk.journal.services import record
from firstdesk.policies.queries import get_policy
from firstdesk.staff.alerts import alert
from firstdesk.staff.models import Branch, Staff
from firstdesk.staff.verbs import verb


@verb("desk.send_note", permission="note.send")
def send_note(actor: Actor, encounter_id: str, *, policy_key: str = "", text: str = "") -> Note:
    """Sends a private “please check” to whoever serves the customer now (case 01002).

    Args:
        encounter_id: the visit that is going wrong.
        policy_key: the rule to look at; the receiver's screen shows what holds today.
        text: a word more, if the rule alone does not say it.

    Raises:
        NotFound: no such visit in the actor's branch, or no such rule.
        Invalid: nothing said; nobody serves.
    """
    visit = (
        Encounter.objects.select_related("served_by")
        .filter(**by_id(encounter_id), branch_id=actor.branch)
        .first()
    )
    if visit is None:
        raise _no_visit()
    if not policy_key and not text.strip():
        raise invalid("text", "请选一条规则，或写一句话。", "Choose a rule, or write a word.")
    if policy_key:
        policy_key = get_policy(policy_key).key
    if visit.served_by is None or visit.state != Encounter.State.SERVING:
        raise invalid(
            "encounter_id", "这位客户现在没有人接待。", "Nobody serves this customer now."
        )
    note = Note.objects.create(
        encounter=visit,
        to_staff=visit.served_by,
        sent_by_id=actor.person,
        policy_key=policy_key,
        text=text.strip(),
        sent_at=clock.now(),
    )
    record(
        actor, "desk.send_note", note, after={"policy": policy_key, "to": visit.served_by.username}
    )
    alert(
        [visit.served_by],
        "note",
        Text(zh=f"{actor.name.zh}请您再核一下。", en=f"{actor.name.en} asks you to check."),
        about=f"note:{note.pk}",
    )
    return note


@verb("desk.see_note", permission="note.send")
def see_note(actor: Actor, note_id: str, *, answer: str = "") -> Note:
    """The receiver has looked; the sender may read a short answer."""
    note = Note.objects.filter(pk=note_id, to_staff_id=actor.person).first()
    if note is None:
        raise NotFound(
            code="note_not_found",
            what=Text(zh="没有找到这张便条。", en="There is no such note."),
            why=Text(zh="它不是写给您的。", en="It is not for you."),
            do=Text(zh="请看您的提醒。", en="See your own alerts."),
        )
    note.seen_at = note.seen_at or clock.now()
    note.answer = answer.strip()[:240]
    note.save(update_fields=["seen_at", "answer"])
    record(actor, "desk.see_note", note, after={"seen": True})
    return note


def _no_visit() -> NotFound:
    return NotFound(
        code="encounter_not_found",
        what=Text(zh="没有找到这次接待。", en="There is no such visit."),
        why=Text(zh="它不在您的网点，或已结束。", en="It is not in your branch, or it is over."),
        do=Text(zh="请看本网点正在接待的客户。", en="Look at the visits of your own branch."),
    )


@verb("desk.ask_expert", permission="case.work")
def ask_expert(
    actor: Actor, case_id: str, *, to_branch: str, text: str, screen: str = ""
) -> Question:
    """Asks a department; customer and case stay with their owner (case 02025).

    Args:
        to_branch: code of the branch or department that knows.
        text: the question.
        screen: what the terminal showed, word for word.
    """
    case = working_case(actor, case_id)
    branch = Branch.objects.filter(code=to_branch).first()
    if branch is None:
        raise invalid("to_branch", "没有这个部门。", "There is no such department.")
    if not text.strip():
        raise invalid("text", "请写要问什么。", "Write the question.")
    row = Question.objects.create(
        case=case,
        to_branch=branch,
        text=text.strip(),
        screen=screen.strip(),
        asked_by_id=actor.person,
        asked_at=clock.now(),
    )
    write(case, "expert_asked", actor, text.strip(), to=branch.name.to_json(), screen=screen)
    record(actor, "desk.ask_expert", row, after={"to": to_branch}, name=str(case))
    alert(
        Staff.objects.filter(branch=branch, is_active=True).exclude(pk=actor.person)[:20],
        "question",
        Text(zh=f"{case}请教：{text.strip()}", en=f"{case} asks: {text.strip()}"),
        link=f"/desk/{case}/",
        about=f"question:{row.pk}",
    )
    return row


@verb("desk.answer_expert", permission="case.work")
def answer_expert(actor: Actor, question_id: str, *, answer: str) -> Question:
    """The department answers; answer and time are kept, and the owner is told."""
    row = (
        Question.objects.select_for_update(of=("self",))
        .select_related("case__owner", "to_branch")
        .filter(pk=question_id)
        .first()
    )
    if row is None or str(row.to_branch_id) != actor.branch_id:
        raise NotFound(
            code="question_not_found",
            what=Text(zh="没有找到这个问题。", en="There is no such question."),
            why=Text(zh="它不是问您的部门的。", en="It was not put to your department."),
            do=Text(zh="请看您的提醒。", en="See your own alerts."),
        )
    if not answer.strip():
        raise invalid("answer", "请写答复。", "Write the answer.")
    if row.answered_at:
        raise Conflict(
            code="answered",
            what=Text(zh="这个问题已有人答复。", en="It has been answered."),
            why=Text(zh="同事先答了。", en="A colleague was first."),
            do=Text(zh="刷新服务单看答复。", en="Reload the case."),
        )
    row.answer = answer.strip()
    row.answered_by_id = actor.person
    row.answered_at = clock.now()
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    write(row.case, "expert_answered", actor, answer.strip())
    record(actor, "desk.answer_expert", row, after={"answered": True}, name=str(row.case))
    alert(
        [row.case.owner],
        "answer",
        Text(zh=f"{row.case}有答复：{answer.strip()}", en=f"{row.case} answered: {answer.strip()}"),
        link=f"/desk/{row.case}/",
        about=f"answer:{row.pk}",
    )
    return row


@verb("desk.stop_card", permission="card.stop")
def stop_card(actor: Actor, *, card_id: str, reason: str, case_id: str | None = None) -> CardStop:
    """Stops a card at once; the formal loss report follows (case 02025).

    No identity paper is asked for and no report need be complete: a stop can be lifted, money
    that is gone cannot.

    Raises:
        Conflict: stopped already, with who and when. NotFound: no such card.
    """
    card = Card.objects.select_for_update().filter(**by_id(card_id)).first()
    if card is None:
        raise NotFound(
            code="card_not_found",
            what=Text(zh="没有找到这张卡。", en="There is no such card."),
            why=Text(
                zh="卡号可能输错，或用错了卡种的交易码。",
                en="The number may be mistyped, or the code is for another kind of card.",
            ),
            do=Text(
                zh="用证件号查这位客户名下所有的卡，先全部停用也可以。",
                en="Look his cards up by his identity paper; all may be stopped first.",
            ),
        )
    case = working_case(actor, case_id) if case_id else None
    try:
        with transaction.atomic():
            stop = CardStop.objects.create(
                card=card,
                case=case,
                stopped_by_id=actor.person,
                stopped_at=clock.now(),
                reason=reason.strip(),
            )
    except IntegrityError:
        raise _stopped_already(card) from None
    before = card.status
    if card.status == Card.Status.ACTIVE:
        Card.objects.filter(pk=card.pk).update(status=Card.Status.STOPPED, status_since=clock.now())
    if case:
        write(case, "card_stopped", actor, reason.strip(), card=card.number[-4:])
    record(
        actor,
        "desk.stop_card",
        card,
        before={"status": before},
        after={"status": "stopped"},
        reason=reason.strip(),
        name=f"•{card.number[-4:]}",
    )
    return stop


def _stopped_already(card: Card) -> Conflict:
    first = card.stops.select_related("stopped_by").filter(formal_report_at=None).first()
    who = first.stopped_by.name if first else Text(zh="同事", en="a colleague")
    at = clock.local(first.stopped_at).strftime("%H:%M") if first else ""
    return Conflict(
        code="stopped_already",
        what=Text(zh="这张卡已经停用。", en="This card is stopped already."),
        why=Text(zh=f"{who.zh}{at}已停用。", en=f"{who.en} stopped it at {at}."),
        do=Text(zh="接着补办正式挂失。", en="Go on to the formal loss report."),
    )


@verb("desk.report_loss", permission="card.stop")
def report_loss(actor: Actor, *, card_id: str, channel: str = "counter") -> LossReport:
    """Completes the formal loss report; an emergency stop before it is closed by it."""
    card = Card.objects.select_for_update().filter(**by_id(card_id)).first()
    if card is None or card.status == Card.Status.CLOSED:
        raise NotFound(
            code="card_not_found",
            what=Text(zh="没有找到可挂失的卡。", en="There is no such card to report."),
            why=Text(zh="卡号输错，或卡已销。", en="A wrong number, or the card is closed."),
            do=Text(zh="用证件号查这位客户的卡。", en="Look his cards up by his identity paper."),
        )
    now = clock.now()
    report = LossReport.objects.create(
        ref=f"LR-{new_id().hex}",
        customer_id=card.customer_id,
        card=card,
        reported_at=now,
        channel=channel,
        formal=True,
    )
    Card.objects.filter(pk=card.pk).update(status=Card.Status.LOST, status_since=now)
    CardStop.objects.filter(card=card, formal_report_at=None).update(formal_report_at=now)
    record(
        actor,
        "desk.report_loss",
        report,
        before={"status": card.status},
        after={"status": "lost"},
        name=f"•{card.number[-4:]}",
    )
    return report


__all__ = [
    "answer_expert",
    "ask_expert",
    "report_loss",
    "see_note",
    "send_note",
    "stop_card",
]
