"""Fund fees and days, limits and forbidden promises."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.calendars import ChinaCalendar, working_days_between
from firstdesk.core.errors import CalendarUnknown
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.products import funds
from firstdesk.products.funds import Route
from tests.products.kit import D, bilingual, rates, refused, sums, yuan

CHINA = ChinaCalendar()
MARKET = funds.MarketDays(CHINA)
THREE = time(15)


def name(word: str) -> Text:
    return Text(zh=f"{word}股", en=f"{word} Ltd")


@pytest.mark.parametrize(
    ("method", "counter", "online"),
    [("gross", "750.00", "300.00"), ("net", "738.92", "298.21")],
)
def test_case_03013_the_fee_by_channel(method: str, counter: str, online: str) -> None:
    fees = funds.channel_fees(yuan("50000"), D("1.5"), online_share=D(40), method=method)
    assert (fees.counter, fees.online) == (yuan(counter), yuan(online))
    assert fees.saving == yuan(counter) - yuan(online)
    assert fees.online_percent == D("0.6")
    bilingual(fees.working)


@given(sums, rates, st.integers(0, 100).map(Decimal))
def test_online_is_never_dearer_and_net_never_above_gross(
    amount: Money, percent: Decimal, share: Decimal
) -> None:
    gross, net = (
        funds.channel_fees(amount, percent, online_share=share, method=method)
        for method in funds.METHODS
    )
    assert Money.zero() <= gross.online <= gross.counter <= amount
    assert net.counter <= gross.counter
    assert net.online <= net.counter


@given(sums, sums, rates)
def test_splitting_an_order_changes_a_cent_at_most(
    one: Money, other: Money, percent: Decimal
) -> None:
    def fee(amount: Money) -> Decimal:
        return funds.purchase_fee(amount, percent, method="gross").amount

    assert abs(fee(one) + fee(other) - fee(one + other)) <= D("0.01")


def test_a_fee_that_cannot_be_is_refused() -> None:
    with refused("amount"):
        funds.purchase_fee(yuan("0"), D(1), method="gross")
    with refused("percent"):
        funds.purchase_fee(yuan("1"), D(101), method="gross")
    with refused("method"):
        funds.purchase_fee(yuan("1"), D(1), method="other")
    with refused("online_share"):
        funds.channel_fees(yuan("1"), D(1), online_share=D(-1), method="net")


@pytest.mark.parametrize(
    ("given_at", "counts", "confirmed", "settled", "left"),
    [
        (
            datetime(2007, 12, 4, 14, 20),
            date(2007, 12, 4),
            date(2007, 12, 5),
            date(2007, 12, 7),
            40,
        ),
        (
            datetime(2007, 12, 4, 14, 59, 30),
            date(2007, 12, 4),
            date(2007, 12, 5),
            date(2007, 12, 7),
            1,
        ),
        (datetime(2007, 12, 4, 15, 0), date(2007, 12, 5), date(2007, 12, 6), date(2007, 12, 10), 0),
        (
            datetime(2007, 12, 8, 9, 0),
            date(2007, 12, 10),
            date(2007, 12, 11),
            date(2007, 12, 13),
            0,
        ),
        # Friday afternoon before the make-up Saturday of 29 December, then New Year
        (datetime(2007, 12, 28, 16, 0), date(2008, 1, 2), date(2008, 1, 3), date(2008, 1, 7), 0),
        # a leap day is a day like others
        (datetime(2008, 2, 29, 10, 0), date(2008, 2, 29), date(2008, 3, 3), date(2008, 3, 5), 300),
    ],
)
def test_an_orders_days(
    given_at: datetime, counts: date, confirmed: date, settled: date, left: int
) -> None:
    order = funds.order_days(
        given_at.date(),
        given_at.time(),
        cutoff=THREE,
        confirm_days=1,
        settle_days=3,
        calendar=MARKET,
    )
    assert (order.counts_on, order.confirmed_on, order.settled_on) == (counts, confirmed, settled)
    assert order.minutes_left == left
    bilingual(order.working)


def test_a_weekend_made_up_at_the_bank_is_not_traded() -> None:
    saturday = date(2007, 12, 29)
    assert CHINA.is_working_day(saturday)
    assert not MARKET.is_working_day(saturday)


@given(st.dates(date(2005, 1, 1), date(2025, 12, 1)), st.times(), st.integers(0, 5))
def test_an_order_counts_for_a_traded_day_and_never_earlier(on: date, at: time, after: int) -> None:
    order = funds.order_days(on, at, cutoff=THREE, confirm_days=after, calendar=MARKET)
    assert order.counts_on >= on
    assert MARKET.is_working_day(order.counts_on)
    assert (order.minutes_left > 0) == (order.counts_on == on)
    assert working_days_between(MARKET, order.counts_on, order.confirmed_on) == after
    assert order.settled_on == order.confirmed_on


def test_days_below_zero_and_unknown_years_are_refused() -> None:
    with refused("confirm_days"):
        funds.order_days(date(2007, 12, 4), THREE, cutoff=THREE, confirm_days=-1, calendar=CHINA)
    with pytest.raises(CalendarUnknown):
        funds.order_days(date(2050, 1, 4), THREE, cutoff=THREE, confirm_days=1, calendar=CHINA)


@pytest.mark.parametrize(
    ("since", "months", "ends"),
    [
        (date(2007, 12, 5), 0, date(2007, 12, 5)),
        (date(2007, 11, 8), 1, date(2007, 12, 10)),  # 8 December is a Saturday
        (date(2008, 2, 29), 12, date(2009, 3, 2)),  # 28 February 2009 is a Saturday
    ],
)
def test_a_lock_in_ends_on_a_day_of_trading(since: date, months: int, ends: date) -> None:
    assert funds.lock_in_end(since, months, MARKET) == ends
    with refused("months"):
        funds.lock_in_end(since, -1, MARKET)


def test_case_03004_which_route_arrives_before_three() -> None:
    today = date(2007, 12, 4)
    routes = [
        Route(Text(zh="柜台", en="Counter"), today + timedelta(days=1), time(9)),
        Route(Text(zh="电话", en="Phone"), today, time(15)),
        Route(Text(zh="网上", en="Online"), today, time(14, 30)),
        Route(Text(zh="慢的", en="Slow"), today, time(15, 0, 30)),
    ]
    found = funds.arrivals(routes, today, THREE)
    assert [(one.route.name.en, one.minutes_to_spare, one.in_time) for one in found] == [
        ("Online", 30, True),
        ("Phone", 0, True),
        ("Slow", -1, False),
        ("Counter", -1080, False),
    ]
    assert funds.arrivals([], today, THREE) == ()


@pytest.mark.parametrize(
    ("order", "held", "allowed", "share"),
    [
        ("20000", None, True, "20.00"),
        ("20000.01", None, False, "20.01"),
        ("5000", "15000", True, "20.00"),
        ("5000.01", "15000", False, "20.01"),
        ("0.01", "30000", False, "30.01"),
        ("100000", None, False, "100.00"),
    ],
)
def test_case_03005_concentration(order: str, held: str | None, allowed: bool, share: str) -> None:
    found = funds.concentration(
        yuan(order),
        savings=yuan("100000"),
        percent=D(20),
        held=yuan(held) if held else None,
    )
    assert (found.allowed, found.share) == (allowed, D(share))
    bilingual(found.working)


@given(sums, sums, st.integers(1, 100).map(Decimal))
def test_the_most_is_allowed_and_a_cent_more_is_not(
    savings: Money, held: Money, percent: Decimal
) -> None:
    most = funds.concentration(yuan("1"), savings=savings, percent=percent, held=held).most
    if most.amount:
        assert funds.concentration(most, savings=savings, percent=percent, held=held).allowed
    more = most + yuan("0.01")
    assert not funds.concentration(more, savings=savings, percent=percent, held=held).allowed


def test_a_concentration_that_cannot_be_is_refused() -> None:
    with refused("savings"):
        funds.concentration(yuan("1"), savings=yuan("0"), percent=D(20))
    with refused("savings"):
        funds.concentration(yuan("1"), savings=Money(D(1), "USD"), percent=D(20))
    with refused("held"):
        funds.concentration(yuan("1"), savings=yuan("1"), percent=D(20), held=yuan("-1"))


def test_case_03004_the_gap_to_the_premium_threshold() -> None:
    assert funds.threshold_gap(yuan("400000"), yuan("500000")) == yuan("100000")
    assert funds.threshold_gap(yuan("500000"), yuan("500000")) == yuan("0")
    assert funds.threshold_gap(yuan("600000"), yuan("500000")) == yuan("0")


def test_risk_grades() -> None:
    assert [funds.risk_grade(word) for word in ("r1", "r5")] == [1, 5]
    for word in ("r0", "r6", "R1", "4", "r44", ""):
        with refused("grade"):
            funds.risk_grade(word)


PHRASES = ("保证收益", "稳赚", "guaranteed return")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("这只基金保证收益，稳赚不赔", ("保证收益", "稳赚")),
        ("保 证收 益", ("保证收益",)),
        ("A GUARANTEED  return", ("guaranteed return",)),
        ("ｇｕａｒａｎｔｅｅｄ-returns of 5 %", ("guaranteed return",)),
        ("基金不保证收益", ()),
        ("过往业绩不能保证收益", ()),
        ("不保证收益的说法是假的，这只保证收益", ("保证收益",)),
        ("本行不能承诺保证收益", ()),
        ("不仅保证收益", ("保证收益",)),
        ("There is no guaranteed return", ()),
        ("It is not a guaranteed return.", ()),
        ("基金有风险", ()),
        ("", ()),
    ],
)
def test_case_03013_promises_are_found(text: str, found: tuple[str, ...]) -> None:
    assert funds.promises_in(text, PHRASES) == found


def test_an_empty_phrase_forbids_nothing() -> None:
    assert funds.promises_in("anything", ["", " "]) == ()
