"""The database a command works on: the named server, or the embedded one while it runs."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import click

from firstdesk.web.server.binaries import NoServer
from firstdesk.web.server.embedded import EmbeddedPostgres, FolderInUse, default_folder

PROJECT = Path(__file__).resolve().parents[4]
DATABASE = "firstdesk"


def folder() -> Path:
    """Where the embedded server keeps its data, and the demo its secrets."""
    return default_folder(PROJECT)


@dataclass(frozen=True)
class Database:
    """The database in use.

    Args:
        url: its address, with the password.
        needs: what must go on living for it, by name; empty when the server is not ours.
    """

    url: str
    needs: Mapping[str, Callable[[], bool]] = field(default_factory=dict)


def django_ready() -> None:
    """Loads the settings; commands that need no database do without."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstdesk.web.settings")
    import django

    django.setup()


@contextmanager
def prepared_database() -> Iterator[Database]:
    """The database with Django on it, for commands that only use what `migrate` has put there.

    Raises:
        click.ClickException: it was never prepared, or by an older Firstdesk.
    """
    with database() as found:
        django_ready()
        from firstdesk.web.commands.check import behind

        if said := behind():
            raise click.ClickException(f"The database is not ready: {said}")
        yield found


@contextmanager
def database() -> Iterator[Database]:
    """Sets `FIRSTDESK_DATABASE_URL` and the secret key for this process and its children.

    With a server named in the environment that is used. Otherwise the embedded one is started for
    as long as the block lasts; if a `firstdesk up` runs already, its server is used.
    """
    if os.environ.get("FIRSTDESK_DATABASE_URL"):
        _secret(Path(os.environ.get("FIRSTDESK_DATA", PROJECT / ".firstdesk")))
        _must_answer(os.environ["FIRSTDESK_DATABASE_URL"])
        yield Database(os.environ["FIRSTDESK_DATABASE_URL"])
        return
    server = EmbeddedPostgres(folder())
    try:
        server.start()
    except FolderInUse as held:
        _join(server, held)
        yield Database(_use(server))
        return
    except NoServer as error:
        raise click.ClickException(str(error)) from error
    try:
        _create(server)
        yield Database(_use(server), {"PostgreSQL": lambda: server.running})
    finally:
        server.stop()


def _must_answer(url: str) -> None:
    """Ends the command in plain words when the bank's server cannot be used."""
    import psycopg

    if urlsplit(url).scheme not in {"postgresql", "postgres"}:
        return  # the settings say what it must be
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError as error:
        raise click.ClickException(
            f"The database does not answer at {said(url)}: {str(error).strip()}\n"
            "Check that the server runs, and address, name and password in FIRSTDESK_DATABASE_URL."
        ) from error


def _join(server: EmbeddedPostgres, held: FolderInUse, patience: float = 60) -> None:
    """Waits until the server that another process is starting can be used."""
    import psycopg

    until = time.monotonic() + patience
    while True:
        try:
            psycopg.connect(server.url(DATABASE), connect_timeout=3).close()
        except (NoServer, psycopg.OperationalError) as error:
            if time.monotonic() > until:
                raise click.ClickException(str(held)) from error
            time.sleep(0.1)
        else:
            return


def _use(server: EmbeddedPostgres) -> str:
    url = server.url(DATABASE)
    os.environ["FIRSTDESK_DATABASE_URL"] = url
    _secret(server.folder)
    return url


def _create(server: EmbeddedPostgres) -> None:
    import psycopg

    with psycopg.connect(server.url(), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')


def _secret(place: Path) -> None:
    """The demo's signing key, made once and kept beside its data; a bank sets its own."""
    if os.environ.get("FIRSTDESK_SECRET_KEY"):
        return
    place.mkdir(parents=True, exist_ok=True)
    file = place / "secret_key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    os.environ["FIRSTDESK_SECRET_KEY"] = file.read_text(encoding="utf-8")


def said(url: str) -> str:
    """A database URL without its password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.username or ''}@{parts.hostname or 'socket'}{parts.path}"
