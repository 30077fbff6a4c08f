"""A bank's first day: its branches and its first administrator."""

from __future__ import annotations

from typing import Any

import pytest

from firstdesk.core.errors import Conflict, Forbidden, Invalid
from firstdesk.journal.models import Entry
from firstdesk.staff.models import Branch, Staff
from firstdesk.staff.setup import HEAD_OFFICE, first_administrator, put_branch

EAST = {"name_zh": "城东支行", "name_en": "Eastside", "city_zh": "澄江市", "city_en": "Chengjiang"}


def test_a_branch_is_entered_changed_and_left_alone(cast: Any) -> None:
    admin = cast.actor(cast.administrator)
    put_branch(admin, "C03", **EAST)
    put_branch(admin, "C03", **EAST)
    put_branch(admin, "C03", **{**EAST, "name_en": " East "})
    branch = Branch.objects.get(code="C03")
    assert (branch.name_en, branch.kind) == ("East", "branch")
    first, second = Entry.objects.filter(action="staff.put_branch").order_by("id")
    assert first.before is None
    assert (second.before["name_en"], second.after["name_en"]) == ("Eastside", "East")


@pytest.mark.parametrize(
    ("code", "more", "field"),
    [
        ("", {}, "code"),
        ("C 3", {}, "code"),
        ("C" * 21, {}, "code"),
        ("C03", {"name_zh": "  "}, "name_zh"),
        ("C03", {"name_en": "x" * 81}, "name_en"),
        ("C03", {"kind": "shop"}, "kind"),
    ],
)
def test_what_is_no_branch_is_refused(
    cast: Any, code: str, more: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        put_branch(cast.actor(cast.administrator), code, **{**EAST, **more})
    assert set(refused.value.fields) == {field}
    assert not Branch.objects.filter(name_zh="城东支行").exists()


def test_only_administrators_enter_branches(cast: Any) -> None:
    with pytest.raises(Forbidden):
        put_branch(cast.actor(cast.branch_manager), "C03", **EAST)


def test_over_the_api(cast: Any, api: Any) -> None:
    done = api(cast.administrator).put("branches/C03", EAST | {"kind": "contact_centre"})
    assert (done.status_code, done.json()["kind"]) == (200, "contact_centre")
    listed = api(cast.teller).get("branches").json()
    assert {"code": "C03", "name": {"zh": "城东支行", "en": "Eastside"}}.items() <= listed[
        2
    ].items()


@pytest.mark.django_db
def test_the_first_administrator_starts_an_empty_bank() -> None:
    password = first_administrator("a1")
    person = Staff.objects.get(username="a1")
    assert person.check_password(password)
    assert person.password_given
    assert (person.role, person.branch.code) == ("administrator", HEAD_OFFICE)
    with pytest.raises(Conflict):
        first_administrator("a2")


def test_where_one_is_there_already_none_is_added(cast: Any) -> None:
    with pytest.raises(Conflict):
        first_administrator("a2")


@pytest.mark.django_db
def test_a_number_that_cannot_be_used_leaves_nothing() -> None:
    with pytest.raises(Invalid):
        first_administrator("a b")
    assert not Staff.objects.exists()
    assert not Branch.objects.exists()
