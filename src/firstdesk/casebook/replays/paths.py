"""Finding values in an answer, and saying what they must be."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

_STEP = re.compile(r"([^.\[\]]+)|\[([^\]]*)\]")
MISSING = object()


def find(value: Any, path: str) -> Any:
    """Finds a value: `items[key=card.autopay.first].days[1].day`, `promises[-1].state`.

    A bracket holds an index, or `name=value` for the first member of a list with that field.

    Returns:
        The value, or `MISSING`.
    """
    for name, inside in _STEP.findall(path):
        value = _member(value, inside) if inside or not name else _field(value, name)
        if value is MISSING:
            return MISSING
    return value


def _field(value: Any, name: str) -> Any:
    if name == "length" and isinstance(value, list):
        return len(value)
    return value.get(name, MISSING) if isinstance(value, dict) else MISSING


def _member(value: Any, inside: str) -> Any:
    if not isinstance(value, list):
        return MISSING
    if "=" in inside:
        name, wanted = inside.split("=", 1)
        return next((one for one in value if str(find(one, name)) == wanted), MISSING)
    try:
        return value[int(inside)]
    except (ValueError, IndexError):
        return MISSING


def judge(found: Any, wanted: dict[str, Any]) -> str:
    """Compares a found value with what must come back.

    Args:
        found: from `find`.
        wanted: one of is, not, has, lacks, missing, present, at_least.

    Returns:
        An empty string when it holds, else what is different.
    """
    for how, value in wanted.items():
        if how in {"path", "note"}:
            continue
        wrong = _JUDGES[how](found, value)
        if wrong:
            return wrong
    return ""


def _shown(value: Any) -> str:
    return "nothing" if value is MISSING else repr(value)


def _same(found: Any, value: Any) -> bool:
    if found is MISSING:
        return False
    if isinstance(value, bool) or isinstance(found, bool):
        return found is value
    left, right = _number(found), _number(value)
    if left is not None and right is not None:
        return left == right
    return bool(found == value or str(found) == str(value))


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _is(found: Any, value: Any) -> str:
    return "" if _same(found, value) else f"is {_shown(found)}, must be {value!r}"


def _not(found: Any, value: Any) -> str:
    return f"must not be {value!r}" if _same(found, value) else ""


def _has(found: Any, value: Any) -> str:
    if isinstance(found, list):
        ok = any(_same(one, value) for one in found)
    else:
        ok = isinstance(found, str) and str(value) in found
    return "" if ok else f"is {_shown(found)}, must have {value!r}"


def _lacks(found: Any, value: Any) -> str:
    return "" if _has(found, value) else f"is {_shown(found)}, must not have {value!r}"


def _missing(found: Any, value: Any) -> str:
    return "" if (found is MISSING or found is None) == bool(value) else f"is {_shown(found)}"


def _at_least(found: Any, value: Any) -> str:
    left, right = _number(found), _number(value)
    ok = found is not MISSING and left is not None and right is not None and left >= right
    return "" if ok else f"is {_shown(found)}, must be at least {value}"


_JUDGES = {
    "is": _is,
    "not": _not,
    "has": _has,
    "lacks": _lacks,
    "missing": _missing,
    "present": lambda found, value: _missing(found, not value),
    "at_least": _at_least,
}
HOWS = frozenset(_JUDGES)
