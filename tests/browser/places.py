"""Every page of the house, and who may see it; shared by the tests that look at all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from firstdesk.core import clock
from tests.browser.conftest import Bank

LOOKED_UP = {
    "person": "SELECT id FROM staff_staff WHERE username = 't22'",
    "import": "SELECT id FROM casebook_import",
    "booking": "SELECT id FROM reservations_reservation WHERE status = 'requested'",
}
STILL = {"sign-in, refused", "window, opening a case"}
"""Loaded again these would be something else: they are looked at as they are."""

OFFICER = (
    *(
        "/desk/",
        "/casebook/",
        "/casebook/02005/",
        "/casebook/drafts/",
        "/casebook/drafts/{import}/",
    ),
    *("/quotes/", "/quotes/deposit.early/", "/quotes/card.autopay/?statement_day=10"),
    *(
        "/quotes/deposit.maturity/?amount=50000&opened_on=2004-12-17&term=36",
        "/quotes/deposit.late/?amount=x",
        "/quotes/loan.arrears/?amount=100000&months=36&drawn_on=2005-10-15&first_on=2005-11-15",
    ),
    *("/casebook/replays/", "/casebook/replays/02005/", "/policies/", "/policies/CC-014/"),
    *("/policies/CC-014/publish/", "/policies/changes/", "/policies/acknowledgements/"),
    *("/alerts/", "/no-such-page/"),
)
MANAGER = (
    *("/reservations/", "/reservations/?currency=CNY&amount=300000&day=2099-01-02"),
    "/reservations/{booking}/",
    "/quotes/trade.import_financing/?payment=200000&spot=744.83&forward=724.16&deposit_percent=3.42"
    "&financing_percent=6.24375&start=2007-11-14&matures_on=2008-05-14"
    "&deposit_convention=half_year&financing_convention=half_year",
    "/quotes/bond.compare/?amount=10000&bought_on=2008-04-15&years=3",
)
ADMINISTRATOR = (
    *("/staff/", "/staff/new/", "/staff/{person}/", "/journal/"),
    *("/account/2fa/", "/account/password/", "/account/2fa/totp/activate/"),
)


def nobody(page: Any, bank: Bank) -> Iterator[str]:
    """What is seen before signing in, at first and after a wrong password."""
    page.goto("/sign-in/")
    yield "sign-in"
    page.locator("input[name=login]").fill("t03")
    page.locator("input[name=password]").fill("wrong")
    page.keyboard.press("Enter")
    page.locator("[role=alert]").first.wait_for()
    yield "sign-in, refused"


def teller(page: Any, bank: Bank) -> Iterator[str]:
    """A customer at the window, from the bell to the promise."""
    page.goto("/window/")
    yield "window, idle"
    page.locator("form[action$='/window/next/'] button").click()
    page.locator(".ticket--now").wait_for()
    yield "window, called"
    page.goto("/window/?op=card.sign_autopay")
    page.locator(".gi--must").wait_for()
    yield "window, guidance"
    page.locator("form.told [name=confirmed]").check()
    page.locator("form.told .btn--primary").click()
    page.locator(".told--done").wait_for()
    yield "window, told"
    page.goto("/window/?op=card.close")
    yield "window, another operation"
    page.goto("/reservations/new/")
    yield "booking cash"
    page.goto("/window/?op=card.close")
    page.locator("[data-open=new-case]").click()
    page.locator("#new-case[open]").wait_for()
    yield "window, opening a case"
    page.locator("#nc-title").fill("Autopay: call him")
    page.locator("#nc-story").fill("He wants to hear when the payment is through.")
    page.locator("#nc-promise").fill("Call him when it is through")
    due = clock.local(clock.now() + timedelta(days=1, minutes=5))
    page.locator("#nc-due").fill(due.strftime("%Y-%m-%dT%H:%M"))
    page.locator("#new-case .btn--primary").click()
    page.locator("#new-case").wait_for(state="hidden")
    page.goto("/desk/")
    case = page.locator(".caselist a").first.get_attribute("href")
    yield "my desk"
    page.goto(case)
    yield "a case"
    page.goto("/desk/promises/")
    yield "promises"
    page.goto("/policies/changes/")
    yield "changes, as a teller"


def _pages(paths: tuple[str, ...]) -> Callable[[Any, Bank], Iterator[str]]:
    def walk(page: Any, bank: Bank) -> Iterator[str]:
        for pattern in paths:
            path = pattern
            for name, query in LOOKED_UP.items():
                if f"{{{name}}}" in path:
                    row = bank.row(query)
                    assert row is not None, name
                    path = path.replace(f"{{{name}}}", str(row[0]))
            page.goto(path)
            again = page.locator("form[action*=reauthenticate] input[name=password]")
            if again.count():
                again.fill("a-word-for-the-browser")
                page.keyboard.press("Enter")
                page.wait_for_url(f"**{path}")
            yield path

    return walk


ROUNDS: dict[str, Callable[[Any, Bank], Iterator[str]]] = {
    "": nobody,
    "t03": teller,
    "q01": _pages(OFFICER),
    "m01": _pages(MANAGER),
    "a01": _pages(ADMINISTRATOR),
}
"""By staff number: goes to one page after the other and names it."""


def speak(page: Any, bank: Bank, lang: str) -> None:
    """Shows the page once more in a language, as the switch in the top bar does."""
    page.context.add_cookies([{"name": "firstdesk_language", "value": lang, "url": bank.address}])
    page.reload()
    page.wait_for_load_state("networkidle")
