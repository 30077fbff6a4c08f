"""migrate and demo: the database and what is in it."""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import date
from pathlib import Path

import click

from firstdesk.web.cli import django_ready
from firstdesk.web.commands.local import database, folder


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from firstdesk.core.actor import Actor
    from firstdesk.policies.services import load_content

    load_content(Actor.system("migrate"))
    from firstdesk.casebook.services import index_studies

    index_studies(Actor.system("migrate"))


def prepare(*, demo: bool) -> str:
    """Brings the database up to date and the demo in; returns how to sign in."""
    from firstdesk.web.messages import compile_all

    compile_all()
    django_ready()
    mark, state = folder() / "prepared", _state()
    if not mark.exists() or mark.read_text(encoding="utf-8") != state:
        _migrate()
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_text(state, encoding="utf-8")
    from firstdesk.staff.models import Staff

    if not demo and not Staff.objects.exists():
        return (
            "No staff yet: `firstdesk demo` builds the demo bank; your own staff come by the API."
        )
    if demo and not Staff.objects.exists():
        click.echo("Building the demo bank …")
        _demo(None)
    return _sign_ins()


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
    from firstdesk.bank.demo import build_demo
    from firstdesk.core import clock

    report = build_demo(today or clock.today(), password=_password())
    return str(report)


def _sign_ins() -> str:
    from firstdesk.bank.demo import SIGN_INS

    password = _password()
    lines = [f"Demo sign-ins, all with the password {password}:"]
    lines += [f"  {number:<5} {name}, {role}" for number, name, role in SIGN_INS]
    return "\n".join(lines)


@click.command()
def migrate() -> None:
    """Bring the database up to date, with the house's policies and the search index."""
    with database():
        django_ready()
        _migrate()
    click.echo("The database is up to date.")


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
        click.echo(_sign_ins())
