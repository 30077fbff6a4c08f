"""Verb policies.publish: a new version, by one person and approved by another."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import pytest

from firstdesk.core import clock
from firstdesk.core.errors import Conflict, FirstdeskError, Forbidden, Invalid, NotFound
from firstdesk.journal.models import Entry
from firstdesk.policies import queries, services
from firstdesk.policies.calendar import work_calendar
from firstdesk.policies.models import Policy, Version
from tests.conftest import make_cast
from tests.policies.kit import TODAY, on, published
from tests.races.kit import together

FEE = "card.replacement.fee"


@pytest.fixture
def _morning(policies: None) -> Any:
    with on("2026-11-23"):
        yield


pytestmark = pytest.mark.usefixtures("_morning")


def test_a_version_holds_from_its_day_and_is_journalled_with_before_and_after(cast: Any) -> None:
    version = published(cast, FEE, {"amount": "16.00"}, effective_from=date(2026, 12, 1))
    assert (version.number, version.published_by) == (2, cast.quality_officer)
    assert queries.lookup(FEE, date(2026, 11, 30)).value == {"amount": "15.00"}
    assert queries.lookup(FEE, date(2026, 12, 1)).value == {"amount": "16.00"}
    (entry,) = Entry.objects.filter(action="policies.publish")
    assert entry.before == {"version": 1, "value": {"amount": "15.00"}}
    assert entry.after == {
        "version": 2,
        "value": {"amount": "16.00"},
        "effective_from": "2026-12-01",
        "known_from": "2026-11-23",
        "approver": "总行周总",
    }


def test_a_published_text_can_be_searched(cast: Any) -> None:
    assert queries.search("芯片") == []
    published(cast, FEE, {"amount": "16.00"}, text={"zh": "芯片卡16元。", "en": "Chip: 16."})
    assert [policy.key for policy in queries.search("芯片")] == [FEE]


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        (FEE, {}, "amount"),
        (FEE, {"cost": "16.00"}, "cost"),
        (FEE, {"amount": "sixteen"}, "amount"),
        (FEE, {"amount": "NaN"}, "amount"),
        (FEE, {"amount": "-1"}, "amount"),
        (FEE, {"amount": 16}, "amount"),
        (FEE, {"amount": None}, "amount"),
        ("card.overpayment.fee", {"percent": "0.5"}, "maximum"),
        ("card.autopay.lead_time", {"working_days": "5", "counting": "by_moon"}, "counting"),
        ("card.autopay.lead_time", {"working_days": "2.5", "counting": "clear_days"}, "value"),
        ("account.close.anywhere", {"anywhere": "yes"}, "anywhere"),
        ("deposit.reversal.cutoff", {"local_time": "25:00"}, "local_time"),
        ("tax.interest", {"announced": True, "expected_by": "09:30"}, "value"),
        ("deposit.time.rate", {"announced": True, "expected_by": "soon"}, "value"),
        ("deposit.time.rate", {"announced": False, "expected_by": "09:30"}, "value"),
        ("deposit.time.rate", {"announced": True}, "announced"),
    ],
)
def test_a_value_must_fit_the_policys_fields(
    cast: Any, key: str, value: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        published(cast, key, value)
    assert refused.value.code == "policy_invalid"
    assert {field, "value"} <= set(refused.value.fields)
    assert not Version.objects.filter(published_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": {"zh": "新的规定。", "en": " "}}, "text"),
        ({"wording": {"zh": "工本费16元。", "en": ""}}, "wording"),
        ({"source": "  "}, "source"),
        ({"approver": ""}, "approver"),
        ({"review_by": TODAY - timedelta(days=1)}, "review_by"),
        ({"known_from": TODAY + timedelta(days=1)}, "known_from"),
    ],
)
def test_words_and_days_must_be_complete(cast: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        published(cast, FEE, {"amount": "16.00"}, **changes)
    assert set(refused.value.fields) == {field}


def test_nobody_approves_what_he_publishes(cast: Any) -> None:
    for name in (cast.quality_officer.name.zh, f" {cast.quality_officer.name.en} "):
        with pytest.raises(Invalid) as refused:
            published(cast, FEE, {"amount": "16.00"}, approver=name)
        assert set(refused.value.fields) == {"approver"}


def test_one_day_has_one_rule_and_a_correction_is_known_later(cast: Any) -> None:
    yesterday = TODAY - timedelta(days=1)
    day = {"effective_from": yesterday, "known_from": yesterday}
    published(cast, FEE, {"amount": "61.00"}, **day)
    with pytest.raises(Conflict) as refused:
        published(cast, FEE, {"amount": "16.00"}, **day)
    assert refused.value.code == "policy_same_day"
    # As the refusal says: corrected from the day on which the error was seen.
    published(cast, FEE, {"amount": "16.00"}, effective_from=yesterday, known_from=TODAY)
    assert queries.lookup(FEE, yesterday, yesterday).value == {"amount": "61.00"}
    assert queries.lookup(FEE, yesterday, TODAY).value == {"amount": "16.00"}


def test_a_table_follows_its_announcement_on_the_same_day(cast: Any) -> None:
    key, terms = "deposit.time.rate", ("m3", "m6", "y1", "y2", "y3", "y5")
    published(cast, key, {"announced": True, "expected_by": "09:30"})
    published(cast, key, dict.fromkeys(terms, "0.90"))
    assert queries.rate("y1")["new"] == "0.90"
    with pytest.raises(Conflict):
        published(cast, key, dict.fromkeys(terms, "0.80"))


@pytest.mark.parametrize(
    "value",
    [
        {"holidays": "2026-01-01"},  # a day of another year would stop every calculation
        {"holidays": "2027-01-01", "workdays": "2027-01-01"},
        {"holidays": "1 January"},
        {"workdays": "2027-01-02"},
    ],
)
def test_a_calendar_that_cannot_be_read_is_not_published(cast: Any, value: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        published(cast, "calendar.work", value, effective_from=date(2027, 1, 1))
    assert "value" in refused.value.fields


def test_a_published_year_is_counted_with(cast: Any) -> None:
    value = {"holidays": "2027-01-01 2027-02-08", "workdays": "2027-02-06"}
    published(cast, "calendar.work", value, effective_from=date(2027, 1, 1))
    days = work_calendar(queries.book(["calendar.work"]))
    assert not days.is_working_day(date(2027, 2, 8))
    assert days.is_working_day(date(2027, 2, 6))
    assert days.is_working_day(date(2027, 2, 9))


def test_there_is_nothing_to_publish_under_an_unknown_key(cast: Any) -> None:
    with pytest.raises(NotFound):
        published(cast, "card.levitation", {"amount": "1.00"})


@pytest.mark.parametrize(
    "role",
    ["teller", "lobby_manager", "personal_banker", "branch_manager", "administrator", "auditor"],
)
def test_only_the_quality_officer_publishes(cast: Any, role: str) -> None:
    with pytest.raises(Forbidden):
        services.publish(
            cast.actor(getattr(cast, role)),
            FEE,
            effective_from=TODAY,
            known_from=TODAY,
            value={"amount": "16.00"},
            text={"zh": "新", "en": "New"},
            source="运营31号",
            approver="总行周总",
        )
    assert Version.objects.filter(policy__key=FEE).count() == 1


@pytest.fixture
def people(transactional_db: None, policies: None) -> Any:
    return make_cast()


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_versions_take_one_number(people: Any) -> None:
    taken = []

    def naive() -> None:
        last = Policy.objects.get(key=FEE).versions.order_by("-number").first()
        assert last is not None
        time.sleep(0.2)
        taken.append(last.number + 1)

    together(naive, naive)
    assert taken == [2, 2]


@pytest.mark.django_db(transaction=True)
def test_two_publishing_at_once_follow_each_other(people: Any) -> None:
    today = clock.today()
    answers = together(
        *(
            lambda days=days: published(
                people,
                FEE,
                {"amount": "16.00"},
                effective_from=today + timedelta(days=days),
                known_from=today,
            )
            for days in (1, 2, 3)
        )
    )
    assert not [one for one in answers if isinstance(one, Exception)]
    assert sorted(version.number for version in answers) == [2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_two_publishing_for_one_day_one_is_told(people: Any) -> None:
    answers = together(
        *(lambda fee=fee: published(people, FEE, {"amount": fee}) for fee in ("16.00", "17.00"))
    )
    (refused,) = [one for one in answers if isinstance(one, FirstdeskError)]
    assert refused.code == "policy_same_day"
    assert Version.objects.filter(policy__key=FEE).count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"force": ""}, "force"),
        ({"force": "wish"}, "force"),
        ({"exceptions": None}, "exceptions"),
        ({"exceptions": {"zh": "无", "en": " "}}, "exceptions"),
        ({"wording": None}, "wording"),
    ],
)
def test_a_rule_says_how_binding_it_is_when_not_and_why(
    cast: Any, changes: dict[str, Any], field: str
) -> None:
    """Case 02014: nobody at a window can tell guidance from prohibition by himself."""
    with pytest.raises(Invalid) as refused:
        published(cast, "account.close.anywhere", {"anywhere": True}, **changes)
    assert set(refused.value.fields) == {field}


def test_a_fee_needs_no_force(cast: Any) -> None:
    version = published(cast, FEE, {"amount": "16.00"}, force="", exceptions=None, wording=None)
    assert (version.force, version.exceptions_zh) == ("mandatory", "")


def test_what_is_published_says_its_force(cast: Any) -> None:
    none = {"zh": "涉案账户除外。", "en": "Not for accounts under investigation."}
    published(
        cast, "account.close.anywhere", {"anywhere": True}, force="guideline", exceptions=none
    )
    found = queries.lookup("account.close.anywhere", TODAY)
    assert found.force == "guideline"
    assert found.exceptions is not None
    assert found.exceptions.to_json() == none
