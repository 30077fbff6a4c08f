"""Handing a case over: only by acceptance. Until then, and if refused, the sender owns it."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, NotFound
from firstdesk.core.text import Text
from firstdesk.desk.models import Handover
from firstdesk.desk.services._common import bump, invalid, owned_case, working_case, write
from firstdesk.journal.services import record
from firstdesk.staff.alerts import alert, managers_of
from firstdesk.staff.models import Branch, Staff
from firstdesk.staff.verbs import verb


@verb("desk.offer_handover", permission="case.work")
def offer_handover(
    actor: Actor,
    case_id: str,
    *,
    to_branch: str,
    to_staff: str = "",
    packet: str,
    reason: str,
    three_way: bool = False,
) -> Handover:
    """Offers a case to a branch or a person; nothing changes hands yet.

    Args:
        to_branch: branch code.
        to_staff: staff number, or empty for whoever of the branch accepts.
        packet: the facts that go along, so that the customer need not tell it again.
        three_way: a warm call with the customer on the line.

    Raises:
        Invalid: unknown branch or person, oneself, or an empty packet.
        Conflict: an offer is already open.
    """
    case = owned_case(actor, case_id)
    branch = Branch.objects.filter(code=to_branch).first()
    if branch is None:
        raise invalid("to_branch", "没有这个网点。", "There is no such branch.")
    person = _person(branch, to_staff, actor)
    if not packet.strip():
        raise invalid(
            "packet",
            "写下对方要知道的事实，客户就不用再讲一遍。",
            "Write the facts they need, so that the customer need not tell it again.",
        )
    if not reason.strip():
        raise invalid("reason", "请写移交的原因。", "Give the reason for the handover.")
    try:
        with transaction.atomic():
            offer = Handover.objects.create(
                case=case,
                sender_id=actor.person,
                to_branch=branch,
                to_staff=person,
                packet=packet.strip(),
                reason=reason.strip(),
                offered_at=clock.now(),
                three_way=three_way,
            )
    except IntegrityError:
        raise _open_already() from None
    write(
        case,
        "handover_offered",
        actor,
        packet.strip(),
        to={"branch": branch.name.to_json(), "person": person.name.to_json() if person else None},
        three_way=three_way,
    )
    record(
        actor,
        "desk.offer_handover",
        offer,
        after={"case": str(case), "to": branch.code, "person": to_staff, "three_way": three_way},
        reason=reason.strip(),
        name=str(case),
    )
    alert(
        [person] if person else _receivers(branch),
        "handover",
        Text(zh=f"{case}请您接手：{case.title}", en=f"{case} is offered to you: {case.title}"),
        link=f"/desk/{case}/",
        about=f"handover:{offer.pk}",
    )
    return offer


def _receivers(branch: Branch) -> list[Staff]:
    if branch.kind == Branch.Kind.BRANCH:
        return managers_of(branch)
    return list(Staff.objects.filter(branch=branch, is_active=True)[:20])


def _person(branch: Branch, username: str, actor: Actor) -> Staff | None:
    if not username:
        return None
    person = Staff.objects.filter(username=username, branch=branch, is_active=True).first()
    if person is None:
        raise invalid(
            "to_staff", "这个网点没有这位同事。", "There is no such colleague in that branch."
        )
    if str(person.pk) == actor.staff_id:
        raise invalid("to_staff", "不能移交给自己。", "You cannot hand over to yourself.")
    return person


def _offer(actor: Actor, handover_id: str) -> Handover:
    """The open offer, locked, if it is for the actor to answer or to take back."""
    offer = (
        Handover.objects.select_for_update(of=("self",))
        .select_related("case", "to_branch", "sender")
        .filter(pk=handover_id)
        .first()
    )
    if offer is None or not _concerns(actor, offer):
        raise NotFound(
            code="handover_not_found",
            what=Text(zh="没有找到这次移交。", en="There is no such handover."),
            why=Text(
                zh="编号不对，或不是移交给您的。", en="The id is wrong, or it is not for you."
            ),
            do=Text(zh="请从服务单里打开。", en="Open it from the case."),
        )
    if offer.state != Handover.State.OFFERED:
        raise Conflict(
            code="handover_answered",
            what=Text(zh="这次移交已经有答复了。", en="This handover has been answered."),
            why=Text(zh=f"它现在是：{offer.state}。", en=f"It is now {offer.state}."),
            do=Text(zh="刷新服务单看最新情况。", en="Reload the case."),
            extra={"state": offer.state},
        )
    return offer


def _concerns(actor: Actor, offer: Handover) -> bool:
    if str(offer.sender_id) == actor.staff_id:
        return True
    if offer.to_staff_id:
        return str(offer.to_staff_id) == actor.staff_id
    return str(offer.to_branch_id) == actor.branch_id


@verb("desk.accept_handover", permission="case.work")
def accept_handover(actor: Actor, handover_id: str) -> Handover:
    """Takes the case over: from now on the actor owns it. First owner stays who he was."""
    offer = _offer(actor, handover_id)
    if str(offer.sender_id) == actor.staff_id:
        raise invalid("handover", "移交要由对方接受。", "The other side accepts, not the sender.")
    case = working_case(actor, str(offer.case_id))
    _answer(offer, actor, Handover.State.ACCEPTED, "")
    before = case.owner
    bump(case, None, owner_id=actor.person, branch_id=actor.branch)
    write(
        case,
        "handover_accepted",
        actor,
        offer.packet,
        sender=before.name.to_json(),
        owner=actor.name.to_json(),
        three_way=offer.three_way,
    )
    record(
        actor,
        "desk.accept_handover",
        case,
        before={"owner": before.username},
        after={"owner": actor.staff_id},
    )
    alert(
        [before],
        "handover_accepted",
        Text(zh=f"{actor.name.zh}已接手{case}。", en=f"{actor.name.en} has taken over {case}."),
        link=f"/desk/{case}/",
        about=f"accepted:{offer.pk}",
    )
    return offer


@verb("desk.refuse_handover", permission="case.work")
def refuse_handover(actor: Actor, handover_id: str, *, reason: str) -> Handover:
    """Refuses an offer with a reason; the sender owns the case as before."""
    if not reason.strip():
        raise invalid("reason", "不接手要写原因。", "A refusal needs a reason.")
    offer = _offer(actor, handover_id)
    if str(offer.sender_id) == actor.staff_id:
        raise invalid("handover", "您是移交人，可以收回。", "You are the sender; withdraw it.")
    _answer(offer, actor, Handover.State.REFUSED, reason.strip())
    write(offer.case, "handover_refused", actor, reason.strip())
    record(actor, "desk.refuse_handover", offer, after={"state": "refused"}, reason=reason.strip())
    alert(
        [offer.sender],
        "handover_refused",
        Text(
            zh=f"{offer.case}没有被接手，仍由您负责：{reason.strip()}",
            en=f"{offer.case} was not taken over and stays yours: {reason.strip()}",
        ),
        link=f"/desk/{offer.case}/",
        about=f"refused:{offer.pk}",
    )
    return offer


@verb("desk.withdraw_handover", permission="case.work")
def withdraw_handover(actor: Actor, handover_id: str) -> Handover:
    """The sender takes his offer back."""
    offer = _offer(actor, handover_id)
    if str(offer.sender_id) != actor.staff_id:
        raise invalid("handover", "只有移交人能收回。", "Only the sender can withdraw it.")
    _answer(offer, actor, Handover.State.WITHDRAWN, "")
    write(offer.case, "handover_withdrawn", actor)
    record(actor, "desk.withdraw_handover", offer, after={"state": "withdrawn"})
    return offer


def _answer(offer: Handover, actor: Actor, state: str, reason: str) -> None:
    offer.state = state
    offer.answered_at = clock.now()
    offer.answered_by_id = actor.person
    offer.answer_reason = reason
    offer.save(update_fields=["state", "answered_at", "answered_by", "answer_reason"])


def _open_already() -> Conflict:
    return Conflict(
        code="handover_open",
        what=Text(zh="已有一次移交在等答复。", en="A handover is waiting for an answer."),
        why=Text(zh="同一时间只能移交给一方。", en="A case is offered to one side at a time."),
        do=Text(zh="先收回，或等对方答复。", en="Withdraw it, or wait for the answer."),
    )
