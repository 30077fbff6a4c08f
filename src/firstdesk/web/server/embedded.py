"""An embedded PostgreSQL: ours alone, over a Unix socket, with a password, and never left running.

Settled by trial (see docs/architecture.md): a lock on the folder instead of a pid file, the
server as our direct child, SIGINT to stop it, and as root another, existing user.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO
from urllib.parse import quote

from firstdesk.web.server import binaries, children
from firstdesk.web.server.binaries import NoServer

ROLE = "firstdesk"
_MAX_SOCKET = 90  # a Unix socket's path may have 103 to 107 bytes


class FolderInUse(NoServer):
    """Another process runs a server on this folder."""


def default_folder(project: Path) -> Path:
    """Where the data lives unless `FIRSTDESK_DATA` says otherwise.

    `.firstdesk` beside the project; as root a folder of /var/tmp, which the unprivileged user that
    the server must run as can reach.
    """
    named = os.environ.get("FIRSTDESK_DATA")
    if named:
        return Path(named)
    if os.geteuid() != 0:
        return project / ".firstdesk"
    mark = hashlib.sha256(str(project.resolve()).encode()).hexdigest()[:10]
    return Path("/var/tmp") / f"firstdesk-{mark}"  # noqa: S108  # made with mode 700 below


class EmbeddedPostgres:
    """A server on one folder.

    Args:
        folder: the data folder; created when missing.
        durable: False switches off what protects against power failure: for tests only.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.durable = durable
        self._lock: IO[str] | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._owner = _unprivileged()
        self._socket = self._socket_folder()

    def __enter__(self) -> str:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        """Whether the server process lives."""
        return self._server is not None and self._server.poll() is None

    def start(self) -> str:
        """Starts the server, making the cluster first if there is none.

        Returns:
            The URL to connect with.

        Raises:
            FolderInUse: another process has the folder.
            NoServer: it cannot be started; the message holds the server's own last words.
        """
        self._prepare_folder()
        self._take_lock()
        try:
            programs = self._reachable(binaries.find())
            if not (self.folder / "pg" / "PG_VERSION").exists():
                self._init(programs)
            self._server = self._launch(programs)
            self._wait_until_ready(programs)
        except BaseException:
            self.stop()
            raise
        return self.url()

    def url(self, name: str = "postgres") -> str:
        """The URL of a database of this server."""
        password = (self.folder / "password").read_text(encoding="utf-8").strip()
        host = quote(str(self._socket), safe="")
        return f"postgresql://{ROLE}:{password}@/{name}?host={host}"

    def stop(self, timeout: float = 20) -> None:
        """Stops the server: sessions are ended, data is written."""
        server, self._server = self._server, None
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(timeout)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait()
        if self._lock is not None:
            self._lock.close()
            self._lock = None
            shutil.rmtree(self._socket, ignore_errors=True)

    def _prepare_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._owner:
            os.chown(self.folder, *self._owner)
        self.folder.chmod(0o700)
        self._check_reachable(self.folder)

    def _check_reachable(self, path: Path) -> None:
        if self._owner is None:
            return
        for parent in path.resolve().parents:
            if not parent.stat().st_mode & 0o001:
                raise NoServer(
                    f"PostgreSQL does not run as root, and {pwd.getpwuid(self._owner[0]).pw_name}"
                    f" cannot enter {parent}. Set FIRSTDESK_DATA to a folder it can reach, for"
                    " example below /var/tmp, or start Firstdesk as an ordinary user."
                )

    def _take_lock(self) -> None:
        lock = (self.folder / "lock").open("a+", encoding="utf-8")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            holder = lock.read().strip() or "another process"
            lock.close()
            raise FolderInUse(
                f"{self.folder} is in use by {holder}. Stop that Firstdesk, or set FIRSTDESK_DATA"
                " to another folder."
            ) from error
        lock.truncate(0)
        lock.write(f"process {os.getpid()}")
        lock.flush()
        self._lock = lock

    def _reachable(self, programs: Path) -> Path:
        """The programs, or a copy of them where the server's user cannot enter their folder."""
        if self._owner is None or all(
            parent.stat().st_mode & 0o001 for parent in (programs / "postgres").resolve().parents
        ):
            return programs
        copy = self.folder / "programs"
        if not (copy / "bin" / "postgres").exists():
            partial = self.folder / "programs.partial"
            shutil.rmtree(partial, ignore_errors=True)
            shutil.copytree(programs.parent, partial, symlinks=True)
            partial.rename(copy)
        return copy / "bin"

    def _init(self, programs: Path) -> None:
        """Makes the cluster beside its place and moves it there: a crash leaves nothing half."""
        partial = self.folder / "pg.partial"
        shutil.rmtree(partial, ignore_errors=True)
        secret = self.folder / "password"
        secret.write_text(secrets.token_urlsafe(24), encoding="utf-8")
        secret.chmod(0o600)
        if self._owner:
            os.chown(secret, *self._owner)
        with tempfile.TemporaryFile() as output:
            made = children.start(
                [
                    str(programs / "initdb"),
                    f"--pgdata={partial}",
                    f"--username={ROLE}",
                    f"--pwfile={secret}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=libc",
                    # C.UTF-8 knows Chinese letters; with plain C, word breaks come out empty.
                    "--locale=C.UTF-8",
                    "--no-sync",
                    "--no-instructions",
                ],
                owner=self._owner,
                death=signal.SIGKILL,
                output=output,
                cwd=self.folder,
            ).wait()
            output.seek(0)
            said = output.read().decode(errors="replace")
        if made != 0:
            raise NoServer(f"initdb failed in {self.folder}:\n{said[-2000:]}")
        partial.rename(self.folder / "pg")

    def _launch(self, programs: Path) -> subprocess.Popen[bytes]:
        self._socket.mkdir(parents=True, exist_ok=True)
        self._socket.chmod(0o700)
        if self._owner:
            os.chown(self._socket, *self._owner)
        # We hold the folder's lock, so a pid file can only be a dead server's.
        (self.folder / "pg" / "postmaster.pid").unlink(missing_ok=True)
        for stale in self._socket.glob(".s.PGSQL.*"):
            stale.unlink()
        log = (self.folder / "postgresql.log").open("ab")
        with log:
            return children.start(
                [str(programs / "postgres"), "-D", str(self.folder / "pg"), *self._settings()],
                owner=self._owner,
                death=signal.SIGINT,
                output=log,
                cwd=self.folder,
            )

    def _settings(self) -> list[str]:
        values = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._socket),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": "128MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.durable:
            values |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [part for name, value in values.items() for part in ("-c", f"{name}={value}")]

    def _wait_until_ready(self, programs: Path, timeout: float = 60) -> None:
        import psycopg

        until = time.monotonic() + timeout
        while time.monotonic() < until:
            if not self.running:
                break
            try:
                psycopg.connect(self.url(), connect_timeout=3).close()
            except psycopg.OperationalError:
                time.sleep(0.03)
            else:
                return
        log = (self.folder / "postgresql.log").read_text(encoding="utf-8", errors="replace")
        raise NoServer(f"PostgreSQL did not start in {self.folder}. It said:\n{log[-2000:]}")

    def _socket_folder(self) -> Path:
        """A short path for the socket: below the folder if it fits, else below the temp folder."""
        inside = self.folder.resolve() / "socket"
        if len(str(inside).encode()) <= _MAX_SOCKET:
            return inside
        mark = hashlib.sha256(str(self.folder.resolve()).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"firstdesk-{mark}"


def _unprivileged() -> tuple[int, int] | None:
    """Who runs the server: ourselves, or, since PostgreSQL refuses root, the user nobody."""
    if os.geteuid() != 0:
        return None
    for name in ("nobody", "daemon"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return found.pw_uid, found.pw_gid
    raise NoServer(
        "PostgreSQL does not run as root, and this machine has neither the user nobody nor daemon."
        " Start Firstdesk as an ordinary user, or set FIRSTDESK_DATABASE_URL."
    )
