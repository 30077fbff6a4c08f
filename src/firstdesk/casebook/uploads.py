"""A document as it comes from a form or a program: read within a limit, or refused with reasons."""

from __future__ import annotations

from django.core.files.base import File

from firstdesk.core.errors import Invalid
from firstdesk.core.text import Text

LARGEST = 8 * 1024 * 1024
"""Bytes; the casebook itself has a third of a megabyte."""


def read(file: File[bytes] | None) -> tuple[bytes, str]:
    """The bytes of an uploaded document and its name.

    Raises:
        Invalid: no file, an empty one, or one that is too large.
    """
    if file is None:
        raise _refused("请选文件。", "Choose a file.")
    if not file.size:
        raise _refused("文件是空的。", "The file is empty.")
    if file.size > LARGEST:
        most = LARGEST // 1024 // 1024
        raise _refused(f"文件超过{most}兆字节。", f"The file is larger than {most} megabytes.")
    return file.read(), str(file.name or "")


def _refused(zh: str, en: str) -> Invalid:
    text = Text(zh=zh, en=en)
    return Invalid(
        code="bad_upload",
        what=text,
        why=Text(zh="导入要一份案例集文本。", en="An import takes the text of a casebook."),
        do=Text(zh="选好文件后再传。", en="Choose the file and send it again."),
        fields={"file": text},
    )
