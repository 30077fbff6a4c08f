"""The 83 studies as they are shipped, and how a damaged one is refused."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from firstdesk.casebook import reading
from firstdesk.casebook.studies import (
    CAUSES,
    CHANNELS,
    HEADINGS,
    OUTCOMES,
    PRACTICES,
    ROLES,
    Study,
    StudyError,
    check_links,
    load_all,
    load_study,
    parse,
)
from firstdesk.core.text import Text

PER_ROLE = {
    "lobby_manager": 16,
    "teller": 29,
    "personal_banker": 14,
    "corporate_banker": 1,
    "contact_centre_agent": 7,
    "branch_manager": 13,
    "loan_officer": 3,
}
GOOD = """---
id: "02099"
role: teller
title: {zh: 题目, en: A title}
lead: {zh: 那一刻。, en: The moment.}
summary: {zh: 发生了什么。, en: What happened.}
causes: [not_told]
practices: []
outcome: complaint
channels: [counter]
products: [debit_card]
period: null
linked: []
text: full
facts:
  - label: {zh: 金额, en: Sum}
    value: {zh: "3,712.00元", en: "¥3,712.00"}
    note: null
doubts: []
---

<!-- zh -->
## 经过
他来了。

## 分析
1. **先问。**再答。

## 想一想
1. 为什么？

## 今天怎么防
- 先告知。

<!-- en -->
## What happened
He came.

## Analysis
1. **Ask first.** Then answer.

## Ask yourself
1. Why?

