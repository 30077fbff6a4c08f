"""Visits: a customer comes, is called to a window, is served, and goes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from firstdesk.bank.masking import mask_name
from firstdesk.bank.models import Customer, Encounter
from firstdesk.bank.queries import by_id, customer_not_found, encounter_not_found, me, waiting_line
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, Invalid, NotFound
from firstdesk.core.text import Text
from firstdesk.journal.services import record
from firstdesk.staff.models import Branch
from firstdesk.staff.verbs import verb

State = Encounter.State
CHANNELS = ("counter", "lobby", "phone", "vip_room", "visit")
_NUMBER = re.compile(r"[A-Z0-9-]{1,10}")
_OURS = r"^A\d{3,9}$"


Before = Callable[[Actor], None]
BEFORE_SERVING: list[Before] = []
"""What must hold before somebody serves his next customer; each raises a refusal. Rooms above add
to it when they start: the counter adds that every changed rule has been read (case 01002)."""


@verb("bank.announce", permission="customer.serve")
def announce(
    actor: Actor,
    customer_id: str,
    *,
    branch: str | None = None,
    channel: str = "counter",
    number: str = "",
    service: Text | None = None,
    taken_at: datetime | None = None,
) -> Encounter:
    """Lets a customer join those waiting in a branch.

    Args:
        customer_id: who waits.
        branch: its code; the actor's own when left out.
        channel: one of `CHANNELS`.
        number: the number the hall gave him, called once a day in a branch; when left out the
            next of A001, A002 … is taken.
        service: what he comes for.
        taken_at: when the hall gave the number, today; now when left out.

    Raises:
        NotFound: no such customer or branch.
        Invalid: a channel, number or moment that cannot be.
        Conflict: the number is taken, or he waits in this branch already.
    """
    customer = _customer(customer_id)
    _known_channel(channel)
    now = clock.now()
    taken = taken_at or now
    if taken.tzinfo is None:
        raise _bad("taken_at", "取号时间要带时区。", "The moment needs its offset from UTC.")
    if taken > now or clock.local(taken).date() != clock.today():
        raise _bad("taken_at", "取号时间要在今天、现在之前。", "The number was not taken today.")
    given = number.strip().upper()
    if given and not _NUMBER.fullmatch(given):
        raise _bad("number", "票号最多10位字母数字。", "At most 10 letters and digits.")
    # One at a time in a branch: two kiosks may not give the same next number.
    place = lock_branch(actor, branch)
    waiting = Encounter.objects.filter(
        branch=place, customer=customer, state=State.WAITING, day=clock.today()
    ).first()
    if waiting:
        raise _waits_already(waiting)
    visit = Encounter(
        branch=place,
        customer=customer,
        channel=channel,
        day=clock.today(),
        number=given or next_number(place),
        taken_at=taken,
        service_zh=service.zh[:60] if service else "",
        service_en=service.en[:60] if service else "",
    )
    _save_new(visit)
    _journal(actor, "bank.announce", visit)
    return visit


@verb("bank.call_next", permission="customer.serve")
def call_next(actor: Actor) -> Encounter:
    """Calls whoever has waited longest in the actor's branch today, and opens his data.

    Two windows that call at the same moment get two customers: a row that another window holds is
    skipped.

    Raises:
        Conflict: the actor has a customer at the window.
        NotFound: nobody is waiting.
    """
    _person(actor)
    _must_be_free(actor)
    _may_serve(actor)
    visit = claim_next(actor)
    if visit is None:
        raise NotFound(
            code="nobody_waiting",
            what=Text(zh="现在没有人在等。", en="Nobody is waiting."),
            why=Text(zh="本网点今天的号都叫完了。", en="All of today's numbers have been called."),
            do=Text(
                zh="有客户站在面前，就查找客户直接接待。",
                en="If a customer stands before you, find and meet them directly.",
            ),
        )
    return _serve(actor, visit, "bank.call_next")


@verb("bank.meet", permission="customer.serve")
def meet(
    actor: Actor, customer_id: str, *, channel: str = "counter", service: Text | None = None
) -> Encounter:
    """Opens a visit directly: on the telephone, or with a customer standing there.

    Someone who waits in this branch with a number is taken with it; someone already with the
    actor stays as he is.

    Raises:
        NotFound: no such customer. Invalid: unknown channel.
        Conflict: the actor has somebody else at the window.
    """
    person, place = _person(actor)
    customer = _customer(customer_id)
    _known_channel(channel)
    mine = Encounter.objects.filter(served_by_id=me(actor), state=State.SERVING).first()
    if mine and mine.customer_id == customer.pk:
        record(actor, "bank.meet", mine, after={"again": True}, name=mine.number or channel)
        return mine
    _must_be_free(actor)
    _may_serve(actor)
    waiting = (
        waiting_line(actor).select_for_update(skip_locked=True).filter(customer=customer).first()
    )
    if waiting:
        return _serve(actor, waiting, "bank.meet")
    now = clock.now()
    visit = Encounter(
        branch_id=place,
        customer=customer,
        channel=channel,
        day=clock.today(),
        taken_at=now,
        called_at=now,
        state=State.SERVING,
        served_by_id=person,
        service_zh=service.zh[:60] if service else "",
        service_en=service.en[:60] if service else "",
    )
    _save_new(visit)
    _journal(actor, "bank.meet", visit, opened=True)
    return visit


@verb("bank.check_identity", permission="customer.serve")
def check_identity(actor: Actor, encounter_id: str) -> Encounter:
    """Notes that the actor has checked the identity document of the customer before him.

    Raises:
        NotFound: the visit is not the actor's.
        Conflict: it is over.
    """
    visit = _mine(actor, encounter_id)
    first = visit.identity_checked_at
    if first is None:
        visit.identity_checked_at = clock.now()
        visit.version = visit.version + 1
        visit.save(update_fields=["identity_checked_at", "version"])
    _journal(actor, "bank.check_identity", visit, again=first is not None)
    return visit


@verb("bank.finish", permission="customer.serve")
def finish(actor: Actor, encounter_id: str) -> Encounter:
    """Ends the visit; the customer's data closes for the actor.

    Raises:
        NotFound: the visit is not the actor's.
        Conflict: it is over already.
    """
    visit = _mine(actor, encounter_id)
    visit.state, visit.ended_at = State.DONE, clock.now()
    visit.version = visit.version + 1
    visit.save(update_fields=["state", "ended_at", "version"])
    _journal(actor, "bank.finish", visit)
    return visit


# Two places where colleagues meet: each takes its lock in one function.


def lock_branch(actor: Actor, code: str | None) -> Branch:
    """Finds a branch and holds it until the transaction ends, so that its numbers run on.

    Raises:
        NotFound: there is none of that code, or the actor has none and named none.
    """
    # NO KEY: rows that merely refer to the branch may still be written meanwhile.
    branches = Branch.objects.select_for_update(no_key=True)
    found = branches.filter(**({"code": code} if code else {"pk": actor.branch_id})).first()
    if found is None:
        raise NotFound(
            code="branch_not_found",
            what=Text(zh="没有找到这家网点。", en="There is no such branch."),
            why=Text(zh="网点代码不对，或没有填。", en="The code is wrong or was left out."),
            do=Text(zh="填网点代码。", en="Give the branch's code."),
        )
    return found


def claim_next(actor: Actor) -> Encounter | None:
    """Takes hold of the longest waiting visit that no other window holds."""
    return waiting_line(actor).select_for_update(skip_locked=True).first()


def next_number(branch: Branch) -> str:
    """The next of A001, A002 … of today in a branch; hold the branch while asking."""
    taken = Encounter.objects.filter(
        branch=branch, day=clock.today(), number__regex=_OURS
    ).values_list("number", flat=True)
    last = max((int(number[1:]) for number in taken), default=0)
    return f"A{last + 1:03}"


def _serve(actor: Actor, visit: Encounter, action: str) -> Encounter:
    visit.state, visit.called_at = State.SERVING, clock.now()
    visit.served_by_id, _ = _person(actor)
    visit.version = visit.version + 1
    try:
        with transaction.atomic():
            visit.save(update_fields=["state", "called_at", "served_by", "version"])
    except IntegrityError:
        # The same person called from two tabs at once; the database lets one through.
        raise _busy(None) from None
    _journal(actor, action, visit, opened=True)
    return visit


def _save_new(visit: Encounter) -> None:
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError as error:
        if "bank_number_once_a_day" in str(error):
            raise _number_taken(visit.number) from None
        if "bank_one_customer_per_window" in str(error):
            raise _busy(None) from None
        raise


def _journal(
    actor: Actor, action: str, visit: Encounter, *, opened: bool = False, again: bool = False
) -> None:
    """Records the act; opening a customer's data has its own line under the customer."""
    after: dict[str, Any] = {"state": visit.state, "number": visit.number, "channel": visit.channel}
    if again:
        after["again"] = True
    record(actor, action, visit, after=after, name=visit.number or visit.channel)
    if opened:
        record(
            actor,
            "bank.customer_opened",
            visit.customer,
            after={"encounter": str(visit.pk)},
            name=f"{visit.customer.ref} {mask_name(visit.customer.name_zh)}",
        )


