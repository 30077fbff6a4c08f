"""A PostgreSQL of the bank's own: over TCP, with a role that is no superuser, no extension."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from firstdesk.web.server import binaries, children, places
from tests.server.firstdesk import fetch, firstdesk, free_port, running
from tests.server.helpers import open_folder, until

pytestmark = pytest.mark.server

ADMIN, OURS = "the-admins-word", "w0rd/with:odd@signs"
QUOTED = "w0rd%2Fwith%3Aodd%40signs"


def _oldest(place: Path) -> Path:
    """The wheel's oldest PostgreSQL, that versions other than ours are tried as well."""
    newest = binaries.find()
    found = newest.parents[1] / "pginstall" / "bin"
    programs = found if (found / "postgres").exists() else newest
    return programs if binaries.open_to_all(programs) else binaries.copy_for_all(programs, place)


def _answers(url: str) -> bool:
    with suppress(psycopg.OperationalError), psycopg.connect(url):
        return True
    return False


@pytest.fixture(scope="module")
def bank() -> Iterator[dict[str, str]]:
    """The environment that names a server which Firstdesk neither made nor may administer."""
    with open_folder() as made:
        account, port = places.unprivileged(), free_port()
        owner = (account.uid, account.gid) if account else None
        programs = _oldest(made)
        home = places.own(made / "server", account)
        secret = made / "admin"
        places.write_private(secret, ADMIN, account)
        made_it = children.start(
            [
                *(str(programs / "initdb"), f"--pgdata={home}/data", f"--pwfile={secret}"),
                *("--username=admin", "--auth=scram-sha-256", "--encoding=UTF8", "--no-sync"),
                "--locale=C.UTF-8",
            ],
            owner=owner,
            output=subprocess.DEVNULL,
            cwd=home,
        )
        assert made_it.wait(60) == 0
        children.sweep(made_it)
        server = children.start(
            [
                *(str(programs / "postgres"), "-D", f"{home}/data", "-p", str(port)),
                *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
                *("-c", "fsync=off"),
            ],
            owner=owner,
            output=subprocess.DEVNULL,
            cwd=home,
        )
        try:
            admin = f"postgresql://admin:{ADMIN}@127.0.0.1:{port}/postgres"
            until(lambda: _answers(admin), 30)
            with psycopg.connect(admin, autocommit=True) as connection:
                connection.execute(
                    f"CREATE ROLE desk LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{OURS}'"
                )
                connection.execute("CREATE DATABASE desk OWNER desk")
            yield {
                "FIRSTDESK_DATABASE_URL": f"postgresql://desk:{QUOTED}@127.0.0.1:{port}/desk",
                "FIRSTDESK_SECRET_KEY": "k" * 50,
                "FIRSTDESK_DATA": str(made / "data"),
                "FIRSTDESK_DEMO_PASSWORD": "a-word-of-the-bank",
            }
        finally:
            children.sweep(server)


def test_it_is_migrated_filled_and_found_sound(bank: dict[str, str]) -> None:
    done = firstdesk("migrate", env=bank)
    assert done.returncode == 0, done.stderr
    with psycopg.connect(bank["FIRSTDESK_DATABASE_URL"]) as connection:
        extensions = connection.execute("SELECT extname FROM pg_extension").fetchall()
        assert extensions == [("plpgsql",)], "no extension is needed"
        role = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = user").fetchone()
        assert role == (False,)
    done = firstdesk("demo", env=bank)
    assert done.returncode == 0, done.stderr
    assert "with the password a-word-of-the-bank:" in done.stdout
    again = firstdesk("demo", env=bank)
    assert again.returncode == 0, again.stderr
    done = firstdesk("check", env=bank)
    assert done.returncode == 0, done.stdout + done.stderr
    assert OURS not in done.stdout
    assert QUOTED not in done.stdout


def test_the_journal_cannot_be_changed_by_its_own_owner(bank: dict[str, str]) -> None:
    with psycopg.connect(bank["FIRSTDESK_DATABASE_URL"], autocommit=True) as connection:
        for statement in ("DELETE FROM journal_entry", "TRUNCATE journal_entry CASCADE"):
            with pytest.raises(psycopg.errors.RestrictViolation):
                connection.execute(statement)


def test_a_case_is_replayed_and_leaves_nothing(bank: dict[str, str]) -> None:
    count = "SELECT (SELECT count(*) FROM bank_customer), (SELECT count(*) FROM journal_entry)"
    with psycopg.connect(bank["FIRSTDESK_DATABASE_URL"], autocommit=True) as connection:
        before = connection.execute(count).fetchone()
        done = firstdesk("replay", "02005", "--lang", "en", env=bank)
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.endswith("1 of 1 cases come out\n")
        assert connection.execute(count).fetchone() == before


def test_the_web_server_and_the_worker_run_on_it(bank: dict[str, str]) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    with running("web", "--port", str(port), "--workers", "1", env=bank) as web:
        until(lambda: web.process.poll() is not None or _open(address), 40)
        assert fetch(f"{address}health/") == (200, '{"status": "ok"}')
        assert fetch(f"{address}sign-in/")[0] == 200
        with running("worker", env=bank) as worker:
            until(lambda: worker.process.poll() is not None or _heard(bank), 40)
            assert worker.process.poll() is None, worker.said
            worker.interrupt(15)
        web.interrupt(15)
    assert "Traceback" not in web.said + worker.said


def _open(address: str) -> bool:
    with suppress(OSError):
        return fetch(f"{address}health/")[0] == 200
    return False


def _heard(bank: dict[str, str]) -> bool:
    """Whether a worker is registered in the database."""
    with psycopg.connect(bank["FIRSTDESK_DATABASE_URL"]) as connection:
        row = connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone()
        return row is not None and row[0] > 0
