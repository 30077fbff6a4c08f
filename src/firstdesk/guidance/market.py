"""What rules may know of the bank's shelf, issues and rates: the same for every customer. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from firstdesk.core.errors import Invalid
from firstdesk.core.money import Money
from firstdesk.core.text import Text


@dataclass(frozen=True, slots=True)
class OfferingFacts:
    """An investment on the shelf; `grade` runs from 1 (careful) to 5 (bold)."""

    id: str
    ref: str
    kind: str
    style: str
    name: Text
    grade: int
    minimum: Money
    months: int | None
    fee_percent: Decimal | None
    sold_from: date
    sold_to: date | None
    sold_out: bool

    def on_sale(self, on: date) -> bool:
        """Whether it can be bought on a day."""
        ended = self.sold_to is not None and on > self.sold_to
        return self.sold_from <= on and not ended and not self.sold_out


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """A new share issue; `state` is planned, taken or skipped."""

    ref: str
    name: Text
    subscribed_on: date
    refund_on: date
    state: str
    reason: Text


@dataclass(frozen=True, slots=True)
class QuoteFacts:
    """A line of the rate board: yuan for `unit` of the currency."""

    currency: str
    unit: int
    remittance_buy: Decimal
    cash_buy: Decimal
    sell: Decimal
    quoted_at: datetime


@dataclass(frozen=True, slots=True)
class InternalFacts:
    """A branch's own account in a currency."""

    branch_code: str
    branch: Text
    currency: str
    last_entry_on: date
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Market:
    """All of it; loaded with the customer only for operations that look at it."""

    offerings: tuple[OfferingFacts, ...] = ()
    issues: tuple[IssueFacts, ...] = ()
    quotes: tuple[QuoteFacts, ...] = ()
    internal: tuple[InternalFacts, ...] = ()

    def offering(self, offering_id: str) -> OfferingFacts:
        """What is to be bought.

        Raises:
            Invalid: it is not on the shelf.
        """
        for one in self.offerings:
            if one.id == offering_id:
                return one
        raise _unknown("offering", "货架上没有这个产品。", "It is not on the shelf.")

    def quote(self, currency: str) -> QuoteFacts:
        """The newest quotation of a currency.

        Raises:
            Invalid: none has been loaded.
        """
        found = [one for one in self.quotes if one.currency == currency]
        if not found:
            raise _unknown(
                "currency", f"今天没有{currency}的牌价。", f"There is no quotation of {currency}."
            )
        return max(found, key=lambda one: one.quoted_at)


def _unknown(field: str, zh: str, en: str) -> Invalid:
    text = Text(zh=zh, en=en)
    return Invalid(
        code="not_on_offer",
        what=text,
        why=Text(zh="核心系统没有送来这一项。", en="The core system has not sent it."),
        do=Text(zh="请从列表里选，或先载入。", en="Choose from the list, or load it first."),
        fields={field: text},
    )


EMPTY = Market()