def _customer(customer_id: str) -> Customer:
    found = Customer.objects.filter(**by_id(customer_id)).first()
    if found is None:
        raise customer_not_found()
    return found


def _mine(actor: Actor, encounter_id: str) -> Encounter:
    _person(actor)
    found = (
        Encounter.objects.select_for_update(of=("self",))
        .select_related("customer")
        .filter(served_by_id=me(actor), **by_id(encounter_id))
        .first()
    )
    if found is None:
        raise encounter_not_found()
    if found.state == State.DONE:
        raise Conflict(
            code="visit_over",
            what=Text(zh="这次接待已经办结。", en="This visit is over."),
            why=Text(
                zh=f"{clock.local(found.ended_at or found.taken_at):%H:%M}办结的。",
                en=f"It ended at {clock.local(found.ended_at or found.taken_at):%H:%M}.",
            ),
            do=Text(zh="需要时重新接待这位客户。", en="Meet the customer again if needed."),
        )
    return found


def _may_serve(actor: Actor) -> None:
    """Asks the rooms above."""
    for condition in BEFORE_SERVING:
        condition(actor)


def _must_be_free(actor: Actor) -> None:
    mine = Encounter.objects.filter(served_by_id=me(actor), state=State.SERVING).first()
    if mine:
        raise _busy(mine)


