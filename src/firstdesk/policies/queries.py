"""Reads of policies: what holds, what was known, what changed, who has not read it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.cache import caches
from django.db.models import Exists, OuterRef, Q, QuerySet

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Locked, NotFound, PolicyGap
from firstdesk.core.text import Text
from firstdesk.core.words import cut
from firstdesk.policies.book import PolicyBook, Ruling
from firstdesk.policies.models import Acknowledgement, Policy, Version
from firstdesk.policies.values import is_announcement
from firstdesk.staff.models import Staff
from firstdesk.staff.permissions import Scope, require

log = logging.getLogger(__name__)

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
        force=version.force,
        exceptions=Text(zh=version.exceptions_zh, en=version.exceptions_en)
        if version.exceptions_zh
        else None,
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
    found = book([policy.key]).ruling(policy.key, day, known or max(day, clock.today()))
    _warn_if_expired(found)
    return found


def _warn_if_expired(ruling: Ruling) -> None:
    """One line in the log a day for each policy that answers past its review date."""
    if ruling.expired and caches["local"].add(
        f"policies.expired:{ruling.key}:{clock.today()}", 1, 86_400
    ):
        log.warning(
            "%s (%s) version %s answers past its review date %s",
            ruling.code,
            ruling.key,
            ruling.number,
            ruling.review_by,
        )


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


def what_changed(key: str, on: date | None = None) -> Change:
    """What holds on a day, with what held before it.

    Raises:
        NotFound: no such policy. PolicyGap: the day is outside what is known.
    """
    policy = get_policy(key)
    day = on or clock.today()
    versions = list(policy.versions.select_related("policy"))
    rulings = PolicyBook([ruling_of(version) for version in versions], missing=[policy.key])
    now = rulings.ruling(policy.key, day, max(day, clock.today()))
    (version,) = (one for one in versions if one.number == now.number)
    return Change(str(version.pk), now, _before(rulings, now))


def _before(rulings: PolicyBook, now: Ruling) -> Ruling | None:
    """What a version replaced: the one it corrects, else what held the day before."""
    older = rulings.history(now.key)
    older = older[[one.number for one in older].index(now.number) + 1 :]
    for one in older:
        if one.known_from > now.known_from or "announced" in one.value:
            continue
        day_before = now.effective_from - timedelta(days=1)
        ended = one.effective_to is not None and one.effective_to < day_before
        return None if ended else one
    return None


def _recent_versions() -> QuerySet[Version]:
    """Of each policy what holds today, if it is recent enough to be asked about.

    A version that a later one or a correction has replaced is history: nobody is asked to read it.
    """
    today = clock.today()
    known = Version.objects.filter(effective_from__lte=today, known_from__lte=today)
    later = (
        Q(effective_from__gt=OuterRef("effective_from"))
        | Q(effective_from=OuterRef("effective_from"), known_from__gt=OuterRef("known_from"))
        | Q(
            effective_from=OuterRef("effective_from"),
            known_from=OuterRef("known_from"),
            number__gt=OuterRef("number"),
        )
    )
    replaced = known.filter(later, policy=OuterRef("policy"))
    since = today - LOOK_BACK
    return known.filter(
        Q(effective_from__gt=since) | Q(known_from__gt=since), ~Exists(replaced)
    ).select_related("policy")


def _pending_versions(staff_id: str | None, role: str) -> QuerySet[Version]:
    if staff_id is None:
        return Version.objects.none()
    read = Acknowledgement.objects.filter(version=OuterRef("pk"), staff_id=staff_id)
    return (
        _recent_versions()
        .filter(policy__roles__contains=[role])
        .filter(~Exists(read))
        .order_by("effective_from", "policy__code")
    )


def pending(actor: Actor) -> list[Change]:
    """Changes in force that concern the actor's role and that he has not acknowledged."""
    waiting = list(_pending_versions(actor.staff_id, actor.role))
    rulings = book({version.policy.key for version in waiting})
    changes = []
    for version in waiting:
        now = ruling_of(version)
        changes.append(Change(str(version.pk), now, _before(rulings, now)))
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
    versions = list(_recent_versions())
    read = set(
        Acknowledgement.objects.filter(version__in=versions).values_list("version_id", "staff_id")
    )
    return [
        {"person": person, "policy": version.policy, "version": version}
        for person in people
        for version in versions
        if person.role in version.policy.roles and (version.pk, person.pk) not in read
    ]


