"""Cash on credit and purchases in instalments (02008)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstdesk.core.errors import Invalid
from firstdesk.guidance.items import Kind
from tests.guidance import kit

TODAY = date(2008, 3, 10)


def draw(
    amount: str,
    today: date = TODAY,
    *,
    balance: str = "0.00",
    held: str = "0.00",
    card: dict[str, Any] | None = None,
    **fields: Any,
) -> Any:
    return kit.check(
        "card.cash_advance",
        {"card": kit.CARD, "amount": amount, **fields},
        today,
        accounts=(
            kit.account(balance, id=kit.CREDIT, kind="credit", number="5201000000002008"),
            kit.account(held),
        ),
        cards=(kit.credit_card(**(card or {})),),
    )


@pytest.mark.parametrize(
    ("amount", "usual", "young"),
    [("200", "10.00", "5.00"), ("1000", "10.00", "5.00"), ("1500", "15.00", "5.00")],
)
def test_the_fee_of_either_card(amount: str, usual: str, young: str) -> None:
    until = {"repaid_on": "2008-03-20"}
    assert kit.sums(draw(amount, **until)["card.cash.cost"])[0] == usual
    assert kit.sums(draw(amount, product="young", **until)["card.cash.cost"])[0] == young


def test_interest_runs_from_the_first_day() -> None:
    item = draw("1000.00", repaid_on="2008-03-20")["card.cash.cost"]
    assert item.kind == Kind.DISCLOSURE
    assert kit.sums(item) == ["10.00", "5.00", "15.00"]
    assert "没有免息期" in item.detail.zh
    assert kit.sums(draw("1000.00", repaid_on="2008-03-10")["card.cash.cost"])[1] == "0.00"


def test_left_out_it_is_paid_back_when_due() -> None:
    item = draw("1000.00")["card.cash.cost"]
    assert kit.days(item) == ["2008-04-04"]  # statement on the 10th, 25 days


def test_a_day_that_has_passed_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        draw("1000.00", repaid_on="2008-03-09")
    assert set(refused.value.fields) == {"repaid_on"}


@pytest.mark.parametrize(
    ("amount", "today", "blocked"),
    [
        ("2000.00", TODAY, False),
        ("2000.01", TODAY, True),
        ("10000.00", date(2017, 1, 1), False),
        ("10000.01", date(2017, 1, 1), True),
        ("2000.01", date(2016, 12, 31), True),
    ],
)
def test_the_daily_limit(amount: str, today: date, blocked: bool) -> None:
    items = draw(amount, today)
    assert ("card.cash.limit" in items) is blocked
    if blocked:
        way = items["card.cash.limit"].ways[0]
        assert way.fields["amount"] in {"2000.00", "10000.00"}
        assert way.fields["product"] == "standard"


@pytest.mark.parametrize(
    ("product", "balance", "amount", "blocked"),
    [
        ("standard", "0.00", "500.00", False),
        ("standard", "0.00", "500.01", True),  # half of 1,000
        ("young", "0.00", "1000.00", False),
        ("young", "0.00", "1000.01", True),
        ("young", "-400.00", "600.00", False),
        ("young", "-400.00", "600.01", True),
        ("standard", "-1000.00", "0.01", True),
    ],
)
def test_the_share_of_the_limit(product: str, balance: str, amount: str, blocked: bool) -> None:
    card = {"credit_limit": kit.money("1000.00")}
    items = draw(amount, balance=balance, card=card, product=product)
    assert ("card.cash.limit" in items) is blocked


def test_a_limit_used_up_offers_no_smaller_sum() -> None:
    card = {"credit_limit": kit.money("1000.00")}
    item = draw("1.00", balance="-1000.00", card=card)["card.cash.limit"]
    assert item.ways == ()
    assert "用完" in item.title.zh
    assert "card.cash.limit" not in draw("1.00", card={"credit_limit": None})


def test_a_stopped_card_gives_no_cash() -> None:
    assert draw("1.00", card={"status": "lost"})["card.cash.stopped"].kind == Kind.BLOCK


def test_his_own_money_and_his_account_come_first() -> None:
    items = draw("500.00", balance="300.00", held="500.00")
    own = items["card.cash.own"].ways[0]
    assert (own.operation, own.fields["amount"]) == ("card.withdraw_balance", "300.00")
    way = items["card.cash.cost"].ways[0]
    assert (way.operation, way.fields["amount"]) == ("cash.withdraw", "500.00")
    poorer = draw("500.00", held="499.99")
    assert "card.cash.own" not in poorer
    assert poorer["card.cash.cost"].ways == ()


def split(amount: str, months: Any, today: date = TODAY) -> Any:
    return kit.check(
        "card.instalments",
        {"card": kit.CARD, "amount": amount, "months": months},
        today,
        accounts=(kit.account("0.00", id=kit.CREDIT, kind="credit"),),
        cards=(kit.credit_card(),),
    )


def test_instalments_are_told_as_a_yearly_rate() -> None:
    item = split("1200.00", 12)["card.instalments.cost"]
    assert item.kind == Kind.DISCLOSURE
    assert kit.sums(item) == ["107.20", "107.20", "86.40"]
    assert "13.03%" in item.title.zh
    assert item.working is not None


@pytest.mark.parametrize(("amount", "blocked"), [("499.99", True), ("500.00", False)])
def test_from_500(amount: str, blocked: bool) -> None:
    assert ("card.instalments.least" in split(amount, 3)) is blocked


@pytest.mark.parametrize("months", [4, 61, 0, "many"])
def test_months_that_are_not_offered_are_named(months: Any) -> None:
    with pytest.raises(Invalid) as refused:
        split("1200.00", months)
    assert set(refused.value.fields) == {"months"}
