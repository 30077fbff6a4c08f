"""Figures of policies as people read them."""

from __future__ import annotations

import pytest

from firstdesk.core.text import Text
from firstdesk.policies import content, values, wording


@pytest.mark.parametrize(
    ("unit", "raw", "zh", "en"),
    [
        ("CNY", "15.00", "¥15.00", "¥15.00"),
        ("% a day", "0.05", "每天0.05%", "0.05% a day"),
        ("working days", "5", "5个工作日", "5 working days"),
        ("yes/no", True, "是", "yes"),
        ("yes/no", False, "否", "no"),
        ("convention", "clear_days", "两头都不算", "clear days, neither end counted"),
        ("time of day", "15:00", "15:00", "15:00"),
    ],
)
def test_a_figure_has_its_unit(unit: str, raw: object, zh: str, en: str) -> None:
    assert wording.said(unit, raw) == Text(zh=zh, en=en)


def test_an_announcement_says_when() -> None:
    fields = {"rate": {"unit": "% a year", "zh": "利率", "en": "Rate"}}
    (one,) = wording.figures(fields, {"announced": True, "expected_by": "09:30"})
    assert one.said == Text(zh="09:30前公布", en="expected by 09:30")


def test_every_choice_has_words() -> None:
    for policy in content.read_content():
        for name, about in policy.fields.items():
            assert about["unit"] in values.KINDS
            for choice in about.get("choices", ()):
                assert wording.said(about["unit"], choice).zh != choice, (policy.key, name)
