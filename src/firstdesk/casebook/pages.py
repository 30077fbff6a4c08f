"""The casebook's pages: library, study, drafts of an import, replays."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from firstdesk.casebook import queries, reading, running, services, uploads
from firstdesk.casebook.replays import coverage, model, story
from firstdesk.casebook.studies import ROLES, load_all
from firstdesk.core.actor import Actor
from firstdesk.core.text import Text
from firstdesk.staff.forms import done
from firstdesk.staff.http import actor_of
from firstdesk.staff.permissions import may, require


def _lang() -> str:
    return get_language() or "zh-hans"


@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """The studies, by role, cause, outcome and words; the address keeps every choice."""
    actor = actor_of(request)
    require(actor, "casebook.read")
    asked = request.GET
    words = asked.get("q", "").strip()[:80]
    role = asked.get("role", "")
    found = queries.library(
        words=words,
        role=role if role in ROLES else "",
        causes=asked.getlist("cause"),
        outcomes=asked.getlist("outcome"),
        replayable_only=bool(asked.get("replay")),
    )
    studies = found.studies
    if asked.get("sort") == "number":
        studies = sorted(studies, key=lambda one: one.id)
    context = {
        "found": found,
        "studies": studies,
        "total": len(load_all()),
        "words": words,
        "role": role if role in ROLES else "",
        "replay_only": bool(asked.get("replay")),
        "sort": asked.get("sort", ""),
        "roles": [(choice, _changed(asked, "role", choice)) for choice in found.roles],
        "tags": _tags(asked, found),
        "can_import": may(actor, "casebook.import"),
        "practice": _practice(found),
    }
    return render(request, "casebook/library.html", context)


def _changed(asked: QueryDict, field: str, choice: queries.Choice) -> str:
    """The address with one choice turned round."""
    query = asked.copy()
    if field == "role":
        query.pop("role", None)
        if not choice.on:
            query["role"] = choice.key
    else:
        query.setlist(field, [one for one in asked.getlist(field) if one != choice.key])
    return f"?{query.urlencode()}"


def _tags(asked: QueryDict, found: queries.Library) -> list[tuple[Text, str]]:
    """What is chosen, each with the address that lets go of it."""
    return [
        (choice.label, _changed(asked, field, choice))
        for field, choices in (
            ("role", found.roles),
            ("cause", found.causes),
            ("outcome", found.outcomes),
        )
        for choice in choices
        if choice.on
    ]


def _practice(found: queries.Library) -> str:
    """A case of this selection that can be replayed; the first by number."""
    numbers = sorted(study.id for study in found.studies if study.id in found.replayable)
    return numbers[0] if numbers else ""


@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """Studies like what is told in `words`; posted, so that no log keeps a customer's story."""
    actor = actor_of(request)
    require(actor, "casebook.read")
    found = queries.similar_to(request.POST.get("words", "")[:4000])
    return render(request, "casebook/similar.html", {"found": found})


@require_GET
def study(request: HttpRequest, number: str) -> HttpResponse:
    """One study with its facts, doubts, relatives and the reader's own notes."""
    actor = actor_of(request)
    require(actor, "casebook.read")
    found = queries.get_study(number)
    lang = _lang()
    happened, analysis, questions, today = found.sections(lang)
    kept = queries.notes(actor, number)
    asked = reading.points(questions.markdown)
    context = {
        "study": found,
        "role": ROLES[found.role],
        "minutes": found.reading_minutes(lang),
        "happened": happened,
        "analysis": analysis,
        "questions": questions,
        "today": today,
        "today_points": reading.points(today.markdown),
        "asked": [(n, text, kept.get(n, "")) for n, text in enumerate(asked, 1)],
        "channels": [reading.CHANNELS[c] for c in found.channels if c in reading.CHANNELS],
        "linked": [load_all()[n] for n in found.linked if n in load_all()],
        "similar": queries.similar(found),
        "proven": coverage.proven(number),
        "replays": [r for r in model.load_all().values() if r.case == number],
        "can_run": may(actor, "replay.run"),
    }
    return render(request, "casebook/study.html", context)


