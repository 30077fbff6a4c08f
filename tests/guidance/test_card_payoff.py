"""Settling a credit card in full (02007)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstdesk.core.errors import Invalid
from firstdesk.guidance.items import Kind
from tests.guidance import kit

ASKED = date(2007, 7, 30)
OVERDUE = (
    kit.statement(date(2007, 6, 20), date(2007, 7, 15), "484.00", "48.40"),
    kit.statement(date(2007, 7, 20), date(2007, 8, 14), "484.00", "484.00"),
)


def settle(
    today: date = ASKED,
    balance: str = "-484.00",
    statements: tuple[Any, ...] = OVERDUE,
    held: str = "1000.00",
    **fields: Any,
) -> Any:
    return kit.check(
        "card.pay_off",
        {"card": kit.CARD, **fields},
        today,
        accounts=(
            kit.account(balance, id=kit.CREDIT, kind="credit", number="5201000000007007"),
            kit.account(held),
        ),
        cards=(kit.credit_card(statement_day=20),),
        statements=statements,
    )


def test_ten_days_of_484_are_2_42_more_than_the_screen() -> None:
    items = settle()
    quote = items["card.payoff.quote"]
    assert quote.kind == Kind.DISCLOSURE
    # 484.00 × 0.05 % × 10 = 2.42; × 31 = 7.50
    assert kit.sums(quote) == ["484.00", "2.42", "486.42", "5.08", "491.50"]
    assert kit.days(quote) == ["2007-07-30", "2007-08-20"]
    assert quote.detail is not None
    assert "2.42" in quote.detail.zh
    assert "2.42" in quote.detail.en
    assert quote.slip is not None
    ways = kit.ways(quote)
    assert ways["pay_3370"].operation == "card.pay"
    assert ways["pay_3370"].fields["amount"] == "486.42"
    assert ways["look_again"].due == "2007-08-21T10:00"
    assert "10.00" in items["card.payoff.rest"].title.zh


def test_paid_only_on_the_statement_day_the_same_ten_days_are_still_to_come() -> None:
    quote = settle(date(2007, 8, 10), bearing="484", since="2007-08-10")["card.payoff.quote"]
    assert kit.sums(quote) == ["484.00", "0.00", "484.00", "2.42", "486.42"]
    assert quote.detail is not None
    assert "多2.42" in quote.detail.zh.replace("¥", "")


def test_on_the_statement_day_both_figures_are_one() -> None:
    quote = settle(date(2007, 8, 20))["card.payoff.quote"]
    assert kit.sums(quote)[3:] == ["0.00", "491.50"]
    assert kit.days(quote)[1] == "2007-08-20"


@pytest.mark.parametrize(
    ("today", "overdue"), [(date(2007, 7, 15), False), (date(2007, 7, 16), True)]
)
def test_a_bill_bears_interest_once_its_due_date_has_passed(today: date, overdue: bool) -> None:
    items = settle(today, statements=OVERDUE[:1])
    assert ("card.payoff.quote" in items) is overdue
    assert ("card.payoff.clear" in items) is not overdue


def test_a_bill_that_was_paid_bears_nothing() -> None:
    paid = (kit.statement(date(2007, 6, 20), date(2007, 7, 15), "484.00", "48.40", "484.00"),)
    items = settle(statements=paid)
    assert items["card.payoff.clear"].ways[0].fields["amount"] == "484.00"


def test_what_the_screen_cannot_tell_is_said_and_looked_at_again() -> None:
    item = settle(statements=())["card.payoff.unknown"]
    assert item.kind == Kind.DISCLOSURE
    assert kit.ways(item)["look_again"].promise is not None
    assert "card.payoff.unknown" not in settle(statements=(), balance="0.00")
    assert "没有欠款" in settle(statements=(), balance="0.00")["card.payoff.clear"].title.zh


def test_a_part_that_was_paid_meanwhile_bears_no_more() -> None:
    quote = settle(balance="-200.00")["card.payoff.quote"]
    assert kit.sums(quote)[:2] == ["200.00", "1.00"]
    assert "card.payoff.clear" in settle(balance="0.00")
    assert "look_again" in kit.ways(settle(balance="0.00")["card.payoff.clear"])


@pytest.mark.parametrize(("held", "offered"), [("486.41", False), ("486.42", True)])
def test_paying_is_offered_where_the_money_is_there(held: str, offered: bool) -> None:
    assert ("pay_3370" in kit.ways(settle(held=held)["card.payoff.quote"])) is offered


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"bearing": "484.00", "since": "2007-07-31"}, "since"),
        ({"since": "2007-07-31"}, "since"),
        ({"bearing": "-1"}, "bearing"),
        ({"bearing": "484.01"}, "bearing"),
        ({"since": "soon"}, "since"),
    ],
)
def test_bad_input_is_named(fields: dict[str, str], named: str) -> None:
    with pytest.raises(Invalid) as refused:
        settle(**fields)
    assert set(refused.value.fields) == {named}


def test_interest_without_a_day_or_a_bill_asks_for_the_day() -> None:
    with pytest.raises(Invalid) as refused:
        settle(statements=(), bearing="484.00")
    assert "since" in refused.value.fields


def test_a_card_without_statements_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        kit.check(
            "card.pay_off",
            {"card": kit.CARD},
            ASKED,
            accounts=(kit.account("-1.00"),),
            cards=(kit.card(),),
        )
    assert "card" in refused.value.fields


def test_since_2017_there_is_no_floor_to_the_late_fee() -> None:
    bill = (kit.statement(date(2026, 6, 20), date(2026, 7, 15), "484.00", "48.40"),)
    items = settle(date(2026, 7, 30), statements=bill)
    # 40 days: 9.68, and 5 % of it
    assert "9.68没发现，每期要¥0.48" in items["card.payoff.rest"].title.zh
