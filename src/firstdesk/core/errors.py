"""Refusals: what is wrong, why, and what can be done now. Errors are part of the interface."""

from __future__ import annotations

from typing import Any

from firstdesk.core.text import Text


class FirstdeskError(Exception):
    """A refusal that a person or a program can act on.

    Args:
        code: a stable word for programs.
        what: what is wrong.
        why: the reason, with policy, version or date where there is one.
        do: what can be done now.
        status: the HTTP status, if not the class's own.
        extra: further members of the problem document.
    """

    status = 400

    def __init__(
        self,
        *,
        code: str,
        what: Text,
        why: Text,
        do: Text,
        status: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{what.en} {why.en} {do.en}")
        self.code = code
        self.what = what
        self.why = why
        self.do = do
        self.status = status if status is not None else type(self).status
        self.extra = dict(extra or {})

    def problem(self, lang: str) -> dict[str, Any]:
        """The refusal as a problem document (RFC 9457) in one language."""
        return {
            **self.extra,
            "type": f"urn:firstdesk:problem:{self.code}",
            "title": self.what.in_(lang),
            "status": self.status,
            "detail": self.why.in_(lang),
            "code": self.code,
            "what": self.what.in_(lang),
            "why": self.why.in_(lang),
            "do": self.do.in_(lang),
        }


class NotFound(FirstdeskError):
    """There is no such thing, or it is not the asker's: the answer is the same."""

    status = 404


class Forbidden(FirstdeskError):
    """The asker may not do this."""

    status = 403


class Conflict(FirstdeskError):
    """Somebody or something was faster."""

    status = 409


class Locked(FirstdeskError):
    """Something must be done first."""

    status = 423


class TooMany(FirstdeskError):
    """Too much at once."""

    status = 429


class Unavailable(FirstdeskError):
    """Not now."""

    status = 503


class Invalid(FirstdeskError):
    """Values that cannot be used; `fields` says which and why."""

    status = 422

    def __init__(
        self,
        *,
        code: str,
        what: Text,
        why: Text,
        do: Text,
        status: int | None = None,
        extra: dict[str, Any] | None = None,
        fields: dict[str, Text] | None = None,
    ) -> None:
        super().__init__(code=code, what=what, why=why, do=do, status=status, extra=extra)
        self.fields = dict(fields or {})

    def problem(self, lang: str) -> dict[str, Any]:
        """The problem document, with a reason for each field."""
        fields = {name: text.in_(lang) for name, text in self.fields.items()}
        return super().problem(lang) | {"fields": fields}


class PolicyGap(FirstdeskError):
    """No policy covers the day; nothing is guessed."""

    status = 422


class CalendarUnknown(FirstdeskError):
    """The calendar does not know the year; nothing is guessed."""

    status = 422
