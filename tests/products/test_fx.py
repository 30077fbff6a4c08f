"""Foreign exchange: the figures of case 05004, units, routes, weekends, ceilings, idle accounts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from firstdesk.core.money import Money
from firstdesk.products.fx import (
    FeeTerms,
    Price,
    RateQuote,
    ceiling,
    codes,
    convert,
    drawing,
    idle_closing,
    in_parts,
    next_tradable,
    rate_cost,
    routes,
    tradable,
)
from tests.products.kit import D, bilingual, days, refused, yuan

YEN = Money.of("2000000", "JPY")
SPOT, CASH, LIVE = (Price("JPY", 100_000, D(rate)) for rate in ("6694.42", "6479.34", "6508.82"))
TARIFF = FeeTerms(D("0.5"), yuan("10"), yuan("500"))
DOLLAR = Price("USD", 100, D("744.83"))


@pytest.mark.parametrize(
    ("price", "proceeds"), [(LIVE, "130176.40"), (SPOT, "133888.40"), (CASH, "129586.80")]
)
def test_case_05004_what_the_yen_bring(price: Price, proceeds: str) -> None:
    found = convert(YEN, price)
    assert found.yuan == yuan(proceeds)
    assert found.working.lines[0].formula == f"2,000,000 ÷ 100,000 × {price.rate}"
    bilingual(found.working)


def test_case_04001_dollars_are_quoted_for_a_hundred() -> None:
    assert convert(Money.of("200000", "USD"), DOLLAR).yuan == yuan("1489660")
    forward = Price("USD", 100, D("724.16"))
    assert convert(Money.of("206243.75", "USD"), forward).yuan == yuan("1493534.74")


def test_case_05004_what_the_rate_cost() -> None:
    """Against the rate really given, not against the cash rate: no 4,301.60, no 4,801.60."""
    found = rate_cost(YEN, LIVE, SPOT, fee=yuan("500"))
    assert (found.per_unit, found.rate_part) == (D("185.60"), yuan("3712"))
    assert (found.fee, found.total) == (yuan("500"), yuan("4212"))
    assert rate_cost(YEN, LIVE, SPOT).total == yuan("3712")
    better = rate_cost(YEN, LIVE, CASH)
    assert (better.per_unit, better.rate_part) == (D("-29.48"), yuan("-589.60"))
    bilingual(found.working)


def test_a_buyer_pays_more_at_a_higher_rate() -> None:
    low, high = Price("USD", 100, D("744.00")), Price("USD", 100, D("745.00"))
    amount = Money.of("1000", "USD")
    found = rate_cost(amount, high, low, buying=True)
    assert (found.per_unit, found.rate_part) == (D("1.00"), yuan("10"))
    assert found.working.lines[-1].formula == "7,450.00 − 7,440.00"
    assert rate_cost(amount, low, high).rate_part == yuan("10")


def test_case_05004_the_cap_holds_for_one_drawing() -> None:
    once = drawing([yuan("130176.40")], TARIFF)
    assert (once.fees[0].uncapped, once.total) == (yuan("650.88"), yuan("500"))
    halves = [convert(part, LIVE).yuan for part in in_parts(YEN, 2)]
    assert halves == [yuan("65088.20")] * 2
    twice = drawing(halves, TARIFF)
    assert [fee.amount for fee in twice.fees] == [yuan("325.44")] * 2
    assert twice.total == yuan("650.88")
    assert len(twice.working.lines) == 2


def test_parts_to_the_smallest_unit() -> None:
    assert in_parts(yuan("100"), 3) == (yuan("33.33"), yuan("33.33"), yuan("33.34"))
    assert in_parts(Money.of("5", "JPY"), 2) == (Money.of("2", "JPY"), Money.of("3", "JPY"))
    for parts in (0, -1, 6):
        with refused("parts"):
            in_parts(Money.of("5", "JPY"), parts)


def test_case_05004_the_routes_ranked() -> None:
    ranked, working = routes(YEN, LIVE, SPOT, fee=TARIFF)
    debit, now, back = ranked
    assert [route.key for route in ranked] == ["debit", "convert", "return"]
    assert (debit.left, debit.dearer, debit.cheapest) == (yuan("133888.40"), yuan("0"), True)
    assert (now.fee, now.left, now.dearer) == (yuan("500"), yuan("129676.40"), yuan("4212"))
    assert (back.fee, back.left, back.dearer, back.cheapest) == (None, None, None, False)
    bilingual(working)
    shown = str((ranked, working))
    assert "4301.6" not in shown
    assert "4801.6" not in shown


def test_routes_without_drawing_in_parts_and_with_a_known_charge() -> None:
    kept = {r.key: r for r in routes(YEN, LIVE, SPOT)[0]}
    assert (kept["convert"].fee, kept["convert"].dearer) == (yuan("0"), yuan("3712"))
    halves = {r.key: r for r in routes(YEN, LIVE, SPOT, parts=2, fee=TARIFF)[0]}
    assert (halves["convert"].fee, halves["convert"].dearer) == (yuan("650.88"), yuan("4362.88"))
    charged = routes(YEN, LIVE, SPOT, fee=TARIFF, return_charge=yuan("200"))[0]
    assert [(r.key, r.dearer) for r in charged] == [
        ("debit", yuan("0")),
        ("return", yuan("200")),
        ("convert", yuan("4212")),
    ]
    good = Price("JPY", 100_000, D("6700"))
    assert routes(YEN, good, SPOT)[0][0].key == "convert"


def test_a_quote_gives_its_prices() -> None:
    board = RateQuote("JPY", 100_000, D("6694.42"), D("6479.34"), D("6741.48"))
    assert (board.price("remittance_buy"), board.price("cash_buy")) == (SPOT, CASH)
    assert str(SPOT) == "6694.42 / 100,000 JPY"
    with refused("side"):
        board.price("middle")
    for cash, sell in (("6700", "6741.48"), ("6479.34", "6600")):
        with refused("rate"):
            RateQuote("JPY", 100_000, D("6694.42"), D(cash), D(sell))


@pytest.mark.parametrize(
    ("currency", "on", "yes", "next_day"),
    [
        ("AUD", "2008-03-15", False, "2008-03-17"),  # Saturday
        ("AUD", "2008-03-16", False, "2008-03-17"),
        ("USD", "2008-03-15", True, "2008-03-15"),
        ("AUD", "2008-03-14", True, "2008-03-14"),
        ("AUD", "2008-03-17", True, "2008-03-17"),
    ],
)
def test_case_02021_weekends(currency: str, on: str, yes: bool, next_day: str) -> None:
    weekend = codes({"usd": True, "eur": False, "aud": False})
    assert weekend == {"USD"}
    day = date.fromisoformat(on)
    assert tradable(currency, day, weekend) == yes
    assert next_tradable(currency, day, weekend) == date.fromisoformat(next_day)


def test_case_02021_the_ceiling_in_another_currency() -> None:
    dollar, aussie = Price("USD", 100, D("709.00")), Price("AUD", 100, D("662.00"))
    found = ceiling(Money.of("10000", "USD"), dollar, aussie)
    assert found.amount == Money.of("10709.96", "AUD")  # 70,900 / 6.62 = 10,709.969…
    assert found.over(Money.of("12000", "AUD")) == Money.of("1290.04", "AUD")
    assert found.over(Money.of("10709.96", "AUD")).amount == 0
    assert ceiling(Money.of("10000", "USD"), dollar, SPOT).amount == Money.of("1059091", "JPY")
    assert ceiling(Money.of("10000", "USD"), dollar, dollar).amount == Money.of("10000", "USD")
    bilingual(found.working)
    with refused("amount"):
        found.over(yuan("1"))


@pytest.mark.parametrize(
    ("last", "months", "closes", "warn"),
    [
        ("2008-01-10", 3, "2008-04-10", "2008-03-31"),
        ("2007-11-30", 3, "2008-02-29", "2008-02-19"),
        ("2006-11-30", 3, "2007-02-28", "2007-02-18"),
        ("2008-01-31", 3, "2008-04-30", "2008-04-20"),
        ("2008-02-29", 12, "2009-02-28", "2009-02-18"),
        ("2007-10-10", 3, "2008-01-10", "2007-12-31"),
    ],
)
def test_case_02024_an_idle_account(last: str, months: int, closes: str, warn: str) -> None:
    found = idle_closing(date.fromisoformat(last), months, 10)
    assert (str(found.closes_on), str(found.warn_on)) == (closes, warn)
    bilingual(found.working)


def test_what_cannot_be_is_refused() -> None:
    with refused("amount"):
        convert(Money.zero("JPY"), SPOT)
    with refused("amount"):
        convert(Money.of("0.5", "JPY"), SPOT)
    with refused("amount"):
        in_parts(Money.of("1000.5", "JPY"), 2)
    with refused("currency"):
        convert(Money.of("100", "USD"), SPOT)
    with refused("currency"):
        Price("CNY", 100, D(100))
    with refused("unit"):
        Price("JPY", 0, D(1))
    for rate in ("0", "-1", "NaN", "Infinity"):
        with refused("rate"):
            Price("JPY", 100, D(rate))
    with refused("unit"):
        rate_cost(YEN, SPOT, Price("JPY", 100, D("6.69")))
    with refused("fee"):
        rate_cost(YEN, LIVE, SPOT, fee=yuan("-1"))
    with refused("fee"):
        rate_cost(YEN, LIVE, SPOT, fee=Money.of("1", "USD"))
    with refused("return_charge"):
        routes(YEN, LIVE, SPOT, return_charge=Money.of("1", "USD"))
    with refused("amounts"):
        drawing([], TARIFF)
    with refused("months"):
        idle_closing(date(2008, 1, 10), 0, 10)
    with refused("warn_days"):
        idle_closing(date(2008, 1, 10), 3, -1)


yen = st.integers(1, 10**10).map(lambda one: Money(Decimal(one), "JPY"))
quotations = st.integers(1, 10**8).map(lambda hundredths: D(hundredths).scaleb(-2))


@given(yen, quotations, st.integers(1, 9))
def test_splitting_changes_nothing_beyond_rounding(
    amount: Money, rate: Decimal, parts: int
) -> None:
    price = Price("JPY", 100_000, rate)
    pieces = in_parts(amount, min(parts, int(amount.amount)))
    assert sum((piece.amount for piece in pieces), D(0)) == amount.amount
    split = sum((convert(piece, price).yuan.amount for piece in pieces), D(0))
    assert abs(split - convert(amount, price).yuan.amount) <= D("0.005") * (len(pieces) + 1)


@given(yen, yen, quotations)
def test_more_money_never_brings_less(one: Money, other: Money, rate: Decimal) -> None:
    price = Price("JPY", 100_000, rate)
    low, high = sorted((one, other))
    assert convert(low, price).yuan <= convert(high, price).yuan


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=5))
def test_no_fee_passes_its_cap(cents: list[int]) -> None:
    found = drawing([Money(D(one).scaleb(-2)) for one in cents], TARIFF)
    assert all(yuan("10") <= fee.amount <= yuan("500") for fee in found.fees)
    assert found.total == sum((fee.amount for fee in found.fees), Money.zero())


@given(yen, quotations, quotations, st.booleans())
def test_the_cheapest_is_first_and_leaves_most(
    amount: Money, live: Decimal, spot: Decimal, drawn: bool
) -> None:
    now, later = (Price("JPY", 100_000, rate) for rate in (live, spot))
    assume(convert(amount, now).yuan.amount > 0)
    ranked, _ = routes(amount, now, later, fee=TARIFF if drawn else None)
    known = [route.left.amount for route in ranked if route.left]
    assert known == sorted(known, reverse=True)
    assert ranked[0].cheapest


@given(quotations, quotations)
def test_the_ceiling_never_passes_the_limit(usd: Decimal, aud: Decimal) -> None:
    dollar, aussie = Price("USD", 100, usd), Price("AUD", 100, aud)
    limit = Money.of("10000", "USD")
    amount = ceiling(limit, dollar, aussie).amount.amount
    assert amount * aud <= limit.amount * usd
    assert (amount + D("0.01")) * aud > limit.amount * usd


@given(days, st.sampled_from(["USD", "AUD", "JPY"]))
def test_the_next_day_is_near_and_is_one(on: date, currency: str) -> None:
    found = next_tradable(currency, on, {"USD"})
    assert tradable(currency, found, {"USD"})
    assert timedelta(0) <= found - on <= timedelta(2)
