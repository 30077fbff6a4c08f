"""Dated rules, rates, fees, thresholds and wording, with versions and acknowledgements."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from firstdesk.core.ids import new_id
from firstdesk.core.text import Text
from firstdesk.staff.models import Branch, Staff


class Policy(models.Model):
    """A rule or parameter by its dotted key, `card.autopay.lead_time`."""

    class Kind(models.TextChoices):
        RULE = "rule", _("Rule")
        RATE = "rate", _("Rate")
        FEE = "fee", _("Fee")
        THRESHOLD = "threshold", _("Threshold")
        DEADLINE = "deadline", _("Deadline")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=20, unique=True)  # what people quote: CC-014
    kind = models.CharField(max_length=12, choices=Kind)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160)
    # Fields of `value`: {"working_days": {"unit": "working day", "zh": …, "en": …}, …}
    fields = models.JSONField(default=dict)
    roles = models.JSONField(default=list)  # who must acknowledge a change; [] = nobody
    operations = models.JSONField(default=list)  # guidance operations that rest on it
    cases = models.JSONField(default=list)
    search = ArrayField(models.CharField(max_length=60), default=list)

    class Meta:
        ordering = ["code"]
        indexes = [GinIndex(fields=["search"], name="policies_search")]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> Text:
        """The policy's title in both languages."""
        return Text(zh=self.title_zh, en=self.title_en)


class Version(models.Model):
    """What holds from a day on, and since when that was known.

    Two days, because they differ: a tax cut for 15 August was not known on 17 May (case 02003).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)  # last day of the known range, if it ends
    known_from = models.DateField()
    review_by = models.DateField(null=True)
    value = models.JSONField()
    text_zh = models.TextField()
    text_en = models.TextField()
    wording_zh = models.TextField(blank=True)  # one sentence for the customer
    wording_en = models.TextField(blank=True)
    force = models.CharField(max_length=10, default="mandatory")  # of book.FORCES
    exceptions_zh = models.TextField(blank=True)  # when it does not apply
    exceptions_en = models.TextField(blank=True)
    source = models.CharField(max_length=240)
    circular = models.CharField(max_length=80, blank=True)
    approver = models.CharField(max_length=80)
    verified = models.BooleanField(default=False)
    published_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["policy_id", "effective_from", "number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policies_version_number"),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} v{self.number}"


class Acknowledgement(models.Model):
    """One person has read one change of a rule."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="acknowledgements")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="acknowledgements")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "staff"], name="policies_ack_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.staff_id}"