## How Firstdesk prevents it
- Tell first.
"""


def good(number: str, linked: str = "") -> Study:
    """A sound study under another number of the same role."""
    text = GOOD.replace("02099", number).replace("linked: []", f"linked: [{linked}]")
    return parse(text, f"{number}.md")


def test_there_are_83_and_each_role_has_its_own() -> None:
    studies = load_all()
    assert list(studies) == sorted(studies)
    assert Counter(study.role for study in studies.values()) == PER_ROLE
    for role, count in PER_ROLE.items():
        numbers = [study.number_in_role for study in studies.values() if study.role == role]
        assert numbers == list(range(1, count + 1))


def test_only_06007_is_listed_without_a_text() -> None:
    assert [study.id for study in load_all().values() if study.listed_only] == ["06007"]
    study = load_all()["06007"]
    assert not study.facts
    assert study.doubts
    assert "原稿没有正文" in study.sections("zh")[0].markdown


def test_one_incident_told_twice_is_linked_both_ways() -> None:
    assert "02023" in load_all()["02010"].linked
    assert "02010" in load_all()["02023"].linked


def test_each_study_has_the_four_parts_in_both_languages() -> None:
    for study in load_all().values():
        for lang, key in (("zh-hans", "zh"), ("en-GB", "en")):
            sections = study.sections(lang)
            assert tuple(section.title for section in sections) == HEADINGS[key]
            questions, prevention = sections[2].markdown, sections[3].markdown
            assert re.search(r"^1\. ", questions, re.MULTILINE), study.id
            assert prevention.startswith("- "), study.id


def test_english_is_english_and_chinese_is_chinese() -> None:
    for study in load_all().values():
        for section in study.sections("en"):
            assert not re.search(r"[\u4e00-\u9fff]", section.markdown), study.id
        for section in study.sections("zh"):
            assert re.search(r"[\u4e00-\u9fff]", section.markdown), study.id


def test_no_exclamation_marks_and_full_width_punctuation_in_chinese() -> None:
    for study in load_all().values():
        for section in study.sections("zh"):
            assert not re.search(r"[!！]", section.markdown), study.id
            assert not re.search(r"[\u4e00-\u9fff][,;:?]", section.markdown), study.id


def test_emphasis_reaches_the_reader_as_emphasis() -> None:
    renderer = MarkdownIt("commonmark")
    for study in load_all().values():
        for lang in ("zh", "en"):
            points = study.sections(lang)[1].markdown
            assert "**" not in renderer.render(points), study.id
            assert "<strong>" in renderer.render(points), study.id


def test_titles_are_told_apart() -> None:
    for lang in ("zh", "en"):
        titles = [study.title.in_(lang) for study in load_all().values()]
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("number", "figure"),
    [
        ("02003", "3970.35"),
        ("05004", "3712.00"),
        ("06010", "1718.00"),
        ("07003", "512.16"),
    ],
)
def test_figures_follow_the_working(number: str, figure: str) -> None:
    for lang in ("zh", "en"):
        values = [fact.value.in_(lang).replace(",", "") for fact in load_all()[number].facts]
        assert any(figure in value for value in values), lang


def test_a_corrected_misprint_says_what_was_printed() -> None:
    fact = next(one for one in load_all()["05004"].facts if "3,712.00" in one.value.en)
    assert fact.note is not None
    assert "4,301.60" in fact.note.zh
    assert "4,301.60" in fact.note.en


def test_everything_that_can_be_chosen_has_a_name_in_both_languages() -> None:
    for known in (CAUSES, PRACTICES, OUTCOMES, ROLES):
        assert all(isinstance(label, Text) and label.zh and label.en for label in known.values())
    assert set(reading.CHANNELS) == CHANNELS


def test_every_cause_and_outcome_is_met_somewhere() -> None:
    studies = load_all().values()
    assert {cause for study in studies for cause in study.causes} == set(CAUSES)
    assert {practice for study in studies for practice in study.practices} == set(PRACTICES)
    assert {study.outcome for study in studies} == set(OUTCOMES)


def test_reading_takes_longer_for_more() -> None:
    short = parse(GOOD, "02099.md")
    long = parse(GOOD.replace("他来了。", "他来了。" * 300), "02099.md")
    assert short.reading_minutes("zh") == 1
    assert long.reading_minutes("zh") == 3
    assert long.reading_minutes("en") == 1


def test_the_digest_follows_the_text() -> None:
    assert parse(GOOD, "02099.md").digest == parse(GOOD, "02099.md").digest
    assert parse(GOOD.replace("他来了", "她来了"), "02099.md").digest != (
        parse(GOOD, "02099.md").digest
    )


def test_the_module_needs_no_django() -> None:
    code = (
        "import sys, firstdesk.casebook.studies as s; s.load_all();"
        " sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "02099.md"
    file.write_text(GOOD, encoding="utf-8")
    study = load_study(file)
    assert study.number_in_role == 99
    assert study.facts[0].value == Text(zh="3,712.00元", en="¥3,712.00")
    assert study.sections("zh")[1].markdown == "1. **先问**。再答。"


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('---\nid: "02099"', 'id: "02099"', "starts with front matter"),
        ("title: {zh: 题目", "title: {zh: [题目", "not YAML"),
        ("outcome: complaint", "outcome: complaint\noutcome: unresolved", "outcome is given twice"),
        ("period: null\n", "", r"missing keys \['period'\]"),
        ("period: null", "period: null\nmood: bad", r"unknown keys \['mood'\]"),
        ('id: "02099"', 'id: "02098"', "id is '02098'; it must be the file's name"),
        ('id: "02099"', "id: 2099", "id is 2099; .*five digits in quotes"),
        ("role: teller", "role: cashier", "role is 'cashier'; choose from lobby_manager"),
        ("role: teller", "role: loan_officer", "its cases do not begin with 02"),
        (", en: A title}", "}", "title needs zh and en"),
        ("{zh: 题目, en: A title}", "{zh: 题目, en: ' '}", "title.en is ' '; write a text"),
        ("causes: [not_told]", "causes: [bad_luck]", "causes is 'bad_luck'; choose from not_told"),
        ("causes: [not_told]", "causes: not_told", "causes is 'not_told'; give a list"),
        ("causes: [not_told]", "causes: [not_told, not_told]", "not_told twice; leave one out"),
        ("practices: []", "practices: [smiled]", "practices is 'smiled'; choose from listened"),
        ("outcome: complaint", "outcome: fine", "outcome is 'fine'; choose from complaint"),
        ("channels: [counter]", "channels: [fax]", "channels is 'fax'; choose from atm"),
        ("products: [debit_card]", "products: [Debit card]", "write small letters"),
        ("period: null", "period: 2007-11-10", "period needs zh and en"),
        ("linked: []", "linked: [2010]", "linked has 2010; write five digits in quotes"),
        ("text: full", "text: half", "text is 'half'; choose from full, listed_only"),
        ("    note: null\n", "", r"facts\[0\] needs label, value and note"),
        ('zh: "3,712.00元"', "zh: 3,712.00元", r"facts\[0\].value .*comma or a colon in quotes"),
        ('en: "¥3,712.00"', "en: 3712.00", r"facts\[0\].value.en is 3712.0; write a text"),
        ("doubts: []", "doubts: [{zh: 缺字}]", r"doubts\[0\] needs zh and en"),
        ("<!-- en -->\n", "", r"the parts are \['zh'\]; write <!-- zh --> and <!-- en -->"),
        ("<!-- zh -->\n", "题外话\n\n<!-- zh -->\n", "text before <!-- zh -->"),
        ("## 想一想\n", "## 问题\n", "the headings of zh are"),
        ("## 经过\n", "开头\n\n## 经过\n", "zh has text before the first heading"),
        ("- Tell first.\n", "", "“How Firstdesk prevents it” is empty"),
    ],
)
def test_one_defect_is_refused_and_named(
    tmp_path: Path, before: str, after: str, says: str
) -> None:
    assert GOOD.count(before) == 1
    file = tmp_path / "02099.md"
    file.write_text(GOOD.replace(before, after), encoding="utf-8")
    with pytest.raises(StudyError, match=says) as caught:
        load_study(file)
    assert str(caught.value).startswith("02099.md: ")


def test_english_before_chinese_is_refused() -> None:
    front, body = GOOD.split("<!-- zh -->")
    chinese, english = body.split("<!-- en -->")
    turned = f"{front}<!-- en -->{english}\n<!-- zh -->{chinese}"
    with pytest.raises(StudyError, match="Chinese first"):
        parse(turned, "02099.md")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "02099.md"
    file.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(StudyError, match=r"02099.md: not UTF-8; save the file as UTF-8"):
        load_study(file)


def test_a_link_must_lead_somewhere_and_back() -> None:
    with pytest.raises(StudyError, match=r"02098.md: linked names 02097, which is not a study"):
        check_links([good("02098", '"02097"')])
    with pytest.raises(StudyError, match=r"02097.md: linked lacks 02098"):
        check_links([good("02098", '"02097"'), good("02097")])
    both = [good("02098", '"02097"'), good("02097", '"02098"')]
    assert list(check_links(both)) == ["02098", "02097"]
