"""Template words of the house: texts, money, days, icons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from firstdesk.core import clock
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.web.templatetags.icons import ICONS

register = template.Library()


def _lang() -> str:
    return get_language() or "zh-hans"


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the house, hidden from screen readers: the words beside it speak."""
    return format_html(
        '<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><path d="{}"/></svg>', ICONS[name]
    )


@register.filter
def text(value: Any) -> str:
    """A Text, or its JSON, in the page's language."""
    if isinstance(value, Text):
        return value.in_(_lang())
    if isinstance(value, Mapping) and "zh" in value:
        return Text(zh=str(value["zh"]), en=str(value.get("en") or value["zh"])).in_(_lang())
    return "" if value is None else str(value)


@register.filter
def name(value: Any) -> str:
    """The `name` of a person, branch or customer in the page's language."""
    found = getattr(value, "name", None)
    if isinstance(found, Text):
        return found.in_(_lang())
    zh, en = getattr(value, "name_zh", ""), getattr(value, "name_en", "")
    return str(zh if _lang().startswith("zh") or not en else en)


@register.filter
def money(value: Any, currency: str = "CNY") -> str:
    """Money, its JSON or a Decimal, as people write it."""
    if isinstance(value, Mapping):
        value = Money.from_json(dict(value))
    elif isinstance(value, Decimal | int | str) and not isinstance(value, bool):
        value = Money(Decimal(str(value)), currency)
    return value.format(_lang()) if isinstance(value, Money) else ""


def _as_moment(value: Any) -> datetime | None:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return clock.local(value) if isinstance(value, datetime) else None


@register.filter
def moment(value: Any) -> str:
    """A moment on the bank's clock: 2007-12-04 10:24."""
    local = _as_moment(value)
    return local.strftime("%Y-%m-%d %H:%M") if local else ""


@register.filter
def hour(value: Any) -> str:
    """The time of day on the bank's clock."""
    local = _as_moment(value)
    return local.strftime("%H:%M") if local else ""


@register.filter
def day(value: Any) -> str:
    """A date in full: 2007-12-04."""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    if isinstance(value, str) and value:
        value = date.fromisoformat(value[:10])
    return value.isoformat() if isinstance(value, date) else ""


@register.filter
def when(value: Any) -> str:
    """A day as people say it: today, yesterday, tomorrow, or the date."""
    local = _as_moment(value)
    if local is None:
        return ""
    apart = (local.date() - clock.today()).days
    said = {
        -1: Text(zh="昨天", en="yesterday"),
        0: Text(zh="今天", en="today"),
        1: Text(zh="明天", en="tomorrow"),
    }
    return said[apart].in_(_lang()) if apart in said else local.strftime("%m-%d")


@register.filter
def left(value: Any) -> str:
    """How long until a moment, in words; overdue is said so."""
    local = _as_moment(value)
    if local is None:
        return ""
    minutes = int((local - clock.now()).total_seconds() // 60)
    late, minutes = minutes < 0, abs(minutes)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        span = Text(zh=f"{days}天{hours}小时", en=f"{days} d {hours} h")
    elif hours:
        span = Text(zh=f"{hours}小时{rest}分", en=f"{hours} h {rest} m")
    else:
        span = Text(zh=f"{rest}分", en=f"{rest} m")
    said = (
        Text(zh=f"已过{span.zh}", en=f"{span.en} overdue")
        if late
        else Text(zh=f"剩{span.zh}", en=f"{span.en} left")
    )
    return said.in_(_lang())


@register.filter
def is_past(value: Any) -> bool:
    """Whether a moment has passed."""
    local = _as_moment(value)
    return bool(local and local < clock.now())
