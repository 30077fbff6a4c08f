"""Reads the house's policies from `content/*.yaml`, strictly: file, line, and what to do."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from firstdesk.policies import values
from firstdesk.policies.book import FORCES

KINDS = ("rule", "rate", "fee", "threshold", "deadline")
_POLICY = {
    *("key", "code", "kind", "title", "fields", "roles", "operations", "cases"),
    *("defaults", "versions"),
}
_VERSION = {
    *("effective_from", "effective_to", "known_from", "review_by", "value", "text", "wording"),
    *("source", "circular", "approver", "verified", "force", "exceptions"),
}
_POLICY_NEEDED = {"key", "code", "kind", "title", "fields", "versions"}
_FIELD = {"unit", "zh", "en", "choices", "optional"}
_FIELD_NEEDED = {"unit", "zh", "en"}
_NEEDED = {"effective_from", "known_from", "value", "text", "source", "approver", "verified"}


_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_CODE = re.compile(r"[A-Z]{2,4}-[0-9]{3}")


class ContentError(ValueError):
    """A policy file that cannot be used."""


@dataclass(frozen=True, slots=True)
class VersionContent:
    """One version as written."""

    effective_from: dt.date
    effective_to: dt.date | None
    known_from: dt.date
    review_by: dt.date | None
    value: dict[str, Any]
    text: dict[str, str]
    wording: dict[str, str] | None
    source: str
    circular: str
    approver: str
    verified: bool
    force: str
    exceptions: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class PolicyContent:
    """One policy as written, its versions in order of their days."""

    key: str
    code: str
    kind: str
    title: dict[str, str]
    fields: dict[str, dict[str, Any]]
    roles: tuple[str, ...]
    operations: tuple[str, ...]
    cases: tuple[str, ...]
    versions: tuple[VersionContent, ...]


class _Loader(yaml.SafeLoader):
    """Refuses a key that stands twice, and remembers lines."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise ContentError(f"line {line}: {key!r} is no name; quote it.")
        if key in found:
            raise ContentError(f"line {line}: “{key}” stands twice; keep one.")
        try:
            found[key] = loader.construct_object(value_node, deep=True)
        except _NoDay as error:
            line = value_node.start_mark.line + 1
            raise ContentError(
                f"line {line}: {key}: {error} is no day of the calendar; write one as 2007-08-15."
            ) from None
    found["__line__"] = node.start_mark.line + 1
    return found


class _NoDay(ValueError):
    """Looks like a day and is none: 30 February."""


def _timestamp(loader: _Loader, node: yaml.ScalarNode) -> dt.date:
    try:
        return dt.date.fromisoformat(node.value)
    except ValueError:
        raise _NoDay(node.value) from None


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


def read_content() -> list[PolicyContent]:
    """All policies of the house, by code.

    Raises:
        ContentError: a file is not as it must be.
    """
    folder = files("firstdesk.policies") / "content"
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
    }
    return read_texts(texts)


def read_texts(texts: dict[str, str]) -> list[PolicyContent]:
    """Reads policies from texts by file name; see `read_content`."""
    found: dict[str, PolicyContent] = {}
    codes: dict[str, str] = {}
    for name in sorted(texts):
        try:
            for policy in _read(texts[name]):
                if policy.key in found or policy.code in codes:
                    raise ContentError(
                        f"{policy.key}: the key or its code {policy.code} stands twice; a policy"
                        " stands once."
                    )
                found[policy.key] = policy
                codes[policy.code] = policy.key
        except ContentError as error:
            raise ContentError(f"{name}: {error}") from None
        except yaml.YAMLError as error:
            raise ContentError(f"{name}: not readable as YAML: {error}") from None
    return sorted(found.values(), key=lambda policy: policy.code)


def _read(text: str) -> Iterable[PolicyContent]:
    raw = yaml.load(text, Loader=_Loader)  # noqa: S506  # a SafeLoader of ours
    if not isinstance(raw, list):
        raise ContentError("line 1: a policy file is a list; each policy starts with “- key:”.")
    return [_policy(one) for one in raw]


def _policy(raw: Any) -> PolicyContent:
    line = _known(raw, _POLICY, _POLICY_NEEDED, "a policy")
    where = f"line {line}: {raw['key']}"
    if not isinstance(raw["key"], str) or not _KEY.fullmatch(raw["key"]):
        raise ContentError(f"{where}: the key is lower-case words with dots: card.late_fee.")
    if not isinstance(raw["code"], str) or not _CODE.fullmatch(raw["code"]):
        raise ContentError(f"{where}: the code is letters, a dash and a number: CC-014.")
    if raw["kind"] not in KINDS:
        raise ContentError(f"{where}: kind is one of {', '.join(KINDS)}.")
    fields = _fields(raw["fields"], where)
    defaults = _without_line(_mapping_of(raw.get("defaults", {}), "defaults", where))
    versions = [
        _version({**defaults, **_mapping_of(one, "a version", where)}, raw["key"], fields)
        for one in _list(raw["versions"], "versions", where)
    ]
    versions.sort(key=lambda v: (v.effective_from, v.known_from))
    _apart(versions, where)
    return PolicyContent(
        key=raw["key"],
        code=raw["code"],
        kind=raw["kind"],
        title=_text(raw["title"], "title", where),
        fields=fields,
        roles=_words(raw, "roles", where),
        operations=_words(raw, "operations", where),
        cases=_words(raw, "cases", where),
        versions=tuple(versions),
    )


