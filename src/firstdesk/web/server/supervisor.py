"""Keeps the web server and the worker running, and takes them down together."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from firstdesk.web.server import children

MAX_RESTARTS = 5
"""In a row, each after less than a minute: then it is not an accident and all is stopped."""


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


@dataclass
class Supervisor:
    """Runs programs until told to stop.

    Args:
        programs: started in order, stopped in reverse.
        env: their environment.
        say: prints one line.
    """

    programs: list[Program]
    env: Mapping[str, str]
    say: Callable[[str], None] = print
    _stop: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Starts every program."""
        for program in self.programs:
            self._start(program)

    def run(self) -> int:
        """Watches until Ctrl-C, SIGTERM or a program that keeps failing; then stops all.

        Returns:
            0 after a wished stop, 1 when a program gave up.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked)
        try:
            while not self._stop.wait(0.2):
                if not all(self._alive(program) for program in self.programs):
                    return 1
            return 0
        finally:
            self.stop()

    def stop(self, timeout: float = 10) -> None:
        """Stops the programs, the last started first."""
        for program in reversed(self.programs):
            process = program.process
            if process is None or process.poll() is not None:
                continue
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()

    def _start(self, program: Program) -> None:
        program.started = time.monotonic()
        program.process = children.start(
            program.command, env=self.env, output=subprocess.PIPE, death=signal.SIGTERM
        )
        threading.Thread(
            target=self._echo, args=(program.process, program.name), daemon=True
        ).start()

    def _echo(self, process: subprocess.Popen[bytes], name: str) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.say(f"{name:>7} | {line.decode(errors='replace').rstrip()}")

    def _alive(self, program: Program) -> bool:
        assert program.process is not None
        if program.process.poll() is None:
            return True
        if time.monotonic() - program.started > 60:
            program.restarts = 0
        program.restarts += 1
        if program.restarts > MAX_RESTARTS:
            self.say(f"{program.name} keeps stopping; everything is stopped. See its lines above.")
            return False
        self.say(f"{program.name} stopped with {program.process.returncode}; starting it again.")
        self._stop.wait(min(0.5 * 2**program.restarts, 10))
        self._start(program)
        return True


def python(*arguments: str) -> list[str]:
    """A command of this Python."""
    return [sys.executable, *arguments]
