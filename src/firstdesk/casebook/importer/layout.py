"""Where the parts of a casebook document are: role ranges, contents, cases."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .headings import BODIES_MARK, CONTENTS_MARK, HEADINGS, RANGE, Number, numbers
from .source import Source
from .titles import likeness, plain

_TITLE_WINDOW = 120  # characters between a case's number and its first heading
_TITLE_LINES = 4
_SAME_TITLE = 0.75


@dataclass(frozen=True, slots=True)
class RoleRange:
    """A role's case numbers as the preface announces them; both ends included."""

    first: int
    last: int
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents."""

    printed: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Body:
    """The text of one case, from its number (or title, if the number is lost) to the next case."""

    printed: str
    title: str
    start: int
    title_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of the document."""

    ranges: tuple[RoleRange, ...]
    entries: tuple[Entry, ...]
    bodies: tuple[Body, ...]
    marked: bool


def survey(source: Source) -> Layout:
    """Finds the parts; any of them may be empty if the file is no casebook."""
    folded = source.folded
    contents_mark = CONTENTS_MARK.search(folded)
    ranges, spans = _ranges(folded, contents_mark.start() if contents_mark else 0)
    tokens = [
        token
        for token in numbers(folded, 0, len(folded))
        if not any(start <= token.start < end for start, end in spans)
    ]
    mark = BODIES_MARK.search(folded)
    headed = _headed(folded, tokens, mark.end() if mark else 0)
    contents_from = contents_mark.end() if contents_mark else max((e for _, e in spans), default=0)
    contents_to = _contents_end(folded, tokens, headed, mark, contents_from)
    listed = _plausible(
        [token for token in tokens if contents_from <= token.start < contents_to],
        {f"{span.first:05d}"[:2] for span in ranges},
    )
    entries = _entries(source, listed, contents_to)
    later = [token for token in tokens if token.start >= contents_to]
    bodies = _bodies(source, later, headed, entries, contents_to)
    return Layout(ranges, tuple(entries), tuple(bodies), contents_mark is not None)


def _ranges(folded: str, preface: int) -> tuple[tuple[RoleRange, ...], list[tuple[int, int]]]:
    """Number ranges of the roles; in the preface four digits do, where a zero may be lost."""
    found, spans = [], []
    for match in RANGE.finditer(folded):
        first, last = match[1].rjust(5, "0"), match[2].rjust(5, "0")
        short = min(len(match[1]), len(match[2])) < 5
        if (short and match.start() >= preface) or first[:2] == "00":
            continue
        spans.append(match.span())
        if first[:2] == last[:2] and first <= last:
            found.append(RoleRange(int(first), int(last), match[3].strip("、-")))
    return tuple(found), spans


def _headed(folded: str, tokens: list[Number], after: int) -> list[tuple[Number, int]]:
    """Numbers which a title and the heading of an introduction follow, with that heading's end."""
    found = []
    for index, token in enumerate(tokens):
        if token.start < after:
            continue
        limit = tokens[index + 1].start if index + 1 < len(tokens) else len(folded)
        limit = min(limit, token.end + _TITLE_WINDOW)
        heading = HEADINGS["introduction"].search(folded, token.end, limit)
        if heading and folded.count("\n", token.end, heading.start()) <= _TITLE_LINES:
            found.append((token, heading.start()))
    return found


def _contents_end(
    folded: str,
    tokens: list[Number],
    headed: list[tuple[Number, int]],
    mark: re.Match[str] | None,
    contents_from: int,
) -> int:
    """The contents end at the mark of the cases, at the first case, or where they start again."""
    ends = [len(folded)]
    if mark and mark.start() >= contents_from:
        ends.append(mark.start())
    ends += [token.start for token, _ in headed[:1]]
    listed = [token for token in tokens if token.start >= contents_from and token.clean]
    if len(ends) > 1:
        return min(ends)
    ends += [token.start for token in listed[1:] if token.printed == listed[0].printed][:1]
    return min(ends)


