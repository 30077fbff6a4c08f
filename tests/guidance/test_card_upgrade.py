"""Exchanging a card for the premium one (03007)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstdesk.core.errors import Invalid
from firstdesk.guidance.items import Kind
from tests.guidance import kit

TODAY = date(2008, 4, 8)


def exchange(payment_due: str | None = None, debits: tuple[Any, ...] = ()) -> Any:
    return kit.check(
        "card.upgrade",
        {"card": kit.CARD, "payment_due": payment_due},
        TODAY,
        accounts=(kit.account("90000.00"),),
        cards=(kit.card(),),
        debits=debits,
    )


def test_the_blocked_days_are_told_and_payments_asked_for() -> None:
    item = exchange()["card.upgrade.blocked"]
    assert item.kind == Kind.DISCLOSURE
    assert "4月11日" in item.title.zh
    assert [c.key for c in item.choices] == ["none", "first", "covered"]
    assert kit.days(item) == ["2008-04-11"]


@pytest.mark.parametrize(
    ("on", "listed"),
    [
        (date(2008, 4, 7), False),
        (date(2008, 4, 8), True),
        (date(2008, 4, 11), True),
        (date(2008, 4, 12), False),
    ],
)
def test_debits_of_those_days_are_listed(on: date, listed: bool) -> None:
    item = exchange(debits=(kit.debit(on, "3000.00"),))["card.upgrade.blocked"]
    assert kit.sums(item) == (["3000.00"] if listed else [])
    assert (on.isoformat() in kit.days(item)) is listed
    assert item.detail is not None
    assert ("房贷" in item.detail.zh) is listed


def test_debits_of_another_account_do_not_count() -> None:
    debit = kit.debit(date(2008, 4, 9), "3000.00", account_id=kit.OTHER)
    assert exchange(debits=(debit,))["card.upgrade.blocked"].sums == ()


@pytest.mark.parametrize(("answer", "blocked"), [("yes", True), ("no", False), (None, False)])
def test_a_payment_due_goes_before_the_exchange(answer: str | None, blocked: bool) -> None:
    items = exchange(answer)
    assert ("card.upgrade.transfer_first" in items) is blocked
    if blocked:
        item = items["card.upgrade.transfer_first"]
        assert item.kind == Kind.BLOCK
        assert item.ways[0].fields == {"card": kit.CARD, "payment_due": "no"}
        assert item.ways[1].promise is not None


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        ({"card": kit.CARD2}, "card"),
        ({"card": kit.CARD, "payment_due": "perhaps"}, "payment_due"),
        ({}, "card"),
    ],
)
def test_bad_input_is_named(raw: dict[str, str], named: str) -> None:
    with pytest.raises(Invalid) as refused:
        kit.check("card.upgrade", raw, TODAY, cards=(kit.card(),))
    assert named in refused.value.fields
