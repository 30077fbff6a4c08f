"""What the verbs of the room share: fields not right, one change at a time, who is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F

from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, Forbidden, Invalid
from firstdesk.core.text import Text
from firstdesk.reservations.models import Reservation
from firstdesk.reservations.queries import get_reservation
from firstdesk.staff.alerts import alert
from firstdesk.staff.models import Branch, Staff
from firstdesk.staff.permissions import Scope, scope
from firstdesk.staff.roles import Role


def invalid(fields: dict[str, Text], *, code: str = "invalid", **extra: Any) -> Invalid:
    """Fields that are not right, each with its reason; the first is said aloud."""
    return Invalid(
        code=code,
        what=next(iter(fields.values())),
        why=Text(
            zh="没写清的预约，到时候没人能兑现。", en="A booking that is not clear cannot be kept."
        ),
        do=Text(zh="改好后再提交，写的都还在。", en="Correct it and send again; the rest is kept."),
        fields=fields,
        extra=extra,
    )


def line(wrong: dict[str, Text], field: str, value: str, most: int) -> str:
    """A text of one line, no longer than there is room for."""
    found = " ".join(value.split())
    if len(found) > most:
        wrong[field] = Text(zh=f"最多{most}个字。", en=f"At most {most} letters.")
    return found


def kept_by(actor: Actor, reservation_id: str) -> Reservation:
    """A reservation at the actor's own vault, locked.

    Raises:
        NotFound: not his to see. Forbidden: another branch keeps it.
    """
    row = get_reservation(actor, reservation_id, lock=True)
    if scope(actor, "reservation.keep") < Scope.BANK and str(row.branch_id) != actor.branch_id:
        name = row.branch.name
        raise Forbidden(
            code="not_your_vault",
            what=Text(zh="这笔预约不从您的库里出。", en="It does not come out of your vault."),
            why=Text(zh=f"它由{name.zh}备款。", en=f"{name.en} puts the cash aside."),
            do=Text(zh="请那边的管库员处理。", en="Ask the vault keeper there."),
        )
    return row


def change(
    row: Reservation, version: int | None, allowed: Sequence[str], **changes: Any
) -> Reservation:
    """Changes a reservation if it is still as the actor saw it.

    Args:
        version: the version the actor saw; None where the worker acts on the state alone.
        allowed: the states it may be in.

    Raises:
        Conflict: it is in another state, or somebody was faster.
    """
    rows = Reservation.objects.filter(pk=row.pk, status__in=allowed)
    if version is not None:
        rows = rows.filter(version=version)
    moved = rows.update(version=F("version") + 1, **changes)
    row.refresh_from_db()
    if moved:
        return row
    label = status_words(row.status)
    raise Conflict(
        code="reservation_changed" if row.status in allowed else "reservation_settled",
        what=Text(
            zh=f"预约{row}刚变过，这一步没有做。", en=f"{row} has changed; nothing was done."
        ),
        why=Text(zh=f"它现在是：{label.zh}。", en=f"It is now: {label.en}."),
        do=Text(zh="刷新后看清再办。", en="Reload, look, and then decide."),
        extra={"status": row.status, "version": row.version},
    )


_STATUS = {
    "requested": Text(zh="待确认", en="not confirmed"),
    "accepted": Text(zh="已确认", en="confirmed"),
    "collected": Text(zh="已取走", en="collected"),
    "expired": Text(zh="过时未取", en="not collected"),
    "cancelled": Text(zh="已取消", en="cancelled"),
    "refused": Text(zh="未接受", en="refused"),
}


def status_words(status: str) -> Text:
    """A state in both languages."""
    return _STATUS[status]


def keepers_of(branch: Branch) -> list[Staff]:
    """Those who keep a branch's vault: its manager and its tellers."""
    roles = (Role.BRANCH_MANAGER, Role.TELLER)
    return list(Staff.objects.filter(is_active=True, branch=branch, role__in=roles))


def page_of(row: Reservation) -> str:
    """The reservation's page, for an alert."""
    return f"/reservations/{row}/"


def tell_booker(actor: Actor, row: Reservation, text: Text) -> None:
    """Whoever booked must ring the customer: he made the promise (case 02019)."""
    if str(row.booked_by_id) != actor.staff_id:
        about = f"reservation:{row.pk}:{row.status}"
        alert([row.booked_by], "reservation", text, link=page_of(row), about=about)


def short_day(day: date) -> Text:
    """A day as people say it."""
    return Text(zh=f"{day.month}月{day.day}日", en=f"{day.day} {day:%B}")
