"""Verb policies.load: the house's files into the database, again without a change."""

from __future__ import annotations

from typing import Any

import pytest

from firstdesk.core.actor import Actor
from firstdesk.core.errors import Forbidden
from firstdesk.journal.models import Entry
from firstdesk.policies.content import read_content
from firstdesk.policies.models import Policy, Version
from firstdesk.policies.services import load_content
from tests.policies.kit import on, published


def test_every_version_is_loaded_once_and_journalled_once(db: None) -> None:
    house = read_content()
    expected = sum(len(policy.versions) for policy in house)
    assert load_content(Actor.system()) == expected
    assert load_content(Actor.system()) == 0
    assert Policy.objects.count() == len(house)
    assert Version.objects.count() == expected
    (entry,) = Entry.objects.filter(action="policies.load")
    assert entry.after == {"new_versions": expected}
    for policy in Policy.objects.prefetch_related("versions"):
        numbers = [v.number for v in policy.versions.order_by("effective_from", "known_from")]
        assert numbers == list(range(1, len(numbers) + 1)), policy.code


def test_what_a_person_published_stays_and_numbers_go_on(cast: Any, policies: None) -> None:
    with on("2026-11-23"):
        version = published(cast, "card.replacement.fee", {"amount": "16.00"})
    Version.objects.filter(policy__key="card.replacement.fee", number=1).delete()
    assert load_content(Actor.system()) == 1
    version.refresh_from_db()
    assert version.value == {"amount": "16.00"}
    values = dict(version.policy.versions.values_list("number", "value"))
    assert version.number in values
    assert len(values) == 2


def test_a_version_that_stands_is_never_rewritten(policies: None) -> None:
    """What people were told rests on it; a change is a new version."""
    stands = Version.objects.get(policy__key="card.due_days")
    Version.objects.filter(pk=stands.pk).update(value={"days": "20"})
    assert load_content(Actor.system()) == 0
    stands.refresh_from_db()
    assert stands.value == {"days": "20"}


@pytest.mark.parametrize("role", ["teller", "branch_manager", "auditor", "administrator"])
def test_only_the_quality_officer_and_the_system_load(cast: Any, role: str) -> None:
    with pytest.raises(Forbidden):
        load_content(cast.actor(getattr(cast, role)))
    assert not Policy.objects.exists()
