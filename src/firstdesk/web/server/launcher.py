"""Starts one program so that it cannot outlive who started it. Run as a script.

    launcher.py PARENT_PID UID GID SIGNAL PROGRAM [ARGUMENT …]

UID and GID are numbers, or - to stay who we are. On Linux the kernel sends SIGNAL when the parent
dies, however it dies; elsewhere this process stays and watches the pipe on its standard input.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> int:
    """Drops privileges, binds the program's life to the parent's, and becomes the program."""
    parent, uid, gid, number = arguments[:4]
    command = arguments[4:]
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    if sys.platform == "linux":
        # After setuid: changing credentials clears the death signal.
        if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(number)) != 0:
            print("prctl: the kernel refuses to bind this process to its parent", file=sys.stderr)
            return 1
        if os.getppid() != int(parent):
            return 1  # it died before we could ask
        os.execv(command[0], command)  # noqa: S606  # no shell is meant
    return _watch(command, int(number))


def _watch(command: list[str], number: int) -> int:
    # The program keeps the open files we were given, as it would after exec.
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, close_fds=False)
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        signal.signal(each, lambda received, _: child.send_signal(received))

    def until_closed() -> None:
        sys.stdin.buffer.read()
        child.send_signal(number)

    threading.Thread(target=until_closed, daemon=True).start()
    return child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
