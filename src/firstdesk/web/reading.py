"""Reads what programs send, and refuses what no text may hold, before any room sees it."""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser
from ninja.types import DictStrAny

from firstdesk.core.errors import Invalid
from firstdesk.core.text import Text

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
DEEPEST = 40
"""How deep a body may nest; deeper than any of ours, and far from what a program can hold."""


class StrictParser(Parser):
    """Ninja's parser, which also refuses NUL and half characters: the database holds neither."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """Reads a JSON body.

        Raises:
            Invalid: characters that are no text, or nesting beyond `DEEPEST`.
            ValueError: it is no JSON.
        """
        try:
            found: DictStrAny = json.loads(request.body, parse_constant=_no_number)
        except RecursionError:
            raise _refused("body") from None
        _look(found, "body", 0)
        return found

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> DictStrAny:
        """Reads a query or a form.

        Raises:
            Invalid: characters that are no text.
        """
        found: DictStrAny = super().parse_querydict(data, list_fields, request)
        for name, value in found.items():
            _look(value, name, 0)
        return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no JSON number.")


def _look(value: Any, name: str, depth: int) -> None:
    if depth > DEEPEST:
        raise _refused(name)
    if isinstance(value, str):
        if _NOT_TEXT.search(value):
            raise _refused(name)
    elif isinstance(value, dict):
        for key, one in value.items():
            _look(key, name, depth + 1)
            _look(one, key if isinstance(key, str) else name, depth + 1)
    elif isinstance(value, list):
        for one in value:
            _look(one, name, depth + 1)


def _refused(name: str) -> Invalid:
    text = Text(
        zh="含有无法保存的字符，或层次太深。",
        en="It holds characters that cannot be kept, or is nested too deep.",
    )
    return Invalid(
        code="unreadable_text",
        what=text,
        why=Text(zh="空字符和半个字符不是文字。", en="NUL and half characters are no text."),
        do=Text(zh="去掉后再发。", en="Remove them and send again."),
        fields={_NOT_TEXT.sub("?", name)[:80]: text},
    )
