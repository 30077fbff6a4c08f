"""From bytes to text with positions."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from firstdesk.core.text import Text

from .model import CasebookImportError

# One character for one character, so that offsets in the folded text hold in the printed one.
_FOLD = str.maketrans(
    "０１２３４５６７８９．，：；？！（）［］　\u00a0\x0b\x0c\x85\u2028\u2029",
    "0123456789.,:;?!()[]       ",
)
_FOREIGN = ((b"%PDF", "PDF"), (b"PK\x03\x04", "ZIP/DOCX"), (b"\xd0\xcf\x11\xe0", "DOC"))
_SAVE_AS_TEXT = Text(
    zh="请把案例手册另存为UTF-8或GB18030编码的纯文本，再重新导入。",
    en="Save the casebook as plain text in UTF-8 or GB18030 and import it again.",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A document's text, its folded twin for matching, and the way from offsets to lines.

    ``cut`` tells that the file breaks off inside its last character.
    """

    text: str
    folded: str
    encoding: str
    starts: tuple[int, ...]
    cut: bool = False

    def line(self, offset: int) -> int:
        """The line of a character, counted from 1."""
        return bisect_right(self.starts, offset)

    def column(self, offset: int) -> int:
        """The place of a character in its line, counted from 1."""
        return offset - self.starts[self.line(offset) - 1] + 1

    def excerpt(self, start: int, end: int, around: int = 12) -> str:
        """The words around a place, on one line."""
        return self.text[max(0, start - around) : end + around].replace("\n", "").strip()


def read(data: bytes) -> Source:
    """Decodes a document.

    Raises:
        CasebookImportError: empty, binary, or in an encoding which is not supported.
    """
    text, encoding, lost = _decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise _empty()
    starts = [0]
    for offset, char in enumerate(text):
        if char == "\n":
            starts.append(offset + 1)
    return Source(text, text.translate(_FOLD), encoding, tuple(starts), lost > 0)


def _decode(data: bytes) -> tuple[str, str, int]:
    """Text, encoding and the number of bytes of a broken last character."""
    if not data.strip():
        raise _empty()
    for magic, kind in _FOREIGN:
        if data.startswith(magic):
            raise _binary(kind)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _encoding("UTF-16")
    if b"\x00" in data:
        raise _binary("")
    for encoding in ("utf-8", "gb18030"):
        decoded = _decode_cut(data, encoding)
        if decoded is None:
            continue
        text, lost = decoded
        if _control_share_is_high(text):
            raise _binary("")
        bom = text.startswith("\ufeff")
        used = "utf-8-sig" if bom and encoding == "utf-8" else encoding
        return text.removeprefix("\ufeff"), used, lost
    raise _encoding("")


def _decode_cut(data: bytes, encoding: str) -> tuple[str, int] | None:
    """The text, also where a truncated copy breaks off inside its last character."""
    for lost in range(4):
        try:
            return data[: len(data) - lost].decode(encoding), lost
        except UnicodeDecodeError:
            continue
    return None


def _control_share_is_high(text: str) -> bool:
    control = sum(1 for char in text if char < " " and char not in "\t\n\r\x0b\x0c")
    return control * 100 > len(text)


def _empty() -> CasebookImportError:
    return CasebookImportError(
        what=Text(zh="文件是空的。", en="The file is empty."),
        why=Text(zh="其中没有任何文字。", en="There is no text in it."),
        do=Text(
            zh="请检查是否选对了文件，再重新导入。",
            en="Check that this is the right file and import it again.",
        ),
    )


def _binary(kind: str) -> CasebookImportError:
    name_zh, name_en = (f"{kind}文件", f"a {kind} file") if kind else ("二进制文件", "binary data")
    return CasebookImportError(
        what=Text(zh="这不是文本文件。", en="This is not a text file."),
        why=Text(
            zh=f"内容是{name_zh}，不能按文字读取。",
            en=f"The content is {name_en} and cannot be read as text.",
        ),
        do=_SAVE_AS_TEXT,
    )


def _encoding(found: str) -> CasebookImportError:
    named_zh = f"文件是{found}编码。" if found else ""
    named_en = f"The file is in {found}. " if found else ""
    return CasebookImportError(
        what=Text(
            zh="无法识别文件的文字编码。", en="The text encoding of the file is not supported."
        ),
        why=Text(
            zh=f"{named_zh}只支持UTF-8（含BOM）和GB18030（含GBK、GB2312）。",
            en=f"{named_en}Only UTF-8 (with or without BOM) and GB18030 (also GBK) are read.",
        ),
        do=_SAVE_AS_TEXT,
    )