def _fields(raw: Any, where: str) -> dict[str, dict[str, Any]]:
    fields: dict[str, dict[str, Any]] = {}
    for name, about in _without_line(_mapping_of(raw, "fields", where)).items():
        one = _mapping_of(about, f"the field “{name}”", where)
        _known(one, _FIELD, _FIELD_NEEDED, f"the field “{name}”", where)
        if one["unit"] not in values.KINDS:
            known = ", ".join(values.KINDS)
            raise ContentError(
                f"{where}: the field “{name}”: no unit “{one['unit']}”; known are {known}."
            )
        _text({"zh": one["zh"], "en": one["en"]}, f"the field “{name}”", where)
        if "choices" in one:
            _words(one, "choices", where)
        fields[name] = _without_line(one)
    return fields


def _version(raw: dict[str, Any], key: str, fields: dict[str, dict[str, Any]]) -> VersionContent:
    where = f"line {raw.get('__line__', 0)}: {key}"
    _known(raw, _VERSION, _NEEDED, "a version", where)
    for name in ("effective_from", "effective_to", "known_from", "review_by"):
        needed = name in _NEEDED
        if not isinstance(raw.get(name), dt.date) and (needed or raw.get(name) is not None):
            raise ContentError(
                f"{where}: {name} is {raw[name]!r}; write a day such as 2007-08-15, unquoted."
            )
    for name in ("effective_to", "review_by"):
        if raw.get(name) and raw[name] < raw["effective_from"]:
            raise ContentError(f"{where}: {name} is before effective_from; swap them.")
    if not isinstance(raw["verified"], bool):
        raise ContentError(f"{where}: verified is true or false, unquoted.")
    for name in ("source", "approver"):
        if not isinstance(raw[name], str) or not raw[name].strip():
            raise ContentError(f"{where}: {name} is empty; say who or where from.")
    if raw.get("force", "mandatory") not in FORCES:
        raise ContentError(f"{where}: force is one of {', '.join(FORCES)}.")
    return VersionContent(
        effective_from=raw["effective_from"],
        effective_to=raw.get("effective_to"),
        known_from=raw["known_from"],
        review_by=raw.get("review_by"),
        value=_value(raw["value"], fields, where),
        text=_text(raw["text"], "text", where),
        wording=_text(raw["wording"], "wording", where) if raw.get("wording") else None,
        source=raw["source"],
        circular=str(raw.get("circular") or ""),
        approver=raw["approver"],
        verified=raw["verified"],
        force=raw.get("force", "mandatory"),
        exceptions=_text(raw["exceptions"], "exceptions", where) if raw.get("exceptions") else None,
    )


def _value(raw: Any, fields: dict[str, dict[str, Any]], where: str) -> dict[str, Any]:
    value = _without_line(_mapping_of(raw, "value", where))
    for name, one in value.items():
        if isinstance(one, int | float) and not isinstance(one, bool):
            raise ContentError(
                f"{where}: “{name}” is a bare number; quote it so that it stays exact."
            )
    for name, text in values.wrong_fields(fields, value).items():
        raise ContentError(f"{where}: the value’s “{name}”: {text.en}")
    return value


def _known(raw: Any, allowed: set[str], needed: set[str], what: str, where: str = "") -> int:
    """The line of a mapping that has all it needs and nothing else."""
    if not isinstance(raw, dict):
        raise ContentError(f"{what} is a mapping of names and values, found {raw!r}.")
    line = int(raw.get("__line__", 0))
    place = where or f"line {line}"
    unknown = sorted(set(raw) - allowed - {"__line__"})
    if unknown:
        raise ContentError(
            f"{place}: {what} has no “{unknown[0]}”; known are {', '.join(sorted(allowed))}."
        )
    missing = sorted(needed - set(raw))
    if missing:
        raise ContentError(f"{place}: {what} lacks “{missing[0]}”; add it.")
    return line


def _mapping_of(raw: Any, name: str, where: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise ContentError(f"{where}: {name} is a mapping of names and values, found {raw!r}.")
    return raw


def _without_line(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in raw.items() if name != "__line__"}


def _list(raw: Any, name: str, where: str) -> list[Any]:
    if not isinstance(raw, list):
        raise ContentError(f"{where}: {name} is a list, found {raw!r}.")
    return raw


def _words(raw: dict[str, Any], name: str, where: str) -> tuple[str, ...]:
    found = _list(raw.get(name, []), name, where)
    if not all(isinstance(one, str) for one in found):
        raise ContentError(f"{where}: {name} holds words; quote what looks like a number.")
    return tuple(found)


def _text(raw: Any, name: str, where: str) -> dict[str, str]:
    both = raw if isinstance(raw, dict) else {}
    for lang in ("zh", "en"):
        if not isinstance(both.get(lang), str) or not both[lang].strip():
            raise ContentError(f"{where}: {name} needs both zh and en; “{lang}” is missing.")
    return {"zh": both["zh"], "en": both["en"]}


def _apart(versions: list[VersionContent], where: str) -> None:
    for earlier, later in itertools.pairwise(versions):
        if (earlier.effective_from, earlier.known_from) == (later.effective_from, later.known_from):
            raise ContentError(
                f"{where}: two versions from {later.effective_from}; keep one, or give them"
                " different known_from days."
            )
        if earlier.effective_to and earlier.effective_to >= later.effective_from:
            raise ContentError(
                f"{where}: the version from {earlier.effective_from} runs to"
                f" {earlier.effective_to}, beyond the next from {later.effective_from}; end it the"
                " day before."
            )
