"""Reads of policies: what holds, what was known, what changed, who has not read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Locked, NotFound, PolicyGap
from firstdesk.core.text import Text
from firstdesk.core.words import cut
from firstdesk.policies.book import PolicyBook, Ruling
from firstdesk.policies.models import Acknowledgement, Policy, Version
from firstdesk.staff.models import Staff
from firstdesk.staff.permissions import Scope, require

LOOK_BACK = timedelta(days=60)
"""How long a change keeps asking to be acknowledged by those who have not."""


def ruling_of(version: Version) -> Ruling:
    """A version as rules and pages use it; its policy must be loaded."""
    policy = version.policy
    wording = (
        Text(zh=version.wording_zh, en=version.wording_en or version.wording_zh)
        if version.wording_zh
        else None
    )
    return Ruling(
        key=policy.key,
        code=policy.code,
        title=policy.title,
        number=version.number,
        effective_from=version.effective_from,
        effective_to=version.effective_to,
        known_from=version.known_from,
        review_by=version.review_by,
        value=version.value,
        text=Text(zh=version.text_zh, en=version.text_en),
        wording=wording,
        source=version.source,
        circular=version.circular,
        approver=version.approver,
        verified=version.verified,
    )


def book(keys: Iterable[str]) -> PolicyBook:
    """All versions of some policies, in one query."""
    wanted = list(keys)
    if not wanted:
        return PolicyBook([])
    versions = Version.objects.filter(policy__key__in=wanted).select_related("policy")
    return PolicyBook([ruling_of(version) for version in versions], missing=wanted)


def get_policy(key: str) -> Policy:
    """A policy by its key or its code.

    Raises:
        NotFound: there is none.
    """
    found = (
        Policy.objects.filter(key=key).first() or Policy.objects.filter(code=key.upper()).first()
    )
    if found is None:
        raise NotFound(
            code="policy_not_found",
            what=Text(zh=f"没有“{key}”这条规则。", en=f"There is no policy “{key}”."),
            why=Text(zh="代码不对，或还没有发布。", en="The key is wrong or not published yet."),
            do=Text(zh="请在规则库里搜索。", en="Search the policies."),
        )
    return found


def lookup(key: str, on: date | None = None, known: date | None = None) -> Ruling:
    """What holds on a day, by what was known on another; today when left out.

    Raises:
        NotFound: no such policy. PolicyGap: the day is outside what is known.
    """
    policy = get_policy(key)
    day = on or clock.today()
    return book([policy.key]).ruling(policy.key, day, known or max(day, clock.today()))


def history(key: str) -> list[Ruling]:
    """Every version of a policy, the newest first."""
    policy = get_policy(key)
    return book([policy.key]).history(policy.key)


def search(words: str = "", limit: int = 200) -> list[Policy]:
    """Policies by words in either language, by code; all of them without words."""
    policies = Policy.objects.all()
    text = words.strip()
    if text:
        exact = policies.filter(code__iexact=text)
        if exact.exists():
            return list(exact)
        policies = policies.filter(search__contains=cut(text))
    return list(policies.order_by("code")[:limit])


@dataclass(frozen=True, slots=True)
class Change:
    """A change to acknowledge: what held before, what holds now."""

    version_id: str
    now: Ruling
    before: Ruling | None


def _recent_versions() -> QuerySet[Version]:
    """Changes in force that are recent enough to be asked about."""
    today = clock.today()
    return Version.objects.filter(
        number__gt=1,
        effective_from__lte=today,
        effective_from__gt=today - LOOK_BACK,
        known_from__lte=today,
    )


def _pending_versions(staff_id: str | None, role: str) -> QuerySet[Version]:
    if staff_id is None:
        return Version.objects.none()
    read = Acknowledgement.objects.filter(version=OuterRef("pk"), staff_id=staff_id)
    return (
        _recent_versions()
        .filter(policy__roles__contains=[role])
        .filter(~Exists(read))
        .select_related("policy")
        .order_by("effective_from")
    )


def pending(actor: Actor) -> list[Change]:
    """Changes in force that concern the actor's role and that he has not acknowledged."""
    changes = []
    for version in _pending_versions(actor.staff_id, actor.role):
        day_before = version.effective_from - timedelta(days=1)
        try:
            before = book([version.policy.key]).ruling(
                version.policy.key, day_before, version.known_from
            )
        except PolicyGap:
            before = None
        changes.append(Change(str(version.pk), ruling_of(version), before))
    return changes


