"""Shorthand for the product tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import strategies as st

from firstdesk.core.errors import Invalid
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Working

D = Decimal
LABEL = Text(zh="利息", en="Interest")
ON_170507 = [(date(1999, 11, 1), D(20))]
"""Interest tax as known on 17 May 2007."""
TAX = [
    (date(1980, 1, 1), D(0)),
    (date(1999, 11, 1), D(20)),
    (date(2007, 8, 15), D(5)),
    (date(2008, 10, 9), D(0)),
]
"""Interest tax as known since October 2008."""


def yuan(text: str) -> Money:
    return Money.of(text)


@contextmanager
def refused(field: str) -> Iterator[None]:
    """Expects a refusal that names the field, in both languages."""
    with pytest.raises(Invalid) as refusal:
        yield
    assert list(refusal.value.fields) == [field]
    assert refusal.value.what.zh
    assert refusal.value.what.en


def bilingual(working: Working) -> None:
    """Every line can be printed in either language."""
    assert working.lines
    for line in working.lines:
        assert line.label.zh
        assert line.label.en
        assert not any("一" <= sign <= "鿿" for sign in line.label.en + line.formula)


sums = st.integers(1, 10**10).map(lambda cents: Money(Decimal(cents).scaleb(-2)))
rates = st.integers(0, 2000).map(lambda bp: Decimal(bp).scaleb(-2))
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2015, 12, 31))
