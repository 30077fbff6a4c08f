"""Reads the house's policies from `content/*.yaml`, strictly: file, line, and what to do."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

KINDS = ("rule", "rate", "fee", "threshold", "deadline")
_POLICY = {
    *("key", "code", "kind", "title", "fields", "roles", "operations", "cases"),
    *("defaults", "versions"),
}
_VERSION = {
    *("effective_from", "effective_to", "known_from", "review_by", "value", "text", "wording"),
    *("source", "circular", "approver", "verified"),
}
_NEEDED = {"effective_from", "known_from", "value", "text", "source", "approver", "verified"}


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


@dataclass(frozen=True, slots=True)
class PolicyContent:
    """One policy as written, its versions in order of their days."""

    key: str
    code: str
    kind: str
    title: dict[str, str]
    fields: dict[str, dict[str, str]]
    roles: tuple[str, ...]
    operations: tuple[str, ...]
    cases: tuple[str, ...]
    versions: tuple[VersionContent, ...]


class _Loader(yaml.SafeLoader):
    """Refuses a key that stands twice, and remembers lines."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in found:
            line = key_node.start_mark.line + 1
            raise ContentError(f"line {line}: “{key}” stands twice; keep one.")
        found[key] = loader.construct_object(value_node, deep=True)
    found["__line__"] = node.start_mark.line + 1
    return found


def _timestamp(loader: _Loader, node: yaml.ScalarNode) -> dt.date:
    try:
        return dt.date.fromisoformat(node.value)
    except ValueError:
        line = node.start_mark.line + 1
        raise ContentError(
            f"line {line}: {node.value} is no day of the calendar; write one as 2007-08-15."
        ) from None


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
                        f"{policy.key} ({policy.code}) is defined twice; a policy stands once."
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
        raise ContentError("a policy file is a list; each policy starts with “- key:”.")
    return [_policy(one) for one in raw]


def _known(raw: dict[str, Any], allowed: set[str], needed: set[str], what: str) -> int:
    line = int(raw.get("__line__", 0))
    unknown = sorted(set(raw) - allowed - {"__line__"})
    if unknown:
        raise ContentError(
            f"line {line}: {what} has no “{unknown[0]}”; known are {', '.join(sorted(allowed))}."
        )
    missing = sorted(needed - set(raw))
    if missing:
        raise ContentError(f"line {line}: {what} lacks “{missing[0]}”; add it.")
    return line


def _policy(raw: Any) -> PolicyContent:
    if not isinstance(raw, dict):
        raise ContentError(f"a policy is a mapping, found {raw!r}.")
    line = _known(raw, _POLICY, {"key", "code", "kind", "title", "fields", "versions"}, "a policy")
    if raw["kind"] not in KINDS:
        raise ContentError(f"line {line}: kind is one of {', '.join(KINDS)}.")
    fields = {name: about for name, about in raw["fields"].items() if name != "__line__"}
    for name, about in fields.items():
        _known(about, {"unit", "zh", "en"}, {"unit", "zh", "en"}, f"the field {name}")
    defaults = dict(raw.get("defaults") or {})
    defaults.pop("__line__", None)
    versions = [_version({**defaults, **one}, set(fields)) for one in raw["versions"]]
    versions.sort(key=lambda v: (v.effective_from, v.known_from))
    _apart(versions, raw["key"], line)
    return PolicyContent(
        key=raw["key"],
        code=raw["code"],
        kind=raw["kind"],
        title=_text(raw["title"], "title", line),
        fields={n: {k: v for k, v in a.items() if k != "__line__"} for n, a in fields.items()},
        roles=tuple(raw.get("roles", ())),
        operations=tuple(raw.get("operations", ())),
        cases=tuple(raw.get("cases", ())),
        versions=tuple(versions),
    )


def _version(raw: dict[str, Any], fields: set[str]) -> VersionContent:
    line = _known(raw, _VERSION, _NEEDED, "a version")
    for name in ("effective_from", "effective_to", "known_from", "review_by"):
        if raw.get(name) is not None and not isinstance(raw[name], dt.date):
            raise ContentError(
                f"line {line}: {name} is {raw[name]!r}; write a day such as 2007-08-15, unquoted."
            )
    if raw.get("effective_to") and raw["effective_to"] < raw["effective_from"]:
        raise ContentError(f"line {line}: effective_to is before effective_from; swap them.")
    value = {name: one for name, one in raw["value"].items() if name != "__line__"}
    for name, one in value.items():
        if name not in fields:
            raise ContentError(
                f"line {line}: the value has “{name}”, which `fields` does not; add it there."
            )
        if isinstance(one, int | float) and not isinstance(one, bool):
            raise ContentError(
                f"line {line}: “{name}” is a bare number; quote it so that it stays exact."
            )
    return VersionContent(
        effective_from=raw["effective_from"],
        effective_to=raw.get("effective_to"),
        known_from=raw["known_from"],
        review_by=raw.get("review_by"),
        value=value,
        text=_text(raw["text"], "text", line),
        wording=_text(raw["wording"], "wording", line) if raw.get("wording") else None,
        source=str(raw["source"]),
        circular=str(raw.get("circular") or ""),
        approver=str(raw["approver"]),
        verified=bool(raw["verified"]),
    )


def _text(raw: Any, name: str, line: int) -> dict[str, str]:
    if not isinstance(raw, dict) or not raw.get("zh") or not raw.get("en"):
        raise ContentError(f"line {line}: {name} needs both zh and en.")
    return {"zh": str(raw["zh"]), "en": str(raw["en"])}


def _apart(versions: list[VersionContent], key: str, line: int) -> None:
    for earlier, later in itertools.pairwise(versions):
        if (earlier.effective_from, earlier.known_from) == (later.effective_from, later.known_from):
            raise ContentError(
                f"line {line}: {key} has two versions from {later.effective_from}; keep one, or"
                " give them different known_from days."
            )
        if earlier.effective_to and earlier.effective_to >= later.effective_from:
            raise ContentError(
                f"line {line}: {key} from {earlier.effective_from} runs to {earlier.effective_to},"
                f" beyond the next from {later.effective_from}; end it the day before."
            )
