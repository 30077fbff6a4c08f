"""One server on one folder: a lock that lives as long as the server, not only as who started it.

A pid file would go stale. This is an advisory lock on an open file which the server inherits: when
its owner is killed and the server still writes its last checkpoint, the folder is still locked.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from firstdesk.core.text import Text
from firstdesk.web.server.binaries import NoServer

if sys.platform != "win32":
    import fcntl

PATIENCE = 30.0
"""Seconds to wait for a server whose owner is dead; a shutdown checkpoint takes a few at most."""


class FolderInUse(NoServer):
    """Another process runs a server on this folder."""


class FolderLock:
    """The lock of a data folder.

    Args:
        folder: the data folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._file is not None

    def fileno(self) -> int:
        """The open file, to be inherited by the server."""
        assert self._file is not None
        return self._file

    def take(self, patience: float = PATIENCE) -> None:
        """Takes the lock, waiting for a server whose owner is dead.

        Args:
            patience: seconds to wait for it; after a third of them it is told to end at once.

        Raises:
            FolderInUse: a living process holds it, or the server does not end.
        """
        path = self.folder / "lock"
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            self._wait(file, patience)
            os.ftruncate(file, 0)
            os.pwrite(file, _ourselves().encode(), 0)
        except BaseException:
            os.close(file)
            raise
        self._file = file

    def _wait(self, file: int, patience: float) -> None:
        begun, told = time.monotonic(), False
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                return
            waited = time.monotonic() - begun
            holder = os.pread(file, 500, 0).decode(errors="replace").strip()
            if _alive(holder):
                raise self._in_use(holder)
            if waited > patience:
                raise self._in_use(", ".join(f"postgres {pid}" for pid in self._servers()))
            if waited > patience / 3 and not told:
                told = True
                # Backends that are busy computing do not notice that their server is dead.
                for pid in self._servers():
                    _tell(pid, signal.SIGQUIT)
            time.sleep(0.02)

    def release(self) -> None:
        """Gives the lock back; the file no longer names us."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def _servers(self) -> list[int]:
        """Processes of a server on this folder (known on Linux only): it is where they stand."""
        data = str((self.folder / "pg").resolve())
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if os.readlink(entry / "cwd") == data:
                    found.append(int(entry.name))
            except OSError:
                continue  # gone meanwhile, or another user's
        return sorted(found)

    def _in_use(self, holder: str) -> FolderInUse:
        return FolderInUse(
            code="server.folder_in_use",
            what=Text(zh=f"{self.folder}正在使用中。", en=f"{self.folder} is in use."),
            why=Text(
                zh=f"使用者：{holder or '另一个进程'}。",
                en=f"It is held by {holder or 'another process'}.",
            ),
            do=Text(
                zh="请停止该进程，或将FIRSTDESK_DATA设为其他文件夹。",
                en="Stop that process, or set FIRSTDESK_DATA to another folder.",
            ),
        )


def _ourselves() -> str:
    return f"process {os.getpid()} ({' '.join(Path(part).name for part in sys.argv[:3])})"


def _alive(holder: str) -> bool:
    """Whether the process named in the lock file lives; False when it names none."""
    words = holder.split()
    if len(words) < 2 or not words[1].isdecimal():
        return False
    pid = int(words[1])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return sys.platform != "linux"  # there is no /proc elsewhere
    # A dead process that nobody has asked about yet keeps its number, but no lock.
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def _tell(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return
