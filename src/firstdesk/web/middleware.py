"""Request id, sign-in and refusals: what every page shares."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from firstdesk.core.errors import FirstdeskError, Forbidden
from firstdesk.core.text import Text
from firstdesk.staff.http import set_actor
from firstdesk.staff.models import Staff
from firstdesk.web.logs import request_id_var
from firstdesk.web.refusals import bad_request, refuse

Next = Callable[[HttpRequest], HttpResponseBase]
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")

OPEN_PATHS = (
    "/sign-in/",
    "/sign-out/",
    "/account/2fa/authenticate/",  # after the password, before the session
    "/account/2fa/webauthn/login/",
    "/static/",
    "/health/",
    "/language/",
    "/api/",
    "/oidc/",
    "/customer/",
)
"""Reached without a session. The API asks for its own token; /customer/ links carry theirs."""

BEFORE_OWN_PASSWORD = (
    *("/account/password/", "/account/reauthenticate/", "/account/2fa/authenticate/"),
    *("/sign-in/", "/sign-out/", "/static/", "/health/", "/language/"),
)
"""Reached with a password that somebody else knows."""


class RequestId:
    """Gives every request an id that appears in the log, the journal and the answer."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Takes the caller's well-formed id or makes one."""
        given = request.headers.get("X-Request-Id", "")
        request_id = given if _WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        request.META["firstdesk.request_id"] = request_id
        token = request_id_var.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            request_id_var.reset(token)
        response.headers["X-Request-Id"] = request_id
        return response


def _own_password_first(request: HttpRequest) -> HttpResponseBase:
    """A password that an administrator knows opens nothing but the page to choose one's own."""
    page = reverse("account_change_password")
    if request.path.startswith("/api/"):
        return refuse(
            request,
            Forbidden(
                code="own_password_first",
                what=Text(zh="请先设自己的密码。", en="Choose your own password first."),
                why=Text(
                    zh="现在的密码是管理员给的。", en="An administrator gave you the present one."
                ),
                do=Text(zh=f"请到{page}修改。", en=f"Change it at {page}."),
            ),
        )
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": page})
    return redirect(page)


class SignedIn:
    """Lets nobody past the door without a session, and names the actor of each request."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Sets the actor, or sends to sign-in with the way back."""
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            person = Staff.objects.select_related("branch").get(pk=user.pk)
            request.user = person  # the shell shows his branch and window: loaded once
            set_actor(request, person.actor(request.META["firstdesk.request_id"]))
            if person.password_given and not request.path.startswith(BEFORE_OWN_PASSWORD):
                return _own_password_first(request)
        elif not request.path.startswith(OPEN_PATHS):
            if request.headers.get("HX-Request"):
                response = HttpResponse(status=401)
                response["HX-Redirect"] = settings.LOGIN_URL  # the shell asks before leaving
                return response
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return self.get_response(request)


def _holds_nul(request: HttpRequest) -> bool:
    """Whether an address or a form holds NUL, which no text has and the database refuses."""
    if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    form = request.content_type == "application/x-www-form-urlencoded"
    return form and b"%00" in request.body


class Refusals:
    """Turns a refusal raised anywhere in a page into an answer a person can use."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Passes through what can be read."""
        return bad_request(request) if _holds_nul(request) else self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Renders ours; leaves the rest to the 500 page."""
        return refuse(request, error) if isinstance(error, FirstdeskError) else None
