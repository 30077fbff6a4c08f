"""A demo bank on a server of its own, and clients that speak to it over HTTP."""

from __future__ import annotations

import http.client
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from firstdesk.web.server import children
from firstdesk.web.server.embedded import EmbeddedPostgres
from firstdesk.web.server.ports import choose

PASSWORD = "a-word-for-the-bench"  # noqa: S105
QUIET = subprocess.DEVNULL
WORKERS = 2
"""Web processes, as `firstdesk up` starts them."""


@dataclass(frozen=True)
class Bank:
    """Where it answers."""

    port: int
    env: dict[str, str]


@contextmanager
def database() -> Iterator[dict[str, str]]:
    """A PostgreSQL as `up` runs it, durable, in a folder that is thrown away; its environment."""
    with tempfile.TemporaryDirectory(prefix="firstdesk-bench-", dir="/var/tmp") as made:
        Path(made).chmod(0o711)
        server = EmbeddedPostgres(Path(made) / "data")
        with server as url:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("CREATE DATABASE firstdesk")
            yield {
                **os.environ,
                "FIRSTDESK_DATABASE_URL": server.url("firstdesk"),
                "FIRSTDESK_DATA": made,
                "FIRSTDESK_SECRET_KEY": "bench" * 10,
                "FIRSTDESK_DEMO_PASSWORD": PASSWORD,
                "FIRSTDESK_POOL": "1",
                # The limit on one caller's requests would be all that is measured.
                "FIRSTDESK_API_RATE": "100000000",
            }


def command(*arguments: str, env: dict[str, str]) -> float:
    """Runs one `firstdesk` command; returns its seconds."""
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "firstdesk.web", *arguments],
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - begun


@contextmanager
def bank(prepare: Callable[[str], None] | None = None) -> Iterator[Bank]:
    """The demo bank with its web server, as `up` runs it.

    Args:
        prepare: adds to the database, whose address it is given, before the server opens.
    """
    with database() as env:
        command("demo", env=env)
        if prepare is not None:
            prepare(env["FIRSTDESK_DATABASE_URL"])
        port = choose("127.0.0.1", 8700, insist=False)
        arguments = ("web", "--port", str(port), "--workers", str(WORKERS))
        web = children.start(
            [sys.executable, "-m", "firstdesk.web", *arguments], env=env, output=QUIET
        )
        try:
            until_open(port, web, "/health/")
            yield Bank(port, env)
        finally:
            children.end(web, children.signal.SIGTERM, 10)


def until_open(port: int, web: subprocess.Popen[bytes], path: str) -> None:
    """Waits until a web server answers."""
    end = time.monotonic() + 60
    while time.monotonic() < end and web.poll() is None:
        try:
            if Client(port).get(path)[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The web server did not open.")


@dataclass
class Client:
    """One person at one window: a connection that is kept, and a session."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def send(
        self, method: str, path: str, body: str = "", kind: str = "application/json"
    ) -> tuple[int, str]:
        """One request; the answer is read to its end."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Language": "en",
        }
        if method != "GET":
            headers["Content-Type"] = kind
            headers["X-CSRFToken"] = self.cookies.get("csrftoken", "")
        try:
            self._line.request(method, path, body or None, headers)
            answer = self._line.getresponse()
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
            self._line.close()  # it was idle for long; the next request opens another
            self._line.request(method, path, body or None, headers)
            answer = self._line.getresponse()
        text = answer.read().decode()
        for name, morsel in SimpleCookie(answer.headers.get("Set-Cookie", "")).items():
            self.cookies[name] = morsel.value
        for more in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(more).items():
                self.cookies[name] = morsel.value
        return answer.status, text

    def get(self, path: str) -> tuple[int, str]:
        """GET."""
        return self.send("GET", path)

    def post(self, path: str, data: dict[str, object]) -> dict[str, object]:
        """POST of JSON that must succeed."""
        status, text = self.send("POST", f"/api/v1{path}", json.dumps(data))
        if status >= 300:
            raise SystemExit(f"{path} answered {status}: {text[:500]}")
        answer: dict[str, object] = json.loads(text)
        return answer

    def sign_in(self, number: str) -> Client:
        """Signs in as the form does."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/sign-in/")[1])
        assert token
        form = {"csrfmiddlewaretoken": token[1], "login": number, "password": PASSWORD}
        kind = "application/x-www-form-urlencoded"
        status, text = self.send("POST", "/sign-in/", urlencode(form), kind)
        if status != 302:
            raise SystemExit(f"{number} could not sign in: {status} {text[:300]}")
        return self


def seconds(act: Callable[[int], object], count: int, first: int = 0) -> list[float]:
    """How long each of `count` calls took."""
    taken = []
    for number in range(first, first + count):
        begun = time.perf_counter()
        act(number)
        taken.append(time.perf_counter() - begun)
    return taken


def quantile(taken: Sequence[float], share: float) -> float:
    """The nearest-rank quantile: the smallest time that `share` of all calls did not pass."""
    ordered = sorted(taken)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    median: float
    p99: float
    rate: float
    calls: int


def row(what: str, taken: Sequence[float], clients: int, passed: float) -> Row:
    """Sums up calls that `clients` made side by side within `passed` seconds."""
    named = f"{what}, {clients} client{'s' if clients > 1 else ''}"
    return Row(named, quantile(taken, 0.5), quantile(taken, 0.99), len(taken) / passed, len(taken))


def table(rows: Sequence[Row], unit: str = "ms") -> str:
    """The rows for a terminal and for Markdown, times in `ms` or `µs`."""
    times = 1000 if unit == "ms" else 1_000_000
    lines = [
        f"| what | median {unit} | p99 {unit} | a second | calls |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {r.what} | {r.median * times:.1f} | {r.p99 * times:.1f} | {r.rate:.0f} | {r.calls} |"
        for r in rows
    ]
    return "\n".join(lines)
