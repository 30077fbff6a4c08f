"""Pages of policies: search, one policy with its history, changes to read, who has not, publish."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from firstdesk.core import clock
from firstdesk.core.errors import FirstdeskError, Invalid, PolicyGap
from firstdesk.core.text import Text
from firstdesk.policies import queries, services
from firstdesk.policies.book import FORCES, Ruling
from firstdesk.staff.forms import done
from firstdesk.staff.http import actor_of
from firstdesk.staff.permissions import may, require


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The policies, searched in either language, with what holds today."""
    actor = actor_of(request)
    require(actor, "policy.read")
    words = request.GET.get("q", "").strip()[:80]
    found = queries.search(words)
    today = clock.today()
    book = queries.book([policy.key for policy in found])
    rows = [(policy, _holds(book, policy.key, today)) for policy in found]
    context = {"rows": rows, "words": words, "changes": queries.pending(actor)}
    return render(request, "policies/index.html", context)


def _holds(book: Any, key: str, day: date) -> Ruling | None:
    try:
        ruling: Ruling = book.ruling(key, day)
    except PolicyGap:
        return None
    return ruling


def _day(request: HttpRequest, name: str) -> date | None:
    raw = request.GET.get(name, "")
    if not raw:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        text = Text(zh="请填日期，如2007-12-04。", en="Give a date such as 2007-12-04.")
        raise Invalid(
            code="bad_day",
            what=text,
            why=Text(zh="格式不对。", en="The form is not right."),
            do=Text(zh="改好再查。", en="Correct it and ask again."),
            fields={name: text},
        ) from None


@require_GET
def policy(request: HttpRequest, code: str) -> HttpResponse:
    """One policy: what holds on a day, as known on a day, and every version."""
    actor = actor_of(request)
    require(actor, "policy.read")
    found = queries.get_policy(code)
    on, known = _day(request, "on"), _day(request, "known")
    holds, gap = None, None
    try:
        holds = queries.lookup(found.key, on, known)
    except PolicyGap as error:
        gap = error
    context = {
        "policy": found,
        "holds": holds,
        "gap": gap,
        "on": on or clock.today(),
        "known": known,
        "history": queries.history(found.key),
        "can_publish": may(actor, "policy.publish"),
    }
    return render(request, "policies/policy.html", context)


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """Changes that wait for me, with before and after."""
    actor = actor_of(request)
    require(actor, "policy.acknowledge")
    context = {
        "changes": queries.pending(actor),
        "manages": may(actor, "policy.acknowledgements"),
    }
    return render(request, "policies/changes.html", context)


@require_POST
def acknowledge(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """I have read this change."""
    services.acknowledge(actor_of(request), str(version_id))
    return done(request, reverse("policies:changes"), _("Acknowledged."))


@require_GET
def acknowledgements(request: HttpRequest) -> HttpResponse:
    """Who has not read which change."""
    rows = queries.unacknowledged(actor_of(request))
    return render(request, "policies/acknowledgements.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """A new version, by the quality officer; what was typed stays when it is refused."""
    actor = actor_of(request)
    require(actor, "policy.publish")
    found = queries.get_policy(code)
    error: FirstdeskError | None = None
    if request.method == "POST":
        try:
            services.publish(actor, found.key, **_posted(request, list(found.fields)))
        except FirstdeskError as refused:
            error = refused
        else:
            return done(request, reverse("policies:policy", args=[found.code]), _("Published."))
    latest = queries.history(found.key)
    context = {
        "policy": found,
        "latest": latest[0] if latest else None,
        "values": [
            (name, about, request.POST.get(f"value_{name}", _shown(latest, name)))
            for name, about in found.fields.items()
        ],
        "posted": request.POST,
        "refusal": error,
        "forces": FORCES if found.kind == "rule" else {},
        "today": clock.today(),
    }
    return render(request, "policies/publish.html", context, status=error.status if error else 200)


def _shown(latest: list[Ruling], name: str) -> str:
    value = latest[0].value.get(name, "") if latest else ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _posted(request: HttpRequest, fields: list[str]) -> dict[str, Any]:
    post = request.POST
    value: dict[str, Any] = {}
    for name in fields:
        raw = post.get(f"value_{name}", "").strip()
        if raw:
            value[name] = {"true": True, "false": False}.get(raw.lower(), raw)
    return {
        "effective_from": _posted_day(post.get("effective_from", ""), "effective_from"),
        "known_from": _posted_day(post.get("known_from", ""), "known_from"),
        "review_by": _posted_day(post["review_by"], "review_by") if post.get("review_by") else None,
        "value": value,
        "text": {"zh": post.get("text_zh", "").strip(), "en": post.get("text_en", "").strip()},
        "wording": {
            "zh": post.get("wording_zh", "").strip(),
            "en": post.get("wording_en", "").strip(),
        },
        "force": post.get("force", ""),
        "exceptions": {
            "zh": post.get("exceptions_zh", "").strip(),
            "en": post.get("exceptions_en", "").strip(),
        },
        "source": post.get("source", "").strip()[:240],
        "circular": post.get("circular", "").strip()[:80],
        "approver": post.get("approver", "").strip()[:80],
    }


def _posted_day(raw: str, field: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        text = Text(zh="请填日期。", en="Give a date.")
        raise Invalid(
            code="bad_day",
            what=text,
            why=Text(zh="没有填，或格式不对。", en="It is missing or not a date."),
            do=Text(zh="填好再发布。", en="Fill it in and publish again."),
            fields={field: text},
        ) from None
