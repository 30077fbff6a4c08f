"""The verbs of policies: load the house's, publish a change, acknowledge it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import Max

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, Invalid
from firstdesk.core.text import Text
from firstdesk.core.words import cut_all
from firstdesk.journal.services import record, unchanged
from firstdesk.policies import calendar, values
from firstdesk.policies.book import FORCES
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
    number = policy.versions.aggregate(last=Max("number"))["last"] or 0
    rows = []
    for offset, version in enumerate(fresh, 1):
        columns = asdict(version)
        text, nothing = columns.pop("text"), {"zh": "", "en": ""}
        wording = columns.pop("wording") or nothing
        exceptions = columns.pop("exceptions") or nothing
        rows.append(
            Version(
                policy=policy,
                number=number + offset,
                text_zh=text["zh"],
                text_en=text["en"],
                wording_zh=wording["zh"],
                wording_en=wording["en"],
                exceptions_zh=exceptions["zh"],
                exceptions_en=exceptions["en"],
                **columns,
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
    force: str = "",
    exceptions: Mapping[str, str] | None = None,
) -> Version:
    """Publishes a new version; those it concerns must acknowledge it before the next customer.

    Args:
        key: the policy.
        effective_from: from when it holds.
        known_from: from when it is known; not later than it holds, unless it corrects a version
            of the same day: what was known before the correction stays as it was.
        value: by the policy's fields; numbers as text. {"announced": true, "expected_by": "09:30"}
            says that new rates hold whose table is not here yet (case 03002).
        text: the rule in both languages.
        wording: one sentence for the customer, in both languages or not at all.
        approver: who approved it; not the publisher himself.
        force, exceptions: how binding it is, of `FORCES`, and when it does not apply. A rule needs
            both, and the wording: what nobody can explain to a customer is not sent to the
            counters (case 02014). Anything else is mandatory without exceptions.

    Raises:
        NotFound: no such policy.
        Invalid: a value that the policy's fields do not allow, a missing language, impossible
            days, the publisher as approver; `fields` says which.
        Conflict: a version for that day exists.
    """
    # One publisher at a time for a policy: numbers follow each other, and a day has one rule.
    policy = Policy.objects.select_for_update().get(pk=get_policy(key).pk)
    words, except_for = _both(wording), _both(exceptions)
    wrong = _wrong_value(policy, effective_from, value)
    wrong |= _wrong_days(policy, effective_from, known_from, review_by)
    wrong |= _wrong_words(actor, text, words, source, approver)
    if policy.kind == Policy.Kind.RULE:
        wrong |= _wrong_rule(force, words, except_for)
    if _taken(policy, effective_from, known_from):
        raise _same_day(policy)
    if wrong:
        raise _invalid(policy, wrong)
    before = policy.versions.order_by("-number").first()
    version = Version.objects.create(
        policy=policy,
        number=(before.number if before else 0) + 1,
        effective_from=effective_from,
        known_from=known_from,
        review_by=review_by,
        value=dict(value),
        text_zh=text["zh"],
        text_en=text["en"],
        wording_zh=words["zh"],
        wording_en=words["en"],
        force=force or "mandatory",
        exceptions_zh=except_for["zh"],
        exceptions_en=except_for["en"],
        source=source,
        circular=circular,
        approver=approver,
        verified=verified,
        published_by_id=actor.person,
        published_at=clock.now(),
    )
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
            "known_from": known_from.isoformat(),
            "approver": approver,
        },
    )
    return version


def _both(text: Mapping[str, str] | None) -> dict[str, str]:
    return {lang: ((text or {}).get(lang) or "").strip() for lang in ("zh", "en")}


def _wrong_rule(
    force: str, wording: Mapping[str, str], exceptions: Mapping[str, str]
) -> dict[str, Text]:
    wrong: dict[str, Text] = {}
    if force not in FORCES:
        names = ", ".join(FORCES)
        wrong["force"] = Text(zh=f"要说明约束力：{names}。", en=f"Say how binding it is: {names}.")
    if not all(exceptions.values()):
        wrong["exceptions"] = Text(
            zh="写明例外，没有就写“无”，中英文都要。",
            en="Say when it does not apply, “none” if always, in both languages.",
        )
    if not all(wording.values()):
        wrong["wording"] = Text(
            zh="写一句能对客户说的理由，中英文都要。",
            en="Give the reason to tell a customer, in both languages.",
        )
    return wrong


def _wrong_value(policy: Policy, effective_from: date, value: Mapping[str, Any]) -> dict[str, Text]:
    if values.is_announcement(value):
        text = values.wrong_announcement(policy.key, value)
        return {"value": text} if text else {}
    wrong = values.wrong_fields(policy.fields, value)
    if policy.key == calendar.KEY and not wrong:
        try:
            calendar.year_table(effective_from.year, value)
        except Invalid as error:
            wrong["value"] = error.why
    if not wrong:
        return {}
    # One reason for the value as a whole, for those who show a single field.
    names = ", ".join(wrong)
    return {"value": Text(zh=f"请看：{names}。", en=f"See: {names}.")} | wrong


def _wrong_days(
    policy: Policy, effective_from: date, known_from: date, review_by: date | None
) -> dict[str, Text]:
    wrong: dict[str, Text] = {}
    if known_from > effective_from and not _corrects(policy, effective_from):
        wrong["known_from"] = Text(
            zh="公布不能晚于生效；只有更正同一天的旧版可以。",
            en="It cannot become known after it holds, except to correct a version of that day.",
        )
    if review_by is not None and review_by < effective_from:
        wrong["review_by"] = Text(
            zh="复审不能早于生效。", en="The review cannot come before it holds."
        )
    return wrong


def _corrects(policy: Policy, effective_from: date) -> bool:
    return policy.versions.filter(effective_from=effective_from).exists()


def _taken(policy: Policy, effective_from: date, known_from: date) -> bool:
    """Whether the day has its figures; an announcement waits for them and is no obstacle."""
    same = policy.versions.filter(effective_from=effective_from, known_from=known_from)
    return same.exclude(value__has_key="announced").exists()


def _wrong_words(
    actor: Actor,
    text: Mapping[str, str],
    wording: Mapping[str, str],
    source: str,
    approver: str,
) -> dict[str, Text]:
    wrong: dict[str, Text] = {}
    both = Text(zh="中英文都要写。", en="Both languages are needed.")
    if not all((text.get(lang) or "").strip() for lang in ("zh", "en")):
        wrong["text"] = both
    if bool(wording["zh"]) != bool(wording["en"]):
        wrong["wording"] = both
    if not source.strip():
        wrong["source"] = Text(zh="请写出处。", en="Say where it comes from.")
    if not approver.strip() or approver.strip() in {actor.name.zh, actor.name.en}:
        wrong["approver"] = Text(
            zh="批准人要是另一位。", en="The approver is somebody else than the publisher."
        )
    return wrong


def _invalid(policy: Policy, wrong: Mapping[str, Text]) -> Invalid:
    return Invalid(
        code="policy_invalid",
        what=Text(zh=f"{policy.code}没有发布。", en=f"{policy.code} was not published."),
        why=Text(zh="见各字段的说明。", en="See the reason at each field."),
        do=Text(zh="改好后再发布。", en="Correct it and publish again."),
        fields=dict(wrong),
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
    # The constraint decides who of two was first; the second finds the first's row.
    row, fresh = Acknowledgement.objects.get_or_create(
        version=version,
        staff_id=actor.person,
        defaults={"branch_id": actor.branch, "at": clock.now()},
    )
    if fresh:
        record(actor, "policies.acknowledge", version.policy, after={"version": version.number})
    else:
        unchanged()
    return row
