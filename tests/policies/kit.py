"""A morning of the demonstration bank, and a version to publish."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

from firstdesk.core import clock
from firstdesk.policies.models import Version
from firstdesk.policies.services import publish

TODAY = date(2026, 11, 23)


def on(day: str) -> AbstractContextManager[Any]:
    """The clock stopped at nine in the morning of a day."""
    return clock.frozen(datetime.fromisoformat(f"{day}T09:00:00+08:00"))


def published(cast: Any, key: str, value: dict[str, Any], **changes: Any) -> Version:
    """A version that holds and is known from today, by the quality officer."""
    today = clock.today()
    words = {
        "effective_from": today,
        "known_from": today,
        "text": {"zh": "新的规定。", "en": "The new rule."},
        "source": "运营〔2026〕31号",
        "approver": "总行周总",
        "wording": {"zh": "请看新规定。", "en": "There is a new rule."},
        "force": "mandatory",
        "exceptions": {"zh": "无", "en": "None"},
    }
    return publish(cast.actor(cast.quality_officer), key, value=value, **{**words, **changes})
