"""A quotation printed for the customer: one PDF, Chinese or English, A4."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from firstdesk.core.fields import asks
from firstdesk.core.text import Text
from firstdesk.quotes.model import said
from firstdesk.quotes.queries import Answer

FONT = "STSong-Light"
"""Of the standard Chinese fonts of PDF: every reader brings it, none is sent along."""

_BODY = ParagraphStyle("body", fontName=FONT, fontSize=10, leading=15)
_SMALL = ParagraphStyle("small", parent=_BODY, fontSize=8.5, leading=12, textColor=colors.grey)
_HEAD = ParagraphStyle("head", parent=_BODY, fontSize=16, leading=22, spaceAfter=4)
_PART = ParagraphStyle("part", parent=_BODY, fontSize=11, leading=16, spaceBefore=10, spaceAfter=3)
_MOST_ROWS = 400


def pdf(answer: Answer, lang: str) -> bytes:
    """Prints an answer.

    Args:
        lang: a language tag; any Chinese tag gives Chinese, every other English.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    kept = BytesIO()
    title = answer.asked.title.in_(lang)
    bank = Text(**settings.FIRSTDESK_BANK).in_(lang)
    margin = 18 * mm
    document = SimpleDocTemplate(
        kept,
        pagesize=A4,
        title=title,
        author=bank,
        lang="zh-CN" if lang.startswith("zh") else "en",
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin,
        bottomMargin=margin,
    )
    document.build(_story(answer, lang, title, bank))
    return kept.getvalue()


def _story(answer: Answer, lang: str, title: str, bank: str) -> list[Flowable]:
    quote = answer.quote
    day = Text(zh=f"{bank} · {answer.today}", en=f"{bank} · {answer.today}")
    story: list[Flowable] = [_text(title, _HEAD), _text(day.in_(lang), _SMALL)]
    story += [_part(Text(zh="您给的数", en="What you gave"), lang), _grid(_given(answer, lang))]
    story += [_part(Text(zh="结果", en="Result"), lang)]
    story.append(_grid([(f.label.in_(lang), said(f.value, lang)) for f in quote.figures]))
    story += [_text(note.in_(lang), _BODY) for note in quote.notes]
    for table in quote.tables:
        rows = [[column.in_(lang) for column in table.columns]]
        rows += [[said(value, lang) for value in row] for row in table.rows[:_MOST_ROWS]]
        story += [_part(table.title, lang), _grid(rows, head=True)]
    story.append(_part(Text(zh="怎么算的", en="How it was worked out"), lang))
    story.append(_grid(_working(answer, lang)))
    for ruling in answer.rulings:
        line = f"{ruling.code} v{ruling.number} {ruling.text.in_(lang)} ({ruling.source})"
        story.append(_text(line, _SMALL))
    foot = Text(
        zh="按上列规则和日期测算，以实际办理当日为准。",
        en="Worked out by the rules and days above; what holds on the day of the act decides.",
    )
    return [*story, Spacer(0, 6 * mm), _text(foot.in_(lang), _SMALL)]


def _given(answer: Answer, lang: str) -> list[tuple[str, str]]:
    rows = []
    for name, asked in asks(type(answer.asked)).items():
        value = getattr(answer.asked, name)
        if value is not None:
            words = dict(asked.choices).get(str(value))
            rows.append((asked.label.in_(lang), words.in_(lang) if words else str(value)))
    return rows


def _working(answer: Answer, lang: str) -> list[tuple[str, ...]]:
    return [
        (
            line.label.in_(lang),
            line.formula,
            line.amount.format(lang) if line.amount is not None else "",
        )
        for line in answer.quote.working.lines
    ]


def _part(text: Text, lang: str) -> Flowable:
    return _text(text.in_(lang), _PART)


def _text(words: str, style: ParagraphStyle) -> Flowable:
    return Paragraph(escape(words), style)


def _grid(rows: Any, *, head: bool = False) -> Flowable:
    if not rows:
        return Spacer(0, 0)
    cells = [[_text(str(cell), _BODY) for cell in row] for row in rows]
    line: list[Any] = [
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.lightgrey),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    if head:
        line.append(("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke))
    return Grid(cells, style=TableStyle(line), repeatRows=int(head), hAlign="LEFT")
