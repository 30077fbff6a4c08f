"""Loads the facts of a check: one query for the customer's world, one for the policies."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery

from firstdesk.bank import models as bank
from firstdesk.core import clock
from firstdesk.core.errors import NotFound
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance import facts as f
from firstdesk.guidance.load_market import read_market, rows, with_market
from firstdesk.guidance.market import EMPTY
from firstdesk.guidance.models import Evidence
from firstdesk.policies import calendar
from firstdesk.policies.queries import book


def _of(model: type[Model], path: str = "customer") -> QuerySet[Any]:
    return model._default_manager.filter(**{path: OuterRef("pk")})


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
    world = _world(branch_code)
    row = (with_market(world) if market else world).filter(pk=customer_id).first()
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
        risk=_risk(row.risk_rows),
        refused={x["item"]: clock.local(datetime.fromisoformat(x["at"])).date() for x in row.refused_rows},
        market=read_market(row) if market else EMPTY,
        waiting=row.waiting or 0,
    )


def _world(branch_code: str) -> QuerySet[Any]:
    line = bank.Encounter.objects.filter(
        branch__code=branch_code, day=clock.today(), state=bank.Encounter.State.WAITING
    )
    return bank.Customer.objects.annotate(
        waiting=Subquery(line.order_by().values("day").annotate(n=Count("id")).values("n")),
        contact_rows=rows(_of(bank.ContactPoint), (), "kind", "quality"),
        account_rows=rows(
            _of(bank.Account).order_by("number"),
            ("balance", "rate"),
            *("id", "parent_id", "kind", "number", "currency", "status", "opened_on"),
            *("term_months", "notice_days", "matures_on"),
            *("branch__code", "branch__name_zh", "branch__name_en"),
        ),
        card_rows=rows(
            _of(bank.Card).order_by("number"),
            ("credit_limit", "annual_fee"),
            *("id", "account_id", "kind", "number", "currencies", "status", "statement_day"),
            *("annual_fee_due_on", "account__currency"),
            *("issuing_branch__code", "issuing_branch__name_zh", "issuing_branch__name_en"),
        ),
        statement_rows=rows(
            _of(bank.Statement, "card__customer").order_by("dated"),
            ("amount", "minimum", "paid"),
            *("card_id", "dated", "due_on", "currency"),
        ),
        debit_rows=rows(
            _of(bank.ScheduledDebit, "account__customer").filter(done=False).order_by("due_on"),
            ("amount",),
            *("account_id", "due_on", "currency", "kind", "label_zh", "label_en"),
        ),
        agreement_rows=rows(
            _of(bank.Agreement).filter(ended_on=None).order_by("signed_on"),
            (),
            *("id", "ref", "kind", "account_id", "card_id", "signed_on", "terms"),
        ),
        notice_rows=rows(
            _of(bank.DepositNotice, "account__customer").filter(status="open").order_by("given_on"),
            ("amount",),
            *("ref", "account_id", "given_on", "for_date", "account__currency"),
        ),
        loss_rows=rows(
            _of(bank.LossReport).order_by("reported_at"),
            (),
            *("card_id", "reported_at", "channel", "formal"),
        ),
        loan_rows=rows(
            _of(bank.Loan).filter(outstanding__gt=0).order_by("started_on"),
            ("outstanding", "rate", "instalment"),
            *("id", "ref", "account_id", "kind", "currency", "months", "next_due_on"),
        ),
        risk_rows=rows(
            _of(bank.RiskProfile).order_by("-assessed_on", "-loaded_at")[:1],
            ("liquid_savings",),
            *("assessed_on", "grade", "experienced", "currency", "horizon_months"),
        ),
        refused_rows=rows(
            _of(Evidence, "check_run__customer")
            .filter(method=Evidence.Method.REFUSED, withdrawn_at=None)
            .order_by("at"),
            (),
            *("item", "at"),
        ),
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
        id=str(row.pk),
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
