"""The verbs of the casebook: index the studies, import a document, keep a reader's note."""

from __future__ import annotations

import hashlib

from firstdesk.casebook.importer import ImportReport, parse_document
from firstdesk.casebook.models import Draft, Import, ReaderNote, StudyIndex
from firstdesk.casebook.studies import load_all
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Invalid, NotFound
from firstdesk.core.text import Text
from firstdesk.core.words import cut
from firstdesk.journal.services import record, unchanged
from firstdesk.staff.verbs import verb

LANGUAGES = ("zh", "en")


@verb("casebook.index", permission="casebook.import")
def index_studies(actor: Actor) -> int:
    """Brings the search index up to date with the files; again changes nothing.

    Returns:
        How many entries are new or changed.
    """
    studies = load_all()
    known = {(i.number, i.language): i.digest for i in StudyIndex.objects.all()}
    changed = [
        (study, lang)
        for study in studies.values()
        for lang in LANGUAGES
        if known.get((study.id, lang)) != study.digest
    ]
    for study, lang in changed:
        StudyIndex.objects.update_or_create(
            number=study.id,
            language=lang,
            defaults={
                "digest": study.digest,
                "words": [word[:60] for word in cut(study.words(lang))],
                "title_words": [word[:60] for word in cut(study.title.in_(lang))],
            },
        )
    StudyIndex.objects.exclude(number__in=studies).delete()
    if changed:
        record(actor, "casebook.index", ("casebook.Study", "all"), after={"changed": len(changed)})
    else:
        unchanged()
    return len(changed)


@verb("casebook.import", permission="casebook.import")
def import_document(actor: Actor, *, data: bytes, name: str) -> ImportReport:
    """Reads a casebook document into drafts for review, whole or not at all.

    The same document again gives the same report and no second set of drafts.

    Raises:
        CasebookImportError: it is no casebook; nothing is kept.
    """
    report = parse_document(data, name=name, today=clock.today())
    digest = hashlib.sha256(data).hexdigest()
    made, fresh = Import.objects.get_or_create(
        digest=digest,
        defaults={
            "name": name[:200],
            "imported_at": clock.now(),
            "imported_by_id": actor.staff_id,
            "report": _summary(report),
        },
    )
    if fresh:
        Draft.objects.bulk_create(
            Draft(
                source=made,
                number=case.number or f"?{place:04}",
                printed_number=case.printed_number,
                title=case.title[:200],
                body={
                    "introduction": case.introduction,
                    "analysis": list(case.analysis),
                    "questions": list(case.questions),
                },
                doubts=[_doubt(d) for d in case.doubts],
                has_text=case.has_text,
            )
            for place, case in enumerate(report.cases, 1)
        )
    record(
        actor,
        "casebook.import",
        made,
        after={"cases": len(report.cases), "again": not fresh},
        name=name[:200],
    )
    return report


def _summary(report: ImportReport) -> dict[str, object]:
    return {
        "with_text": len(report.with_text),
        "listed_only": len(report.listed_only),
        "repaired": len(report.repaired),
        "doubts": sum(len(case.doubts) for case in report.cases),
    }


def _doubt(doubt: object) -> dict[str, object]:
    why = getattr(doubt, "why", None)
    return {
        "kind": getattr(doubt, "kind", ""),
        "line": getattr(doubt, "line", 0),
        "text": getattr(doubt, "text", ""),
        "suspected": getattr(doubt, "suspected", ""),
        "why": why.to_json() if isinstance(why, Text) else None,
    }


@verb("casebook.note", permission="casebook.read")
def write_note(actor: Actor, number: str, *, question: int, text: str) -> ReaderNote:
    """Keeps the reader's own answer to a question; nobody else sees it."""
    if number not in load_all():
        raise study_not_found()
    if not 1 <= question <= 20 or len(text) > 4000:
        wrong = Text(zh="最多4000字。", en="At most 4,000 letters.")
        raise Invalid(
            code="note_invalid",
            what=wrong,
            why=Text(zh="笔记太长，或没有这个问题。", en="Too long, or no such question."),
            do=Text(zh="缩短后再存。", en="Shorten it and save again."),
            fields={"text": wrong},
        )
    note, _ = ReaderNote.objects.update_or_create(
        staff_id=actor.person,
        number=number,
        question=question,
        defaults={"text": text, "written_at": clock.now()},
    )
    record(actor, "casebook.note", note, after={"question": question}, name=number)
    return note


def study_not_found() -> NotFound:
    """There is no such study."""
    return NotFound(
        code="study_not_found",
        what=Text(zh="没有这个案例。", en="There is no such study."),
        why=Text(zh="案例号是五位，如02005。", en="A number has five digits, such as 02005."),
        do=Text(zh="请在案例库里查找。", en="Look in the library."),
    )
