"""The desk's tables; import them from here."""

from __future__ import annotations

from firstdesk.desk.models.cases import (
    Approval,
    CardStop,
    Event,
    Handover,
    Note,
    Promise,
    Question,
    Redress,
    ServiceCase,
)

__all__ = [
    "Approval",
    "CardStop",
    "Event",
    "Handover",
    "Note",
    "Promise",
    "Question",
    "Redress",
    "ServiceCase",
]
