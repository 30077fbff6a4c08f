"""Loads the shelf, the share issues and the rate board inside the query of the customer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast, JSONObject

from firstdesk.bank import models as bank
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance import market as m


def rows(queryset: QuerySet[Any], texts: tuple[str, ...], *names: str) -> ArraySubquery:
    """The rows as JSON inside the one query; amounts as text, so that no cent becomes a float."""
    columns: dict[str, Any] = {name: name for name in names}
    columns |= {name: Cast(name, CharField()) for name in texts}
    return ArraySubquery(queryset.values(row=JSONObject(**columns)))


AHEAD = timedelta(days=90)
"""How far ahead share issues are looked at."""


def market_columns(now: datetime, today: date, until: date) -> dict[str, ArraySubquery]:
    """What the bank sells and quotes at a moment, as columns of the customer's query.

    Args:
        now, today: what came later is not there yet.
        until: the last subscription day that is looked at.
    """
    newest = bank.RateQuote.objects.filter(quoted_at__lte=now)
    return {
        "offering_rows": rows(
            bank.Offering.objects.filter(sold_from__lte=today).order_by("kind", "grade", "ref"),
            ("minimum", "fee_percent"),
            *("id", "ref", "kind", "style", "name_zh", "name_en", "grade", "currency", "months"),
            *("sold_from", "sold_to", "sold_out"),
        ),
        "issue_rows": rows(
            bank.ShareIssue.objects.filter(subscribed_on__lte=until).order_by(
                "subscribed_on", "ref"
            ),
            (),
            *("ref", "name_zh", "name_en", "subscribed_on", "refund_on", "state"),
            *("reason_zh", "reason_en"),
        ),
        "quote_rows": rows(
            newest.order_by("currency", "-quoted_at").distinct("currency"),
            ("remittance_buy", "cash_buy", "sell"),
            *("currency", "unit", "quoted_at"),
        ),
        "internal_rows": rows(
            bank.InternalAccount.objects.filter(last_entry_on__lte=today).order_by(
                "branch__code", "currency"
            ),
            (),
            *("branch__code", "branch__name_zh", "branch__name_en", "currency"),
            *("last_entry_on", "closed_on"),
        ),
    }


def read_market(row: Any) -> m.Market:
    """The market from a row of such a query."""
    return m.Market(
        offerings=tuple(_offering(one) for one in row.offering_rows),
        issues=tuple(_issue(one) for one in row.issue_rows),
        quotes=tuple(_quote(one) for one in row.quote_rows),
        internal=tuple(_internal(one) for one in row.internal_rows),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _offering(row: dict[str, Any]) -> m.OfferingFacts:
    fee = row["fee_percent"]
    return m.OfferingFacts(
        id=row["id"],
        ref=row["ref"],
        kind=row["kind"],
        style=row["style"],
        name=Text(zh=row["name_zh"], en=row["name_en"]),
        grade=row["grade"],
        minimum=Money(Decimal(row["minimum"]), row["currency"]),
        months=row["months"],
        fee_percent=Decimal(fee) if fee is not None else None,
        sold_from=date.fromisoformat(row["sold_from"]),
        sold_to=_day(row["sold_to"]),
        sold_out=row["sold_out"],
    )


def _issue(row: dict[str, Any]) -> m.IssueFacts:
    return m.IssueFacts(
        ref=row["ref"],
        name=Text(zh=row["name_zh"], en=row["name_en"]),
        subscribed_on=date.fromisoformat(row["subscribed_on"]),
        refund_on=date.fromisoformat(row["refund_on"]),
        state=row["state"],
        reason=Text(zh=row["reason_zh"], en=row["reason_en"]),
    )


def _quote(row: dict[str, Any]) -> m.QuoteFacts:
    return m.QuoteFacts(
        currency=row["currency"],
        unit=row["unit"],
        remittance_buy=Decimal(row["remittance_buy"]),
        cash_buy=Decimal(row["cash_buy"]),
        sell=Decimal(row["sell"]),
        quoted_at=datetime.fromisoformat(row["quoted_at"]),
    )


def _internal(row: dict[str, Any]) -> m.InternalFacts:
    return m.InternalFacts(
        branch_code=row["branch__code"],
        branch=Text(zh=row["branch__name_zh"], en=row["branch__name_en"]),
        currency=row["currency"],
        last_entry_on=date.fromisoformat(row["last_entry_on"]),
        closed_on=_day(row["closed_on"]),
    )
