"""Starts one program so that it cannot outlive who started it. Run as a script.

    launcher.py PARENT_PID UID GID SIGNAL GRACE PROGRAM [ARGUMENT …]

UID and GID are numbers, or - to stay who we are. When the parent dies, however it dies, the program
gets SIGNAL: on Linux from the kernel, elsewhere from a guardian, a small process that notices how
the pipe on its standard input closes. GRACE seconds later the guardian kills the program and all
of its process group; with - it never does, and Linux needs no guardian.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from contextlib import suppress
from typing import NoReturn

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> int:
    """Drops privileges, binds the program's life to the parent's, and becomes the program."""
    parent, uid, gid, number, grace = arguments[:5]
    command = arguments[5:]
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    linux = sys.platform == "linux"
    if grace != "-" or not linux:
        _guard(int(number), None if grace == "-" else float(grace))
    if linux:
        # After setuid: changing credentials clears the death signal.
        if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(number)) != 0:
            print("prctl: the kernel refuses to bind this process to its parent", file=sys.stderr)
            return 1
        if os.getppid() != int(parent):
            return 1  # it died before we could ask
    return _become(command)


def _become(command: list[str]) -> NoReturn:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.execv(command[0], command)  # noqa: S606  # no shell is meant


def _guard(number: int, grace: float | None) -> None:
    """Leaves a guardian in the program's group, as nobody's child: the program does not see it."""
    program = os.getpid()
    if between := os.fork():
        os.waitpid(between, 0)
        return
    if os.fork():
        os._exit(0)
    try:
        _watch(program, number, grace)
    finally:
        os._exit(0)


def _watch(program: int, number: int, grace: float | None) -> None:
    # Neither the program's output nor its locks are ours to keep open.
    os.closerange(1, 4096)
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    os.read(0, 1)  # nobody writes: it returns when the parent is gone
    if sys.platform != "linux":
        with suppress(ProcessLookupError):
            os.kill(program, number)
    if grace is None:
        return
    until = time.monotonic() + grace
    while time.monotonic() < until and _exists(program):
        time.sleep(0.1)
    os.killpg(os.getpgrp(), signal.SIGKILL)  # and ourselves with it


def _exists(program: int) -> bool:
    try:
        os.kill(program, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
