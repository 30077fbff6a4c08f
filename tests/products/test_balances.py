"""Looking ahead on an account: case 01006."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.products.balances import (
    Flow,
    needed_deposit,
    project,
    required_deposit,
    shortfall,
    yearly,
)
from tests.products.kit import bilingual, refused, sums, yuan

TODAY = date(2007, 9, 3)
RUN = date(2007, 9, 10)
FEE = Text(zh="年费", en="Annual fee")
PAY = Text(zh="工资", en="Salary")
NOTHING = yuan("0")
TONIGHT = Flow(TODAY, yuan("-10"), FEE)


def later(days: int, amount: str) -> Flow:
    return Flow(TODAY + timedelta(days), yuan(amount), PAY if yuan(amount) > NOTHING else FEE)


def test_case_01006_sixty_thousand_is_ten_short() -> None:
    found = required_deposit(yuan("60000"), NOTHING, [TONIGHT], TODAY, RUN, planned=yuan("60000"))
    assert (found.needed, found.projected, found.short) == (
        yuan("60010.00"),
        yuan("59990.00"),
        yuan("10.00"),
    )
    bilingual(found.working)
    assert [line.amount for line in found.working.lines] == [
        yuan("0"),
        yuan("60000"),
        yuan("59990"),
        yuan("60000"),
        yuan("10"),
        yuan("60010"),
    ]
    assert found.working.lines[2].formula == "60,000.00 − 10.00"


@pytest.mark.parametrize(
    ("planned", "short"), [("60009.99", "0.01"), ("60010", "0"), ("60010.01", "0")]
)
def test_a_cent_decides(planned: str, short: str) -> None:
    found = required_deposit(yuan("60000"), NOTHING, [TONIGHT], TODAY, RUN, planned=yuan(planned))
    assert found.short == yuan(short)


@pytest.mark.parametrize(("fee_in", "needed"), [(0, "60010"), (7, "60010"), (8, "60000")])
def test_what_goes_out_up_to_the_day_of_the_run_counts(fee_in: int, needed: str) -> None:
    fee = later(fee_in, "-10")
    assert needed_deposit(yuan("60000"), NOTHING, [fee], TODAY, RUN) == yuan(needed)


def test_what_was_before_today_does_not_count_again() -> None:
    assert needed_deposit(yuan("60000"), NOTHING, [later(-1, "-10")], TODAY, RUN) == yuan("60000")


def test_several_debits_and_income_are_all_taken_in() -> None:
    flows = [later(1, "-300"), later(2, "5000"), later(3, "-45.50"), TONIGHT]
    found = required_deposit(yuan("60000"), yuan("1000"), flows, TODAY, RUN)
    assert found.needed == yuan("54355.50")
    assert found.short == found.needed
    assert found.planned == NOTHING


def test_enough_is_there_already() -> None:
    found = required_deposit(yuan("60000"), yuan("60010"), [TONIGHT], TODAY, RUN)
    assert (found.needed, found.short) == (NOTHING, NOTHING)


def test_the_fee_comes_again_every_year() -> None:
    fees = yearly(TONIGHT, TODAY, date(2010, 9, 2))
    assert [fee.on for fee in fees] == [date(2008, 9, 3), date(2009, 9, 3)]
    assert all((fee.amount, fee.label) == (yuan("-10"), FEE) for fee in fees)
    run = date(2008, 9, 10)
    assert needed_deposit(yuan("60000"), yuan("60000"), fees, date(2008, 9, 1), run) == yuan("10")
    before = date(2008, 9, 2)
    assert needed_deposit(yuan("60000"), yuan("60000"), fees, date(2008, 9, 1), before) == NOTHING


def test_a_yearly_day_does_not_begin_before_its_first_and_survives_leap_years() -> None:
    leap = Flow(date(2008, 2, 29), yuan("-10"), FEE)
    found = yearly(leap, date(2000, 1, 1), date(2012, 12, 31))
    assert [fee.on for fee in found] == [
        date(2008, 2, 29),
        date(2009, 2, 28),
        date(2010, 2, 28),
        date(2011, 2, 28),
        date(2012, 2, 29),
    ]


def test_the_balance_is_carried_day_by_day() -> None:
    flows = [later(5, "100"), later(1, "-80"), later(1, "-30"), later(9, "-1000")]
    found = project(yuan("100"), flows, TODAY, TODAY + timedelta(8))
    assert found.balance == yuan("90")
    assert (found.lowest, found.lowest_on) == (yuan("-10"), TODAY + timedelta(1))
    assert found.closings == (
        (TODAY, yuan("100")),
        (TODAY + timedelta(1), yuan("-10")),
        (TODAY + timedelta(5), yuan("90")),
    )
    assert [found.at(TODAY + timedelta(n)) for n in (0, 1, 4, 5, 8)] == [
        yuan(text) for text in ("100", "-10", "-10", "90", "90")
    ]
    with refused("on"):
        found.at(TODAY - timedelta(1))
    bilingual(found.working)


def test_on_one_day_money_comes_in_before_it_goes_out() -> None:
    found = project(NOTHING, [later(1, "-50"), later(1, "50")], TODAY, RUN)
    assert found.lowest == NOTHING


def test_bad_input_is_refused_by_name() -> None:
    usd = Money.of("1", "USD")
    with refused("until"):
        project(NOTHING, [], TODAY, TODAY - timedelta(1))
    with refused("flows"):
        project(NOTHING, [Flow(TODAY, usd, FEE)], TODAY, RUN)
    with refused("required"):
        required_deposit(NOTHING, NOTHING, [], TODAY, RUN)
    with refused("start"):
        required_deposit(yuan("1"), usd, [], TODAY, RUN)
    with refused("planned"):
        required_deposit(yuan("1"), NOTHING, [], TODAY, RUN, planned=usd)
    with refused("planned"):
        required_deposit(yuan("1"), NOTHING, [], TODAY, RUN, planned=yuan("-1"))
    with refused("available"):
        shortfall(yuan("1"), usd)


flows = st.lists(
    st.builds(
        Flow,
        st.integers(-3, 30).map(lambda days: TODAY + timedelta(days)),
        st.integers(-(10**7), 10**7).map(lambda cents: Money(Decimal(cents).scaleb(-2))),
        st.just(FEE),
    ),
    max_size=8,
)


@given(sums, st.integers(0, 10**8), flows, st.integers(0, 30))
def test_paying_in_what_is_needed_is_exactly_enough(
    required: Money, cents: int, moving: list[Flow], days: int
) -> None:
    start, on = Money(Decimal(cents).scaleb(-2)), TODAY + timedelta(days)
    needed = needed_deposit(required, start, moving, TODAY, on)
    if needed.amount == 0:
        assert project(start, moving, TODAY, on).balance >= required
        return
    paid = required_deposit(required, start, moving, TODAY, on, planned=needed)
    assert paid.short == NOTHING
    assert paid.projected == required
    cent = yuan("0.01")
    if needed > cent:
        less = required_deposit(required, start, moving, TODAY, on, planned=needed - cent)
        assert less.short == cent


@given(flows, flows)
def test_the_order_of_flows_does_not_matter(one: list[Flow], two: list[Flow]) -> None:
    until = TODAY + timedelta(30)
    ahead, back = (project(yuan("1000"), both, TODAY, until) for both in (one + two, two + one))
    assert (ahead.balance, ahead.lowest) == (back.balance, back.lowest)
    ahead_moves = [flow.amount for flow in one + two if flow.on >= TODAY]
    assert ahead.balance == sum(ahead_moves, yuan("1000"))
