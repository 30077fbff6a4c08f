"""The real `firstdesk` command, in an environment of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.server.helpers import processes_in, until

COMMAND = [sys.executable, "-m", "firstdesk.web"]


def plain_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Our environment without anything that sets up Firstdesk, and then what is given."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("FIRSTDESK_", "DJANGO_"))}
    return {**kept, **(more or {})}


def firstdesk(
    *arguments: str, env: Mapping[str, str], seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """Runs one command to its end; its two streams are kept apart."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env=plain_environment(env),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_of(data: Path) -> list[int]:
    """Every living process that works on a data folder: Firstdesk's own and PostgreSQL's."""
    found = set(processes_in(data))
    mark = f"FIRSTDESK_DATA={data}\0".encode()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (entry / "environ").read_bytes() + b"\0":
                found.add(int(entry.name))
        except OSError:
            continue  # gone meanwhile, or another user's
    return sorted(found)


@dataclass
class Running:
    """A `firstdesk` that goes on, and what it has printed."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def read(self) -> None:
        """Gathers its lines until it ends."""
        assert self.process.stdout is not None
        with self.process.stdout as printed:
            self.lines.extend(iter(printed.readline, ""))

    @property
    def said(self) -> str:
        """All it has printed."""
        return "".join(self.lines)

    def wait_for(self, pattern: str, seconds: float = 90) -> re.Match[str]:
        """Waits until it has printed something; fails with its words if it ends before."""

        def found() -> bool:
            assert self.process.poll() is None or re.search(pattern, self.said), self.said
            return bool(re.search(pattern, self.said))

        until(found, seconds)
        match = re.search(pattern, self.said)
        assert match
        return match

    def interrupt(self, seconds: float) -> int:
        """Ctrl-C; returns how it ended, and fails when it takes longer."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(seconds)


@contextmanager
def running(*arguments: str, env: Mapping[str, str]) -> Iterator[Running]:
    """Starts a command that keeps running; at the end it is stopped, with all it started."""
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        env=plain_environment(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    it = Running(process)
    reader = threading.Thread(target=it.read, daemon=True)
    reader.start()
    try:
        yield it
    finally:
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        reader.join(10)


def fetch(url: str) -> tuple[int, str]:
    """GET: the status and the text; errors of HTTP are answers too."""
    asked = urllib.request.Request(url, headers={"Accept-Language": "en"})
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
