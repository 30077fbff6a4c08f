"""The spellings in which a casebook prints its headings and numbers.

Patterns work on the folded text of a :class:`~.source.Source`: half-width digits and punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Section = Literal["introduction", "analysis", "questions"]

# The case itself, its analysis and the questions; the second word of each group is the one a
# reworded document puts in place of the first.
_WORDS: dict[Section, str] = {
    "introduction": r"介绍|引见|引荐|简介|背景|经过|回放|描述|概述|概况|概要|详情|内容",
    "analysis": r"分析|剖析|解析|评析|点评|评价|解读",
    "questions": r"思考|思索|考虑|讨论|研讨|启示|反思",
}
_ORDINAL = r"[(〔]?[一二三四五六七八九十1-9][)〕]?[ \t]*[、.,:。)]?[ \t]*"
_NAME = r"案[例列][ \t]*"
_BEFORE = r"(?:(?<=^)|(?<=[\s。?!;.…〞”’」』\"')〕]))"
_AFTER = r"[ \t]*(?:[:。](?=[^\d]|$)|(?=\s|$))"


def _heading(section: Section) -> re.Pattern[str]:
    words = _WORDS[section]
    tail = r"(?:与|和)?(?:题|问题|题目)?"
    forms = [
        rf"{_BEFORE}{_ORDINAL}{_NAME}(?:{words}){tail}(?:{_AFTER}|(?=\d{{1,2}}[、.,]|[^\s]))",
        rf"{_BEFORE}{_NAME}(?:{words}){tail}{_AFTER}",
        rf"{_BEFORE}{_ORDINAL}(?:{words}){tail}{_AFTER}",
        # Glued to a word without any stop: only with ordinal and name, and only closing a line.
        rf"{_ORDINAL}{_NAME}(?:{words}){tail}{_AFTER}",
    ]
    if section == "introduction":
        forms.append(rf"(?:(?<=^)|(?<=\s)){_ORDINAL}{_NAME}{_AFTER}")
        forms.append(rf"{_BEFORE}{_NAME}{_AFTER}")
    return re.compile("|".join(forms), re.MULTILINE)


HEADINGS: dict[Section, re.Pattern[str]] = {section: _heading(section) for section in _WORDS}

CONTENTS_MARK = re.compile(r"^[ \t]*(?:案例)?[ \t]*目[ \t]*[录次][ \t]*:?", re.MULTILINE)
BODIES_MARK = re.compile(
    r"(?:^|(?<=\s))案例[ \t]*(?:选编|选登|正文|汇编|精选|集锦|全文|内容)[ \t]*:|"
    r"^[ \t]*(?:案例[ \t]*(?:选编|选登|正文|汇编|精选|集锦|全文)|正[ \t]*文)[ \t]*:?[ \t]*$",
    re.MULTILINE,
)
RANGE = re.compile(
    r"(?<!\d)(\d{4,5})[ \t]*[-\u2010-\u2015~～－至到]+[ \t]*(\d{4,5})(?![\d年月日元])"
    r"[ \t]*[:、]?[ \t]*"
    r"([^\d\s,。;:]{0,30})"
)

_UNIT = r"[ \t]*(?:[元万亿千百%％‰年月日号分秒点位张个户笔人次条天周岁]|美金|美元|人民币)"
_NUMBER = re.compile(
    rf"(?<![\dA-Za-z.,*]) (?:(?P<five>0\d{{4}}(?!\d)|\d{{5}}(?![\d%]|\.\d|,\d)(?!{_UNIT}))"
    rf"|(?:(?<=\n)|(?<=[ \t])|(?<=^))(?P<loose>[0-9OolI?*□×#]{{4,6}})"
    rf"(?![A-Za-z?*□×#.,%]*\d)(?!{_UNIT}))",
    re.VERBOSE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """Something that may be a case number: where it stands and how it is printed."""

    start: int
    end: int
    printed: str
    clean: bool


def numbers(folded: str, start: int, end: int) -> Iterator[Number]:
    """Possible case numbers in order; damaged ones (four or six signs, O for 0) are not clean."""
    for match in _NUMBER.finditer(folded, start, end):
        if match["five"]:
            yield Number(match.start("five"), match.end("five"), match["five"], True)
        elif sum(char.isdigit() for char in match["loose"]) >= 3:
            yield Number(match.start("loose"), match.end("loose"), match["loose"], False)
