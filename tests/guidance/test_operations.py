"""Operations read their fields strictly, and name all that is wrong at once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import pytest

from firstdesk.core.errors import Invalid, NotFound
from firstdesk.core.fields import READERS, Ask, Unreadable, asks
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue import cards, deposits
from firstdesk.guidance.operations import OPERATIONS, Operation, operation, parse

# Fixed: with ids made anew, two test processes would collect differently named tests.
CARD, ACCOUNT = (f"01a2093c-b2ab-7566-af55-00000000000{n}" for n in (1, 2))
GOOD: dict[str, Any] = {"card": CARD, "account": ACCOUNT, "amount": "1,014.50"}


def asked(kind: str, **more: Any) -> Ask:
    return Ask(kind, Text(zh="项", en="Field"), **more)


CHOICES = (("full", Text(zh="全额", en="In full")), ("minimum", Text(zh="最低", en="Minimum")))


@pytest.mark.parametrize(
    ("field", "given", "read"),
    [
        (asked("account"), ACCOUNT.upper(), ACCOUNT),
        (asked("card"), CARD, CARD),
        (asked("agreement"), CARD, CARD),
        (asked("money"), "60,000", Decimal("60000.00")),
        (asked("money"), 5000, Decimal("5000.00")),
        (asked("money"), "0.01", Decimal("0.01")),
        (asked("money"), "99999999999999.99", Decimal("99999999999999.99")),
        (asked("day"), "2007-12-04", date(2007, 12, 4)),
        (asked("day"), date(2007, 12, 4), date(2007, 12, 4)),
        (asked("number", low=1, high=31), "31", 31),
        (asked("number", low=1, high=31), 1, 1),
        (asked("choice", choices=CHOICES), "full", "full"),
        (asked("flag"), True, True),
        (asked("flag"), "on", True),
        (asked("flag"), "No", False),
        (asked("text"), "  China   Mobile ", "China Mobile"),
    ],
)
def test_a_field_of_each_kind_is_read(field: Ask, given: Any, read: Any) -> None:
    assert READERS[field.kind](given, field) == read


@pytest.mark.parametrize(
    ("field", "given"),
    [
        (asked("account"), "not-an-id"),
        (asked("card"), ["x"]),
        (asked("agreement"), 7),
        (asked("money"), "sixty"),
        (asked("money"), "0"),
        (asked("money"), "-5"),
        (asked("money"), "NaN"),
        (asked("money"), "sNaN"),
        (asked("money"), "Infinity"),
        (asked("money"), "1e400000"),
        (asked("money"), "1e15"),
        (asked("money"), "1.005"),
        (asked("money"), "1e-400"),
        (asked("money"), True),
        (asked("money"), {"amount": "5"}),
        (asked("day"), "4 Dec"),
        (asked("day"), "2007-02-30"),
        (asked("day"), 20071204.5),
        (asked("day"), "2007-W49-2"),
        (asked("day"), "0001-01-01"),
        (asked("day"), "9999-12-31"),
        (asked("number", low=1, high=31), "0"),
        (asked("number", low=1, high=31), "32"),
        (asked("number", low=1, high=31), "3.5"),
        (asked("number"), "9" * 5000),
        (asked("choice", choices=CHOICES), "half"),
        (asked("choice", choices=CHOICES), ["full"]),
        (asked("flag"), "perhaps"),
        (asked("text"), "   "),
        (asked("text"), "x" * 61),
        (asked("text"), "a\x00b"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_a_reason(field: Ask, given: Any) -> None:
    with pytest.raises(Unreadable) as refused:
        READERS[field.kind](given, field)
    assert refused.value.text.zh
    assert refused.value.text.en


def test_every_kind_that_an_operation_uses_has_a_reader() -> None:
    used = {a.kind for cls in OPERATIONS.values() for a in asks(cls).values()}
    assert used <= set(READERS)


def test_fields_are_read_and_kept_as_json() -> None:
    read = parse("card.pay", GOOD)
    assert isinstance(read, cards.PayCard)
    assert read.amount == Decimal("1014.50")
    assert read.raw() == {"card": CARD, "account": ACCOUNT, "amount": "1014.50"}
    assert parse("card.pay", read.raw()) == read


def test_everything_wrong_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        parse("card.pay", {"card": "x", "amount": "", "colour": "red", "weight": 3})
    error = refused.value
    assert set(error.fields) == {"card", "account", "amount", "colour", "weight"}
    assert error.status == 422
    assert all(text.zh and text.en for text in error.fields.values())


@pytest.mark.parametrize("empty", [None, ""])
def test_what_may_be_left_out_takes_its_default(empty: Any) -> None:
    read = parse("deposit.withdraw_early", {"account": ACCOUNT, "amount": empty})
    assert isinstance(read, deposits.WithdrawEarly)
    assert read.amount is None
    signed = parse("card.sign_autopay", {"card": CARD, "account": ACCOUNT, "mode": empty})
    assert isinstance(signed, cards.SignCardAutopay)
    assert signed.mode == "full"


def test_an_unknown_operation_is_refused_with_those_that_exist() -> None:
    with pytest.raises(NotFound) as refused:
        parse("card.levitate", {})
    assert all(key in refused.value.do.en for key in OPERATIONS)


@pytest.mark.parametrize("key", sorted(OPERATIONS))
def test_every_operation_is_told_in_both_languages(key: str) -> None:
    cls = OPERATIONS[key]
    assert cls.title.zh
    assert cls.title.en
    assert cls.words
    declared = asks(cls)
    assert [f.name for f in fields(cls)] == list(declared)
    for field in declared.values():
        assert field.label.zh
        assert field.label.en
        assert all(label.zh and label.en for _, label in field.choices)


@pytest.mark.parametrize("taken", ["card.pay", ""])
def test_a_key_that_is_taken_or_empty_is_refused(taken: str) -> None:
    before = dict(OPERATIONS)

    @dataclass(frozen=True, kw_only=True)
    class Again(Operation):
        key: ClassVar[str] = taken
        title: ClassVar[Text] = Text(zh="再来", en="Again")

    with pytest.raises(RuntimeError, match="empty or taken"):
        operation(Again)
    assert before == OPERATIONS
