"""What the core banking system tells us. Firstdesk is never the ledger.

Each row carries the core system's own reference (`ref`), by which bulk load finds it again.
Money columns are in the row's currency, with two decimals or the currency's own.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Right
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstdesk.bank.columns import Fact, MoneyColumn
from firstdesk.bank.market import (
    InternalAccount,
    Offering,
    RateQuote,
    ShareIssue,
)
from firstdesk.core import clock
from firstdesk.core.ids import new_id
from firstdesk.core.money import Money
from firstdesk.staff.models import Branch, Staff

__all__ = [
    "Account",
    "Agreement",
    "Card",
    "ContactPoint",
    "Customer",
    "DepositNotice",
    "Encounter",
    "Entitlement",
    "Fact",
    "Instruction",
    "InternalAccount",
    "Loan",
    "LossReport",
    "MoneyColumn",
    "Offering",
    "RateQuote",
    "RiskProfile",
    "ScheduledDebit",
    "ShareIssue",
    "Statement",
    "Transaction",
]


class Customer(Fact):
    """A person or company that banks here."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        COMPANY = "company", _("Company")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    title_zh = models.CharField(max_length=20, blank=True)  # 先生, 女士
    title_en = models.CharField(max_length=20, blank=True)
    id_type = models.CharField(max_length=20, default="resident_id")
    id_number = models.CharField(max_length=40, blank=True)
    born_on = models.DateField(null=True)
    home_branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True)
    language = models.CharField(max_length=10, default="zh-hans")
    # Special needs, recorded with the customer's consent: [{"kind", "zh", "en", "consent_on"}]
    needs = models.JSONField(default=list)
    # Name cut into single characters and words: names are cut wrongly by a dictionary.
    search = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="bank_customer_search"),
            models.Index(fields=["id_number"], name="bank_customer_id_number"),
            # People say the last four: found without reading the whole table.
            models.Index(Right("id_number", 4), name="bank_customer_id_tail"),
        ]


class ContactPoint(Fact):
    """A way to reach the customer. A landline gets no SMS; a bounced address gets no letter."""

    class Kind(models.TextChoices):
        MOBILE = "mobile", _("Mobile")
        LANDLINE = "landline", _("Landline")
        EMAIL = "email", _("E-mail")
        POST = "post", pgettext_lazy("contact", "Post")

    class Quality(models.TextChoices):
        VERIFIED = "verified", pgettext_lazy("contact", "Verified")
        UNVERIFIED = "unverified", pgettext_lazy("contact", "Not verified")
        FAILED = "failed", pgettext_lazy("contact", "Failed")

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=200)
    quality = models.CharField(max_length=12, choices=Quality, default=Quality.UNVERIFIED)
    checked_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["value"], name="bank_contact_value")]


class Entitlement(Fact):
    """What the customer may claim in every branch: there is no branch here (case 01001)."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="entitlements")
    tier = models.CharField(max_length=20)  # vip1, vip2, …
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)


class Account(Fact):
    """An account or one of its sub-accounts (a card's reserve and its notice-deposit pocket)."""

    class Kind(models.TextChoices):
        DEMAND = "demand", _("Demand deposit")
        TIME = "time", _("Time deposit")
        NOTICE = "notice", _("Notice deposit")
        SWEEP = "sweep", _("Sweep sub-account")
        CREDIT = "credit", _("Credit card account")
        SETTLEMENT = "settlement", _("Settlement account")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("account", "Open")
        FROZEN = "frozen", pgettext_lazy("account", "Frozen")
        CLOSED = "closed", pgettext_lazy("account", "Closed")

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="accounts")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="sub_accounts"
    )
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True)
    kind = models.CharField(max_length=12, choices=Kind)
    number = models.CharField(max_length=40)
    currency = models.CharField(max_length=3, default="CNY")
    balance = MoneyColumn(default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    opened_on = models.DateField(null=True)
    # Time and notice deposits: term in months or notice in days, the opening day's rate in
    # percent a year; notice deposits pay the rate posted on the day of withdrawal instead.
    term_months = models.PositiveSmallIntegerField(null=True)
    notice_days = models.PositiveSmallIntegerField(null=True)
    rate = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    matures_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["customer", "status"], name="bank_account_customer")]

    @property
    def money(self) -> Money:
        """The booked balance."""
        return Money(self.balance, self.currency)


