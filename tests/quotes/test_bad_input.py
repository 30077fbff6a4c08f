"""Whatever is typed into a quotation: a result or a clear refusal, never a crash."""

from __future__ import annotations

from typing import Any

import pytest

from firstdesk.core.actor import Actor
from firstdesk.core.errors import FirstdeskError
from firstdesk.core.fields import Ask, asks
from firstdesk.quotes import queries
from firstdesk.quotes.model import load_quotations

QUOTATIONS = load_quotations()
NASTY = (
    *("", " ", "-1", "0", "0.00", "0.01", "1e15", "999999999999999.99", "1e400", "NaN", "inf"),
    *("2023-02-29", "2024-02-29", "1900-01-01", "2199-12-31", "2008-04-31", "9999-12-31"),
    *("USD", "JPY", "x", "十", "1,000", "1;2", "<b>", "25:00", "23:59", "31", "360", "-0", "١٢"),
    *("2024-02-29 5 2024-02-28 -5", "5 2024-02-29"),
)


def plain(asked: Ask) -> str:
    """Something that can be read for a field of this kind."""
    if asked.choices:
        return asked.first or asked.choices[0][0]
    if asked.kind == "number":
        return str(max(asked.low or 1, 1))
    known = {"money": "10000", "percent": "3", "rate": "700", "day": "2007-11-14"}
    return known.get(asked.kind, {"long": "2099-01-05 -3", "text": "10"}.get(asked.kind, "1"))


@pytest.mark.usefixtures("policies")
@pytest.mark.parametrize("key", QUOTATIONS)
def test_nothing_that_is_typed_makes_it_fail(key: str) -> None:
    fields = asks(QUOTATIONS[key])
    usual = {name: plain(asked) for name, asked in fields.items() if not asked.optional}
    refused = 0
    for name in fields:
        for value in NASTY:
            refused += _refused(key, usual | {name: value})
    assert refused, "some of it must be refused"


def _refused(key: str, raw: dict[str, Any]) -> int:
    try:
        queries.quote(Actor.system("nasty"), key, raw)
    except FirstdeskError as error:  # unreadable, or a day beyond what is known
        return int(bool(error.what.zh and error.do.en))
    return 0
