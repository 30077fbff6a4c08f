"""check: is this installation sound? Plain advice for each thing that is not."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

from firstdesk.web.commands.local import database, django_ready, said


@click.command()
def check() -> None:
    """Check this installation and say in plain words what to do.

    Ends with 1 when something is wrong (✗); what only comes up soon (!) is said and does not count.
    """
    with database() as used:
        django_ready()
        click.echo(f"Database {said(used.url)}")
        wrong = _said(INSTALLED)
        if not wrong:
            wrong = _said(PREPARED)
            _said(COMING, mark="!")
    sys.exit(1 if wrong else 0)


def _said(probes: dict[str, Callable[[], str]], mark: str = "✗") -> int:
    """Says how each probe went; returns how many gave advice."""
    found = {name: probe() for name, probe in probes.items()}
    for name, advice in found.items():
        click.echo(f"{mark} {name}: {advice}" if advice else f"✓ {name}")
    return sum(map(bool, found.values()))


def _python() -> str:
    return "" if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed."


def _server() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    return "" if version >= 140000 else "PostgreSQL 14 or newer is needed; upgrade the server."


def _letters() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        encoding = cursor.fetchone()[0]
        if encoding != "UTF8":
            return f"the database's encoding is {encoding}; create it with ENCODING 'UTF8'."
        cursor.execute("SELECT '中文' ~ '^[[:alpha:]]+$'")
        knows = cursor.fetchone()[0]
    return "" if knows else "LC_CTYPE does not know Chinese letters; create it with C.UTF-8."


def behind() -> str:
    """What the database lacks of this version, with what to do; empty when it lacks nothing."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} migrations are missing; run `firstdesk migrate`." if missing else ""


def _journal() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'journal_no_%'")
        count = cursor.fetchone()[0]
    return "" if count == 2 else "the journal is not protected; run `firstdesk migrate`."


def _policies() -> str:
    from firstdesk.policies.models import Version

    return "" if Version.objects.exists() else "no policies are loaded; run `firstdesk migrate`."


def _overdue_policies() -> str:
    from firstdesk.core import clock
    from firstdesk.policies.models import Version

    late = Version.objects.filter(review_by__lt=clock.today(), effective_to=None).count()
    return f"{late} versions are past their review date; see the policies page." if late else ""


def _calendar() -> str:
    from datetime import timedelta

    from firstdesk.core import clock
    from firstdesk.core.errors import CalendarUnknown
    from firstdesk.policies.calendar import KEY, work_calendar
    from firstdesk.policies.queries import book

    try:
        work_calendar(book([KEY])).is_working_day(clock.today() + timedelta(days=60))
    except CalendarUnknown as error:
        return (
            f"it ends within 60 days ({error.extra.get('year')} is unknown). When that year's"
            " table is published, the quality officer enters it as a version of CAL-001."
        )
    return ""


def _key() -> str:
    size = len(os.environ.get("FIRSTDESK_SECRET_KEY", ""))
    return "" if size >= 40 else "FIRSTDESK_SECRET_KEY is short; use 50 random characters or more."


INSTALLED: dict[str, Callable[[], str]] = {
    "Python": _python,
    "PostgreSQL version": _server,
    "Encoding and Chinese letters": _letters,
    "Signing key": _key,
    "Migrations": behind,
}
PREPARED: dict[str, Callable[[], str]] = {
    "Journal is append-only": _journal,
    "Policies are loaded": _policies,
}
"""Looked at once the tables are there."""

COMING: dict[str, Callable[[], str]] = {
    "Policies are within their review dates": _overdue_policies,
    "Work calendar": _calendar,
}
"""What time brings: the service goes on meanwhile, with its own warnings where it matters."""
