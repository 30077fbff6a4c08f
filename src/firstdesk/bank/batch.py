"""One call of a load: read, resolve, weigh, store. Each step drops the rows it refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from firstdesk.bank import models, readers
from firstdesk.bank.checks import Target
from firstdesk.bank.names import search_words
from firstdesk.bank.readers import Wrong, wrong
from firstdesk.bank.report import LoadReport, Refusal
from firstdesk.bank.schemas import KINDS, LoadKind
from firstdesk.core.ids import new_id
from firstdesk.core.text import Text
from firstdesk.staff.models import Branch, Staff

CHUNK = 2_000


@dataclass(slots=True)
class Line:
    """One row on its way: its number, its values as read, and the object it is or becomes."""

    number: int
    ref: str
    values: dict[str, Any]
    pk: UUID = field(default_factory=new_id)
    existing: models.Fact | None = None
    good: bool = True


@dataclass
class Batch:
    """The rows of one call.

    Args:
        numbers: the number to report for each row.
    """

    kind: LoadKind
    numbers: Sequence[int]
    lines: list[Line] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    received: int = 0
    created: list[models.Fact] = field(default_factory=list)
    changed: list[models.Fact] = field(default_factory=list)
    unchanged: int = 0

    def _refuse(self, number: int, ref: str, name: str, fault: Wrong) -> None:
        self.refused.append(Refusal(number, ref, name, fault.what, fault.why, fault.do))

    def _fault(self, line: Line, name: str, fault: Wrong) -> None:
        line.good = False
        self._refuse(line.number, line.ref, name, fault)

    def _good(self) -> list[Line]:
        return [line for line in self.lines if line.good]

    # Reading

    def read(self, rows: Sequence[Any]) -> None:
        """Reads every field of every row; nothing is fetched yet."""
        empty = {
            f.name: None if f.null else f.get_default()
            for f in self.kind.model._meta.concrete_fields
        }
        self.received = len(rows)
        first: dict[str, int] = {}
        for number, row in zip(self.numbers, rows, strict=True):
            if not isinstance(row, Mapping):
                self._refuse(number, "", "", _no_object())
                continue
            line = self._line(number, row, empty)
            if line.ref in first:
                self._fault(line, "ref", _twice(first[line.ref]))
            elif line.ref:
                first[line.ref] = number
            self.lines.append(line)

    def _line(self, number: int, row: Mapping[str, Any], empty: Mapping[str, Any]) -> Line:
        columns = self.kind.columns
        line = Line(number, _ref_of(row), {})
        for name in row:
            if name not in columns:
                self._fault(line, str(name)[:80], _unknown(columns))
        for name, column in columns.items():
            raw = row.get(name)
            if raw is None or (isinstance(raw, str) and not raw.strip()):
                if column.required:
                    self._fault(line, name, _required())
                # A fresh default each time: lists and objects are not shared between rows.
                default = empty[name]
                line.values[name] = type(default)() if isinstance(default, list | dict) else default
                continue
            try:
                line.values[name] = column.read(raw)
            except Wrong as fault:
                self._fault(line, name, fault)
        return line

    # Resolving

    def resolve(self) -> None:
        """Finds the rows that exist already and what the rows refer to: one query a kind."""
        good = self._good()
        known = {
            row.ref: row
            for row in self.kind.model._default_manager.filter(ref__in=[x.ref for x in good])
        }
        for line in good:
            line.existing = known.get(line.ref)
            if line.existing:
                line.pk = line.existing.id
        own = [n for n, c in self.kind.columns.items() if c.link == self.kind.name]
        others = {n: c.link for n, c in self.kind.columns.items() if c.link and n not in own}
        for link in dict.fromkeys(others.values()):
            names = [name for name, kind in others.items() if kind == link]
            wanted = {line.values[n] for line in good for n in names if line.values[n]}
            targets = _targets(link, wanted) if wanted else {}
            for name in names:
                self._point(good, name, link, targets)
        for name in own:
            self._point_inside(name)

    def _point(
        self, lines: Sequence[Line], name: str, link: str, targets: Mapping[str, Target]
    ) -> None:
        for line in lines:
            ref = line.values[name]
            if not ref:
                line.values[name] = None
            elif ref in targets:
                line.values[name] = targets[ref]
            else:
                self._fault(line, name, _unfound(link, ref))

    def _point_inside(self, name: str) -> None:
        """Points rows of one kind at each other: a parent may come in the same call, before or
        after its sub-accounts, unless it is refused itself."""
        good = self._good()
        wanted = {line.values[name] for line in good if line.values[name]}
        stored = _targets(self.kind.name, wanted) if wanted else {}
        here = {line.ref: line for line in good}
        refused = {line.ref: line.number for line in self.lines if not line.good}
        parents = {line.ref: line.values[name] for line in good}
        targets = {
            ref: Target(
                pk=here[ref].pk,
                customer_id=here[ref].values["customer"].pk,
                kind=here[ref].values["kind"],
                currency=here[ref].values["currency"],
                nested=bool(parents[ref]),
            )
            for ref in wanted
            if ref in here
        }
        for line in good:
            ref = line.values[name]
            if ref and ref not in targets and ref not in stored and ref in refused:
                self._fault(line, name, _refused_parent(ref, refused[ref]))
        self._point(self._good(), name, self.kind.name, {**stored, **targets})

    # Weighing

    def weigh(self) -> None:
        """Checks what must hold between a row's fields, and sorts rows into new, changed, same."""
        for line in self._good():
            for name, fault in self.kind.check(line.values):
                self._fault(line, name, fault)
        if any(column.link == self.kind.name for column in self.kind.columns.values()):
            self._drop_orphans()
        for line in self._good():
            self._sort(line)

    def _drop_orphans(self) -> None:
        """A row whose parent was new and has now been refused has nothing to hang on."""
        lost = {line.pk: line for line in self.lines if not line.good and line.existing is None}
        for line in self._good():
            parent: Target | None = line.values["parent"]
            if parent is not None and parent.pk in lost:
                other = lost[parent.pk]
                self._fault(line, "parent", _refused_parent(other.ref, other.number))

    def _sort(self, line: Line) -> None:
        values: dict[str, Any] = {}
        for name, value in line.values.items():
            if self.kind.columns[name].link:
                values[f"{name}_id"] = value.pk if value else None
            else:
                values[name] = value
        if self.kind.model is models.Customer:
            values["search"] = search_words(values["name_zh"], values["name_en"])
        found = line.existing
        if found is None:
            self.created.append(self.kind.model(id=line.pk, **values))
        elif all(getattr(found, name) == value for name, value in values.items()):
            self.unchanged += 1
        else:
            for name, value in values.items():
                setattr(found, name, value)
            self.changed.append(found)

    # Storing

    def store(self, now: datetime) -> None:
        """Writes the new and changed rows."""
        rows = self.created + self.changed
        for row in rows:
            row.loaded_at = now
        fields = self.kind.model._meta.concrete_fields
        self.kind.model._default_manager.bulk_create(
            rows,
            batch_size=CHUNK,
            update_conflicts=True,
            unique_fields=["ref"],
            update_fields=[f.name for f in fields if not f.primary_key and f.name != "ref"],
        )

    def report(self, *, stored: bool, partial: bool) -> LoadReport:
        """What became of the call."""
        return LoadReport(
            kind=self.kind.name,
            received=self.received,
            created=len(self.created),
            updated=len(self.changed),
            unchanged=self.unchanged,
            refused=tuple(sorted(self.refused, key=lambda refusal: refusal.row)),
            stored=stored,
            partial=partial,
        )


