"""Cutting the text of one case into introduction, points of analysis and questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .headings import HEADINGS
from .layout import Body
from .source import Source

_SENTENCE_END = "。.?？!！:：;；…〞”\"'’」』)）〕]】"
_NUMERALS = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_ITEM = re.compile(
    r"(?:^|(?<=[\s。?!;:…〞”)〕]))(?:"
    r"[(〔]?(?P<digit>\d{1,2})[ \t]*[)〕]?[ \t]*(?:[、.,)〕:]|(?<=[)〕]))[ \t]*(?!\d)"
    rf"|[(〔]?(?P<han>[{_NUMERALS}])(?:[、.,)〕])[ \t]*"
    rf"|(?P<ring>[{_CIRCLED}])[ \t]*)",
    re.MULTILINE,
)
_CREDIT = re.compile(
    r"\s*[〔(\[][^〔()〕\[\]]{2,24}(?:提供|供稿|报送|整理|撰写|编写|推荐)[〕)\]]\s*$"
)
_TRAILER = re.compile(r"\s*(?:因|由于|因为)?篇幅(?:问题|所限|有限|限制|原因)[^\n]{0,60}\s*$")
_CLICK = re.compile(r"\s*(?:请)?(?:点此|点击此?处?)查看[^\n]{0,40}\s*$")
_MAX_SKIP = 2  # item numbers may miss one or repeat one, as printed


@dataclass(frozen=True, slots=True)
class Item:
    """One point or question with its printed number (0: none) and where it starts."""

    number: int
    text: str
    start: int
    first: bool = False


@dataclass(frozen=True, slots=True)
class Sections:
    """One case in its parts; spans are offsets in the document."""

    introduction: str
    analysis: tuple[Item, ...]
    questions: tuple[Item, ...]
    notes: tuple[str, ...]
    trailer: str
    spans: tuple[tuple[int, int], ...]
    headed: frozenset[str]


def cut(source: Source, body: Body) -> Sections:
    """Cuts one case at its headings; words behind the last section become notes."""
    folded = source.folded
    start, headed = body.title_end, set()
    opening = HEADINGS["introduction"].match(folded, start, body.end)
    if opening:
        start = opening.end()
        headed.add("introduction")
    end, notes, trailer = _strip_notes(source, start, body.end)
    analysis = HEADINGS["analysis"].search(folded, start, end)
    questions = HEADINGS["questions"].search(folded, analysis.end() if analysis else start, end)
    intro_end = min([m.start() for m in (analysis, questions) if m], default=end)
    spans = [(start, intro_end)]
    points: tuple[Item, ...] = ()
    asked: tuple[Item, ...] = ()
    if analysis:
        headed.add("analysis")
        stop = questions.start() if questions else end
        spans.append((analysis.end(), stop))
        points = _items(source, analysis.end(), stop, asked=False)
    if questions:
        headed.add("questions")
        spans.append((questions.end(), end))
        asked = _items(source, questions.end(), end, asked=True)
    introduction = "\n".join(paragraphs(source.text[start:intro_end]))
    return Sections(introduction, points, asked, notes, trailer, tuple(spans), frozenset(headed))


def paragraphs(text: str) -> list[str]:
    """Lines put together again where a line break cuts a sentence."""
    result: list[str] = []
    open_line = False
    for line in text.split("\n"):
        stripped = line.strip()
        if not stripped:
            open_line = False
            continue
        if open_line:
            latin = result[-1][-1].isascii() and stripped[0].isascii() and stripped[0].isalnum()
            result[-1] += (" " if latin and result[-1][-1].isalpha() else "") + stripped
        else:
            result.append(stripped)
        open_line = stripped[-1] not in _SENTENCE_END
    return result


def _strip_notes(source: Source, start: int, end: int) -> tuple[int, tuple[str, ...], str]:
    """Takes credits and a web page's closing line off the end; they are kept as notes."""
    notes: list[str] = []
    trailer = ""
    while True:
        text = source.folded[start:end]
        match = _TRAILER.search(text) or _CLICK.search(text)
        if match:
            trailer = source.text[start + match.start() : end].strip() + trailer
        else:
            match = _CREDIT.search(text)
        if not match:
            return end, tuple(reversed(notes)), trailer
        notes.append(source.text[start + match.start() : end].strip())
        end = start + match.start()


def _items(source: Source, start: int, end: int, *, asked: bool) -> tuple[Item, ...]:
    """Numbered items by their numbers, others by paragraph. No word is left out."""
    marks = _marks(source, start, end)
    if not marks:
        return _unnumbered(source, start, end)
    lead = source.text[start : marks[0][0]]
    items: list[Item] = []
    if lead.strip() and not (asked and "?" not in source.folded[start : marks[0][0]]):
        items.append(Item(0, "\n".join(paragraphs(lead)), start))
        lead = ""
    stops = [mark[0] for mark in marks[1:]] + [end]
    for (at, after, number), stop in zip(marks, stops, strict=True):
        parts = [*paragraphs(lead), *paragraphs(source.text[after:stop])]
        lead = ""
        items.append(Item(number, "\n".join(parts), at, not any(i.number for i in items)))
    return tuple(item for item in items if item.text)


def _marks(source: Source, start: int, end: int) -> list[tuple[int, int, int]]:
    """Item numbers in rising order: start, end and value of each."""
    found: list[tuple[int, int, int]] = []
    kind, last = "", 0
    for match in _ITEM.finditer(source.folded, start, end):
        group = match.lastgroup or ""
        value = _value(group, match[group])
        opens = value == 1 or not source.text[start : match.start()].strip()
        if (not kind and opens) or (kind == group and last <= value <= last + _MAX_SKIP):
            kind, last = group, value
            found.append((match.start(), match.end(), value))
    return found


def _value(group: str, printed: str) -> int:
    if group == "digit":
        return int(printed)
    return ("" + (_NUMERALS if group == "han" else _CIRCLED)).index(printed) + 1


def _unnumbered(source: Source, start: int, end: int) -> tuple[Item, ...]:
    """Paragraphs; in a document without line breaks a gap after a full stop divides them."""
    items = []
    at = start
    for piece in re.split(r"((?<=[。?？!！…])[ \t]+|\n)", source.text[start:end]):
        items.append((at, piece))
        at += len(piece)
    result: list[Item] = []
    open_line = False
    for at, piece in items:
        if not piece.strip():
            continue
        text = piece.strip()
        if open_line and result:
            result[-1] = Item(0, result[-1].text + text, result[-1].start)
        else:
            result.append(Item(0, text, at))
        open_line = text[-1] not in _SENTENCE_END
    return tuple(result)
