"""What somebody sees after too many wrong passwords."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from firstdesk.core.errors import TooMany
from firstdesk.core.text import Text


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Refuses for a quarter of an hour, and says how long and who can help."""
    raise TooMany(
        code="locked_out",
        what=Text(zh="登录已暂时锁定。", en="Sign-in is locked for now."),
        why=Text(zh="密码连续输错5次。", en="The password was wrong five times in a row."),
        do=Text(
            zh="15分钟后再试，或请管理员解锁。",
            en="Try again in 15 minutes, or ask an administrator to unlock it.",
        ),
    )
