"""The forms of the room's pages. They read and show; the verbs decide."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firstdesk.bank.models import Account, Customer
from firstdesk.core.text import Text
from firstdesk.reservations.models import Reservation
from firstdesk.reservations.services._common import invalid
from firstdesk.staff.models import Branch

CURRENCIES = ("CNY", "USD", "EUR", "GBP", "HKD", "JPY", "AUD")
_NOTE = re.compile(r"(\d+(?:\.\d+)?)\s*[×xX*]\s*(\d+)")


def read_notes(raw: str) -> dict[str, str]:
    """Notes as people write them: ``100×50, 50×20``.

    Raises:
        Invalid: something in between is not a note value times a count.
    """
    left = _NOTE.sub("", raw)
    if left.strip(" ,，、;；\t"):
        text = Text(zh="面额写成“面值×张数”，如100×50。", en="Write notes as 100×50, 50×20.")
        raise invalid({"denominations": text})
    return dict(_NOTE.findall(raw))


def _date() -> forms.DateField:
    return forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class BookForm(forms.Form):
    """A booking as it is asked for; for foreign notes the source of the money comes first."""

    currency = forms.ChoiceField(label=_("Currency"), choices=[(one, one) for one in CURRENCIES])
    source = forms.ChoiceField(
        label=_("Foreign notes: where the money comes from"),
        required=False,
        choices=[("", "–"), *Reservation.Source.choices],
    )
    amount = forms.CharField(label=_("Amount"), max_length=20)
    account_id = forms.ChoiceField(label=_("Account it is drawn from"), required=False)
    day = _date()
    from_time = _time(_("From"))
    to_time = _time(_("Until"))
    branch = forms.ChoiceField(label=_("Collected at"))
    collector = forms.ChoiceField(
        label=_("Who collects it"), required=False, choices=Reservation.Collector.choices
    )
    collector_name = forms.CharField(
        label=_("Name of the other person"), required=False, max_length=80
    )
    collector_relation = forms.CharField(
        label=_("How related to the customer"), required=False, max_length=40
    )
    denominations = forms.CharField(label=_("Notes wanted"), required=False, max_length=200)
    purpose = forms.CharField(label=_("Source or use of the money"), required=False, max_length=200)
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "zh-hans"
        branches = Branch.objects.filter(kind=Branch.Kind.BRANCH)
        self._choose(
            "branch", [(one.code, f"{one.name.in_(language)} {one.code}") for one in branches]
        )
        accounts = Account.objects.filter(customer=customer, status="open").exclude(kind="credit")
        self._choose(
            "account_id",
            [
                ("", "–"),
                *(
                    (str(one.pk), f"•{one.number[-4:]} {one.get_kind_display()} {one.currency}")
                    for one in accounts.order_by("number")
                ),
            ],
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class StockForm(forms.Form):
    """What a branch can hand out on a day."""

    currency = forms.ChoiceField(choices=[(one, one) for one in CURRENCIES])
    day = _date()
    opening = forms.CharField(max_length=20)
    expected = forms.CharField(max_length=20, required=False)
    delivery_at = _time("")
    denominations = forms.CharField(required=False, max_length=200)
    version = forms.IntegerField(required=False)


class FindForm(forms.Form):
    """Which other branch has it."""

    currency = forms.ChoiceField(choices=[(one, one) for one in CURRENCIES])
    amount = forms.DecimalField(min_value=0, max_digits=15, decimal_places=2)
    day = forms.DateField()
