"""The API under /api/v1: every room's router, one way to sign in, one form of refusal."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.throttling import AuthRateThrottle

from firstdesk.core.errors import FirstdeskError, Invalid, TooMany
from firstdesk.core.text import Text
from firstdesk.staff.http import BrowserAuth, TokenAuth
from firstdesk.web.reading import StrictParser
from firstdesk.web.refusals import missing, refuse
from firstdesk.web.rooms import modules


class _Throttle(AuthRateThrottle):
    """Counts in each process: a shared count would cost every request a write."""

    cache = caches["local"]


api = NinjaAPI(
    title="Firstdesk",
    version="1",
    description="Every act a person can do at Firstdesk, as one operation each.",
    auth=[TokenAuth(), BrowserAuth()],
    throttle=[_Throttle(f"{settings.FIRSTDESK_API_RATE}/m")],
    urls_namespace="api",
    docs_url=None,
    parser=StrictParser(),
)

for _room, _module in modules("api"):
    api.add_router("", _module.router, tags=[_room])


@api.exception_handler(FirstdeskError)
def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return refuse(request, error)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Any) -> HttpResponse:
    return refuse(request, missing())


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    refusal = FirstdeskError(
        code="sign_in",
        status=401,
        what=Text(zh="没有登录。", en="You are not signed in."),
        why=Text(
            zh="没有访问令牌，或已过期、已撤销。", en="No token, or it has expired or been revoked."
        ),
        do=Text(
            zh="请带上Authorization: Bearer令牌；令牌由管理员签发。",
            en="Send Authorization: Bearer with a token; an administrator issues it.",
        ),
    )
    response = refuse(request, refusal)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Throttled)
def _too_many(request: HttpRequest, error: Any) -> HttpResponse:
    wait = str(int(error.wait or 60))
    refusal = TooMany(
        code="too_many_requests",
        what=Text(zh="请求太频繁。", en="Too many requests."),
        why=Text(zh="超过了每分钟的上限。", en="The limit per minute was passed."),
        do=Text(zh="请在{wait}秒后再试。", en="Try again in {wait} seconds.").format(wait=wait),
    )
    response = refuse(request, refusal)
    response["Retry-After"] = wait
    return response


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    fields = {}
    for one in error.errors:
        name = ".".join(str(part) for part in one["loc"][1:] if part != "body") or "body"
        fields[name] = Text(zh=str(one["msg"]), en=str(one["msg"]))
    return refuse(
        request,
        Invalid(
            code="invalid",
            what=Text(zh="有字段填得不对。", en="Some fields are not right."),
            why=Text(zh="见fields中的说明。", en="See the reasons under “fields”."),
            do=Text(zh="改好后再发。", en="Correct them and send again."),
            fields=fields,
        ),
    )


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error.__cause__, FirstdeskError):  # what our own reading of the body refused
        return refuse(request, error.__cause__)
    message = str(error)
    return refuse(
        request,
        FirstdeskError(
            code="bad_request",
            status=error.status_code,
            what=Text(zh="请求无法读取。", en="The request cannot be read."),
            why=Text(zh=message, en=message),
            do=Text(zh="请检查格式后再发。", en="Check the format and send it again."),
        ),
    )


@cache
def operations() -> dict[str, tuple[str, str]]:
    """Maps each operation id to its (METHOD, path template): what replays call by name."""
    schema = api.get_openapi_schema()
    return {
        op["operationId"]: (method.upper(), path)
        for path, methods in schema["paths"].items()
        for method, op in methods.items()
    }


__all__ = ["api", "operations"]
