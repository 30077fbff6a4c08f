"""Service cases: one owner, visible clocks, kept promises, ended by the customer.

There is no state that sends the customer elsewhere: `State` has none, so no code can set it
(cases 05007, 02025).
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from firstdesk.bank.models import Card, Customer, Encounter, MoneyColumn
from firstdesk.core.ids import new_id
from firstdesk.core.text import Text
from firstdesk.desk.kinds import title_of
from firstdesk.guidance.models import Check
from firstdesk.staff.models import Branch, Staff


class ServiceCase(models.Model):
    """A customer's problem, told once."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        SOLVED = "solved", _("Solved, waiting for the customer")
        CLOSED = "closed", _("Closed")

    class Closing(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed by the customer")
        SILENT = "silent", _("Silent period passed")
        WITHDRAWN = "withdrawn", _("Withdrawn by the customer")
        MERGED = "merged", _("Joined with another case")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveBigIntegerField(unique=True)  # shown as FD-1203
    matter = models.CharField(max_length=30)  # a key of `desk.kinds.KINDS`
    title = models.CharField(max_length=160)
    story = models.TextField()
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, related_name="service_cases"
    )
    caller_name = models.CharField(max_length=80, blank=True)  # a prospect has no customer row
    caller_contact = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=20, default="counter")
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, null=True)
    check_run = models.ForeignKey(Check, on_delete=models.PROTECT, null=True)
    context = models.JSONField(default=dict)
    fields = models.JSONField(default=dict)  # what the kind asks for, as `kinds` reads it
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="service_cases")
    first_owner = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="first_owned_cases"
    )
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="owned_cases")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    priority = models.PositiveSmallIntegerField(default=0)  # 1: displeased, seen by the leader
    repeats = models.PositiveSmallIntegerField(default=0)  # contacts again on the same matter
    told_count = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    silent_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_how = models.CharField(max_length=12, choices=Closing, blank=True)
    # The next moment anything of the case falls due (a clock, a promise): what lists go by.
    due_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged_cases"
    )
    # Who looks into it where that is not the owner: who is complained of never does (recusal).
    investigator = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="investigated_cases"
    )
    # Root cause in the three facets of JR/T 0169: channel, business, reason.
    cause_channel = models.CharField(max_length=30, blank=True)
    cause_business = models.CharField(max_length=30, blank=True)
    cause_reason = models.CharField(max_length=30, blank=True)
    retain_until = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    search = ArrayField(models.CharField(max_length=60), default=list)

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "-opened_at"],
                name="desk_case_mine",
                condition=~models.Q(state="closed"),
            ),
            models.Index(fields=["branch", "-number"], name="desk_case_branch"),
            models.Index(fields=["customer", "-opened_at"], name="desk_case_customer"),
            # desk.tasks.close_silent: the next moment a solved case closes by itself
            models.Index(
                fields=["silent_until"],
                name="desk_case_silent",
                condition=models.Q(state="solved"),
            ),
            models.Index(
                fields=["branch", "due_at"],
                name="desk_case_due",
                condition=~models.Q(state="closed"),
            ),
            GinIndex(fields=["search"], name="desk_case_search"),
        ]

    def __str__(self) -> str:
        return f"FD-{self.number}"

    @property
    def kind(self) -> Text:
        """What kind of case it is, in both languages."""
        return title_of(self.matter)


