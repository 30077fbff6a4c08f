"""Sweeps: case 02017, total first."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.products.sweeps import APPLIES_TO, Pockets, positions, sweep
from tests.products.kit import bilingual, refused, sums, yuan

USD = Money.of("50000", "USD")


def swept(total: str | Money, **change: Any) -> Pockets:
    terms: dict[str, Any] = {"reserve": yuan("10000"), "threshold": yuan("50000")}
    return sweep(yuan(total) if isinstance(total, str) else total, **(terms | change))


@pytest.mark.parametrize(
    ("total", "moves"),
    [
        ("150000", "140000"),
        ("60000", "50000"),
        ("59999.99", "0"),
        ("60000.01", "50000.01"),
        ("10000", "0"),
        ("9999.99", "0"),
        ("0", "0"),
    ],
)
def test_case_02017_what_is_above_the_reserve_must_reach_the_threshold(
    total: str, moves: str
) -> None:
    found = swept(total)
    assert (found.total, found.swept) == (yuan(total), yuan(moves))
    assert found.reserve == yuan(total) - yuan(moves)
    bilingual(found.working)


@pytest.mark.parametrize(
    ("total", "moves"), [("50000", "40000"), ("49999.99", "0"), ("59999.99", "49999.99")]
)
def test_or_the_whole_balance_must(total: str, moves: str) -> None:
    assert swept(total, applies_to="balance").swept == yuan(moves)


@pytest.mark.parametrize(
    ("total", "threshold", "moves"),
    [
        ("150000", "50000", "140000"),
        ("159999.99", "50000", "140000"),
        ("67000", "55000", "0"),  # 57,000 is free, but only 50,000 could move
        ("70000", "55000", "60000"),
    ],
)
def test_only_whole_steps_move(total: str, threshold: str, moves: str) -> None:
    found = swept(total, threshold=yuan(threshold), step=yuan("10000"))
    assert found.swept == yuan(moves)


def test_the_total_stands_first() -> None:
    found = swept("150000").positions
    assert [(name.zh, name.en, str(balance)) for name, balance in found] == [
        ("总余额", "Total balance", "CNY 150,000.00"),
        ("卡上留存", "Kept on the card", "CNY 10,000.00"),
        ("通知存款户", "In the notice deposit", "CNY 140,000.00"),
    ]


def test_any_pockets_are_shown_total_first() -> None:
    one, two = Text(zh="活期", en="Demand"), Text(zh="定期", en="Time")
    found = positions(((one, yuan("0.10")), (two, yuan("0.20"))))
    assert found[0][1] == yuan("0.30")
    assert found[1:] == ((one, yuan("0.10")), (two, yuan("0.20")))
    with refused("parts"):
        positions(())
    with refused("parts"):
        positions(((one, yuan("1")), (two, USD)))


@pytest.mark.parametrize(
    ("field", "total", "change"),
    [
        ("reserve", "-0.01", {}),
        ("reserve", "1", {"reserve": yuan("-0.01")}),
        ("reserve", "1", {"reserve": USD}),
        ("threshold", "1", {"threshold": yuan("0")}),
        ("threshold", "1", {"threshold": USD}),
        ("step", "1", {"step": yuan("0")}),
        ("step", "1", {"step": USD}),
        ("applies_to", "1", {"applies_to": "mood"}),
    ],
)
def test_bad_input_is_refused_by_name(field: str, total: str, change: dict[str, Any]) -> None:
    with refused(field):
        swept(total, **change)


@given(sums, sums, sums, sums | st.none(), st.sampled_from(APPLIES_TO))
def test_nothing_is_lost_and_the_reserve_is_kept(
    total: Money, reserve: Money, threshold: Money, step: Money | None, applies_to: str
) -> None:
    found = swept(total, reserve=reserve, threshold=threshold, step=step, applies_to=applies_to)
    assert found.reserve + found.swept == total == found.positions[0][1]
    assert found.swept.amount >= 0
    if found.swept.amount:
        assert found.reserve >= reserve
        measured = found.swept if applies_to == "excess" else total
        assert measured >= threshold
        assert step is None or found.swept.amount % step.amount == 0
    elif step is None and applies_to == "excess":
        assert total - reserve < threshold


@given(sums, sums)
def test_more_on_the_card_never_moves_less(one: Money, two: Money) -> None:
    less, more = sorted((one, two))
    assert swept(less).swept <= swept(more).swept
