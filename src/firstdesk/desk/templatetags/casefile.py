"""Template words of the case page: how far a clock has run, and what codes are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import template

from firstdesk.bank.models import Account
from firstdesk.core import clock
from firstdesk.core.text import Text
from firstdesk.desk.models import Redress
from firstdesk.desk.rules import OUTCOMES
from firstdesk.desk.services.approvals import KINDS
from firstdesk.guidance.operations import OPERATIONS
from firstdesk.guidance.registry import load_rules

register = template.Library()

SOON = timedelta(hours=48)
"""A deadline closer than this is shown as a warning."""


@register.filter
def used(due: datetime, since: datetime) -> int:
    """How much of the time from `since` to `due` has passed, 0 to 100."""
    whole = (due - since).total_seconds()
    if whole <= 0:
        return 100
    return max(0, min(100, round(100 * (clock.now() - since).total_seconds() / whole)))


@register.filter
def urgency(due: datetime) -> str:
    """The tone of a deadline: bad when it has passed, warn when it is near, else nothing."""
    now = clock.now()
    if due <= now:
        return "bad"
    return "warn" if due - now < SOON else ""


@register.filter
def operation_title(key: str) -> Text | str:
    """An operation as people call it."""
    load_rules()
    known = OPERATIONS.get(key)
    return known.title if known else key


@register.filter
def approval_title(kind: str) -> Text | str:
    """What is asked for."""
    return KINDS.get(kind, kind)


@register.filter
def outcome_title(outcome: str) -> Text | str:
    """How a case was solved."""
    return OUTCOMES.get(outcome, outcome)


@register.filter
def redress_title(kind: str) -> str:
    """How something was made good."""
    return str(Redress.Kind(kind).label) if kind in Redress.Kind.values else kind


@register.filter
def pocket_title(kind: str) -> str:
    """What sort of account a pocket is."""
    return str(Account.Kind(kind).label) if kind in Account.Kind.values else kind


@register.filter
def has_money(amount: Any) -> bool:
    """Whether an amount is more than nothing."""
    return bool(amount) and str(amount).strip("0.") != ""


@register.filter
def part(data: Any, name: str) -> Any:
    """One value of an event's data."""
    return data.get(name) if isinstance(data, Mapping) else None
