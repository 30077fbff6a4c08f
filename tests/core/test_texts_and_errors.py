"""Texts stand in both languages; refusals say what, why and what to do."""

from __future__ import annotations

import pytest

from firstdesk.core import errors
from firstdesk.core.errors import FirstdeskError, Invalid
from firstdesk.core.text import Text

WHAT = Text(zh="不行。", en="No.")
WHY = Text(zh="有原因。", en="There is a reason.")
DO = Text(zh="这样做。", en="Do this.")


@pytest.mark.parametrize("lang", ["zh", "zh-hans", "zh-CN", "ZH-Hant"])
def test_every_chinese_tag_gives_chinese(lang: str) -> None:
    assert WHAT.in_(lang) == "不行。"


@pytest.mark.parametrize("lang", ["en", "en-GB", "fr", ""])
def test_every_other_tag_gives_english(lang: str) -> None:
    assert WHAT.in_(lang) == "No."


def test_text_fills_in_both_and_survives_json() -> None:
    text = Text(zh="差{sum}元", en="{sum} yuan short").format(sum="10.00")
    assert text == Text(zh="差10.00元", en="10.00 yuan short")
    assert Text.from_json(text.to_json()) == text


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("NotFound", 404),
        ("Forbidden", 403),
        ("Conflict", 409),
        ("Invalid", 422),
        ("Locked", 423),
        ("TooMany", 429),
        ("Unavailable", 503),
        ("PolicyGap", 422),
        ("CalendarUnknown", 422),
    ],
)
def test_each_refusal_has_its_status(name: str, status: int) -> None:
    error = getattr(errors, name)(code="x", what=WHAT, why=WHY, do=DO)
    assert isinstance(error, FirstdeskError)
    assert (error.status, error.problem("en")["status"]) == (status, status)


def test_the_problem_document_is_in_one_language_with_extras() -> None:
    error = FirstdeskError(
        code="too_late", what=WHAT, why=WHY, do=DO, status=418, extra={"day": "2007-12-03"}
    )
    assert error.problem("zh-hans") == {
        "type": "urn:firstdesk:problem:too_late",
        "title": "不行。",
        "status": 418,
        "detail": "有原因。",
        "code": "too_late",
        "what": "不行。",
        "why": "有原因。",
        "do": "这样做。",
        "day": "2007-12-03",
    }
    assert str(error) == "No. There is a reason. Do this."


def test_extras_cannot_cover_the_documents_own_members() -> None:
    error = FirstdeskError(code="x", what=WHAT, why=WHY, do=DO, extra={"status": 200, "title": ""})
    problem = error.problem("en")
    assert (problem["status"], problem["title"]) == (400, "No.")


def test_invalid_names_its_fields() -> None:
    error = Invalid(code="x", what=WHAT, why=WHY, do=DO, fields={"amount": WHAT})
    assert error.problem("en")["fields"] == {"amount": "No."}
    assert error.problem("zh")["fields"] == {"amount": "不行。"}


def test_errors_are_made_by_name_only() -> None:
    with pytest.raises(TypeError):
        FirstdeskError("x", WHAT, WHY, DO)  # type: ignore[call-arg]
