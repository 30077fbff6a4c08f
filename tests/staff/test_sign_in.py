"""Signing in: password, lockout, second factor, and who is kept out."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client

from firstdesk.journal.models import Entry
from firstdesk.staff.models import Staff
from firstdesk.staff.services import create_person, reset_password

PASSWORD = "a-long-demo-word"


def door(language: str = "en", **kwargs: Any) -> Client:
    return Client(headers={"accept-language": language}, **kwargs)


def sign_in(client: Client, number: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in/", {"login": number, "password": password, **more})


def again(client: Client) -> None:
    """Shows once more that it is him, as pages that change sign-in ask."""
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_right_password_opens_the_window_and_is_journalled(cast: Any) -> None:
    client = door()
    answer = sign_in(client, cast.teller.username)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/account/2fa/").status_code == 200
    entry = Entry.objects.get(action="staff.sign_in")
    assert entry.object_id == str(cast.teller.pk)
    assert entry.branch_code == "A01"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "The staff number or the password is wrong."), ("zh-Hans", "工号或密码不对。")],
)
@pytest.mark.parametrize("number", ["s001", "nobody"])
def test_wrong_password_and_unknown_number_read_the_same(
    cast: Any, language: str, said: str, number: str
) -> None:
    answer = sign_in(door(language), number, "wrong")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert said in page
    assert f'value="{number}"' in page  # what was typed stays
    assert "wrong" not in re.findall(r'type="password"[^>]*value="([^"]*)"', page)


def test_five_wrong_passwords_lock_and_the_right_one_does_not_help(cast: Any) -> None:
    client = door()
    for _ in range(4):
        assert sign_in(client, "s001", "wrong").status_code == 200
    fifth = sign_in(client, "S001", "wrong")  # capitals are the same person
    assert fifth.status_code == 429
    assert "Sign-in is locked for now." in fifth.content.decode()
    assert "Try again in 15 minutes" in fifth.content.decode()
    right = sign_in(door("zh-Hans"), "s001")
    assert right.status_code == 429
    assert "登录已暂时锁定。" in right.content.decode()
    assert sign_in(door(), "s000").status_code == 302  # a colleague is not locked with him


def test_no_password_is_kept_with_a_failed_try(cast: Any) -> None:
    sign_in(door(), "s001", "my-real-password-mistyped")
    kept = AccessAttempt.objects.get()
    assert "mistyped" not in f"{kept.post_data} {kept.get_data}"


def test_administrator_unlocks(cast: Any) -> None:
    from firstdesk.staff import services

    for _ in range(5):
        sign_in(door(), "s001", "wrong")
    assert sign_in(door(), "s001").status_code == 429
    services.unlock(cast.actor(cast.administrator), str(cast.teller.pk))
    assert sign_in(door(), "s001").status_code == 302


def test_too_many_tries_from_one_address(cast: Any, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip", "login_failed": None}
    answers = [sign_in(door(), f"nobody{n}", "wrong") for n in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert "Too many tries." in answers[2].content.decode()


def test_a_leaver_is_kept_out_and_thrown_out(cast: Any) -> None:
    client = door()
    sign_in(client, "s001")
    Staff.objects.filter(username="s001").update(is_active=False)
    assert client.get("/alerts/").status_code == 302  # signed out at once
    answer = door()
    answer_ = sign_in(answer, "s001")
    assert not answer_.has_header("Location") or "/sign-in/" in answer_["Location"]
    assert answer.get("/alerts/")["Location"].startswith("/sign-in/")


def test_without_a_session_every_page_leads_to_sign_in_and_back(cast: Any) -> None:
    client = door()
    answer = client.get("/journal/?action=x")
    assert answer["Location"] == "/sign-in/?next=/journal/%3Faction%3Dx"
    page = client.get(answer["Location"])
    assert 'name="next" value="/journal/?action=x"' in page.content.decode()
    done = sign_in(client, cast.auditor.username, next="/journal/?action=x")
    assert done["Location"] == "/journal/?action=x"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_next_leads_nowhere_else(cast: Any, elsewhere: str) -> None:
    answer = sign_in(door(), "s001", next=elsewhere)
    assert answer["Location"] == "/"


def test_htmx_without_a_session_is_told_so(cast: Any) -> None:
    answer = door().get("/alerts/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/sign-in/"


def test_second_factor_from_setting_up_to_signing_in(
    cast: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = door()
    sign_in(client, "s001")
    again(client)
    page = client.get("/account/2fa/totp/activate/")
    assert page.status_code == 200
    secret = re.search(r'id="totp-secret">([A-Z2-7]+)<', page.content.decode())
    assert secret
    assert "data:image/svg+xml" in page.content.decode()
    wrong = client.post("/account/2fa/totp/activate/", {"code": "000000"})
    assert "This code is wrong or used up." in wrong.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        on = client.post("/account/2fa/totp/activate/", {"code": code_now(secret[1])})
    codes = client.get(on["Location"]).content.decode()
    assert "10 of 10 are unused" in codes
    assert Entry.objects.filter(action="staff.add_factor").exists()

    client = door("zh-Hans")
    half = sign_in(client, "s001", next="/alerts/")
    assert half["Location"] == "/account/2fa/authenticate/"
    assert client.get("/alerts/")["Location"].startswith("/sign-in/")  # not in yet
    sign_in(client, "s001", next="/alerts/")
    page = client.get("/account/2fa/authenticate/")
    assert page.status_code == 200
    assert "第二步验证" in page.content.decode()
    refused = client.post("/account/2fa/authenticate/", {"code": "123456"})
    assert "验证码不对或已用过" in refused.content.decode()
    cache.clear()  # allauth remembers used codes, and this half minute's was used above
    done = client.post("/account/2fa/authenticate/", {"code": code_now(secret[1])})
    assert done["Location"] == "/alerts/"
    assert client.get("/alerts/").status_code == 200


def test_recovery_code_works_once(cast: Any) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import generate_totp_secret

    TOTP.activate(cast.teller, generate_totp_secret())
    code = RecoveryCodes.activate(cast.teller).get_unused_codes()[0]
    for expected in (302, 200):
        client = door()
        sign_in(client, "s001")
        assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == expected


ACCOUNT_PAGES = [
    "/account/2fa/",
    "/account/password/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("path", ACCOUNT_PAGES)
def test_account_pages_are_ours_in_both_languages(cast: Any, path: str, language: str) -> None:
    client = door(language)
    sign_in(client, "s001")
    again(client)
    page = client.get(path)
    assert page.status_code == 200, path
    text = page.content.decode()
    assert 'href="/static/web/tokens.css"' in text
    assert ("跳到主要内容" in text) is (language == "zh-Hans")


def test_pages_that_change_sign_in_ask_again(cast: Any) -> None:
    client = door()
    sign_in(client, "s001")
    answer = client.get("/account/2fa/totp/activate/")
    assert answer["Location"].startswith("/account/reauthenticate/")
    page = client.get(answer["Location"])
    assert "Show that it is you" in page.content.decode()
    wrong = client.post(answer["Location"], {"password": "wrong"})
    assert "The password is wrong." in wrong.content.decode()
    right = client.post(answer["Location"], {"password": PASSWORD})
    assert right["Location"] == "/account/2fa/totp/activate/"


def test_changing_the_password_says_what_is_wrong_and_is_journalled(cast: Any) -> None:
    client = door()
    sign_in(client, "s001")
    short = client.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    )
    assert "at least 12 characters" in short.content.decode()
    new = "three-words-and-a-hat"
    done = client.post(
        "/account/password/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
        follow=True,
    )
    assert "The password is changed." in done.content.decode()
    assert Entry.objects.filter(action="staff.change_password").count() == 1
    assert sign_in(door(), "s001", new).status_code == 302


def test_passkey_button_gets_its_challenge_before_sign_in(cast: Any) -> None:
    client = door()
    page = client.get("/sign-in/").content.decode()
    assert 'id="passkey_login"' in page
    assert "mfa/js/webauthn.js" in page
    challenge = client.get("/account/2fa/webauthn/login/", headers={"accept": "application/json"})
    assert challenge.status_code == 200
    assert challenge.json()["request_options"]["publicKey"]["challenge"]


def test_sign_out_needs_a_press_and_is_journalled(cast: Any) -> None:
    client = door()
    sign_in(client, "s001")
    assert "Sign out?" in client.get("/sign-out/").content.decode()
    assert client.get("/alerts/").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/alerts/").status_code == 302
    assert Entry.objects.filter(action="staff.sign_out").count() == 1


def test_nobody_signs_up_or_resets_by_himself(cast: Any) -> None:
    for path in ("/sign-in/new/", "/sign-in/forgotten/"):
        assert door().get(path)["Location"] == "/sign-in/"


def test_sign_in_needs_the_form_token(cast: Any) -> None:
    answer = sign_in(door(enforce_csrf_checks=True), "s001")
    assert answer.status_code == 403
    assert "This page is too old; nothing was sent." in answer.content.decode()


def test_a_given_password_opens_nothing_but_the_change_of_it(cast: Any) -> None:
    given = reset_password(cast.actor(cast.administrator), str(cast.teller.pk))
    client = door()
    sign_in(client, "s001", password=given)
    assert client.get("/desk/")["Location"] == "/account/password/"
    assert client.get("/desk/", headers={"HX-Request": "true"})["HX-Redirect"]
    refused = client.get("/api/v1/me")
    assert (refused.status_code, refused.json()["code"]) == (403, "own_password_first")
    page = client.get("/account/password/")
    assert "Choose your own password first" in page.content.decode()
    own = "four words of my own"
    client.post("/account/password/", {"oldpassword": given, "password1": own, "password2": own})
    assert client.get("/desk/").status_code == 200
    assert client.get("/api/v1/me").status_code == 200


def test_a_person_entered_chooses_his_own_password_too(cast: Any) -> None:
    person, _ = create_person(
        cast.actor(cast.administrator),
        number="s970",
        name_zh="新人",
        name_en="Newcomer",
        role="teller",
        branch="A01",
    )
    assert person.password_given
