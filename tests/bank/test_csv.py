"""CSV: both encodings, line numbers, and nothing guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from firstdesk.bank import models
from firstdesk.bank.csv_load import load_bytes, load_csv
from firstdesk.core.errors import Invalid, NotFound
from tests.bank.rows import SYSTEM, account, card, customer, give

HEADER = "ref,name_zh,name_en,born_on,home_branch\n"
GOOD = HEADER + "C1,张文澜,Zhang Wenlan,1949-03-12,A01\nC2,林晓,,,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_both_encodings_load_the_same(cast: Any, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "customers.csv"
    file.write_bytes(GOOD.encode(encoding))
    report = load_csv(SYSTEM, "customers", file)
    assert (report.stored, report.created) == (True, 2)
    stored = models.Customer.objects.order_by("ref").values_list("name_zh", "name_en")
    assert list(stored) == [("张文澜", "Zhang Wenlan"), ("林晓", "")]
    assert models.Customer.objects.get(ref="C2").born_on is None


def test_windows_line_ends_and_empty_lines_do_no_harm(cast: Any) -> None:
    data = GOOD.replace("\n", "\r\n\r\n").encode("gb18030")
    assert load_bytes(SYSTEM, "customers", data).created == 2


def test_the_report_names_the_file_s_lines(cast: Any) -> None:
    """The header is line 1; a cell may run over two lines."""
    text = HEADER + '"C1","张\n文澜",,,\n\nC2,林晓,,2024-02-30,\nC3,周明,,,X99\nC4,吴放,,,,extra\n'
    report = load_bytes(SYSTEM, "customers", text.encode(), partial=True)
    assert [(r.row, r.ref, r.field) for r in report.refused] == [
        (5, "C2", "born_on"),
        (6, "C3", "home_branch"),
        (7, "C4", "(+1)"),
    ]
    assert report.created == 1


def test_nothing_is_half_loaded_from_csv_either(cast: Any) -> None:
    text = HEADER + "C1,张文澜,,,\nC2,,,,\n"
    report = load_bytes(SYSTEM, "customers", text.encode())
    assert not report.stored
    assert not models.Customer.objects.exists()


def test_lists_objects_and_yes_or_no_can_be_written_in_cells(cast: Any) -> None:
    give("customers", customer())
    give("accounts", account())
    give("cards", card())
    cards = "ref,customer,account,kind,number,currencies\nK2,C1,A1,debit,9999990000000002,CNY;USD\n"
    assert load_bytes(SYSTEM, "cards", cards.encode()).stored
    assert models.Card.objects.get(ref="K2").currencies == ["CNY", "USD"]
    terms = (
        "ref,customer,kind,account,signed_on,terms\n"
        'G1,C1,sweep,A1,2007-03-01,"{""reserve"": ""10000.00""}"\n'
    )
    assert load_bytes(SYSTEM, "agreements", terms.encode()).stored
    assert models.Agreement.objects.get().terms == {"reserve": "10000.00"}
    losses = "ref,customer,card,reported_at,channel,formal\nR1,C1,K1,2007-12-04 08:10,phone,是\n"
    assert load_bytes(SYSTEM, "loss_reports", losses.encode()).stored
    assert models.LossReport.objects.get().formal


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"ref,ref\nC1,C1\n", "names twice: ref"),
        (b"ref,,name_zh\nC1,,x\n", "without a name"),
        (b'ref,name_zh\nC1,"open\n', "Line 2"),
        (b"\xff\xff\xff", "neither UTF-8 nor GB18030"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(cast: Any, data: bytes, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        load_bytes(SYSTEM, "customers", data)
    assert words in refused.value.why.en


def test_a_wrong_header_is_refused_on_each_line(cast: Any) -> None:
    report = load_bytes(SYSTEM, "customers", "ref,name_zh,昵称\nC1,张文澜,小张\n".encode())
    assert [(r.row, r.field) for r in report.refused] == [(2, "昵称")]


def test_10001_lines_are_too_many(cast: Any) -> None:
    lines = "".join(f"C{n},x,,,\n" for n in range(10_001))
    with pytest.raises(Invalid) as refused:
        load_bytes(SYSTEM, "customers", (HEADER + lines).encode())
    assert refused.value.code == "too_many_rows"


def test_a_missing_file_and_an_unknown_kind_are_refused(cast: Any, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be opened"):
        load_csv(SYSTEM, "customers", tmp_path / "none.csv")
    with pytest.raises(NotFound):
        load_bytes(SYSTEM, "people", GOOD.encode())
