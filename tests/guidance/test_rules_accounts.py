"""Closing and replacing cards (01002, 01005), opening accounts (01006)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstdesk.guidance.items import Kind
from tests.guidance import kit

OLD, NEW = date(2007, 12, 31), date(2008, 1, 2)


def close(today: date, how: str = "close", balance: str = "0.00", **world: Any) -> Any:
    world.setdefault("cards", (kit.card(branch_code="B02", branch=kit.THERE),))
    return kit.check(
        "card.close",
        {"card": kit.CARD, "how": how},
        today,
        accounts=(kit.account(balance), kit.account("5.00", id=kit.OTHER, number="1403")),
        **world,
    )


@pytest.mark.parametrize(
    ("today", "blocked"), [(OLD, True), (date(2008, 1, 1), False), (NEW, False)]
)
def test_where_a_card_is_closed_follows_the_day(today: date, blocked: bool) -> None:
    items = close(today)
    assert ("card.close.branch" in items) is blocked
    assert ("card.close.here" in items) is not blocked
    if blocked:
        item = items["card.close.branch"]
        assert item.kind == Kind.BLOCK
        assert "城西支行" in item.title.zh
        assert item.ways[0].key == "we_arrange"


def test_its_own_branch_always_closes_it() -> None:
    assert "card.close.here" in close(OLD, cards=(kit.card(),))
    assert "card.close.here" in close(OLD, branch_code="B02")
    assert "card.close.here" in close(OLD, cards=(kit.card(branch_code=""),))


def test_the_rule_is_explained_with_its_version() -> None:
    item = close(NEW)["card.close.here"]
    assert item.policies[0].number == 2
    assert item.say is not None


LOST = {
    "cards": (
        kit.card(status="lost"),
        kit.card(id=kit.CARD2, account_id=kit.OTHER, number="6222000000001403"),
    ),
    "losses": (kit.loss(),),
}


@pytest.mark.parametrize(
    ("today", "how", "fee", "kind"),
    [
        (NEW, "close", "0.00", Kind.CONSEQUENCE),
        (NEW, "replace", "15.00", Kind.DISCLOSURE),
        (OLD, "close", "15.00", Kind.DISCLOSURE),  # replaced first, under the old rule
        (OLD, "replace", "15.00", Kind.DISCLOSURE),
    ],
)
def test_the_fee_is_for_a_new_card_only(today: date, how: str, fee: str, kind: Kind) -> None:
    item = close(today, how, **LOST)["card.close.fee"]
    assert kit.sums(item) == [fee]
    assert item.kind == kind


def test_a_card_that_is_there_costs_nothing_even_under_the_old_rule() -> None:
    assert kit.sums(close(OLD, cards=(kit.card(),))["card.close.fee"]) == ["0.00"]


def test_who_lost_something_is_comforted_and_asked_about_the_other_cards() -> None:
    item = close(NEW, **LOST)["card.lost.comfort"]
    assert item.kind == Kind.REQUIREMENT
    assert "1403" in item.title.zh
    assert item.say is not None
    assert "别着急" in item.say.zh
    alone = {**LOST, "cards": LOST["cards"][:1]}
    assert "1403" not in close(NEW, **alone)["card.lost.comfort"].title.zh
    assert "card.lost.comfort" not in close(NEW)


@pytest.mark.parametrize("status", ["lost", "stopped"])
def test_a_stop_counts_as_lost(status: str) -> None:
    assert "card.lost.comfort" in close(NEW, cards=(kit.card(status=status),))


def test_one_offer_to_stay_and_none_when_replacing() -> None:
    stay = close(NEW)["card.close.stay"]
    assert stay.kind == Kind.OPPORTUNITY
    assert stay.ways[0].fields == {"card": kit.CARD, "how": "replace"}
    assert "card.close.stay" not in close(NEW, "replace")


def test_what_hangs_on_the_card_is_told() -> None:
    bound = (kit.agreement("card_autopay", date(2006, 1, 1), account_id=kit.ACCOUNT),)
    debits = (kit.debit(date(2008, 1, 20), "100.00"),)
    item = close(NEW, agreements=bound, debits=debits)["card.close.bound"]
    assert item.kind == Kind.DISCLOSURE
    assert "信用卡自动还款、房贷" in item.title.zh
    elsewhere = (kit.agreement("sweep", date(2006, 1, 1), account_id=kit.OTHER),)
    assert "card.close.bound" not in close(NEW, agreements=elsewhere)
    assert "card.close.bound" not in close(NEW, "replace", agreements=bound)


@pytest.mark.parametrize(("balance", "told"), [("0.00", False), ("0.01", True), ("820.00", True)])
def test_a_balance_has_to_go_somewhere(balance: str, told: bool) -> None:
    assert ("card.close.balance" in close(NEW, balance=balance)) is told


@pytest.mark.parametrize(
    ("purpose", "kind", "key"),
    [
        ("loan_repayment", "savings", "account.open.for_loan"),
        ("loan_repayment", "settlement", "account.open.ok"),
        ("saving", "savings", "account.open.ok"),
        ("salary", "settlement", "account.open.ok"),
    ],
)
def test_a_loan_is_repaid_from_a_settlement_account(purpose: str, kind: str, key: str) -> None:
    raw = {"purpose": purpose, "kind": kind}
    items = kit.check("account.open", raw, NEW)
    assert set(items) == {key}
    if key == "account.open.for_loan":
        assert items[key].kind == Kind.BLOCK
        assert items[key].ways[0].fields["kind"] == "settlement"
