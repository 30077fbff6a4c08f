"""An embedded PostgreSQL: ours alone, over a Unix socket, with a password, and never left running.

Settled by trial (see docs/architecture.md): a lock on the folder instead of a pid file, the
server as our direct child, SIGINT to stop it, and as root another, existing user.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from firstdesk.core.text import Text
from firstdesk.web.server import binaries, children, places
from firstdesk.web.server.binaries import NoServer
from firstdesk.web.server.lock import FolderInUse, FolderLock
from firstdesk.web.server.places import default_folder

__all__ = ["ROLE", "EmbeddedPostgres", "FolderInUse", "NoServer", "default_folder"]

ROLE = "firstdesk"
PORT = 5432
"""Only a part of the socket's name; named everywhere so that PGPORT changes nothing."""


class EmbeddedPostgres:
    """A server on one folder.

    Args:
        folder: the data folder; created when missing.
        durable: False switches off what protects against power failure: for tests only.

    Raises:
        NoServer: it cannot run on this machine.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        # Absolute, since the server starts in the folder itself.
        self.folder = Path(os.path.abspath(folder))
        self.durable = durable
        self._lock = FolderLock(self.folder)
        self._server: subprocess.Popen[bytes] | None = None
        self._account = places.unprivileged()

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

        Call it from a thread that lives as long as the server, best the main one: Linux stops the
        server when that thread ends.

        Returns:
            The URL to connect with.

        Raises:
            FolderInUse: another process has the folder.
            NoServer: it cannot be started; the message holds the server's own last words.
        """
        if self._lock.held and not self.running:
            self.stop()  # it died; what it left is cleared first
        places.prepare(self.folder, self._account)
        self._lock.take()
        try:
            programs = self._programs()
            if not (self.folder / "pg" / "PG_VERSION").exists():
                self._init(programs)
            self._launch(programs)
        except BaseException:
            self.stop()
            raise
        return self.url()

    def url(self, name: str = "postgres") -> str:
        """The URL of a database of this server, also where another process runs it.

        Raises:
            NoServer: the folder's password is missing.
        """
        try:
            password = (self.folder / "password").read_text(encoding="utf-8").strip()
        except OSError as error:
            raise self._failed(
                Text(
                    zh=f"无法读取{self.folder}中的password文件：{error.strerror}。",
                    en=f"The file password in {self.folder} cannot be read: {error.strerror}.",
                )
            ) from error
        host = quote(str(places.socket_folder(self.folder)), safe="")
        return f"postgresql://{ROLE}:{password}@/{name}?host={host}&port={PORT}"

    def stop(self, timeout: float = 20) -> None:
        """Stops the server: sessions are ended, data is written.

        Args:
            timeout: seconds for an orderly end; then it ends at once and recovers at the next
                start.
        """
        server, self._server = self._server, None
        if server is not None:
            if server.poll() is None:
                server.send_signal(signal.SIGINT)
                try:
                    server.wait(timeout)
                except subprocess.TimeoutExpired:
                    server.send_signal(signal.SIGQUIT)
            children.end(server, signal.SIGQUIT, timeout=10)
        if self._lock.held:
            places.remove_socket_folder(self.folder)
            self._lock.release()

    def _programs(self) -> Path:
        """The programs, or a copy of them where the server's user cannot run them."""
        programs = binaries.find()
        if self._account is None or binaries.open_to_all(programs):
            return programs
        if os.environ.get("FIRSTDESK_PG_BIN"):
            # What else lies around a named folder is not ours to copy.
            raise NoServer(
                code="server.programs_closed",
                what=Text(
                    zh=f"用户{self._account.name}无法运行{programs}中的程序。",
                    en=f"{self._account.name} cannot run the programs in {programs}.",
                ),
                why=Text(
                    zh="PostgreSQL不能以root身份运行。", en="PostgreSQL does not run as root."
                ),
                do=Text(
                    zh="请开放该文件夹的读取权限，或以普通用户身份启动。",
                    en="Open that folder for reading, or start Firstdesk as an ordinary user.",
                ),
            )
        return binaries.copy_for_all(programs, self.folder)

    def _init(self, programs: Path) -> None:
        """Makes the cluster beside its place and moves it there: a crash leaves nothing half."""
        partial = self.folder / "pg.partial"
        shutil.rmtree(partial, ignore_errors=True)
        places.own(partial, self._account)
        secret, password = self.folder / "password", secrets.token_urlsafe(24)
        places.write_private(secret, password, self._account)
        command = [
            str(programs / "initdb"),
            f"--pgdata={partial}",
            f"--username={ROLE}",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            # Order by code point and Unicode's letters, the same on every machine. The second sets
            # LC_CTYPE as well, without which the text search finds no Chinese words.
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--no-instructions",
        ]
        code, said = self._run(command if self.durable else [*command, "--no-sync"])
        if code != 0:
            raise self._failed(_quoted("initdb", said))
        # The server's user has no further need of it.
        places.write_private(secret, password)
        partial.rename(self.folder / "pg")

    def _run(self, command: list[str]) -> tuple[int, str]:
        with tempfile.TemporaryFile() as output:
            process = children.start(
                command,
                owner=self._owner(),
                death=signal.SIGKILL,
                output=output,
                cwd=self.folder,
                keep=[self._lock.fileno()],
            )
            try:
                process.wait()
            finally:
                children.sweep(process)
            output.seek(0)
            return process.returncode, output.read().decode(errors="replace")

    def _launch(self, programs: Path) -> None:
        """Starts the server and waits until it answers."""
        socket = places.make_socket_folder(self.folder, self._account)
        # The lock outlives its owner as long as a server runs, so this can only be a dead one's.
        (self.folder / "pg" / "postmaster.pid").unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
        file = os.open(self.folder / "postgresql.log", flags, 0o600)
        with os.fdopen(file, "ab") as log:
            begun = os.fstat(file).st_size
            self._server = children.start(
                [
                    str(programs / "postgres"),
                    "-D",
                    str(self.folder / "pg"),
                    *self._settings(socket),
                ],
                owner=self._owner(),
                death=signal.SIGINT,
                output=log,
                cwd=self.folder,
                keep=[self._lock.fileno()],
            )
        self._wait_until_ready(begun)

    def _settings(self, socket: Path) -> list[str]:
        # The server takes the list apart at commas and quotes.
        quoted = '"' + str(socket).replace('"', '""') + '"'
        values = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": quoted,
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": "128MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.durable:
            values |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [part for name, value in values.items() for part in ("-c", f"{name}={value}")]

    def _wait_until_ready(self, begun: int, timeout: float = 180) -> None:
        """Waits until it answers; recovery after a crash takes its time.

        Args:
            begun: the log's size in bytes before this start.
            timeout: seconds.
        """
        import psycopg

        until, last = time.monotonic() + timeout, ""
        while time.monotonic() < until and self.running:
            try:
                psycopg.connect(self.url(), connect_timeout=3).close()
            except psycopg.OperationalError as error:
                last = str(error)
                if "authentication failed" in last:
                    break  # it will not come right by waiting
                time.sleep(0.03)
            else:
                return
        with (self.folder / "postgresql.log").open("rb") as log:
            log.seek(begun)
            said = log.read().decode(errors="replace")
        raise self._failed(_quoted("postgres", f"{said}\n{last if self.running else ''}"))

    def _owner(self) -> tuple[int, int] | None:
        return (self._account.uid, self._account.gid) if self._account else None

    def _failed(self, why: Text) -> NoServer:
        return NoServer(
            code="server.failed",
            what=Text(
                zh=f"{self.folder}中的数据库未能启动。",
                en=f"PostgreSQL did not start in {self.folder}.",
            ),
            why=why,
            do=Text(
                zh="请按上述原因处理后重试；完整记录在postgresql.log中。",
                en="Put that right and start again; all it said is in postgresql.log.",
            ),
        )


def _quoted(program: str, said: str) -> Text:
    end = said.strip()[-2000:]
    return Text(zh=f"{program}的输出：\n{end}\n", en=f"{program} said:\n{end}\n")