def _person(actor: Actor) -> tuple[UUID, UUID]:
    """The ids of the employee who acts and of his branch.

    Raises:
        Invalid: it is the system.
    """
    if actor.staff_id is None or actor.branch_id is None:
        raise Invalid(
            code="no_person",
            what=Text(zh="系统不能接待客户。", en="The system cannot serve a customer."),
            why=Text(zh="接待要有一位员工在一家网点。", en="That takes a person in a branch."),
            do=Text(zh="请以员工身份来做。", en="Act as an employee."),
        )
    return UUID(actor.staff_id), UUID(actor.branch_id)


def _known_channel(channel: str) -> None:
    if channel not in CHANNELS:
        known = ", ".join(CHANNELS)
        raise _bad("channel", f"渠道只能是：{known}。", f"The channel is one of: {known}.")


def _bad(field: str, zh: str, en: str) -> Invalid:
    return Invalid(
        code="visit_fields",
        what=Text(zh="来访信息有误。", en="The details of the visit are wrong."),
        why=Text(zh=zh, en=en),
        do=Text(zh="改好后再送。", en="Correct it and send it again."),
        fields={field: Text(zh=zh, en=en)},
    )


def _busy(visit: Encounter | None) -> Conflict:
    number = visit.number if visit else ""
    return Conflict(
        code="window_busy",
        what=Text(
            zh=f"您正在接待{number or '客户'}。", en=f"You are serving {number or 'someone'}."
        ),
        why=Text(zh="一个窗口同时只接待一位。", en="A window serves one customer at a time."),
        do=Text(zh="先办结这一位，再叫下一位。", en="Finish this visit, then call the next."),
        extra={"encounter": str(visit.pk)} if visit else None,
    )


def _number_taken(number: str) -> Conflict:
    return Conflict(
        code="number_taken",
        what=Text(zh=f"{number}今天已经用过。", en=f"{number} has been used today."),
        why=Text(zh="同一网点一天一个号只用一次。", en="A branch uses a number once a day."),
        do=Text(zh="换一个号，或不填由系统给号。", en="Give another, or leave it out."),
    )


def _waits_already(visit: Encounter) -> Conflict:
    return Conflict(
        code="waits_already",
        what=Text(
            zh=f"这位客户已在等，票号{visit.number}。",
            en=f"This customer is waiting already, with {visit.number}.",
        ),
        why=Text(zh="一位客户在一家网点只排一个号。", en="One number for a customer in a branch."),
        do=Text(zh="用原来的号。", en="Keep that number."),
        extra={"encounter": str(visit.pk)},
    )
