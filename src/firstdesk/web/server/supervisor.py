"""Keeps the web server and the worker running, and takes them down together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType, TracebackType

from firstdesk.web.server import children

MAX_RESTARTS = 5
"""In a row, each after less than `STEADY`: then it is not an accident and all is stopped."""

STEADY = 60.0
"""Seconds after which a program counts as running well and its restarts are forgotten."""


@dataclass
class Program:
    """One child process.

    Args:
        name: what its lines of output start with.
        command: an absolute program path and its arguments.
    """

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    restarts: int = 0
    due: float | None = None
    """The moment of its next start, while it waits for one."""
    echo: threading.Thread | None = None


@dataclass
class Supervisor:
    """Runs programs until told to stop. As a context manager it stops them at the end.

    Args:
        programs: started in order, stopped in reverse.
        env: their environment; ours when left out.
        say: prints one line.
        needs: what else must live, by name: when one answers False, all is stopped.
        pause: seconds before the first restart; doubled for each further one, 10 at most.
        grace: seconds each program has to end before it is killed, also when we are killed.
    """

    programs: list[Program]
    env: Mapping[str, str] | None = None
    say: Callable[[str], None] = print
    needs: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    pause: float = 1.0
    grace: float = 10.0
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self, name: str) -> None:
        """Starts one program before the others, which `run` starts.

        Raises:
            KeyError: no program has this name.
        """
        self._start({program.name: program for program in self.programs}[name])

    def run(self) -> int:
        """Watches until Ctrl-C, SIGTERM or a program that keeps failing; then stops all.

        Starts what has not been started. The signals stay ours afterwards, so that an impatient
        second Ctrl-C does not cut short what is stopped after us, the database above all.

        Returns:
            0 after a wished stop, 1 when a program gave up.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked)
        try:
            for program in self.programs:
                if program.process is None:
                    self._start(program)
            while not self._stop.wait(0.2):
                if not (self._needed() and all(map(self._kept, self.programs))):
                    return 1
            return 0
        finally:
            self.stop()

    def stop(self) -> None:
        """Stops the programs, the last started first."""
        for program in reversed(self.programs):
            if program.process is not None:
                children.end(program.process, signal.SIGTERM, self.grace)
                self._drain(program)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()

    def _start(self, program: Program) -> None:
        program.started, program.due = time.monotonic(), None
        # Lines are passed on as they are written, not when four thousand bytes have gathered.
        env = {"PYTHONUNBUFFERED": "1", **(os.environ if self.env is None else self.env)}
        process = children.start(
            program.command,
            env=env,
            output=subprocess.PIPE,
            death=signal.SIGTERM,
            grace=self.grace,
        )
        program.process = process
        program.echo = threading.Thread(
            target=self._echo, args=(process, program.name), daemon=True
        )
        program.echo.start()

    def _echo(self, process: subprocess.Popen[bytes], name: str) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                # Who listened may be gone; unread, the pipe would fill and the program stand still.
                with suppress(OSError):
                    self.say(f"{name:>7} | {line.decode(errors='replace').rstrip()}")

    def _drain(self, program: Program) -> None:
        if program.echo is not None:
            program.echo.join(2)  # its last words

    def _needed(self) -> bool:
        for name, lives in self.needs.items():
            if not lives():
                self.say(f"{name} has stopped; everything is stopped.")
                return False
        return True

    def _kept(self, program: Program) -> bool:
        """Starts a program again that stopped; False when it has done so too often."""
        if program.due is not None:
            if time.monotonic() >= program.due:
                self._start(program)
            return True
        assert program.process is not None
        if program.process.poll() is None:
            return True
        children.sweep(program.process)
        self._drain(program)
        if time.monotonic() - program.started > STEADY:
            program.restarts = 0
        program.restarts += 1
        how = _ended(program.process.returncode)
        if program.restarts > MAX_RESTARTS:
            self.say(
                f"{program.name} {how} {program.restarts} times in a row;"
                " everything is stopped. Its lines above say why."
            )
            return False
        wait = min(self.pause * 2 ** (program.restarts - 1), 10)
        program.due = time.monotonic() + wait
        self.say(f"{program.name} {how}; starting it again in {wait:g} s.")
        return True


def _ended(code: int) -> str:
    if code >= 0:
        return f"stopped with {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"


def python(*arguments: str) -> list[str]:
    """A command of this Python."""
    return [sys.executable, *arguments]