TERMS = {
    "m3": Text(zh="三个月", en="three-month"),
    "m6": Text(zh="六个月", en="six-month"),
    "y1": Text(zh="一年", en="one-year"),
    "y2": Text(zh="二年", en="two-year"),
    "y3": Text(zh="三年", en="three-year"),
    "y5": Text(zh="五年", en="five-year"),
}
RATES = "deposit.time.rate"


def rate(term: str, on: date | None = None) -> dict[str, Any]:
    """The time-deposit rate of a term: new, old, from when, source; one line each (case 03002).

    Args:
        term: one of `TERMS`.
        on: the day asked about; today when left out.

    Raises:
        NotFound: no such term. PolicyGap: the day is outside what is known, or the table of that
            day has no rate for the term.
    """
    day = on or clock.today()
    if term not in TERMS:
        raise NotFound(
            code="no_such_term",
            what=Text(zh=f"没有“{term}”这个存期。", en=f"There is no term “{term}”."),
            why=Text(zh="存期代码不对。", en="The code is not one of ours."),
            do=Text(zh=f"可用：{', '.join(TERMS)}。", en=f"Use one of {', '.join(TERMS)}."),
        )
    rates = book([RATES])
    now = rates.ruling(RATES, day, max(day, clock.today()))
    _warn_if_expired(now)
    if is_announcement(now.value):
        return _announced(now)
    if term not in now.value:
        raise _no_rate(term, now)
    before = _before(rates, now)
    new = now.decimal(term)
    old = before.decimal(term) if before and term in before.value else None
    return {
        "announced": False,
        "term": term,
        "new": str(new),
        "old": str(old) if old is not None else None,
        "change": str(new - old) if old is not None else None,
        "effective_from": now.effective_from,
        "source": now.source,
        "expired": now.expired,
        "say": _say(TERMS[term], new, old, now.effective_from).to_json(),
    }


def _say(term: Text, new: Decimal, old: Decimal | None, since: date) -> Text:
    zh = f"{since:%Y}年{since.month}月{since.day}日起，{term.zh}定期年利率{new}%"
    en = f"From {since.day} {since:%B %Y} the {term.en} rate is {new}% a year"
    if old is None:
        return Text(zh=f"{zh}。", en=f"{en}.")
    return Text(zh=f"{zh}，原来是{old}%。", en=f"{en}; before it was {old}%.")


def _announced(now: Ruling) -> dict[str, Any]:
    by = now.string("expected_by")
    since = now.effective_from
    return {
        "announced": True,
        "effective_from": since,
        "expected_by": by,
        "source": now.source,
        "say": Text(
            zh=f"{since.month}月{since.day}日起有新利率，利率表{by}前到，到时给您回电。",
            en=f"New rates hold from {since.day} {since:%B}; the table is expected by {by},"
            " and we will call you back.",
        ).to_json(),
    }


def _no_rate(term: str, now: Ruling) -> PolicyGap:
    named, day = TERMS[term], now.effective_from.isoformat()
    return PolicyGap(
        code="policy_gap",
        what=Text(
            zh=f"没有{named.zh}期的定期利率。", en=f"There is no {named.en} time-deposit rate."
        ),
        why=Text(
            zh=f"{day}起的利率表没有这个存期。",
            en=f"The table in force from {day} does not have this term.",
        ),
        do=Text(
            zh=f"可查：{'、'.join(TERMS[one].zh for one in TERMS if one in now.value)}。",
            en=f"Ask for one of {', '.join(one for one in TERMS if one in now.value)}.",
        ),
        extra={"policy": RATES, "term": term, "effective_from": day},
    )
