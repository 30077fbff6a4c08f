"""The embedded server after power cuts, kill -9 and worse."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from firstdesk.web.server.embedded import EmbeddedPostgres
from firstdesk.web.server.lock import FolderInUse, FolderLock
from tests.server.helpers import OWNER, alive, line, postmaster, processes_in, python, until

pytestmark = pytest.mark.server


def kill(pid: int) -> None:
    """As the out-of-memory killer does it."""
    os.kill(pid, signal.SIGKILL)


def write(url: str) -> None:
    """Leaves one committed row."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")


def rows(url: str) -> int:
    """How many rows were left."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
        assert row is not None
        return int(row[0])


@pytest.mark.parametrize("settings", ["durable", "fast"])
def test_a_killed_owner_takes_its_server_along(place: Path, settings: str) -> None:
    folder = place / "data"
    with python(OWNER, folder, settings) as owner:
        write(line(owner))
        assert processes_in(folder)
        kill(owner.pid)
        until(lambda: not processes_in(folder), 5)
    with EmbeddedPostgres(folder) as url:
        assert rows(url) == 1


def test_a_start_waits_for_the_server_of_a_killed_owner(place: Path) -> None:
    """While it still writes its last checkpoint; two servers on one folder would destroy it."""
    folder = place / "data"
    with python(OWNER, folder, "durable") as owner:
        write(line(owner))
        old = postmaster(folder)
        checkpointer = _named("checkpointer", folder)
        os.kill(checkpointer, signal.SIGSTOP)  # a slow disk
        kill(owner.pid)
        owner.wait()
        wake = threading.Timer(1.5, os.kill, (checkpointer, signal.SIGCONT))
        wake.start()
        begun = time.monotonic()
        try:
            with EmbeddedPostgres(folder) as url:
                waited = time.monotonic() - begun
                assert not alive(old)
                assert postmaster(folder) != old
                assert rows(url) == 1
        finally:
            wake.join()
    assert waited > 1.4


def _named(kind: str, folder: Path) -> int:
    for pid in processes_in(folder):
        if kind in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8"):
            return pid
    raise AssertionError(kind)


def test_a_backend_that_computes_on_is_ended(place: Path) -> None:
    """It does not notice that its server is dead, and holds the shared memory."""
    folder = place / "data"
    with python(OWNER, folder, "durable") as owner:
        url = line(owner)
        write(url)
        busy = psycopg.connect(url)
        backend = busy.info.backend_pid
        thread = threading.Thread(target=_compute, args=(busy,))
        thread.start()
        try:
            until(lambda: _computes(backend))
            # The server first: it would end its backends in order when its owner dies.
            kill(postmaster(folder))
            kill(owner.pid)
            owner.wait()
            until(lambda: processes_in(folder) == [backend])
            lock = FolderLock(folder)
            with pytest.raises(FolderInUse, match=f"postgres {backend}"):
                lock.take(patience=0)  # no time to tell it to end
            lock.take(patience=6)
            lock.release()
            assert not alive(backend)
        finally:
            with suppress(ProcessLookupError):
                kill(backend)
            thread.join(10)
            busy.close()
    with EmbeddedPostgres(folder) as url:
        assert rows(url) == 1


def _compute(connection: psycopg.Connection) -> None:
    with suppress(psycopg.OperationalError):
        connection.execute("SELECT count(*) FROM generate_series(1, 100000000000) n")


def _computes(pid: int) -> bool:
    return "SELECT" in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")


def test_stale_pid_files_do_not_matter(place: Path) -> None:
    folder = place / "data"
    with python(OWNER, folder, "durable") as owner:
        write(line(owner))
        kill(postmaster(folder))
        kill(owner.pid)
        until(lambda: not processes_in(folder), 5)
    stale = folder / "pg" / "postmaster.pid"
    assert stale.exists()
    with EmbeddedPostgres(folder) as url:
        assert rows(url) == 1
    # The number now belongs to a process that lives: ours.
    stale.write_text(f"{os.getpid()}\n{folder}/pg\n1\n5432\n", encoding="utf-8")
    (folder / "lock").write_text("process 4194305 (gone)", encoding="utf-8")
    with EmbeddedPostgres(folder) as url:
        assert rows(url) == 1


def test_a_server_that_died_can_be_started_again(place: Path) -> None:
    server = EmbeddedPostgres(place / "data")
    try:
        write(server.start())
        assert server.running
        kill(postmaster(server.folder))
        until(lambda: not server.running)
        assert rows(server.start()) == 1
    finally:
        server.stop()
    assert not server.running
    server.stop()  # once more does no harm


def test_a_killed_initdb_leaves_nothing_half(place: Path) -> None:
    folder = place / "data"
    for reached in ("PG_VERSION", "base/1"):
        with python(OWNER, folder, "durable") as owner:
            until((folder / "pg.partial" / reached).exists)
            kill(owner.pid)
            owner.wait()
        assert not (folder / "pg").exists()
    with EmbeddedPostgres(folder) as url:
        write(url)
        assert rows(url) == 1
    assert not (folder / "pg.partial").exists()


def test_a_stop_ends_at_once_what_does_not_end_in_order(place: Path) -> None:
    server = EmbeddedPostgres(place / "data")
    write(server.start())
    checkpointer = _named("checkpointer", server.folder)
    os.kill(checkpointer, signal.SIGSTOP)
    server.stop(timeout=0.5)
    assert processes_in(server.folder) == []
    with server as url:
        assert rows(url) == 1
