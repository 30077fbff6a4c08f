"""The staff pages in a browser."""

from __future__ import annotations

from typing import Any

import pytest

from firstdesk.core.text import Text
from firstdesk.staff import services
from firstdesk.staff.alerts import alert
from firstdesk.staff.models import ApiToken, Staff

FORM = {
    "name_zh": "员工1",
    "name_en": "Teller",
    "role": "teller",
    "branch": "A01",
    "window": "8",
    "email": "",
    "version": "1",
    "is_active": "on",
}


def test_list_filters_and_links(cast: Any, browser_client: Any) -> None:
    page = browser_client(cast.branch_manager).get("/staff/", {"role": "teller"})
    text = page.content.decode()
    assert f"/staff/{cast.teller.pk}/" in text
    assert f"/staff/{cast.stranger.pk}/" not in text
    assert "/staff/new/" not in text


def test_teller_has_no_staff_page(cast: Any, browser_client: Any) -> None:
    client = browser_client(cast.teller)
    page = client.get("/staff/")
    assert page.status_code == 403
    assert "staff.read" in page.content.decode()
    assert 'href="/staff/"' not in client.get("/alerts/").content.decode()


def test_change_saves_and_says_so(cast: Any, browser_client: Any) -> None:
    client = browser_client(cast.administrator)
    saved = client.post(f"/staff/{cast.teller.pk}/", FORM, follow=True)
    assert "Saved." in saved.content.decode()
    assert Staff.objects.get(pk=cast.teller.pk).window == "8"


def test_a_refused_change_keeps_what_was_typed(cast: Any, browser_client: Any) -> None:
    services.change_person(
        cast.actor(cast.administrator), str(cast.teller.pk), version=1, window="3"
    )
    page = browser_client(cast.administrator).post(
        f"/staff/{cast.teller.pk}/", FORM | {"name_en": "Typed anew"}
    )
    assert page.status_code == 409
    text = page.content.decode()
    assert "Somebody has just changed this person." in text
    assert 'value="Typed anew"' in text


def test_unticking_access_switches_off(cast: Any, browser_client: Any) -> None:
    form = {name: value for name, value in FORM.items() if name != "is_active"}
    browser_client(cast.administrator).post(f"/staff/{cast.teller.pk}/", form)
    assert not Staff.objects.get(pk=cast.teller.pk).is_active


def test_new_person_shows_the_password_once_and_is_not_cached(
    cast: Any, browser_client: Any
) -> None:
    client = browser_client(cast.administrator)
    form = {k: v for k, v in FORM.items() if k not in ("version", "is_active")}
    page = client.post("/staff/new/", form | {"number": "s960", "own_password": "on"})
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "It cannot be shown again." in page.content.decode()
    wrong = client.post("/staff/new/", form | {"number": "s 961"})
    assert wrong.status_code == 422
    assert "2 to 40 letters" in wrong.content.decode()


def test_token_is_issued_shown_and_revoked(cast: Any, browser_client: Any) -> None:
    client = browser_client(cast.administrator)
    base = f"/staff/{cast.auditor.pk}/"
    page = client.post(
        f"{base}tokens/", {"name": "report", "days": "30", "scopes": ["journal.read"]}
    )
    assert 'value="fd_' in page.content.decode()
    token = ApiToken.objects.get()
    client.post(f"{base}tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at
    beyond = client.post(f"{base}tokens/", {"name": "x", "days": "1", "scopes": ["case.open"]})
    assert beyond.status_code == 422
    assert ApiToken.objects.count() == 1


def test_auditor_reads_and_changes_nothing(cast: Any, browser_client: Any) -> None:
    client = browser_client(cast.auditor)
    text = client.get(f"/staff/{cast.teller.pk}/").content.decode()
    assert 'method="post" action="/staff/' not in text
    assert client.post(f"/staff/{cast.teller.pk}/", FORM).status_code == 403
    assert Staff.objects.get(pk=cast.teller.pk).window == "1"


def test_bell_counts_and_reading_empties_it(cast: Any, browser_client: Any) -> None:
    alert([cast.teller], "handover_offered", Text(zh="移交", en="Handover"), link="/x/", about="h1")
    client = browser_client(cast.teller)
    bell = client.get("/alerts/", headers={"HX-Request": "true"}).content.decode()
    assert "Alerts, 1 unread" in bell
    assert "<html" not in bell
    page = client.get("/alerts/").content.decode()
    assert "Handover" in page
    one = cast.teller.alerts.get()
    assert client.post(f"/alerts/{one.pk}/read/", {"go": "1"})["Location"] == "/x/"
    bell = client.get("/alerts/", headers={"HX-Request": "true"}).content.decode()
    assert "none unread" in bell


def test_somebody_elses_alert_stays_unread(cast: Any, browser_client: Any) -> None:
    alert([cast.teller], "k", Text(zh="一", en="One"), about="a", link="/secret/")
    one = cast.teller.alerts.get()
    answer = browser_client(cast.second_teller).post(f"/alerts/{one.pk}/read/", {"go": "1"})
    assert answer["Location"] == "/alerts/"
    one.refresh_from_db()
    assert one.read_at is None


@pytest.mark.parametrize(
    ("words", "url"), [("日志", "/journal/"), ("audit", "/journal/"), ("Staff", "/staff/")]
)
def test_command_bar_opens_pages(cast: Any, browser_client: Any, words: str, url: str) -> None:
    found = browser_client(cast.auditor).get("/search/", {"q": words}).content.decode()
    assert f'href="{url}"' in found
    assert (
        f'href="{url}"'
        not in browser_client(cast.teller).get("/search/", {"q": words}).content.decode()
    )


def test_command_bar_finds_people_within_reach(cast: Any, browser_client: Any) -> None:
    def found(person: Any) -> str:
        return browser_client(person).get("/search/", {"q": "s900"}).content.decode()

    assert f"/staff/{cast.stranger.pk}/" in found(cast.auditor)
    assert f"/staff/{cast.stranger.pk}/" not in found(cast.branch_manager)
    assert "Nothing found" in found(cast.teller)
