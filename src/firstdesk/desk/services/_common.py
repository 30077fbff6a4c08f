"""What the desk's verbs share: finding the case, writing its story, and the version check."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import F

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, Forbidden, Invalid
from firstdesk.core.text import Text
from firstdesk.desk.models import Event, ServiceCase
from firstdesk.desk.queries import get_case
from firstdesk.staff.roles import Role

MOST, CENT = Decimal("1e15"), Decimal("0.01")


def write(case: ServiceCase, kind: str, actor: Actor, text: str = "", **data: Any) -> Event:
    """Adds a line to the case's story."""
    return Event.objects.create(
        case=case,
        at=clock.now(),
        kind=kind,
        by_id=actor.staff_id,
        branch_id=actor.branch_id,
        text=text,
        data=data,
    )


def working_case(actor: Actor, case_id: str) -> ServiceCase:
    """The case, locked, if it is the actor's to see and not closed.

    Raises:
        NotFound: not his to see. Conflict: closed already.
    """
    case = get_case(actor, case_id, lock=True)
    if case.state == ServiceCase.State.CLOSED:
        raise closed(case)
    return case


def owned_case(actor: Actor, case_id: str) -> ServiceCase:
    """The case, locked, if the actor owns it or manages its owner's branch.

    Raises:
        Forbidden: a colleague may see and add to it, but its course is the owner's.
    """
    case = working_case(actor, case_id)
    manages = actor.role == Role.BRANCH_MANAGER and str(case.branch_id) == actor.branch_id
    if str(case.owner_id) == actor.staff_id or manages or actor.role == Role.QUALITY_OFFICER:
        return case
    owner = case.owner.name
    raise Forbidden(
        code="not_the_owner",
        what=Text(zh="这张服务单不由您跟。", en="You do not own this case."),
        why=Text(zh=f"现在由{owner.zh}负责到底。", en=f"{owner.en} owns it until it is solved."),
        do=Text(
            zh="您可以补充经过或作出自己的承诺；要接手，请对方移交。",
            en="Add to its story or promise for yourself; to take over, ask for a handover.",
        ),
    )


def bump(case: ServiceCase, version: int | None, **changes: Any) -> None:
    """Changes a case if nobody has changed it since the actor saw it.

    Args:
        case: as read.
        version: the version the actor saw; None where the change does not rest on what he saw.
        changes: the fields to write.

    Raises:
        Conflict: somebody was faster; the refusal carries both texts.
    """
    rows = ServiceCase.objects.filter(pk=case.pk)
    if version is not None:
        rows = rows.filter(version=version)
    if rows.update(version=F("version") + 1, **changes):
        case.refresh_from_db()
        return
    case.refresh_from_db()
    last = case.events.select_related("by").order_by("-id").first()
    who = last.by.name if last and last.by else Text(zh="系统", en="The system")
    raise Conflict(
        code="case_changed",
        what=Text(
            zh="这张服务单刚被改过，您的内容还没有保存。",
            en="The case has just changed; yours is not saved yet.",
        ),
        why=Text(
            zh=f"{who.zh}先保存了：{last.text if last else ''}",
            en=f"{who.en} saved first: {last.text if last else ''}",
        ),
        do=Text(
            zh="看过对方写的再提交；您写的都还在。",
            en="Read theirs and send again; what you typed is still there.",
        ),
        extra={
            "version": case.version,
            "yours": {key: str(value) for key, value in changes.items()},
            "theirs": {key: str(getattr(case, key)) for key in changes},
        },
    )


def closed(case: ServiceCase) -> Conflict:
    """The case is closed; the customer may always reopen it."""
    return Conflict(
        code="case_closed",
        what=Text(zh=f"{case}已办结。", en=f"{case} is closed."),
        why=Text(zh="客户已确认，或静默期已过。", en="The customer confirmed, or was silent."),
        do=Text(
            zh="客户还有不满意，就重新打开这张单。",
            en="If the customer is not content, reopen this case.",
        ),
        extra={"state": case.state},
    )


def invalid(field: str, zh: str, en: str, *, code: str = "invalid", **extra: Any) -> Invalid:
    """A field that is not right, with the reason at the field."""
    text = Text(zh=zh, en=en)
    return Invalid(
        code=code,
        what=text,
        why=Text(zh="这一项是必须写清的。", en="This has to be clear."),
        do=Text(
            zh="改好后再提交，其余内容都还在。", en="Correct it and send again; the rest is kept."
        ),
        fields={field: text},
        extra=extra,
    )


def amount(field: str, value: Decimal | str) -> Decimal:
    """Reads a sum that is not below zero and has at most two decimals.

    Raises:
        Invalid: it is none, or larger than any account.
    """
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise invalid(field, "请填金额，如15.00。", "Give an amount such as 15.00.") from None
    # The bound goes first: quantize fails on sums of more digits than the context holds.
    if not found.is_finite() or not 0 <= found < MOST or found != found.quantize(CENT):
        raise invalid(
            field, "金额不能为负，最多两位小数。", "Not below zero, at most two decimals."
        )
    return found


def decided(state: str) -> Conflict:
    """Somebody has decided already."""
    return Conflict(
        code="decided",
        what=Text(zh="这一项已经决定了。", en="This has been decided."),
        why=Text(zh=f"它现在是：{state}。", en=f"It is now {state}."),
        do=Text(zh="刷新服务单看结果。", en="Reload the case."),
        extra={"state": state},
    )


def second_person() -> Forbidden:
    """Nobody decides what he asked for himself."""
    return Forbidden(
        code="second_person",
        what=Text(zh="不能审批自己提出的。", en="You cannot decide what you asked for yourself."),
        why=Text(zh="这一步要两个人。", en="This takes two people."),
        do=Text(zh="请另一位有权限的同事审批。", en="Ask another person with the authority."),
    )
