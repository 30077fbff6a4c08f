"""Loading what the core banking system tells: many rows a call, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from firstdesk.bank import batch
from firstdesk.bank.report import LoadReport
from firstdesk.bank.schemas import KINDS, LoadKind
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Invalid, NotFound
from firstdesk.core.text import Text
from firstdesk.journal.services import record
from firstdesk.staff.verbs import verb

MOST_ROWS = 10_000
"""Rows a call may carry: a few seconds' work, and a report a person can still read."""


def load_kind(kind: str) -> LoadKind:
    """The kind of rows of that name.

    Raises:
        NotFound: there is none; the refusal lists those that exist.
    """
    found = KINDS.get(kind)
    if found is None:
        known = ", ".join(KINDS)
        raise NotFound(
            code="unknown_kind",
            what=Text(zh=f"没有“{kind[:40]}”这类数据。", en=f"There is no kind “{kind[:40]}”."),
            why=Text(zh="数据类别不对。", en="It is not one of the kinds that can be loaded."),
            do=Text(zh=f"可用的有：{known}。", en=f"Use one of: {known}."),
        )
    return found


@verb("bank.load", permission="bank.load")
def load(
    actor: Actor,
    kind: str,
    rows: Sequence[Any],
    *,
    partial: bool = False,
    lines: Sequence[int] | None = None,
) -> LoadReport:
    """Stores rows of one kind, found again by `ref`; a repeat changes nothing.

    Args:
        kind: a name of `KINDS`.
        rows: up to `MOST_ROWS` objects; a row is the whole object, so an optional field left out
            is stored empty.
        partial: store the good rows even if others are refused; otherwise one refused row means
            that nothing of the call is stored.
        lines: the row numbers to report (a CSV file's lines); 1, 2, 3 … when left out.

    Returns:
        The report. It is returned, not raised, when rows are refused.

    Raises:
        NotFound: unknown kind.
        Invalid: too many rows.
    """
    wanted = load_kind(kind)
    if len(rows) > MOST_ROWS:
        raise too_many(len(rows))
    # Loads run one after the other: two that bring the same new ref would each give it an id.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('firstdesk.bank.load'))")
    work = batch.Batch(wanted, lines or range(1, len(rows) + 1))
    work.read(rows)
    work.resolve()
    work.weigh()
    stored = partial or not work.refused
    if stored:
        work.store(clock.now())
    report = work.report(stored=stored, partial=partial)
    record(
        actor,
        "bank.load",
        (wanted.model._meta.label, kind),
        after={"partial": partial, **report.counts()},
        name=kind,
    )
    return report


def ids_of(kind: str, rows: Sequence[Any]) -> dict[str, str]:
    """Our ids of rows that were loaded, by their refs: what a connector keeps to call us back."""
    refs = [str(row["ref"]).strip() for row in rows if isinstance(row, dict) and row.get("ref")]
    found = load_kind(kind).model._default_manager.filter(ref__in=refs)
    return {ref: str(row_id) for ref, row_id in found.values_list("ref", "pk")}


def too_many(count: int) -> Invalid:
    """The refusal of a call with more rows than one call may carry."""
    return Invalid(
        code="too_many_rows",
        what=Text(zh=f"一次送了{count}行。", en=f"{count} rows were sent at once."),
        why=Text(
            zh=f"一次最多{MOST_ROWS}行，一行也没有存。",
            en=f"A call carries at most {MOST_ROWS} rows; nothing was stored.",
        ),
        do=Text(
            zh="请分几次送，先送被引用的行。",
            en="Send it in several calls, rows that others refer to first.",
        ),
        extra={"rows": count, "most": MOST_ROWS},
    )
