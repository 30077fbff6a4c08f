"""A bill debit: taken, above its ceiling, or not covered (case 05002)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.errors import Invalid
from firstdesk.core.money import Money
from firstdesk.products.debits import INSUFFICIENT, OVER_CEILING, decide_bill


def yuan(amount: str) -> Money:
    return Money(Decimal(amount))


@pytest.mark.parametrize(
    ("bill", "balance", "ceiling", "reason", "over", "short"),
    [
        ("150", "90", "200", INSUFFICIENT, "0", "60"),
        ("236", "500", "200", OVER_CEILING, "36", "0"),
        ("200", "200", "200", "", "0", "0"),  # the limits themselves are taken
        ("200.01", "500", "200", OVER_CEILING, "0.01", "0"),
        ("199.99", "199.98", "200", INSUFFICIENT, "0", "0.01"),
        ("236", "90", "200", OVER_CEILING, "36", "146"),  # the ceiling comes first
        ("236", "500", None, "", "0", "0"),
        ("236", "0", None, INSUFFICIENT, "0", "236"),
        ("50", "-10", "200", INSUFFICIENT, "0", "60"),
    ],
)
def test_the_reason_by_ceiling_then_balance(
    bill: str, balance: str, ceiling: str | None, reason: str, over: str, short: str
) -> None:
    found = decide_bill(yuan(bill), yuan(balance), ceiling=yuan(ceiling) if ceiling else None)
    assert (found.reason, found.over, found.short) == (reason, yuan(over), yuan(short))
    assert found.taken is not bool(reason)
    assert len(found.working.lines) == (2 if ceiling else 1)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("bill", {"bill": yuan("0")}),
        ("ceiling", {"ceiling": yuan("0")}),
        ("ceiling", {"ceiling": Money(Decimal(200), "USD")}),
        ("balance", {"balance": Money(Decimal(500), "USD")}),
    ],
)
def test_what_cannot_be_is_refused(field: str, given: dict[str, Money]) -> None:
    good = {"bill": yuan("236"), "balance": yuan("500"), "ceiling": yuan("200")} | given
    with pytest.raises(Invalid) as refused:
        decide_bill(good["bill"], good["balance"], ceiling=good["ceiling"])
    assert set(refused.value.fields) == {field}


amounts = st.integers(1, 10**9).map(lambda cents: Money(Decimal(cents) / 100))


@given(amounts, amounts, amounts)
def test_raising_the_ceiling_and_paying_in_what_is_missing_always_helps(
    bill: Money, balance: Money, ceiling: Money
) -> None:
    first = decide_bill(bill, balance, ceiling=ceiling)
    again = decide_bill(bill, balance + first.short, ceiling=ceiling + first.over)
    assert again.taken
    if first.taken:
        assert decide_bill(bill, balance + bill, ceiling=ceiling + bill).taken
