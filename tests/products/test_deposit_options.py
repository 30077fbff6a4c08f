"""Drawing all, drawing a part, or borrowing against a certificate (case 01008)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.money import Money
from firstdesk.products.deposit_options import Options, deposit_options
from firstdesk.products.deposits import TimeDeposit
from tests.products.kit import TAX, D, bilingual, refused, yuan

CERTIFICATE = TimeDeposit(yuan("50000"), date(2006, 12, 20), 12, D("2.52"))


def ways(needed: str | Money = "40000", on: date = date(2007, 12, 5), **change: Any) -> Options:
    terms: dict[str, Any] = {
        "demand_percent": D("0.81"),
        "method": "actual_360",
        "bands": None,
        "loan_percent": D("6.48"),
        "most_percent": D(90),
    }
    sum_ = yuan(needed) if isinstance(needed, str) else needed
    return deposit_options(CERTIFICATE, on, sum_, **(terms | change))


def costs(found: Options) -> dict[str, Money]:
    return {option.key: option.cost for option in found.ranked}


def test_case_01008_a_fortnight_before_the_end_the_loan_is_cheapest() -> None:
    found = ways()
    assert [option.key for option in found.ranked] == ["pledge", "partial", "whole"]
    assert costs(found) == {
        "pledge": yuan("108.00"),
        "partial": yuan("693.00"),
        "whole": yuan("866.25"),
    }
    assert found.cheapest.key == "pledge"
    assert found.whole.later.gross == yuan("1260.00")
    assert found.whole.now.gross == yuan("393.75")
    assert (found.partial.later.gross, found.partial.now.gross) == (yuan("1008"), yuan("315"))
    assert found.whole.days_to_maturity == 15
    bilingual(found.working)


def test_long_before_the_end_drawing_is_cheaper_than_the_loan() -> None:
    found = ways(on=date(2007, 1, 20))
    assert found.cheapest.key == "partial"
    assert found.ranked[-1].key == "pledge"


def test_after_tax_less_is_lost() -> None:
    assert costs(ways(bands=TAX))["whole"] < costs(ways())["whole"]
    assert costs(ways(bands=TAX))["pledge"] == yuan("108.00")


def test_more_than_can_be_lent_is_ranked_last_with_the_reason() -> None:
    found = ways("45000.01")
    assert [option.key for option in found.ranked] == ["partial", "whole", "pledge"]
    assert found.ranked[-1].obstacle is not None
    assert "45,000.00" in found.ranked[-1].obstacle.en
    assert ways("45000").cheapest.key == "pledge"


def test_what_would_leave_too_little_cannot_be_drawn_in_part() -> None:
    found = ways("49000", minimum_left=yuan("5000"), most_percent=D(50))
    assert found.cheapest.key == "whole"
    assert {o.key for o in found.ranked if o.obstacle is not None} == {"partial", "pledge"}
    assert ways("45000", minimum_left=yuan("5000")).ranked[1].obstacle is None


def test_all_of_it_is_not_a_part() -> None:
    assert {option.key for option in ways("50000").ranked} == {"whole", "pledge"}


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("amount", {"needed": "50000.01"}),
        ("amount", {"needed": "0"}),
        ("needed", {"needed": Money.of("100", "USD")}),
        ("on", {"on": date(2007, 12, 20)}),
        ("on", {"on": date(2006, 12, 19)}),
        ("minimum_left", {"minimum_left": Money.of("100", "USD")}),
        ("percent", {"loan_percent": D(-1)}),
    ],
)
def test_what_cannot_be_is_refused(field: str, change: dict[str, Any]) -> None:
    with refused(field):
        ways(**change)


@given(st.integers(1, 5_000_000), st.integers(1, 364))
def test_the_cheapest_is_possible_and_costs_no_more_than_the_others(cents: int, held: int) -> None:
    found = ways(Money(D(cents).scaleb(-2)), CERTIFICATE.opened_on + timedelta(days=held))
    possible = [option for option in found.ranked if option.obstacle is None]
    assert found.cheapest is possible[0]
    assert all(found.cheapest.cost <= option.cost for option in possible)
