"""The record cannot be changed: not by the program, not in SQL."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import Error, connection, transaction

from firstdesk.core.actor import Actor
from firstdesk.journal.models import Entry
from firstdesk.journal.services import record


@pytest.fixture
def entry(db: None) -> Entry:
    with transaction.atomic():
        return record(Actor.system("test-request"), "test.act", ("Thing", "1"), after={"a": 1})


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_entry SET reason = 'better'",
        "UPDATE journal_entry SET reason = reason",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
        "TRUNCATE journal_entry CASCADE",
    ],
)
def test_the_database_refuses(entry: Entry, sql: str) -> None:
    with (
        pytest.raises(Error, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    kept = Entry.objects.get()
    assert (kept.reason, kept.after) == ("", {"a": 1})


def test_the_program_refuses(entry: Entry) -> None:
    entry.reason = "better"
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        Entry.objects.update(reason="better")
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        Entry.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record(Actor.system(), "test.act", ("Thing", "1"))


def test_an_entry_keeps_the_person_as_he_was(cast: Any) -> None:
    with transaction.atomic():
        record(cast.actor(cast.teller), "test.act", cast.teller)
    cast.teller.name_zh, cast.teller.branch = "新名", cast.branch_b
    cast.teller.save()
    kept = Entry.objects.get()
    assert kept.actor_name == {"zh": "员工1", "en": str(cast.teller.name_en)}
    assert (kept.role, kept.branch_code) == ("teller", "A01")
    assert kept.request_id == "test-request"
