"""Every golden figure of the casebook's calculations, as `firstdesk quote` gives it.

`pytest tests/quotes/test_golden.py -s` prints the table.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from firstdesk.core.actor import Actor
from firstdesk.quotes import queries
from firstdesk.quotes.model import Quote, said, to_json

GOLDEN: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "golden.yaml").read_text(encoding="utf-8")
)
SPEC = Path(os.environ.get("FIRSTDESK_CASEBOOK_SPEC", "/nowhere"))
"""A folder with the specification, for one extra check."""
# Worked out elsewhere, with the place: no product is quoted.
ELSEWHERE = {
    "01005/1": "replay 01005",
    "02014/1": "replay 02014",
    "02019/1": "replay 02019, shortfall of the vault",
    "03004/1": "replay 03004, gap to the premium card",
    "03006/1": "replay 03006",
    "03007/1": "replay 03007",
    "01010/1": "study 01010: the printed date is doubtful",
    "05004/1": "the casebook's own comparison, which mixes two rates; 05004/4 is right",
    "05004/3": "the casebook's own total, which 05004/4 corrects",
    "06010/4": "tests/products/test_bonds.py: fee on principal and interest",
}


def _found(quote: Quote) -> dict[str, Any]:
    return {figure.label.en: _plain(figure.value) for figure in quote.figures}


def _plain(value: Any) -> str:
    if hasattr(value, "currency"):
        return str(value.amount)
    shown = to_json(value)
    return str(said(value, "en") if isinstance(shown, dict) else shown)


@pytest.mark.usefixtures("policies")
def test_every_golden_figure(capsys: Any) -> None:
    rows, wrong = [], []
    for one in GOLDEN:
        known = one.get("known")
        answer = queries.quote(Actor.system("golden"), one["ask"], one["with"], known)
        for what, must, got in _compared(one, answer.quote):
            rows.append(f"{one['of']}  {one['ask']:<24} {what:<48} {got:>14}")
            if got != must:
                wrong.append(f"{one['of']} {one['ask']} {what}: {got}, must be {must}")
    with capsys.disabled():
        print("\n" + "\n".join(rows))
    assert not wrong


def _compared(one: dict[str, Any], quote: Quote) -> list[tuple[str, str, str]]:
    figures = _found(quote)
    lines = {line.label.en: str(line.amount.amount) for line in quote.working.lines if line.amount}
    tables = {table.title.en: table.rows for table in quote.tables}
    found = [(n, str(must), figures.get(n, "-")) for n, must in one.get("figures", {}).items()]
    found += [(n, str(must), lines.get(n, "-")) for n, must in one.get("lines", {}).items()]
    for title, row, column, must in one.get("cells", []):
        got = _plain(tables[title][row][column])
        found.append((f"{title} [{row}, {column}]", str(must), got))
    return found


@pytest.mark.skipif(not SPEC.exists(), reason="FIRSTDESK_CASEBOOK_SPEC names no folder")
def test_no_calculation_of_these_cases_is_left_out() -> None:
    """The cases of products and guidance; those of the desk, lobby and training come later."""
    proven = {one["of"] for one in GOLDEN} | set(ELSEWHERE)
    cases = {name.partition("/")[0] for name in proven}
    left = [
        f"{case['id']}/{number}"
        for file in sorted(SPEC.glob("*.yaml"))
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))
        for number in range(1, len(case.get("calculations") or []) + 1)
        if str(case["id"]) in cases and f"{case['id']}/{number}" not in proven
    ]
    assert left == ["07001/1"], "counting overdue instalments belongs to the watch"
