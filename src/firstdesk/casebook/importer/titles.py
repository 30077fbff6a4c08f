"""Comparing titles that were printed twice, not always alike."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache


@lru_cache(maxsize=4096)
def plain(title: str) -> str:
    """A title without spaces, width and punctuation, which two printings rarely share."""
    folded = unicodedata.normalize("NFKC", title).lower()
    return re.sub(r"[\W_]+", "", folded)


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> float:
    """How much two titles have in common, 0 to 1; a title contained in the other counts high."""
    first, second = plain(one), plain(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    ratio = SequenceMatcher(None, first, second, autojunk=False).ratio()
    short, long = sorted((first, second), key=len)
    if len(short) >= 4 and len(long) <= 3 * len(short) and short in long:
        return max(ratio, 0.8)
    return ratio
