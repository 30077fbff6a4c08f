"""What holds on a day, and what was known on a day, for the house's own figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from firstdesk.core.errors import PolicyGap
from firstdesk.policies.book import PolicyBook
from tests.guidance.kit import rulings

TERMS = ("m3", "m6", "y1", "y2", "y3", "y5")
# The central bank's benchmark from each day: demand, then the terms.
BENCHMARK = [
    ("2002-02-21", "0.72", "1.71 1.89 1.98 2.25 2.52 2.79"),
    ("2004-10-29", "0.72", "1.71 2.07 2.25 2.70 3.24 3.60"),
    ("2006-08-19", "0.72", "1.80 2.25 2.52 3.06 3.69 4.14"),
    ("2007-03-18", "0.72", "1.98 2.43 2.79 3.33 3.96 4.41"),
    ("2007-05-19", "0.72", "2.07 2.61 3.06 3.69 4.41 4.95"),
    ("2007-07-21", "0.81", "2.34 2.88 3.33 3.96 4.68 5.22"),
    ("2007-08-22", "0.81", "2.61 3.15 3.60 4.23 4.95 5.49"),
    ("2007-09-15", "0.81", "2.88 3.42 3.87 4.50 5.22 5.76"),
    ("2007-12-21", "0.72", "3.33 3.78 4.14 4.68 5.40 5.85"),
    ("2008-10-09", "0.72", "3.15 3.51 3.87 4.41 5.13 5.58"),
    ("2008-10-30", "0.72", "2.88 3.24 3.60 4.14 4.77 5.13"),
    ("2008-11-27", "0.36", "1.98 2.25 2.52 3.06 3.60 3.87"),
    ("2008-12-23", "0.36", "1.71 1.98 2.25 2.79 3.33 3.60"),
    ("2010-10-20", "0.36", "1.91 2.20 2.50 3.25 3.85 4.20"),
    ("2010-12-26", "0.36", "2.25 2.50 2.75 3.55 4.15 4.55"),
    ("2011-02-09", "0.40", "2.60 2.80 3.00 3.90 4.50 5.00"),
    ("2011-04-06", "0.50", "2.85 3.05 3.25 4.15 4.75 5.25"),
    ("2011-07-07", "0.50", "3.10 3.30 3.50 4.40 5.00 5.50"),
    ("2012-06-08", "0.40", "2.85 3.05 3.25 4.10 4.65 5.10"),
    ("2012-07-06", "0.35", "2.60 2.80 3.00 3.75 4.25 4.75"),
    ("2014-11-22", "0.35", "2.35 2.55 2.75 3.35 4.00"),
    ("2015-03-01", "0.35", "2.10 2.30 2.50 3.10 3.75"),
    ("2015-05-11", "0.35", "1.85 2.05 2.25 2.85 3.50"),
    ("2015-06-28", "0.35", "1.60 1.80 2.00 2.60 3.25"),
    ("2015-08-26", "0.35", "1.35 1.55 1.75 2.35 3.00"),
    ("2015-10-24", "0.35", "1.10 1.30 1.50 2.10 2.75"),
]


def book(*keys: str) -> PolicyBook:
    return PolicyBook([one for key in keys for one in rulings()[key]], missing=keys)


def day(text: str) -> date:
    return date.fromisoformat(text)


def percent(key: str, field: str, on: str, known: str | None = None) -> Decimal:
    return book(key).ruling(key, day(on), day(known) if known else None).decimal(field)


def test_the_figures_of_the_cases() -> None:
    assert percent("deposit.time.rate", "y3", "2004-12-17") == Decimal("3.24")  # 02003
    assert percent("deposit.demand.rate", "percent", "2007-05-17") == Decimal("0.72")
    assert percent("deposit.time.rate", "m6", "2007-11-14") == Decimal("3.42")  # 04001
    assert percent("deposit.notice.rate", "d7", "2007-10-10") == Decimal("1.71")  # 02027, 05001
    assert percent("card.overdraft.rate", "percent", "2007-12-20") == Decimal("0.05")
    lead = book("card.autopay.lead_time").ruling("card.autopay.lead_time", day("2007-12-04"))
    assert (lead.code, lead.integer("working_days")) == ("CC-014", 5)
    assert lead.string("counting") == "exclude_statement_day"
    fee = book("card.overpayment.fee").ruling("card.overpayment.fee", day("2008-01-02"))
    assert (fee.decimal("percent"), fee.money("maximum").amount) == (Decimal("0.5"), Decimal(500))


@pytest.mark.parametrize("number", range(len(BENCHMARK)))
def test_benchmark_rates_turn_on_their_day(number: int) -> None:
    for place, when in ((number, 0), (number - 1, -1)):
        if place < 0:
            continue
        _, demand, terms = BENCHMARK[place]
        asked = (day(BENCHMARK[number][0]) + timedelta(days=when)).isoformat()
        assert percent("deposit.demand.rate", "percent", asked) == Decimal(demand)
        found = book("deposit.time.rate").ruling("deposit.time.rate", day(asked)).value
        assert found == dict(zip(TERMS, terms.split(), strict=False))


@pytest.mark.parametrize(
    ("first", "rate"),
    [("1999-11-01", "20"), ("2007-08-15", "5"), ("2008-10-09", "0")],
)
def test_interest_tax_turns_on_its_day(first: str, rate: str) -> None:
    before = {"1999-11-01": "0", "2007-08-15": "20", "2008-10-09": "5"}[first]
    eve = (day(first) - timedelta(days=1)).isoformat()
    assert percent("tax.interest", "percent", eve) == Decimal(before)
    assert percent("tax.interest", "percent", first) == Decimal(rate)


def test_what_was_known_then_is_not_what_is_known_now() -> None:
    """On 17 May 2007 nobody could know the tax of September (case 02003)."""
    assert percent("tax.interest", "percent", "2007-09-01", known="2007-05-17") == 20
    assert percent("tax.interest", "percent", "2007-09-01", known="2007-07-19") == 20
    assert percent("tax.interest", "percent", "2007-09-01", known="2007-07-20") == 5
    tax = book("tax.interest")
    then = tax.bands("tax.interest", "percent", day("2007-05-17"))
    assert [rate for _, rate in then] == [0, 20]
    later = tax.bands("tax.interest", "percent", day("2007-12-17"))
    assert later[-1] == (day("2007-08-15"), Decimal(5))


@pytest.mark.parametrize(
    ("on", "anywhere", "replacement"),
    [("2007-12-31", False, True), ("2008-01-01", True, False), ("2026-11-23", True, False)],
)
def test_closing_rules_change_with_the_year(on: str, anywhere: bool, replacement: bool) -> None:
    rules = book("account.close.anywhere", "card.close.lost")
    assert rules.ruling("account.close.anywhere", day(on)).flag("anywhere") is anywhere
    assert rules.ruling("card.close.lost", day(on)).flag("replacement_first") is replacement


@pytest.mark.parametrize(
    ("key", "on"),
    [
        ("deposit.time.rate", "2002-02-20"),  # before the table begins
        ("deposit.notice.rate", "2008-06-30"),  # between two known stretches
        ("deposit.notice.rate", "2015-01-05"),
        ("deposit.pledge.loan", "2012-01-05"),
    ],
)
def test_a_day_that_nobody_knows_is_refused_not_guessed(key: str, on: str) -> None:
    with pytest.raises(PolicyGap) as refused:
        book(key).ruling(key, day(on))
    problem = refused.value
    assert problem.status == 422
    assert problem.extra == {"policy": key, "on": on, "known": on}
    assert on in problem.what.zh
    assert on in problem.what.en


def test_a_value_past_its_review_still_answers_and_says_so() -> None:
    review = rulings()["card.due_days"][-1].review_by
    assert review is not None
    due = book("card.due_days")
    assert not due.ruling("card.due_days", review).expired
    late = due.ruling("card.due_days", review + timedelta(days=1))
    assert (late.expired, late.integer("days")) == (True, 25)
    assert late.reference()["expired"] is True


def test_a_correction_replaces_a_day_from_when_it_is_known() -> None:
    first = rulings()["card.replacement.fee"][0]
    wrong = replace(
        first,
        number=2,
        effective_from=day("2026-11-20"),
        known_from=day("2026-11-20"),
        value={"amount": "51.00"},
    )
    right = replace(wrong, number=3, known_from=day("2026-11-23"), value={"amount": "15.00"})
    fees = PolicyBook([right, first, wrong])
    asked = day("2026-11-21")
    assert fees.ruling(first.key, asked, day("2026-11-22")).number == 2
    assert fees.ruling(first.key, asked, day("2026-11-23")).number == 3
