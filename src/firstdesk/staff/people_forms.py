"""The forms of the staff pages. They read and show; the verbs decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firstdesk.core.errors import FirstdeskError, Invalid
from firstdesk.staff import queries
from firstdesk.staff.models import Staff
from firstdesk.staff.roles import Role


class PersonForm(forms.Form):
    """A person's fields, as they can be changed."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    branch = forms.ChoiceField(label=_("Branch"))
    window = forms.CharField(label=_("Window"), max_length=10, required=False)
    email = forms.EmailField(label=_("Email"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "zh-hans"
        choices = [(b.code, f"{b.name.in_(language)} {b.code}") for b in queries.branches()]
        field = self.fields["branch"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class NewPersonForm(PersonForm):
    """The same with a staff number and the way of signing in."""

    number = forms.CharField(label=_("Staff number"), max_length=40)
    own_password = forms.BooleanField(
        label=_("Signs in with a password here"), required=False, initial=True
    )
    field_order = ["number", "name_zh", "name_en", "role", "branch", "window", "email"]


class ChangePersonForm(PersonForm):
    """The same with the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    is_active = forms.BooleanField(label=_("May sign in"), required=False)


class TokenForm(forms.Form):
    """A new token: use, scopes, days."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    days = forms.IntegerField(label=_("Valid for days"), min_value=1, max_value=366, initial=90)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, person: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, name) for name in sorted(queries.grantable(person))]


def take(form: forms.Form, error: FirstdeskError) -> int:
    """Puts a refusal into the form, each reason at its field, and returns its HTTP status.

    What was typed stays in the form.
    """
    language = get_language() or "zh-hans"
    fields = error.fields if isinstance(error, Invalid) else {}
    for name, text in fields.items():
        form.add_error(name if name in form.fields else None, text.in_(language))
    if not fields:
        form.add_error(
            None, " ".join(text.in_(language) for text in (error.what, error.why, error.do))
        )
    return error.status
