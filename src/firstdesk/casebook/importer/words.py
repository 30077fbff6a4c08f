"""Finding replaced words. The text is never changed; each find is a doubt for the reviewer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from firstdesk.core.text import Text

from .lexicon import LIKELY, MEANING, PRAISE, SURE, THEMES
from .source import Source

_REWORDED = Text(
    zh="此词在银行行文中读不通，疑为同义词替换所致。",
    en="The word makes no sense in a bank; a synonym seems to have been put in its place.",
)
_MAYBE = Text(
    zh="本文件多处被同义词替换，此词也常是替换结果，请按上下文判断。",
    en="The document is reworded in many places and this word is often a result; judge by context.",
)
_SURE_PER_1000 = 2
_SURE_DISTINCT = 3
_NEAR = 16  # characters


@dataclass(frozen=True, slots=True)
class Find:
    """A word at a place in the document, and what may have stood there."""

    start: int
    end: int
    suspected: str
    why: Text


@dataclass(frozen=True, slots=True)
class Joined:
    """A stretch of the document without line breaks, so that words broken by them are found."""

    text: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, source: Source, start: int, end: int) -> Joined:
        offsets = tuple(i for i in range(start, end) if source.text[i] != "\n")
        return cls("".join(source.folded[i] for i in offsets), offsets)

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """Where the word (the named group, or the whole match) stands in the document."""
        groups = [name for name, value in match.groupdict().items() if value]
        start, end = match.span(groups[0]) if groups else match.span()
        return self.offsets[start], self.offsets[end - 1] + 1


def is_reworded(source: Source) -> bool:
    """Whether words which make no sense in a bank are frequent in the whole document."""
    text = Joined.of(source, 0, len(source.text)).text
    hits = {s: len(pattern.findall(text)) for pattern, s in _compiled(SURE)}
    total = sum(hits.values())
    distinct = sum(1 for count in hits.values() if count)
    return distinct >= _SURE_DISTINCT and total * 1000 >= _SURE_PER_1000 * len(text)


def find(source: Source, spans: tuple[tuple[int, int], ...], reworded: bool) -> Iterator[Find]:
    """Replaced words in the stretches of one case; where two rules meet, the stronger speaks."""
    taken: set[int] = set()
    joined = [Joined.of(source, start, end) for start, end in spans]
    whole = "".join(part.text for part in joined)
    for part in joined:
        for found in _candidates(part, whole, reworded):
            places = set(range(found.start, found.end))
            if not places & taken:
                taken |= places
                yield found


def _candidates(part: Joined, whole: str, reworded: bool) -> Iterator[Find]:
    for pattern, suspected, why in _meaning():
        for match in pattern.finditer(part.text):
            start, end = part.span(match)
            yield Find(start, end, suspected, why)
    yield from _themed(part, whole, reworded)
    for pattern, suspected in _compiled(SURE):
        for match in pattern.finditer(part.text):
            yield Find(*part.span(match), suspected, _REWORDED)
    if reworded:
        for pattern, suspected in _compiled(LIKELY):
            for match in pattern.finditer(part.text):
                yield Find(*part.span(match), suspected, _MAYBE)


def _themed(part: Joined, whole: str, reworded: bool) -> Iterator[Find]:
    """Words the theme of the case decides. Outside a reworded document the sign must be near."""
    for word, suspected, theme, sign, why in THEMES:
        if not (re.search(theme, whole) and re.search(sign, whole)):
            continue
        for match in re.finditer(word, part.text):
            start, end = max(0, match.start() - _NEAR), match.end() + _NEAR
            around = part.text[start:end]
            if suspected == "投诉" and re.search(PRAISE, around):
                continue
            if not reworded and (suspected in whole or not re.search(sign, around)):
                continue
            yield Find(*part.span(match), suspected, why)


@cache
def _compiled(words: tuple[tuple[str, str], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), suspected) for pattern, suspected in words)


@cache
def _meaning() -> tuple[tuple[re.Pattern[str], str, Text], ...]:
    return tuple((re.compile(pattern), suspected, why) for pattern, suspected, why in MEANING)
