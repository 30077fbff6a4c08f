"""What an employee sees of a customer, and who may see it."""

from __future__ import annotations

import inspect
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.bank.encounters import announce, finish, meet
from firstdesk.bank.models import Customer
from firstdesk.bank.queries import customer_glance, entitlement, find_customers
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Forbidden, NotFound
from firstdesk.journal.models import Entry
from tests.bank.rows import SYSTEM, account, card, contact, customer, give, somebody

NOON = datetime(2007, 12, 4, 4, 0, tzinfo=UTC)


@pytest.fixture
def world(cast: Any) -> Customer:
    """A customer with everything, and another one beside him."""
    needs = [
        {
            "kind": "hearing",
            "zh": "听力较弱。",
            "en": "Hard of hearing.",
            "consent_on": "2007-10-18",
        }
    ]
    give("customers", customer(needs=needs), customer("C2", name_zh="林晓", name_en="Lin Xiao"))
    give(
        "contacts",
        contact("P1", kind="landline", value="028-80123456"),
        contact("P2", kind="post", value="澄江市滨江区柳岸路12号", quality="failed"),
    )
    give(
        "entitlements",
        {"ref": "E0", "customer": "C1", "tier": "vip1", "valid_from": "2005-01-01"},
        {
            "ref": "E1",
            "customer": "C1",
            "tier": "vip2",
            "valid_from": "2007-01-01",
            "valid_to": "2007-12-31",
        },
    )
    give(
        "accounts",
        account("A1", balance="10000"),
        account("A2", kind="sweep", parent="A1", balance="140000", number="620000000002"),
        account("A3", kind="sweep", parent="A1", balance="12.50", currency="USD"),
        account("A4", kind="credit", balance="-6820.40"),
        account("A5", balance="77", status="closed"),
        account("A6", owner="C2", balance="55"),
    )
    credit: dict[str, Any] = {"kind": "credit", "statement_day": 10, "credit_limit": "20000"}
    give(
        "cards",
        card("K1"),
        card("K2", "A4", number="9999990000006021", **credit),
        card("K3", number="9999990000000003", status="stopped"),
        card("K4", number="9999990000000004", status="closed"),
    )
    bill = {"card": "K2", "currency": "CNY", "amount": "6820.40", "minimum": "682.04"}
    give(
        "statements",
        {"ref": "S1", **bill, "dated": "2007-11-10", "due_on": "2007-12-05"},
        {"ref": "S0", **bill, "dated": "2007-10-10", "due_on": "2007-11-04", "paid": "6820.40"},
        {"ref": "S9", **bill, "dated": "2007-09-10", "due_on": "2007-10-05", "paid": "6820.39"},
    )
    loss = {"customer": "C1", "channel": "phone"}
    give(
        "loss_reports",
        {"ref": "R1", **loss, "card": "K3", "reported_at": "2007-12-04T08:10"},
        {"ref": "R0", **loss, "card": "K1", "reported_at": "2007-12-03T23:59"},
    )
    return Customer.objects.get(ref="C1")


def serving(cast: Any, who: Customer) -> Actor:
    teller: Actor = cast.actor(cast.teller)
    meet(teller, str(who.pk))
    return teller


def test_everything_that_must_be_seen_first(cast: Any, world: Customer) -> None:
    with clock.frozen(NOON):
        seen = customer_glance(serving(cast, world), world.pk)
    assert (seen.ref, seen.name.zh, seen.title.zh, seen.age) == ("C1", "张文澜", "先生", 58)
    assert seen.id_number == "****1239"
    assert seen.home_branch is not None
    assert seen.entitlement is not None
    assert (seen.entitlement.tier, seen.entitlement.name.zh) == ("vip2", "贵宾二级")
    assert seen.contact_quality.consequences[0].what.zh == "无手机号，短信送不到"
    assert [(c.kind, c.value) for c in seen.contacts] == [
        ("landline", "028-****456"),
        ("post", "澄江市滨江区****"),
    ]
    (need,) = seen.needs
    assert (need.text.en, need.consent_on) == ("Hard of hearing.", date(2007, 10, 18))
    assert seen.encounter_id is not None


