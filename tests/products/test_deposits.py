"""Time deposits: case 02003 and its neighbours."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.money import Money
from firstdesk.products.deposits import (
    EarlyWithdrawal,
    TimeDeposit,
    at_maturity,
    early_withdrawal,
    late_withdrawal,
    pledge_loan_cost,
    pledge_or_draw,
)
from tests.products.kit import ON_170507, TAX, D, bilingual, refused, sums, yuan

CERTIFICATE = TimeDeposit(yuan("50000"), date(2004, 12, 17), 36, D("3.24"))
DRAWN = date(2007, 5, 17)


def draw(
    deposit: TimeDeposit = CERTIFICATE,
    on: date = DRAWN,
    *,
    method: str = "actual_360",
    amount: Money | None = None,
    minimum_left: Money | None = None,
) -> EarlyWithdrawal:
    return early_withdrawal(
        deposit,
        on,
        demand_percent=D("0.72"),
        method=method,
        bands=ON_170507,
        amount=amount,
        minimum_left=minimum_left,
    )


def test_case_02003_as_known_on_the_day() -> None:
    found = draw()
    assert (found.now.gross, found.now.tax, found.now.net) == (
        yuan("881.00"),
        yuan("176.20"),
        yuan("704.80"),
    )
    assert found.later.net == yuan("3888.00")
    assert found.loss == yuan("3183.20")
    assert found.days_to_maturity == 214
    assert CERTIFICATE.matures_on == date(2007, 12, 17)
    assert (found.left, found.left_later) == (yuan("0"), None)


def test_case_02003_as_known_after_the_tax_was_cut() -> None:
    found = at_maturity(CERTIFICATE, TAX)
    assert (found.gross, found.tax, found.net) == (
        yuan("4860.00"),
        yuan("889.65"),
        yuan("3970.35"),
    )
    assert [(piece.days, piece.tax) for piece in found.slices] == [
        (958, yuan("862.20")),
        (122, yuan("27.45")),
    ]
    assert found.net - draw().now.net == yuan("3265.55")


@pytest.mark.parametrize(
    ("method", "gross"),
    [("actual_360", "881.00"), ("actual_365", "868.93"), ("thirty_360", "870.00")],
)
def test_the_day_count_is_the_policys(method: str, gross: str) -> None:
    assert draw(method=method).now.gross == yuan(gross)


@pytest.mark.parametrize(
    ("tax_method", "net"), [("thirty_360", "3970.35"), ("actual_365", "3970.55")]
)
def test_the_tax_split_is_the_policys(tax_method: str, net: str) -> None:
    assert at_maturity(CERTIFICATE, TAX, tax_method=tax_method).net == yuan(net)


def test_drawing_a_part_leaves_the_rest_at_its_rate() -> None:
    found = draw(amount=yuan("20000"))
    assert (found.drawn, found.left) == (yuan("20000"), yuan("30000"))
    assert (found.now.gross, found.now.net) == (yuan("352.40"), yuan("281.92"))
    assert found.later.net == yuan("1555.20")
    assert found.loss == yuan("1273.28")
    assert found.left_later is not None
    assert found.left_later.net == yuan("2332.80")


def test_drawing_all_by_amount_is_drawing_all() -> None:
    assert draw(amount=yuan("50000")) == draw()


@pytest.mark.parametrize("on", [CERTIFICATE.opened_on, date(2007, 12, 16)])
def test_every_day_before_maturity_is_early(on: date) -> None:
    found = draw(on=on)
    assert found.days_to_maturity == (date(2007, 12, 17) - on).days
    assert found.now.gross == yuan("1") * D((on - CERTIFICATE.opened_on).days)


@pytest.mark.parametrize("on", [date(2004, 12, 16), date(2007, 12, 17), date(2020, 1, 1)])
def test_before_opening_or_from_maturity_on_it_is_not(on: date) -> None:
    with refused("on"):
        draw(on=on)


@pytest.mark.parametrize(
    "amount", [yuan("0"), yuan("-1"), yuan("50000.01"), Money.of("100", "USD")]
)
def test_a_part_that_cannot_be_drawn_is_refused(amount: Money) -> None:
    with refused("amount"):
        draw(amount=amount)


def test_too_little_may_not_stay() -> None:
    assert draw(amount=yuan("49950"), minimum_left=yuan("50")).left == yuan("50")
    assert draw(amount=yuan("50000"), minimum_left=yuan("50")).left == yuan("0")
    with refused("amount"):
        draw(amount=yuan("49950.01"), minimum_left=yuan("50"))


def test_the_working_shows_both_and_the_difference() -> None:
    found = draw()
    bilingual(found.working)
    amounts = [line.amount for line in found.working.lines]
    assert amounts == [
        yuan("881.00"),
        yuan("176.20"),
        yuan("704.80"),
        yuan("4860.00"),
        yuan("972.00"),
        yuan("3888.00"),
        yuan("3183.20"),
    ]
    assert found.working.lines[0].formula == "50,000.00 × 0.72% × 881 ÷ 360"


def test_a_term_of_months_is_paid_as_months() -> None:
    """31 August to 28 February is half a year, though 30/360 counts 178 days."""
    half = TimeDeposit(yuan("10000"), date(2004, 8, 31), 6, D("2.07"))
    assert half.matures_on == date(2005, 2, 28)
    assert at_maturity(half, None).gross == yuan("103.50")


def test_after_maturity_the_demand_rate_is_added() -> None:
    deposit = TimeDeposit(yuan("10000"), date(2004, 11, 1), 12, D("2.25"))

    def paid(on: date) -> Money:
        return late_withdrawal(
            deposit, on, demand_percent=D("0.72"), method="actual_360", bands=ON_170507
        ).net

    assert paid(date(2005, 11, 1)) == yuan("180.00")
    assert paid(date(2005, 11, 2)) == yuan("180.16")
    assert paid(date(2005, 12, 1)) == yuan("184.80")
    with refused("on"):
        paid(date(2005, 10, 31))


@pytest.mark.parametrize(
    ("field", "principal", "term", "percent"),
    [
        ("amount", "0", 12, D(1)),
        ("term_months", "1", 0, D(1)),
        ("percent", "1", 12, D(-1)),
        ("percent", "1", 12, D(324)),
    ],
)
def test_a_certificate_that_cannot_be_is_refused(
    field: str, principal: str, term: int, percent: Decimal
) -> None:
    with refused(field):
        TimeDeposit(yuan(principal), DRAWN, term, percent)


def test_a_pledge_loan_is_cheaper_here() -> None:
    found = pledge_or_draw(
        CERTIFICATE,
        DRAWN,
        draw(),
        needed=yuan("45000"),
        loan_percent=D("6.39"),
        most_percent=D(90),
    )
    assert found.cost == yuan("1709.33")  # 45,000 × 6.39% × 214 ÷ 360 = 1,709.325
    assert found.interest_lost == yuan("3183.20")
    assert found.saves == yuan("1473.87")
    assert found.limit == yuan("45000.00")
    assert found.possible
    assert found.better
    assert found.working.lines[-1].amount == found.saves
    bilingual(found.working)


def test_it_is_not_always_possible_or_cheaper() -> None:
    early = date(2005, 1, 17)
    soon = TimeDeposit(yuan("50000"), date(2004, 12, 17), 36, D("0.80"))
    dear = pledge_or_draw(
        soon, early, draw(soon, early), needed=yuan("45000"), loan_percent=D("6.39")
    )
    assert dear.possible
    assert dear.saves.amount < 0
    assert not dear.better
    more = pledge_or_draw(
        CERTIFICATE,
        DRAWN,
        draw(),
        needed=yuan("45000.01"),
        loan_percent=D("6.39"),
        most_percent=D(90),
    )
    assert not more.possible
    assert not more.better


def test_the_loans_year_is_the_policys() -> None:
    end = DRAWN + timedelta(73)
    assert pledge_loan_cost(yuan("10000"), D(5), DRAWN, end, basis=365) == yuan("100.00")
    assert pledge_loan_cost(yuan("10000"), D(5), DRAWN, end) == yuan("101.39")
    with refused("basis"):
        pledge_loan_cost(yuan("10000"), D(5), DRAWN, end, basis=366)
    with refused("amount"):
        pledge_loan_cost(yuan("0"), D(5), DRAWN, end)
    with refused("end"):
        pledge_loan_cost(yuan("1"), D(5), end, DRAWN)
    with refused("needed"):
        pledge_or_draw(CERTIFICATE, DRAWN, draw(), needed=Money.of("1", "USD"), loan_percent=D(5))


@given(sums, st.integers(0, 1094), st.data())
def test_drawing_in_two_parts_is_drawing_at_once(
    principal: Money, held: int, data: st.DataObject
) -> None:
    deposit = TimeDeposit(principal, date(2004, 12, 17), 36, D("3.24"))
    on = deposit.opened_on + timedelta(held)
    cents = data.draw(st.integers(1, int(principal.amount * 100)))
    part = draw(deposit, on, amount=Money(Decimal(cents).scaleb(-2)))
    whole = draw(deposit, on)
    assert part.drawn + part.left == principal
    assert part.loss <= whole.loss + yuan("0.01")
    if part.left_later is not None:
        assert abs((part.later.gross + part.left_later.gross - whole.later.gross).amount) <= D(
            "0.01"
        )
