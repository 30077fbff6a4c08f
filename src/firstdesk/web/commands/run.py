"""up, web and worker: what keeps running."""

from __future__ import annotations

import os
import sys
import time
import urllib.error
import urllib.request

import click

from firstdesk.web.commands.data import prepare
from firstdesk.web.commands.local import database, folder, said
from firstdesk.web.server.ports import PortTaken, choose
from firstdesk.web.server.supervisor import Program, Supervisor, python

DEFAULT_PORT = 8300


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=int, help=f"Port; without it {DEFAULT_PORT} or the next free one.")
@click.option("--demo/--no-demo", default=True, help="Build the demo bank if there is no bank yet.")
def up(host: str, port: int | None, demo: bool) -> None:
    """Start everything: database, migrations, demo bank, web server and worker."""
    begun = time.monotonic()
    with database() as used:
        try:
            chosen = choose(host, port or DEFAULT_PORT, insist=port is not None)
        except PortTaken as error:
            raise click.ClickException(str(error)) from error
        click.echo(f"Database {said(used.url)}")
        signs = prepare(demo=demo)
        web = ["-m", "firstdesk.web", "web", "--host", host, "--port", str(chosen)]
        programs = [
            Program("web", python(*web)),
            Program("worker", python("-m", "firstdesk.web", "worker")),
        ]
        env = dict(os.environ, FIRSTDESK_POOL="1")
        with Supervisor(programs, env=env, say=click.echo, needs=used.needs) as supervisor:
            try:
                supervisor.start("web")  # alone: two cores are busy enough with its processes
                address = f"http://{host}:{chosen}/"
                if _answers(f"{address}health/", supervisor):
                    taken = time.monotonic() - begun
                    click.echo(f"\nFirstdesk 首问台 is open at {address} (after {taken:.1f} s)")
                    click.echo(signs)
                    click.echo(f"Data in {folder()}. Ctrl-C stops everything.\n")
                code = supervisor.run()
            except KeyboardInterrupt:  # before `run` listens for it
                code = 0
    sys.exit(code)


def _answers(url: str, supervisor: Supervisor, timeout: float = 60) -> bool:
    until = time.monotonic() + timeout
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310  # our own address
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    click.echo("The web server does not answer yet; its lines below say why.")
    return False


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=DEFAULT_PORT, show_default=True)
@click.option("--workers", type=int, default=2, show_default=True, help="Processes.")
def web(host: str, port: int, workers: int) -> None:
    """Run the web server alone (behind your own proxy; see the README)."""
    from granian import Granian
    from granian.constants import Interfaces

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstdesk.web.settings")
    os.environ.setdefault("FIRSTDESK_POOL", "1")
    Granian(
        "firstdesk.web.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        websockets=False,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=3,  # less than the supervisor's grace
    ).serve()


@click.command()
def worker() -> None:
    """Run the worker: promises, silent periods and all that is timed."""
    from firstdesk.web.commands.local import django_ready

    django_ready()
    from firstdesk.web.rooms import modules

    modules("tasks")
    from procrastinate.contrib.django import app

    # The web's connector shares Django's connection; the worker needs one of its own.
    own = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(own) as running:
        running.run_worker(
            queues=["clocks", "default"], concurrency=2, name="firstdesk", listen_notify=True
        )
