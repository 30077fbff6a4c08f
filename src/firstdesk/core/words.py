"""Cuts Chinese and English text into words for full-text search."""

from __future__ import annotations

import re
from collections.abc import Iterable

import rjieba

_KEEP = re.compile(r"[\w一-鿿]", re.UNICODE)


def cut(text: str) -> list[str]:
    """The distinct words of a text, lower case, in order; punctuation is dropped.

    Long compounds give their parts too (自动还款 gives 自动, 还款 and 自动还款), so that a search
    for either finds the text.
    """
    words = (word.strip().lower() for word in rjieba.cut_for_search(text))
    return list(dict.fromkeys(word for word in words if word and _KEEP.search(word)))


def cut_all(texts: Iterable[str], limit: int = 60) -> list[str]:
    """The distinct words of several texts; words longer than `limit` characters are cut short."""
    found: dict[str, None] = {}
    for text in texts:
        found.update(dict.fromkeys(word[:limit] for word in cut(text)))
    return list(found)
