"""The sentences an import answers with: refusals, warnings, reasons for a repaired number."""

from __future__ import annotations

from collections.abc import Sequence

from firstdesk.core.text import Text

from .model import CasebookImportError

_DO = Text(
    zh="请选择完整的案例手册文件：先有编号目录，后有各案例正文。",
    en="Choose a complete casebook: a numbered list of contents, then the cases themselves.",
)
NOT_LISTED = Text(zh="目录中没有这个案例。", en="The list of contents does not name this case.")
NO_NUMBER = Text(
    zh="编号缺失或与别的案例相同，相邻编号也不能确定它。",
    en="The number is missing or another case's, and its neighbours do not decide it.",
)
TITLE_DIFFERS = Text(
    zh="正文标题与目录标题不一致。",
    en="The title above the case differs from the title in the list of contents.",
)
TITLE_MISSING = Text(
    zh="正文没有标题，目录中有。", en="The case has no title; the list of contents has one."
)
NO_TEXT = Text(
    zh="目录列出了这个案例，文件中没有它的正文。",
    en="The list of contents names this case, but the document does not tell it.",
)
NO_ROLE = Text(
    zh="前言没有说明此编号属于哪类岗位。", en="The preface names no role for this number."
)
SECTIONS = {
    "introduction": Text(
        zh="案例介绍部分没有内容。", en="The introduction of the case has no content."
    ),
    "analysis": Text(
        zh="没有找到案例分析部分，或其中没有内容。",
        en="No analysis was found, or there is nothing in it.",
    ),
    "questions": Text(
        zh="没有找到思考题部分，或其中没有内容。",
        en="No questions for reflection were found, or there is nothing in them.",
    ),
}


def no_contents() -> CasebookImportError:
    """The refusal of a text which lists no cases."""
    return CasebookImportError(
        what=Text(zh="这不是案例手册。", en="This is not a casebook."),
        why=Text(
            zh="没有找到案例目录（五位编号加标题，如02005）。",
            en="No list of contents was found (five-digit numbers with titles, such as 02005).",
        ),
        do=_DO,
    )


def no_bodies(listed: int) -> CasebookImportError:
    """The refusal of a list of contents without cases."""
    return CasebookImportError(
        what=Text(zh="案例手册没有正文。", en="The casebook has no cases in it."),
        why=Text(
            zh=f"目录列出{listed}个案例，但没有找到任何一个案例的正文。",
            en=f"The contents list {listed} cases, but the text of none was found.",
        ),
        do=_DO,
    )


def repaired(printed: str, times: int, before: str, after: str, number: str) -> Text:
    """Why a number was read differently: how it is printed, and what stands around it."""
    if not printed:
        how_zh, how_en = "编号缺失", "The number is missing"
    elif times > 1:
        how_zh = f"目录中{printed}出现{times}次"
        how_en = f"{printed} is printed {times} times in the contents"
    else:
        how_zh = f"印作{printed}，不是可用的编号或与目录不符"
        how_en = f"Printed as {printed}, which is no usable number or not that of the contents"
    if before and after:
        place_zh, place_en = f"在{before}与{after}之间", f"between {before} and {after}"
    elif before:
        place_zh, place_en = f"在{before}之后", f"after {before}"
    else:
        place_zh, place_en = f"在{after}之前", f"before {after}"
    return Text(
        zh=f"{how_zh}；按目录顺序，此案例{place_zh}，应为{number}。",
        en=f"{how_en}; in the order of the contents this case stands {place_en}: {number}.",
    )


def shared(printed: str, times: int) -> Text:
    """Why a number is doubted although it was read as printed."""
    return Text(
        zh=f"{printed}在目录中出现{times}次，按顺序判定此处编号无误，请核对。",
        en=f"{printed} is printed {times} times in the contents; by order it is right here.",
    )


def told_twice(number: str, lines: Sequence[tuple[int, int]], same: bool) -> Text:
    """A case which the document tells more than once."""
    zh = "、".join(f"第{a}至{b}行" for a, b in lines)
    en = ", ".join(f"lines {a} to {b}" for a, b in lines)
    return Text(
        zh=f"案例{number}的正文重复出现（{zh}），{'内容相同' if same else '内容不同，请核对'}。",
        en=f"Case {number} is told again ({en}), {'alike' if same else 'with other words'}.",
    )


def cut_off(last: str, missing: int) -> Text:
    """A document which seems to end too early."""
    return Text(
        zh=f"文件可能不完整：在案例{last}处结束，其后目录列出的{missing}个案例没有正文。",
        en=f"The document may be cut off: it ends with case {last}; {missing} listed after it "
        "have no text.",
    )


def broken_end() -> Text:
    """A file which ends in the middle of a character."""
    return Text(
        zh="文件在一个字的中间断开，最后这个字无法读取。",
        en="The file breaks off in the middle of a character, which could not be read.",
    )


def trailer(text: str) -> Text:
    """A web page's closing words at the end of the document."""
    return Text(
        zh=f"文件以“{text}”结尾，可能不完整；这句话没有算作案例内容。",
        en=f"The document ends with “{text}” and may be incomplete; these words belong to no case.",
    )


def no_ranges() -> Text:
    """A preface without number ranges."""
    return Text(
        zh="前言没有编号范围，编号只按目录顺序判定。",
        en="The preface gives no number ranges; numbers were decided by the contents alone.",
    )


def range_differs(role: str, announced: int, listed: int) -> Text:
    """A preface which announces more or fewer cases than are listed."""
    return Text(
        zh=f"前言说{role}有{announced}个案例，目录列出{listed}个。",
        en=f"The preface announces {announced} cases for {role}; the contents list {listed}.",
    )
