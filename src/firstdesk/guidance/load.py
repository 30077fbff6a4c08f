"""Loads the facts of a check: one query for the customer's world, one for the policies."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from firstdesk.core import clock
from firstdesk.core.errors import NotFound
from firstdesk.core.ids import short_code
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance import facts as f
from firstdesk.guidance.load_market import read_market
from firstdesk.guidance.market import EMPTY
from firstdesk.guidance.world import customer_world
from firstdesk.policies import calendar
from firstdesk.policies.queries import book
from firstdesk.reservations.models import PREFIX


def load(
    customer_id: str, policies: list[str], branch_code: str, *, market: bool = False
) -> f.Facts:
    """Loads what rules may know of one customer, now.

    Args:
        customer_id: the customer's id.
        policies: keys that the operation's rules name.
        branch_code: the branch the customer stands in.
        market: whether the operation looks at the shelf, the issues or the rates.

    Raises:
        NotFound: there is no such customer.
    """
    row = customer_world(customer_id, branch_code, market=market)
    if row is None:
        raise NotFound(
            code="customer_not_found",
            what=Text(zh="没有找到这位客户。", en="There is no such customer."),
            why=Text(zh="客户号不对，或资料还没有载入。", en="The id is wrong or not loaded yet."),
            do=Text(zh="请重新查找客户。", en="Find the customer again."),
        )
    today = clock.today()
    known = book([*policies, calendar.KEY])
    return f.Facts(
        today=today,
        known_on=today,
        branch_code=branch_code,
        calendar=calendar.work_calendar(known),
        book=known,
        customer=_customer(row),
        accounts=tuple(_account(a) for a in row.account_rows),
        cards=tuple(_card(c) for c in row.card_rows),
        statements=tuple(_statement(s) for s in row.statement_rows),
        debits=tuple(_debit(d) for d in row.debit_rows),
        agreements=tuple(_agreement(a) for a in row.agreement_rows),
        notices=tuple(_notice(n) for n in row.notice_rows),
        losses=tuple(_loss(x) for x in row.loss_rows),
        loans=tuple(_loan(x) for x in row.loan_rows),
        reservations=tuple(_reservation(x) for x in row.reservation_rows),
        risk=_risk(row.risk_rows),
        refused={
            x["item"]: clock.local(datetime.fromisoformat(x["at"])).date() for x in row.refused_rows
        },
        market=read_market(row) if market else EMPTY,
        waiting=row.waiting or 0,
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _must(value: str) -> date:
    return date.fromisoformat(value)


def _money(value: str, currency: str) -> Money:
    return Money(Decimal(value), currency)


def _maybe(value: str | None, currency: str) -> Money | None:
    return None if value is None else Money(Decimal(value), currency)


def _branch(row: dict[str, Any], path: str) -> tuple[str, Text]:
    name = Text(zh=row[f"{path}__name_zh"] or "", en=row[f"{path}__name_en"] or "")
    return row[f"{path}__code"] or "", name


def _customer(row: Any) -> f.CustomerFacts:
    return f.CustomerFacts(
        id=str(row.id),
        ref=row.ref,
        kind=row.kind,
        name=Text(zh=row.name_zh, en=row.name_en or row.name_zh),
        title=Text(zh=row.title_zh, en=row.title_en),
        born_on=row.born_on,
        mobile=any(c["kind"] == "mobile" and c["quality"] != "failed" for c in row.contact_rows),
    )


def _account(row: dict[str, Any]) -> f.AccountFacts:
    code, name = _branch(row, "branch")
    return f.AccountFacts(
        id=row["id"],
        parent_id=row["parent_id"],
        kind=row["kind"],
        number=row["number"],
        balance=_money(row["balance"], row["currency"]),
        status=row["status"],
        branch_code=code,
        branch=name,
        opened_on=_day(row["opened_on"]),
        term_months=row["term_months"],
        notice_days=row["notice_days"],
        rate=Decimal(row["rate"]) if row["rate"] is not None else None,
        matures_on=_day(row["matures_on"]),
    )


def _card(row: dict[str, Any]) -> f.CardFacts:
    code, name = _branch(row, "issuing_branch")
    currency = row["account__currency"]
    return f.CardFacts(
        id=row["id"],
        account_id=row["account_id"],
        kind=row["kind"],
        number=row["number"],
        currencies=tuple(row["currencies"] or ()),
        status=row["status"],
        branch_code=code,
        branch=name,
        credit_limit=_maybe(row["credit_limit"], currency),
        statement_day=row["statement_day"],
        annual_fee=_maybe(row["annual_fee"], currency),
        annual_fee_due_on=_day(row["annual_fee_due_on"]),
    )


def _statement(row: dict[str, Any]) -> f.StatementFacts:
    currency = row["currency"]
    return f.StatementFacts(
        card_id=row["card_id"],
        dated=_must(row["dated"]),
        due_on=_must(row["due_on"]),
        amount=_money(row["amount"], currency),
        minimum=_money(row["minimum"], currency),
        paid=_money(row["paid"], currency),
    )


def _debit(row: dict[str, Any]) -> f.DebitFacts:
    return f.DebitFacts(
        account_id=row["account_id"],
        due_on=_must(row["due_on"]),
        amount=_money(row["amount"], row["currency"]),
        kind=row["kind"],
        label=Text(zh=row["label_zh"], en=row["label_en"]),
    )


def _agreement(row: dict[str, Any]) -> f.AgreementFacts:
    return f.AgreementFacts(
        id=row["id"],
        ref=row["ref"],
        kind=row["kind"],
        account_id=row["account_id"],
        card_id=row["card_id"],
        signed_on=_must(row["signed_on"]),
        terms=row["terms"],
    )


def _notice(row: dict[str, Any]) -> f.NoticeFacts:
    return f.NoticeFacts(
        ref=row["ref"],
        account_id=row["account_id"],
        given_on=_must(row["given_on"]),
        for_date=_must(row["for_date"]),
        amount=_money(row["amount"], row["account__currency"]),
    )


def _loss(row: dict[str, Any]) -> f.LossFacts:
    return f.LossFacts(
        card_id=row["card_id"],
        reported_at=datetime.fromisoformat(row["reported_at"]),
        channel=row["channel"],
        formal=row["formal"],
    )


def _loan(row: dict[str, Any]) -> f.LoanFacts:
    return f.LoanFacts(
        id=row["id"],
        ref=row["ref"],
        account_id=row["account_id"],
        kind=row["kind"],
        outstanding=_money(row["outstanding"], row["currency"]),
        rate=Decimal(row["rate"]),
        months=row["months"],
        instalment=_money(row["instalment"], row["currency"]),
        next_due_on=_day(row["next_due_on"]),
    )


def _reservation(row: dict[str, Any]) -> f.ReservationFacts:
    return f.ReservationFacts(
        ref=short_code(PREFIX, row["number"]),
        account_id=row["account_id"],
        amount=_money(row["amount"], row["currency"]),
        branch_code=row["branch__code"],
        day=_must(row["day"]),
        from_time=time.fromisoformat(row["from_time"]),
        status=row["status"],
    )


def _risk(found: list[dict[str, Any]]) -> f.RiskFacts | None:
    if not found:
        return None
    row = found[0]
    return f.RiskFacts(
        assessed_on=_must(row["assessed_on"]),
        grade=row["grade"],
        experienced=row["experienced"],
        liquid_savings=_maybe(row["liquid_savings"], row["currency"]),
        horizon_months=row["horizon_months"],
    )
