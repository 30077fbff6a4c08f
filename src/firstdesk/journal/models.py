"""The append-only record. The database refuses UPDATE, DELETE and TRUNCATE (migration 0002)."""

from __future__ import annotations

from typing import Any

from django.db import models


class Entry(models.Model):
    """One act of one person on one object.

    Holds the actor's id *and* name, role and branch as they were: the record survives renaming,
    transfer and departure.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.CharField(max_length=64, blank=True)
    actor_name = models.JSONField()
    role = models.CharField(max_length=40)
    branch_code = models.CharField(max_length=20, blank=True)
    branch_name = models.JSONField(null=True)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    object_name = models.CharField(max_length=200, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"], name="journal_object"),
            models.Index(fields=["actor_id", "-id"], name="journal_actor"),
            models.Index(fields=["branch_code", "-id"], name="journal_branch"),
            models.Index(fields=["action", "-id"], name="journal_action"),
            models.Index(fields=["request_id"], name="journal_request"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action} {self.object_type}:{self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Writes once."""
        if not self._state.adding:
            raise TypeError("Journal entries cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuses."""
        raise TypeError("Journal entries cannot be deleted.")
