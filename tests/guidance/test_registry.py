"""Every rule explains itself and asks only for the policies it names; `weigh` keeps order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from firstdesk.core import switches
from firstdesk.core.text import Text
from firstdesk.guidance import registry
from firstdesk.guidance.catalogue.accounts import OpenAccount
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Item, Kind
from firstdesk.guidance.operations import OPERATIONS
from firstdesk.guidance.registry import RULES, load_rules, rule, rules_for, weigh
from tests.guidance import kit

load_rules()
OPEN = OpenAccount(purpose="saving", kind="savings")


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_explains_itself_in_a_sentence(name: str) -> None:
    found = RULES[name]
    assert found.why.endswith(".")
    assert found.why[0].isupper()
    assert 20 < len(found.why) < 120
    assert found.operations
    assert set(found.policies) <= set(kit.rulings())


def test_every_operation_is_weighed_by_a_rule() -> None:
    for cls in OPERATIONS.values():
        assert rules_for(cls), cls.key


@contextmanager
def added(function: Callable[..., Any], **declared: Any) -> Iterator[str]:
    rule(OpenAccount, **declared)(function)
    name = f"{__name__.rsplit('.', 1)[-1]}.{function.__name__}"
    try:
        yield name
    finally:
        del registry.RULES[name]


def item(key: str, kind: Kind = Kind.CONSEQUENCE) -> Item:
    return Item(key=key, kind=kind, title=Text(zh="条", en="Item"))


def facts() -> Facts:
    return kit.facts(date(2008, 1, 2), registry.policies_for(OpenAccount))


def test_two_items_of_one_key_are_a_fault() -> None:
    def twice(op: OpenAccount, facts: Facts) -> Iterator[Item]:
        """Says the same thing twice, which no rule may."""
        yield item("same")
        yield item("same")

    with added(twice), pytest.raises(RuntimeError, match="share a key"):
        weigh(OPEN, facts())


def test_a_policy_that_a_rule_does_not_name_is_not_there() -> None:
    def reaches_out(op: OpenAccount, facts: Facts) -> Iterator[Item]:
        """Asks for a policy that it does not declare."""
        facts.ruling("card.late_fee")
        yield item("never")

    with added(reaches_out), pytest.raises(KeyError, match="was not loaded"):
        weigh(OPEN, facts())
    with added(reaches_out, policies=["card.late_fee"]):
        assert "never" in {one.key for one in weigh(OPEN, facts())}


def test_blocks_come_first_then_what_must_be_told() -> None:
    def jumbled(op: OpenAccount, facts: Facts) -> Iterator[Item]:
        """Gives items of every kind, in no order."""
        for kind in reversed(Kind):
            yield item(f"a.{kind}", kind)

    with added(jumbled):
        kinds = [one.kind for one in weigh(OPEN, facts())]
    order = list(Kind)
    assert kinds == sorted(kinds, key=order.index)
    assert kinds[0] == Kind.BLOCK


def test_an_item_knows_the_rule_it_came_from() -> None:
    (found,) = weigh(OPEN, facts())
    assert found.rule == "accounts.loan_needs_settlement"
    assert found.why == RULES[found.rule].why
    assert found.cases == ("01006",)


def test_a_rule_switched_off_says_nothing() -> None:
    with switches.off(["accounts.loan_needs_settlement"]):
        assert weigh(OPEN, facts()) == ()
    assert weigh(OPEN, facts()) != ()


def test_a_rule_without_a_reason_or_with_a_taken_name_is_refused() -> None:
    def mute(op: OpenAccount, facts: Facts) -> Iterator[Item]:
        yield item("x")

    with pytest.raises(RuntimeError, match="explain itself"):
        rule(OpenAccount)(mute)
    mute.__doc__ = "Says why."
    with added(mute), pytest.raises(RuntimeError, match="Two rules"):
        rule(OpenAccount)(mute)


def test_what_evidence_keeps_is_whole_and_in_both_languages() -> None:
    items = kit.check(
        "account.open", {"purpose": "loan_repayment", "kind": "savings"}, date(2008, 1, 2)
    )
    kept = items["account.open.for_loan"].to_json()
    assert kept["title"]["zh"]
    assert kept["title"]["en"]
    assert kept["policies"][0]["code"] == "AC-004"
    assert kept["ways"][0]["fields"] == {"purpose": "loan_repayment", "kind": "settlement"}
    assert kept["rule"] == "accounts.loan_needs_settlement"
