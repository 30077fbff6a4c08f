"""Cards: autopay (02005), paying, paying in and drawing one's own money (02026)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstdesk.core.errors import Invalid, PolicyGap
from firstdesk.guidance.items import Kind
from tests.guidance import kit

SIGN = {"card": kit.CARD, "account": kit.ACCOUNT}


def zhang(balance: str = "9436.18", paid: str = "0.00", **world: Any) -> dict[str, Any]:
    return {
        "accounts": (
            kit.account(balance),
            kit.account("-6820.40", id=kit.CREDIT, kind="credit", number="5201000000006021"),
        ),
        "cards": (kit.credit_card(),),
        "statements": (
            kit.statement(date(2007, 11, 10), date(2007, 12, 5), "6820.40", "682.04", paid),
        ),
        **world,
    }


def sign(today: date, **world: Any) -> Any:
    return kit.check("card.sign_autopay", SIGN, today, **world)


def test_signed_the_day_before_the_bill_is_due_it_is_not_covered() -> None:
    items = sign(date(2007, 12, 4), **zhang())
    item = items["card.autopay.not_covered"]
    assert item.kind == Kind.DISCLOSURE
    assert kit.days(item) == ["2007-12-05", "2008-01-04", "2008-02-04"]
    assert [span.covered for span in item.spans] == [False, False, True]
    assert item.spans[2].start == date(2008, 1, 10)
    assert "6,820.40" in item.title.zh
    assert "6,820.40" in item.title.en
    assert item.slip is not None
    pay = kit.ways(item)["pay_now"]
    assert (pay.operation, pay.fields["amount"], pay.best) == ("card.pay", "6820.40", True)
    assert kit.ways(item)["pay_minimum"].fields["amount"] == "682.04"
    assert kit.ways(item)["pays_himself"].due == "2007-12-05T09:00"
    assert [r.code for r in item.policies] == ["CC-014", "CC-002"]


@pytest.mark.parametrize(
    ("today", "first", "missed"),
    [
        (date(2007, 11, 5), date(2007, 11, 10), 0),  # the fifth working day before: the last
        (date(2007, 11, 6), date(2007, 12, 10), 1),  # a day late
        (date(2007, 12, 3), date(2007, 12, 10), 1),
        (date(2007, 12, 4), date(2008, 1, 10), 2),
        (date(2008, 1, 3), date(2008, 1, 10), 1),  # New Year's holidays counted
        (date(2008, 1, 4), date(2008, 2, 10), 2),
    ],
)
def test_the_last_day_and_the_day_after(today: date, first: date, missed: int) -> None:
    items = sign(today, **zhang())
    item = items.get("card.autopay.not_covered") or items["card.autopay.first"]
    assert item.spans[-1].start == first
    assert len(item.spans) - 1 == missed
    assert item.kind == (Kind.DISCLOSURE if missed else Kind.CONSEQUENCE)


def test_what_believing_costs_is_worked_out() -> None:
    cost = sign(date(2007, 12, 4), **zhang())["card.autopay.cost"]
    # 6,820.40 at 0.05 % a day, 10 November to 10 December; 5 % of the minimum 682.04
    assert kit.sums(cost) == ["102.31", "34.10", "136.41"]
    assert cost.working is not None
    assert len(cost.working.lines) >= 2


@pytest.mark.parametrize("paid", ["6820.40", "7000.00"])
def test_no_debt_nothing_to_pay_and_no_cost(paid: str) -> None:
    items = sign(date(2007, 12, 4), **zhang(paid=paid))
    assert items["card.autopay.not_covered"].ways == ()
    assert "card.autopay.cost" not in items


def test_a_part_paid_bill_names_the_rest_and_no_minimum_once_it_is_met() -> None:
    item = sign(date(2007, 12, 4), **zhang(paid="682.04"))["card.autopay.not_covered"]
    assert "6,138.36" in item.title.zh
    assert set(kit.ways(item)) == {"pay_now", "pays_himself"}


@pytest.mark.parametrize(
    ("balance", "offered"),
    [
        ("6820.40", {"pay_now", "pay_minimum", "pays_himself"}),
        ("6820.39", {"pay_minimum", "pays_himself"}),
        ("682.04", {"pay_minimum", "pays_himself"}),
        ("682.03", {"pays_himself"}),
    ],
)
def test_only_what_the_account_can_pay_is_offered(balance: str, offered: set[str]) -> None:
    item = sign(date(2007, 12, 4), **zhang(balance))["card.autopay.not_covered"]
    assert set(kit.ways(item)) == offered


def test_a_frozen_account_and_an_earlier_agreement_forbid_it() -> None:
    world = zhang()
    frozen = (kit.account("9436.18", status="frozen"), world["accounts"][1])
    standing = (kit.agreement("card_autopay", date(2006, 3, 1), card_id=kit.CARD),)
    items = sign(date(2007, 12, 4), **{**world, "accounts": frozen, "agreements": standing})
    assert items["card.autopay.account"].kind == Kind.BLOCK
    assert items["card.autopay.standing"].kind == Kind.BLOCK
    assert "card.autopay.checked" not in items
    other = (kit.agreement("card_autopay", date(2006, 3, 1), card_id=kit.CARD2),)
    assert "card.autopay.checked" in sign(date(2007, 12, 4), **zhang(agreements=other))


def test_sms_and_foreign_currency_are_mentioned_only_where_they_matter() -> None:
    plain = sign(date(2007, 12, 4), **zhang())
    assert "card.autopay.mobile" not in plain
    assert "card.autopay.currency" not in plain
    dual = (kit.credit_card(currencies=("CNY", "USD")),)
    told = sign(date(2007, 12, 4), **zhang(mobile=False, cards=dual))
    assert told["card.autopay.mobile"].kind == Kind.OPPORTUNITY
    assert "USD" in told["card.autopay.currency"].title.en


def test_a_card_without_statements_is_refused_at_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        sign(date(2007, 12, 4), **zhang(cards=(kit.credit_card(statement_day=None),)))
    assert "card" in refused.value.fields


def test_before_the_first_policy_nothing_is_guessed() -> None:
    with pytest.raises(PolicyGap):
        sign(date(2003, 12, 31), **zhang())


@pytest.mark.parametrize("missing", ["accounts", "cards"])
def test_what_is_not_the_customers_is_refused(missing: str) -> None:
    with pytest.raises(Invalid) as refused:
        sign(date(2007, 12, 4), **{**zhang(), missing: ()})
    assert refused.value.code == "not_the_customers"


def pay(amount: str, balance: str, *debits: Any) -> Any:
    raw = {"card": kit.CARD, "account": kit.ACCOUNT, "amount": amount}
    return kit.check("card.pay", raw, date(2007, 12, 4), **zhang(balance), debits=debits)


def test_paying_leaves_enough_or_says_which_debit_fails() -> None:
    loan = kit.debit(date(2007, 12, 20), "1866.00")
    assert "2,615.78" in pay("6820.40", "9436.18", loan)["card.pay.left"].title.zh
    enough = pay("6820.40", "8686.40", loan)
    assert enough["card.pay.left"].kind == Kind.CONSEQUENCE
    short = pay("6820.40", "8686.39", loan)["card.pay.collision"]
    assert short.kind == Kind.DISCLOSURE
    assert "0.01" in short.title.en
    assert "20 Dec" in short.title.en


@pytest.mark.parametrize(("balance", "blocked"), [("6820.40", False), ("6820.39", True)])
def test_nobody_pays_more_than_the_account_holds(balance: str, blocked: bool) -> None:
    assert ("card.pay.short" in pay("6820.40", balance)) is blocked


def pay_in(amount: str, balance: str = "0.00", today: date = date(2008, 3, 10)) -> Any:
    accounts = (
        kit.account("100.00"),
        kit.account(balance, id=kit.CREDIT, kind="credit", number="5201000000001200"),
    )
    raw = {"card": kit.CARD, "amount": amount}
    return kit.check("card.pay_in", raw, today, accounts=accounts, cards=(kit.credit_card(),))


@pytest.mark.parametrize(
    ("amount", "balance", "fee"),
    [
        ("120000", "0.00", "500.00"),  # the case: above the cap
        ("100000", "0.00", "500.00"),
        ("99999.99", "0.00", "500.00"),
        ("50000", "0.00", "250.00"),
        ("2000", "0.00", "10.00"),
        ("0.01", "0.00", "10.00"),  # the floor
        ("4000", "-3000.00", "10.00"),
        ("53000", "-3000.00", "250.00"),
        ("103000", "-3000.00", "500.00"),
    ],
)
def test_paying_in_above_the_debt_says_what_taking_it_back_costs(
    amount: str, balance: str, fee: str
) -> None:
    item = pay_in(amount, balance)["card.pay_in.fee"]
    assert item.kind == Kind.DISCLOSURE
    assert kit.sums(item) == [fee]
    assert [choice.key for choice in item.choices] == ["debit_card", "spend", "keep"]
    assert item.ways[0].operation == "account.deposit"


@pytest.mark.parametrize(("amount", "left"), [("3000", "0.00"), ("2000", "1,000.00")])
def test_paying_the_debt_costs_nothing(amount: str, left: str) -> None:
    items = pay_in(amount, "-3000.00")
    assert set(items) == {"card.pay_in.debt"}
    assert left in items["card.pay_in.debt"].title.en


def test_a_sum_above_the_limit_is_said() -> None:
    above, within = (pay_in(a)["card.pay_in.fee"].detail for a in ("50000.01", "50000"))
    assert above is not None
    assert within is not None
    assert "50,000.00" in above.en
    assert "50,000.00" not in within.en


def draw(amount: str, balance: str, today: date = date(2008, 3, 12)) -> Any:
    accounts = (kit.account(balance, id=kit.CREDIT, kind="credit"),)
    raw = {"card": kit.CARD, "amount": amount}
    world = {"accounts": accounts, "cards": (kit.credit_card(),)}
    return kit.check("card.withdraw_balance", raw, today, **world)


def test_the_fee_for_drawing_is_told_with_the_cap() -> None:
    item = draw("120000", "120000.00")["card.withdraw.fee"]
    assert kit.sums(item) == ["500.00"]
    assert item.detail is not None
    assert "600.00" in item.detail.zh
    assert len(item.ways) == 2
    assert draw("1000", "120000.00")["card.withdraw.fee"].detail is None


@pytest.mark.parametrize(("amount", "blocked"), [("500.00", False), ("500.01", True)])
def test_more_than_his_own_money_is_no_credit_balance(amount: str, blocked: bool) -> None:
    items = draw(amount, "500.00")
    assert ("card.withdraw.more" in items) is blocked
    assert ("card.withdraw.fee" in items) is not blocked


def test_the_fee_follows_the_day() -> None:
    day_before, day_of = date(2023, 12, 31), date(2024, 1, 1)
    assert kit.sums(draw("120000", "120000.00", day_before)["card.withdraw.fee"]) == ["500.00"]
    assert kit.sums(draw("120000", "120000.00", day_of)["card.withdraw.fee"]) == ["50.00"]
