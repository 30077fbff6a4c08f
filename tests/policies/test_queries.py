"""Reads of policies: search, what holds, what changed, and a rate in one line."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import pytest

from firstdesk.core.errors import NotFound, PolicyGap
from firstdesk.policies import commands, queries
from firstdesk.policies.models import Policy, Version
from tests.policies.kit import on, published

TIME = "deposit.time.rate"


@pytest.fixture
def _morning(policies: None) -> Any:
    with on("2026-11-23"):
        yield


pytestmark = pytest.mark.usefixtures("_morning")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("自动还款", "CC-014"),
        ("账单日 工作日", "CC-014"),
        ("lead time", "CC-014"),
        ("AUTOPAY", "CC-014"),
        ("cc-014", "CC-014"),
        ("card.autopay.lead_time", "CC-014"),
        ("销户 网点", "AC-001"),
        ("利息税", "TAX-001"),
    ],
)
def test_words_of_either_language_find_it(words: str, found: str) -> None:
    assert found in [policy.code for policy in queries.search(words)]


def test_every_word_must_be_there_and_none_gives_all() -> None:
    assert queries.search("自动还款 利息税") == []
    assert queries.search("，。") == queries.search("") == list(Policy.objects.order_by("code"))
    assert len(queries.search("", limit=3)) == 3


def test_one_query_loads_a_book(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        rules = queries.book([TIME, "tax.interest", "no.such.policy"])
        assert rules.ruling(TIME, date(2004, 12, 17)).value["y3"] == "3.24"
    with pytest.raises(PolicyGap):
        rules.ruling("no.such.policy", date(2026, 11, 23))
    with pytest.raises(KeyError):
        rules.ruling("card.due_days", date(2026, 11, 23))
    with django_assert_num_queries(0):
        queries.book([])


def test_a_policy_answers_by_key_and_by_code() -> None:
    by_key = queries.lookup("tax.interest", date(2007, 9, 1), date(2007, 5, 17))
    assert by_key == queries.lookup("tax-001", date(2007, 9, 1), date(2007, 5, 17))
    assert by_key.value == {"percent": "20"}
    assert queries.lookup("tax.interest", date(2007, 9, 1)).value == {"percent": "5"}
    assert queries.lookup("tax.interest").value == {"percent": "0"}
    for unknown in ("no.such.policy", "XX-999"):
        with pytest.raises(NotFound):
            queries.lookup(unknown)


def test_a_value_past_its_review_is_logged_once_a_day(caplog: Any) -> None:
    Version.objects.filter(policy__key="card.due_days").update(review_by=date(2026, 11, 22))
    with caplog.at_level(logging.WARNING, logger="firstdesk.policies.queries"):
        assert queries.lookup("card.due_days").expired
        assert queries.lookup("card.due_days").expired
        assert not queries.lookup("card.replacement.fee").expired
        assert len(caplog.records) == 1
        assert "CC-002" in caplog.text
        assert "2026-11-22" in caplog.text
        with on("2026-11-24"):
            queries.lookup("card.due_days")
        assert len(caplog.records) == 2


def test_what_changed_gives_before_and_after() -> None:
    change = queries.what_changed("account.close.anywhere", date(2008, 1, 1))
    assert change.before is not None
    assert (change.before.number, change.now.number) == (1, 2)
    first = queries.what_changed("account.close.anywhere", date(2007, 12, 31))
    assert (first.before, first.now.number) == (None, 1)
    # What ended long before did not hold the day before.
    after_gap = queries.what_changed("deposit.notice.rate", date(2008, 12, 23))
    assert (after_gap.now.value["d7"], after_gap.before) == ("1.35", None)
    with pytest.raises(PolicyGap):
        queries.what_changed("deposit.notice.rate", date(2008, 6, 30))


def test_case_03002_a_rate_in_one_line() -> None:
    with on("2004-10-29"):
        found = queries.rate("y1")
    assert (found["new"], found["old"], found["change"]) == ("2.25", "1.98", "0.27")
    assert found["effective_from"] == date(2004, 10, 29)
    assert found["source"]
    assert found["say"] == {
        "zh": "2004年10月29日起，一年定期年利率2.25%，原来是1.98%。",
        "en": "From 29 October 2004 the one-year rate is 2.25% a year; before it was 1.98%.",
    }
    assert queries.rate("y3", date(2004, 10, 29))["change"] == "0.72"
    with on("2004-10-28"):
        assert queries.rate("y1")["new"] == "1.98"
    assert queries.rate("m3", date(2004, 10, 29))["change"] == "0.00"


def test_the_first_table_has_no_rate_before_it() -> None:
    found = queries.rate("y5", date(2002, 2, 21))
    assert (found["new"], found["old"], found["change"]) == ("2.79", None, None)
    assert found["say"]["zh"] == "2002年2月21日起，五年定期年利率2.79%。"


def test_a_term_that_the_table_does_not_have_is_said_so() -> None:
    with pytest.raises(PolicyGap) as gap:
        queries.rate("y5", date(2015, 1, 5))
    assert "2014-11-22" in gap.value.why.zh
    assert "三个月" in gap.value.do.zh
    assert "五年" not in gap.value.do.zh
    assert queries.rate("y5", date(2024, 1, 1))["old"] is None
    with pytest.raises(NotFound):
        queries.rate("y4")
    with pytest.raises(PolicyGap):
        queries.rate("y1", date(2001, 1, 5))


def test_an_announced_table_says_by_when_it_comes(cast: Any) -> None:
    old = queries.rate("y1")["new"]
    published(cast, TIME, {"announced": True, "expected_by": "09:30"})
    found = queries.rate("y1")
    assert found["announced"] is True
    assert found["expected_by"] == "09:30"
    assert found["say"]["zh"].startswith("11月23日起有新利率，利率表09:30前到")
    assert "expected by 09:30" in found["say"]["en"]
    terms = ("m3", "m6", "y1", "y2", "y3", "y5")
    published(cast, TIME, dict.fromkeys(terms, "1.05"))
    found = queries.rate("y1")
    assert (found["announced"], found["new"], found["old"]) == (False, "1.05", old)


def test_the_command_bar_offers_policies(cast: Any) -> None:
    actor = cast.actor(cast.teller)
    (group,) = commands.find(actor, "自动还款", 5)
    labels = [item["label"].zh for item in group["items"]]
    assert "CC-014 自动还款签约提前期" in labels
    assert all(item["url"].startswith("/policies/") for item in group["items"])
    assert commands.find(actor, "", 5) == []
    assert commands.find(actor, "没有这样的词", 5) == []
    assert len(commands.find(actor, "利率", 2)[0]["items"]) == 2
