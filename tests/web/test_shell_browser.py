"""The shell in a real browser: keyboard, theme, toasts, passkeys, and nothing against the CSP."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from firstdesk.staff import services
from tests.conftest import Cast, make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHROMIUM = os.environ.get("FIRSTDESK_CHROMIUM") or shutil.which("chromium") or ""
PASSWORD = "a-long-demo-word"


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def page(people: Cast, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A page at 1440×900 whose errors fail the test."""
    from playwright.sync_api import sync_playwright

    if not CHROMIUM:
        pytest.skip("no Chromium here; set FIRSTDESK_CHROMIUM")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright runs a loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(
            locale="en-GB",
            viewport={"width": 1440, "height": 900},
            base_url=live_server.url.replace("127.0.0.1", "localhost"),
        )
        opened = context.new_page()
        wrong: list[str] = []
        opened.on("pageerror", lambda error: wrong.append(str(error)))
        opened.on(
            "console",
            lambda said: wrong.append(said.text) if "Content Security" in said.text else None,
        )
        yield opened
        browser.close()
        assert not wrong


def sign_in(page: Any, number: str, path: str = "/alerts/") -> None:
    page.goto(f"/sign-in/?next={path}")
    page.get_by_label("Staff number").fill(number)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{path}")


def test_command_bar_by_keyboard_alone(page: Any, people: Cast) -> None:
    sign_in(page, people.auditor.username)
    page.get_by_role("button", name="Search, or type").focus()
    page.keyboard.press("Control+k")
    bar = page.get_by_role("combobox")
    bar.wait_for()
    page.keyboard.type("journal")
    page.locator('.cmd__item[aria-selected="true"]', has_text="Journal").wait_for()
    assert bar.get_attribute("aria-activedescendant")
    page.keyboard.press("Escape")
    assert not page.locator("#cmd").is_visible()
    assert page.evaluate("document.activeElement.className") == "cmdbar"  # focus came back
    page.keyboard.press("Control+k")
    page.keyboard.type("staff")
    page.locator('.cmd__item[aria-selected="true"]', has_text="Staff").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/")


def test_theme_is_kept_and_there_before_paint(page: Any, people: Cast) -> None:
    page.goto("/sign-in/")
    page.get_by_role("button", name="Switch between dark and light").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.goto("/sign-in/", wait_until="commit")
    page.wait_for_selector("h1")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 23, 25)"


def test_signed_out_meanwhile_stays_on_the_page_and_says_so(page: Any, people: Cast) -> None:
    sign_in(page, people.administrator.username, "/staff/new/")
    page.get_by_label("Staff number").fill("half typed")
    Session.objects.all().delete()
    page.evaluate("htmx.trigger('#bell', 'load')")
    page.get_by_text("You have been signed out.").wait_for()
    assert page.get_by_label("Staff number").input_value() == "half typed"
    assert page.url.endswith("/staff/new/")


def test_a_refusal_to_htmx_becomes_a_toast(page: Any, people: Cast) -> None:
    sign_in(page, people.teller.username)
    page.evaluate("htmx.ajax('GET', '/journal/', {target: '#main'})")
    page.locator(".toast", has_text="You cannot do this.").wait_for()
    assert page.get_by_role("heading", name="Alerts", exact=True).is_visible()
    page.get_by_role("button", name="Close").click()
    page.locator(".toast").wait_for(state="detached")


def test_no_connection_is_said(page: Any, people: Cast) -> None:
    sign_in(page, people.teller.username)
    page.context.set_offline(True)
    page.evaluate("htmx.ajax('GET', '/alerts/', {target: '#main'}).catch(() => 0)")
    page.get_by_text("Not sent: there is no connection.").wait_for()


def test_a_token_in_the_page_follows_a_new_sign_in(page: Any, people: Cast) -> None:
    """Signing in again in another tab renews the CSRF token; the old tab still works."""
    sign_in(page, people.administrator.username, f"/staff/{people.teller.pk}/")
    other = page.context.new_page()
    other.context.clear_cookies()
    sign_in(other, people.administrator.username)
    page.get_by_label("Window").fill("6")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()


def test_passkey_from_adding_to_signing_in(page: Any, people: Cast) -> None:
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    sign_in(page, people.teller.username)
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name").fill("desk computer")
    page.get_by_label("Passkey: sign in with it alone").check()
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("The key is added.").wait_for()
    page.goto("/account/2fa/webauthn/")
    assert page.get_by_text("desk computer").is_visible()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto("/alerts/")
    assert page.get_by_role("heading", name="Alerts", exact=True).is_visible()


def test_no_page_scrolls_sideways(page: Any, people: Cast) -> None:
    services.change_person(
        people.administrator.actor(), str(people.teller.pk), version=1, role="loan_officer"
    )
    sign_in(page, people.administrator.username)
    person = f"/staff/{people.teller.pk}/"
    for path in ("/staff/", person, "/journal/", "/alerts/", "/account/2fa/"):
        page.goto(path)
        for width in (1440, 1024, 820, 390):
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate("document.documentElement.scrollWidth")
            assert found <= width, (path, width)
