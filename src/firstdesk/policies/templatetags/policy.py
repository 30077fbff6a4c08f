"""What the policies' pages show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from firstdesk.core.text import Text
from firstdesk.policies import wording
from firstdesk.policies.book import FORCES

register = template.Library()


@register.filter
def figures(value: Mapping[str, Any], fields: Mapping[str, Any]) -> tuple[wording.Figure, ...]:
    """`{% for one in ruling.value|figures:policy.fields %}`: label and words of each figure."""
    return wording.figures(fields, value)


@register.filter
def force(name: str) -> Text:
    """`{{ ruling.force|force|text }}`: how binding it is, in words."""
    return FORCES[name]
