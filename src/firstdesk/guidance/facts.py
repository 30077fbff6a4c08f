"""What rules may know: a frozen picture of one customer, the day and the policies. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from firstdesk.core.calendars import WorkCalendar
from firstdesk.core.errors import Invalid
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.market import EMPTY, Market
from firstdesk.policies.book import PolicyBook, Ruling
from firstdesk.policies.calendar import KEY as CALENDAR

REST = "offer.rest"
"""The policy on how long a refused offer rests; every operation has it."""


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """Who asks."""

    id: str
    ref: str
    kind: str
    name: Text
    title: Text
    born_on: date | None
    mobile: bool
    """Whether a mobile number is on file that has not failed: SMS can reach him."""

    def age(self, on: date) -> int | None:
        """Full years on a day."""
        if self.born_on is None:
            return None
        before = (on.month, on.day) < (self.born_on.month, self.born_on.day)
        return on.year - self.born_on.year - before


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An account; `rate` is in percent a year."""

    id: str
    parent_id: str | None
    kind: str
    number: str
    balance: Money
    status: str
    branch_code: str
    branch: Text
    opened_on: date | None
    term_months: int | None
    notice_days: int | None
    rate: Decimal | None
    matures_on: date | None

    @property
    def tail(self) -> str:
        """The last four digits, which is what people say."""
        return self.number[-4:]


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A card."""

    id: str
    account_id: str
    kind: str
    number: str
    currencies: tuple[str, ...]
    status: str
    branch_code: str
    branch: Text
    credit_limit: Money | None
    statement_day: int | None
    annual_fee: Money | None
    annual_fee_due_on: date | None

    @property
    def tail(self) -> str:
        """The last four digits, which is what people say."""
        return self.number[-4:]


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """A credit-card statement."""

    card_id: str
    dated: date
    due_on: date
    amount: Money
    minimum: Money
    paid: Money

    @property
    def unpaid(self) -> Money:
        """What is still to be paid of it; never below zero."""
        left = self.amount - self.paid
        return left if left.amount > 0 else Money(Decimal(0), left.currency)


@dataclass(frozen=True, slots=True)
class DebitFacts:
    """Money that will leave an account."""

    account_id: str
    due_on: date
    amount: Money
    kind: str
    label: Text


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """A standing arrangement."""

    id: str
    ref: str
    kind: str
    account_id: str | None
    card_id: str | None
    signed_on: date
    terms: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """An open notice of withdrawal."""

    ref: str
    account_id: str
    given_on: date
    for_date: date
    amount: Money


@dataclass(frozen=True, slots=True)
class LossFacts:
    """A loss report."""

    card_id: str | None
    reported_at: datetime
    channel: str
    formal: bool


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """A loan that is being repaid; `rate` in percent a year."""

    id: str
    ref: str
    account_id: str
    kind: str
    outstanding: Money
    rate: Decimal
    months: int
    instalment: Money
    next_due_on: date | None


@dataclass(frozen=True, slots=True)
class ReservationFacts:
    """Cash booked ahead and still to come; `status` is requested or accepted."""

    ref: str
    account_id: str | None
    amount: Money
    branch_code: str
    day: date
    from_time: time
    status: str


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """What the risk questionnaire found; grades run from 1 (careful) to 5 (bold)."""

    assessed_on: date
    grade: int
    experienced: bool
    liquid_savings: Money | None
    horizon_months: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one check may look at; loaded once, in a fixed number of queries."""

    today: date
    known_on: date
    branch_code: str
    calendar: WorkCalendar
    book: PolicyBook
    customer: CustomerFacts
    accounts: tuple[AccountFacts, ...] = ()
    cards: tuple[CardFacts, ...] = ()
    statements: tuple[StatementFacts, ...] = ()
    debits: tuple[DebitFacts, ...] = ()
    agreements: tuple[AgreementFacts, ...] = ()
    notices: tuple[NoticeFacts, ...] = ()
    losses: tuple[LossFacts, ...] = ()
    loans: tuple[LoanFacts, ...] = ()
    reservations: tuple[ReservationFacts, ...] = ()
    risk: RiskFacts | None = None
    """The newest risk questionnaire; None before the first."""
    refused: Mapping[str, date] = field(default_factory=dict)
    """Offers the customer did not want, by item, and when he last said so."""
    market: Market = EMPTY
    waiting: int = 0
    """How many wait in the branch."""

    def ruling(self, key: str, on: date | None = None) -> Ruling:
        """What the policy says on a day (today when left out), as known at the check."""
        return self.book.ruling(key, on or self.today, self.known_on)

    def counted_with(self, *days: date) -> tuple[Ruling, ...]:
        """The published calendars of the years of these days: to be named, as one may change."""
        years = {day.year for day in days}
        return tuple(r for r in self.book.history(CALENDAR) if r.effective_from.year in years)

    def rests_until(self, item: str) -> date | None:
        """The first day on which a refused offer may be made again; None when it may be now."""
        refused = self.refused.get(item)
        if refused is None:
            return None
        again = refused + timedelta(days=self.ruling(REST).integer("days"))
        return again if self.today < again else None

    def account(self, account_id: str) -> AccountFacts:
        """The customer's account.

        Raises:
            Invalid: it is not his, or it is closed.
        """
        for account in self.accounts:
            if account.id == account_id and account.status != "closed":
                return account
        raise _not_his("account", "账户", "account")

    def card(self, card_id: str) -> CardFacts:
        """The customer's card.

        Raises:
            Invalid: it is not his, or it is closed.
        """
        for card in self.cards:
            if card.id == card_id and card.status != "closed":
                return card
        raise _not_his("card", "卡", "card")

    def sub_accounts(self, account_id: str) -> tuple[AccountFacts, ...]:
        """The open pockets inside an account."""
        return tuple(a for a in self.accounts if a.parent_id == account_id and a.status != "closed")

    def total(self, account: AccountFacts) -> Money:
        """The account with all its pockets: always the first figure shown (case 02017)."""
        total = account.balance
        for pocket in self.sub_accounts(account.id):
            if pocket.balance.currency == total.currency:
                total = total + pocket.balance
        return total

    def debits_of(self, account_id: str, until: date) -> tuple[DebitFacts, ...]:
        """Debits ahead on an account, from today to a day, in order."""
        ahead = [
            d for d in self.debits if d.account_id == account_id and self.today <= d.due_on <= until
        ]
        return tuple(sorted(ahead, key=lambda d: d.due_on))


def _not_his(field: str, zh: str, en: str) -> Invalid:
    text = Text(
        zh=f"这个{zh}不在该客户名下，或已销户。",
        en=f"This {en} is not the customer's, or it is closed.",
    )
    return Invalid(
        code="not_the_customers",
        what=text,
        why=Text(zh="只能办客户本人名下的。", en="Only the customer's own can be used."),
        do=Text(zh="请从列表里重新选。", en="Choose again from the list."),
        fields={field: text},
    )