def _plausible(tokens: list[Number], roles: set[str]) -> list[Number]:
    """Leaves out figures in titles ("the 2008 games"): a number with a lost or an extra digit must
    belong to a known role and go on from the number before it."""
    roles = roles or {token.printed[:2] for token in tokens if token.clean}
    kept: list[Number] = []
    last = 0
    lost = sum(not token.clean for token in tokens) * 2 > len(tokens)  # zeros lost everywhere
    for token in tokens:
        digits = token.printed if token.printed.isdigit() else ""
        if digits and not token.clean:
            number = digits.rjust(5, "0")
            known = not roles or number[:2] in roles
            if len(digits) == 6 and not digits.startswith("0"):
                continue
            onward = last <= int(number) or (lost and last // 1000 == int(number) // 1000)
            if len(digits) == 4 and not (known and onward):
                continue
        if len(digits) in (4, 5):
            last = int(digits)
        kept.append(token)
    return kept


def _entries(source: Source, tokens: list[Number], end: int) -> list[Entry]:
    entries: list[Entry] = []
    for index, token in enumerate(tokens):
        limit = tokens[index + 1].start if index + 1 < len(tokens) else end
        if not source.text[token.end : limit].strip() or _is_title_part(tokens, index, source):
            continue
        title_end = limit
        if limit == end and (cut := source.text.find("\n", token.end, end)) > 0:
            title_end = cut  # what follows the last title is not part of it
        entries.append(Entry(token.printed, "", token.start, title_end))
    for index, entry in enumerate(entries[:-1]):
        entries[index] = replace(entry, end=entries[index + 1].start)
    return [
        replace(entry, title=_listed_title(source.text[entry.start : entry.end], entry.printed))
        for entry in entries
    ]


def _is_title_part(tokens: list[Number], index: int, source: Source) -> bool:
    """A damaged-looking number right behind a case number begins its title: "4171 coins"."""
    token = tokens[index]
    if token.clean or index == 0:
        return False
    return not source.text[tokens[index - 1].end : token.start].strip()


def _listed_title(text: str, printed: str) -> str:
    title = text[len(printed) :].strip()
    title = re.sub(r"(?:[.·…\t]{3,}|…+)\s*\d{1,3}$", "", title)
    return _one_line(title)


def _one_line(title: str) -> str:
    return re.sub(r"[ \t\u3000]*\n\s*", "", title).strip(" \t\u3000:、")


def _bodies(
    source: Source,
    tokens: list[Number],
    headed: list[tuple[Number, int]],
    entries: list[Entry],
    start: int,
) -> list[Body]:
    """Cases by number and heading, by number and listed title, or by listed title and heading."""
    found: dict[int, Body] = {}
    for token, heading in headed:
        if token.start >= start:
            title = _one_line(source.text[token.end : heading])
            found[token.start] = Body(token.printed, title, token.start, heading, 0)
    for token in tokens:
        if token.start not in found and (length := _titled(source, token.end, entries)):
            title = _one_line(source.text[token.end : token.end + length])
            found[token.start] = Body(token.printed, title, token.start, token.end + length, 0)
    taken = {body.title_end for body in found.values()}
    for body in _unnumbered(source, entries, start):
        if body.title_end not in taken:
            found[body.start] = body
    ordered = [found[key] for key in sorted(found)]
    ends = [*(body.start for body in ordered[1:]), len(source.text)][: len(ordered)]
    return [replace(body, end=end) for body, end in zip(ordered, ends, strict=True)]


def _titled(source: Source, offset: int, entries: list[Entry]) -> int:
    """Length of the listed title which stands here, 0 if none does."""
    text = source.text[offset : offset + _TITLE_WINDOW]
    stripped = text.lstrip()
    lead = len(text) - len(stripped)
    first_line = stripped.split("\n", 1)[0]
    if plain(first_line) and any(
        likeness(first_line, entry.title) >= _SAME_TITLE for entry in entries
    ):
        return lead + len(first_line)
    for entry in entries:
        if len(plain(entry.title)) >= 4 and stripped.startswith(entry.title):
            return lead + len(entry.title)
    return 0


def _unnumbered(source: Source, entries: list[Entry], start: int) -> list[Body]:
    """Cases whose number is lost: a listed title right before the heading of an introduction."""
    bodies = []
    for heading in HEADINGS["introduction"].finditer(source.folded, start):
        before = source.text[max(start, heading.start() - _TITLE_WINDOW) : heading.start()]
        title = before.rstrip().rsplit("\n", 1)[-1]
        candidates = [title, re.split(r"[。？?！!〔〕][ \t]+", title)[-1]]
        for candidate in candidates:
            if len(plain(candidate)) >= 4 and any(
                likeness(candidate, entry.title) >= _SAME_TITLE for entry in entries
            ):
                at = heading.start() - len(before) + before.rindex(candidate)
                bodies.append(Body("", candidate.strip(), at, heading.start(), 0))
                break
    return bodies
