"""Reading whole documents: sections, encodings, spellings, and that nothing is lost."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from firstdesk.casebook.importer import parse_document

from .samples import STORIES, Document, Told


def test_every_case_is_drafted_with_its_sections() -> None:
    report = parse_document(Document().data(), name="book.txt")
    assert [case.number for case in report.cases] == list(STORIES)
    assert report.listed_only == ()
    assert report.repaired == ()
    assert report.warnings == ()
    for case in report.cases:
        assert (case.title, case.introduction) == STORIES[case.number]
        assert case.analysis == ("先听客户把话说完。", "再查系统，然后回答。")
        assert case.questions == ("换作是您，会怎么回答？", "怎样避免再次发生？")
        assert case.doubts == ()
    assert [case.role for case in report.cases[::5]] == ["lobby_manager", "teller", "loan_officer"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_make_no_difference(encoding: str, line_end: str) -> None:
    text = Document().text()
    plain = parse_document(text.encode(), name="book.txt")
    report = parse_document(text.replace("\n", line_end).encode(encoding), name="book.txt")
    assert report.encoding == encoding
    assert report.cases == plain.cases


@pytest.mark.parametrize(
    "heads",
    [
        ("一、案例引见", "二、案例剖析", "三、案例思索"),
        ("案例", "案例剖析", "三,案例思索"),
        ("案例：", "案例剖析：", "三,案例思索"),
        ("一、案例：", "二.案例剖析", "三、案例思索题"),
        ("案例背景", "二、 案例分析：", "案例思索："),
        ("一．案例介绍", "（二）案例分析", "三.案例思考题"),
        ("案例引见", "案例剖析", "案例思索"),
        ("一、案例背景：", "二、分析", "三、思考题"),
    ],
)
@pytest.mark.parametrize("inline", [False, True])
def test_spellings_of_headings(heads: tuple[str, str, str], inline: bool) -> None:
    document = Document().alone(heads=heads, inline=inline)
    (case,) = parse_document(document.data(), name="book.txt").cases
    assert (case.title, case.introduction) == STORIES["01001"]
    assert len(case.analysis) == len(case.questions) == 2


def test_headings_and_numbers_glued_to_the_end_of_a_paragraph() -> None:
    text = Document().text().replace("\n二、案例分析", " 二、案例分析")
    text = text.replace("\n三、案例思考", "三、案例思考").replace("发生？\n0", "发生？ 0")
    report = parse_document(text.encode(), name="b")
    assert [case.number for case in report.with_text] == list(STORIES)
    for case in report.cases:
        assert case.introduction == STORIES[case.number][1]
        assert case.analysis == ("先听客户把话说完。", "再查系统，然后回答。")
        assert case.questions == ("换作是您，会怎么回答？", "怎样避免再次发生？")


def test_lines_broken_within_a_sentence_are_joined() -> None:
    document = Document().alone(story="王先生在门口等了\n一刻钟，没有人\n招呼他。\n他走了。")
    (case,) = parse_document(document.data(), name="b").cases
    assert case.introduction == "王先生在门口等了一刻钟，没有人招呼他。\n他走了。"


def test_items_with_a_lead_and_without_numbers() -> None:
    document = Document().alone(
        analysis="此事不大。\n1、利率1.71%没有讲清。\n2、差了3,265元。", questions="您会怎么做？"
    )
    (case,) = parse_document(document.data(), name="b").cases
    assert case.analysis == ("此事不大。", "利率1.71%没有讲清。", "差了3,265元。")
    assert case.questions == ("您会怎么做？",)


def test_wrongly_counted_items_are_doubted_and_kept() -> None:
    document = Document().alone(analysis="1、甲。\n2、乙。\n2、丙。")
    (case,) = parse_document(document.data(), name="b").cases
    assert case.analysis == ("甲。", "乙。", "丙。")
    assert [(d.text, d.suspected) for d in case.doubts if d.kind == "item"] == [("2", "3")]


def test_missing_sections_are_doubted() -> None:
    document = Document().alone(heads=("一、案例介绍", "", ""))
    (case,) = parse_document(document.data(), name="b").cases
    assert case.introduction == STORIES["01001"][1]
    assert case.analysis == case.questions == ()
    assert [d.kind for d in case.doubts] == ["section", "section"]


def test_titles_which_differ_are_doubted_with_the_listed_title() -> None:
    document = Document().with_case("02004", title="旧存折")
    report = parse_document(document.data(), name="b")
    case = next(case for case in report.cases if case.number == "02004")
    (doubt,) = case.doubts
    assert (doubt.kind, doubt.text, doubt.suspected) == ("title", "旧存折", "一张旧存折")
    assert document.text().split("\n")[doubt.line - 1][doubt.column - 1 :].startswith("旧存折")


def test_a_credit_and_a_closing_line_belong_to_no_question() -> None:
    document = Document()
    end = "\n〔某分行提供〕\n因篇幅问题不能全部显示，请点此查看更多"
    report = parse_document((document.text() + end).encode(), name="b")
    assert report.cases[-1].questions == ("换作是您，会怎么回答？", "怎样避免再次发生？")
    assert report.cases[-1].notes[0] == "〔某分行提供〕"
    assert any("因篇幅问题" in warning.zh for warning in report.warnings)


def test_no_word_is_lost() -> None:
    document = Document()
    report = parse_document(document.data(), name="b")
    printed = Counter("".join(document.text().split("案例选编：")[1].split()))
    kept: Counter[str] = Counter()
    for case in report.cases:
        kept.update(case.title + case.introduction)
        for part in (*case.analysis, *case.questions, *case.notes):
            kept.update("".join(part.split()))
    assert kept - printed == Counter()
    headings_and_numbers = set("0123456789、一二三案例介绍分析思考")
    assert set(printed - kept) <= headings_and_numbers


def test_more_roles_than_the_house_has() -> None:
    document = Document()
    document = Document(
        told=[*document.told, Told("08001", "拾到的存折", "保安在门口拾到一本存折。")],
        listed=[*document.listed, ("08001", "拾到的存折")],
        ranges=document.ranges + " 08001-08001保安",
    )
    case = parse_document(document.data(), name="b").cases[-1]
    assert (case.number, case.role, case.role_name) == ("08001", "保安", "保安")


def test_the_report_as_json_survives_a_round_trip() -> None:
    report = parse_document(Document().with_case("02004", title="旧存折").data(), name="book.txt")
    data = report.to_json()
    assert json.loads(json.dumps(data, ensure_ascii=False)) == data
    assert data["counts"]["with_text"] == len(STORIES)
    assert data["counts"]["doubts_by_kind"] == {"title": 1}
    assert data["cases"][0]["number"] == "01001"
