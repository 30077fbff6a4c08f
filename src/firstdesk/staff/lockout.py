"""What somebody is told after too many wrong passwords."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from firstdesk.core.errors import TooMany
from firstdesk.core.text import Text


def locked_out() -> TooMany:
    """The refusal for a quarter of an hour: how long, and who can help."""
    return TooMany(
        code="locked_out",
        what=Text(zh="登录已暂时锁定。", en="Sign-in is locked for now."),
        why=Text(zh="密码连续输错5次。", en="The password was wrong five times in a row."),
        do=Text(
            zh="15分钟后再试，或请管理员解锁。",
            en="Try again in 15 minutes, or ask an administrator to unlock it.",
        ),
    )


def counted_name(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str:
    """The name wrong passwords are counted under: sign-in does not mind capitals, nor may this."""
    given = (credentials or {}).get("username") or (request.POST.get("login") if request else "")
    return str(given or "").strip().lower()
