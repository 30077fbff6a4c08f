"""The embedded server as its user sees it: made, started, asked, stopped."""

from __future__ import annotations

import os
import signal
import stat
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from firstdesk.web.server.embedded import EmbeddedPostgres, FolderInUse, NoServer
from tests.server.helpers import OWNER, line, postmaster, processes_in, python, rest

pytestmark = pytest.mark.server


def ask(url: str, query: str) -> object:
    """The first value of a query's answer."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query).fetchone()
        return row[0] if row else None


def test_the_first_start_makes_it_and_the_second_finds_the_data(place: Path) -> None:
    begun = time.monotonic()
    with EmbeddedPostgres(place / "data") as url:
        first = time.monotonic() - begun
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT '首问负责' AS word")
    assert processes_in(place / "data") == []
    begun = time.monotonic()
    with EmbeddedPostgres(place / "data") as url:
        second = time.monotonic() - begun
        assert ask(url, "SELECT word FROM kept") == "首问负责"
    assert second < first


def test_chinese_letters_are_letters(place: Path) -> None:
    with EmbeddedPostgres(place / "data", durable=False) as url:
        assert ask(url, "SELECT 'ABC中文' ~ '^[[:alpha:]]+$'") is True
        assert ask(url, "SELECT to_tsvector('simple', '首问负责制，Bank')::text") == (
            "'bank':2 '首问负责制':1"
        )
        assert ask(url, "SELECT upper('é中') || lower('ÀÉ')") == "É中àé"
        assert ask(url, "SHOW server_encoding") == "UTF8"
        # By code point, wherever it runs: capitals before small letters, letters before Chinese.
        assert ask(
            url, "SELECT string_agg(w, '' ORDER BY w) FROM unnest('{中,b,a,B}'::text[]) w"
        ) == ("Bab中")


def test_a_new_database_knows_chinese_too(place: Path) -> None:
    server = EmbeddedPostgres(place / "data", durable=False)
    with server as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE firstdesk")
        assert ask(server.url("firstdesk"), "SELECT 'ABC中文' ~ '^[[:alpha:]]+$'") is True


def test_nobody_enters_without_the_password(place: Path) -> None:
    with EmbeddedPostgres(place / "data", durable=False) as url:
        password = (place / "data" / "password").read_text(encoding="utf-8")
        assert len(password) >= 32
        for wrong in ("wrong", ""):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(url.replace(f":{password}@", f":{wrong}@" if wrong else "@"))
        assert ask(url, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'trust'") == 0
        kept = "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = user"
        assert ask(url, kept) is True
        assert ask(url, "SHOW listen_addresses") == ""


def test_nobody_else_reads_the_files(place: Path) -> None:
    folder = place / "data"
    with EmbeddedPostgres(folder, durable=False):
        for name in ("password", "lock", "postgresql.log"):
            assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
            assert (folder / name).stat().st_uid == os.geteuid()
        for name in ("pg", "socket"):
            assert stat.S_IMODE((folder / name).stat().st_mode) == 0o700
        if os.geteuid() == 0:
            # The server's user cannot put a link where root writes.
            assert folder.stat().st_uid == 0
            assert stat.S_IMODE(folder.stat().st_mode) == 0o711
            assert Path(f"/proc/{postmaster(folder)}").stat().st_uid != 0


@pytest.mark.parametrize(("durable", "word"), [(True, "on"), (False, "off")])
def test_only_tests_go_without_protection(place: Path, durable: bool, word: str) -> None:
    with EmbeddedPostgres(place / "data", durable=durable) as url:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert ask(url, f"SHOW {setting}") == word


def test_ctrl_c_stops_it_cleanly(place: Path) -> None:
    folder = place / "data"
    with (
        python(OWNER, folder, "durable") as owner,
        closing(psycopg.connect(line(owner))) as session,  # it does not hold the end up
    ):
        session.execute("SELECT 1")
        owner.send_signal(signal.SIGINT)
        assert rest(owner).split() == ["stopping", "stopped"]
    assert processes_in(folder) == []
    assert not (folder / "socket").exists()
    assert not (folder / "pg" / "postmaster.pid").exists()
    with EmbeddedPostgres(folder):
        pass
    assert "not properly shut down" not in (folder / "postgresql.log").read_text(encoding="utf-8")


def test_a_second_start_is_told_who_holds_the_folder(place: Path) -> None:
    folder = place / "data"
    with python(OWNER, folder, "fast") as owner:
        url = line(owner)
        begun = time.monotonic()
        with pytest.raises(FolderInUse) as refused:
            EmbeddedPostgres(folder).start()
        assert time.monotonic() - begun < 2, "the holder lives: there is nothing to wait for"
        for lang in ("en", "zh-hans"):
            problem = refused.value.problem(lang)
            assert f"process {owner.pid} " in problem["why"]
            assert str(folder) in problem["what"]
            assert "FIRSTDESK_DATA" in problem["do"]
        assert ask(url, "SELECT 1") == 1, "the first goes on"
        # Whoever is refused can use the running one.
        assert EmbeddedPostgres(folder).url() == url


def test_a_second_start_in_the_same_process_is_refused(place: Path) -> None:
    first = EmbeddedPostgres(place / "data", durable=False)
    with first as url:
        for second in (EmbeddedPostgres(place / "data"), first):
            with pytest.raises(FolderInUse, match=f"process {os.getpid()} "):
                second.start()
        assert ask(url, "SELECT 1") == 1


@pytest.mark.parametrize("name", ["长" * 40, "with space, and comma", "quote'\"s"])
def test_any_path_will_do(place: Path, name: str) -> None:
    folder = place / name / "data"
    server = EmbeddedPostgres(folder, durable=False)
    with server as url:
        assert ask(url, "SELECT 1") == 1
        socket = Path(str(ask(url, "SELECT current_setting('unix_socket_directories')")).strip('"'))
        if "quote" not in name:
            assert len(os.fsencode(socket)) < 86
            assert folder not in socket.parents
            assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        # Another process finds it, whatever its own temporary folder is.
        show = "import sys; from pathlib import Path; import firstdesk.web.server.embedded as e;"
        show += "print(e.EmbeddedPostgres(Path(sys.argv[1])).url())"
        with python(show, folder, env={"TMPDIR": "/var/tmp"}) as other:
            assert rest(other).strip() == url
    assert not socket.exists()


def test_a_relative_folder_is_meant_from_here(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    with EmbeddedPostgres(Path("data"), durable=False) as url:
        monkeypatch.chdir("/")
        assert ask(url, "SELECT 1") == 1
    assert (place / "data" / "pg" / "PG_VERSION").exists()


def test_the_environment_of_another_postgresql_changes_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "6543")
    monkeypatch.setenv("PGDATA", "/nonexistent")
    with EmbeddedPostgres(place / "data", durable=False) as url:
        monkeypatch.setenv("PGPORT", "7654")
        assert ask(url, "SELECT 1") == 1


def test_a_lost_password_is_named(place: Path) -> None:
    server = EmbeddedPostgres(place / "data", durable=False)
    with server:
        pass
    secret = place / "data" / "password"
    secret.write_text("another", encoding="utf-8")
    begun = time.monotonic()
    with pytest.raises(NoServer, match="authentication failed"):
        server.start()
    assert time.monotonic() - begun < 20
    assert processes_in(server.folder) == []
    secret.unlink()
    with pytest.raises(NoServer, match="The file password"):
        server.start()
    assert processes_in(server.folder) == []


def test_the_servers_last_words_are_shown(place: Path) -> None:
    server = EmbeddedPostgres(place / "data", durable=False)
    with server:
        pass
    settings = place / "data" / "pg" / "postgresql.conf"
    settings.write_text("work_mem = 'a lot'\n", encoding="utf-8")
    with pytest.raises(NoServer) as refused:
        server.start()
    for lang in ("en", "zh-hans"):
        why = refused.value.problem(lang)["why"]
        assert 'invalid value for parameter "work_mem"' in why
        assert "ready to accept connections" not in why, "only this start's lines"
