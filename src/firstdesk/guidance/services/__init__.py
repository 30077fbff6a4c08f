"""The verbs of guidance; import them from here."""

from __future__ import annotations

from firstdesk.guidance.services.checks import check, decline, preview, submit, untold
from firstdesk.guidance.services.telling import override, refuse, take_back, tell

__all__ = [
    "check",
    "decline",
    "override",
    "preview",
    "refuse",
    "submit",
    "take_back",
    "tell",
    "untold",
]
