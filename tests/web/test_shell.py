"""What every page shares: headers, languages, refusals, no inline script or style."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory

from firstdesk.staff.models import Staff
from firstdesk.web import refusals

PAGES = [
    "/staff/",
    "/staff/new/",
    "/journal/",
    "/alerts/",
    "/account/2fa/",
    "/account/password/",
    "/search/?q=staff",
    "/no/such/page/",
]


def all_pages(cast: Any, browser_client: Any) -> list[tuple[str, Any]]:
    admin = browser_client(cast.administrator)
    found = [(path, admin.get(path)) for path in [*PAGES, f"/staff/{cast.teller.pk}/"]]
    return [*found, ("/sign-in/", Client().get("/sign-in/"))]


def test_no_page_carries_inline_script_style_or_handlers(cast: Any, browser_client: Any) -> None:
    for path, page in all_pages(cast, browser_client):
        html = page.content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", html), path
        for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.S):
            data = 'type="application/json"' in attributes
            assert data or ('src="/static/' in attributes and not body.strip()), path


def test_policy_and_security_headers(cast: Any, browser_client: Any) -> None:
    for path, page in all_pages(cast, browser_client):
        policy = page["Content-Security-Policy"]
        assert "default-src 'self'" in policy, path
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert page["X-Frame-Options"] == "DENY"
        assert page["X-Content-Type-Options"] == "nosniff"
        assert page["Referrer-Policy"] == "same-origin"


def test_nonce_is_fresh_and_matches_the_policy(cast: Any) -> None:
    seen = set()
    for _ in range(2):
        page = Client().get("/sign-in/")
        nonces = set(re.findall(r'nonce="([^"]+)"', page.content.decode()))
        assert len(nonces) == 1
        assert f"'nonce-{next(iter(nonces))}'" in page["Content-Security-Policy"]
        seen |= nonces
    assert len(seen) == 2


def test_ids_on_a_page_are_unique_and_labels_lead_somewhere(cast: Any, browser_client: Any) -> None:
    for path, page in all_pages(cast, browser_client):
        html = page.content.decode()
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), path
        for target in re.findall(r'<label[^>]*\sfor="([^"]+)"', html):
            assert target in ids, (path, target)
        for words in re.findall(r'aria-(?:labelledby|describedby|controls)="([^"]+)"', html):
            assert set(words.split()) <= set(ids), (path, words)


# --- Request id --------------------------------------------------------------------


def test_a_well_formed_request_id_is_kept_and_others_are_replaced(cast: Any, api: Any) -> None:
    admin = api(cast.administrator)
    answer = admin.post(f"staff/{cast.teller.pk}/unlock", **{"X-Request-Id": "caller-0001"})
    assert answer["X-Request-Id"] == "caller-0001"
    got = api(cast.auditor).get("journal", {"request_id": "caller-0001"}).json()
    assert [one["action"] for one in got["items"]] == ["staff.unlock"]
    for odd in ("x", "a b c d e f g h", "<script>alert(1)</script>"):
        given = Client().get("/sign-in/", headers={"X-Request-Id": odd})["X-Request-Id"]
        assert re.fullmatch(r"[0-9a-f]{32}", given)


# --- Language ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "lang", "said"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans", "登录"),
        ("zh-Hans", "zh-Hans", "登录"),
        ("en-GB,en;q=0.9", "en", "Sign in"),
        ("fr", "zh-Hans", "登录"),
    ],
)
def test_the_browsers_language_decides(db: None, accepted: str, lang: str, said: str) -> None:
    html = Client(headers={"accept-language": accepted}).get("/sign-in/").content.decode()
    assert f'<html lang="{lang}">' in html
    assert f'<h1 id="door-title">{said}</h1>' in html


def test_the_switch_overrides_the_browser_and_comes_back(cast: Any, browser_client: Any) -> None:
    client = browser_client(cast.auditor, "en")
    answer = client.post("/language/", {"language": "zh-hans", "next": "/journal/?action=x"})
    assert answer["Location"] == "/journal/?action=x"
    assert "日志" in client.get("/journal/").content.decode()
    elsewhere = client.post("/language/", {"language": "en", "next": "https://evil.example/"})
    assert elsewhere["Location"] == "/"


# --- Navigation ------------------------------------------------------------------------


def test_navigation_offers_only_what_is_permitted(cast: Any, browser_client: Any) -> None:
    def links(person: Any, at: str = "/alerts/") -> str:
        html = browser_client(person).get(at).content.decode()
        return html[html.index('class="nav__list"') : html.index('class="nav__foot"')]

    assert 'href="/journal/"' not in links(cast.teller)
    assert 'href="/staff/"' in links(cast.branch_manager)
    assert '/journal/" aria-current="page"' in links(cast.auditor, "/journal/")
    assert links(cast.auditor, "/journal/").count("aria-current") == 1


@pytest.mark.parametrize(
    ("role", "begins"),
    [
        ("teller", "/window/"),
        ("branch_manager", "/window/"),
        ("auditor", "/desk/"),
        ("service_quality_officer", "/desk/"),
        ("administrator", "/staff/"),
    ],
)
def test_the_day_begins_where_the_role_works(
    cast: Any, browser_client: Any, role: str, begins: str
) -> None:
    assert browser_client(cast.people[role]).get("/")["Location"] == begins


def test_the_foot_names_the_person(cast: Any, browser_client: Any) -> None:
    html = browser_client(cast.teller).get("/alerts/").content.decode()
    assert "Teller" in html
    assert "window 1" in html
    assert "Riverside" in html


# --- Refusals ----------------------------------------------------------------------------


def test_a_refusal_says_what_why_and_what_now(cast: Any, browser_client: Any) -> None:
    page = browser_client(cast.teller).get("/journal/")
    html = page.content.decode()
    assert page.status_code == 403
    assert "You cannot do this." in html
    assert "journal.read" in html
    assert "Ask your branch manager" in html
    assert page["X-Request-Id"] in html


def test_htmx_gets_a_toast_beside_what_was_typed(cast: Any, browser_client: Any) -> None:
    toast = browser_client(cast.teller).get("/journal/", headers={"HX-Request": "true"})
    assert toast.status_code == 403
    assert (toast["HX-Retarget"], toast["HX-Reswap"]) == ("#toasts", "afterbegin")
    html = toast.content.decode()
    assert 'role="alert"' in html
    assert "You cannot do this." in html
    assert "<html" not in html


def test_missing_pages_look_the_same_signed_in_and_api(cast: Any, api: Any) -> None:
    page = api(cast.teller).client.get("/no/such/page/")
    assert page.status_code == 404
    assert "Not found." in page.content.decode()
    problem = api(cast.teller).get("/api/v1/no-such")
    assert problem.status_code == 404


def test_a_fault_is_ours_and_needs_no_database(rf: RequestFactory, django_db_blocker: Any) -> None:
    request = rf.get("/journal/")
    request.META["firstdesk.request_id"] = "fault-0001"
    with django_db_blocker.block():
        page = refusals.server_error(request)
    assert page.status_code == 500
    assert "fault-0001" in page.content.decode()
    toast_request = rf.get("/journal/", headers={"HX-Request": "true"})
    with django_db_blocker.block():
        toast = refusals.server_error(toast_request)
        problem = refusals.server_error(rf.get("/api/v1/me"))
    assert toast["HX-Retarget"] == "#toasts"
    assert problem["Content-Type"] == "application/problem+json"


def test_a_broken_page_answers_500_with_the_id_and_saves_nothing(
    cast: Any, browser_client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("firstdesk.staff.services._shown", broken)
    client = browser_client(cast.administrator)
    client.raise_request_exception = False
    page = client.post(
        "/staff/new/",
        {
            "number": "s980",
            "name_zh": "甲",
            "name_en": "A",
            "role": "teller",
            "branch": "A01",
        },
    )
    assert page.status_code == 500
    assert page["X-Request-Id"] in page.content.decode()
    assert not Staff.objects.filter(username="s980").exists()


def test_api_through_a_session_needs_the_csrf_token(cast: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        cast.administrator, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    refused = client.post(f"/api/v1/staff/{cast.teller.pk}/unlock")
    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"


def test_health_answers_without_a_session(db: None) -> None:
    assert Client().get("/health/").json() == {"status": "ok"}


@pytest.mark.parametrize("name", ["tokens.css", "components.css", "app.css", "shell.js"])
def test_static_files_come_from_the_package(db: None, name: str) -> None:
    page = Client().get(f"/static/web/{name}")
    assert page.status_code == 200
    assert b"".join(page.streaming_content if page.streaming else [page.content])  # type: ignore[attr-defined]


def test_dark_theme_is_written_twice_alike() -> None:
    from pathlib import Path

    import firstdesk

    css = (Path(firstdesk.__path__[0]) / "web/static/web/tokens.css").read_text()
    by_choice = css[css.index(':root[data-theme="dark"] {') :]
    by_system = css[css.index(":root:not([data-theme]) {") :]

    def body(text: str) -> list[str]:
        inner = text[text.index("{") + 1 : text.index("}")]
        return [line.strip() for line in inner.splitlines() if line.strip()]

    assert body(by_choice) == body(by_system)


def test_models_and_migrations_agree(db: None) -> None:
    call_command("makemigrations", "staff", "journal", check=True, dry_run=True, verbosity=0)
    assert connection.vendor == "postgresql"
