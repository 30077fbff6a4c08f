"""A replaced card and custody (01013, 07002), and loan debits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.core.errors import Invalid
from firstdesk.guidance.facts import LoanFacts
from firstdesk.guidance.items import Kind
from tests.guidance import kit

TODAY = date(2007, 6, 11)
OLD, NEW = (
    kit.card(status="lost"),
    kit.card(id=kit.CARD2, account_id=kit.OTHER, number="6222000000009999"),
)
ACCOUNTS = (kit.account("4200.00"), kit.account("0.00", id=kit.OTHER, number="6222000000009999"))
LOAN_ID = "00000000-0000-7000-8000-000000000009"


def loan(**changes: Any) -> LoanFacts:
    given: dict[str, Any] = {
        "id": LOAN_ID,
        "ref": "L-1",
        "account_id": kit.ACCOUNT,
        "kind": "mortgage",
        "outstanding": kit.money("150000.00"),
        "rate": Decimal("6.3"),
        "months": 180,
        "instalment": kit.money("1650.00"),
        "next_due_on": date(2007, 6, 20),
    }
    return LoanFacts(**{**given, **changes})


def bound(kind: str, **changes: Any) -> Any:
    return kit.agreement(kind, date(2006, 1, 9), **{"account_id": kit.ACCOUNT, **changes})


ALL = (
    bound("custody", card_id=kit.CARD, terms={"broker": "长河证券"}),
    bound("card_autopay", card_id=kit.CREDIT),
    bound("utility_debit", terms={"biller": "市电信", "next_on": "2007-06-18"}),
    bound("ipo_plan", terms={"next_run": "2007-06-27"}),
    bound("sweep"),
    bound("salary"),
)


def move(moved: str = "", **world: Any) -> dict[str, Any]:
    asked = {"card": world.pop("card", kit.CARD), "to": world.pop("to", kit.CARD2)}
    world = {"agreements": ALL, "loans": (loan(),), "cards": (OLD, NEW)} | world
    return kit.check("agreement.move", {**asked, "moved": moved}, TODAY, accounts=ACCOUNTS, **world)


def test_all_that_hangs_on_the_old_card_is_found_and_fits_into_the_instruction() -> None:
    item = move()["agreement.move.list"]
    assert item.kind == Kind.BLOCK
    words = kit.ways(item)["all"].fields["moved"]
    assert words == "custody autopay loan utility plan sweep salary"
    assert len(words) <= 60
    assert kit.days(item) == ["2007-06-20", "2007-06-18", "2007-06-27"]
    done = move(words)
    assert done["agreement.move.list"].kind == Kind.DISCLOSURE
    assert "agreement.move.left" not in done


def test_broker_and_employer_are_still_to_act() -> None:
    items = move("custody salary loan")
    other = items["agreement.move.other_side"]
    assert other.kind == Kind.DISCLOSURE
    assert "长河证券" in other.slip.zh
    assert "单位" in other.slip.zh
    assert kit.ways(other)["rebind"].fields == {"card": kit.CARD2}
    assert "存管" not in items["agreement.move.list"].slip.zh
    assert "L-1" in items["agreement.move.list"].slip.en
    assert items["agreement.move.left"].kind == Kind.DISCLOSURE
    assert "rebind" not in kit.ways(move("salary")["agreement.move.other_side"])
    assert move("custody")["agreement.move.list"].slip is None


def test_a_loan_says_when_itself_and_is_listed_once() -> None:
    both = (bound("loan_debit"),)
    assert kit.days(move("loan", agreements=both)["agreement.move.list"]) == ["2007-06-20"]
    assert kit.days(move("loan", agreements=both, loans=())["agreement.move.list"]) == []


def test_a_new_card_on_the_same_account_moves_only_what_names_the_card() -> None:
    same = kit.card(id=kit.CARD2, number="6222000000009999")
    items = move(cards=(OLD, same))
    assert kit.ways(items["agreement.move.list"])["all"].fields["moved"] == "custody"


def test_nothing_bound_nothing_to_tell() -> None:
    items = move(agreements=(), loans=())
    assert set(items) == {"agreement.move.none"}
    assert items["agreement.move.none"].kind == Kind.CHECKED


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("to", {"to": kit.CARD}),
        ("to", {"cards": (OLD, kit.card(id=kit.CARD2, kind="credit"))}),
        ("to", {"cards": (OLD, kit.card(id=kit.CARD2, status="stopped"))}),
        ("moved", {"moved": "custody gold"}),
        ("card", {"card": kit.CREDIT}),
    ],
)
def test_cards_and_lists_that_do_not_fit_are_refused(field: str, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        move(**given)
    assert set(refused.value.fields) == {field}


def rebind(**more: Any) -> dict[str, Any]:
    signed = more.pop("agreements", (bound("custody", card_id=kit.CARD),))
    cards = more.pop("cards", (OLD, NEW))
    today = more.pop("today", TODAY)
    raw = {"card": kit.CARD2, **more}
    return kit.check(
        "custody.rebind", raw, today, accounts=ACCOUNTS, cards=cards, agreements=signed
    )


def test_before_the_first_try_the_card_password_is_proved() -> None:
    items = rebind()
    assert set(items) == {"custody.old_card", "custody.prove_first"}
    bound_already = (bound("custody", card_id=kit.CARD2),)
    assert set(rebind(agreements=bound_already)) == {"custody.prove_first"}


def test_an_unproved_password_is_proved_not_tried_again() -> None:
    items = rebind(error="password", tries=1)
    assert items["custody.prove_card"].kind == Kind.BLOCK
    assert "custody.fund_password" not in items


@pytest.mark.parametrize(("tries", "stopped"), [(0, False), (1, False), (2, True), (5, True)])
def test_a_third_try_is_blocked(tries: int, stopped: bool) -> None:
    items = rebind(error="password", verified="yes", tries=tries)
    assert items["custody.fund_password"].kind == Kind.DISCLOSURE
    assert ("custody.no_third_try" in items) is stopped
    assert kit.days(items["custody.until_close"]) == ["2007-06-12"]


def test_no_relation_means_the_old_card() -> None:
    items = rebind(error="no_relation")
    assert set(items) == {"custody.until_close", "custody.old_card"}
    assert "15:00" in items["custody.until_close"].title.zh


@pytest.mark.parametrize(
    ("today", "following", "said"),
    [
        (date(2007, 6, 15), "2007-06-18", "15:00"),  # a Friday
        (date(2007, 6, 16), "2007-06-18", "不开市"),
        (date(2007, 4, 28), "2007-04-30", "不开市"),  # a Saturday that is worked
        (date(2007, 4, 30), "2007-05-08", "15:00"),
    ],
)
def test_the_next_trading_day(today: date, following: str, said: str) -> None:
    item = rebind(error="no_relation", today=today)["custody.until_close"]
    assert kit.days(item) == [following]
    assert said in item.title.zh


@pytest.mark.parametrize(
    "given", [{"agreements": ()}, {"cards": (OLD, kit.card(id=kit.CARD2, status="lost"))}]
)
def test_without_custody_or_an_active_card_there_is_nothing_to_bind(given: Any) -> None:
    with pytest.raises(Invalid) as refused:
        rebind(**given)
    assert set(refused.value.fields) == {"card"}


def test_custody_is_signed_by_the_holder_who_learns_of_two_passwords() -> None:
    def sign(**changes: Any) -> dict[str, Any]:
        cards = (kit.card(**changes),)
        raw = {"card": kit.CARD, "broker": "长河证券"}
        return kit.check("custody.sign", raw, TODAY, accounts=ACCOUNTS, cards=cards)

    items = sign()
    assert "长河证券" in items["custody.two_passwords"].slip.zh
    assert "本人" in items["custody.papers"].title.zh
    with pytest.raises(Invalid) as refused:
        sign(status="lost")
    assert set(refused.value.fields) == {"card"}


def debit(today: date, day: int = 20, balance: str = "4200.00", **more: Any) -> dict[str, Any]:
    loans = more.pop("loans", (loan(),))
    world = {"debits": more.pop("debits")} if "debits" in more else {}
    raw = {"account": kit.ACCOUNT, "debit_day": day, **more}
    return kit.check(
        "loan.sign_debit", raw, today, accounts=(kit.account(balance),), loans=loans, **world
    )


@pytest.mark.parametrize(
    ("today", "first", "covered"),
    [
        (date(2007, 6, 19), "2007-06-20", True),
        (date(2007, 6, 20), "2007-07-20", False),  # on the day it is too late
    ],
)
def test_the_first_instalment_by_the_day_of_signing(today: date, first: str, covered: bool) -> None:
    items = debit(today)
    item = items["loan.debit.first" if covered else "loan.debit.not_covered"]
    assert kit.days(item)[-1] == first
    assert (item.kind == Kind.DISCLOSURE) is not covered


def test_the_instalment_not_covered_is_paid_by_hand_with_a_reminder() -> None:
    item = debit(date(2007, 6, 11), day=5)["loan.debit.not_covered"]
    assert kit.days(item) == ["2007-06-20", "2007-07-05"]
    assert kit.ways(item)["remind"].due == "2007-06-17T10:00"
    assert "L-1" in item.slip.en
    late = debit(date(2007, 6, 18), day=5)["loan.debit.not_covered"]
    assert kit.ways(late)["remind"].due == ""


def test_a_due_day_that_is_unknown_or_past_is_no_warning() -> None:
    for due in (None, date(2007, 6, 1)):
        assert "loan.debit.first" in debit(TODAY, loans=(loan(next_due_on=due),))


@pytest.mark.parametrize(
    ("balance", "short"), [("1730.00", None), ("1729.99", "0.01"), ("0.00", "1730.00")]
)
def test_the_first_instalment_must_find_its_money(balance: str, short: str | None) -> None:
    water = (kit.debit(date(2007, 6, 15), "80.00"),)
    item = debit(TODAY, balance=balance, debits=water).get("loan.debit.collision")
    assert (kit.sums(item)[2] if item else None) == short


@pytest.mark.parametrize(
    "loans", [(), (loan(), loan(id=kit.OTHER, ref="L-2"))], ids=["none", "several"]
)
def test_which_loan_must_be_clear(loans: Any) -> None:
    with pytest.raises(Invalid) as refused:
        debit(TODAY, loans=loans)
    assert set(refused.value.fields) == {"loan"}
    if loans:
        assert "loan.debit.first" in debit(TODAY, loans=loans, loan=LOAN_ID)


def test_a_loan_in_another_currency_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        debit(TODAY, loans=(loan(instalment=kit.money("300.00", "USD")),))
    assert set(refused.value.fields) == {"account"}
