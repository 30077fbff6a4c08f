"""What the policies' pages show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from firstdesk.policies import wording

register = template.Library()


@register.filter
def figures(value: Mapping[str, Any], fields: Mapping[str, Any]) -> tuple[wording.Figure, ...]:
    """`{% for one in ruling.value|figures:policy.fields %}`: label and words of each figure."""
    return wording.figures(fields, value)
