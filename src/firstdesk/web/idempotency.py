"""A request repeated with the same Idempotency-Key does the thing once and answers the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from firstdesk.core import clock
from firstdesk.core.errors import Conflict, Invalid
from firstdesk.core.text import Text
from firstdesk.staff.models import Reply
from firstdesk.web.refusals import refuse

Next = Callable[[HttpRequest], HttpResponseBase]


SHOWN_ONCE = 409
"""Kept in place of an answer that holds a secret: the secret itself is never kept."""


class OnceOnly:
    """Keeps the answer beside the change, in one transaction.

    The key's row is inserted first; a second request with the same key waits for it in the
    database and then finds the answer. A refused request leaves no row: put right, it may be sent
    again with the same key.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handles POST, PUT, PATCH and DELETE under /api/ that carry the header."""
        key = request.headers.get("Idempotency-Key", "")
        unsafe = request.method in {"POST", "PUT", "PATCH", "DELETE"}
        if not (key and unsafe and request.path.startswith("/api/")):
            return self.get_response(request)
        if len(key) > 200:
            return refuse(request, _too_long())
        return self._once(request, key)

    def _once(self, request: HttpRequest, key: str) -> HttpResponseBase:
        who, print_ = _caller(request), _fingerprint(request)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO staff_reply (actor_id, key, fingerprint, status, body, created_at)"
                    " VALUES (%s, %s, %s, 0, '', %s) ON CONFLICT DO NOTHING",
                    [who, key, print_, clock.now()],
                )
                fresh = cursor.rowcount == 1
            if not fresh:
                return _again(request, Reply.objects.get(actor_id=who, key=key), print_)
            response = self.get_response(request)
            if not (200 <= response.status_code < 300) or not isinstance(response, HttpResponse):
                transaction.set_rollback(True)
                return response
            secret = "no-store" in response.get("Cache-Control", "")
            Reply.objects.filter(actor_id=who, key=key).update(
                status=SHOWN_ONCE if secret else response.status_code,
                body="" if secret else response.content.decode(),
            )
            return response


def _caller(request: HttpRequest) -> str:
    """Keys belong to the caller: his token, or his session's person."""
    bearer = request.headers.get("Authorization", "")
    if bearer:
        return hashlib.sha256(bearer.encode()).hexdigest()
    return str(getattr(request.user, "pk", "") or "")


def _fingerprint(request: HttpRequest) -> str:
    parts = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return hashlib.sha256(parts).hexdigest()


def _again(request: HttpRequest, reply: Reply, fingerprint: str) -> HttpResponse:
    if reply.fingerprint != fingerprint:
        return refuse(
            request,
            Invalid(
                code="key_reused",
                what=Text(
                    zh="这个幂等键已用于另一个请求。",
                    en="This idempotency key was used for a different request.",
                ),
                why=Text(
                    zh="同一个键只能重发完全相同的请求。",
                    en="One key may only repeat the very same request.",
                ),
                do=Text(zh="换一个新键。", en="Use a new key."),
            ),
        )
    if reply.status == SHOWN_ONCE:
        return refuse(request, _shown_once())
    response = HttpResponse(reply.body, status=reply.status, content_type="application/json")
    response["Idempotent-Replay"] = "true"
    return response


def _too_long() -> Invalid:
    return Invalid(
        code="key_too_long",
        what=Text(zh="幂等键太长。", en="The idempotency key is too long."),
        why=Text(zh="最多200个字符。", en="It may have at most 200 characters."),
        do=Text(zh="请用UUID。", en="Use a UUID."),
    )


def _shown_once() -> Conflict:
    return Conflict(
        code="shown_once",
        what=Text(zh="这一步已经做过。", en="This is done already."),
        why=Text(
            zh="密码或令牌只在第一次的回答里给出，不留存。",
            en="A password or token is in the first answer only and is not kept.",
        ),
        do=Text(
            zh="没收到就撤销它，用新的幂等键再做一次。",
            en="If you did not receive it, revoke it and do it again with a new key.",
        ),
    )
