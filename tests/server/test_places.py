"""Where the data may lie, as whom the server runs, and which programs it uses."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from firstdesk.web.server import binaries
from firstdesk.web.server.embedded import EmbeddedPostgres, NoServer, default_folder
from firstdesk.web.server.places import unprivileged
from tests.server.helpers import OWNER, environment, line, postmaster, processes_in, python, rest

pytestmark = pytest.mark.server

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="about what root must do otherwise")
SYSTEM_PYTHON = Path("/usr/bin/python3")


def test_the_folder_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTDESK_DATA", "~/elsewhere")
    assert default_folder(Path("/project")) == Path.home() / "elsewhere"


def test_the_folder_of_a_project(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FIRSTDESK_DATA", raising=False)
    found = default_folder(place)
    if os.geteuid() != 0:
        assert found == place / ".firstdesk"
        place.chmod(0o555)
        found = default_folder(place)
        place.chmod(0o755)
    assert found.parent == Path("/var/tmp")
    assert found.name.startswith(f"firstdesk-{os.geteuid()}-")
    assert found == default_folder(place / "." / ".." / place.name), "one project, one folder"
    assert found != default_folder(place / "other")


@as_root
def test_root_is_told_of_a_closed_folder(place: Path) -> None:
    closed = place / "home"
    closed.mkdir(mode=0o700)
    with pytest.raises(NoServer) as refused:
        EmbeddedPostgres(closed / "data").start()
    assert f"cannot enter {closed}" in refused.value.why.en
    assert f"无法进入{closed}" in refused.value.why.zh
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700, "it is not opened behind root's back"


@as_root
def test_root_does_not_follow_what_others_laid(place: Path) -> None:
    target = place / "target"
    target.mkdir()
    link, foreign = place / "link", place / "foreign"
    link.symlink_to(target)
    os.chown(link, 12345, 12345, follow_symlinks=False)
    foreign.mkdir()
    os.chown(foreign, 12345, 12345)
    for laid in (link, foreign):
        with pytest.raises(NoServer, match="belongs to another user"):
            EmbeddedPostgres(laid).start()
    assert target.stat().st_uid == 0
    assert list(target.iterdir()) == []


def test_a_folder_open_to_all_is_refused(place: Path) -> None:
    shared = place / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    with pytest.raises(NoServer, match="Every user may write to it"):
        EmbeddedPostgres(shared).start()
    assert list(shared.iterdir()) == []


def test_a_file_is_no_folder(place: Path) -> None:
    (place / "file").touch()
    for path, why in ((place / "file", "not a folder"), (place / "file" / "data", "system says")):
        with pytest.raises(NoServer, match=why):
            EmbeddedPostgres(path).start()


@as_root
def test_a_folder_of_the_servers_user_is_taken_back(place: Path) -> None:
    """Earlier versions handed it the whole folder."""
    folder, account = place / "data", unprivileged()
    assert account is not None
    with EmbeddedPostgres(folder, durable=False):
        pass
    for path in (folder, folder / "password"):
        os.chown(path, account.uid, account.gid)
    folder.chmod(0o700)
    with EmbeddedPostgres(folder, durable=False):
        assert folder.stat().st_uid == 0
        assert Path(f"/proc/{postmaster(folder)}").stat().st_uid == account.uid


@as_root
@pytest.mark.skipif(not SYSTEM_PYTHON.exists(), reason="needs a Python that all users can run")
def test_an_ordinary_user_runs_it_as_himself(place: Path) -> None:
    account = unprivileged()
    assert account is not None
    home = place / "home"
    home.mkdir(mode=0o700)
    os.chown(home, account.uid, account.gid)
    packages = Path(binaries.__file__).parents[3]
    site = Path(pytest.__file__).resolve().parents[1]
    script = OWNER.replace("time.sleep(600)", "import psycopg; psycopg.connect(url).close()")
    done = subprocess.run(
        [SYSTEM_PYTHON, "-c", script, home / ".firstdesk", "durable"],
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        cwd="/",
        env=environment({"PYTHONPATH": f"{packages}{os.pathsep}{site}", "HOME": str(home)}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == "stopped"
    folder = home / ".firstdesk"
    assert folder.stat().st_uid == account.uid
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert processes_in(folder) == []


def test_the_programs_can_be_named(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FIRSTDESK_PG_BIN", raising=False)
    named = _wheel(place / "named")
    monkeypatch.chdir(place)
    monkeypatch.setenv("FIRSTDESK_PG_BIN", str(named.relative_to(place)))
    folder = place / "data"
    with EmbeddedPostgres(folder, durable=False):
        program = os.readlink(f"/proc/{postmaster(folder)}/exe")
        assert program == str((named / "postgres").resolve())


@pytest.mark.parametrize("missing", ["postgres", "initdb"])
def test_missing_programs_are_named(
    place: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    for name in {"postgres", "initdb"} - {missing}:
        (place / name).touch(mode=0o755)
    (place / missing).touch(mode=0o644)  # there, but not to be run
    monkeypatch.setenv("FIRSTDESK_PG_BIN", str(place))
    with pytest.raises(NoServer) as refused:
        binaries.find()
    assert missing in refused.value.what.en
    assert missing in refused.value.what.zh
    assert "FIRSTDESK_DATABASE_URL" in refused.value.do.en


def test_the_newest_server_of_the_wheel_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FIRSTDESK_PG_BIN", raising=False)
    found = binaries.find()
    version = subprocess.run([found / "postgres", "-V"], capture_output=True, text=True, check=True)
    assert int(version.stdout.split()[-1].split(".")[0]) >= 18


def _wheel(site: Path) -> Path:
    """Installs the wheel's programs once more, as pip lays them out; returns their folder."""
    programs = binaries.find()
    original, package = programs.parents[2], site / programs.parents[1].name
    shutil.copytree(programs.parent, package / programs.parent.name)
    (package / "__init__.py").touch()
    for libraries in (f"{package.name}.libs", f"{package.name}/.dylibs"):
        if (original / libraries).is_dir():
            shutil.copytree(original / libraries, site / libraries)
    return package / programs.parent.name / "bin"


@as_root
def test_closed_programs_of_the_wheel_are_copied(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FIRSTDESK_PG_BIN", raising=False)
    closed, folder = place / "closed", place / "data"
    programs = _wheel(closed)
    closed.chmod(0o700)
    for _ in range(2):
        with python(OWNER, folder, "fast", env={"PYTHONPATH": str(closed)}) as owner:
            assert line(owner).startswith("postgresql://")
            program = Path(os.readlink(f"/proc/{postmaster(folder)}/exe"))
            assert folder.resolve() in program.parents
            maps = Path(f"/proc/{postmaster(folder)}/maps").read_text(encoding="utf-8")
            assert str(closed) not in maps
    os.utime(programs / "postgres", (1, 1))
    with python(OWNER, folder, "fast", env={"PYTHONPATH": str(closed)}) as owner:
        assert line(owner).startswith("postgresql://")
        newer = Path(os.readlink(f"/proc/{postmaster(folder)}/exe"))
    assert newer != program, "another version is copied anew"
    assert not program.exists()


@as_root
def test_closed_programs_that_were_named_are_not_copied(place: Path) -> None:
    named, folder = _wheel(place / "closed"), place / "data"
    (place / "closed").chmod(0o700)
    with python(OWNER, folder, "fast", env={"FIRSTDESK_PG_BIN": str(named)}) as owner:
        assert "cannot run the programs in" in rest(owner)
    assert not list(folder.glob("programs-*"))
