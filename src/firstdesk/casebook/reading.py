"""Markdown of a study as HTML, and what a reader sees beside it. Raw HTML is never let through."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from firstdesk.core.text import Text
from firstdesk.core.words import cut

CHANNELS: dict[str, Text] = {
    "counter": Text(zh="柜台", en="Counter"),
    "phone": Text(zh="电话", en="Phone"),
    "lobby": Text(zh="大厅", en="Hall"),
    "visit": Text(zh="上门", en="Visit"),
    "atm": Text(zh="自助设备", en="Self-service machine"),
    "online": Text(zh="网上银行", en="Online banking"),
}
DOUBTS: dict[str, Text] = {
    "number": Text(zh="编号", en="Numbers"),
    "title": Text(zh="标题", en="Titles"),
    "word": Text(zh="疑被替换的字词", en="Words that seem replaced"),
    "gap": Text(zh="缺字", en="Gaps"),
    "year": Text(zh="年份", en="Years"),
    "date": Text(zh="日期", en="Dates"),
    "amount": Text(zh="金额", en="Amounts"),
    "item": Text(zh="条目", en="Items"),
    "section": Text(zh="段落", en="Sections"),
    "duplicate": Text(zh="重复", en="Duplicates"),
}

_markdown = MarkdownIt("commonmark", {"html": False})
_renderer = RendererHTML()


def html(markdown: str) -> SafeString:
    """A part of a study as HTML; numbered points look like the house's."""
    tokens = _markdown.parse(markdown)
    for token in tokens:
        if token.type == "ordered_list_open":
            token.attrJoin("class", "read__pts")
    rendered = _renderer.render(tokens, _markdown.options, {})
    return SafeString(rendered)  # html is off in the parser: tags are escaped


def points(markdown: str) -> list[SafeString]:
    """The items of the first level of a list, each as HTML without a paragraph around it."""
    tokens = _markdown.parse(markdown)
    found: list[list[Token]] = []
    for token in tokens:
        if token.type == "list_item_open" and token.level == 1:
            found.append([])
        elif token.type == "inline" and found:
            found[-1].append(token)
    return [SafeString(" ".join(_inline(token) for token in item)) for item in found]


def _inline(token: Token) -> str:
    return _renderer.renderInline(token.children or [], _markdown.options, {})


def highlighted(text: str, words: str) -> SafeString:
    """The text with the words that were searched for marked."""
    terms = _terms(words)
    if not terms:
        return escape(text)
    pattern = re.compile("|".join(re.escape(term) for term in terms), re.IGNORECASE)
    parts, end = [], 0
    for hit in pattern.finditer(text):
        parts += [escape(text[end : hit.start()]), f"<mark>{escape(hit[0])}</mark>"]
        end = hit.end()
    return SafeString("".join([*parts, escape(text[end:])]))  # every part is escaped


def _terms(words: str) -> list[str]:
    typed: Iterable[str] = [*words.split(), *(word for word in cut(words) if len(word) > 1)]
    return sorted(set(typed), key=lambda term: (-len(term), term))
