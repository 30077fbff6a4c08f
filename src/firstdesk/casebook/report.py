"""An import's report for people."""

from __future__ import annotations

from collections import Counter

from firstdesk.casebook.importer import ImportReport


def lines(report: ImportReport) -> list[str]:
    """The report in lines: counts, repaired numbers, doubts by kind, and the commonest words."""
    doubts = [doubt for case in report.cases for doubt in case.doubts]
    found = [
        f"{report.name}: {len(report.with_text)} cases with text,"
        f" {len(report.listed_only)} listed without ({report.encoding})",
    ]
    if report.repaired:
        found.append(f"Numbers repaired: {len(report.repaired)}")
        found += [f"  {r.printed} -> {r.repaired}  {r.title}" for r in report.repaired]
    for case in report.listed_only:
        found.append(f"Listed without text: {case.number} {case.title}")
    kinds = Counter(doubt.kind for doubt in doubts)
    found.append(f"Doubts, marked and left as they are: {len(doubts)}")
    found += [f"  {kind}: {count}" for kind, count in kinds.most_common()]
    words = Counter((d.text, d.suspected) for d in doubts if d.kind == "word")
    if words:
        found.append("Words most often replaced:")
        found += [f"  {text} <- {meant} ×{n}" for (text, meant), n in words.most_common(12)]
    found += [f"Note: {warning.en}" for warning in report.warnings]
    found.append("Kept as drafts for review.")
    return found
