"""Which years of a document can be trusted.

The years of a casebook lie close together. A replacer that turned 2008 into 2020 leaves years far
from the others, and often the same digits in the case numbers (02008 printed as 02020).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from firstdesk.core.text import Text

_YEAR = re.compile(r"(?<!\d)(\d{4})[ \t]*年(?!期)")
_EARLIEST = 1900
_JOIN = 3  # years further apart than this do not belong to the same stretch


class Years:
    """Judges the years of one document.

    Args:
        folded: the document.
        repairs: printed and repaired case numbers; their last four digits show replaced years.
        today: years after it are impossible; None if that is not known.
    """

    def __init__(
        self, folded: str, repairs: Iterable[tuple[str, str]], today: date | None = None
    ) -> None:
        counts = Counter(int(year) for year in _YEAR.findall(folded))
        self._today = today
        self._replaced: dict[int, set[int]] = defaultdict(set)
        for printed, repaired in repairs:
            if re.fullmatch(r"\d{5}", printed) and printed[-4:] != repaired[-4:]:
                self._replaced[int(printed[-4:])].add(int(repaired[-4:]))
        believable = Counter({y: n for y, n in counts.items() if self._believable(y)})
        self._first, self._last = self._stretch(believable)

    def _believable(self, year: int) -> bool:
        known = self._today is None or year <= self._today.year
        return year >= _EARLIEST and known and year not in self._replaced

    def _stretch(self, counts: Counter[int]) -> tuple[int, int]:
        """First and last year of the fullest stretch: most years, then most mentions, then first.

        A replacer turns several years into one, so that its years are often named but few.
        """
        stretches: list[list[int]] = []
        for year in sorted(counts):
            if stretches and year - stretches[-1][-1] <= _JOIN:
                stretches[-1].append(year)
            else:
                stretches.append([year])
        if not stretches:
            return 0, 0
        best = max(stretches, key=lambda years: (len(years), sum(counts[y] for y in years)))
        return best[0], best[-1]

    def judge(self, year: int) -> tuple[int, Text] | None:
        """None for a year to be trusted, else the likely year (0: no guess) and the reason."""
        if year < _EARLIEST:
            return 0, Text(
                zh=f"{year}年早于现代银行业务，不可能是案例发生的年份。",
                en=f"The year {year} lies before modern banking and cannot be that of a case.",
            )
        if year in self._replaced and not self._last >= year >= self._first > 0:
            return self._guess(year), Text(
                zh=f"案例编号里的{year}是替换的结果（原为{self._list(year)}），年份{year}很可能也是。",
                en=f"In case numbers {year} stands for {self._list(year, ', ')}; the year {year} "
                "is probably replaced in the same way.",
            )
        if self._today and year > self._today.year:
            return self._guess(year), Text(
                zh=f"{year}年尚未到来。", en=f"The year {year} has not come yet."
            )
        if self._last and year - self._last > _JOIN:
            return self._guess(year), Text(
                zh=f"文件其余年份在{self._first}至{self._last}年之间，{year}年晚得太多，疑为替换所致。",
                en=f"The other years lie between {self._first} and {self._last}; {year} is far "
                "later and may have been put in by a replacement.",
            )
        return None

    def _guess(self, year: int) -> int:
        """The nearest year after the trusted ones, of those the digits are known to stand for."""
        known = sorted(y for y in self._replaced.get(year, ()) if y >= max(self._last, _EARLIEST))
        if known:
            return known[0]
        return self._last + 1 if self._last else 0

    def _list(self, year: int, comma: str = "、") -> str:
        return comma.join(str(y) for y in sorted(self._replaced[year]))
