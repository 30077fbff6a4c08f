"""What an import yields: drafts for a person to review, never finished case studies."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from firstdesk.core.errors import FirstdeskError
from firstdesk.core.text import Text

DoubtKind = Literal[
    "number", "title", "word", "gap", "year", "date", "amount", "item", "section", "duplicate"
]
RepairPlace = Literal["contents", "body", "both"]


class CasebookImportError(FirstdeskError, ValueError):
    """The file is not a casebook document; nothing was imported.

    Attributes:
        what: what is wrong with the file.
        why: what was looked for and not found.
        do: what the person can do now.
    """

    def __init__(self, *, what: Text, why: Text, do: Text) -> None:
        super().__init__(code="casebook_import", what=what, why=why, do=do, status=422)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place in the document a reviewer must look at. The draft keeps the words as printed.

    Attributes:
        kind: what sort of doubt this is.
        line: line in the document, counted from 1.
        text: the words as printed; empty where something is missing.
        suspected: what may have stood there; empty where no guess is honest.
        why: the reason, in both languages.
        column: character in the line, counted from 1.
        excerpt: the words around the place, for a document that is one long line.
    """

    kind: DoubtKind
    line: int
    text: str
    suspected: str
    why: Text
    column: int = 1
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """A case number read differently from how it is printed.

    Attributes:
        printed: the number as printed; empty when it is missing.
        repaired: the number the case was given.
        title: the case's title in the list of contents.
        why: the evidence.
        line: line of the misprint, counted from 1.
        where: whether the contents, the case itself or both carry the misprint.
    """

    printed: str
    repaired: str
    title: str
    why: Text
    line: int = 0
    where: RepairPlace = "both"


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """One case as the document has it, cut into sections, unreviewed.

    Attributes:
        number: role number and sequence, e.g. ``02005``; empty if it cannot be determined.
        printed_number: as printed above the case, or in the contents if it has no text.
        role: the house's role code, or the role's name as printed if the house has no such role.
        title: as printed above the case, or in the contents if it has no text.
        introduction: what happened.
        analysis: paragraphs or numbered points of the analysis.
        questions: the questions for reflection, one each.
        doubts: the places to look at, in the order of the document.
        line_from: first line of the case (of its entry in the contents if it has no text).
        line_to: last line.
        has_text: whether the document contains more than the entry in the contents.
        contents_title: the title in the list of contents; empty if it is not listed.
        role_name: the role as the document names it; empty if it does not.
        notes: words printed with the case which belong to none of its sections.
    """

    number: str
    printed_number: str
    role: str
    title: str
    introduction: str
    analysis: tuple[str, ...]
    questions: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    line_from: int
    line_to: int
    has_text: bool
    contents_title: str = ""
    role_name: str = ""
    notes: tuple[str, ...] = ()

    def with_doubts(self, more: tuple[Doubt, ...]) -> CaseDraft:
        """The same draft with further doubts, sorted by position."""
        doubts = sorted({*self.doubts, *more}, key=lambda d: (d.line, d.column, d.kind, d.text))
        return replace(self, doubts=tuple(doubts))


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was read from a casebook document.

    Attributes:
        name: the name of the file, as given.
        encoding: the encoding the file was read in.
        cases: all drafts, by number.
        repaired: the numbers read differently from how they are printed.
        warnings: what concerns the document as a whole.
    """

    name: str
    encoding: str
    cases: tuple[CaseDraft, ...]
    repaired: tuple[Repair, ...]
    warnings: tuple[Text, ...] = field(default=())

    @property
    def with_text(self) -> tuple[CaseDraft, ...]:
        """The cases which have a text of their own."""
        return tuple(case for case in self.cases if case.has_text)

    @property
    def listed_only(self) -> tuple[CaseDraft, ...]:
        """The cases which the contents name but the document does not tell."""
        return tuple(case for case in self.cases if not case.has_text)

    def to_json(self) -> dict[str, Any]:
        """Everything as plain lists and dicts, with the counts first."""
        kinds = Counter(doubt.kind for case in self.cases for doubt in case.doubts)
        return {
            "name": self.name,
            "encoding": self.encoding,
            "counts": {
                "cases": len(self.cases),
                "with_text": len(self.with_text),
                "listed_only": len(self.listed_only),
                "repaired": len(self.repaired),
                "doubts": sum(kinds.values()),
                "doubts_by_kind": dict(sorted(kinds.items())),
            },
            "with_text": [case.number for case in self.with_text],
            "listed_only": [case.number for case in self.listed_only],
            "cases": [_listed(asdict(case)) for case in self.cases],
            "repaired": [asdict(repair) for repair in self.repaired],
            "warnings": [asdict(warning) for warning in self.warnings],
        }


def _listed(case: dict[str, Any]) -> dict[str, Any]:
    """Tuples as lists, so that the dict equals what comes back from JSON."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in case.items()}