def require_acknowledged(actor: Actor) -> None:
    """Before the next customer: every change that concerns the actor has been read.

    Raises:
        Locked: with the changes that wait (case 01002).
    """
    waiting = list(_pending_versions(actor.staff_id, actor.role)[:10])
    if not waiting:
        return
    names = [f"{v.policy.code} {v.policy.title_zh}" for v in waiting]
    english = [f"{v.policy.code} {v.policy.title_en}" for v in waiting]
    raise Locked(
        code="changes_to_read",
        what=Text(zh="有规则变了，您还没有确认。", en="Rules have changed that you have not read."),
        why=Text(zh="；".join(names), en="; ".join(english)),
        do=Text(
            zh="先看变化前后，再叫下一位；一分钟就好。",
            en="Read before and after first, then call the next customer.",
        ),
        extra={"policies": [v.policy.key for v in waiting], "link": "/policies/changes/"},
    )


def unacknowledged(actor: Actor) -> list[dict[str, Any]]:
    """Who of the actor's branch (or the bank) has not acknowledged which change.

    Raises:
        Forbidden: not for those who neither manage nor audit.
    """
    reach = require(actor, "policy.acknowledgements")
    people = Staff.objects.filter(is_active=True).select_related("branch").order_by("username")
    if reach < Scope.BANK:
        people = people.filter(branch_id=actor.branch)
    versions = list(_recent_versions().select_related("policy"))
    read = set(
        Acknowledgement.objects.filter(version__in=versions).values_list("version_id", "staff_id")
    )
    return [
        {"person": person, "policy": version.policy, "version": version}
        for person in people
        for version in versions
        if person.role in version.policy.roles and (version.pk, person.pk) not in read
    ]


TERMS = ("m3", "m6", "y1", "y2", "y3", "y5")


def rate(term: str, on: date | None = None) -> dict[str, Any]:
    """The time-deposit rate of a term: new, old, from when, source; one line each (case 03002).

    Args:
        term: one of `TERMS`.
        on: the day asked about; today when left out.

    Raises:
        NotFound: no such term. PolicyGap: the day is outside what is known.
    """
    key, day = "deposit.time.rate", on or clock.today()
    if term not in TERMS:
        raise NotFound(
            code="no_such_term",
            what=Text(zh=f"没有“{term}”这个存期。", en=f"There is no term “{term}”."),
            why=Text(zh="存期代码不对。", en="The code is not one of ours."),
            do=Text(zh=f"可用：{', '.join(TERMS)}。", en=f"Use one of {', '.join(TERMS)}."),
        )
    rates = book([key])
    now = rates.ruling(key, day, max(day, clock.today()))
    if "announced" in now.value:
        return {
            "announced": True,
            "effective_from": now.effective_from,
            "expected_by": now.value["expected_by"],
            "source": now.source,
            "say": Text(
                zh=f"今天起有新利率，利率表{now.value['expected_by']}前到，到时给您回电。",
                en=f"New rates hold from today; the table is expected by"
                f" {now.value['expected_by']}, and we will call you back.",
            ).to_json(),
        }
    try:
        old = rates.ruling(key, now.effective_from - timedelta(days=1), now.known_from)
    except PolicyGap:
        old = None
    new_rate = now.decimal(term)
    old_rate = old.decimal(term) if old and term in old.value else None
    return {
        "announced": False,
        "term": term,
        "new": str(new_rate),
        "old": str(old_rate) if old_rate is not None else None,
        "change": str(new_rate - old_rate) if old_rate is not None else None,
        "effective_from": now.effective_from,
        "source": now.source,
        "expired": now.expired,
    }
