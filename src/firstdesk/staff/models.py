"""Branches, people and their access tokens."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from firstdesk.core.actor import Actor
from firstdesk.core.ids import new_id
from firstdesk.core.text import Text
from firstdesk.staff.roles import Role


class Branch(models.Model):
    """A branch, the contact centre or head office."""

    class Kind(models.TextChoices):
        BRANCH = "branch", _("Branch")
        CONTACT_CENTRE = "contact_centre", _("Contact centre")
        HEAD_OFFICE = "head_office", _("Head office")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=20, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    city_zh = models.CharField(max_length=40, blank=True)
    city_en = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.BRANCH)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> Text:
        """The branch's name in both languages."""
        return Text(zh=self.name_zh, en=self.name_en)


class StaffManager(BaseUserManager["Staff"]):
    """Creates staff with a hashed password."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Staff:
        """Creates one person; without a password he signs in through the bank's OIDC only."""
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Staff(AbstractBaseUser):
    """A person who works here. Never deleted: leaving switches `is_active` off."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(_("staff number"), max_length=40, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    role = models.CharField(_("role"), max_length=40, choices=Role)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="people")
    window = models.CharField(_("window"), max_length=10, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    password_given = models.BooleanField(default=False)  # by an administrator: known to two
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = StaffManager()

    class Meta:
        ordering = ["username"]
        indexes = [models.Index(fields=["branch", "role"], name="staff_branch_role")]

    def __str__(self) -> str:
        return self.username

    @property
    def name(self) -> Text:
        """The person's name in both languages."""
        return Text(zh=self.name_zh, en=self.name_en)

    def actor(self, request_id: str = "", scopes: frozenset[str] | None = None) -> Actor:
        """The person as the one who acts, frozen for the journal."""
        return Actor(
            staff_id=str(self.pk),
            name=self.name,
            role=self.role,
            branch_id=str(self.branch_id),
            branch_code=self.branch.code,
            branch_name=self.branch.name,
            request_id=request_id,
            scopes=scopes,
        )


class ApiToken(models.Model):
    """A program's key: acts as one person, within named scopes, until it expires or is revoked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def hash(secret: str) -> str:
        """The stored form: the secret itself is shown once and never kept."""
        return hashlib.sha256(secret.encode()).hexdigest()


class Reply(models.Model):
    """What the API answered to an idempotency key, so that a repeat gets the same answer."""

    id = models.BigAutoField(primary_key=True)
    actor_id = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="staff_reply_once")]

    def __str__(self) -> str:
        return self.key


class Alert(models.Model):
    """Something a person must look at now; shown on every page until read."""

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="alerts")
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    text_zh = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300)
    link = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=120, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["staff", "-id"],
                name="staff_alert_unread",
                condition=models.Q(read_at__isnull=True),
            )
        ]
        constraints = [
            # A promise fired by two workers alerts a person once.
            models.UniqueConstraint(
                fields=["staff", "kind", "about"],
                name="staff_alert_once",
                condition=~models.Q(about=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def text(self) -> Text:
        """What it says, in both languages."""
        return Text(zh=self.text_zh, en=self.text_en)


__all__ = ["Alert", "ApiToken", "Branch", "Reply", "Role", "Staff"]
