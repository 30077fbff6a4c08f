"""The demo bank on the real web server, and a real browser in front of it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.casebook.importer.samples import Document
from tests.server.firstdesk import Running, fetch, firstdesk, free_port, running
from tests.server.helpers import until

CHROMIUM = os.environ.get("FIRSTDESK_CHROMIUM") or shutil.which("chromium") or ""
PASSWORD = "a-word-for-the-browser"
ARGUMENTS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@dataclass(frozen=True)
class Bank:
    """The running demo bank."""

    address: str
    url: str

    def row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        """The first row of a query on its database."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(query, values).fetchone()


@pytest.fixture(scope="package")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo bank in a database on the tests' server; nobody works on it, it is copied."""
    if not CHROMIUM:
        pytest.skip("no Chromium here; set FIRSTDESK_CHROMIUM")
    with _database("demo") as url:
        done = firstdesk("demo", env=_environment(url))
        assert done.returncode == 0, done.stderr
        document = tmp_path_factory.mktemp("casebook") / "book.txt"
        document.write_bytes(Document().data())
        done = firstdesk("casebook", "import", str(document), env=_environment(url))
        assert done.returncode == 0, done.stderr
        yield url


@pytest.fixture(scope="package")
def bank(template: str) -> Iterator[Bank]:
    """The demo bank that is looked at; no test may need it unchanged."""
    with _serving(template, "seen") as served:
        yield served


@pytest.fixture
def morning(template: str) -> Iterator[Bank]:
    """A demo bank where nobody has been served yet."""
    with _serving(template, "morning") as served:
        yield served


@contextmanager
def _database(name: str, like: str = "") -> Iterator[str]:
    server = os.environ["FIRSTDESK_DATABASE_URL"]
    name = f"browser_{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    source = f' TEMPLATE "{urlsplit(like).path[1:]}"' if like else ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"{source}')
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _environment(url: str) -> dict[str, str]:
    return {
        "FIRSTDESK_DATABASE_URL": url,
        "FIRSTDESK_SECRET_KEY": "k" * 50,
        "FIRSTDESK_DEMO_PASSWORD": PASSWORD,
    }


@contextmanager
def _serving(template: str, name: str) -> Iterator[Bank]:
    with _database(name, like=template) as url:
        port = free_port()
        arguments = ("web", "--port", str(port), "--workers", "1")
        with running(*arguments, env=_environment(url)) as web:
            address = f"http://localhost:{port}"
            until(lambda: _open(web, address), 60)
            yield Bank(address, url)
            assert "Traceback" not in web.said, web.said


def _open(web: Running, address: str) -> bool:
    assert web.process.poll() is None, web.said
    with suppress(OSError):
        return fetch(f"{address}/health/")[0] == 200
    return False


@pytest.fixture(scope="package")
def chromium(template: str) -> Iterator[Any]:
    """One browser for the whole folder; each test has a context of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


Opener = Callable[..., Any]


@pytest.fixture
def opened(chromium: Any) -> Opener:
    """Opens a window of a bank; what it complains of, or what leaves the host, fails the test.

    Used as `with opened(bank, "t03", locale="zh-CN", dark=True) as page`.
    """

    @contextmanager
    def window(
        bank: Bank,
        number: str = "",
        *,
        locale: str = "en-GB",
        dark: bool = False,
        width: int = 1440,
    ) -> Iterator[Any]:
        context = chromium.new_context(
            locale=locale,
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": 900},
            base_url=bank.address,
            # Nothing is animated: what is looked at has come to rest.
            reduced_motion="reduce",
        )
        wrong: list[str] = []
        page = context.new_page()
        context.on("request", lambda asked: _only_here(asked.url, bank.address, wrong))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda said: _quiet(said, wrong))
        page.set_default_timeout(15_000)
        try:
            if number:
                sign_in(page, number)
            yield page
            assert wrong == []
        finally:
            context.close()

    return window


def _only_here(url: str, address: str, wrong: list[str]) -> None:
    if not url.startswith((f"{address}/", "data:", "blob:")):
        wrong.append(f"left the host: {url}")


def _quiet(said: Any, wrong: list[str]) -> None:
    # A refusal is an answer; that the browser logs its status is no defect of the page.
    refused = re.search(r"the server responded with a status of 4\d\d", said.text)
    if said.type == "error" and not refused:
        wrong.append(f"console: {said.text}")


def sign_in(page: Any, number: str) -> None:
    """Signs in with the demo's password, in whatever language the page speaks."""
    page.goto("/sign-in/")
    page.locator("input[name=login]").fill(number)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
