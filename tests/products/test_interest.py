"""Interest and its tax by the day of accrual."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from firstdesk.core.money import Money
from firstdesk.products.daycount import METHODS, span
from firstdesk.products.interest import Interest, interest, tax_split, together
from tests.products.kit import LABEL, ON_170507, TAX, D, bilingual, days, rates, refused, sums, yuan

JAN, JUL = date(2007, 1, 1), date(2007, 7, 1)


def plain(principal: Money, percent: Decimal, start: date, end: date, method: str) -> Interest:
    return interest(principal, percent, start, end, method=method, bands=None, label=LABEL)


def test_without_bands_it_is_before_tax() -> None:
    found = plain(yuan("100000"), D("1.71"), JAN, JAN + timedelta(30), "actual_360")
    assert (found.gross, found.tax, found.net) == (yuan("142.50"), yuan("0"), yuan("142.50"))
    assert len(found.working.lines) == 1


def test_half_a_cent_is_rounded_up() -> None:
    # 9,000 × 1% × 1 ÷ 360 = 0.25; 180 × 1% × 1 ÷ 360 = 0.005
    assert plain(yuan("9000"), D(1), JAN, date(2007, 1, 2), "actual_360").gross == yuan("0.25")
    assert plain(yuan("180"), D(1), JAN, date(2007, 1, 2), "actual_360").gross == yuan("0.01")
    assert plain(yuan("179.99"), D(1), JAN, date(2007, 1, 2), "actual_360").gross == yuan("0")


def test_yen_have_no_cents() -> None:
    found = interest(
        Money.of("2000000", "JPY"),
        D("0.05"),
        JAN,
        JUL,
        method="actual_365",
        bands=ON_170507,
        label=LABEL,
    )
    assert (found.gross, found.tax) == (Money.of("496", "JPY"), Money.of("99", "JPY"))


def test_only_whole_yuan_earn_where_the_rule_says_so() -> None:
    def earned(whole: bool) -> Money:
        return interest(
            yuan("100.99"),
            D(10),
            JAN,
            date(2008, 1, 1),
            method="thirty_360",
            bands=None,
            label=LABEL,
            whole_units=whole,
        ).gross

    assert (earned(True), earned(False)) == (yuan("10.00"), yuan("10.10"))


def test_idle_days_earn_nothing() -> None:
    def earned(idle: int) -> Money:
        return interest(
            yuan("100000"),
            D("1.71"),
            JAN,
            JAN + timedelta(30),
            method="actual_360",
            bands=None,
            label=LABEL,
            idle_days=idle,
        ).gross

    assert (earned(0), earned(7), earned(30)) == (yuan("142.50"), yuan("109.25"), yuan("0"))
    with refused("idle_days"):
        earned(31)
    with refused("idle_days"):
        earned(-1)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(1999, 10, 31), date(1999, 11, 1), [("0", 1)]),
        (date(1999, 10, 31), date(1999, 11, 2), [("0", 1), ("20", 1)]),
        (date(2007, 8, 14), date(2007, 8, 15), [("20", 1)]),
        (date(2007, 8, 14), date(2007, 8, 16), [("20", 1), ("5", 1)]),
        (date(2007, 8, 15), date(2007, 8, 16), [("5", 1)]),
        (date(2008, 10, 8), date(2008, 10, 10), [("5", 1), ("0", 1)]),
        (date(2007, 8, 10), date(2008, 10, 14), [("20", 5), ("5", 421), ("0", 5)]),
        (date(2007, 8, 15), date(2007, 8, 15), []),
    ],
)
def test_the_tax_changes_on_its_day(
    start: date, end: date, expected: list[tuple[str, int]]
) -> None:
    found = tax_split(start, end, TAX, "actual_360")
    assert [(percent, count) for _, _, percent, count in found] == [
        (D(percent), count) for percent, count in expected
    ]
    assert found == tax_split(start, end, TAX[::-1], "actual_360")


def test_what_no_band_covers_is_refused_not_guessed() -> None:
    assert tax_split(date(1999, 11, 1), JUL, ON_170507, "actual_360")
    with refused("start"):
        tax_split(date(1999, 10, 31), JUL, ON_170507, "actual_360")
    with refused("start"):
        tax_split(JAN, JUL, [], "actual_360")


def test_bands_that_contradict_are_refused() -> None:
    with refused("bands"):
        tax_split(JAN, JUL, [*ON_170507, (date(1999, 11, 1), D(5))], "actual_360")
    for percent in (D(-1), D(101), D("NaN")):
        with refused("bands"):
            tax_split(JAN, JUL, [(date(1999, 11, 1), percent)], "actual_360")


def test_the_31st_is_taxed_though_thirty_360_does_not_count_it() -> None:
    found = interest(
        yuan("360000"),
        D(10),
        date(2007, 1, 30),
        date(2007, 1, 31),
        method="actual_360",
        bands=ON_170507,
        tax_method="thirty_360",
        label=LABEL,
    )
    assert (found.gross, found.tax) == (yuan("100.00"), yuan("20.00"))


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("amount", {"principal": yuan("0")}),
        ("amount", {"principal": yuan("-1")}),
        ("percent", {"percent": D("-0.01")}),
        ("percent", {"percent": D("100.01")}),
        ("percent", {"percent": D("NaN")}),
        ("end", {"end": JAN - timedelta(1)}),
        ("method", {"method": "guess"}),
        ("tax_method", {"tax_method": "guess"}),
    ],
)
def test_bad_input_is_refused_by_name(field: str, change: dict[str, object]) -> None:
    good: dict[str, object] = {
        "principal": yuan("100"),
        "percent": D(1),
        "start": JAN,
        "end": JUL,
        "method": "actual_360",
        "bands": ON_170507,
        "tax_method": "actual_360",
        "label": LABEL,
    }
    interest(**good)  # type: ignore[arg-type]
    with refused(field):
        interest(**(good | change))  # type: ignore[arg-type]


def test_sums_paid_together_add_up() -> None:
    one = interest(yuan("100"), D(10), JAN, JUL, method="thirty_360", bands=ON_170507, label=LABEL)
    both = together(yuan("200"), (one, one))
    assert (both.gross, both.tax, both.net) == (yuan("10.00"), yuan("2.00"), yuan("8.00"))
    assert both.working.lines[-1].amount == yuan("8.00")
    assert len(both.slices) == 2
    bilingual(both.working)


@given(sums, rates, days, days, st.sampled_from(METHODS), st.sampled_from(METHODS))
def test_lines_add_up_to_the_cent(
    principal: Money, percent: Decimal, one: date, two: date, method: str, tax_method: str
) -> None:
    start, end = sorted((one, two))
    found = interest(
        principal,
        percent,
        start,
        end,
        method=method,
        bands=TAX,
        tax_method=tax_method,
        label=LABEL,
    )
    nothing = yuan("0")
    assert found.gross.is_cent_exact
    assert found.net + found.tax == found.gross
    assert nothing <= found.tax <= found.gross
    assert sum((piece.tax for piece in found.slices), nothing) == found.tax
    assert found.working.lines[0].amount == found.gross
    assert found.working.lines[-1].amount == found.net
    assert [line.amount for line in found.working.lines[1:-1]] == [p.tax for p in found.slices]
    if start < end:
        assert found.slices[0].since == start
        assert found.slices[-1].to == end
    bilingual(found.working)


@given(sums, rates, days, days, st.sampled_from(METHODS))
def test_the_gross_is_within_half_a_cent_of_the_exact_value(
    principal: Money, percent: Decimal, one: date, two: date, method: str
) -> None:
    start, end = sorted((one, two))
    counted = span(start, end, method)
    found = plain(principal, percent, start, end, method).gross
    # gross × 100 × basis against principal × percent × days, all of it whole numbers of 1/10000
    error = found.amount * 100 * counted.basis - principal.amount * percent * counted.days
    assert -D("0.5") < error / counted.basis <= D("0.5")


@given(sums, rates, days, days, days, st.sampled_from(["actual_360", "actual_365", "thirty_360"]))
def test_splitting_a_period_changes_nothing_beyond_rounding(
    principal: Money, percent: Decimal, one: date, two: date, three: date, method: str
) -> None:
    a, b, c = sorted((one, two, three))

    def net(start: date, end: date) -> Interest:
        return interest(principal, percent, start, end, method=method, bands=TAX, label=LABEL)

    whole, parts = net(a, c), (net(a, b), net(b, c))
    assert abs((whole.gross - parts[0].gross - parts[1].gross).amount) <= D("0.01")
    assert abs((whole.tax - parts[0].tax - parts[1].tax).amount) <= D("0.02")


@given(sums, sums, rates, days, days, st.sampled_from(METHODS))
def test_more_money_never_earns_less(
    one: Money, two: Money, percent: Decimal, first: date, second: date, method: str
) -> None:
    assume(one <= two)
    start, end = sorted((first, second))
    less, more = (
        interest(money, percent, start, end, method=method, bands=ON_LATE, label=LABEL)
        for money in (one, two)
    )
    assert less.gross <= more.gross
    assert less.net <= more.net


ON_LATE = [(date(1980, 1, 1), D(20))]
