"""Facts built by hand: one customer, a day, and the house's policies, without a database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.facts import (
    AccountFacts,
    AgreementFacts,
    CardFacts,
    CustomerFacts,
    DebitFacts,
    Facts,
    LossFacts,
    NoticeFacts,
    StatementFacts,
)
from firstdesk.guidance.items import Item
from firstdesk.guidance.operations import parse
from firstdesk.guidance.registry import policies_for, weigh
from firstdesk.policies import calendar
from firstdesk.policies.book import PolicyBook, Ruling
from firstdesk.policies.content import read_content

ACCOUNT, OTHER, POCKET = (f"00000000-0000-7000-8000-00000000000{n}" for n in "123")
CREDIT, CARD, CARD2 = (f"00000000-0000-7000-8000-00000000000{n}" for n in "456")
HERE, THERE = Text(zh="滨江支行", en="Riverside"), Text(zh="城西支行", en="Westside")


@cache
def rulings() -> dict[str, tuple[Ruling, ...]]:
    """Every policy of the house as rulings, by key."""
    return {
        p.key: tuple(
            Ruling(
                key=p.key,
                code=p.code,
                title=Text.from_json(p.title),
                number=number,
                effective_from=v.effective_from,
                effective_to=v.effective_to,
                known_from=v.known_from,
                review_by=v.review_by,
                value=v.value,
                text=Text.from_json(v.text),
                wording=Text.from_json(v.wording) if v.wording else None,
                source=v.source,
                circular=v.circular,
                approver=v.approver,
                verified=v.verified,
            )
            for number, v in enumerate(p.versions, 1)
        )
        for p in read_content()
    }


def book(keys: Iterable[str]) -> PolicyBook:
    """A book of those policies alone, with the work calendar."""
    wanted = {*keys, calendar.KEY}
    return PolicyBook([r for key in wanted for r in rulings()[key]], missing=sorted(wanted))


def money(amount: str, currency: str = "CNY") -> Money:
    """A sum."""
    return Money(Decimal(amount), currency)


def account(balance: str = "0.00", **changes: Any) -> AccountFacts:
    """An open demand account of the home branch."""
    plain = AccountFacts(
        id=ACCOUNT,
        parent_id=None,
        kind="demand",
        number="6222000000003370",
        balance=money(balance, changes.pop("currency", "CNY")),
        status="open",
        branch_code="A01",
        branch=HERE,
        opened_on=date(2004, 5, 10),
        term_months=None,
        notice_days=None,
        rate=None,
        matures_on=None,
    )
    return replace(plain, **changes)


def card(**changes: Any) -> CardFacts:
    """An active debit card on `account()`."""
    plain = CardFacts(
        id=CARD,
        account_id=ACCOUNT,
        kind="debit",
        number="6222000000003370",
        currencies=("CNY",),
        status="active",
        branch_code="A01",
        branch=HERE,
        credit_limit=None,
        statement_day=None,
        annual_fee=None,
        annual_fee_due_on=None,
    )
    return replace(plain, **changes)


def credit_card(**changes: Any) -> CardFacts:
    """A credit card on the account `CREDIT`, with a limit of 50,000."""
    return card(
        **{
            "kind": "credit",
            "account_id": CREDIT,
            "credit_limit": money("50000.00"),
            "statement_day": 10,
            **changes,
        }
    )


def statement(dated: date, due_on: date, amount: str, minimum: str, paid: str = "0.00") -> Any:
    """A statement of `CARD`."""
    return StatementFacts(CARD, dated, due_on, money(amount), money(minimum), money(paid))


def debit(on: date, amount: str, *, kind: str = "loan", account_id: str = ACCOUNT) -> DebitFacts:
    """A debit ahead."""
    return DebitFacts(account_id, on, money(amount), kind, Text(zh="房贷", en="Mortgage"))


def agreement(kind: str, signed_on: date, **changes: Any) -> AgreementFacts:
    """A standing agreement."""
    plain = AgreementFacts("a1", "A-1", kind, None, None, signed_on, {})
    return replace(plain, **changes)


def notice(given_on: date, for_date: date, amount: str) -> NoticeFacts:
    """An open notice on `ACCOUNT`."""
    return NoticeFacts("N-1", ACCOUNT, given_on, for_date, money(amount))


def loss(card_id: str = CARD) -> LossFacts:
    """A loss report by telephone."""
    return LossFacts(card_id, datetime(2008, 2, 14, 1, 10, tzinfo=UTC), "phone", False)


def facts(today: date, keys: Iterable[str] = (), **world: Any) -> Facts:
    """A customer of seventy with a mobile number, on a day, in the branch A01."""
    who = CustomerFacts(
        id="c1",
        ref="C-1",
        kind="person",
        name=Text(zh="张先生", en="Mr Zhang"),
        title=Text(zh="先生", en="Mr"),
        born_on=world.pop("born_on", date(1937, 5, 17)),
        mobile=world.pop("mobile", True),
    )
    known = book(keys)
    return Facts(
        today=today,
        known_on=world.pop("known_on", today),
        branch_code=world.pop("branch_code", "A01"),
        calendar=calendar.work_calendar(known),
        book=known,
        customer=who,
        **world,
    )


def check(operation: str, raw: dict[str, Any], today: date, **world: Any) -> dict[str, Item]:
    """Weighs an operation with exactly the policies that its rules declare; items by key."""
    asked = parse(operation, raw)
    items = weigh(asked, facts(today, policies_for(type(asked)), **world))
    return {item.key: item for item in items}


def sums(item: Item) -> list[str]:
    """The amounts of an item, in order, with two decimals."""
    return [f"{one.amount.amount:.2f}" for one in item.sums]


def days(item: Item) -> list[str]:
    """The days of an item, in order."""
    return [one.day.isoformat() for one in item.days]


def ways(item: Item) -> dict[str, Any]:
    """The ways out of an item, by key."""
    return {way.key: way for way in item.ways}
