"""Real folders and processes for the server's tests."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

SOURCE = Path(__file__).resolve().parents[2] / "src"

OWNER = """
import sys, time
from pathlib import Path
from firstdesk.web.server.embedded import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1]), durable=sys.argv[2] == "durable") as url:
    print(url, flush=True)
    try:
        time.sleep(600)
    except KeyboardInterrupt:
        print("stopping", flush=True)
print("stopped", flush=True)
"""


def until(done: Callable[[], object], seconds: float = 10) -> None:
    """Waits until something is so, and fails if it never is."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, f"not so after {seconds} s"
        time.sleep(0.01)


def processes_in(folder: Path) -> list[int]:
    """The living server processes of a data folder: they stand in it."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(entry / "cwd").startswith(f"{folder.resolve()}/pg"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be asked about does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def postmaster(folder: Path) -> int:
    """The process number of the server."""
    return int((folder / "pg" / "postmaster.pid").read_text(encoding="utf-8").split()[0])


@contextmanager
def python(
    script: str, *arguments: object, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Another Python that runs a script with Firstdesk on its path; killed at the end."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(env),
        # Tests run in the background inherit a Ctrl-C that is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Our environment with Firstdesk on the path."""
    path = os.pathsep.join(filter(None, [str(SOURCE), (more or {}).get("PYTHONPATH")]))
    return {**os.environ, **(more or {}), "PYTHONPATH": path}


def line(process: subprocess.Popen[str]) -> str:
    """The next line it prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def rest(process: subprocess.Popen[str], seconds: float = 30) -> str:
    """What it still prints until it ends."""
    return process.communicate(timeout=seconds)[0]


@contextmanager
def open_folder() -> Iterator[Path]:
    """A throw-away folder that every user can enter, unlike pytest's own; nothing may be left."""
    made = Path(mkdtemp(prefix="fd-server-"))
    made.chmod(0o755)
    try:
        yield made
    finally:
        try:
            until(lambda: not [pid for each in made.iterdir() for pid in processes_in(each)])
        finally:
            shutil.rmtree(made, ignore_errors=True)
