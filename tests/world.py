"""Mr Zhang with his cards and accounts, loaded as the core system would, and met at the counter."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from firstdesk.bank.encounters import meet
from firstdesk.bank.models import (
    Account,
    Card,
    ContactPoint,
    Customer,
    Encounter,
    ScheduledDebit,
    Statement,
)
from firstdesk.core import clock

MORNING = datetime.fromisoformat("2007-12-04T10:20:00+08:00")


def at(text: str) -> AbstractContextManager[Any]:
    """The clock stopped at a local moment, `2007-12-04T10:20`."""
    return clock.frozen(moment(text))


def moment(text: str) -> datetime:
    """A local moment."""
    return datetime.fromisoformat(f"{text}+08:00")


@dataclass
class Zhang:
    """A customer of the other branch with a debit and a credit card (case 02005)."""

    customer: Customer
    debit: Account
    credit: Account
    card: Card
    debit_card: Card
    visit: Encounter | None = None

    @property
    def autopay(self) -> dict[str, str]:
        """The fields of the autopay agreement."""
        return {"card": str(self.card.pk), "account": str(self.debit.pk)}

    @property
    def id(self) -> str:
        """His id as text."""
        return str(self.customer.pk)


def zhang(branch: Any, server: Any = None, ref: str = "Z", **changes: Any) -> Zhang:
    """Creates him; met by `server` (an actor), if one is named.

    Args:
        branch: where his accounts are.
        ref: prefix of every reference, so that a test may have several of him.
        changes: fields of the customer.
    """
    customer = Customer.objects.create(
        **{
            "ref": f"{ref}-C",
            "name_zh": "张先生",
            "name_en": "Mr Zhang",
            "title_zh": "先生",
            "title_en": "Mr",
            "born_on": date(1965, 3, 2),
            "home_branch": branch,
            **changes,
        }
    )
    debit = Account.objects.create(
        ref=f"{ref}-D",
        customer=customer,
        branch=branch,
        kind="demand",
        number="6222000000003370",
        balance=Decimal("9436.18"),
        opened_on=date(2004, 5, 10),
    )
    credit = Account.objects.create(
        ref=f"{ref}-K",
        customer=customer,
        branch=branch,
        kind="credit",
        number="5201000000006021",
        balance=Decimal("-6820.40"),
    )
    card = Card.objects.create(
        ref=f"{ref}-CC",
        customer=customer,
        account=credit,
        issuing_branch=branch,
        kind="credit",
        number="5201000000006021",
        currencies=["CNY"],
        credit_limit=Decimal("20000"),
        statement_day=10,
    )
    debit_card = Card.objects.create(
        ref=f"{ref}-DC",
        customer=customer,
        account=debit,
        issuing_branch=branch,
        kind="debit",
        number="6222000000003370",
        currencies=["CNY"],
    )
    Statement.objects.create(
        ref=f"{ref}-S",
        card=card,
        dated=date(2007, 11, 10),
        due_on=date(2007, 12, 5),
        amount=Decimal("6820.40"),
        minimum=Decimal("682.04"),
    )
    ScheduledDebit.objects.create(
        ref=f"{ref}-L",
        account=debit,
        due_on=date(2007, 12, 20),
        amount=Decimal("1866.00"),
        kind="loan",
        label_zh="房贷",
        label_en="Mortgage",
    )
    ContactPoint.objects.create(
        ref=f"{ref}-P", customer=customer, kind="mobile", value="13800001234", quality="verified"
    )
    found = Zhang(customer, debit, credit, card, debit_card)
    if server is not None:
        found.visit = meet(server, str(customer.pk))
    return found
