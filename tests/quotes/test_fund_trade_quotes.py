"""Quotations of funds, the share plan and import financing, against the casebook's figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.core.errors import Invalid
from firstdesk.core.money import Money
from firstdesk.quotes import queries, sheet
from firstdesk.quotes.plots import plot

FUND = {"amount": "50000", "ordered_on": "2007-12-04", "ordered_at": "14:20"}
PLAN = {"balance": "600000", "reserved": "480000", "subscribed_on": "2007-12-06"}
TRADE = {
    "payment": "200000",
    "spot": "744.83",
    "forward": "724.16",
    "deposit_percent": "3.42",
    "financing_percent": "6.24375",
    "start": "2007-11-14",
    "matures_on": "2008-05-13",
}


def figures(answer: queries.Answer) -> dict[str, Any]:
    return {
        one.label.en: str(one.value.rounded().amount) if isinstance(one.value, Money) else one.value
        for one in answer.quote.figures
    }


@pytest.mark.parametrize(
    ("case", "key", "raw", "expected"),
    [
        (
            "03013",
            "fund.buy",
            FUND,
            {
                "Fee at the counter": "750.00",
                "Fee online": "300.00",
                "Saved online": "450.00",
                "Invested, online": "49700.00",
                "Counts as an order of": date(2007, 12, 4),
                "Minutes to the cut-off": 40,
                "Confirmed on": date(2007, 12, 5),
                "Can be sold from": date(2007, 12, 5),
                "Sold then, paid on": date(2007, 12, 10),
            },
        ),
        (
            "03004",
            "fund.buy",
            FUND
            | {"ordered_at": "15:00", "percent": "1.2", "online_share": "60", "lock_months": "1"},
            {
                "Fee at the counter": "600.00",
                "Fee online": "360.00",
                "Counts as an order of": date(2007, 12, 5),
                "Minutes to the cut-off": 0,
                "Can be sold from": date(2008, 1, 7),
            },
        ),
        (
            "03012",
            "fund.ipo",
            PLAN,
            {
                "Taken": "120000.00",
                "Left on the account": "480000.00",
                "Short for the reservation": "0.00",
                "Unallotted part back on": date(2007, 12, 11),
            },
        ),
        (
            "03012",
            "fund.ipo",
            PLAN | {"balance": "10638"},
            {"Taken": "0.00", "Short for the reservation": "469362.00"},
        ),
        (
            "01006",
            "fund.ipo",
            {"balance": "59990", "subscribed_on": "2007-12-06"},
            {"Taken": "0.00", "Short for the plan": "10.00"},
        ),
        (
            "03011",
            "fund.ipo",
            {"balance": "180000", "subscribed_on": "2007-12-06", "price": "12.34", "lot": "1000"},
            {"Taken": "172760.00", "Left on the account": "7240.00"},
        ),
        (
            "04001",
            "trade.import_financing",
            TRADE,
            {
                "Deposit at spot": "1489660.00",
                "Deposit interest": "25473.19",
                "Deposit with interest": "1515133.19",
                "Owed at maturity": "206243.75",
                "Forward cost": "1493534.74",
                "Gain at maturity": "21598.45",
                "Of the spot cost (%)": Decimal("1.45"),
                "Gain in today's money": "21235.32",
                "Break-even forward": Decimal("734.6323"),
                "Without the forward, at an unchanged rate": "-21032.14",
                "Covered by the principal (%)": Decimal("99.74"),
                "Covered with interest (%)": Decimal("101.45"),
                "First reminder": date(2008, 5, 3),
                "Last reminder": date(2008, 5, 10),
            },
        ),
        (
            "04001",
            "trade.import_financing",
            TRADE | {"deposit_convention": "actual_360", "financing_convention": "actual_360"},
            {"Owed at maturity": "206278.44", "Gain at maturity": "21488.77"},
        ),
        (
            "04001",
            "trade.import_financing",
            TRADE | {"financing_convention": "actual_360"},
            {"Forward cost": "1493785.93", "Gain at maturity": "21347.25"},
        ),
        (
            "04001",
            "trade.import_financing",
            TRADE | {"broken_on": "2008-02-01", "demand": "0.72"},
            {"Lost by breaking it early": "23119.53"},
        ),
    ],
)
def test_the_casebooks_figures(
    cast: Any, policies: None, case: str, key: str, raw: dict[str, str], expected: dict[str, Any]
) -> None:
    answer = queries.quote(cast.actor(cast.personal_banker), key, raw)
    found = figures(answer)
    assert {name: found[name] for name in expected} == expected
    assert case in type(answer.asked).cases
    assert answer.quote.working.lines
    assert answer.rulings
    assert sheet.pdf(answer, "zh").startswith(b"%PDF-")


def test_the_account_from_day_to_day(cast: Any, policies: None) -> None:
    answer = queries.quote(cast.actor(cast.personal_banker), "fund.ipo", PLAN)
    (table,) = answer.quote.tables
    at_hand = {row[0]: row[1] for row in table.rows}
    assert list(at_hand) == [date(2007, 12, day) for day in range(5, 12)]
    assert at_hand[date(2007, 12, 5)] == at_hand[date(2007, 12, 11)] == Money(Decimal(600000))
    assert at_hand[date(2007, 12, 10)] == Money(Decimal(480000))
    assert plot(table, "en") is not None
    nothing = queries.quote(
        cast.actor(cast.personal_banker), "fund.ipo", PLAN | {"balance": "10638"}
    )
    assert nothing.quote.tables == ()


def test_a_loss_is_not_recommended(cast: Any, policies: None) -> None:
    actor = cast.actor(cast.corporate_banker)
    good = queries.quote(actor, "trade.import_financing", TRADE | {"forward": "734.63"})
    assert figures(good)["Gain at maturity"] == "4.73"
    assert not any("Not recommended" in note.en for note in good.quote.notes)
    bad = queries.quote(actor, "trade.import_financing", TRADE | {"forward": "734.64"})
    assert figures(bad)["Gain at maturity"] == "-15.90"
    assert bad.quote.notes[0].en.startswith("Not recommended")
    assert bad.quote.notes[0].zh.startswith("不建议")


def test_the_break_even_is_in_the_middle_of_the_plot(cast: Any, policies: None) -> None:
    answer = queries.quote(cast.actor(cast.corporate_banker), "trade.import_financing", TRADE)
    (table,) = answer.quote.tables
    assert [str(row[0]) for row in table.rows][::4] == ["724.1600", "734.6323", "745.1046"]
    assert table.rows[4][2] == Money(Decimal("0.00"))
    drawn = plot(table, "en")
    assert drawn is not None
    assert drawn.zero


def test_maturities_that_differ_are_named(cast: Any, policies: None) -> None:
    raw = TRADE | {"financing_due": "2008-05-14", "forward_due": "2008-05-15"}
    answer = queries.quote(cast.actor(cast.corporate_banker), "trade.import_financing", raw)
    words = " ".join(note.en for note in answer.quote.notes)
    assert "the financing falls due on 14 May 2008" in words
    assert "the forward falls due on 15 May 2008" in words
    assert "2007-11-14; holds until 16:30" in words


@pytest.mark.parametrize(
    ("key", "raw", "field"),
    [
        ("fund.buy", FUND | {"ordered_at": "3pm"}, "ordered_at"),
        ("fund.buy", FUND | {"ordered_at": "24:00"}, "ordered_at"),
        ("fund.buy", FUND | {"amount": "0"}, "amount"),
        ("fund.ipo", PLAN | {"subscribed_on": "2007-12-08"}, "subscribed_on"),
        ("fund.ipo", PLAN | {"price": "12.34"}, "lot"),
        ("fund.ipo", PLAN | {"lot": "1000"}, "price"),
        ("trade.import_financing", TRADE | {"matures_on": "2007-11-14"}, "matures_on"),
        ("trade.import_financing", TRADE | {"matures_on": "2008-04-28"}, "matures_on"),
        ("trade.import_financing", TRADE | {"forward": "0"}, "forward"),
        ("trade.import_financing", TRADE | {"payment": "-1"}, "payment"),
        ("trade.import_financing", TRADE | {"broken_on": "2008-05-13"}, "broken_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    cast: Any, policies: None, key: str, raw: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        queries.quote(cast.actor(cast.personal_banker), key, raw)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    ("key", "raw", "shows"),
    [
        ("fund.buy", FUND, "¥450.00"),
        ("fund.ipo", PLAN, "¥120,000.00"),
        ("trade.import_financing", TRADE, "¥21,598.45"),
    ],
)
def test_on_the_page(
    cast: Any, policies: None, browser_client: Any, key: str, raw: dict[str, str], shows: str
) -> None:
    page = browser_client(cast.personal_banker).get(f"/quotes/{key}/", raw)
    assert page.status_code == 200
    assert shows in page.content.decode()
