"""A policy's figures in words a teller reads: the unit beside the figure, yes instead of true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from firstdesk.core.money import Money
from firstdesk.core.text import Text

_UNITS: dict[str, Text] = {
    "%": Text(zh="{v}%", en="{v}%"),
    "% a year": Text(zh="年{v}%", en="{v}% a year"),
    "% a day": Text(zh="每天{v}%", en="{v}% a day"),
    "% of the unpaid minimum": Text(zh="最低还款未还部分的{v}%", en="{v}% of the unpaid minimum"),
    "CNY a case": Text(zh="每单¥{v}", en="¥{v} a case"),
    "of the certificate": Text(zh="存单的{v}", en="{v} of the certificate"),
    "days": Text(zh="{v}天", en="{v} days"),
    "working days": Text(zh="{v}个工作日", en="{v} working days"),
    "minutes": Text(zh="{v}分钟", en="{v} minutes"),
    "years": Text(zh="{v}岁", en="{v} years"),
    "months": Text(zh="{v}月", en="months {v}"),
    "months long": Text(zh="{v}个月", en="{v} months"),
    "units of currency": Text(zh="每{v}", en="per {v}"),
    "pieces": Text(zh="{v}张（枚）", en="{v} pieces"),
    "people": Text(zh="{v}人", en="{v} people"),
    "employees": Text(zh="{v}名员工", en="{v} employees"),
    "day of month": Text(zh="{v}日", en="day {v}"),
}
_WORDS: dict[str, Text] = {
    "True": Text(zh="是", en="yes"),
    "False": Text(zh="否", en="no"),
    "exclude_statement_day": Text(zh="账单日不算", en="statement day not counted"),
    "include_statement_day": Text(zh="账单日算一天", en="statement day counted"),
    "clear_days": Text(zh="两头都不算", en="clear days, neither end counted"),
    "excess": Text(zh="超出部分", en="the excess"),
    "balance": Text(zh="余额", en="the balance"),
    "demand": Text(zh="储蓄账户", en="savings account"),
    "settlement": Text(zh="结算账户", en="settlement account"),
    "debt": Text(zh="欠款", en="what is owed"),
    "evening": Text(zh="当天晚上", en="that evening"),
    "actual_360": Text(zh="实际天数/360", en="actual/360"),
    "actual_365": Text(zh="实际天数/365", en="actual/365"),
    "thirty_360": Text(zh="每月30天/360", en="30/360"),
    "january": Text(zh="次年1月1日", en="1 January after the change"),
    "anniversary": Text(zh="满一年的那天", en="the loan's next anniversary"),
    "month": Text(zh="下一期", en="the next instalment"),
    "whole_period_plus_days": Text(zh="整期加零头天", en="whole periods plus days"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a policy: what it is called, and how much it is."""

    label: Text
    said: Text


def figures(
    fields: Mapping[str, Mapping[str, Any]], value: Mapping[str, Any]
) -> tuple[Figure, ...]:
    """A version's figures in the order of the policy's fields.

    Args:
        fields: the policy's fields: unit and names.
        value: one version's value; an announcement says only when figures come.
    """
    if "expected_by" in value:
        at = value["expected_by"]
        label = Text(zh="数值", en="Figures")
        return (Figure(label, Text(zh=f"{at}前公布", en=f"expected by {at}")),)
    return tuple(
        Figure(Text(zh=about["zh"], en=about["en"]), said(about["unit"], value[name]))
        for name, about in fields.items()
        if name in value
    )


def said(unit: str, raw: Any) -> Text:
    """One figure with its unit."""
    value = str(raw)
    if value in _WORDS:
        return _WORDS[value]
    if unit in {"CNY", "USD"}:
        money = Money(Decimal(value), unit).format()
        return Text(zh=money, en=money)
    pattern = _UNITS.get(unit, Text(zh="{v}", en="{v}"))
    return Text(zh=pattern.zh.format(v=value), en=pattern.en.format(v=value))
