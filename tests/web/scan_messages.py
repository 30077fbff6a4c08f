"""Finds every interface sentence in templates and Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.template.base import DebugLexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

_CALLS = {"gettext", "gettext_lazy", "gettext_noop", "_", "ngettext", "ngettext_lazy"}
_IN_CONTEXT = {"pgettext", "pgettext_lazy"}
_CONTEXT = re.compile(r"""\bcontext ["']([^"']+)["']""")


def in_python(path: Path) -> Iterator[str]:
    """Keys of gettext calls whose message is a literal."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        literals = [
            arg.value
            for arg in node.args
            if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        if name in _CALLS and literals:
            yield "\0".join(literals[:2] if name.startswith("ngettext") else literals[:1])
        elif name in _IN_CONTEXT and len(literals) > 1:
            yield "\x04".join(literals[:2])


def in_template(path: Path) -> Iterator[str]:
    """Keys of translate and blocktranslate tags, and of _("…") inside other tags."""
    tokens = iter(DebugLexer(path.read_text(encoding="utf-8")).tokenize())
    for token in tokens:
        if token.token_type != TokenType.BLOCK:
            continue
        words = list(smart_split(token.contents))
        if words[0] in {"translate", "trans"}:
            yield _prefix(token) + words[1][1:-1]
        elif words[0] in {"blocktranslate", "blocktrans"}:
            yield _prefix(token) + _block(tokens, "trimmed" in words)
        else:
            yield from re.findall(r'_\("([^"]+)"\)', token.contents)


def _prefix(token: Token) -> str:
    found = _CONTEXT.search(token.contents)
    return f"{found[1]}\x04" if found else ""


def _block(tokens: Iterator[Token], trimmed: bool) -> str:
    parts = [""]
    for token in tokens:
        if token.token_type == TokenType.VAR:
            parts[-1] += f"%({token.contents.strip()})s"
        elif token.token_type == TokenType.TEXT:
            parts[-1] += token.contents.replace("%", "%%")
        elif token.contents.strip() == "plural":
            parts.append("")
        else:
            break
    return "\0".join(trim_whitespace(part) if trimmed else part for part in parts)


def all_keys(root: Path) -> dict[str, set[str]]:
    """Every key, and the files it is found in."""
    found: dict[str, set[str]] = {}
    for path in sorted(root.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            keys = in_python(path)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            keys = in_template(path)
        else:
            continue
        for key in keys:
            found.setdefault(key, set()).add(str(path.relative_to(root)))
    return found