def _targets(link: str, refs: set[str]) -> dict[str, Target]:
    """Fetches what refs of a kind point to, in one query."""
    if link == "branches":
        return {b.code: Target(b.pk) for b in Branch.objects.filter(code__in=refs)}
    if link == "staff":
        people = Staff.objects.filter(username__in=refs).only("id", "username")
        return {person.username: Target(person.pk) for person in people}
    if link == "accounts":
        accounts = models.Account.objects.filter(ref__in=refs)
        wanted = accounts.values_list("ref", "id", "customer_id", "kind", "currency", "parent_id")
        return {
            ref: Target(pk, owner, kind, currency, parent is not None)
            for ref, pk, owner, kind, currency, parent in wanted
        }
    if link == "cards":
        cards = models.Card.objects.filter(ref__in=refs)
        found = cards.values_list("ref", "id", "customer_id", "kind")
        return {ref: Target(pk, owner, kind) for ref, pk, owner, kind in found}
    rows = KINDS[link].model._default_manager.filter(ref__in=refs)
    return {ref: Target(pk) for ref, pk in rows.values_list("ref", "id")}


def _ref_of(row: Mapping[str, Any]) -> str:
    """The ref as it can be read, to name the row in refusals; "" where it cannot."""
    try:
        return str(readers.text(40)(row.get("ref", "")))
    except Wrong:
        return ""


def _no_object() -> Wrong:
    return wrong(
        "这一行不是对象。",
        "This row is not an object.",
        Text(zh="每行要有字段名和值。", en="A row has field names and values."),
    )


def _twice(first: int) -> Wrong:
    return wrong(
        f"与第{first}行的ref相同。",
        f"Its ref is the same as in row {first}.",
        Text(zh="一次里每个ref只能出现一次。", en="A ref may come once in a call."),
        Text(zh="只留下最新的一行。", en="Keep the latest of them."),
    )


def _unknown(columns: Mapping[str, Any]) -> Wrong:
    known = ", ".join(columns)
    return wrong(
        "没有这个字段。",
        "There is no such field.",
        Text(zh="不认识的字段不会悄悄丢掉。", en="Unknown fields are not dropped silently."),
        Text(zh=f"可用的有：{known}。", en=f"Use: {known}."),
    )


def _required() -> Wrong:
    return wrong(
        "缺少这一项。", "This is missing.", Text(zh="必须填写。", en="A row must have it.")
    )


def _unfound(link: str, ref: str) -> Wrong:
    title = KINDS[link].title if link in KINDS else _TITLES[link]
    return wrong(
        f"没有找到“{ref}”。",
        f"“{ref}” was not found.",
        Text(zh=f"{title.zh}里没有它。", en=f"It is not among the {title.en}."),
        Text(zh="先载入它，再送这一行。", en="Load it first, then send this row again."),
    )


def _refused_parent(ref: str, number: int) -> Wrong:
    return wrong(
        f"它引用的“{ref}”被退回了。",
        f"“{ref}”, which it refers to, was refused.",
        Text(zh=f"见第{number}行。", en=f"See row {number}."),
        Text(zh="先改好那一行。", en="Put that row right first."),
    )


_TITLES = {
    "branches": Text(zh="网点", en="branches"),
    "staff": Text(zh="员工", en="staff"),
}
