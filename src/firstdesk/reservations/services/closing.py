"""How a reservation ends: collected, cancelled by the customer, or not collected in time."""

from __future__ import annotations

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict
from firstdesk.core.text import Text
from firstdesk.journal.services import record
from firstdesk.reservations.models import Reservation
from firstdesk.reservations.queries import get_reservation
from firstdesk.reservations.services._common import change, invalid, kept_by, line, tell_booker
from firstdesk.staff.verbs import verb

Status = Reservation.Status


@verb("reservations.collect", permission="reservation.keep")
def collect(
    actor: Actor,
    reservation_id: str,
    *,
    version: int,
    identity_checked: bool = False,
    note: str = "",
) -> Reservation:
    """The notes are handed out, on their day, to the collector who was named.

    Args:
        identity_checked: the documents that the rule asks for were seen.

    Raises:
        Invalid: identity has to be checked first.
        Conflict: not confirmed, another day, or changed meanwhile.
    """
    wrong: dict[str, Text] = {}
    note = line(wrong, "note", note, 500)
    row = kept_by(actor, reservation_id)
    if row.identity and not identity_checked:
        both = row.collector == Reservation.Collector.OTHER
        wrong["identity_checked"] = Text(
            zh="请先核对来取的人和客户双方的证件。" if both else "请先核对客户的身份证件。",
            en="Check the documents of both, collector and customer, first."
            if both
            else "Check the customer's identity document first.",
        )
    if wrong:
        raise invalid(wrong)
    if row.is_open and row.day != clock.today():
        raise _another_day(row)
    change(
        row,
        version,
        [Status.ACCEPTED],
        status=Status.COLLECTED,
        closed_by_id=actor.staff_id,
        closed_at=clock.now(),
        closing_note=note,
    )
    record(
        actor,
        "reservations.collect",
        row,
        before={"status": "accepted"},
        after={
            "status": "collected",
            "amount": str(row.amount),
            "currency": row.currency,
            "collector": row.who_collects.to_json(),
            "identity_checked": identity_checked,
        },
        reason=note,
    )
    return row


def _another_day(row: Reservation) -> Conflict:
    day = row.day.isoformat()
    return Conflict(
        code="another_day",
        what=Text(zh=f"{row}约的是{day}。", en=f"{row} is for {day}."),
        why=Text(
            zh="那天的钱算在那天的库存里，今天的可能答应了别人。",
            en="Its notes are in that day's stock; today's may be promised to others.",
        ),
        do=Text(
            zh="今天要取，就取消这笔，按今天重新预约并确认。",
            en="To collect today, cancel it and book and accept one for today.",
        ),
        extra={"day": day},
    )


@verb("reservations.cancel", permission="reservation.book")
def cancel(actor: Actor, reservation_id: str, *, version: int, words: str) -> Reservation:
    """The customer does not want it any more; the notes are free again.

    Args:
        words: what the customer said. The bank cannot cancel for want of cash: a promise that
            cannot be kept is a matter of the desk (case 02021).

    Raises:
        Invalid: no words. Conflict: it is over already, or changed meanwhile.
    """
    wrong: dict[str, Text] = {}
    said = line(wrong, "words", words, 500)
    if not said:
        wrong["words"] = Text(zh="请记下客户怎么说的。", en="Note what the customer said.")
    if wrong:
        raise invalid(wrong)
    row = get_reservation(actor, reservation_id, lock=True)
    before = row.status
    change(
        row,
        version,
        Reservation.OPEN,
        status=Status.CANCELLED,
        closed_by_id=actor.staff_id,
        closed_at=clock.now(),
        closing_note=said,
    )
    record(
        actor,
        "reservations.cancel",
        row,
        before={"status": before},
        after={"status": "cancelled"},
        reason=said,
    )
    return row


@verb("reservations.expire", permission="reservation.keep")
def expire(actor: Actor, reservation_id: str) -> Reservation:
    """The window has passed and nobody came; the notes are free again. The worker's verb.

    Raises:
        Conflict: not due yet, or settled meanwhile.
    """
    row = kept_by(actor, reservation_id)
    if row.expires_at > clock.now():
        raise Conflict(
            code="not_due",
            what=Text(zh=f"{row}还没到期。", en=f"{row} is not over yet."),
            why=Text(
                zh=f"留到{clock.local(row.expires_at):%m-%d %H:%M}。",
                en=f"It is kept until {clock.local(row.expires_at):%d %b %H:%M}.",
            ),
            do=Text(zh="客户不要了就取消。", en="Cancel it if the customer does not want it."),
        )
    before = row.status
    change(row, None, Reservation.OPEN, status=Status.EXPIRED, closed_at=clock.now())
    record(
        actor,
        "reservations.expire",
        row,
        before={"status": before},
        after={"status": "expired"},
    )
    never = before == Status.REQUESTED
    tell_booker(
        actor,
        row,
        Text(
            zh=f"{row}到时没人确认，客户可能白跑，请马上联系。"
            if never
            else f"{row}到时没来取，请问问客户还要不要。",
            en=f"{row} was never confirmed; ring the customer now."
            if never
            else f"{row} was not collected; ask whether it is still wanted.",
        ),
    )
    return row
