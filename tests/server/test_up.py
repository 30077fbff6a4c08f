"""`firstdesk up`, as the README tells it: started, used, interrupted, killed, started again."""

from __future__ import annotations

import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from tests.server.firstdesk import Running, fetch, free_port, processes_of, running
from tests.server.helpers import open_folder, postmaster, until

pytestmark = pytest.mark.server

OPEN = r"open at (http://127\.0\.0\.1:(\d+)/)"


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """One data folder for the whole file: only its first `up` builds the demo bank."""
    with open_folder() as made:
        yield made / "data"


def opened(up: Running) -> str:
    """The address it prints once it can be used, with all that follows it."""
    address = up.wait_for(OPEN)[1]
    up.wait_for(r"Ctrl-C stops everything")
    return address


def signed_in(address: str, number: str, password: str) -> str:
    """Signs in as the form does; returns the page it leads to."""
    session = build_opener(HTTPCookieProcessor(CookieJar()))
    with session.open(f"{address}sign-in/", timeout=20) as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    assert token
    form = {"csrfmiddlewaretoken": token[1], "login": number, "password": password}
    request = Request(
        f"{address}sign-in/",
        data=urlencode(form).encode(),
        headers={"Referer": f"{address}sign-in/"},
    )
    with session.open(request, timeout=20) as page:
        return str(page.geturl())


def test_the_first_time_it_builds_the_bank_and_opens(data: Path) -> None:
    port = free_port()
    with running("up", "--port", str(port), env={"FIRSTDESK_DATA": str(data)}) as up:
        address = opened(up)
        assert address == f"http://127.0.0.1:{port}/"
        assert "Building the demo bank" in up.said
        assert fetch(f"{address}health/") == (200, '{"status": "ok"}')
        status, page = fetch(f"{address}sign-in/")
        assert status == 200
        assert '<html lang="en"' in page
        # What it prints lets one in, at a place of one's own.
        password = re.search(r"with the password (\S+):", up.said)
        assert password
        assert re.search(r"^  t03 +\S", up.said, re.MULTILINE)
        assert signed_in(address, "t03", password[1]) == f"{address}window/"
        assert signed_in(address, "t03", "window-00000000") == f"{address}sign-in/"
        begun = time.monotonic()
        assert up.interrupt(10) == 0
        assert time.monotonic() - begun < 10
    assert processes_of(data) == []
    assert "Traceback" not in up.said


def test_killed_it_leaves_nothing_and_the_next_one_works(data: Path) -> None:
    port = free_port()
    environment = {"FIRSTDESK_DATA": str(data)}
    with running("up", "--port", str(port), env=environment) as up:
        address = opened(up)
        assert "Building the demo bank" not in up.said, "the second time it is there already"
        assert len(processes_of(data)) > 4, "itself, web, worker, PostgreSQL"
        up.process.kill()
        until(lambda: not processes_of(data), 10)
    with running("up", "--port", str(port), env=environment) as up:
        assert opened(up) == address
        assert fetch(f"{address}health/")[0] == 200
        assert up.interrupt(10) == 0
    assert processes_of(data) == []


def test_a_database_that_dies_is_said_and_ends_it(data: Path) -> None:
    """Web and worker cannot bring it back; going on would only fail every request."""
    with running("up", "--port", str(free_port()), env={"FIRSTDESK_DATA": str(data)}) as up:
        opened(up)
        os.kill(postmaster(data), signal.SIGKILL)
        assert up.process.wait(20) == 1
    assert "PostgreSQL has stopped; everything is stopped." in up.said
    until(lambda: not processes_of(data), 5)


def test_a_busy_port_is_said_plainly(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with running("up", "--port", str(port), env={"FIRSTDESK_DATA": str(data)}) as up:
            assert up.process.wait(30) == 1
    assert f"Port {port} on 127.0.0.1 is in use." in up.said
    assert "--port" in up.said
    assert "Traceback" not in up.said
    assert processes_of(data) == []


def test_a_second_one_is_told_that_the_first_runs(data: Path) -> None:
    environment = {"FIRSTDESK_DATA": str(data)}
    with running("up", "--port", str(free_port()), env=environment) as first:
        address = opened(first)
        with running("up", "--port", str(free_port()), env=environment) as second:
            other = opened(second)
            assert fetch(f"{other}health/")[0] == 200
            assert second.interrupt(10) == 0
        assert fetch(f"{address}health/")[0] == 200, "the first goes on"
        assert first.interrupt(10) == 0
    assert processes_of(data) == []
