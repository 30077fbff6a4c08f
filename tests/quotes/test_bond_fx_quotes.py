"""Quotations of bonds and foreign exchange against the casebook's figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.core.errors import Invalid, PolicyGap
from firstdesk.core.money import Money
from firstdesk.quotes import api, queries, sheet
from firstdesk.quotes.plots import plot

BOND = {"amount": "10000", "bought_on": "2008-04-15"}
YEN = {"currency": "JPY", "amount": "2000000", "on": "2008-02-12"}
CHEN = YEN | {"live": "6508.82", "remittance": "6694.42", "cash": "6479.34"}

GOLDEN: list[tuple[str, str, dict[str, str], dict[str, Any]]] = [
    (
        "06010",
        "bond.compare",
        BOND | {"years": "3"},
        {
            "Five years: interest": "1728.00",
            "Five years: fee": "10.00",
            "Five years: paid": "11718.00",
            "Three years: paid": "11722.00",
            "Five years more by": "-4.00",
            "Days to break even": 3,
            "Five years no worse from": date(2011, 4, 18),
        },
    ),
    (
        "06010",
        "bond.compare",
        BOND | {"years": "3", "amount": "30000"},
        {
            "Five years: paid": "35154.00",
            "Three years: paid": "35166.00",
            "Five years more by": "-12.00",
        },
    ),
    (
        "06010",
        "bond.redeem",
        BOND | {"term": "5", "redeemed_on": "2011-04-15"},
        {"Interest": "1728.00", "Fee": "10.00", "Paid": "11718.00", "Given up": "1452.00"},
    ),
    (
        "06003",
        "bond.redeem",
        BOND | {"term": "5"},  # today, long after it matured
        {"Interest": "3170.00", "Fee": "0.00", "Paid": "13170.00", "Given up": "0.00"},
    ),
    (
        "05004",
        "fx.convert",
        YEN | {"rate": "6508.82", "other": "6694.42", "fee_for": "card"},
        {
            "Rate for": 100_000,
            "Brings": "130176.40",
            "At the other rate": "133888.40",
            "Worse per unit by": Decimal("185.60"),
            "Cost of the rate": "3712.00",
            "Fee for drawing it": "500.00",
            "Cost in all": "4212.00",
        },
    ),
    (
        "04001",
        "fx.convert",
        {"currency": "USD", "amount": "200000", "rate": "744.83", "side": "buy"},
        {"Rate for": 100, "Costs": "1489660.00"},
    ),
    (
        "05004",
        "fx.routes",
        CHEN,
        {
            "Converting now: by the rate": "3712.00",
            "Converting now: fee": "500.00",
            "Converting now: in all": "4212.00",
            "More than at the cash rate": "589.60",
        },
    ),
    (
        "05004",
        "fx.routes",
        CHEN | {"parts": "2"},
        {"Converting now: fee": "650.88", "Converting now: in all": "4362.88"},
    ),
    ("05004", "fx.routes", CHEN | {"drawn": "no"}, {"Converting now: in all": "3712.00"}),
]


def figures(answer: queries.Answer) -> dict[str, Any]:
    return {
        one.label.en: str(one.value.rounded().amount) if isinstance(one.value, Money) else one.value
        for one in answer.quote.figures
    }


@pytest.mark.parametrize(("case", "key", "raw", "expected"), GOLDEN)
def test_the_casebooks_figures(
    cast: Any, policies: None, case: str, key: str, raw: dict[str, str], expected: dict[str, Any]
) -> None:
    answer = queries.quote(cast.actor(cast.teller), key, raw)
    found = figures(answer)
    assert {name: found[name] for name in expected} == expected
    assert case in type(answer.asked).cases
    assert answer.quote.working.lines
    assert answer.rulings
    for lang in ("zh", "en"):
        assert sheet.pdf(answer, lang).startswith(b"%PDF-")


def test_case_05004_the_wrong_sum_is_nowhere(cast: Any, policies: None) -> None:
    answer = queries.quote(cast.actor(cast.contact_centre_agent), "fx.routes", CHEN)
    shown = str(api.as_json(answer))
    for wrong in ("4301.60", "4,301.60", "4801.60", "4,801.60"):
        assert wrong not in shown
    ways = answer.quote.tables[0].rows
    assert [row[-1].en for row in ways] == ["cheapest", "", ""]  # type: ignore[union-attr]
    assert [row[2] for row in ways][:2] == [Money.of("133888.40"), Money.of("129676.40")]
    assert ways[2][1].en == "charge not known"  # type: ignore[union-attr]
    rates = [row[2] for row in answer.quote.tables[1].rows]
    assert rates == [Money.of("133888.40"), Money.of("130176.40"), Money.of("129586.80")]
    sent = queries.quote(
        cast.actor(cast.contact_centre_agent), "fx.routes", CHEN | {"return_charge": "200"}
    )
    assert sent.quote.tables[0].rows[1][3] == Money.of("200")


def test_every_holding_period_is_shown_and_drawn(cast: Any, policies: None) -> None:
    answer = queries.quote(cast.actor(cast.teller), "bond.compare", BOND | {"years": "4"})
    (table,) = answer.quote.tables
    by_months = {row[1]: row[2:] for row in table.rows}
    assert len(by_months) == 20
    assert by_months[3] == (Money.of("-10.00"), Money.of("-10.00"), Money.of("0.00"))
    assert by_months[36] == (Money.of("1718.00"), Money.of("1722.00"), Money.of("-4.00"))
    assert by_months[48][:2] == (Money.of("2402.00"), Money.of("1722.00"))
    assert by_months[60][:2] == (Money.of("3170.00"), Money.of("1722.00"))
    drawn = plot(table, "en")
    assert drawn is not None
    assert [curve.label.en for curve in drawn.curves] == ["Five-year bond", "Three-year bond"]


def test_after_maturity_it_is_said(cast: Any, policies: None) -> None:
    answer = queries.quote(cast.actor(cast.teller), "bond.redeem", BOND | {"term": "3"})
    assert "earns nothing" in answer.quote.notes[0].en
    due = BOND | {"term": "3", "redeemed_on": "2011-04-15"}
    assert not queries.quote(cast.actor(cast.teller), "bond.redeem", due).quote.notes


@pytest.mark.parametrize("day", ["2007-02-28", "2007-04-01", "2008-04-14", "2008-05-01"])
def test_outside_the_sale_there_are_no_terms(cast: Any, policies: None, day: str) -> None:
    raw = BOND | {"bought_on": day, "term": "5", "redeemed_on": "2012-01-01"}
    with pytest.raises(PolicyGap):
        queries.quote(cast.actor(cast.teller), "bond.redeem", raw)


@pytest.mark.parametrize(
    ("key", "raw", "field"),
    [
        ("bond.redeem", BOND | {"term": "5", "redeemed_on": "2008-04-14"}, "on"),
        ("bond.redeem", BOND | {"term": "4"}, "term"),
        ("bond.compare", BOND | {"years": "6"}, "years"),
        ("fx.convert", YEN | {"rate": "0"}, "rate"),
        ("fx.convert", YEN | {"rate": "6508.82", "side": "buy", "fee_for": "card"}, "fee_for"),
        ("fx.convert", YEN | {"rate": "6508.82", "currency": "CNY"}, "currency"),
        ("fx.convert", YEN | {"rate": "6508.82", "amount": "0.50"}, "amount"),
        ("fx.routes", CHEN | {"parts": "0"}, "parts"),
    ],
)
def test_what_cannot_be_is_named(
    cast: Any, policies: None, key: str, raw: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        queries.quote(cast.actor(cast.teller), key, raw)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    ("key", "raw"), [("bond.compare", BOND | {"years": "3"}), ("fx.routes", CHEN)]
)
def test_the_page_shows_it(
    cast: Any, policies: None, browser_client: Any, key: str, raw: dict[str, str]
) -> None:
    page = browser_client(cast.teller).get(f"/quotes/{key}/", raw)
    assert page.status_code == 200
