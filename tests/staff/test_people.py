"""The verbs of staff: who may, what is refused, what is journalled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from firstdesk.core import clock
from firstdesk.core.errors import Conflict, Forbidden, Invalid, NotFound
from firstdesk.journal.models import Entry
from firstdesk.staff import queries, services
from firstdesk.staff.models import ApiToken, Staff
from firstdesk.staff.roles import Role

NEW = {"name_zh": "沈一鸣", "name_en": "Shen Yiming", "role": "teller", "branch": "A01"}
NOT_ADMIN = [role for role in Role.values if role != Role.ADMINISTRATOR]


@pytest.fixture
def admin(cast: Any) -> Any:
    return cast.actor(cast.administrator)


@pytest.mark.parametrize("role", NOT_ADMIN)
def test_only_administrators_manage_people(cast: Any, role: str) -> None:
    actor = cast.actor(cast.people[role])
    his = str(cast.second_teller.pk)
    acts = [
        lambda: services.create_person(actor, number="s950", **NEW),
        lambda: services.change_person(actor, his, version=1, window="9"),
        lambda: services.reset_password(actor, his),
        lambda: services.unlock(actor, his),
        lambda: services.issue_token(actor, his, name="x", scopes=["case.read"], days=1),
        lambda: services.revoke_token(actor, his, his),
    ]
    for act in acts:
        with pytest.raises(Forbidden):
            act()
    assert not Entry.objects.exists()


def test_a_new_person_signs_in_with_the_password_shown_once(cast: Any, admin: Any) -> None:
    from django.test import Client

    person, password = services.create_person(admin, number="s950", **NEW)
    entry = Entry.objects.get()
    assert (entry.action, entry.object_id) == ("staff.create_person", str(person.pk))
    assert password not in str(entry.after)
    answer = Client().post("/sign-in/", {"login": "s950", "password": password})
    assert answer.status_code == 302


def test_without_a_password_nobody_can_guess_one(cast: Any, admin: Any) -> None:
    person, password = services.create_person(admin, number="s950", own_password=False, **NEW)
    assert password == ""
    assert not person.has_usable_password()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "s 1"),
        ("number", "a"),
        ("name_zh", "  "),
        ("role", "king"),
        ("branch", "Z99"),
        ("window", "12345678901"),
        ("email", "no address"),
    ],
)
def test_a_bad_field_is_named(cast: Any, admin: Any, field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        services.create_person(admin, **{"number": "s950", **NEW, field: value})
    assert set(refused.value.fields) == {field}
    assert not Staff.objects.filter(username="s950").exists()


def test_a_number_is_never_used_twice(cast: Any, admin: Any) -> None:
    with pytest.raises(Conflict):
        services.create_person(admin, number="S001", **NEW)


def test_change_keeps_before_and_after_of_what_changed(cast: Any, admin: Any) -> None:
    changed = services.change_person(
        admin, str(cast.teller.pk), version=1, branch="B02", window="7", name_zh="员工1"
    )
    assert (changed.branch.code, changed.window, changed.version) == ("B02", "7", 2)
    entry = Entry.objects.get()
    assert entry.before == {"branch": "A01", "window": "1"}
    assert entry.after == {"branch": "B02", "window": "7"}


def test_a_stale_version_is_refused_and_changes_nothing(cast: Any, admin: Any) -> None:
    services.change_person(admin, str(cast.teller.pk), version=1, window="7")
    with pytest.raises(Conflict) as refused:
        services.change_person(admin, str(cast.teller.pk), version=1, window="8")
    assert refused.value.code == "stale"
    assert queries.get_person(admin, str(cast.teller.pk)).window == "7"
    assert Entry.objects.count() == 1


def test_nothing_changed_is_said(cast: Any, admin: Any) -> None:
    with pytest.raises(Invalid) as refused:
        services.change_person(admin, str(cast.teller.pk), version=1, window="1")
    assert refused.value.code == "nothing_changed"


@pytest.mark.parametrize("change", [{"role": "auditor"}, {"is_active": False}])
def test_nobody_changes_his_own_rights(cast: Any, admin: Any, change: dict[str, Any]) -> None:
    with pytest.raises(Forbidden) as refused:
        services.change_person(admin, str(cast.administrator.pk), version=1, **change)
    assert refused.value.code == "own_rights"
    services.change_person(admin, str(cast.administrator.pk), version=1, window="1")


def test_an_administrator_dethroned_meanwhile_dethrones_nobody(cast: Any, admin: Any) -> None:
    second, _ = services.create_person(
        admin, number="s951", **{**NEW, "role": "administrator", "branch": "ZH00"}
    )
    old_actor = second.actor()
    services.change_person(admin, str(second.pk), version=1, is_active=False)
    with pytest.raises(Conflict):
        services.change_person(old_actor, str(cast.administrator.pk), version=1, is_active=False)


def test_reset_ends_sessions_and_gives_a_new_password(
    cast: Any, admin: Any, browser_client: Any
) -> None:
    client = browser_client(cast.teller)
    assert client.get("/alerts/").status_code == 200
    password = services.reset_password(admin, str(cast.teller.pk))
    assert client.get("/alerts/").status_code == 302
    cast.teller.refresh_from_db()
    assert cast.teller.check_password(password)
    assert password not in str(Entry.objects.get().after)


def test_reset_of_a_lost_phone_removes_the_factors(cast: Any, admin: Any) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(cast.teller, generate_totp_secret())
    services.reset_password(admin, str(cast.teller.pk))
    assert Authenticator.objects.count() == 1
    services.reset_password(admin, str(cast.teller.pk), factors=True)
    assert not Authenticator.objects.exists()


def test_own_password_is_not_reset(cast: Any, admin: Any) -> None:
    with pytest.raises(Forbidden):
        services.reset_password(admin, str(cast.administrator.pk))


# --- Tokens ---------------------------------------------------------------------


def bearer(client: Any, secret: str, path: str) -> Any:
    return client.get(path, headers={"authorization": f"Bearer {secret}"})


def test_a_token_acts_as_its_person_within_its_scopes(cast: Any, admin: Any, client: Any) -> None:
    token, secret = services.issue_token(
        admin, str(cast.auditor.pk), name="night report", scopes=["journal.read"], days=30
    )
    assert secret.startswith("fd_")
    assert secret not in str(token.__dict__) + str(Entry.objects.get().after)
    me = bearer(client, secret, "/api/v1/me").json()
    assert me["number"] == cast.auditor.username
    assert me["permissions"] == {"journal.read": "bank"}
    assert bearer(client, secret, "/api/v1/journal").status_code == 200
    refused = bearer(client, secret, "/api/v1/staff")
    assert refused.status_code == 403
    assert "staff.read" in refused.json()["why"]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("scopes", {"scopes": ["staff.manage"]}),
        ("scopes", {"scopes": ["no.such"]}),
        ("scopes", {"scopes": []}),
        ("days", {"days": 367}),
        ("days", {"days": 0}),
        ("name", {"name": " "}),
    ],
)
def test_a_token_is_never_stronger_than_its_person(
    cast: Any, admin: Any, field: str, given: dict[str, Any]
) -> None:
    asked = {"name": "x", "scopes": ["case.read"], "days": 366} | given
    with pytest.raises(Invalid) as refused:
        services.issue_token(admin, str(cast.teller.pk), **asked)
    assert set(refused.value.fields) == {field}
    assert not ApiToken.objects.exists()


def test_a_token_cannot_issue_a_stronger_one(cast: Any) -> None:
    weak = cast.administrator.actor("r", frozenset({"staff.manage", "staff.read"}))
    his = str(cast.auditor.pk)
    with pytest.raises(Invalid):
        services.issue_token(weak, his, name="x", scopes=["journal.read"], days=1)
    services.issue_token(weak, his, name="x", scopes=["staff.read"], days=1)


def test_expired_revoked_and_leavers_tokens_are_refused(cast: Any, admin: Any, client: Any) -> None:
    def issue() -> tuple[ApiToken, str]:
        return services.issue_token(
            admin, str(cast.teller.pk), name="x", scopes=["case.read"], days=366
        )

    token, secret = issue()
    assert bearer(client, secret, "/api/v1/me").status_code == 200
    services.revoke_token(admin, str(cast.teller.pk), str(token.pk))
    refused = bearer(client, secret, "/api/v1/me")
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Bearer")
    with pytest.raises(Conflict):
        services.revoke_token(admin, str(cast.teller.pk), str(token.pk))

    token, secret = issue()
    ApiToken.objects.filter(pk=token.pk).update(expires_at=clock.now() - timedelta(seconds=1))
    assert bearer(client, secret, "/api/v1/me").status_code == 401

    _, secret = issue()
    services.change_person(admin, str(cast.teller.pk), version=1, is_active=False)
    assert bearer(client, secret, "/api/v1/me").status_code == 401


# --- Reads -----------------------------------------------------------------------


def test_people_are_seen_as_far_as_the_permission_reaches(cast: Any) -> None:
    def seen(person: Any) -> set[str]:
        return {one.username for one in queries.people(cast.actor(person))[0]}

    assert cast.stranger.username not in seen(cast.branch_manager)
    assert cast.second_teller.username in seen(cast.branch_manager)
    assert seen(cast.auditor) == set(Staff.objects.values_list("username", flat=True))
    with pytest.raises(Forbidden):
        seen(cast.teller)
    with pytest.raises(NotFound):
        queries.get_person(cast.actor(cast.branch_manager), str(cast.stranger.pk))
    with pytest.raises(NotFound):
        queries.get_person(cast.actor(cast.auditor), "no-id")


def test_people_page_by_page_are_all_and_once(cast: Any) -> None:
    actor, cursor, seen = cast.actor(cast.auditor), "", []
    while cursor is not None:
        page, cursor = queries.people(actor, cursor=cursor, limit=4)
        assert len(page) <= 4
        seen += [one.username for one in page]
    assert seen == sorted(Staff.objects.values_list("username", flat=True))


def test_filters_narrow(cast: Any) -> None:
    actor = cast.actor(cast.auditor)

    def numbers(**given: Any) -> list[str]:
        return [one.username for one in queries.people(actor, queries.PeopleFilters(**given))[0]]

    assert numbers(words="城西") == ["s901"]
    assert numbers(role="teller", branch="B02") == ["s900"]
    assert numbers(words="s90", active=False) == []
