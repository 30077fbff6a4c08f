"""Closing a credit card: without it (02006), with a debt (02007), with a reason (01015)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstdesk.core.errors import Invalid
from firstdesk.guidance.items import Kind
from tests.guidance import kit

NOVEMBER = date(2007, 11, 20)


def close(
    today: date = NOVEMBER,
    *,
    balance: str = "0.00",
    status: str = "active",
    cards: tuple[Any, ...] = (),
    fields: dict[str, Any] | None = None,
    **world: Any,
) -> Any:
    mine = kit.credit_card(status=status)
    return kit.check(
        "card.close",
        {"card": kit.CARD, **(fields or {})},
        today,
        accounts=(
            kit.account(balance, id=kit.CREDIT, kind="credit", number="5201000000003370"),
            kit.account("300.00"),
        ),
        cards=(mine, *cards),
        **world,
    )


def test_a_lost_card_with_money_on_it_is_closed_without_it() -> None:
    items = close(balance="1200.00", status="lost", losses=(kit.loss(),))
    path = items["card.close.no_card"]
    assert path.kind == Kind.REQUIREMENT
    assert "核身份、退余额、销户、给回单" in path.title.zh
    assert "身份证" in items["card.close.papers"].title.zh
    paid = items["card.close.payout"]
    assert paid.kind == Kind.DISCLOSURE
    assert kit.sums(paid) == ["1200.00", "0.00", "1200.00"]
    assert [c.key for c in paid.choices] == ["cash", "account"]
    assert not [i for i in items.values() if i.kind == Kind.BLOCK]
    assert "card.close.balance" not in items  # said once


def test_a_lost_credit_card_is_not_replaced_first() -> None:
    fee = close(status="lost")["card.close.fee"]
    assert fee.kind == Kind.CONSEQUENCE
    assert kit.sums(fee) == ["0.00"]


@pytest.mark.parametrize(
    ("status", "in_hand", "offered"),
    [
        ("active", "yes", False),
        ("active", "no", True),
        ("lost", "yes", True),
        ("stopped", "no", True),
    ],
)
def test_the_way_without_the_card_is_offered_where_it_is_not_there(
    status: str, in_hand: str, offered: bool
) -> None:
    items = close(status=status, fields={"in_hand": in_hand})
    assert ("card.close.no_card" in items) is offered


def test_a_card_that_is_missing_but_not_reported_is_reported_first() -> None:
    assert "先挂失" in close(fields={"in_hand": "no"})["card.close.no_card"].title.zh
    lost = close(status="lost")["card.close.no_card"]
    assert "先挂失" not in lost.title.zh
    assert lost.ways[0].promise is not None


def test_a_debit_card_goes_its_own_way() -> None:
    items = kit.check(
        "card.close",
        {"card": kit.CARD, "in_hand": "no"},
        NOVEMBER,
        accounts=(kit.account("5.00"),),
        cards=(kit.card(),),
    )
    assert "card.close.no_card" not in items
    assert "card.close.balance" in items


@pytest.mark.parametrize(("balance", "told"), [("0.00", False), ("0.01", True), ("-0.01", False)])
def test_only_his_own_money_is_paid_out(balance: str, told: bool) -> None:
    assert ("card.close.payout" in close(balance=balance)) is told


@pytest.mark.parametrize(
    ("balance", "blocked"), [("0.00", False), ("-0.01", True), ("50.00", False)]
)
def test_a_debt_is_settled_before_closing(balance: str, blocked: bool) -> None:
    items = close(balance=balance)
    assert ("card.close.debt" in items) is blocked
    if blocked:
        way = items["card.close.debt"].ways[0]
        assert (way.operation, way.fields) == ("card.pay_off", {"card": kit.CARD})
    assert "card.close.debt" not in close(balance=balance, fields={"how": "replace"})


def test_cannot_be_done_needs_a_reason_and_a_supervisor() -> None:
    items = close(balance="1200.00", status="lost", fields={"how": "cannot", "in_hand": "no"})
    no = items["card.close.cannot"]
    assert no.kind == Kind.BLOCK
    assert no.ways[0].fields == {"card": kit.CARD, "how": "close", "in_hand": "no"}
    why = items["card.close.cannot_why"]
    assert why.kind == Kind.DISCLOSURE
    assert why.supervisor
    assert len(why.choices) == 4
    assert "card.close.no_card" in items  # the way that works stays in view
    assert "card.close.fee" not in items
    assert "card.close.cannot" not in close()


FOUR = tuple(
    kit.credit_card(
        id=f"00000000-0000-7000-8000-0000000001{day:02d}",
        number=f"52010000000000{day:02d}",
        statement_day=day,
        credit_limit=kit.money("25000.00"),
    )
    for day in (15, 22, 27)
)


def idea(
    reason: str | None,
    today: date = date(2007, 1, 6),
    refused: dict[str, date] | None = None,
    **more: Any,
) -> Any:
    mine = kit.credit_card(statement_day=5, credit_limit=kit.money("25000.00"), **more)
    return kit.check(
        "card.close",
        {"card": kit.CARD, "reason": reason},
        today,
        accounts=(kit.account("0.00", id=kit.CREDIT, kind="credit"),),
        cards=(mine, *FOUR),
        refused=refused or {},
    )


@pytest.mark.parametrize("reason", ["too_many", "favour"])
def test_one_idea_with_the_days_of_his_own_cards(reason: str) -> None:
    items = idea(reason)
    shown = items["card.close.idea"]
    assert shown.kind == Kind.OPPORTUNITY
    # 25 days to pay, so five more than the 38 to 50 of the case's 20
    assert "免息43到55天" in shown.title.zh
    assert "2月5日" not in shown.title.zh
    assert shown.detail is not None
    assert "50.90天" in shown.detail.zh
    assert "取现" in shown.detail.zh
    assert kit.sums(shown) == ["100000.00", "54545.45"]
    assert shown.working is not None
    assert "card.close.stay" not in items  # one idea, not two
    assert not [i for i in items.values() if i.kind in {Kind.BLOCK, Kind.DISCLOSURE}]


@pytest.mark.parametrize("reason", [None, "unused", "fees", "service"])
def test_other_reasons_hear_the_old_offer(reason: str | None) -> None:
    items = idea(reason)
    assert "card.close.idea" not in items
    assert "card.close.stay" in items


def test_a_card_that_cannot_be_used_brings_no_idea() -> None:
    assert "card.close.idea" not in idea("too_many", status="lost")
    assert "card.close.idea" not in idea("favour", kind="debit")


def test_an_idea_that_was_refused_is_not_brought_up_again() -> None:
    items = idea("too_many", refused={"card.close.idea": date(2007, 1, 5)})
    assert "card.close.idea" not in items
    assert "card.close.stay" not in items


def test_the_idea_on_29_february_looks_a_year_ahead() -> None:
    assert "card.close.idea" in idea("too_many", date(2008, 2, 29))


def test_a_limit_that_is_not_known_brings_no_sums() -> None:
    items = kit.check(
        "card.close",
        {"card": kit.CARD, "reason": "too_many"},
        NOVEMBER,
        accounts=(kit.account("0.00", id=kit.CREDIT, kind="credit"),),
        cards=(kit.credit_card(credit_limit=None),),
    )
    assert items["card.close.idea"].sums == ()


@pytest.mark.parametrize(
    ("field", "value"), [("reason", "bored"), ("in_hand", "maybe"), ("sold_by", "x" * 61)]
)
def test_a_bad_field_is_named(field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        close(fields={field: value})
    assert set(refused.value.fields) == {field}


def test_what_hangs_on_it_moves_to_another_card_in_one_act() -> None:
    bound = (kit.agreement("utility_debit", date(2006, 1, 1), card_id=kit.CARD),)
    other = kit.credit_card(id=kit.CARD2, number="5201000000001403")
    way = close(agreements=bound, cards=(other,))["card.close.bound"].ways[0]
    assert way.operation == "agreement.move"
    assert way.fields == {"card": kit.CARD, "to": kit.CARD2}
    alone = close(agreements=bound)["card.close.bound"].ways[0]
    assert alone.operation == ""