class DepositNotice(Fact):
    """A notice of withdrawal given on a notice deposit, found by account, never by a typed number
    (case 02027)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="notices")
    given_on = models.DateField()
    for_date = models.DateField()
    amount = MoneyColumn()
    status = models.CharField(max_length=10, default="open")  # open, used, cancelled


class Card(Fact):
    """A debit or credit card on an account."""

    class Kind(models.TextChoices):
        DEBIT = "debit", _("Debit card")
        CREDIT = "credit", _("Credit card")

    class Status(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("card", "Active")
        STOPPED = "stopped", _("Emergency stop")
        LOST = "lost", _("Reported lost")
        CLOSED = "closed", pgettext_lazy("card", "Closed")

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="cards")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="cards")
    issuing_branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True)
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.CharField(max_length=30)
    currencies = ArrayField(models.CharField(max_length=3), default=list)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    status_since = models.DateTimeField(null=True)
    issued_on = models.DateField(null=True)
    credit_limit = MoneyColumn(null=True)
    statement_day = models.PositiveSmallIntegerField(null=True)
    annual_fee_due_on = models.DateField(null=True)  # the next one not yet collected
    annual_fee = MoneyColumn(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "status"], name="bank_card_customer"),
            models.Index(fields=["number"], name="bank_card_number"),
            models.Index(Right("number", 4), name="bank_card_tail"),
        ]


class Statement(Fact):
    """A credit-card statement."""

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="statements")
    dated = models.DateField()
    due_on = models.DateField()
    currency = models.CharField(max_length=3, default="CNY")
    amount = MoneyColumn()
    minimum = MoneyColumn()
    paid = MoneyColumn(default=0)


class Agreement(Fact):
    """A signed standing arrangement and what it hangs on: account, card, biller.

    `terms` holds what is particular to the kind: reserve and threshold of a sweep, required
    balance of a plan, debit day of a bill, statement day of an autopay.
    """

    class Kind(models.TextChoices):
        CARD_AUTOPAY = "card_autopay", _("Card autopay")
        UTILITY_DEBIT = "utility_debit", _("Utility-bill debit")
        SWEEP = "sweep", pgettext_lazy("agreement", "Sweep")
        IPO_PLAN = "ipo_plan", _("IPO subscription plan")
        CUSTODY = "custody", _("Third-party custody")
        LOAN_DEBIT = "loan_debit", _("Loan debit")
        SALARY = "salary", _("Salary credit")

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=20, choices=Kind)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="agreements"
    )
    card = models.ForeignKey(Card, on_delete=models.PROTECT, null=True, related_name="agreements")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True)
    signed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True)
    signed_on = models.DateField()
    ended_on = models.DateField(null=True)
    terms = models.JSONField(default=dict)


class Loan(Fact):
    """A loan and the account its instalments are taken from."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="loans")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="loans")
    kind = models.CharField(max_length=20)
    principal = MoneyColumn()
    outstanding = MoneyColumn()
    currency = models.CharField(max_length=3, default="CNY")
    rate = models.DecimalField(max_digits=9, decimal_places=6)
    started_on = models.DateField()
    months = models.PositiveSmallIntegerField()
    instalment = MoneyColumn()
    next_due_on = models.DateField(null=True)

    @property
    def left(self) -> Money:
        """What is still to be repaid."""
        return Money(self.outstanding, self.currency)


class ScheduledDebit(Fact):
    """Money that will leave an account on a known day: fees, instalments, bills, plans."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="scheduled_debits")
    due_on = models.DateField()
    amount = MoneyColumn()
    currency = models.CharField(max_length=3, default="CNY")
    kind = models.CharField(max_length=30)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    done = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["account", "due_on"],
                name="bank_debit_ahead",
                condition=models.Q(done=False),
            )
        ]


class Transaction(Fact):
    """A booked movement."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="transactions")
    booked_at = models.DateTimeField()
    amount = MoneyColumn()  # positive in, negative out
    currency = models.CharField(max_length=3, default="CNY")
    kind = models.CharField(max_length=30)
    text_zh = models.CharField(max_length=120, blank=True)
    text_en = models.CharField(max_length=120, blank=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-booked_at"], name="bank_tx_account")]


class LossReport(Fact):
    """A card or passbook reported lost."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="loss_reports")
    card = models.ForeignKey(Card, on_delete=models.PROTECT, null=True, related_name="losses")
    reported_at = models.DateTimeField()
    channel = models.CharField(max_length=20)
    formal = models.BooleanField(default=False)


class RiskProfile(Fact):
    """What the risk questionnaire found; without a valid one nothing at risk is sold."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="risk_profiles")
    assessed_on = models.DateField()
    grade = models.PositiveSmallIntegerField()  # 1 careful … 5 bold
    experienced = models.BooleanField(default=False)  # has held funds before
    liquid_savings = MoneyColumn(null=True)  # as he declares them
    currency = models.CharField(max_length=3, default="CNY")
    horizon_months = models.PositiveSmallIntegerField(null=True)  # when he needs the money


class Encounter(models.Model):
    """A customer in front of (or on the line with) an employee.

    Opens the customer's data to that employee, and ties guidance, evidence and service cases to
    the visit. The number called in the hall is copied here so that nothing is told twice.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("visit", "Waiting")
        SERVING = "serving", pgettext_lazy("visit", "Being served")
        DONE = "done", pgettext_lazy("visit", "Done")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="encounters")
    channel = models.CharField(max_length=20, default="counter")
    day = models.DateField(default=clock.today)  # the business date its number belongs to
    number = models.CharField(max_length=10, blank=True)  # none on the telephone
    service_zh = models.CharField(max_length=60, blank=True)
    service_en = models.CharField(max_length=60, blank=True)
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    served_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="encounters"
    )
    identity_checked_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            # One customer at a window at a time.
            models.UniqueConstraint(
                fields=["served_by"],
                name="bank_one_customer_per_window",
                condition=models.Q(state="serving"),
            ),
            # A number is called once a day in a branch.
            models.UniqueConstraint(
                fields=["branch", "day", "number"],
                name="bank_number_once_a_day",
                condition=~models.Q(number=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["branch", "day", "taken_at"],
                name="bank_encounter_waiting",
                condition=models.Q(state="waiting"),
            )
        ]

    def __str__(self) -> str:
        return self.number or str(self.id)


class Instruction(models.Model):
    """What was agreed with the customer and goes to the core banking system to be booked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.CharField(max_length=60)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="instructions")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT)
    business_date = models.DateField()
    created_at = models.DateTimeField()
    payload = models.JSONField()
    status = models.CharField(max_length=12, default="sent")  # sent, booked, refused, reversed
    core_ref = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.operation} {self.id}"
