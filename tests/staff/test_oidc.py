"""The bank's own sign-in: it lets in whom an administrator has entered, and nobody else."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.test import Client

from firstdesk.journal.models import Entry
from firstdesk.staff.models import Staff

SERVER = "https://sso.bank.example"


@pytest.fixture
def bank(settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A bank's server that vouches for the number put into the dictionary."""
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "bank",
                    "name": "Bank sign-in",
                    "client_id": "firstdesk",
                    "secret": "s",
                    "settings": {"server_url": SERVER},
                }
            ]
        }
    }
    said = {"number": ""}
    config = {"authorization_endpoint": f"{SERVER}/auth", "token_endpoint": f"{SERVER}/token"}
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", config)
    monkeypatch.setattr(OAuth2Client, "get_access_token", lambda *_, **__: {"access_token": "t"})
    monkeypatch.setattr(
        OpenIDConnectOAuth2Adapter,
        "_fetch_user_info",
        lambda *_: {"sub": f"sub-{said['number']}", "preferred_username": said["number"]},
    )
    return said


def come_back(client: Client, **answer: str) -> Any:
    """From the button to the bank's server and back with its answer."""
    left = client.post("/oidc/bank/login/?process=login")
    assert left["Location"].startswith(f"{SERVER}/auth?")
    state = parse_qs(urlsplit(left["Location"]).query)["state"][0]
    return client.get("/oidc/bank/login/callback/", {"state": state, **(answer or {"code": "c"})})


def door() -> Client:
    return Client(headers={"accept-language": "en"})


def test_the_button_is_there_only_when_configured(cast: Any, settings: Any) -> None:
    assert "/oidc/bank/" not in door().get("/sign-in/").content.decode()


def test_a_person_we_know_is_signed_in_and_journalled(cast: Any, bank: dict[str, str]) -> None:
    bank["number"] = cast.teller.username
    client = door()
    assert 'action="/oidc/bank/login/' in client.get("/sign-in/").content.decode()
    for _ in range(2):  # the second time through the account connected the first time
        assert come_back(client)["Location"] == "/"
        assert client.get("/alerts/").status_code == 200
        client.post("/sign-out/")
    assert Entry.objects.filter(action="staff.sign_in", after={"by": "oidc"}).count() == 2


def test_a_person_we_do_not_know_is_told_whom_to_ask(cast: Any, bank: dict[str, str]) -> None:
    client, people = door(), Staff.objects.count()
    for number in ("nobody", ""):
        bank["number"] = number
        answer = come_back(client)
        assert answer["Location"] == "/sign-in/?unknown=1"
        assert "Firstdesk does not yet" in client.get(answer["Location"]).content.decode()
        assert client.get("/alerts/").status_code == 302
    assert Staff.objects.count() == people


def test_a_leaver_stays_out_even_when_connected(cast: Any, bank: dict[str, str]) -> None:
    bank["number"] = cast.teller.username
    come_back(door())
    Staff.objects.filter(pk=cast.teller.pk).update(is_active=False)
    client = door()
    answer = come_back(client)
    assert answer["Location"] == "/sign-in/inactive/"
    assert "Your access is switched off" in client.get(answer["Location"]).content.decode()
    assert client.get("/alerts/").status_code == 302


@pytest.mark.parametrize("error", ["access_denied", "server_error"])
def test_a_refusal_of_the_banks_server_is_explained(
    cast: Any, bank: dict[str, str], error: str
) -> None:
    client = door()
    answer = come_back(client, error=error)
    if answer.has_header("Location"):
        answer = client.get(answer["Location"])
    assert "did not work" in answer.content.decode()
    assert "Start again from the sign-in page." in answer.content.decode()
