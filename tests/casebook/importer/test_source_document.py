"""The full casebook document, where one is at hand (FIRSTDESK_CASEBOOK_SOURCE names the file)."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from firstdesk.casebook.importer import ImportReport, parse_document


@pytest.fixture(scope="module")
def report() -> ImportReport:
    named = os.environ.get("FIRSTDESK_CASEBOOK_SOURCE", "")
    if not named or not Path(named).is_file():
        pytest.skip("FIRSTDESK_CASEBOOK_SOURCE names no casebook document")
    return parse_document(Path(named).read_bytes(), name=Path(named).name)


def test_82_cases_with_text_and_one_listed(report: ImportReport) -> None:
    assert len(report.with_text) == 82
    assert [case.number for case in report.listed_only] == ["06007"]
    sizes = {1: 16, 2: 29, 3: 14, 4: 1, 5: 7, 6: 13, 7: 3}
    wanted = [f"{role:02d}{n:03d}" for role, top in sizes.items() for n in range(1, top + 1)]
    assert [case.number for case in report.cases] == wanted
    for case in report.with_text:
        assert case.introduction
        assert case.analysis
        assert case.questions


def test_the_misprinted_numbers(report: ImportReport) -> None:
    wanted = [f"{n:05d}" for n in (*range(2008, 2020), 2027)]
    assert [repair.repaired for repair in report.repaired] == wanted
    titles = {case.number: case.contents_title for case in report.cases}
    assert "发卡" in titles["02008"]
    assert "三声" in titles["02016"]
    assert "补偿" in titles["02019"]


def test_years_and_words(report: ImportReport) -> None:
    years = {c.number: d.suspected for c in report.cases for d in c.doubts if d.kind == "year"}
    assert {n: y[:4] for n, y in years.items()} == dict.fromkeys(
        ("04001", "05004", "07001"), "2008"
    )
    found: dict[tuple[str, str], set[str]] = {}
    for case in report.cases:
        for doubt in case.doubts:
            found.setdefault((doubt.text, doubt.suspected), set()).add(case.number)
    assert {"01008", "02003", "04001", "06003"} <= found["活期", "定期"]
    assert {"07001", "07002", "07003"} <= found["存款", "贷款"]
    assert found["出口", "进口"] == {"04001"}
    assert len(found["赞扬", "投诉"]) > 15


def test_no_word_is_lost(report: ImportReport) -> None:
    named = Path(os.environ["FIRSTDESK_CASEBOOK_SOURCE"])
    bodies = named.read_text("utf-8").split("案例选编:")[1]
    printed = Counter("".join(bodies.split()))
    kept: Counter[str] = Counter()
    for case in report.with_text:
        parts = (case.title, case.introduction, *case.analysis, *case.questions, *case.notes)
        kept.update("".join("".join(parts).split()))
    assert kept - printed == Counter()
    assert set(printed - kept) <= set("0123456789、.,:一二三案例引见剖析思索题背景")
