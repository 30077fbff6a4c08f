"""Who reads how far, filters, pages, and the entries in words."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

import firstdesk
from firstdesk.core import clock
from firstdesk.core.errors import Forbidden, Invalid
from firstdesk.journal.models import Entry
from firstdesk.journal.queries import Filters
from firstdesk.journal.services import record as write
from firstdesk.staff import record
from firstdesk.staff.record_words import ACTIONS
from firstdesk.staff.roles import Role
from firstdesk.staff.verbs import VERBS

READERS = {"branch_manager", "service_quality_officer", "administrator", "auditor"}


@pytest.fixture
def written(cast: Any) -> list[int]:
    """Three entries: one each of branch A, branch B and head office, on three days."""
    people = [cast.teller, cast.stranger, cast.administrator]
    ids = []
    for day, person in enumerate(people, 3):
        # 16:30 UTC is half past midnight of the next day in Shanghai.
        moment = datetime(2007, 12, day, 16, 30, tzinfo=UTC)
        with clock.frozen(moment), transaction.atomic():
            entry = write(cast.actor(person), f"test.act{day}", person, after={"window": "3"})
        ids.append(entry.pk)
    return ids


def read(cast: Any, person: Any, **given: Any) -> list[int]:
    return [e.pk for e in record.entries(cast.actor(person), Filters(**given))[0]]


def test_a_branch_manager_reads_his_branch_and_others_the_bank(
    cast: Any, written: list[int]
) -> None:
    assert read(cast, cast.branch_manager) == [written[0]]
    assert read(cast, cast.manager_b) == [written[1]]
    assert read(cast, cast.branch_manager, branch_code="B02") == []
    for person in (cast.auditor, cast.quality_officer, cast.administrator):
        assert read(cast, person) == written[::-1]


@pytest.mark.parametrize("role", [role for role in Role.values if role not in READERS])
def test_the_rest_read_nothing(cast: Any, role: str) -> None:
    with pytest.raises(Forbidden):
        read(cast, cast.people[role])


def test_filters(cast: Any, written: list[int]) -> None:
    first, second, third = written
    auditor = cast.auditor
    assert read(cast, auditor, actor_id=str(cast.stranger.pk)) == [second]
    assert read(cast, auditor, object_type="staff.Staff", object_id=str(cast.teller.pk)) == [first]
    assert read(cast, auditor, action="test.act5") == [third]
    assert read(cast, auditor, action="test.") == [third, second, first]
    assert read(cast, auditor, action="test") == []
    assert read(cast, auditor, request_id="other") == []


def test_days_are_business_days_with_both_ends(cast: Any, written: list[int]) -> None:
    first, second, third = written  # written on 4, 5 and 6 December, on the bank's clock
    assert read(cast, cast.auditor, first=date(2007, 12, 5), last=date(2007, 12, 5)) == [second]
    assert read(cast, cast.auditor, last=date(2007, 12, 4)) == [first]
    assert read(cast, cast.auditor, first=date(2007, 12, 6)) == [third]


def test_pages_hold_while_entries_are_added(cast: Any, written: list[int]) -> None:
    actor = cast.actor(cast.auditor)
    page, cursor = record.entries(actor, Filters(), limit=2)
    with transaction.atomic():
        write(actor, "test.later", ("Thing", "1"))
    rest, end = record.entries(actor, Filters(), cursor=cursor or "", limit=2)
    assert [e.pk for e in [*page, *rest]] == written[::-1]
    assert end is None


def test_a_made_up_cursor_is_refused(cast: Any) -> None:
    with pytest.raises(Invalid):
        record.entries(cast.actor(cast.auditor), Filters(), cursor="nonsense")


def test_the_api_gives_the_same(cast: Any, api: Any, written: list[int]) -> None:
    got = api(cast.auditor).get("journal", {"limit": 2}).json()
    assert [one["id"] for one in got["items"]] == written[:0:-1]
    rest = api(cast.auditor).get("journal", {"limit": 2, "cursor": got["next"]}).json()
    assert ([one["id"] for one in rest["items"]], rest["next"]) == ([written[0]], None)
    assert rest["items"][0]["actor_name"]["zh"] == "员工1"
    refused = api(cast.teller).get("journal")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
    assert api(cast.auditor).get("journal", {"cursor": "x"}).status_code == 422


def test_the_page_shows_what_changed(cast: Any, browser_client: Any) -> None:
    from firstdesk.staff import services

    services.change_person(
        cast.actor(cast.administrator), str(cast.teller.pk), version=1, role="loan_officer"
    )
    client = browser_client(cast.auditor, "zh-Hans")
    page = client.get("/journal/", {"person": "S008", "action": "staff.change_person"})
    text = page.content.decode()
    assert "修改员工资料" in text
    assert "高柜柜员" in text
    assert "个贷信贷员" in text
    none = client.get("/journal/", {"person": "nobody"}).content.decode()
    assert "没有记录" in none
    unknown = client.get("/journal/", {"first": "yesterday"}).content.decode()
    assert "这不是日期" in unknown


def test_what_was_typed_is_shown_as_text(cast: Any, browser_client: Any) -> None:
    with transaction.atomic():
        write(
            cast.actor(cast.teller),
            "test.act",
            ("<b>", "<i>"),
            after={"<u>": "<script>alert(1)</script>"},
            reason="<script>",
        )
    text = browser_client(cast.auditor).get("/journal/").content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_changes_in_words() -> None:
    found = record.changes(
        {"is_active": True, "same": 1, "gone": "x", "amount": None},
        {"is_active": False, "same": 1, "amount": {"amount": "5.00", "currency": "CNY"}},
    )
    said = [(c.label.en, c.old and c.old.en, c.new and c.new.en) for c in found]
    assert said == [
        ("may sign in", "yes", "no"),
        ("gone", "x", None),
        ("amount", "(empty)", "CNY 5.00"),
    ]
    lists = record.said(["teller", {"zh": "甲", "en": "A"}])
    assert (lists.zh, lists.en) == ("高柜柜员、甲", "Teller, A")


def _recorded() -> set[str]:
    """Every act that the code writes into the journal by name."""
    found = set()
    for file in Path(firstdesk.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Name("record"), [_, ast.Constant(str(act)), *_]):
                    found.add(act)
    return found


def test_every_act_has_words() -> None:
    acts = {name for name in VERBS if not name.startswith("test.")} | _recorded()
    assert {"guidance.supersede", "bank.build_demo"} <= acts
    assert acts - set(ACTIONS) == set()


def test_no_entry_is_missing_from_the_page_budget(
    cast: Any, browser_client: Any, django_assert_max_num_queries: Any
) -> None:
    with transaction.atomic():
        for number in range(60):
            write(cast.actor(cast.teller), "test.many", ("Thing", str(number)))
    client = browser_client(cast.auditor)
    client.get("/journal/")
    with django_assert_max_num_queries(8):
        page = client.get("/journal/")
    assert page.content.decode().count("<code>test.many</code>") == 50
    assert Entry.objects.filter(action="test.many").count() == 60
