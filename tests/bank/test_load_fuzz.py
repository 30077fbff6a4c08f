"""Whatever a program sends, a load answers with a report; it never breaks."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstdesk.bank.schemas import KINDS
from firstdesk.bank.services import load
from tests.bank.rows import SYSTEM, account, card, contact, customer, give

TRAPS = (
    *("1e999999", "-0", "0.001", "∞", "２００７-１２-０４", "2024-02-30", "9999-12-31", "\ud800"),
    *("C1", "A1", "K1", "A01", "CNY", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00+14:00"),
    *('{"a": NaN}', "[" * 2000, '["CNY", 1]', '{"a": "\\u0000"}', '{"a": "\\ud800"}'),
)
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(TRAPS),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.floats(), max_size=2),
)


@st.composite
def odd_rows(draw: st.DrawFn) -> tuple[str, list[Any]]:
    """A kind, and rows some of whose fields are odd while the others are often good."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    base = {
        "customers": customer("C7"),
        "contacts": contact("P7"),
        "accounts": account("A7"),
        "cards": card("K7"),
    }.get(kind, {"ref": "X7"})
    names = sorted(KINDS[kind].columns)
    rows = draw(
        st.lists(
            st.one_of(
                ODD,
                st.dictionaries(st.sampled_from(names), ODD, max_size=4).map(
                    lambda odd: {**base, **odd}
                ),
                st.fixed_dictionaries(dict.fromkeys(names, ODD)),
            ),
            max_size=4,
        )
    )
    return kind, rows


@given(sent=odd_rows())
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_row_breaks_a_load(cast: Any, sent: tuple[str, list[Any]]) -> None:
    kind, rows = sent
    with transaction.atomic():
        give("customers", customer())
        give("accounts", account())
        give("cards", card())
        report = load(SYSTEM, kind, rows, partial=True)
        assert report.stored
        kept = report.created + report.updated + report.unchanged
        assert kept + report.refused_rows == report.received == len(rows)
        transaction.set_rollback(True)
