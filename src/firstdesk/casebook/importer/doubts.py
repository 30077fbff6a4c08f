"""What a reviewer should look at in one case besides replaced words."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence

from firstdesk.core.text import Text

from .model import Doubt, DoubtKind
from .sections import Item
from .source import Source
from .years import Years

_DATE = re.compile(
    r"(?<!\d)(?P<year>\d{4})[ \t]*(?:年|[-/.](?=\d{1,2}[-/.]\d{1,2}(?!\d)))"
    r"(?:[ \t]*(?P<month>\d{1,2})[ \t]*(?:月|[-/.]))?"
    r"(?:[ \t]*(?P<day>\d{1,2})[ \t]*(?:日|号|(?<=[-/.]\d)(?!\d)|(?<=[-/.]\d\d)(?!\d)))?"
)
_MONTH_DAY = re.compile(r"(?<![\d年])(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]")
_CLOCK = re.compile(
    r"(?P<part>凌晨|清晨|早晨|早上|上午|中午|半夜|下午|傍晚|晚上|晚间|夜晚)?[ \t]*"
    r"(?<!\d)(?P<hour>\d{1,2})(?:[:](?P<minute>\d{2})(?!\d)|点(?!多?万|[一二三四五六七八九]))"
)
_AMOUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+,\d{1,2}(?![\d,])")
_BEFORE_NOON = ("凌晨", "清晨", "早晨", "早上", "上午")
_NO_STOP = r"[^\s,。、;:?!(){}〔〕〝〞“”‘’'\"—…+*=/<>%\-A-Za-z0-9.·#«»]"
_CALL = r"(?:打|打来|打完|拨通|拨打|接通|经过|通过|来|在|从|里|联络|联系|固定|赞扬|投诉|调查)"
_GAP = re.compile(rf"(?:(?<=[^\s。?!:;…])[ \t]+(?=[,。;〞”])|(?<={_NO_STOP})[ \t]+(?={_NO_STOP}))")
_MONTH_MAX_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_NO_SUCH_DATE = Text(zh="历法上没有这一天。", en="There is no such day in the calendar.")
_NO_SUCH_TIME = Text(zh="一天中没有这个时刻。", en="There is no such time of day.")
_TIME_CONFLICT = Text(
    zh="时段与钟点互相矛盾，时段一词可能被替换。",
    en="The part of the day contradicts the hour; its name may have been replaced.",
)
_BAD_AMOUNT = Text(
    zh="千位分隔符位置不对，逗号可能应为小数点。",
    en="The thousands separator is out of place; the comma may stand for the decimal point.",
)
_GAP_WHY = Text(
    zh="句中有空格，可能缺字（多处缺“电话”一词），也可能是换行留下的。",
    en="A gap within a sentence: a word may be lost (often 电话, telephone), or a line ended here.",
)


class Scanner:
    """Makes doubts of places in one document."""

    def __init__(self, source: Source, years: Years) -> None:
        self.source = source
        self.years = years

    def doubt(self, kind: DoubtKind, start: int, end: int, suspected: str, why: Text) -> Doubt:
        """The doubt about a stretch of the document, as printed there."""
        source = self.source
        return Doubt(
            kind=kind,
            line=source.line(start),
            text=source.text[start:end].replace("\n", ""),
            suspected=suspected,
            why=why,
            column=source.column(start),
            excerpt=source.excerpt(start, end),
        )

    def scan(self, start: int, end: int) -> Iterator[Doubt]:
        """Years, dates, times, amounts and gaps in a stretch of the document."""
        yield from self._dates(start, end)
        yield from self._times(start, end)
        for match in _AMOUNT.finditer(self.source.folded, start, end):
            head, tail = match[0].rsplit(",", 1)
            yield self.doubt("amount", *match.span(), f"{head}.{tail}", _BAD_AMOUNT)
        yield from self._gaps(start, end)

    def _dates(self, start: int, end: int) -> Iterator[Doubt]:
        folded = self.source.folded
        for match in _DATE.finditer(folded, start, end):
            year, month, day = (int(match[k] or 0) for k in ("year", "month", "day"))
            if verdict := self.years.judge(year):
                guess, why = verdict
                suspected = match[0].strip().replace(match["year"], str(guess), 1) if guess else ""
                yield self.doubt("year", *match.span(), suspected, why)
            if (match["month"] and not 1 <= month <= 12) or (
                match["day"]
                and 1 <= month <= 12
                and not 1 <= day <= _days(guess if verdict and guess else year, month)
            ):
                yield self.doubt("date", *match.span(), "", _NO_SUCH_DATE)
        for match in _MONTH_DAY.finditer(folded, start, end):
            month, day = int(match["month"]), int(match["day"])
            if not (1 <= month <= 12 and 1 <= day <= _MONTH_MAX_DAYS[month - 1]):
                yield self.doubt("date", *match.span(), "", _NO_SUCH_DATE)

    def _times(self, start: int, end: int) -> Iterator[Doubt]:
        for match in _CLOCK.finditer(self.source.folded, start, end):
            hour, minute = int(match["hour"]), int(match["minute"] or 0)
            part = match["part"] or ""
            if match["minute"] and not part and not self._names_time(match):
                continue
            if hour > 24 or minute > 59:
                yield self.doubt("date", *match.span(), "", _NO_SUCH_TIME)
            elif part in _BEFORE_NOON and hour > 12:
                guess = "晚上" if hour >= 18 else "下午"
                suspected = self.source.text[match.start() : match.end()].replace(part, guess)
                yield self.doubt("date", *match.span(), suspected, _TIME_CONFLICT)

    def _names_time(self, match: re.Match[str]) -> bool:
        """Two figures and a colon are a time if a day or 分 stands next to them, not a ratio."""
        folded = self.source.folded
        before, after = folded[max(0, match.start() - 3) : match.start()], folded[match.end() :][:2]
        return bool(re.search(r"[日天号午晨晚到至]", before) or re.match(r"[ \t]*[分左许]", after))

    def _gaps(self, start: int, end: int) -> Iterator[Doubt]:
        folded = self.source.folded
        start += len(folded[start:end]) - len(folded[start:end].lstrip())
        for match in _GAP.finditer(folded, start, end):
            before = folded[match.start() - 2 : match.start()]
            after = folded[match.end() : match.end() + 2]
            called = re.search(rf"{_CALL}$", before) or re.match(
                r"里|费|联络|联系|告知|挂失", after
            )
            yield self.doubt("gap", *match.span(), "电话" if called else "", _GAP_WHY)

    def numbering(self, items: Sequence[Item]) -> Iterator[Doubt]:
        """Items whose printed numbers do not count 1, 2, 3."""
        wanted = 1
        for item in items:
            if not item.number:
                continue
            if item.number != wanted:
                why = Text(
                    zh=f"序号应为{wanted}，实为{item.number}：可能排错，也可能缺一项。",
                    en=f"Numbered {item.number} instead of {wanted}: a misprint, or one is lost.",
                )
                end = item.start + len(str(item.number))
                yield self.doubt("item", item.start, end, str(wanted), why)
            wanted = item.number + 1 if item.number >= wanted else wanted + 1


def _days(year: int, month: int) -> int:
    return monthrange(year, month)[1] if 1 <= year <= 9999 else _MONTH_MAX_DAYS[month - 1]
