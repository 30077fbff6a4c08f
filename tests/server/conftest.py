"""Folders for servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.helpers import open_folder


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder to put data folders in."""
    with open_folder() as made:
        yield made
