"""Builds the demo bank: invented branches, staff and customers, around any day.

Everything goes in through the verbs that a bank uses, as the system. Building again on the same
day changes nothing; on a later day the dates move along.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from firstdesk.bank.demo import guests
from firstdesk.bank.demo.book import Book
from firstdesk.bank.demo.crowd import One
from firstdesk.bank.demo.market import ask_about_risk, stock_the_shelf
from firstdesk.bank.demo.staff import PEOPLE, SIGN_INS, make_branches, make_people
from firstdesk.bank.encounters import announce
from firstdesk.bank.models import Customer, Encounter
from firstdesk.bank.services import MOST_ROWS, load
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.journal.models import Entry
from firstdesk.journal.services import record

CUSTOMERS = 2_000


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What a build did; all zero but `unchanged` when the demo was there already."""

    branches: int
    staff: int
    created: int
    updated: int
    unchanged: int
    waiting: int

    def __str__(self) -> str:
        return (
            f"Demo bank: {self.branches} branches, {self.staff} staff and {self.waiting} waiting"
            f" customers added; rows: {self.created} created, {self.updated} updated,"
            f" {self.unchanged} unchanged."
        )


def build_demo(today: date, *, password: str) -> DemoReport:
    """Builds the demo bank around a day; all of it or nothing.

    Args:
        today: the demo's today. When it is not the real one, all is recorded as of that morning.
        password: of the thirty employees, for those who are not there yet.

    Raises:
        ValueError: an empty password.
        RuntimeError: a row was refused, which is a defect of the demo.
    """
    if not password:
        raise ValueError("The demo's staff need a password.")
    with as_of(today), transaction.atomic():
        return _build(today, password)


def last_built() -> date | None:
    """The day around which the demo was last built here; None where there is none."""
    found = Entry.objects.filter(action="bank.build_demo").order_by("-id").first()
    return date.fromisoformat(found.object_id) if found else None


def as_of(today: date) -> AbstractContextManager[None]:
    """The clock of a demo built around a day: the real one on the day itself, else that morning."""
    if today == clock.today():
        return nullcontext()
    return clock.frozen(datetime.combine(today, time(10, 20), ZoneInfo(settings.TIME_ZONE)))


def _build(today: date, password: str) -> DemoReport:
    system = Actor.system("demo")
    branches, staff = make_branches(), make_people(password)
    record(
        system,
        "bank.build_demo",
        ("bank.Demo", today.isoformat()),
        after={"branches": branches, "staff": staff},
        name=today.isoformat(),
    )
    created = updated = unchanged = 0
    for kind, rows in rows_of(today).items():
        source = iter(rows)
        while chunk := list(islice(source, MOST_ROWS)):
            report = load(system, kind, chunk)
            if not report.stored:
                raise RuntimeError(f"The demo's {kind} are refused: {report.refused[:3]}")
            created += report.created
            updated += report.updated
            unchanged += report.unchanged
    return DemoReport(branches, staff, created, updated, unchanged, _fill_the_hall(system))


def rows_of(today: date) -> dict[str, list[dict[str, object]]]:
    """All rows of the demo around a day, by kind, in the order in which they can be loaded."""
    book = Book(today)
    guests.invite(book)
    for serial in range(1, CUSTOMERS - guests.COUNT + 1):
        One(book, serial).build()
    stock_the_shelf(book)
    ask_about_risk(book)
    return book.rows


def _fill_the_hall(system: Actor) -> int:
    """Lets those who have not come today take their numbers; returns how many."""
    crowd = [
        guests.Waiting(f"8820{serial:08}", "", service, 12 - 2 * serial, branch)
        for serial, (branch, service) in enumerate(guests.AND_CROWD, start=1)
    ]
    everyone = [*guests.WAITING, *crowd]
    customers = Customer.objects.in_bulk([one.ref for one in everyone], field_name="ref")
    here = set(
        Encounter.objects.filter(customer__in=customers.values(), day=clock.today()).values_list(
            "customer__ref", flat=True
        )
    )
    now = clock.now()
    midnight = clock.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    count = 0
    for one in everyone:
        if one.ref not in here:
            announce(
                system,
                str(customers[one.ref].pk),
                branch=one.branch,
                number=one.number,
                service=one.service,
                # Just after midnight nobody can have waited long.
                taken_at=max(midnight, now - timedelta(minutes=one.minutes)),
            )
            count += 1
    return count


__all__ = ["PEOPLE", "SIGN_INS", "DemoReport", "build_demo", "last_built", "rows_of"]
