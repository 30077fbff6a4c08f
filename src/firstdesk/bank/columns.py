"""What all tables of bank facts have in common."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstdesk.core.ids import new_id


class MoneyColumn(models.DecimalField):  # type: ignore[type-arg]
    """An amount in the row's currency; 20 digits, 2 decimals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 20)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)


class Fact(models.Model):
    """Common to all rows that come from the core banking system."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(_("reference in the core system"), max_length=40, unique=True)
    loaded_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.ref
