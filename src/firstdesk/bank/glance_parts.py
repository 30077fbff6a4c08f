"""Loads the parts of a glance: accounts with their pockets, cards, statements, losses."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from firstdesk.bank import glance as g
from firstdesk.bank.masking import mask_number, tail
from firstdesk.bank.models import Account, Card, Customer, Statement
from firstdesk.core.money import Money
from firstdesk.core.text import Text


def positions(customer: Customer) -> tuple[g.Position, ...]:
    """The customer's accounts, each main account with its pockets, however deep they lie."""
    accounts = {
        account.pk: account
        for account in Account.objects.filter(customer=customer)
        .exclude(status=Account.Status.CLOSED)
        .order_by("number", "ref")
    }
    groups: dict[UUID, list[Account]] = defaultdict(list)
    for account in accounts.values():
        root, seen = account, {account.pk}
        while root.parent_id in accounts and root.parent_id not in seen:
            root = accounts[root.parent_id]
            seen.add(root.pk)
        groups[root.pk].append(account)
    found = [
        g.position([_part(a, main=a.pk == root) for a in _main_first(accounts[root], members)])
        for root, members in groups.items()
    ]
    # Money the customer has before money he owes.
    return tuple(sorted(found, key=lambda p: (p.main.kind == "credit", p.main.number)))


def _main_first(root: Account, members: list[Account]) -> list[Account]:
    """The main account, its pockets in the same currency, then those in others."""
    return sorted(members, key=lambda a: (a.pk != root.pk, a.currency != root.currency, a.number))


def _part(account: Account, *, main: bool) -> g.Part:
    kind = Account.Kind(account.kind)
    return g.Part(
        account_id=str(account.pk),
        kind=account.kind,
        name=ACCOUNT_NAMES[kind],
        number=mask_number(account.number),
        balance=account.money,
        status=account.status,
        main=main,
        matures_on=account.matures_on,
        notice_days=account.notice_days,
    )


ACCOUNT_NAMES = {
    Account.Kind.DEMAND: Text(zh="活期", en="Demand deposit"),
    Account.Kind.TIME: Text(zh="定期", en="Time deposit"),
    Account.Kind.NOTICE: Text(zh="通知存款", en="Notice deposit"),
    Account.Kind.SWEEP: Text(zh="自动转存", en="Sweep"),
    Account.Kind.CREDIT: Text(zh="信用卡户", en="Credit card"),
    Account.Kind.SETTLEMENT: Text(zh="结算户", en="Settlement account"),
}


def cards(customer: Customer, totals: dict[str, Money]) -> tuple[g.CardLine, ...]:
    """The cards that are not closed, debit cards first: they pay for the others.

    Args:
        totals: what is in each main account with its pockets, by account id.
    """
    cards = (
        Card.objects.filter(customer=customer)
        .exclude(status=Card.Status.CLOSED)
        .select_related("account")
        .order_by("kind", "number")
    )
    rows = sorted(cards, key=lambda card: card.kind != Card.Kind.DEBIT)
    return tuple(
        g.CardLine(
            id=str(card.pk),
            account_id=str(card.account_id),
            kind=card.kind,
            tail=tail(card.number),
            currencies=tuple(card.currencies),
            status=card.status,
            status_since=card.status_since,
            credit_limit=Money(card.credit_limit, card.account.currency)
            if card.credit_limit is not None
            else None,
            statement_day=card.statement_day,
            balance=totals.get(str(card.account_id), card.account.money),
        )
        for card in rows
    )


def statements(customer: Customer, today: date) -> tuple[g.StatementLine, ...]:
    """Statements with something left to pay, the first due first."""
    rows = (
        Statement.objects.filter(card__customer=customer, amount__gt=F("paid"))
        .exclude(card__status=Card.Status.CLOSED)
        .select_related("card")
        .order_by("due_on", "ref")
    )
    return tuple(
        g.StatementLine(
            id=str(row.pk),
            card_id=str(row.card_id),
            card_tail=tail(row.card.number),
            dated=row.dated,
            due_on=row.due_on,
            days=(row.due_on - today).days,
            amount=Money(row.amount, row.currency),
            minimum=Money(row.minimum, row.currency),
            unpaid=Money(row.amount - row.paid, row.currency),
        )
        for row in rows
    )


def losses(customer: Any, cards: tuple[g.CardLine, ...]) -> tuple[g.LossLine, ...]:
    """Today's loss reports, which came with the customer's row."""
    tails = {card.id: card.tail for card in cards}
    return tuple(
        g.LossLine(
            id=row["id"],
            card_id=row["card_id"],
            card_tail=tails.get(row["card_id"], ""),
            reported_at=datetime.fromisoformat(row["reported_at"]),
            channel=row["channel"],
            formal=row["formal"],
        )
        for row in customer.losses_today
    )
