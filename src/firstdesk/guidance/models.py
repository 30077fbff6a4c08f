"""Checks of an operation before signing, and the evidence of what was told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstdesk.bank.models import Customer, Encounter, Instruction
from firstdesk.core.ids import new_id
from firstdesk.staff.models import Branch, Staff


class Check(models.Model):
    """One operation weighed for one customer: inputs, the items shown, and whether it was signed.

    The items are kept as shown, so that evidence still reads the same when a rule has changed.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        SUBMITTED = "submitted", _("Signed")
        DECLINED = "declined", _("Not signed")
        SUPERSEDED = "superseded", _("Superseded")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.CharField(max_length=60)
    fields = models.JSONField()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="checks")
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, null=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT)
    business_date = models.DateField()
    created_at = models.DateTimeField()
    items = models.JSONField()
    facts_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    instruction = models.OneToOneField(
        Instruction, on_delete=models.PROTECT, null=True, related_name="guidance"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-created_at"], name="guidance_check_customer"),
            models.Index(fields=["staff", "-created_at"], name="guidance_check_staff"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.id}"


class Evidence(models.Model):
    """That one item was told and acknowledged: who, when, how, which words, which rule version."""

    class Method(models.TextChoices):
        SCREEN = "screen", _("Taps his screen")
        REPEATED = "repeated", _("Says it back")
        SIGNED = "signed", _("Signs")
        VOICE = "voice", _("On the recorded line")
        OVERRIDDEN = "overridden", _("Overridden with a reason")
        REFUSED = "refused", _("Does not want it")

    ACKNOWLEDGED = ("screen", "repeated", "signed", "voice")
    """The ways in which a customer acknowledges what he was told."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True)  # EV-…, what people quote
    check_run = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="evidence")
    item = models.CharField(max_length=80)
    method = models.CharField(max_length=10, choices=Method)
    told_by = models.ForeignKey(Staff, on_delete=models.PROTECT)
    at = models.DateTimeField()
    language = models.CharField(max_length=10)
    text = models.JSONField()
    policies = models.JSONField()
    choice = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)  # why a guideline was overridden, or an offer refused
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            # Two tellers acknowledging one item: once only.
            models.UniqueConstraint(
                fields=["check_run", "item"],
                name="guidance_evidence_once",
                condition=models.Q(withdrawn_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.reference
