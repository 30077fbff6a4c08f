"""A query compiled once answers as if it were built anew, and takes only what it was built with."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db.models import QuerySet, Value

from firstdesk.bank.models import Customer
from firstdesk.guidance.prepared import Prepared

pytestmark = pytest.mark.django_db


def born_before(ref: str, day: date) -> QuerySet[Any]:
    found: QuerySet[Any] = (
        Customer.objects.filter(ref=ref, born_on__lt=day)
        .values("id", "needs")
        .annotate(by=Value(ref))
    )
    return found


def test_each_call_puts_its_own_values_in() -> None:
    needs = [{"kind": "hearing", "zh": "听力不便", "en": "Hard of hearing"}]
    made = Customer.objects.create(ref="P-1", name_zh="甲", born_on=date(1950, 1, 2), needs=needs)
    Customer.objects.create(ref="P-2", name_zh="乙", born_on=date(1990, 1, 2))
    query = Prepared(born_before, ref="\ue000ref", day=date(1, 1, 2))
    for _ in range(2):
        found = query.first(ref="P-1", day=date(1950, 1, 3))
        assert found is not None
        assert (found.id, found.needs, found.by) == (made.pk, needs, "P-1")
        assert query.first(ref="P-1", day=date(1950, 1, 2)) is None
        assert query.first(ref="P-2", day=date(1950, 1, 3)) is None


def test_other_arguments_are_refused() -> None:
    query = Prepared(born_before, ref="\ue000ref", day=date(1, 1, 2))
    with pytest.raises(TypeError, match="ref"):
        query.first(ref="P-1")
    with pytest.raises(TypeError, match="no use of \\['other'\\]"):
        Prepared(lambda other: Customer.objects.values("id"), other=UUID(int=7)).first(other=1)
