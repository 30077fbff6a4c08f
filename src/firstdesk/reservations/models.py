"""Cash booked ahead, the stock it is promised from, and the evenings it would not suffice.

What is promised out of a day's stock is counted by the database itself (migration 0002): no code,
however it writes, can promise the same notes twice.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstdesk.bank.columns import MoneyColumn
from firstdesk.bank.models import Account, Customer
from firstdesk.core.ids import new_id, short_code
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.staff.models import Branch, Staff

PREFIX = "RV"
"""References people can read out: RV-1001."""


class Reservation(models.Model):
    """Cash that a customer will collect: so much, there, on that day, between two times."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Not confirmed")
        ACCEPTED = "accepted", _("Confirmed")
        COLLECTED = "collected", _("Collected")
        EXPIRED = "expired", _("Not collected")
        CANCELLED = "cancelled", pgettext_lazy("reservation", "Cancelled")
        REFUSED = "refused", pgettext_lazy("reservation", "Refused")

    class Source(models.TextChoices):
        ACCOUNT = "account", _("From an account in that currency")
        BUY = "buy", _("Bought with yuan")
        CASH = "cash", _("Against cash brought along")

    class Collector(models.TextChoices):
        HOLDER = "holder", _("The customer")
        OTHER = "other", _("Somebody else")

    OPEN = (Status.REQUESTED, Status.ACCEPTED)
    """Still to come; everything else is over."""
    TAKEN = (Status.ACCEPTED, Status.COLLECTED)
    """Counted against the stock: notes handed out are not there to be promised again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveBigIntegerField(unique=True)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="reservations")
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="reservations"
    )
    amount = MoneyColumn()
    currency = models.CharField(max_length=3, default="CNY")
    denominations = models.JSONField(default=dict)  # {"100": 50}: fifty notes of a hundred
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="reservations")
    day = models.DateField()
    from_time = models.TimeField()
    to_time = models.TimeField()
    collector = models.CharField(max_length=10, choices=Collector)
    collector_name = models.CharField(max_length=80, blank=True)
    collector_relation = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=10, choices=Source, blank=True)
    purpose = models.CharField(max_length=200, blank=True)  # registered where the rule asks it
    identity = models.BooleanField(default=False)  # checked and noted on collection
    short_notice = models.BooleanField(default=False)  # booked later than the rule's lead time
    note = models.CharField(max_length=500, blank=True)
    rules = models.JSONField(default=list)  # the policies it was booked under, by version
    booked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="reservations")
    booked_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.REQUESTED)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, blank=True)  # of a refusal, a key of rules.REASONS
    closed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closing_note = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="reservations_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="reservations_window_forward", condition=Q(from_time__lt=F("to_time"))
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "day", "from_time"], name="reservations_branch_day"),
            models.Index(fields=["customer", "day"], name="reservations_customer"),
            models.Index(
                fields=["branch", "day"],
                name="reservations_requested",
                condition=Q(status="requested"),
            ),
            # tasks.expire_due: the next moment one expires
            models.Index(
                fields=["expires_at"],
                name="reservations_expiry",
                condition=Q(status__in=("requested", "accepted")),
            ),
        ]

    def __str__(self) -> str:
        return short_code(PREFIX, self.number)

    @property
    def money(self) -> Money:
        """The amount with its currency."""
        return Money(self.amount, self.currency)

    @property
    def is_open(self) -> bool:
        """Whether it is still to come."""
        return self.status in self.OPEN

    @property
    def begins_at(self) -> datetime:
        """The moment its window opens."""
        return datetime.combine(self.day, self.from_time, ZoneInfo(settings.TIME_ZONE))

    @property
    def who_collects(self) -> Text:
        """The collector in words."""
        if self.collector == self.Collector.HOLDER:
            return Text(zh="客户本人", en="the customer")
        return Text(
            zh=f"{self.collector_name}（{self.collector_relation}）",
            en=f"{self.collector_name} ({self.collector_relation})",
        )


class VaultStock(models.Model):
    """What a branch can hand out of one currency on one day, and what of it is promised.

    `committed` is kept by a trigger on reservations; nothing else can write it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="vault")
    currency = models.CharField(max_length=3)
    day = models.DateField()
    opening = MoneyColumn()  # in the vault when the day begins
    expected = MoneyColumn(default=0)  # deliveries that are ordered and confirmed
    delivery_at = models.TimeField(null=True)  # before it only the opening balance is there
    denominations = models.JSONField(default=dict)  # notes at hand: {"100": 50}
    committed = MoneyColumn(default=0)
    set_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "currency", "day"], name="reservations_one_stock"
            ),
            models.CheckConstraint(
                name="reservations_never_twice",
                condition=Q(committed__gte=0, committed__lte=F("opening") + F("expected")),
            ),
            models.CheckConstraint(
                name="reservations_stock_sums", condition=Q(opening__gte=0, expected__gte=0)
            ),
        ]
        indexes = [models.Index(fields=["currency", "day"], name="reservations_elsewhere")]

    def __str__(self) -> str:
        return f"{self.currency} {self.day}"

    @property
    def amount(self) -> Decimal:
        """What can be handed out on the day."""
        total: Decimal = self.opening + self.expected
        return total

    @property
    def free(self) -> Decimal:
        """What is not promised yet."""
        left: Decimal = self.amount - self.committed
        return left


class Shortfall(models.Model):
    """An evening on which a coming day's bookings were more than its stock, raised once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="shortfalls")
    currency = models.CharField(max_length=3)
    day = models.DateField()
    raised_on = models.DateField()
    raised_at = models.DateTimeField()
    booked = MoneyColumn()
    stock = MoneyColumn()
    short = MoneyColumn()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "currency", "day", "raised_on"],
                name="reservations_shortfall_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.day}"
