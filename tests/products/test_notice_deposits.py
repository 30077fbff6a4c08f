"""Notice deposits: case 02027 and the ways to lose the notice rate."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.money import Money
from firstdesk.products.notice_deposits import Closing, Notice, close
from tests.products.kit import TAX, D, bilingual, refused, sums, yuan

OPENED = date(2007, 10, 8)
CLOSED = OPENED + timedelta(30)
GIVEN = CLOSED - timedelta(7)
NOTICE = Notice(GIVEN, CLOSED, yuan("100000"))


def closing(drawn: str = "100000", **change: Any) -> Closing:
    terms: dict[str, Any] = {
        "opened_on": OPENED,
        "on": CLOSED,
        "notice": NOTICE,
        "notice_days": 7,
        "notice_percent": D("1.71"),
        "demand_percent": D("0.81"),
        "minimum": yuan("50000"),
        "bands": None,
    }
    return close(change.pop("money", yuan(drawn)), **(terms | change))


def codes(found: Closing) -> list[str]:
    return [reason.code for reason in found.reasons]


def test_case_02027_shows_both_results() -> None:
    found = closing()
    assert found.paid.gross == found.at_notice_rate.gross == yuan("142.50")
    assert found.at_demand_rate.gross == yuan("67.50")
    assert found.full
    assert found.lost == yuan("0")
    assert codes(found) == ["notice_kept"]


def test_case_02027_without_the_notice_costs_75() -> None:
    found = closing(notice=None)
    assert found.paid.gross == yuan("67.50")
    assert found.lost == yuan("75.00")
    assert codes(found) == ["no_notice"]
    assert not found.full
    assert "没有通知" in found.reason.zh
    assert "without notice" in found.reason.en


def test_tax_is_split_by_accrual() -> None:
    found = closing(bands=TAX)
    assert (found.paid.tax, found.paid.net) == (yuan("7.13"), yuan("135.37"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"opened_on": CLOSED - timedelta(6)}, "held_too_short"),
        ({"notice": None}, "no_notice"),
        ({"on": CLOSED - timedelta(1)}, "other_day"),
        ({"on": CLOSED + timedelta(1)}, "other_day"),
        (
            {"notice": Notice(CLOSED - timedelta(6), CLOSED, yuan("100000"))},
            "notice_too_short",
        ),
        ({"drawn": "49999.99"}, "below_minimum"),
    ],
)
def test_each_broken_condition_gives_the_demand_rate(change: dict[str, Any], code: str) -> None:
    found = closing(**change)
    assert codes(found) == [code]
    assert found.paid.gross == found.at_demand_rate.gross < found.at_notice_rate.gross
    assert found.at_notice_amount == yuan("0")
    assert found.not_drawn == yuan("0")
    for line in (found.reason.zh, found.reason.en):
        assert line


@pytest.mark.parametrize(
    "change",
    [
        {"opened_on": CLOSED - timedelta(7)},
        {"notice": Notice(CLOSED - timedelta(8), CLOSED, yuan("100000"))},
        {
            "notice_days": 1,
            "opened_on": CLOSED - timedelta(1),
            "notice": Notice(CLOSED - timedelta(1), CLOSED, yuan("100000")),
        },
        {"drawn": "50000", "notice": Notice(GIVEN, CLOSED, yuan("50000"))},
    ],
)
def test_just_enough_is_enough(change: dict[str, Any]) -> None:
    found = closing(**change)
    assert found.full
    assert found.paid.gross == found.at_notice_rate.gross


def test_every_reason_is_given_not_only_the_first() -> None:
    found = closing("10000", notice=None, opened_on=CLOSED - timedelta(3))
    assert codes(found) == ["held_too_short", "no_notice", "below_minimum"]


def test_more_than_announced_earns_the_demand_rate_on_the_difference() -> None:
    found = closing(notice=Notice(GIVEN, CLOSED, yuan("60000")))
    assert (found.at_notice_amount, found.at_demand_amount) == (yuan("60000"), yuan("40000"))
    assert found.paid.gross == yuan("85.50") + yuan("27.00")
    assert found.lost == yuan("30.00")
    assert codes(found) == ["notice_kept", "above_notified"]
    assert not found.full
    bilingual(found.paid.working)


def test_less_than_announced_leaves_a_difference_at_the_demand_rate() -> None:
    found = closing("60000")
    assert found.paid.gross == yuan("85.50")
    assert found.not_drawn == yuan("40000")
    assert found.not_drawn_interest is not None
    assert found.not_drawn_interest.gross == yuan("27.00")
    assert codes(found) == ["notice_kept", "below_notified"]


def test_too_little_left_is_paid_out_at_the_demand_rate() -> None:
    found = closing("60000", balance=yuan("100000"))
    assert (found.closed_out, found.remaining) == (yuan("40000"), yuan("0"))
    assert found.paid.gross == yuan("85.50") + yuan("27.00")
    assert found.not_drawn == yuan("0")
    assert codes(found) == ["notice_kept", "left_below_minimum"]


@pytest.mark.parametrize(
    ("balance", "left", "closed_out"),
    [
        ("150000", "50000", "0"),
        ("149999.99", "0", "49999.99"),
        ("100000", "0", "0"),
    ],
)
def test_what_may_stay(balance: str, left: str, closed_out: str) -> None:
    found = closing(balance=yuan(balance))
    assert (found.remaining, found.closed_out) == (yuan(left), yuan(closed_out))
    assert closing().remaining is None


def test_the_least_that_may_stay_can_differ_from_the_least_drawn() -> None:
    corporate: dict[str, Any] = {"minimum": yuan("100000"), "minimum_left": yuan("500000")}
    assert closing(balance=yuan("599999"), **corporate).closed_out == yuan("499999")
    assert closing(balance=yuan("600000"), **corporate).remaining == yuan("500000")


def test_days_of_a_notice_not_used_earn_nothing() -> None:
    found = closing(idle_days=7)
    assert (found.paid.gross, found.at_demand_rate.gross) == (yuan("109.25"), yuan("51.75"))
    assert codes(found) == ["notice_kept", "idle_days"]
    note = found.paid.working.lines[0].note
    assert note is not None
    assert note.zh == "另有7天不计息"
    assert closing().paid.working.lines[0].note is None


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("amount", {"drawn": "0"}),
        ("amount", {"drawn": "-5"}),
        ("amount", {"balance": yuan("99999.99")}),
        ("on", {"opened_on": CLOSED + timedelta(1)}),
        ("notice_days", {"notice_days": 5}),
        ("notice", {"notice": Notice(CLOSED, GIVEN, yuan("1"))}),
        ("notice", {"notice": Notice(GIVEN, CLOSED, yuan("0"))}),
        ("notice", {"notice": Notice(GIVEN, CLOSED, Money.of("1", "USD"))}),
        ("minimum", {"minimum": Money.of("1", "USD")}),
        ("minimum", {"minimum": yuan("-1")}),
        ("balance", {"balance": Money.of("1", "USD")}),
        ("percent", {"notice_percent": D(-1)}),
    ],
)
def test_bad_input_is_refused_by_name(field: str, change: dict[str, Any]) -> None:
    with refused(field):
        closing(**change)


@given(sums, sums, st.integers(0, 40), st.integers(0, 40), st.integers(0, 12))
def test_what_is_paid_lies_between_the_two_rates(
    drawn: Money, noted: Money, held: int, off: int, ahead: int
) -> None:
    on = OPENED + timedelta(held)
    meant = OPENED + timedelta(off)
    found = closing(
        money=drawn, on=on, notice=Notice(meant - timedelta(ahead), meant, noted), bands=TAX
    )
    cent = yuan("0.01")
    assert found.at_notice_amount + found.at_demand_amount == drawn
    assert found.at_demand_rate.gross - cent <= found.paid.gross
    assert found.paid.gross <= found.at_notice_rate.gross + cent
    assert found.full == (found.at_notice_amount == drawn)
