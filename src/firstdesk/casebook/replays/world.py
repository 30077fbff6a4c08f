"""The world before a replay's first step: branches, people, and bank facts through the API."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.conf import settings
from django.test import Client

from firstdesk.casebook.replays.model import Replay
from firstdesk.core import clock
from firstdesk.core.text import Text
from firstdesk.staff.models import ApiToken, Branch, Staff
from firstdesk.staff.permissions import PERMISSIONS
from firstdesk.staff.roles import Role

LOADS = (
    "customers",
    "contacts",
    "entitlements",
    "accounts",
    "deposit_notices",
    "cards",
    "statements",
    "agreements",
    "loans",
    "scheduled_debits",
    "transactions",
    "loss_reports",
    "risk_profiles",
    "offerings",
    "share_issues",
    "rate_quotes",
    "internal_accounts",
)
"""The kinds of bank facts, in the order in which they refer to each other."""


@dataclass
class World:
    """Who is in it, and what steps have kept."""

    tokens: dict[str, str] = field(default_factory=dict)
    names: dict[str, Text] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    # One for the whole story: each new client would read every static file again.
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def copy(self) -> World:
        """The same people and rows, for steps that keep things of their own."""
        return World(self.tokens, self.names, dict(self.kept), self.client)


class WorldError(ValueError):
    """A world that cannot be built."""


def build(replay: Replay) -> World:
    """Creates the replay's branches and people, and loads its facts through the API.

    Names are prefixed with the case, so that a world never meets a real branch or customer. Each
    loaded row's id is kept as `<kind>.<ref>`, each person as `staff.<number>`.
    """
    world = World()
    start = replay.steps[0].at
    with clock.frozen(start):
        cast = _cast()
        branches = {
            code: _branch(replay, code, about)
            for code, about in (replay.world.get("branches") or cast["branches"]).items()
        }
        for number, about in (replay.world.get("staff") or cast["staff"]).items():
            _person(world, replay, branches, number, about, start)
        if not replay.world.get("unread"):
            for number in sorted({step.who for step in replay.steps} & set(world.tokens)):
                _read_changes(world, number)
        for code in branches:
            world.kept[f"branch.{code}"] = prefix(replay, code)
        _loader(world, replay, start)
        for kind in LOADS:
            _load(world, replay, kind, replay.world.get(kind) or [])
    return world


@cache
def _cast() -> dict[str, dict[str, Any]]:
    """Two branches, the contact centre, the card department, and somebody of each duty."""
    file = files("firstdesk.casebook") / "content" / "cast.yaml"
    found: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def prefix(replay: Replay, name: str) -> str:
    """A name that is this replay's alone."""
    return f"R{replay.case}-{name}"


def _branch(replay: Replay, code: str, about: Mapping[str, str]) -> Branch:
    return Branch.objects.create(
        code=prefix(replay, code),
        name_zh=about["zh"],
        name_en=about["en"],
        kind=about.get("kind", Branch.Kind.BRANCH),
    )


def _person(
    world: World,
    replay: Replay,
    branches: Mapping[str, Branch],
    number: str,
    about: Mapping[str, Any],
    start: datetime,
) -> None:
    person = Staff.objects.create_user(
        prefix(replay, number),
        None,
        name_zh=about["zh"],
        name_en=about["en"],
        role=Role(about["role"]),
        branch=branches[about["branch"]],
        window=str(about.get("window", "")),
    )
    world.tokens[number] = _token(person, start)
    world.names[number] = person.name
    world.kept[f"staff.{number}"] = str(person.pk)
    world.kept[f"number.{number}"] = person.username


def _token(person: Staff, start: datetime) -> str:
    secret = f"fd_{secrets.token_urlsafe(24)}"
    ApiToken.objects.create(
        staff=person,
        name="replay",
        digest=ApiToken.hash(secret),
        scopes=sorted(PERMISSIONS),
        created_at=start,
        expires_at=start + timedelta(days=3660),
    )
    return secret


def _read_changes(world: World, number: str) -> None:
    """Everybody has read what changed before the story begins; `unread: true` says otherwise."""
    as_who: dict[str, Any] = {
        "headers": {"authorization": f"Bearer {world.tokens[number]}"},
        "SERVER_NAME": settings.FIRSTDESK_REPLAY_HOST,
        "secure": True,
    }
    for change in world.client.get("/api/v1/policies/pending", **as_who).json():
        path = f"/api/v1/policies/versions/{change['version_id']}/acknowledge"
        world.client.post(path, **as_who)


def _loader(world: World, replay: Replay, start: datetime) -> None:
    """The core banking system's own access, as an administrator's token."""
    office = Branch.objects.create(
        code=prefix(replay, "core"),
        name_zh="核心系统",
        name_en="Core system",
        kind=Branch.Kind.HEAD_OFFICE,
    )
    person = Staff.objects.create_user(
        prefix(replay, "core"),
        None,
        name_zh="核心系统",
        name_en="Core system",
        role=Role.ADMINISTRATOR,
        branch=office,
    )
    world.tokens["core"] = _token(person, start)
    world.names["core"] = person.name


def _load(world: World, replay: Replay, kind: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    body = {"rows": [_prefixed(replay, row) for row in rows], "ids": True}
    response = world.client.post(
        f"/api/v1/bank/load/{kind}",
        json.dumps(body, default=str),
        content_type="application/json",
        headers={"authorization": f"Bearer {world.tokens['core']}"},
        secure=True,
        SERVER_NAME=settings.FIRSTDESK_REPLAY_HOST,
    )
    report = json.loads(response.content)
    if response.status_code != 200:
        raise WorldError(f"{replay.name}: {kind} were not loaded: {response.content.decode()}")
    refs = {prefix(replay, str(row["ref"])): str(row["ref"]) for row in rows}
    for given, row_id in report["ids"].items():
        world.kept[f"{kind}.{refs[given]}"] = row_id


_REFERENCES = frozenset(
    {
        *("ref", "customer", "account", "parent", "card", "branch", "home_branch"),
        *("issuing_branch", "signed_by"),
    }
)


def _prefixed(replay: Replay, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: prefix(replay, str(value)) if name in _REFERENCES and value else value
        for name, value in row.items()
    }
