"""The staff pages: list, one person, tokens, alerts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from firstdesk.core import clock
from firstdesk.core.errors import FirstdeskError
from firstdesk.staff import alerts as alerts_
from firstdesk.staff import queries, services
from firstdesk.staff.forms import done
from firstdesk.staff.http import actor_of
from firstdesk.staff.models import Staff
from firstdesk.staff.people_forms import ChangePersonForm, NewPersonForm, TokenForm, take
from firstdesk.staff.permissions import may, require
from firstdesk.staff.roles import Role

_ACTIVE = {"yes": True, "no": False}


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Who works here, with filters; one page at a time."""
    actor = actor_of(request)
    given = {name: request.GET.get(name, "").strip()[:80] for name in _FILTERS}
    filters = queries.PeopleFilters(
        words=given["words"],
        role=given["role"],
        branch=given["branch"],
        active=_ACTIVE.get(given["active"]),
    )
    found, more = queries.people(actor, filters, cursor=request.GET.get("cursor", ""))
    context = {
        "people": found,
        "given": given,
        "filtered": any(given.values()),
        "more": more and "?" + urlencode(given | {"cursor": more}),
        "roles": Role.choices,
        "branches": queries.branches(),
        "manages": may(actor, "staff.manage"),
    }
    return render(request, "staff/people.html", context)


_FILTERS = ("words", "role", "branch", "active")


@never_cache
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """Enters a person and shows the first password once."""
    actor = actor_of(request)
    require(actor, "staff.manage")
    form = NewPersonForm(request.POST or None, initial={"branch": actor.branch_code})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                person, password = services.create_person(actor, **form.cleaned_data)
            except FirstdeskError as error:
                status = take(form, error)
            else:
                return _shown_once(request, person, "password", password)
    return render(request, "staff/new_person.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One person: look, and change where permitted."""
    actor = actor_of(request)
    found = queries.get_person(actor, str(person_id))
    if request.method == "GET":
        return _person_page(request, found)
    require(actor, "staff.manage")
    form = ChangePersonForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            services.change_person(actor, str(person_id), **form.cleaned_data)
        except FirstdeskError as error:
            status = take(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff:person", person_id)
    return _person_page(request, found, form=form, status=status)


def _person_page(
    request: HttpRequest,
    found: Staff,
    *,
    form: ChangePersonForm | None = None,
    token_form: TokenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    initial = {
        name: getattr(found, name)
        for name in ("name_zh", "name_en", "role", "window", "email", "version", "is_active")
    }
    context = {
        "person": found,
        "form": form or ChangePersonForm(initial=initial | {"branch": found.branch.code}),
        "token_form": token_form or TokenForm(person=found),
        "tokens": queries.tokens_of(actor, found),
        "locked": queries.is_locked(found),
        "manages": may(actor, "staff.manage"),
        "reads_journal": may(actor, "journal.read"),
        "himself": str(found.pk) == actor.staff_id,
        "now_utc": clock.now(),
    }
    return render(request, "staff/person.html", context, status=status)


@never_cache
@require_POST
def reset_password(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Gives a new password and shows it once."""
    actor = actor_of(request)
    password = services.reset_password(
        actor, str(person_id), factors=request.POST.get("factors") == "on"
    )
    return _shown_once(request, queries.get_person(actor, str(person_id)), "password", password)


@require_POST
def unlock(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Lets a locked-out person try again."""
    services.unlock(actor_of(request), str(person_id))
    messages.success(request, _("Unlocked. The person can sign in now."))
    return redirect("staff:person", person_id)


@never_cache
@require_POST
def issue_token(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Issues a token and shows its secret once."""
    actor = actor_of(request)
    require(actor, "staff.manage")
    found = queries.get_person(actor, str(person_id))
    form = TokenForm(request.POST, person=found)
    status = 422
    if form.is_valid():
        try:
            _token, secret = services.issue_token(actor, str(person_id), **form.cleaned_data)
        except FirstdeskError as error:
            status = take(form, error)
        else:
            return _shown_once(request, found, "token", secret)
    return _person_page(request, found, token_form=form, status=status)


@require_POST
def revoke_token(request: HttpRequest, person_id: UUID, token_id: UUID) -> HttpResponse:
    """Ends a token now."""
    services.revoke_token(actor_of(request), str(person_id), str(token_id))
    messages.success(request, _("The token is revoked. Programs that use it are refused from now."))
    return redirect("staff:person", person_id)


def _shown_once(request: HttpRequest, found: Staff, kind: str, secret: str) -> HttpResponse:
    context: dict[str, Any] = {"person": found, "kind": kind, "secret": secret}
    response = render(request, "staff/secret.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def alerts(request: HttpRequest) -> HttpResponse:
    """The bell (asked for by htmx every 20 seconds), or the page with all alerts."""
    actor = actor_of(request)
    unread = alerts_.unread(actor, limit=100)
    if request.headers.get("HX-Request"):
        return render(request, "staff/bell.html", {"unread": len(unread)})
    context = {"unread": unread, "earlier": alerts_.read_earlier(actor)}
    return render(request, "staff/alerts.html", context)


@require_POST
def read_alert(request: HttpRequest, alert_id: int | None = None) -> HttpResponse:
    """Marks one alert, or all, as read; goes on to what it is about."""
    actor = actor_of(request)
    link = ""
    if alert_id is not None and request.POST.get("go"):
        link = alerts_.link_of(actor, alert_id)
    alerts_.mark_read(actor, alert_id)
    return done(request, link if link.startswith("/") and not link.startswith("//") else "/alerts/")
