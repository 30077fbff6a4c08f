"""A verb and its entry stand or fall together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from firstdesk.core import switches
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Forbidden, Unavailable
from firstdesk.journal.models import Entry
from firstdesk.journal.services import record
from firstdesk.staff.models import Staff
from firstdesk.staff.verbs import VERBS, verb


@pytest.fixture
def verbs() -> Iterator[None]:
    """Verbs declared in a test are forgotten after it."""
    before = dict(VERBS)
    yield
    VERBS.clear()
    VERBS.update(before)


@pytest.mark.usefixtures("verbs")
def test_a_failure_takes_the_entry_back_with_the_change(cast: Any) -> None:
    @verb("test.rename", permission="staff.manage")
    def rename(actor: Actor, person: Staff) -> None:
        Staff.objects.filter(pk=person.pk).update(name_en="Renamed")
        record(actor, "test.rename", person)
        assert Entry.objects.count() == 1
        raise ValueError("late failure")

    with pytest.raises(ValueError, match="late failure"):
        rename(cast.actor(cast.administrator), cast.teller)
    assert not Entry.objects.exists()
    assert not Staff.objects.filter(name_en="Renamed").exists()


@pytest.mark.usefixtures("verbs")
def test_a_silent_verb_fails_and_changes_nothing(cast: Any) -> None:
    @verb("test.silent", permission="staff.manage")
    def silent(actor: Actor) -> None:
        Staff.objects.update(name_en="Renamed")

    with pytest.raises(RuntimeError, match="without a journal entry"):
        silent(cast.actor(cast.administrator))
    assert not Staff.objects.filter(name_en="Renamed").exists()


@pytest.mark.usefixtures("verbs")
def test_an_inner_verbs_entry_counts_for_the_outer(cast: Any) -> None:
    @verb("test.inner", permission="staff.manage")
    def inner(actor: Actor) -> None:
        record(actor, "test.inner", ("Thing", "1"))

    @verb("test.outer", permission="staff.manage")
    def outer(actor: Actor) -> None:
        inner(actor)

    outer(cast.actor(cast.administrator))
    assert Entry.objects.get().action == "test.inner"


@pytest.mark.usefixtures("verbs")
def test_permission_is_asked_before_anything_happens(cast: Any) -> None:
    called = []

    @verb("test.guarded", permission="staff.manage")
    def guarded(actor: Actor) -> None:
        called.append(actor)

    with pytest.raises(Forbidden):
        guarded(cast.actor(cast.teller))
    with switches.off(["test.guarded"]), pytest.raises(Unavailable):
        guarded(cast.actor(cast.administrator))
    assert not called


@pytest.mark.usefixtures("verbs")
def test_a_name_is_given_once_and_a_permission_must_exist(cast: Any) -> None:
    @verb("test.once", permission="no.such")
    def once(actor: Actor) -> None:
        raise AssertionError

    with pytest.raises(RuntimeError, match="Two verbs"):
        verb("test.once", permission="staff.manage")(once)
    with pytest.raises(KeyError):
        once(cast.actor(cast.administrator))
