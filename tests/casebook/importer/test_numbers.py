"""Damaged numbers, missing, moved and repeated cases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firstdesk.casebook.importer import ImportReport, parse_document

from .samples import STORIES, Document, Told


def read(document: Document) -> ImportReport:
    return parse_document(document.data(), name="b")


def right(report: ImportReport) -> bool:
    """Whether every case has its own number, title and story."""
    return [(c.number, c.title, c.introduction) for c in report.cases] == [
        (number, *story) for number, story in STORIES.items()
    ]


SAME = {"02002": "02020", "02003": "02020", "02004": "02021", "02005": "02020"}


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        (SAME, SAME),
        (SAME, {}),
        ({}, SAME),
        ({"02003": "02005"}, {"02003": "02005"}),
        ({"01003": "02001"}, {"01003": "02001"}),
        ({"07001": "07002"}, {"07001": "07002"}),
        ({"02003": "O2003"}, {"02003": "2003"}),
        ({"02003": "92003"}, {"02003": "92003"}),
        ({"01001": "10001"}, {"01001": "10001"}),
        (dict.fromkeys(STORIES, "02020"), dict.fromkeys(STORIES, "02020")),
    ],
)
def test_neighbours_decide_damaged_numbers(listed: dict[str, str], told: dict[str, str]) -> None:
    report = read(Document().renumbered(listed, told))
    assert right(report)
    assert {r.repaired for r in report.repaired} == set(listed) | set(told)
    for repair in report.repaired:
        number = repair.repaired
        assert repair.printed == told.get(number, listed.get(number))
        assert repair.title == STORIES[number][0]
        assert number in repair.why.zh
        assert number in repair.why.en
        case = next(case for case in report.cases if case.number == number)
        assert "number" in {doubt.kind for doubt in case.doubts}


@pytest.mark.parametrize("ranges", ["", "01001-01003大堂经理"])
def test_without_announced_ranges_the_order_decides(ranges: str) -> None:
    same = {"02002": "02020", "02003": "02020", "02004": "02021", "02005": "02021"}
    report = read(replace(Document().renumbered(same, same), ranges=ranges))
    assert {case.number for case in report.cases} >= {"02002", "02003", "02004", "02005"}
    assert right(report)
    assert any("没有编号范围" in warning.zh for warning in report.warnings) is (not ranges)


def test_a_printed_number_that_is_right_among_equals_is_doubted_not_repaired() -> None:
    same = {"02003": "02004"}
    report = read(Document().renumbered(same, same))
    case = next(case for case in report.cases if case.number == "02004")
    assert [d.kind for d in case.doubts] == ["number"]
    assert [r.repaired for r in report.repaired] == ["02003"]


def test_a_listed_case_without_text() -> None:
    document = Document()
    document = replace(document, told=[c for c in document.told if c.number != "02003"])
    report = read(document)
    (case,) = report.listed_only
    assert (case.number, case.title, case.has_text) == ("02003", "密码输错三次", False)
    assert case.introduction == ""
    assert [d.kind for d in case.doubts] == ["section"]
    assert len(report.with_text) == len(STORIES) - 1


def test_a_case_missing_among_damaged_numbers() -> None:
    document = Document().renumbered(SAME, SAME)
    document = replace(document, told=[c for c in document.told if c.title != "密码输错三次"])
    report = read(document)
    assert [case.number for case in report.listed_only] == ["02003"]
    assert {c.number: c.introduction for c in report.with_text} == {
        n: story for n, (_, story) in STORIES.items() if n != "02003"
    }


@pytest.mark.parametrize("damage", [{}, SAME])
def test_cases_in_another_order(damage: dict[str, str]) -> None:
    document = Document().renumbered(damage, damage)
    assert right(read(replace(document, told=document.told[::-1])))
    told = document.told
    told = [*told[:3], told[5], told[4], told[3], *told[6:]]
    assert right(read(replace(document, told=told)))


def test_contents_in_another_order_keep_their_numbers() -> None:
    document = Document()
    listed = [document.listed[1], document.listed[0], *document.listed[2:]]
    report = read(replace(document, listed=listed))
    assert right(report)
    assert report.repaired == ()


@pytest.mark.parametrize("damage", [{}, SAME])
def test_a_case_told_twice_is_drafted_once(damage: dict[str, str]) -> None:
    document = Document().renumbered(damage, damage)
    report = read(replace(document, told=[*document.told[:5], *document.told[4:]]))
    assert right(report)
    case = next(case for case in report.cases if case.number == "02002")
    assert "duplicate" in {doubt.kind for doubt in case.doubts}
    assert any("02002" in warning.zh for warning in report.warnings)


def test_the_fuller_telling_counts() -> None:
    document = Document()
    short = replace(document.told[4], heads=("一、案例介绍", "", ""))
    report = read(replace(document, told=[*document.told[:4], short, *document.told[4:]]))
    case = next(case for case in report.cases if case.number == "02002")
    assert len(case.analysis) == 2
    assert right(report)


def test_another_story_under_a_used_number_is_not_thrown_away() -> None:
    document = Document()
    extra = Told(
        "02002", "消失的雨伞", "陈女士的雨伞在等候区不见了，保安调出录像，找到了拿错伞的人。"
    )
    report = read(replace(document, told=[*document.told, extra]))
    assert any("雨伞" in case.introduction for case in report.cases)
    assert len({case.number for case in report.cases}) == len(report.cases)


def test_a_case_the_contents_do_not_name() -> None:
    document = Document()
    extra = Told("07003", "担保人没有到场", "担保人在外地，客户经理请他视频面签。")
    report = read(replace(document, told=[*document.told, extra]))
    case = report.cases[-1]
    assert (case.number, case.contents_title) == ("07003", "")
    assert [d.kind for d in case.doubts] == ["number"]


def test_an_entry_missing_from_the_contents_between_damaged_numbers() -> None:
    document = Document().renumbered(SAME, SAME)
    listed = [pair for pair in document.listed if pair[1] != "密码输错三次"]
    assert right(read(replace(document, listed=listed)))


def test_a_document_cut_off_in_the_middle() -> None:
    data = Document().data()
    cut = data[: data.rindex("一张旧存折".encode()) + 200]
    report = parse_document(cut, name="b")
    assert len(report.cases) == len(STORIES)
    assert [case.number for case in report.listed_only] == ["02005", "02006", "07001", "07002"]
    assert any("02004" in warning.zh for warning in report.warnings)


def test_figures_in_titles_are_no_numbers() -> None:
    document = Document()
    title = "2008 枚硬币与 10000元假钞"
    listed = [(n, title if n == "02004" else t) for n, t in document.listed]
    report = read(replace(document, listed=listed).with_case("02004", title=title))
    assert [case.number for case in report.cases] == list(STORIES)
    assert next(c for c in report.cases if c.number == "02004").title == title


def test_a_range_that_does_not_fit_the_contents_is_told() -> None:
    report = read(replace(Document(), ranges=Document().ranges.replace("07002", "07005")))
    assert right(report)
    assert any("5" in warning.zh and "2" in warning.zh for warning in report.warnings)
