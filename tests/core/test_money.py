"""Money is exact, keeps its currency, and reads the way people write it."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.errors import Invalid
from firstdesk.core.money import LIMIT, CurrencyMismatch, Money

amounts = st.decimals(
    min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False
)


@pytest.mark.parametrize("bad", [1.0, 1, True, "1", None])
def test_only_decimals_are_amounts(bad: Any) -> None:
    with pytest.raises(TypeError, match="Decimal"):
        Money(bad)


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "-Infinity", "sNaN", str(LIMIT)])
def test_amounts_are_finite_and_of_this_world(bad: str) -> None:
    with pytest.raises(ValueError, match="amount is"):
        Money(Decimal(bad))


@pytest.mark.parametrize("bad", ["", "cny", "CN", "CNYY", "人民币", "C1Y"])
def test_a_currency_is_three_capital_letters(bad: str) -> None:
    with pytest.raises(ValueError, match="currency"):
        Money(Decimal(1), bad)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("60,010.00", "60010.00"), (" 7 ", "7"), ("-3.5", "-3.5"), ("1,234,567", "1234567")],
)
def test_written_amounts_are_read(text: str, amount: str) -> None:
    assert Money.of(text).amount == Decimal(amount)


@pytest.mark.parametrize("text", ["", "1,00", "1e5", "NaN", "12.", ".5", "1 000", "¥5", "--1", "٣"])
def test_what_is_not_written_as_an_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Money.of(text)


def test_currencies_do_not_mix_and_the_refusal_can_be_shown() -> None:
    one, other = Money.of("1"), Money.of("1", "JPY")
    for act in (
        lambda: one + other,
        lambda: one - other,
        lambda: one < other,
        lambda: one <= other,
        lambda: one > other,
        lambda: one >= other,
    ):
        with pytest.raises(CurrencyMismatch) as refusal:
            act()
        assert isinstance(refusal.value, Invalid)
        assert refusal.value.problem("en")["currencies"] == ["CNY", "JPY"]
    assert one != other


@pytest.mark.parametrize("factor", [0.5, True, "2"])
def test_only_exact_factors_multiply(factor: Any) -> None:
    with pytest.raises(TypeError, match="not exact"):
        Money.of("1") * factor


@pytest.mark.parametrize(
    ("money", "text", "zh"),
    [
        (Money.of("60010"), "CNY 60,010.00", "¥60,010.00"),
        (Money.of("-3.005"), "CNY -3.01", "−¥3.01"),
        (Money.of("-0.001"), "CNY 0.00", "¥0.00"),
        (Money.of("2000000.4", "JPY"), "JPY 2,000,000", "JP¥2,000,000"),
        (Money.of("5", "USD"), "USD 5.00", "US$5.00"),
        (Money.of("5", "HKD"), "HKD 5.00", "HK$5.00"),
        (Money.of("5", "EUR"), "EUR 5.00", "€5.00"),
        (Money.of("5", "GBP"), "GBP 5.00", "£5.00"),
        (Money.of("5", "CHF"), "CHF 5.00", "CHF 5.00"),
    ],
)
def test_money_is_written_with_its_currency(money: Money, text: str, zh: str) -> None:
    assert (str(money), money.format("zh"), money.format("en")) == (text, zh, zh)


def test_rounding_is_half_up_to_the_currencys_unit_unless_said_otherwise() -> None:
    assert Money.of("0.125").rounded().amount == Decimal("0.13")
    assert Money.of("-0.125").rounded().amount == Decimal("-0.13")
    assert Money.of("0.129").rounded(rounding=ROUND_DOWN).amount == Decimal("0.12")
    assert Money.of("1.5", "JPY").rounded().amount == Decimal(2)
    assert str(Money.of("1.23456").rounded(4).amount) == "1.2346"


def test_cent_exact() -> None:
    assert Money.of("1.10").is_cent_exact
    assert not Money.of("1.101").is_cent_exact
    assert not Money.of("1.1", "JPY").is_cent_exact


def test_json_is_text_with_cents() -> None:
    assert Money.of("60,010").to_json() == {"amount": "60010.00", "currency": "CNY"}
    assert Money.of("7", "JPY").to_json() == {"amount": "7", "currency": "JPY"}
    assert Money(Decimal("1E-8")).to_json()["amount"] == "0.00000001"


@given(amounts, st.sampled_from(["CNY", "JPY", "USD"]))
def test_json_comes_back_the_same(amount: Decimal, currency: str) -> None:
    money = Money(amount, currency)
    assert Money.from_json(money.to_json()) == money


@given(amounts, amounts)
def test_sums_are_exact(one: Decimal, other: Decimal) -> None:
    a, b = Money(one), Money(other)
    assert (a + b) - b == a
    assert a - b == -(b - a)
    assert (a < b, a <= b, a > b, a >= b) == (one < other, one <= other, one > other, one >= other)
    assert 3 * a == a * 3 == a + a + a