@require_POST
def notes(request: HttpRequest, number: str) -> HttpResponse:
    """Keeps what the reader wrote under each question; unchanged answers stay untouched."""
    actor = actor_of(request)
    require(actor, "casebook.read")
    found = queries.get_study(number)
    count = len(reading.points(found.sections(_lang())[2].markdown))
    kept = queries.notes(actor, number)
    for question in range(1, count + 1):
        text = request.POST.get(f"note-{question}", "").replace("\r\n", "\n").strip()
        if text != kept.get(question, ""):
            services.write_note(actor, number, question=question, text=text)
    url = reverse("casebook:study", args=[number])
    return done(request, f"{url}#s3", _("Kept in your notes; only you see them."))


@require_http_methods(["GET", "POST"])
def drafts(request: HttpRequest) -> HttpResponse:
    """The documents read so far, and the form that reads another."""
    actor = actor_of(request)
    require(actor, "casebook.import")
    if request.method == "POST":
        data, name = uploads.read(request.FILES.get("file"))
        services.import_document(actor, data=data, name=name)
        made = queries.import_of(actor, data)
        return done(
            request, reverse("casebook:draft", args=[made.pk]), _("Read; the drafts are below.")
        )
    return render(request, "casebook/drafts.html", {"imports": queries.imports(actor)})


@require_GET
def draft(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """One document: its drafts, and the doubts grouped by what they are about."""
    actor = actor_of(request)
    made = queries.get_import(actor, str(import_id))
    rows = list(made.drafts.all())
    context = {
        "made": made,
        "drafts": rows,
        "groups": queries.doubts_by_kind(rows),
        "repaired": [row for row in rows if row.printed_number != row.number],
    }
    return render(request, "casebook/draft.html", context)


@require_GET
def replays(request: HttpRequest) -> HttpResponse:
    """Every case that can be replayed, with the scenarios its replays cover."""
    actor = actor_of(request)
    require(actor, "casebook.read")
    by_case: dict[str, list[model.Replay]] = {}
    for one in model.load_all().values():
        by_case.setdefault(one.case, []).append(one)
    rows = []
    for case, found in sorted(by_case.items()):
        covered = {scenario for replay_ in found for scenario in replay_.covers}
        rows.append(
            {
                "case": case,
                "study": load_all().get(case),
                "replays": found,
                "covered": len(covered),
                "of": coverage.SCENARIOS.get(case, len(covered)),
            }
        )
    context = {"rows": rows, "count": len(model.load_all()), "can_run": may(actor, "replay.run")}
    return render(request, "casebook/replays.html", context)


@require_http_methods(["GET", "POST"])
def replay(request: HttpRequest, name: str) -> HttpResponse:
    """A replay as a story; a POST runs it, with rules switched off if asked for."""
    actor = actor_of(request)
    require(actor, "casebook.read")
    found = running.get_replay(name)
    context: dict[str, Any] = {
        "replay": found,
        "study": load_all().get(found.case),
        "siblings": [r for r in model.load_all().values() if r.case == found.case],
        "switches": [*found.rules, *found.verbs],
        "can_run": may(actor, "replay.run"),
        "off": [],
    }
    if request.method == "POST":
        off = request.POST.getlist("off")
        context |= _ran(actor, name, off)
    return render(request, "casebook/replay.html", context)


def _ran(actor: Actor, name: str, off: list[str]) -> dict[str, Any]:
    """The run as the page shows it; without a rule also the run with it, to compare."""
    lang = _lang()
    result = running.run_replay(actor, name, off)
    lines = [(one, story.answered(one, lang)) for one in result.outcomes]
    shown = {"result": result, "lines": lines, "off": off}
    if not off:
        return shown
    whole = running.run_replay(actor, name)
    pairs = []
    for place, right in enumerate(whole.outcomes):
        wrong = result.outcomes[place] if place < len(result.outcomes) else None
        if wrong is None or not wrong.ok:
            pairs.append(
                {
                    "step": right.step,
                    "who": right.who,
                    "without": wrong,
                    "without_said": story.answered(wrong, lang) if wrong else "",
                    "with": right,
                    "with_said": story.answered(right, lang),
                }
            )
    return shown | {"whole": whole, "pairs": pairs}
