"""Loading from CSV: the same rows, the same report, with the file's line numbers."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from firstdesk.bank.report import LoadReport
from firstdesk.bank.services import MOST_ROWS, load, load_kind, too_many
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Invalid
from firstdesk.core.text import Text

MOST_BYTES = 32 * 1024 * 1024


def decode(data: bytes) -> str:
    """Reads UTF-8, with or without a byte order mark, or else GB18030 as spreadsheets here write.

    Bytes that are valid UTF-8 are UTF-8: Chinese in GB18030 practically never is.

    Raises:
        Invalid: neither.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(
        Text(
            zh="既不是UTF-8也不是GB18030编码。",
            en="It is neither UTF-8 nor GB18030.",
        ),
        Text(zh="另存为UTF-8的CSV再送。", en="Save it as CSV in UTF-8 and send it again."),
    )


def read(data: bytes) -> tuple[list[dict[str, Any]], list[int]]:
    """Reads a file's rows and the line each begins on; the header is line 1.

    Empty lines are skipped, not counted as rows. A row with cells beyond the header keeps them
    under a name that no kind has, so that it is refused like any unknown field; a short row lacks
    its last fields.

    Raises:
        Invalid: unreadable bytes, no header, a header that names a field twice, broken quotes, or
            too many rows.
    """
    if len(data) > MOST_BYTES:
        raise _unreadable(
            Text(zh="文件超过32MB。", en="It is larger than 32 MB."),
            Text(zh="请分几个文件送。", en="Send it in several files."),
        )
    source = csv.reader(io.StringIO(decode(data), newline=""), strict=True)
    rows: list[dict[str, Any]] = []
    lines: list[int] = []
    begins = 1
    header: list[str] | None = None
    try:
        for cells in source:
            if any(cell.strip() for cell in cells):
                if header is None:
                    header = _header(cells)
                else:
                    rows.append(_row(header, cells))
                    lines.append(begins)
            if len(rows) > MOST_ROWS:
                raise too_many(len(rows))
            begins = source.line_num + 1
    except csv.Error as error:
        raise _unreadable(
            Text(zh=f"第{begins}行读不出来。", en=f"Line {begins} cannot be read."),
            Text(
                zh="检查引号是否成对、单元格是否过长。",
                en="Check that quotes come in pairs and no cell is too long.",
            ),
        ) from error
    if header is None:
        raise _unreadable(
            Text(zh="文件是空的。", en="It is empty."),
            Text(zh="第一行要写字段名。", en="Its first line must name the fields."),
        )
    return rows, lines


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    twice = sorted({name for name in names if names.count(name) > 1 and name})
    if twice or "" in names:
        listed = ", ".join(twice)
        why = (
            Text(zh=f"表头里重复：{listed}。", en=f"The header names twice: {listed}.")
            if twice
            else Text(zh="表头有空的字段名。", en="The header has a field without a name.")
        )
        raise _unreadable(
            why, Text(zh="每一列写一个不同的字段名。", en="Give each column its own field name.")
        )
    return names


def _row(header: list[str], cells: list[str]) -> dict[str, Any]:
    row: dict[str, Any] = dict(zip(header, cells, strict=False))
    extra = [cell for cell in cells[len(header) :] if cell.strip()]
    if extra:
        row[f"(+{len(extra)})"] = extra
    return row


def load_bytes(actor: Actor, kind: str, data: bytes, *, partial: bool = False) -> LoadReport:
    """Loads a CSV file's content; the report numbers rows by line.

    Raises:
        NotFound: unknown kind. Invalid: see `read`. Forbidden: not the actor's to do.
    """
    load_kind(kind)
    rows, lines = read(data)
    return load(actor, kind, rows, partial=partial, lines=lines)


def load_csv(actor: Actor, kind: str, path: str | Path, *, partial: bool = False) -> LoadReport:
    """Loads a CSV file from disk: what the command line calls.

    Raises:
        Invalid: the file cannot be opened, or see `read`.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise _unreadable(
            Text(zh=f"打不开：{error.strerror}。", en=f"It cannot be opened: {error.strerror}."),
            Text(zh="核对路径和读取权限。", en="Check the path and that it may be read."),
        ) from error
    return load_bytes(actor, kind, data, partial=partial)


def _unreadable(why: Text, do: Text) -> Invalid:
    return Invalid(
        code="csv_unreadable",
        what=Text(zh="这个CSV文件用不了，一行也没有存。", en="This CSV file cannot be used."),
        why=why,
        do=do,
    )
