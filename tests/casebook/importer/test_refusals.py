"""Files which are no casebook are refused with what, why and what to do, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firstdesk.casebook.importer import CasebookImportError, parse_document

from .samples import Document


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b" \r\n\t\n", "空"),
        (b"\xef\xbb\xbf", "空"),
        (b"\x00\x01\x02" * 40, "不是文本"),
        (bytes(range(1, 32)) * 8, "不是文本"),
        (b"%PDF-1.7 ...", "不是文本"),
        (b"PK\x03\x04....", "不是文本"),
        (Document().text().encode("utf-16"), "编码"),
        (bytes(range(128, 256)) * 9, "编码"),
        ("今天天气很好，适合出门散步。".encode(), "不是案例手册"),
        (b"hello world, call 12345 or 67890 now", "不是案例手册"),
        ("本月共办理 12345 笔业务，金额 20000 元。".encode(), "不是案例手册"),
        (replace(Document(), told=[]).data(), "没有正文"),
        (replace(Document(), told=[], bodies_mark="").data(), "没有正文"),
        (replace(Document(), listed=[], contents_mark="").data(), "不是案例手册"),
        ("\n".join(case.printed() for case in Document().told).encode(), "不是案例手册"),
    ],
)
def test_refused(data: bytes, word: str) -> None:
    with pytest.raises(CasebookImportError) as caught:
        parse_document(data, name="x.txt")
    error = caught.value
    assert isinstance(error, ValueError)
    assert word in error.what.zh
    for text in (error.what, error.why, error.do):
        assert text.in_("zh-hans") == text.zh
        assert text.in_("en") == text.en
        assert text.zh.endswith("。")
        assert text.en.endswith(".")
    assert error.do.en in str(error)
