"""Drafts imported from a casebook document, the search index of studies, and readers' notes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from firstdesk.core.ids import new_id
from firstdesk.staff.models import Staff


class Import(models.Model):
    """One document read, whole or not at all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True)
    report = models.JSONField()

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """A case of an imported document, for a person to review."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="drafts")
    number = models.CharField(max_length=5)
    printed_number = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    body = models.JSONField()
    doubts = models.JSONField(default=list)
    has_text = models.BooleanField(default=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="casebook_draft_number")
        ]

    def __str__(self) -> str:
        return self.number


class StudyIndex(models.Model):
    """Cut words of one study in one language: what full-text search looks into."""

    id = models.BigAutoField(primary_key=True)
    number = models.CharField(max_length=5)
    language = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    words = ArrayField(models.CharField(max_length=60))
    title_words = ArrayField(models.CharField(max_length=60))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "language"], name="casebook_index_once")
        ]
        indexes = [GinIndex(fields=["words"], name="casebook_index_words")]

    def __str__(self) -> str:
        return f"{self.number} {self.language}"


class ReaderNote(models.Model):
    """A reader's own answer to “ask yourself”: his, and nobody else's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT)
    number = models.CharField(max_length=5)
    question = models.PositiveSmallIntegerField()
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "number", "question"], name="casebook_note_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.question}"
