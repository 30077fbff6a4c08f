"""The verbs of policies: load the house's, publish a change, acknowledge it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, Invalid
from firstdesk.core.text import Text
from firstdesk.core.words import cut_all
from firstdesk.journal.services import record, unchanged
from firstdesk.policies.content import PolicyContent, read_content
from firstdesk.policies.models import Acknowledgement, Policy, Version
from firstdesk.policies.queries import get_policy
from firstdesk.staff.verbs import verb


@verb("policies.load", permission="policy.publish")
def load_content(actor: Actor) -> int:
    """Brings the house's policies into the database; again changes nothing.

    A version that stands in the database is never rewritten: what people were told rests on it.

    Returns:
        How many versions are new.
    """
    added = sum(_load(content) for content in read_content())
    if added:
        record(actor, "policies.load", ("policies.Policy", "all"), after={"new_versions": added})
    else:
        unchanged()
    return added


def _load(content: PolicyContent) -> int:
    texts = [v.text[lang] for v in content.versions for lang in ("zh", "en")]
    policy, _ = Policy.objects.update_or_create(
        key=content.key,
        defaults={
            "code": content.code,
            "kind": content.kind,
            "title_zh": content.title["zh"],
            "title_en": content.title["en"],
            "fields": content.fields,
            "roles": list(content.roles),
            "operations": list(content.operations),
            "cases": list(content.cases),
            "search": cut_all(
                [content.code, content.key, content.title["zh"], content.title["en"], *texts]
            ),
        },
    )
    known = set(policy.versions.values_list("effective_from", "known_from"))
    fresh = [v for v in content.versions if (v.effective_from, v.known_from) not in known]
    number = policy.versions.count()
    rows = []
    for offset, version in enumerate(fresh, 1):
        values = asdict(version)
        text, wording = values.pop("text"), values.pop("wording") or {"zh": "", "en": ""}
        rows.append(
            Version(
                policy=policy,
                number=number + offset,
                text_zh=text["zh"],
                text_en=text["en"],
                wording_zh=wording["zh"],
                wording_en=wording["en"],
                **values,
            )
        )
    Version.objects.bulk_create(rows)
    return len(rows)


@verb("policies.publish", permission="policy.publish")
def publish(
    actor: Actor,
    key: str,
    *,
    effective_from: date,
    known_from: date,
    value: Mapping[str, Any],
    text: Mapping[str, str],
    source: str,
    approver: str,
    wording: Mapping[str, str] | None = None,
    circular: str = "",
    review_by: date | None = None,
    verified: bool = False,
) -> Version:
    """Publishes a new version; those it concerns must acknowledge it before the next customer.

    Args:
        key: the policy.
        effective_from: from when it holds.
        known_from: from when it is known; not later than it holds.
        value: by the policy's fields; numbers as text. {"announced": true, "expected_by": "09:30"}
            says that a change is in force whose figures are not here yet (case 03002).
        text: the rule in both languages.
        approver: who approved it; not the publisher himself.

    Raises:
        Invalid: fields that the policy does not have, a missing language, impossible days.
        Conflict: a version for that day exists.
    """
    policy = get_policy(key)
    _publishable(actor, policy, effective_from, known_from, value, text, approver)
    before = policy.versions.order_by("-number").first()
    words = wording or {"zh": "", "en": ""}
    try:
        with transaction.atomic():
            version = Version.objects.create(
                policy=policy,
                number=(before.number if before else 0) + 1,
                effective_from=effective_from,
                known_from=known_from,
                review_by=review_by,
                value=dict(value),
                text_zh=text["zh"],
                text_en=text["en"],
                wording_zh=words.get("zh", ""),
                wording_en=words.get("en", ""),
                source=source,
                circular=circular,
                approver=approver,
                verified=verified,
                published_by_id=actor.person,
                published_at=clock.now(),
            )
    except IntegrityError:
        raise _same_day(policy) from None
    policy.search = cut_all([*policy.search, text["zh"], text["en"]])
    policy.save(update_fields=["search"])
    record(
        actor,
        "policies.publish",
        policy,
        before={"version": before.number, "value": before.value} if before else None,
        after={
            "version": version.number,
            "value": version.value,
            "effective_from": effective_from.isoformat(),
            "approver": approver,
        },
    )
    return version


def _publishable(
    actor: Actor,
    policy: Policy,
    effective_from: date,
    known_from: date,
    value: Mapping[str, Any],
    text: Mapping[str, str],
    approver: str,
) -> None:
    wrong: dict[str, Text] = {}
    announced = set(value) == {"announced", "expected_by"}
    unknown = set() if announced else set(value) - set(policy.fields)
    if unknown or not value:
        names = ", ".join(policy.fields)
        wrong["value"] = Text(zh=f"只能填：{names}。", en=f"The fields are: {names}.")
    if any(isinstance(one, float | int) and not isinstance(one, bool) for one in value.values()):
        wrong["value"] = Text(zh="数字要写成文字，如“0.81”。", en="Write numbers as text, “0.81”.")
    if not text.get("zh") or not text.get("en"):
        wrong["text"] = Text(zh="中英文都要写。", en="Both languages are needed.")
    if known_from > effective_from:
        wrong["known_from"] = Text(
            zh="公布不能晚于生效。", en="It cannot become known after it holds."
        )
    if not approver.strip() or approver.strip() in {actor.name.zh, actor.name.en}:
        wrong["approver"] = Text(
            zh="批准人要是另一位。", en="The approver is somebody else than the publisher."
        )
    taken = policy.versions.filter(effective_from=effective_from).exclude(
        value__has_key="announced"
    )
    if taken.filter(known_from=known_from).exists():
        raise _same_day(policy)
    if wrong:
        raise Invalid(
            code="policy_invalid",
            what=Text(zh=f"{policy.code}没有发布。", en=f"{policy.code} was not published."),
            why=Text(zh="见各字段的说明。", en="See the reason at each field."),
            do=Text(zh="改好后再发布。", en="Correct it and publish again."),
            fields=wrong,
        )


def _same_day(policy: Policy) -> Conflict:
    return Conflict(
        code="policy_same_day",
        what=Text(
            zh=f"{policy.code}这一天已有一版。", en=f"{policy.code} has a version for that day."
        ),
        why=Text(zh="同一天只能有一种说法。", en="One day has one rule."),
        do=Text(
            zh="换一个生效日，或把公布日写成今天来更正。",
            en="Choose another day, or correct it with today as the day it became known.",
        ),
    )


@verb("policies.acknowledge", permission="policy.acknowledge")
def acknowledge(actor: Actor, version_id: str) -> Acknowledgement:
    """Says that the actor has read a change; twice is once."""
    version = Version.objects.select_related("policy").filter(pk=version_id).first()
    if version is None:
        raise Invalid(
            code="version_not_found",
            what=Text(zh="没有这一版规则。", en="There is no such version."),
            why=Text(zh="编号不对。", en="The id is wrong."),
            do=Text(zh="请从“规则变化”里确认。", en="Acknowledge it from the list of changes."),
        )
    Acknowledgement.objects.bulk_create(
        [
            Acknowledgement(
                version=version,
                staff_id=actor.person,
                branch_id=actor.branch,
                at=clock.now(),
            )
        ],
        ignore_conflicts=True,
    )
    record(actor, "policies.acknowledge", version.policy, after={"version": version.number})
    return Acknowledgement.objects.get(version=version, staff_id=actor.person)
