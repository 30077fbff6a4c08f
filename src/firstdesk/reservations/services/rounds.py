"""What the worker does: bookings that ran out, and in the evening what the next day lacks."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.db import IntegrityError, transaction

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.calendars import add_working_days
from firstdesk.core.errors import CalendarUnknown, FirstdeskError
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.journal.services import record, unchanged
from firstdesk.policies.calendar import KEY as CALENDAR
from firstdesk.policies.calendar import work_calendar
from firstdesk.policies.queries import book
from firstdesk.reservations import queries
from firstdesk.reservations.models import Reservation, Shortfall
from firstdesk.reservations.rules import Line
from firstdesk.reservations.services._common import keepers_of, short_day
from firstdesk.reservations.services.closing import expire
from firstdesk.staff.alerts import alert, managers_of
from firstdesk.staff.models import Branch
from firstdesk.staff.verbs import verb

CLOSE = "reservation.close_check"
LONG_WEEKEND = timedelta(days=3)


def expire_due(limit: int = 200) -> int:
    """Ends the reservations whose time has passed, each on its own.

    Returns:
        How many were ended here; one that was collected or cancelled meanwhile is skipped.
    """
    due = (
        Reservation.objects.filter(status__in=Reservation.OPEN, expires_at__lte=clock.now())
        .order_by("expires_at")
        .values_list("pk", flat=True)[:limit]
    )
    ended = 0
    for pk in list(due):
        try:
            expire(Actor.system("worker"), str(pk))
        except FirstdeskError:
            continue
        ended += 1
    return ended


def raise_shortfalls() -> int:
    """From the hour of the evening check on: raises what the coming days lack, once an evening.

    Returns:
        How many lines were raised here; 0 before the hour, and when they are raised already.
    """
    policies = book([CLOSE, CALENDAR])
    today = clock.today()
    ruling = policies.ruling(CLOSE, today)
    if clock.local(clock.now()).time() < time.fromisoformat(ruling.string("local_time")):
        return 0
    try:
        last = add_working_days(work_calendar(policies), today, ruling.integer("ahead"))
    except CalendarUnknown:  # looking at a day too many harms nobody; looking at none does
        last = today + LONG_WEEKEND
    short = [one for one in queries.lines(today + timedelta(days=1), last) if one.short]
    done = set(
        Shortfall.objects.filter(raised_on=today).values_list("branch__code", "currency", "day")
    )
    worker = Actor.system("worker")
    waiting = [one for one in short if (one.branch, one.currency, one.day) not in done]
    return sum(raise_shortfall(worker, one, today) for one in waiting)


@verb("reservations.raise_shortfall", permission="reservation.keep")
def raise_shortfall(actor: Actor, line: Line, today: date) -> bool:
    """Tells vault keepers and the branch manager this evening what a coming day lacks (02019).

    Returns:
        False when another worker raised it first.
    """
    branch = Branch.objects.get(code=line.branch)
    try:
        with transaction.atomic():
            row = Shortfall.objects.create(
                branch=branch,
                currency=line.currency,
                day=line.day,
                raised_on=today,
                raised_at=clock.now(),
                booked=line.booked,
                stock=line.amount,
                short=line.short,
            )
    except IntegrityError:
        unchanged()
        return False
    record(
        actor,
        "reservations.raise_shortfall",
        row,
        after={
            "branch": line.branch,
            "currency": line.currency,
            "day": line.day.isoformat(),
            "booked": str(line.booked),
            "stock": str(line.amount),
            "short": str(line.short),
        },
    )
    lacks, said = Money(line.short, line.currency).format(), short_day(line.day)
    people = {one.pk: one for one in (*keepers_of(branch), *managers_of(branch))}
    alert(
        people.values(),
        "shortfall",
        Text(
            zh=f"{said.zh}预约的现金还缺{lacks}，今晚就调款。",
            en=f"{lacks} short on {said.en} against what is booked; order cash tonight.",
        ),
        link="/reservations/",
        about=f"shortfall:{row.pk}",
    )
    return True
