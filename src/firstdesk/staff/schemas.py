"""Shapes that every room's API shares."""

from __future__ import annotations

from typing import Any

from ninja import Schema


class TextOut(Schema):
    """The same sentence in both languages."""

    zh: str
    en: str


class PersonOut(Schema):
    """A member of staff as colleagues see him."""

    id: str
    number: str
    name: TextOut
    role: str
    branch: str


class BranchOut(Schema):
    """A branch."""

    code: str
    name: TextOut


class MoneyOut(Schema):
    """An exact amount, as text."""

    amount: str
    currency: str


class Problem(Schema):
    """A refusal (RFC 9457): what is wrong, why, and what to do now."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    what: str
    why: str
    do: str
    fields: dict[str, str] | None = None


REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422, 423, 429), Problem)
"""The refusals any operation may answer with."""


def person(staff: Any) -> dict[str, Any] | None:
    """A person as the API shows him; the branch must be loaded."""
    if staff is None:
        return None
    return {
        "id": str(staff.pk),
        "number": staff.username,
        "name": staff.name.to_json(),
        "role": staff.role,
        "branch": staff.branch.code,
    }
