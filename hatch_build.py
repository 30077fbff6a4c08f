"""Reads the direct dependencies from requirements.in, so that they are stated once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class RequirementsHook(MetadataHookInterface):
    """Fills `dependencies` from requirements.in."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Takes every line that is neither a comment nor empty."""
        lines = Path(self.root, "requirements.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]
