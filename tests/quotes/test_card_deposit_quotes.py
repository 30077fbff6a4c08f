"""The quotations of cards and deposits added later, against the casebook's figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.core.errors import Invalid, PolicyGap
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.quotes import queries, sheet
from firstdesk.quotes.plots import plot

ROTATION = {"statement_days": "5 15 22 27", "due_days": "20", "on": "2007-01-01"}
PAYOFF = {
    "balance": "484",
    "bearing": "484",
    "since": "2007-07-30",
    "asked_on": "2007-07-30",
    "statement_on": "2007-08-09",
}
WAYS = {
    "amount": "50000",
    "opened_on": "2006-12-20",
    "term": "12",
    "needed": "40000",
    "on": "2007-12-05",
    "tax": "before",
}
DELIBAO = {
    "first": "10000",
    "bought_on": "2006-01-27",
    "second": "6457.17",
    "second_on": "2006-08-16",
    "new_money": "6000",
    "paid": "advance",
}
ROLLS = {"amount": "100000", "opened_on": "2007-11-01", "on": "2007-11-09"}
GOLDEN: list[tuple[str, str, dict[str, str], dict[str, Any]]] = [
    (
        "01015",
        "card.free_days",
        ROTATION | {"limit": "100000"},
        {
            "Fewest within a year": 38,
            "Most within a year": 50,
            "On average over a year": Decimal("45.90"),
            "New spending in 30 days": "60000.00",
        },
    ),
    (
        "02007",
        "card.payoff",
        PAYOFF,
        {
            "Enough up to the statement": "486.42",
            "Left if only the balance is paid, at most": "2.42",
            "Late fees on that rest, 4 cycles": "40.00",
        },
    ),
    (
        "02007",
        "card.minimum",
        {"purchases": "3000", "cash": "500", "on": "2007-07-30"},
        {"Minimum payment": "800.00"},
    ),
    (
        "02008",
        "card.instalments",
        {"amount": "1000", "months": "12", "on": "2008-03-01"},
        {"All fees": "72.00", "Yearly rate (%)": Decimal("13.03")},
    ),
    (
        "02008",
        "card.advance",
        {"amount": "5000", "days": "0", "on": "2008-03-01", "limit": "10000"},
        {
            "Fee, ordinary card": "50.00",
            "Fee, card for the young": "5.00",
            "Most in cash, ordinary card": "5000.00",
            "Most in cash, card for the young": "10000.00",
        },
    ),
    (
        "01008",
        "deposit.options",
        WAYS,
        {
            "Draw all of it": "866.25",
            "Draw only what is needed": "693.00",
            "Borrow against it until it matures": "108.00",
            "Cheapest": "Borrow against it until it matures",
        },
    ),
    (
        "02004",
        "deposit.structured",
        DELIBAO,
        {
            "Paid": "At the start of each period",  # a 3 is never shown without it
            "Payments before the second": 3,
            "Each payment": "152.39",
            "Yearly rate (%)": Decimal("6.10"),
            "Both purchases": "16457.17",
        },
    ),
    (
        "03008",
        "deposit.rolls",
        ROLLS,
        {
            "Interest, paid": "33.73",
            "Days into the roll": 1,
            "Given up by drawing now, before tax": "2.50",
            "Given up at worst, before tax": "15.00",
            "Given up at worst, after tax": "14.25",
        },
    ),
    (
        "05001",
        "deposit.rolls",
        {
            "amount": "50000",
            "opened_on": "2007-11-01",
            "on": "2007-12-01",
            "demand": "0.72",
        },
        {"Gain over demand, every roll ended, before tax": "41.25"},
    ),
]


def shown(value: Any) -> Any:
    if isinstance(value, Money):
        return str(value.rounded().amount)
    return value.en if isinstance(value, Text) else value


def figures(answer: queries.Answer) -> dict[str, Any]:
    return {one.label.en: shown(one.value) for one in answer.quote.figures}


@pytest.mark.parametrize(("case", "key", "raw", "expected"), GOLDEN)
def test_the_casebooks_figures(
    cast: Any, policies: None, case: str, key: str, raw: dict[str, str], expected: dict[str, Any]
) -> None:
    answer = queries.quote(cast.actor(cast.teller), key, raw)
    found = figures(answer)
    assert {name: found[name] for name in expected} == expected
    assert case in type(answer.asked).cases
    assert answer.quote.working.lines


@pytest.mark.parametrize(
    ("key", "raw"), {key: raw for _, key, raw, _ in GOLDEN}.items(), ids=lambda x: str(x)[:20]
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_prints_and_plots(
    cast: Any, policies: None, key: str, raw: dict[str, str], lang: str
) -> None:
    answer = queries.quote(cast.actor(cast.teller), key, raw)
    assert sheet.pdf(answer, lang).startswith(b"%PDF-1.")
    for table in answer.quote.tables:
        assert all(len(row) == len(table.columns) for row in table.rows)
        if table.plot:
            assert plot(table, lang) is not None


def test_the_free_days_of_a_month_and_our_own_due_days(cast: Any, policies: None) -> None:
    raw = {"statement_days": "10, 10", "on": "2007-12-10"}
    answer = queries.quote(cast.actor(cast.teller), "card.free_days", raw)
    assert figures(answer)["Interest-free days"] == 25
    table = answer.quote.tables[0]
    assert len(table.rows) == 31
    assert table.rows[1][4] == 55, "the day after the statement: to 10 January, and 25 more"
    assert table.plot == (4,)


@pytest.mark.parametrize("written", ["x", "5 -1", "0", "32", "５"])
def test_a_statement_day_that_is_none_is_refused(cast: Any, policies: None, written: str) -> None:
    raw = ROTATION | {"statement_days": written}
    with pytest.raises(Invalid) as refused:
        queries.quote(cast.actor(cast.teller), "card.free_days", raw)
    assert set(refused.value.fields) <= {"statement_days", "statement_day"}


def test_from_2017_a_small_rest_costs_no_least_fee(cast: Any, policies: None) -> None:
    raw = {
        "balance": "484",
        "bearing": "484",
        "since": "2026-07-30",
        "asked_on": "2026-07-30",
        "statement_on": "2026-08-09",
    }
    found = figures(queries.quote(cast.actor(cast.teller), "card.payoff", raw))
    assert found["Late fees on that rest, 4 cycles"] == "0.48"


def test_asked_on_the_statement_day_there_is_no_rest(cast: Any, policies: None) -> None:
    raw = PAYOFF | {"statement_on": "2007-07-30"}
    found = figures(queries.quote(cast.actor(cast.teller), "card.payoff", raw))
    assert found["Left if only the balance is paid, at most"] == "0.00"
    assert "Late fees on that rest, 4 cycles" not in found


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        ("amount", {"amount": "499.99", "months": "12", "on": "2008-03-01"}),
        ("months", {"amount": "500", "months": "5", "on": "2008-03-01"}),
        ("months", {"amount": "500", "months": "61", "on": "2008-03-01"}),
    ],
)
def test_what_cannot_be_paid_in_instalments_is_said(
    cast: Any, policies: None, field: str, raw: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        queries.quote(cast.actor(cast.teller), "card.instalments", raw)
    assert set(refused.value.fields) == {field}


def test_cash_costs_interest_from_the_first_day(cast: Any, policies: None) -> None:
    raw = {"amount": "1000", "days": "30", "on": "2008-03-01"}
    found = figures(queries.quote(cast.actor(cast.teller), "card.advance", raw))
    assert found["Interest from the first day"] == "15.00"
    assert (found["Cost, ordinary card"], found["Cost, card for the young"]) == ("25.00", "20.00")
    assert "The young card is cheaper from" not in found, "with a floor of 10 it always is"


def test_after_tax_the_order_is_the_same(cast: Any, policies: None) -> None:
    answer = queries.quote(cast.actor(cast.teller), "deposit.options", WAYS | {"tax": "after"})
    found = figures(answer)
    assert Decimal(found["Draw all of it"]) < Decimal("866.25")
    assert [row[2].en for row in answer.quote.tables[0].rows] == ["yes, the cheapest", "yes", "yes"]


def test_a_demand_deposit_over_the_change_of_2005(cast: Any, policies: None) -> None:
    raw = {
        "amount": "10000",
        "opened_on": "2004-01-01",
        "closed_on": "2006-03-21",
        "moves": "2005-08-01 5000 2005-09-01 -200.50",
    }
    answer = queries.quote(cast.actor(cast.teller), "deposit.demand", raw)
    table = answer.quote.tables[0]
    assert [row[0] for row in table.rows] == [
        date(2004, 7, 1),
        date(2005, 7, 1),
        date(2005, 12, 21),
        date(2006, 3, 21),
    ]
    assert table.rows[0][1] == Money(Decimal("36.40"))
    assert figures(answer)["Settlements"] == 4
    assert {ruling.key for ruling in answer.rulings} >= {
        "deposit.demand.rate",
        "deposit.demand.settlement",
    }


def test_each_days_rate_for_companies(cast: Any, policies: None) -> None:
    raw = {"amount": "10000", "opened_on": "2007-06-21", "closed_on": "2007-09-21"}
    actor = cast.actor(cast.teller)
    settled = figures(queries.quote(actor, "deposit.demand", raw))
    daily = figures(queries.quote(actor, "deposit.demand", raw | {"rate_of": "each_day"}))
    assert settled["Interest, before tax"] == "20.70"
    assert daily["Interest, before tax"] == "19.95"


@pytest.mark.parametrize("moves", ["x", "2007-08-01", "2007-08-01 x", "2007-02-30 5"])
def test_movements_that_cannot_be_read_are_refused(cast: Any, policies: None, moves: str) -> None:
    raw = {"amount": "1", "opened_on": "2007-06-21", "closed_on": "2007-09-21", "moves": moves}
    with pytest.raises(Invalid) as refused:
        queries.quote(cast.actor(cast.teller), "deposit.demand", raw)
    assert set(refused.value.fields) == {"moves"}


def test_a_demand_deposit_without_known_rates_is_refused(cast: Any, policies: None) -> None:
    raw = {"amount": "1", "opened_on": "1990-01-01", "closed_on": "2007-09-21"}
    with pytest.raises((Invalid, PolicyGap)):
        queries.quote(cast.actor(cast.teller), "deposit.demand", raw)


def test_the_page_draws_the_free_days(cast: Any, policies: None, browser_client: Any) -> None:
    page = browser_client(cast.teller).get("/quotes/card.free_days/", ROTATION)
    assert page.status_code == 200
    assert "polyline" in page.content.decode()
