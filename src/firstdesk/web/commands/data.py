"""migrate and demo: the database and what is in it."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import click

from firstdesk.core import clock
from firstdesk.web.commands.local import database, django_ready, folder
from firstdesk.web.messages import compile_all


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from firstdesk.core.actor import Actor
    from firstdesk.policies.services import load_content

    load_content(Actor.system("migrate"))
    from firstdesk.casebook.services import index_studies

    index_studies(Actor.system("migrate"))


def prepare(*, demo: bool) -> str:
    """Brings the database up to date and the demo to today; returns how to sign in.

    What was brought in is noted beside the data. When nothing has changed since, Django is not
    even loaded: that would be half of the time until the page opens.

    Args:
        demo: whether to build the demo bank where there is no bank yet.
    """
    compile_all()
    note = folder() / "prepared.json"
    known = json.loads(note.read_text(encoding="utf-8")) if note.exists() else {}
    clock.configure(os.environ.get("FIRSTDESK_TIME_ZONE", "Asia/Shanghai"))
    state, today = _state(), clock.today()
    if known.get("state") == state and (known["demo"] == today.isoformat() or not demo):
        return _sign_ins(known["sign_ins"])
    django_ready()
    if known.get("state") != state:
        _migrate()
    signs = _bring_demo(today, demo=demo)
    note.parent.mkdir(parents=True, exist_ok=True)
    found = {"state": state, "demo": today.isoformat() if signs else "", "sign_ins": signs}
    note.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return _sign_ins(signs)


def _bring_demo(today: date, *, demo: bool) -> list[tuple[str, str, str]]:
    """The demo's sign-ins; none in a bank's own database, which is left as it is."""
    from firstdesk.bank.demo import SIGN_INS, last_built
    from firstdesk.staff.models import Staff

    built = last_built()
    if built is None and (Staff.objects.exists() or not demo):
        return []
    if built != today:
        click.echo("Building the demo bank …" if built is None else "Moving the demo to today …")
        _demo(today)
    return list(SIGN_INS)


def _state() -> str:
    """What the database was last brought up to: its address, and all that `migrate` reads."""
    package = Path(__file__).resolve().parents[2]
    read = hashlib.sha256(os.environ["FIRSTDESK_DATABASE_URL"].encode())
    for pattern in ("*/migrations/*.py", "policies/content/*", "casebook/content/studies/*"):
        for file in sorted(package.glob(pattern)):
            read.update(file.name.encode() + file.read_bytes())
    return read.hexdigest()


def _password() -> str:
    """The demo's password: the environment's, else made once and kept beside the data."""
    given = os.environ.get("FIRSTDESK_DEMO_PASSWORD")
    if given:
        return given
    place = Path(folder())
    place.mkdir(parents=True, exist_ok=True)
    file = place / "demo_password"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(f"window-{secrets.token_hex(4)}", encoding="utf-8")
    return file.read_text(encoding="utf-8")


def _demo(today: date | None) -> str:
    from firstdesk.bank.demo import as_of, build_demo
    from firstdesk.core import clock
    from firstdesk.reservations.demo import build_reservations

    day = today or clock.today()
    report = build_demo(day, password=_password())
    with as_of(day):
        booked = build_reservations(day)
    return f"{report} {booked} bookings of cash."


def _sign_ins(signs: Iterable[Sequence[str]]) -> str:
    lines = [f"  {number:<5} {name}, {role}" for number, name, role in signs]
    if not lines:
        return "No demo here: your own staff sign in; without any, `firstdesk demo` builds one."
    return "\n".join([f"Demo sign-ins, all with the password {_password()}:", *lines])


@click.command()
@click.option(
    "--administrator",
    metavar="NUMBER",
    help="Also enter the first administrator, who enters everybody else.",
)
def migrate(administrator: str | None) -> None:
    """Bring the database up to date, with the house's policies and the search index."""
    with database():
        django_ready()
        _migrate()
        click.echo("The database is up to date.")
        if administrator:
            click.echo(_administrator(administrator))


def _administrator(number: str) -> str:
    from firstdesk.core.errors import FirstdeskError
    from firstdesk.staff.setup import first_administrator

    try:
        password = first_administrator(number)
    except FirstdeskError as error:
        raise click.ClickException(f"{error.what.en} {error.why.en} {error.do.en}") from None
    return f"{number} may sign in once with {password} and then chooses a password of his own."


@click.command()
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The demo's today; dates are built around it.",
)
def demo(day: object) -> None:
    """Build the demo bank: 3 branches, 30 staff, 2,000 customers; again changes nothing."""
    with database():
        django_ready()
        _migrate()
        chosen = getattr(day, "date", lambda: None)()
        click.echo(_demo(chosen))
        from firstdesk.bank.demo import SIGN_INS

        click.echo(_sign_ins(SIGN_INS))
