"""What a policy's value may hold: each field by its unit. Pure; content and publishing ask it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from firstdesk.core.text import Text

_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,8})?")
_WHOLE = re.compile(r"[0-9]{1,6}")
_WHOLES = re.compile(r"[0-9]{1,2}(,[0-9]{1,2})*")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")

KINDS: dict[str, str] = {
    **dict.fromkeys(("%", "% a year", "% a day", "% of the unpaid minimum"), "amount"),
    **dict.fromkeys(("CNY", "USD", "CNY a case", "of the certificate"), "amount"),
    **dict.fromkeys(
        (
            "days",
            "working days",
            "minutes",
            "years",
            "day of month",
            "employees",
            "people",
            "pieces",
        ),
        "whole",
    ),
    **dict.fromkeys(("months long", "units of currency"), "whole"),
    **dict.fromkeys(("convention", "day count", "account kind", "what", "when"), "word"),
    "months": "wholes",
    "yes/no": "flag",
    "time of day": "time",
    "days, YYYY-MM-DD, with spaces": "days",
}
"""What is written in a field of each unit."""

_WANTED = {
    "amount": Text(
        zh="要写成文字的数，不为负，如“0.81”。", en="Write a number as text, not negative: “0.81”."
    ),
    "whole": Text(zh="要写成文字的整数，如“5”。", en="Write a whole number as text: “5”."),
    "wholes": Text(zh="要写成整数，用逗号隔开，如“3,6”。", en="Write whole numbers: “3,6”."),
    "word": Text(zh="要填一个代码。", en="Write one of the rule’s words."),
    "flag": Text(zh="要填true或false。", en="Write true or false."),
    "time": Text(zh="要写成时间，如“09:30”。", en="Write a time such as “09:30”."),
    "days": Text(zh="要写日期，用空格隔开。", en="Write days, with spaces: “2027-01-01”."),
}

ANNOUNCED = frozenset({"announced", "expected_by"})
ANNOUNCEABLE = frozenset({"deposit.time.rate"})
"""Policies whose change may be in force before its figures are here: only the rate enquiry says
“the table comes by 09:30” (case 03002); a calculation has nothing to say instead of a figure."""


def is_announcement(value: Mapping[str, Any]) -> bool:
    """Whether the value only says that figures will come."""
    return set(value) == ANNOUNCED


def wrong_announcement(key: str, value: Mapping[str, Any]) -> Text | None:
    """What keeps an announcement from being published, if anything."""
    if key not in ANNOUNCEABLE:
        return Text(
            zh="这条规则要有数值才能发布；没有数就算不出结果。",
            en="This policy needs its figures: calculations rest on them.",
        )
    if value["announced"] is not True or not _fits("time", value["expected_by"]):
        return Text(
            zh="公告要写预计到达的时间，如“09:30”。",
            en="Say by when the figures are expected, such as “09:30”.",
        )
    return None


def wrong_fields(
    fields: Mapping[str, Mapping[str, Any]], value: Mapping[str, Any]
) -> dict[str, Text]:
    """The fields of a value that cannot be used, each with what to write.

    Args:
        fields: the policy's fields: unit, names, and where they apply `choices` and `optional`.
        value: the value as written; numbers as text, so that they stay exact.
    """
    names = "、".join(fields), ", ".join(fields)
    wrong = {
        name: Text(zh=f"没有这一项；可填：{names[0]}。", en=f"Unknown; the fields are {names[1]}.")
        for name in value
        if name not in fields
    }
    for name, about in fields.items():
        if name not in value:
            if not about.get("optional"):
                wrong[name] = Text(zh="没有填。", en="It is missing.")
            continue
        choices, kind = about.get("choices"), KINDS[about["unit"]]
        if choices and value[name] not in choices:
            wrong[name] = Text(
                zh=f"只能是：{'、'.join(choices)}。", en=f"One of: {', '.join(choices)}."
            )
        elif not _fits(kind, value[name]):
            wrong[name] = _WANTED[kind]
    return wrong


def _fits(kind: str, one: Any) -> bool:
    if kind == "flag":
        return isinstance(one, bool)
    if not isinstance(one, str):
        return False
    if kind == "time":
        return bool(_TIME.fullmatch(one)) and _reads(time.fromisoformat, one)
    if kind == "days":
        return bool(one.split()) and all(_reads(_day, day) for day in one.split())
    pattern = {"amount": _AMOUNT, "whole": _WHOLE, "wholes": _WHOLES, "word": _WORD}[kind]
    return bool(pattern.fullmatch(one))


def _day(text: str) -> date:
    if len(text) != 10:  # 20270101 and 2027-W01-1 are ISO, too, but nobody reads them as days
        raise ValueError(text)
    return date.fromisoformat(text)


def _reads(read: Any, text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True
