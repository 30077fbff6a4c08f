"""Starting a child that dies with us, and ending it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

LAUNCHER = Path(__file__).with_name("launcher.py")


def start(
    command: Sequence[str],
    *,
    owner: tuple[int, int] | None = None,
    death: signal.Signals = signal.SIGTERM,
    grace: float | None = None,
    env: Mapping[str, str] | None = None,
    output: int | IO[Any] | None = None,
    cwd: Path | None = None,
    keep: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Starts a program through the launcher.

    Must be called from a thread that lives as long as the child: Linux ties the death signal to
    the thread.

    Args:
        command: an absolute program path, then its arguments.
        owner: (uid, gid) to run as.
        death: what the child gets when we die.
        grace: seconds after which it and its own children are then killed; never when left out.
        env: its environment; ours when left out.
        output: where standard output and error go.
        cwd: the folder it starts in.
        keep: open files that the child keeps open as well, and so the locks on them.
    """
    uid, gid = (str(part) for part in owner) if owner else ("-", "-")
    return subprocess.Popen(
        [
            sys.executable,
            "-E",
            "-S",
            str(LAUNCHER),
            str(os.getpid()),
            uid,
            gid,
            str(int(death)),
            "-" if grace is None else str(grace),
            *command,
        ],
        # The launcher's guardian watches this pipe: it closes when we die.
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=dict(env) if env is not None else None,
        cwd=cwd,
        pass_fds=tuple(keep),
        # Ctrl-C in a terminal goes to the whole group; we stop the children in order instead.
        start_new_session=True,
    )


def end(process: subprocess.Popen[bytes], number: signal.Signals, timeout: float) -> None:
    """Asks a child to end, and after `timeout` seconds ends it and what it started."""
    if process.poll() is None:
        process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout)
    sweep(process)


def sweep(process: subprocess.Popen[bytes]) -> None:
    """Kills a child if it lives, and those of its own children that it left behind.

    A web server that is killed leaves its workers, which would hold the port for ever. They share
    the child's process group, which `start` made, and so does its guardian.
    """
    # Nobody is left; on macOS a group of zombies answers with the second.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdin is not None:
        process.stdin.close()
