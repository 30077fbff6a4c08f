"""Compiles the rooms' translations (.po, kept in git) into what gettext reads (.mo, not kept)."""

from __future__ import annotations

import ast
import os
import struct
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


class BadCatalogue(ValueError):
    """A .po file that cannot be read; says the file and line."""


def catalogues(root: Path = PACKAGE) -> list[Path]:
    """Every room's translations."""
    return sorted(root.glob("*/locale/*/LC_MESSAGES/*.po"))


def compile_all(root: Path = PACKAGE) -> list[Path]:
    """Writes each .mo that is missing or older than its .po; returns those written."""
    written = []
    for source in catalogues(root):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        _replace(target, packed(read(source)))
        written.append(target)
    return written


def read(source: Path) -> dict[str, str]:
    """The messages of one .po file: key to translation, untranslated and fuzzy ones left out.

    A key is the msgid, with its context before an EOT and its plural after a NUL, as in a .mo.

    Raises:
        BadCatalogue: a line that is none of the format's, or a message given twice.
    """
    messages: dict[str, str] = {}
    parts: dict[str, str] = {}
    fuzzy = False
    current = ""
    lines = [*source.read_text(encoding="utf-8").splitlines(), ""]
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if line.startswith("#~"):
            continue
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        goes_on = line.startswith('"')
        word = current if goes_on else line.split(" ", 1)[0]
        begins = not goes_on and word in {"", "msgctxt", "msgid"}
        if begins and "msgstr" in _kinds(parts):
            _keep(messages, parts, fuzzy, f"{source}:{number}")
            parts, fuzzy = {}, False
        if not line:
            continue
        text = line if goes_on else line.partition(" ")[2].strip()
        if not word or not (text.startswith('"') and text.endswith('"') and len(text) > 1):
            raise BadCatalogue(f"{source}:{number}: {line!r} is no line of a .po file.")
        current = word
        parts[word] = parts.get(word, "") + str(ast.literal_eval(text))
    return messages


def _kinds(parts: dict[str, str]) -> set[str]:
    return {name.partition("[")[0] for name in parts}


def _keep(messages: dict[str, str], parts: dict[str, str], fuzzy: bool, where: str) -> None:
    key = parts.get("msgid", "")
    if "msgctxt" in parts:
        key = f"{parts['msgctxt']}\x04{key}"
    if "msgid_plural" in parts:
        key = f"{key}\0{parts['msgid_plural']}"
    forms = [parts[name] for name in sorted(parts) if name.startswith("msgstr")]
    if key in messages:
        raise BadCatalogue(f"{where}: {key!r} is given twice.")
    if all(forms) and not fuzzy:
        messages[key] = "\0".join(forms)


def packed(messages: dict[str, str]) -> bytes:
    """The messages in GNU gettext's binary form (revision 0, little-endian, no hash table)."""
    pairs = sorted((key.encode(), text.encode()) for key, text in messages.items())
    head, count = 28, len(pairs)
    offset = head + 16 * count
    body, tables = b"", ([], [])  # type: tuple[bytes, tuple[list[int], list[int]]]
    for side in (0, 1):
        for pair in pairs:
            tables[side].extend((len(pair[side]), offset + len(body)))
            body += pair[side] + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, count, head, head + 8 * count, 0, 0)
    return header + struct.pack(f"<{4 * count}I", *tables[0], *tables[1]) + body


def _replace(target: Path, content: bytes) -> None:
    """Writes beside and moves into place: two processes may start at once."""
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".mo.part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(target)
