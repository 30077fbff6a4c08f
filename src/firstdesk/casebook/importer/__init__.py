"""Import of a casebook document: bytes in, drafts with doubts out. Pure; nothing is stored."""

from .model import CasebookImportError, CaseDraft, Doubt, ImportReport, Repair
from .parse import parse_document

__all__ = [
    "CaseDraft",
    "CasebookImportError",
    "Doubt",
    "ImportReport",
    "Repair",
    "parse_document",
]
