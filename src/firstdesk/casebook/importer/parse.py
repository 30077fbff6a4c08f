"""From the bytes of a casebook document to drafts for review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from firstdesk.core.text import Text

from . import reasons
from .cases import Case, gather
from .doubts import Scanner
from .layout import Body, Entry, Layout, survey
from .model import CaseDraft, Doubt, ImportReport, Repair, RepairPlace
from .numbers import assign
from .roles import role_of
from .sections import Sections, cut
from .source import Source, read
from .titles import plain
from .words import find, is_reworded
from .years import Years


def parse_document(data: bytes, *, name: str, today: date | None = None) -> ImportReport:
    """Reads a casebook document. Nothing is stored; words stay as printed, doubts mark places.

    Args:
        data: the file as it is; UTF-8 (with or without BOM) or GB18030, any line ends.
        name: the file's name, for the report.
        today: business date; later years are doubted. Without it only the document decides.

    Raises:
        CasebookImportError: the file is empty, not text, has no list of contents, or no cases.
    """
    source = read(data)
    layout = survey(source)
    if not layout.entries:
        raise reasons.no_contents()
    if not layout.bodies:
        if not layout.marked and not layout.ranges:
            raise reasons.no_contents()
        raise reasons.no_bodies(len(layout.entries))
    return _Reading(source, layout, today).report(name)


class _Reading:
    """One document being read."""

    def __init__(self, source: Source, layout: Layout, today: date | None) -> None:
        self.source = source
        self.layout = layout
        self.numbers = assign(layout.entries, layout.ranges, layout.bodies)
        self.listed = Counter(entry.printed for entry in layout.entries)
        self.cases, self.copies = gather(source, layout, self.numbers)
        self.repairs = list(self._repairs())
        pairs = [(repair.printed, repair.repaired) for repair in self.repairs]
        self.scanner = Scanner(source, Years(source.folded, pairs, today))
        self.reworded = is_reworded(source)
        self.trailers: list[str] = []

    def report(self, name: str) -> ImportReport:
        drafts = sorted(
            (self._draft(case) for case in self.cases),
            key=lambda draft: (draft.number == "", draft.number, draft.line_from),
        )
        return ImportReport(
            name=name,
            encoding=self.source.encoding,
            cases=tuple(drafts),
            repaired=tuple(self.repairs),
            warnings=tuple(self._warnings(drafts)),
        )

    def _repairs(self) -> Iterator[Repair]:
        for index, case in enumerate(self.cases):
            if not case.number:
                continue
            in_contents = case.entry is not None and case.entry.printed != case.number
            in_body = case.body is not None and case.body.printed != case.number
            if not (in_contents or in_body):
                continue
            place: RepairPlace = "contents"
            if case.entry:
                printed, start, title = case.entry.printed, case.entry.start, case.entry.title
            if in_body and case.body:
                place = "both" if in_contents else "body"
                printed, start = case.body.printed, case.body.start
                title = case.entry.title if case.entry else case.body.title
            yield Repair(
                printed=printed,
                repaired=case.number,
                title=title,
                why=self._why(index, case, printed),
                line=self.source.line(start),
                where=place,
            )

    def _why(self, index: int, case: Case, printed: str) -> Text:
        if case.entry is None:  # the cases before and after it decided
            low = int(case.number)
            near = f"{low - 1:05d}", f"{low + 1:05d}"
            return reasons.repaired(printed, self.listed[printed], *near, case.number)
        before = self.numbers[index - 1] if index else ""
        after = self.numbers[index + 1] if index + 1 < len(self.numbers) else ""
        return reasons.repaired(printed, self.listed[printed], before, after, case.number)

    def _draft(self, case: Case) -> CaseDraft:
        if case.body is None:
            assert case.entry is not None
            return self._listed_draft(case, case.entry)
        body, source = case.body, self.source
        parts = cut(source, body)
        if parts.trailer:
            self.trailers.append(parts.trailer)
        role, role_name = role_of(case.number, self.layout.ranges)
        title = body.title or (case.entry.title if case.entry else "")
        last = body.start + len(source.text[body.start : body.end].rstrip())
        draft = CaseDraft(
            number=case.number,
            printed_number=body.printed,
            role=role,
            title=title,
            introduction=parts.introduction,
            analysis=tuple(item.text for item in parts.analysis),
            questions=tuple(item.text for item in parts.questions),
            doubts=(),
            line_from=source.line(body.start),
            line_to=source.line(max(body.start, last - 1)),
            has_text=True,
            contents_title=case.entry.title if case.entry else "",
            role_name=role_name,
            notes=parts.notes,
        )
        title_at = source.text.find(body.title, body.start) if body.title else body.start
        spans = ((title_at, title_at + len(body.title)), *parts.spans)
        doubts = [
            *self._identity_doubts(case, body.start, body.printed),
            *self._title_doubts(case, body, title_at),
            *self._section_doubts(body, parts),
            *self._word_doubts(spans),
            *(doubt for span in parts.spans for doubt in self.scanner.scan(*span)),
            *self.scanner.numbering(parts.analysis),
            *self.scanner.numbering(parts.questions),
            *self._copy_doubts(case),
        ]
        return draft.with_doubts(tuple(doubts))

    def _listed_draft(self, case: Case, entry: Entry) -> CaseDraft:
        source, end = self.source, entry.start + len(entry.printed)
        role, role_name = role_of(case.number, self.layout.ranges)
        line = source.line(entry.start)
        draft = CaseDraft(
            number=case.number,
            printed_number=entry.printed,
            role=role,
            title=entry.title,
            introduction="",
            analysis=(),
            questions=(),
            doubts=(),
            line_from=line,
            line_to=line,
            has_text=False,
            contents_title=entry.title,
            role_name=role_name,
        )
        doubts = [
            self.scanner.doubt("section", entry.start, end, "", reasons.NO_TEXT),
            *self._identity_doubts(case, entry.start, entry.printed),
            *self._word_doubts(((end, entry.end),)),
        ]
        return draft.with_doubts(tuple(doubts))

    def _identity_doubts(self, case: Case, start: int, printed: str) -> Iterator[Doubt]:
        """About the number: repaired, undecided, shared with others, not listed; and the role."""
        doubt, end = self.scanner.doubt, start + len(printed)
        if case.entry is None:
            yield doubt("number", start, end, "", reasons.NOT_LISTED)
        if not case.number:
            yield doubt("number", start, end, "", reasons.NO_NUMBER)
            return
        listed = case.entry.printed if case.entry else case.number
        if case.number not in (printed, listed) or printed != listed:
            at = next(i for i, other in enumerate(self.cases) if other is case)
            wrong = printed if printed != case.number else listed
            yield doubt("number", start, end, case.number, self._why(at, case, wrong))
        elif self.listed[printed] > 1:
            why = reasons.shared(printed, self.listed[printed])
            yield doubt("number", start, end, case.number, why)
        if not role_of(case.number, self.layout.ranges)[0]:
            yield doubt("number", start, end, "", reasons.NO_ROLE)

    def _title_doubts(self, case: Case, body: Body, at: int) -> Iterator[Doubt]:
        if case.entry is None or plain(case.entry.title) == plain(body.title):
            return
        why = reasons.TITLE_DIFFERS if body.title else reasons.TITLE_MISSING
        yield self.scanner.doubt("title", at, at + len(body.title), case.entry.title, why)

    def _section_doubts(self, body: Body, parts: Sections) -> Iterator[Doubt]:
        filled: Mapping[str, object] = {
            "introduction": parts.introduction,
            "analysis": parts.analysis,
            "questions": parts.questions,
        }
        for section, content in filled.items():
            if not content:
                at = body.start
                yield self.scanner.doubt("section", at, at, "", reasons.SECTIONS[section])

    def _word_doubts(self, spans: tuple[tuple[int, int], ...]) -> Iterator[Doubt]:
        for found in find(self.source, spans, self.reworded):
            yield self.scanner.doubt("word", found.start, found.end, found.suspected, found.why)

    def _copy_doubts(self, case: Case) -> Iterator[Doubt]:
        for why, copy in self._copies_of(case):
            yield self.scanner.doubt(
                "duplicate", copy.start, copy.start + len(copy.printed), case.number, why
            )

    def _copies_of(self, case: Case) -> Iterator[tuple[Text, Body]]:
        at = next((i for i, entry in enumerate(self.layout.entries) if entry is case.entry), -1)
        for copy in self.copies.get(at, ()):
            texts = [self.source.text[b.title_end : b.end] for b in (copy, case.body) if b]
            lines = [(self.source.line(copy.start), self.source.line(copy.end - 1))]
            same = plain(texts[0]) == plain(texts[-1])
            yield reasons.told_twice(case.number or copy.printed, lines, same), copy

    def _warnings(self, drafts: Sequence[CaseDraft]) -> Iterator[Text]:
        if not self.layout.ranges:
            yield reasons.no_ranges()
        for span in self.layout.ranges:
            listed = sum(1 for n in self.numbers if n and span.first <= int(n) <= span.last)
            if listed != span.last - span.first + 1:
                name = span.name or f"{span.first:05d}"
                yield reasons.range_differs(name, span.last - span.first + 1, listed)
        for case in self.cases:
            yield from (why for why, _ in self._copies_of(case))
        if self.source.cut:
            yield reasons.broken_end()
        if cut_off := self._cut_off():
            yield cut_off
        yield from (reasons.trailer(text) for text in self.trailers)

    def _cut_off(self) -> Text | None:
        """The document ends with a case after which the contents list others, all without text."""
        told = [index for index, case in enumerate(self.cases) if case.entry and case.body]
        if not told or told[-1] + 1 >= len(self.layout.entries):
            return None
        missing = len(self.layout.entries) - told[-1] - 1
        return reasons.cut_off(self.cases[told[-1]].number, missing)
