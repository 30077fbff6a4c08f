"""Guidelines may be overridden with a reason, once; what binds may not (case 02014)."""

from __future__ import annotations

from typing import Any

import pytest

from firstdesk.bank.encounters import announce
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, Invalid, Locked
from firstdesk.core.text import Text
from firstdesk.guidance import services
from firstdesk.guidance.models import Check
from firstdesk.journal.models import Entry
from tests import world


@pytest.fixture
def wei(cast: Any, policies: None) -> Any:
    with world.at("2007-12-04T10:20"):
        waiting = world.zhang(cast.branch_a, ref="W")
        announce(
            Actor.system("test"),
            waiting.id,
            branch="A01",
            number="A038",
            service=Text(zh="取款", en="Cash"),
        )
        yield world.zhang(cast.branch_a, cast.actor(cast.teller))


def draw(cast: Any, wei: Any, amount: str = "1500") -> Check:
    fields = {"account": str(wei.debit.pk), "amount": amount}
    return services.check(
        cast.actor(cast.teller), operation="cash.withdraw", fields=fields, customer_id=wei.id
    )


def test_the_guideline_holds_until_a_reason_is_given(cast: Any, wei: Any) -> None:
    teller, run = cast.actor(cast.teller), draw(cast, wei)
    assert [item["key"] for item in run.items] == ["cash.machine"]
    with pytest.raises(Locked):
        services.submit(teller, str(run.pk), version=run.version)
    done = services.override(teller, str(run.pk), item="cash.machine", reason=" 客户赶车 ")
    assert (done.method, done.reason) == ("overridden", "客户赶车")
    entry = Entry.objects.get(action="guidance.override")
    assert entry.reason == "客户赶车"
    run.refresh_from_db()
    assert services.submit(teller, str(run.pk), version=run.version).state == "submitted"


def test_a_reason_is_needed_and_it_counts_once(cast: Any, wei: Any) -> None:
    teller, run = cast.actor(cast.teller), draw(cast, wei)
    with pytest.raises(Invalid):
        services.override(teller, str(run.pk), item="cash.machine", reason="  ")
    services.override(teller, str(run.pk), item="cash.machine", reason="赶车")
    with pytest.raises(Conflict):
        services.override(teller, str(run.pk), item="cash.machine", reason="赶车")


def test_what_binds_is_not_overridden(cast: Any, wei: Any) -> None:
    teller, run = cast.actor(cast.teller), draw(cast, wei, "99999")
    assert [item["key"] for item in run.items] == ["cash.short"]
    with pytest.raises(Invalid):
        services.override(teller, str(run.pk), item="cash.short", reason="客户要求")
    with pytest.raises(Locked):
        services.submit(teller, str(run.pk), version=run.version)


def test_overriding_is_no_way_to_tell(cast: Any, wei: Any) -> None:
    run = services.check(
        cast.actor(cast.teller),
        operation="card.sign_autopay",
        fields=wei.autopay,
        customer_id=wei.id,
    )
    with pytest.raises(Invalid):
        services.tell(
            cast.actor(cast.teller),
            str(run.pk),
            item="card.autopay.not_covered",
            method="overridden",
        )
    with pytest.raises(Invalid):
        services.override(
            cast.actor(cast.teller), str(run.pk), item="card.autopay.not_covered", reason="忙"
        )


def test_at_the_counter_and_over_the_api(
    cast: Any, wei: Any, browser_client: Any, api: Any
) -> None:
    run = draw(cast, wei)
    client = browser_client(cast.teller)
    url = f"/window/?op=cash.withdraw&account={wei.debit.pk}&amount=1500"
    page = client.get(url).content.decode()
    assert "guidance, not prohibition" in page
    refused = api(cast.teller).post(f"guidance/checks/{run.pk}/override", {"item": "cash.machine"})
    assert refused.status_code == 422
    form = {"item": "cash.machine", "reason": "In a hurry"}
    panel = client.post(f"/window/checks/{run.pk}/override/", form).content.decode()
    assert "In a hurry" in panel
    found = api(cast.teller).get(f"guidance/checks/{run.pk}").json()
    assert (found["blocked"], found["locked"]) == (False, False)
    assert found["evidence"][0]["reason"] == "In a hurry"