def test_the_total_comes_before_its_parts(cast: Any, world: Customer) -> None:
    """Case 02017: the reserve of 10,000 is never shown as the balance."""
    seen = customer_glance(serving(cast, world), world.pk)
    main, credit = seen.positions
    assert main.total.amount == Decimal(150_000)
    assert [str(part.balance) for part in main.parts] == [
        "CNY 10,000.00",
        "CNY 140,000.00",
        "USD 12.50",
    ]
    assert [str(other) for other in main.others] == ["USD 12.50"]
    assert [part.main for part in main.parts] == [True, False, False]
    assert str(credit.total) == "CNY -6,820.40"
    assert seen.cards[0].balance == main.total
    assert all(part.number.startswith("**** ") for part in main.parts)


def test_cards_have_their_last_four_and_bills_what_is_left(cast: Any, world: Customer) -> None:
    with clock.frozen(NOON):
        seen = customer_glance(serving(cast, world), world.pk)
    assert [(c.tail, c.kind, c.status) for c in seen.cards] == [
        ("0003", "debit", "stopped"),
        ("3370", "debit", "active"),
        ("6021", "credit", "active"),
    ]
    assert [(s.due_on, s.days, s.unpaid.amount) for s in seen.statements] == [
        (date(2007, 10, 5), -60, Decimal("0.01")),
        (date(2007, 12, 5), 1, Decimal("6820.40")),
    ]


def test_a_loss_of_today_lists_the_cards_that_still_work(cast: Any, world: Customer) -> None:
    """Case 01005; what was lost yesterday is history."""
    with clock.frozen(NOON):
        teller = serving(cast, world)
        seen = customer_glance(teller, world.pk)
    assert [(loss.card_tail, loss.channel) for loss in seen.losses] == [("0003", "phone")]
    assert [card.tail for card in seen.unblocked] == ["3370", "6021"]
    with clock.frozen(NOON + timedelta(days=1)):
        later = customer_glance(teller, world.pk)
    assert (later.losses, later.unblocked) == ((), ())


def test_a_glance_takes_at_most_six_queries(
    cast: Any, world: Customer, django_assert_num_queries: Any
) -> None:
    teller = serving(cast, world)
    with django_assert_num_queries(6):
        customer_glance(teller, world.pk)
    give("accounts", *(account(f"B{n}", kind="sweep", parent="A1") for n in range(20)))
    with django_assert_num_queries(6):
        customer_glance(teller, world.pk)


def test_a_glance_cannot_be_changed(cast: Any, world: Customer) -> None:
    seen = customer_glance(serving(cast, world), world.pk)
    with pytest.raises(FrozenInstanceError):
        seen.age = 18  # type: ignore[misc]


def test_who_does_not_serve_sees_what_one_sees_of_nobody(cast: Any, world: Customer) -> None:
    serving(cast, world)
    missing = "0190a0a0-0000-7000-8000-000000000000"
    texts = set()
    for role in ("stranger", "second_teller", "branch_manager", "administrator", "lobby_manager"):
        actor = cast.actor(getattr(cast, role))
        for who in (str(world.pk), missing, "no-id"):
            with pytest.raises(NotFound) as refused:
                customer_glance(actor, who)
            texts.add(str(refused.value))
    assert len(texts) == 1


def test_the_data_closes_when_the_visit_ends(cast: Any, world: Customer) -> None:
    teller = cast.actor(cast.teller)
    visit = meet(teller, str(world.pk))
    customer_glance(teller, world.pk)
    finish(teller, str(visit.pk))
    with pytest.raises(NotFound):
        customer_glance(teller, world.pk)


def test_a_number_in_the_hall_does_not_open_the_data(cast: Any, world: Customer) -> None:
    announce(SYSTEM, str(world.pk), branch="A01")
    with pytest.raises(NotFound):
        customer_glance(cast.actor(cast.teller), world.pk)


