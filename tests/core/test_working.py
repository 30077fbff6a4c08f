"""The lines of a calculation as the API gives them."""

from __future__ import annotations

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working


def test_lines_keep_order_languages_and_exact_amounts() -> None:
    label, note = Text(zh="利息", en="Interest"), Text(zh="封顶", en="Capped")
    working = Working(
        (
            Line(label, "50,000.00 × 0.72%", (("days", "881"),), Money.of("881"), note),
            Line(label, "", (), None),
        )
    )
    assert working.to_json() == [
        {
            "label": {"zh": "利息", "en": "Interest"},
            "formula": "50,000.00 × 0.72%",
            "inputs": [["days", "881"]],
            "amount": {"amount": "881.00", "currency": "CNY"},
            "note": {"zh": "封顶", "en": "Capped"},
        },
        {
            "label": {"zh": "利息", "en": "Interest"},
            "formula": "",
            "inputs": [],
            "amount": None,
            "note": None,
        },
    ]
