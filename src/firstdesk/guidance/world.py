"""The one query behind a check: a customer with all that hangs on him, compiled once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery

from firstdesk.bank import models as bank
from firstdesk.core import clock
from firstdesk.guidance.load_market import AHEAD, market_columns, rows
from firstdesk.guidance.models import Evidence
from firstdesk.guidance.prepared import Prepared
from firstdesk.reservations.models import Reservation

_OWN = ("id", "ref", "kind", "name_zh", "name_en", "title_zh", "title_en", "born_on")


def customer_world(
    customer_id: str, branch_code: str, *, market: bool = False
) -> SimpleNamespace | None:
    """One customer with his rows, and how many wait in the branch; None when there is none.

    Args:
        market: whether the shelf, the issues and the rate board come with it.
    """
    query = _WITH_MARKET if market else _ALONE
    values: dict[str, Any] = {
        "customer_id": UUID(customer_id),
        "branch_code": branch_code,
        "today": clock.today(),
    }
    more = {"now": clock.now(), "until": clock.today() + AHEAD} if market else {}
    return query.first(**values, **more)


def _of(model: type[Model], path: str = "customer") -> QuerySet[Any]:
    return model._default_manager.filter(**{path: OuterRef("pk")})


def _world(customer_id: UUID, branch_code: str, today: date) -> QuerySet[Any]:
    line = bank.Encounter.objects.filter(
        branch__code=branch_code, day=today, state=bank.Encounter.State.WAITING
    )
    asked = bank.Customer.objects.filter(pk=customer_id).values(*_OWN)
    found: QuerySet[Any] = asked.annotate(
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
        reservation_rows=rows(
            _of(Reservation).filter(status__in=Reservation.OPEN).order_by("day", "from_time"),
            ("amount",),
            *("number", "account_id", "currency", "day", "from_time", "status", "branch__code"),
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
    return found


def _with_market(now: datetime, until: date, today: date, **known: Any) -> QuerySet[Any]:
    world = _world(today=today, **known)
    found: QuerySet[Any] = world.annotate(**market_columns(now, today, until))
    return found


# Stand-ins for what changes from call to call; no row has such values.
_STAND_INS: dict[str, Any] = {
    "customer_id": UUID(int=1),
    "branch_code": "\ue000branch",
    "today": date(1, 1, 2),
}
_ALONE = Prepared(_world, **_STAND_INS)
_WITH_MARKET = Prepared(
    _with_market, now=datetime(1, 1, 3, tzinfo=UTC), until=date(1, 1, 4), **_STAND_INS
)