@pytest.mark.parametrize("role", ["auditor", "quality_officer"])
def test_bank_wide_readers_see_it_and_the_journal_says_so(
    cast: Any, world: Customer, role: str
) -> None:
    reader = getattr(cast, role)
    seen = customer_glance(cast.actor(reader), world.pk)
    assert (seen.ref, seen.encounter_id) == ("C1", None)
    entry = Entry.objects.get(action="bank.customer_read")
    assert (entry.actor_id, entry.object_id) == (str(reader.pk), str(world.pk))


def test_a_teller_s_token_is_no_bank_wide_reader(cast: Any, world: Customer) -> None:
    """A token that lacks customer.serve does not turn its person into an auditor."""
    token = cast.teller.actor("test-request", frozenset({"customer.read"}))
    with pytest.raises(NotFound):
        customer_glance(token, world.pk)
    auditor = cast.auditor.actor("test-request", frozenset({"journal.read"}))
    with pytest.raises(NotFound):
        customer_glance(auditor, world.pk)


def test_entitlement_knows_no_branch(cast: Any, world: Customer) -> None:
    """Case 01001: served in the other branch, he is the same VIP."""
    assert list(inspect.signature(entitlement).parameters) == ["customer_id", "on"]
    stranger = cast.actor(cast.stranger)
    meet(stranger, str(world.pk))
    with clock.frozen(NOON):
        seen = customer_glance(stranger, world.pk)
    assert seen.entitlement is not None
    assert seen.entitlement.tier == "vip2"


@pytest.mark.parametrize(
    ("on", "tier"),
    [
        (date(2004, 12, 31), None),
        (date(2005, 1, 1), "vip1"),
        (date(2007, 1, 1), "vip2"),
        (date(2007, 12, 31), "vip2"),
        (date(2008, 1, 1), "vip1"),
    ],
)
def test_entitlement_holds_from_its_first_to_its_last_day(
    cast: Any, world: Customer, on: date, tier: str | None
) -> None:
    held = entitlement(world.pk, on)
    assert (held.tier if held else None) == tier


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("C1", ["C1"]),
        ("张文澜", ["C1"]),
        ("澜", ["C1"]),
        ("文张", ["C1"]),
        ("张三", []),
        ("zhang", ["C1"]),
        ("Wenlan ZHANG", ["C1"]),
        ("zhang xiao", []),
        ("1239", ["C1", "C2"]),
        ("1239 张", ["C1"]),
        ("990000194903121239", ["C1", "C2"]),
        ("3370", ["C1"]),
        ("9999990000006021", ["C1"]),
        ("138 0000 1234", []),
        ("13800001234", ["C2"]),
        ("+8613800001234", ["C2"]),
        ("028-80123456", []),
        ("", []),
        ("   ", []),
        ("%", []),
        ("' OR 1=1 --", []),
    ],
)
def test_customers_are_found_by_what_people_say(
    cast: Any, world: Customer, words: str, refs: list[str]
) -> None:
    give("contacts", contact("P3", "C2"))
    found = find_customers(cast.actor(cast.teller), words)
    assert [one.ref for one in found] == refs


def test_finds_are_masked_and_paged(cast: Any, django_assert_num_queries: Any) -> None:
    give("customers", *(customer(f"C{n}") for n in range(5)))
    give("contacts", contact("P1", "C0"))
    teller = cast.actor(cast.teller)
    with django_assert_num_queries(1):
        first = find_customers(teller, "张", limit=3)
    assert [one.ref for one in first] == ["C0", "C1", "C2"]
    assert (first[0].id_number, first[0].mobile) == ("****1239", "138****1234")
    rest = find_customers(teller, "张", after="C2", limit=3)
    assert [one.ref for one in rest] == ["C3", "C4"]


def test_an_administrator_looks_nobody_up(cast: Any) -> None:
    somebody()
    with pytest.raises(Forbidden):
        find_customers(cast.actor(cast.administrator), "张")
