"""Form fields in the house's look: label, control, hint and error tied together."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, Select, Textarea

register = template.Library()


@register.inclusion_tag("web/field.html")
def field(bound: BoundField, label: str = "", hint: str = "", **attrs: Any) -> dict[str, Any]:
    """One field of a form; further words become attributes of the control (`autofocus=True`)."""
    widget = bound.field.widget
    bound.help_text = ""  # Django would point at a help text that is not on the page
    check = isinstance(widget, CheckboxInput)
    css = "" if check else "select" if isinstance(widget, Select) else "input"
    described = [f"{bound.auto_id}-hint"] if hint else []
    if bound.errors:
        described.append(f"{bound.auto_id}-error")
        attrs["aria-invalid"] = "true"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if isinstance(widget, Textarea):
        attrs.setdefault("rows", 3)
    given = {name.replace("_", "-"): value for name, value in attrs.items()}
    if css:
        given["class"] = f"{css} {given['class']}" if given.get("class") else css
    given.setdefault("placeholder", "")  # allauth repeats its labels there
    if not given["placeholder"]:
        widget.attrs.pop("placeholder", None)
        del given["placeholder"]
    return {
        "bound": bound,
        "label": label or bound.label,
        "hint": hint,
        "check": check,
        "control": bound.as_widget(attrs=given),
    }
