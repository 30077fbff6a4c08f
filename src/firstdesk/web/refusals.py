"""How a refusal looks: what is wrong, why, and what to do now. Nothing typed is lost."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from firstdesk.core.errors import (
    FirstdeskError,
    Forbidden,
    Invalid,
    NotFound,
    TooMany,
    Unavailable,
)
from firstdesk.core.text import Text
from firstdesk.staff import lockout

log = logging.getLogger(__name__)


def refuse(request: HttpRequest, error: FirstdeskError) -> HttpResponse:
    """Answers with a problem document, a toast for htmx, or a page."""
    language = get_language() or "zh-hans"
    problem = error.problem(language)
    if request.path.startswith("/api/"):
        answer = JsonResponse(problem, status=error.status, content_type="application/problem+json")
        answer.refusal = error  # type: ignore[attr-defined]  # a replay tells it in both languages
        return answer
    context = {"problem": problem, "error": error}
    if request.headers.get("HX-Request"):
        response = HttpResponse(
            render_to_string("web/refusal_toast.html", context), status=error.status
        )
        response["HX-Retarget"] = "#toasts"
        response["HX-Reswap"] = "afterbegin"
        return response
    return render(request, "web/refusal.html", context, status=error.status)


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """After too many wrong passwords. Called outside the views, so it answers, never raises."""
    return refuse(request, lockout.locked_out())


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Sign-in was tried too often from one address."""
    return refuse(
        request,
        TooMany(
            code="too_many_requests",
            what=Text(zh="试得太频繁了。", en="Too many tries."),
            why=Text(
                zh="短时间内从这里试了太多次。",
                en="This was tried too often from here in a short time.",
            ),
            do=Text(zh="请等1分钟再试。", en="Wait a minute, then try again."),
        ),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old."""
    return refuse(
        request,
        Forbidden(
            code="stale_form",
            what=Text(
                zh="这个页面放得太久了，没有提交。", en="This page is too old; nothing was sent."
            ),
            why=Text(zh="页面的安全令牌对不上。", en="Its security token no longer matches."),
            do=Text(
                zh="回上一页，刷新后再提交；写的内容还在。",
                en="Go back, reload and send again; what you typed is still there.",
            ),
        ),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or not yours: the answer is the same."""
    return refuse(request, missing())


def missing() -> NotFound:
    """The one answer for what does not exist and for what is not the asker's."""
    return NotFound(
        code="not_found",
        what=Text(zh="没有找到。", en="Not found."),
        why=Text(
            zh="这里没有这一页，或者它不归您的网点和岗位看。",
            en="There is no such page, or it does not belong to your branch and role.",
        ),
        do=Text(
            zh="请核对编号，或按Ctrl-K查找。",
            en="Check the number, or search with Ctrl-K.",
        ),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own refusals."""
    return not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that cannot be read."""
    return refuse(
        request,
        Invalid(
            code="bad_request",
            what=Text(zh="请求无法读取。", en="The request cannot be read."),
            why=Text(zh="格式不对或过大。", en="It is malformed or too large."),
            do=Text(zh="请检查后再发。", en="Check it and send it again."),
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own fault: said so, with the id that finds it in the log.

    Renders without the request: the session, the actor or the database may be what failed.
    """
    error = Unavailable(
        code="fault",
        status=500,
        what=Text(zh="我们这边出错了，没有保存。", en="This is our fault; nothing was saved."),
        why=Text(zh="程序有错，已记入日志。", en="A program error; it is in the log."),
        do=Text(
            zh="请再试一次；若仍不行，把请求编号告诉管理员。",
            en="Try once more; if it persists, give an administrator the request id.",
        ),
        extra={"request_id": request.META.get("firstdesk.request_id", "")},
    )
    if request.path.startswith("/api/") or request.headers.get("HX-Request"):
        return refuse(request, error)
    language = get_language() or "zh-hans"
    context = {"problem": error.problem(language), "english": not language.startswith("zh")}
    return HttpResponse(render_to_string("web/fault.html", context), status=500)
