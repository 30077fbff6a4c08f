"""Starting a child that dies with us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

LAUNCHER = Path(__file__).with_name("launcher.py")


def start(
    command: Sequence[str],
    *,
    owner: tuple[int, int] | None = None,
    death: signal.Signals = signal.SIGTERM,
    env: Mapping[str, str] | None = None,
    output: int | IO[Any] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Starts a program through the launcher.

    Must be called from a thread that lives as long as the child: Linux ties the death signal to
    the thread.

    Args:
        command: an absolute program path, then its arguments.
        owner: (uid, gid) to run as.
        death: what the child gets when we die.
        env: its environment; ours when left out.
        output: where standard output and error go.
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
            *command,
        ],
        # Elsewhere than on Linux the launcher watches this pipe: it closes when we die.
        stdin=subprocess.DEVNULL if sys.platform == "linux" else subprocess.PIPE,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=dict(env) if env is not None else None,
        cwd=cwd,
        # Ctrl-C in a terminal goes to the whole group; we stop the children in order instead.
        start_new_session=True,
    )
