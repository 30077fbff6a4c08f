"""What pages share: reading a posted value, and going on after a verb."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from firstdesk.core.errors import Invalid
from firstdesk.core.text import Text


def done(request: HttpRequest, url: str, said: str = "") -> HttpResponse:
    """Goes on to a page, with a word on what happened; htmx and plain forms alike."""
    if said:
        messages.success(request, said)
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
        return response
    return redirect(url)


def local_moment(request: HttpRequest, field: str) -> datetime | None:
    """Reads a `datetime-local` value on the bank's clock; None when left empty.

    Raises:
        Invalid: it is not a date and time.
    """
    raw = request.POST.get(field, "").strip()
    if not raw:
        return None
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError as error:
        text = Text(zh="请填日期和时间。", en="Give a date and a time.")
        raise Invalid(
            code="bad_moment",
            what=text,
            why=Text(zh="格式不对。", en="The form is not right."),
            do=Text(zh="例如2007-12-05 11:00。", en="For example 2007-12-05 11:00."),
            fields={field: text},
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


def whole(request: HttpRequest, field: str) -> int:
    """Reads a whole number; 0 when it is none, which no version ever is."""
    raw = request.POST.get(field, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0
