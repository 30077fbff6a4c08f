"""Template words of the casebook: Markdown, marked words, what causes and outcomes are called."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from firstdesk.casebook import reading
from firstdesk.casebook.studies import CAUSES, OUTCOMES, PRACTICES
from firstdesk.core.text import Text

register = template.Library()

GOOD = frozenset({"customer_thanked", "new_business", "made_good"})


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as HTML."""
    return reading.html(text)


@register.filter
def marked(text: str, words: str) -> SafeString:
    """The text with the searched words marked."""
    return reading.highlighted(text, words)


@register.filter
def cause(key: str) -> Text | str:
    """A cause as people call it."""
    return CAUSES.get(key, key)


@register.filter
def practice(key: str) -> Text | str:
    """What went right, as people call it."""
    return PRACTICES.get(key, key)


@register.filter
def outcome(key: str) -> Text | str:
    """An outcome as people call it."""
    return OUTCOMES.get(key, key)


@register.filter
def outcome_tone(key: str) -> str:
    """The tone of an outcome's badge."""
    return "ok" if key in GOOD else "bad"
