"""Interest-free days and the rotation of several cards (case 01015)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.products.card_periods import (
    Card,
    best_card,
    interest_free,
    rotation,
    sustainable_spending,
)
from tests.products.kit import bilingual, days, refused, sums, yuan

FOUR = [Card(day, 20) for day in (5, 15, 22, 27)]
cards = st.builds(Card, st.integers(1, 31), st.integers(0, 60))


def test_case_01015_the_rotation_gives_38_to_50_days_not_a_flat_50() -> None:
    year = rotation(FOUR, date(2007, 1, 1), date(2008, 1, 1))
    assert len(year.periods) == 365
    assert (year.shortest, year.longest, year.mean) == (38, 50, Decimal("45.90"))


@pytest.mark.parametrize(
    ("on", "card", "free"),
    [
        (date(2007, 1, 6), 5, 50),
        (date(2007, 1, 16), 15, 50),
        (date(2007, 2, 15), 5, 38),  # the worst: on the 15th its own card is at its shortest
        (date(2007, 2, 16), 15, 47),
        (date(2007, 1, 28), 27, 50),
    ],
)
def test_the_card_whose_statement_has_just_passed_is_the_best(
    on: date, card: int, free: int
) -> None:
    choice = best_card(FOUR, on)
    assert (choice.best.card.statement_day, choice.best.days) == (card, free)
    assert [p.days for p in choice.periods] == sorted(p.days for p in choice.periods)[::-1]
    assert len(choice.working.lines) == 4
    bilingual(choice.working)


def test_a_purchase_on_the_statement_day_belongs_to_that_statement() -> None:
    on = interest_free(Card(10, 20), date(2007, 12, 10))
    after = interest_free(Card(10, 20), date(2007, 12, 11))
    assert (on.statement_on, on.due_on, on.days) == (date(2007, 12, 10), date(2007, 12, 30), 20)
    assert (after.statement_on, after.days) == (date(2008, 1, 10), 50)


@pytest.mark.parametrize(
    ("bought", "statement"),
    [
        (date(2007, 2, 1), date(2007, 2, 28)),
        (date(2008, 2, 28), date(2008, 2, 29)),
        (date(2008, 2, 29), date(2008, 2, 29)),
        (date(2008, 3, 1), date(2008, 3, 31)),
        (date(2008, 4, 30), date(2008, 4, 30)),
    ],
)
def test_statement_day_31_is_the_last_of_a_shorter_month(bought: date, statement: date) -> None:
    assert interest_free(Card(31, 25), bought).statement_on == statement


def test_of_equal_cards_the_first_named_is_taken() -> None:
    choice = best_card([Card(5, 21), Card(6, 20)], date(2007, 3, 7))
    assert [period.days for period in choice.periods] == [50, 50]
    assert choice.best.card == Card(5, 21)


def test_case_01015_100000_are_60000_in_30_days() -> None:
    found = sustainable_spending(yuan("100000"), 50)
    assert found.amount == yuan("60000")
    bilingual(found.working)
    assert sustainable_spending(yuan("100"), 45, days=31).amount == yuan("68.88")  # rounded down


def test_what_cannot_be_is_refused() -> None:
    with refused("statement_day"):
        Card(0, 20)
    with refused("due_days"):
        Card(5, -1)
    with refused("cards"):
        best_card([], date(2007, 1, 1))
    with refused("cards"):
        rotation([Card(1, 1)] * 32, date(2007, 1, 1), date(2007, 1, 2))
    with refused("end"):
        rotation(FOUR, date(2007, 1, 1), date(2007, 1, 1))
    with refused("limit"):
        sustainable_spending(yuan("0"), 50)
    with refused("days"):
        sustainable_spending(yuan("1"), 0)


@given(cards, days)
def test_free_days_lie_between_the_grace_and_a_month_more(card: Card, on: date) -> None:
    period = interest_free(card, on)
    assert card.due_days <= period.days <= card.due_days + 31
    assert on <= period.statement_on <= period.due_on


@given(st.lists(cards, min_size=1, max_size=6), cards, days)
def test_one_card_more_is_never_worse(held: list[Card], more: Card, on: date) -> None:
    assert best_card([*held, more], on).best.days >= best_card(held, on).best.days


@given(st.lists(cards, min_size=1, max_size=5), days, st.integers(1, 90))
def test_the_rotation_takes_the_best_card_of_each_day(
    held: list[Card], start: date, count: int
) -> None:
    found = rotation(held, start, start + timedelta(days=count))
    assert len(found.periods) == count
    assert found.shortest <= found.mean <= found.longest
    for period in found.periods:
        assert period == best_card(held, period.bought_on).best


@given(sums, sums, st.integers(1, 90))
def test_more_limit_is_never_less_spending(one: object, other: object, held: int) -> None:
    low, high = sorted((one, other))  # type: ignore[type-var]
    assert sustainable_spending(low, held).amount <= sustainable_spending(high, held).amount