class Event(models.Model):
    """One line of a case's story: what happened, who did it, what the customer was told."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(ServiceCase, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="desk_event_case")]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class Handover(models.Model):
    """An offer to take a case over. Until it is accepted the sender owns the case."""

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(ServiceCase, on_delete=models.PROTECT, related_name="handovers")
    sender = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="handovers_sent")
    to_branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="handovers")
    to_staff = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="handovers_received"
    )
    packet = models.TextField()  # what goes along, so that the customer need not tell it again
    reason = models.TextField()
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True)
    answer_reason = models.TextField(blank=True)
    three_way = models.BooleanField(default=False)  # a warm call with the customer on the line
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                name="desk_one_open_handover",
                condition=models.Q(state="offered"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.to_staff_id or self.to_branch_id}"


class Promise(models.Model):
    """Words said to a customer, with a time and a name.

    `next_at` is the next moment the worker must look: due soon, due, or the manager's turn.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        KEPT = "kept", _("Kept")
        BROKEN = "broken", _("Broken")
        RENEGOTIATED = "renegotiated", _("Renegotiated before it lapsed")

    class Stage(models.IntegerChoices):
        QUIET = 0, _("Quiet")
        DUE_SOON = 1, _("Due soon")
        OVERDUE = 2, _("Overdue, owner told")
        ESCALATED = 3, _("Overdue, manager told")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(ServiceCase, on_delete=models.PROTECT, related_name="promises")
    words = models.CharField(max_length=240)
    to_name = models.CharField(max_length=80)
    to_contact = models.CharField(max_length=80, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="promises_made")
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="promises")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.QUIET)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_note = models.TextField(blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    external = models.BooleanField(default=False)  # a third party's estimate, not our word
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            # desk.tasks.fire_promises: the next moments, and nothing else
            models.Index(
                fields=["next_at"],
                name="desk_promise_next",
                condition=models.Q(state="open", next_at__isnull=False),
            ),
            models.Index(fields=["owner", "due_at"], name="desk_promise_owner"),
        ]

    def __str__(self) -> str:
        return self.words


class Redress(models.Model):
    """What was made good: real loss first; a gift never closes a case (case 02005)."""

    class Kind(models.TextChoices):
        APOLOGY = "apology", _("Apology")
        REFUND = "refund", _("Refund")
        FEE_WAIVER = "fee_waiver", _("Fee waiver")
        INTEREST = "interest", _("Interest difference")
        COMPENSATION = "compensation", _("Compensation")
        GIFT = "gift", _("Gift")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(ServiceCase, on_delete=models.PROTECT, related_name="redress")
    kind = models.CharField(max_length=14, choices=Kind)
    claimed = MoneyColumn(null=True)
    amount = MoneyColumn(default=0)
    currency = models.CharField(max_length=3, default="CNY")
    basis = models.TextField()
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.currency}"


class Approval(models.Model):
    """A second person's yes to something that cannot be done alone, with its cut-off.

    Same-day reversal (02003), a choice against the rate due (02027), a recalculation signed by a
    second person.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(ServiceCase, on_delete=models.PROTECT, related_name="approvals")
    kind = models.CharField(max_length=30)
    reason = models.TextField()
    data = models.JSONField(default=dict)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    cut_off = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class Note(models.Model):
    """A private “please check” from one colleague to another, never seen by the customer
    (case 01002)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="notes")
    to_staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="notes_received")
    sent_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="notes_sent")
    policy_key = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=240, blank=True)
    sent_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=240, blank=True)

    def __str__(self) -> str:
        return f"{self.sent_by_id} → {self.to_staff_id}"


class CardStop(models.Model):
    """An emergency stop on a card, set at once; the formal loss report follows (case 02025)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="stops")
    case = models.ForeignKey(ServiceCase, on_delete=models.PROTECT, null=True)
    stopped_by = models.ForeignKey(Staff, on_delete=models.PROTECT)
    stopped_at = models.DateTimeField()
    reason = models.TextField()
    formal_report_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card"],
                name="desk_card_stopped_once",
                condition=models.Q(formal_report_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.card_id}"


class Question(models.Model):
    """An expert is asked; the case and its customer stay with their owner (case 02025)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(ServiceCase, on_delete=models.PROTECT, related_name="questions")
    to_branch = models.ForeignKey(Branch, on_delete=models.PROTECT)
    text = models.TextField()
    screen = models.TextField(blank=True)  # what the terminal showed
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.case_id}"
