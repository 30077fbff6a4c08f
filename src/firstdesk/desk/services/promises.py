"""Promises: words with a time and a name. No call ends with a promise that has no time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, NotFound
from firstdesk.core.text import Text
from firstdesk.desk.models import Promise
from firstdesk.desk.queries import get_case
from firstdesk.desk.rules import DUE_SOON, ESCALATED, OVERDUE, PromiseTimes
from firstdesk.desk.services._common import closed, invalid, working_case, write
from firstdesk.journal.services import record
from firstdesk.policies.queries import book
from firstdesk.staff.alerts import alert, managers_of
from firstdesk.staff.models import Staff
from firstdesk.staff.verbs import verb

GRACE = "desk.promise.grace"


def times() -> PromiseTimes:
    """How long before and after a due moment people are told, today."""
    ruling = book([GRACE]).ruling(GRACE, clock.today())
    return PromiseTimes(
        due_soon=timedelta(minutes=ruling.integer("due_soon_minutes")),
        manager_after=timedelta(minutes=ruling.integer("manager_after_minutes")),
    )


@verb("desk.make_promise", permission="case.work")
def make_promise(
    actor: Actor,
    case_id: str,
    *,
    words: str,
    due_at: datetime | None,
    to_name: str = "",
    to_contact: str = "",
    external: bool = False,
) -> Promise:
    """Records a promise; who says it owns it.

    Args:
        words: exactly what was said.
        due_at: when it falls due; a promise without a time is refused (case 03002).
        to_name, to_contact: to whom, and where he is reached; taken from the case when left out.
        external: a third party's estimate: shown, never alerted as our word.

    Raises:
        Invalid: no words, no time, a time that has passed, nobody to keep it to.
    """
    case = working_case(actor, case_id)
    name = to_name.strip() or case.caller_name
    if not words.strip():
        raise invalid("words", "请写下答应了什么。", "Write what was promised.")
    if due_at is None:
        raise invalid(
            "due_at",
            "承诺要有时间：什么时候做到？",
            "A promise needs a time: when will it be done?",
            code="promise_without_time",
        )
    now = clock.now()
    if due_at <= now:
        raise invalid("due_at", "这个时间已经过了。", "That moment has passed.")
    if not name:
        raise invalid("to_name", "请写下答应了谁。", "Say to whom it was promised.")
    promise = Promise.objects.create(
        case=case,
        words=words.strip(),
        to_name=name,
        to_contact=to_contact.strip() or case.caller_contact,
        made_by_id=actor.person,
        owner_id=actor.person,
        made_at=now,
        due_at=due_at,
        next_at=None if external else times().first_moment(due_at, now),
        external=external,
    )
    write(case, "promised", actor, promise.words, due_at=due_at.isoformat(), external=external)
    record(
        actor,
        "desk.make_promise",
        promise,
        after={"case": str(case), "due_at": due_at.isoformat(), "to": name},
    )
    return promise


@verb("desk.keep_promise", permission="case.work")
def keep_promise(actor: Actor, promise_id: str, *, version: int, note: str) -> Promise:
    """The promise is done. Done late it is kept late: the story shows both moments."""
    if not note.strip():
        raise invalid("note", "请写下怎么做到的。", "Write how it was done.")
    return _settle(actor, promise_id, version, Promise.State.KEPT, note.strip())


@verb("desk.break_promise", permission="case.work")
def break_promise(actor: Actor, promise_id: str, *, version: int, note: str) -> Promise:
    """The promise cannot be kept any more; said so, with the reason."""
    if not note.strip():
        raise invalid("note", "请写下为什么没做到。", "Write why it was not done.")
    return _settle(actor, promise_id, version, Promise.State.BROKEN, note.strip())


@verb("desk.renegotiate_promise", permission="case.work")
def renegotiate_promise(
    actor: Actor, promise_id: str, *, version: int, due_at: datetime | None, note: str
) -> Promise:
    """Agrees a new time with the customer, before the old one lapses.

    Raises:
        Invalid: the old time has passed; then it is broken, not renegotiated.
    """
    old = _get(actor, promise_id)
    if old.due_at <= clock.now():
        raise invalid(
            "due_at",
            "原来的时间已过，这是没兑现，不是改期。",
            "The old time has passed: it is broken, not renegotiated.",
            code="too_late_to_renegotiate",
        )
    if not note.strip():
        raise invalid("note", "请写下客户怎么同意的。", "Write how the customer agreed.")
    new = make_promise(
        actor,
        str(old.case_id),
        words=old.words,
        due_at=due_at,
        to_name=old.to_name,
        to_contact=old.to_contact,
    )
    _settle(actor, promise_id, version, Promise.State.RENEGOTIATED, note.strip())
    Promise.objects.filter(pk=old.pk).update(replaced_by=new)
    return new


def _get(actor: Actor, promise_id: str) -> Promise:
    found = Promise.objects.select_related("case", "owner").filter(pk=promise_id).first()
    if found is None:
        raise NotFound(
            code="promise_not_found",
            what=Text(zh="没有找到这个承诺。", en="There is no such promise."),
            why=Text(zh="编号不对，或不归您看。", en="The id is wrong, or it is not yours."),
            do=Text(zh="请从服务单里打开。", en="Open it from its case."),
        )
    get_case(actor, str(found.case_id))
    return found


def _settle(actor: Actor, promise_id: str, version: int, state: str, note: str) -> Promise:
    promise = _get(actor, promise_id)
    if promise.case.state == "closed":
        raise closed(promise.case)
    now = clock.now()
    changed = Promise.objects.filter(
        pk=promise.pk, state=Promise.State.OPEN, version=version
    ).update(state=state, settled_at=now, settled_note=note, next_at=None, version=F("version") + 1)
    if not changed:
        promise.refresh_from_db()
        raise Conflict(
            code="promise_changed",
            what=Text(zh="这个承诺刚被改过。", en="This promise has just changed."),
            why=Text(zh=f"它现在是：{promise.state}。", en=f"It is now {promise.state}."),
            do=Text(zh="刷新后再看。", en="Reload and look again."),
            extra={"state": promise.state, "version": promise.version},
        )
    write(
        promise.case,
        f"promise_{state}",
        actor,
        note,
        words=promise.words,
        due_at=promise.due_at.isoformat(),
        late=now > promise.due_at,
    )
    record(
        actor,
        f"desk.promise_{state}",
        promise,
        before={"state": "open"},
        after={"state": state, "late": now > promise.due_at},
        reason=note,
    )
    promise.refresh_from_db()
    return promise


def fire_due(limit: int = 200) -> int:
    """Looks at the promises whose next moment has come; the worker calls it every few seconds.

    Each is taken on its own: one conditional update decides which of several workers acts, and a
    promise that fails does not hold up the rest.

    Returns:
        How many this worker moved on.
    """
    now = clock.now()
    due = (
        Promise.objects.filter(state="open", next_at__lte=now)
        .order_by("next_at")
        .values_list("pk", flat=True)[:limit]
    )
    return sum(fire(Actor.system("worker"), str(pk)) for pk in list(due))


def fire(actor: Actor, promise_id: str) -> bool:
    """Moves one promise to the stage its time has reached, and tells who must know.

    Returns:
        False when it was not due or another worker got there first.
    """
    promise = Promise.objects.select_related("case", "owner__branch").filter(pk=promise_id).first()
    now, grace = clock.now(), times()
    if promise is None or promise.next_at is None or promise.next_at > now:
        return False
    return _advance(actor, promise, grace.stage(promise.due_at, now), grace)


def _advance(actor: Actor, promise: Promise, stage: int, grace: PromiseTimes) -> bool:
    try:
        _fire(actor, promise, stage, grace)
    except _AnotherWorker:
        return False
    return True


class _AnotherWorker(Exception):
    """The conditional update found the promise moved on already."""


@verb("desk.fire_promise", permission="case.work")
def _fire(actor: Actor, promise: Promise, stage: int, grace: PromiseTimes) -> None:
    moved = Promise.objects.filter(
        pk=promise.pk, state=Promise.State.OPEN, stage=promise.stage, next_at=promise.next_at
    ).update(stage=stage, next_at=grace.next_moment(promise.due_at, stage))
    if not moved:
        raise _AnotherWorker
    _tell(promise, stage)
    write(
        promise.case,
        {DUE_SOON: "promise_due_soon", OVERDUE: "promise_overdue"}.get(stage, "promise_escalated"),
        actor,
        promise.words,
        due_at=promise.due_at.isoformat(),
    )
    record(
        actor,
        "desk.fire_promise",
        promise,
        before={"stage": promise.stage},
        after={"stage": stage},
    )


def _tell(promise: Promise, stage: int) -> None:
    due = clock.local(promise.due_at).strftime("%H:%M")
    case, words = promise.case, promise.words
    texts = {
        DUE_SOON: Text(
            zh=f"快到时间：{due}前，{words}（{promise.to_name}）",
            en=f"Due soon, by {due}: {words} ({promise.to_name})",
        ),
        OVERDUE: Text(
            zh=f"已过时间：{due}应做到，{words}（{promise.to_name}）",
            en=f"Overdue since {due}: {words} ({promise.to_name})",
        ),
    }
    text = texts.get(stage, texts[OVERDUE])
    people: list[Staff] = [promise.owner]
    if stage == ESCALATED:
        people += managers_of(promise.owner.branch)
    alert(
        people,
        "promise",
        text,
        link=f"/desk/{case}/",
        # One alert a person and stage; an owner already told that it is overdue is not told twice.
        about=f"promise:{promise.pk}:{min(stage, OVERDUE)}",
    )
