"""What the bank sells and quotes today, the same for every customer: shelf, issues, rates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstdesk.bank.columns import Fact, MoneyColumn
from firstdesk.staff.models import Branch


class Offering(Fact):
    """An investment on the shelf; `grade` runs from 1 (careful) to 5 (bold)."""

    class Kind(models.TextChoices):
        FUND = "fund", _("Fund")
        BOND = "bond", _("Savings bond")
        STRUCTURED = "structured", _("Structured product")
        WEALTH = "wealth", _("Wealth product")

    class Style(models.TextChoices):
        EQUITY = "equity", _("Equity")
        MIXED = "mixed", _("Mixed")
        BOND = "bond", _("Bonds")
        MONEY = "money", _("Money market")
        PROTECTED = "protected", _("Capital protected")

    kind = models.CharField(max_length=12, choices=Kind)
    style = models.CharField(max_length=12, choices=Style)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    grade = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3, default="CNY")
    minimum = MoneyColumn()
    months = models.PositiveSmallIntegerField(null=True)  # term or lock-up; None: any day
    fee_percent = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    sold_from = models.DateField()
    sold_to = models.DateField(null=True)
    sold_out = models.BooleanField(default=False)


class ShareIssue(Fact):
    """A new share issue and whether the subscription plan takes part (cases 03011, 03012)."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        TAKEN = "taken", _("Subscribed")
        SKIPPED = "skipped", _("Skipped")

    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    subscribed_on = models.DateField()
    refund_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    reason_zh = models.CharField(max_length=200, blank=True)
    reason_en = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subscribed_on"], name="bank_issue_day")]


class RateQuote(Fact):
    """One line of the rate board: yuan for `unit` of the currency, from a moment on."""

    currency = models.CharField(max_length=3)
    unit = models.PositiveIntegerField()
    remittance_buy = models.DecimalField(max_digits=15, decimal_places=6)
    cash_buy = models.DecimalField(max_digits=15, decimal_places=6)
    sell = models.DecimalField(max_digits=15, decimal_places=6)
    quoted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["currency", "-quoted_at"], name="bank_rate_board")]


class InternalAccount(Fact):
    """A branch's own account in a currency; idle for long, the core system closes it (02024)."""

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT)
    currency = models.CharField(max_length=3)
    last_entry_on = models.DateField()
    closed_on = models.DateField(null=True)
