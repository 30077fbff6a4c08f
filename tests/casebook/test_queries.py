"""The library's search and filters, relatives, notes, Ctrl-K."""

from __future__ import annotations

from typing import Any

import pytest

from firstdesk.casebook import commands, queries
from firstdesk.casebook.models import StudyIndex
from firstdesk.casebook.services import index_studies, write_note
from firstdesk.casebook.studies import CAUSES, OUTCOMES, ROLES, load_all
from firstdesk.core.errors import Forbidden, Invalid, NotFound


@pytest.fixture
def indexed(cast: Any) -> Any:
    index_studies(cast.actor(cast.quality_officer))
    return cast


def test_indexing_again_changes_nothing(indexed: Any) -> None:
    assert StudyIndex.objects.count() == 2 * len(load_all())
    assert index_studies(indexed.actor(indexed.quality_officer)) == 0


def test_indexing_is_the_quality_officers(cast: Any) -> None:
    with pytest.raises(Forbidden):
        index_studies(cast.actor(cast.teller))


@pytest.mark.parametrize("words", ["自动还款", "autopay", "02005", "自动还款 账单日"])
def test_search_finds_in_both_languages(indexed: Any, words: str) -> None:
    assert "02005" in queries.search(words)


def test_a_word_in_the_title_comes_first(indexed: Any) -> None:
    found = queries.search("自动还款")
    title = [n for n in found if "自动还款" in load_all()[n].title.zh]
    assert title
    assert found[: len(title)] == title


def test_all_words_must_be_there(indexed: Any) -> None:
    assert queries.search("自动还款 zebra") == []


def test_no_words_give_all(indexed: Any) -> None:
    assert queries.search("") == list(load_all())
    assert queries.search("，。") == list(load_all())


def test_counts_say_what_a_filter_would_leave(indexed: Any) -> None:
    for choice in queries.library(words="notice").roles:
        left = queries.library(words="notice", role=choice.key).studies
        assert choice.count == len(left)
    for choice in queries.library(role="teller", outcomes=["complaint"]).causes:
        left = queries.library(role="teller", outcomes=["complaint"], causes=[choice.key]).studies
        assert choice.count == len(left)
    for choice in queries.library(role="teller", causes=["not_told"]).outcomes:
        left = queries.library(role="teller", causes=["not_told"], outcomes=[choice.key]).studies
        assert choice.count == len(left)


def test_filters_and_across_or_within(indexed: Any) -> None:
    found = queries.library(role="teller", causes=["not_told", "queue"], outcomes=["complaint"])
    want = [
        s.id
        for s in load_all().values()
        if s.role == "teller" and {"not_told", "queue"} & set(s.causes) and s.outcome == "complaint"
    ]
    assert [s.id for s in found.studies] == want
    assert {c.key for c in found.causes if c.on} == {"not_told", "queue"}


def test_unknown_filters_are_left_out(indexed: Any) -> None:
    found = queries.library(causes=["nonsense"], outcomes=["nonsense"])
    assert len(found.studies) == len(load_all())
    assert [len(x) for x in (found.roles, found.causes, found.outcomes)] == [
        len(ROLES),
        len(CAUSES),
        len(OUTCOMES),
    ]


def test_linked_cases_are_the_closest(indexed: Any) -> None:
    linked = [s for s in load_all().values() if set(s.linked) & set(load_all())]
    for study in linked:
        near = [other.id for other, _ in queries.similar(study, limit=len(study.linked))]
        assert set(near) == set(study.linked)


def test_notes_have_limits(indexed: Any) -> None:
    actor = indexed.actor(indexed.teller)
    with pytest.raises(Invalid):
        write_note(actor, "02005", question=0, text="x")
    with pytest.raises(NotFound):
        write_note(actor, "99999", question=1, text="x")
    write_note(actor, "02005", question=2, text="mine")
    assert queries.notes(actor, "02005") == {2: "mine"}
    assert queries.notes(indexed.actor(indexed.second_teller), "02005") == {}


def test_imports_are_not_everybodys(indexed: Any) -> None:
    with pytest.raises(Forbidden):
        queries.imports(indexed.actor(indexed.teller))
    with pytest.raises(NotFound):
        queries.get_import(
            indexed.actor(indexed.quality_officer), "00000000-0000-0000-0000-000000000000"
        )


def test_ctrl_k_offers_studies(indexed: Any) -> None:
    actor = indexed.actor(indexed.teller)
    by_number = commands.find(actor, "02005", 5)
    assert [item["url"] for item in by_number[0]["items"]] == ["/casebook/02005/"]
    assert len(commands.find(actor, "02", 4)[0]["items"]) == 4
    assert "02005" in commands.find(actor, "autopay", 9)[0]["items"][0]["label"].en
    assert commands.find(actor, "", 5) == []
    assert commands.find(actor, "zebra", 5) == []


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("客户签了信用卡自动还款，以为这期账单会扣，结果逾期了。", "02005"),
        ("Signed credit card autopay and thought this statement was covered.", "02005"),
        ("通知存款到日子来取，系统按活期算利息，柜员重新算，补给客户差额。", "02027"),
    ],
)
def test_a_story_finds_its_like(indexed: Any, told: str, number: str) -> None:
    found = queries.similar_to(told)
    assert number in [study.id for study, _ in found]
    assert all(len(shared) > 1 for _, shared in found)


@pytest.mark.parametrize("told", ["", "？", "2026 12 04", "银行 客户"])
def test_what_tells_nothing_is_like_nothing(indexed: Any, told: str) -> None:
    assert queries.similar_to(told) == []
