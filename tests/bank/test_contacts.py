"""`bank.add_contact`: a mobile number added while the customer stands there."""

from __future__ import annotations

from typing import Any

import pytest

from firstdesk.bank.contacts import add_contact
from firstdesk.bank.encounters import meet
from firstdesk.bank.models import ContactPoint
from firstdesk.bank.queries import customer_glance
from firstdesk.core import clock
from firstdesk.core.errors import Conflict, Invalid, NotFound
from firstdesk.journal.models import Entry
from tests.bank.rows import contact, give, somebody


def test_a_number_is_added_as_not_verified(cast: Any) -> None:
    teller, customer = cast.actor(cast.teller), somebody()
    meet(teller, str(customer.pk))
    point = add_contact(teller, str(customer.pk), value="+86 139-1234-5678")
    assert (point.kind, point.value, point.quality) == ("mobile", "13912345678", "unverified")
    assert point.checked_on == clock.today()
    entry = Entry.objects.get(action="bank.add_contact")
    assert entry.object_name == "139****5678"
    assert "13912345678" not in str(entry.after)
    quality = customer_glance(teller, customer.pk).contact_quality
    assert (quality.sms, [one.code for one in quality.consequences]) == (
        True,
        ["mobile_unverified"],
    )


@pytest.mark.parametrize("value", ["028-80123456", "1391234567", "95588", "", "\x00"])
def test_what_gets_no_text_message_is_refused(cast: Any, value: str) -> None:
    teller, customer = cast.actor(cast.teller), somebody()
    meet(teller, str(customer.pk))
    with pytest.raises(Invalid) as refused:
        add_contact(teller, str(customer.pk), value=value)
    assert list(refused.value.fields) == ["value"]
    assert not ContactPoint.objects.exists()


def test_a_number_is_kept_once(cast: Any) -> None:
    teller, customer = cast.actor(cast.teller), somebody()
    give("contacts", contact())
    meet(teller, str(customer.pk))
    with pytest.raises(Conflict) as refused:
        add_contact(teller, str(customer.pk), value="13800001234")
    assert "13800001234" not in str(refused.value)


def test_a_failed_number_is_taken_up_again(cast: Any) -> None:
    teller, customer = cast.actor(cast.teller), somebody()
    give("contacts", contact(quality="failed"))
    meet(teller, str(customer.pk))
    add_contact(teller, str(customer.pk), value="13800001234")
    assert ContactPoint.objects.get().quality == "unverified"
    entry = Entry.objects.get(action="bank.add_contact")
    assert entry.before == {"quality": "failed"}


def test_only_whoever_serves_him_adds(cast: Any) -> None:
    customer = somebody()
    meet(cast.actor(cast.teller), str(customer.pk))
    for person in (cast.second_teller, cast.stranger):
        with pytest.raises(NotFound):
            add_contact(cast.actor(person), str(customer.pk), value="13912345678")
    assert not ContactPoint.objects.exists()
