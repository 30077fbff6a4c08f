"""Quotations against the casebook's figures, and what they refuse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.core.errors import Invalid, NotFound, PolicyGap
from firstdesk.core.fields import asks
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.quotes import queries, sheet
from firstdesk.quotes.model import FAMILIES, Table, load_quotations
from firstdesk.quotes.plots import plot

CERTIFICATE = {"amount": "50000", "opened_on": "2004-12-17", "term": "36"}
GOLDEN: list[tuple[str, str, dict[str, str], dict[str, Any]]] = [
    ("02003", "deposit.maturity", CERTIFICATE, {"Interest, paid": "3970.35"}),
    (
        "02003",
        "deposit.early",
        CERTIFICATE | {"on": "2007-05-17"},
        {"Interest now, paid": "704.80", "Given up": "3265.55", "Days to maturity": 214},
    ),
    (
        "02027",
        "deposit.notice",
        {
            "amount": "100000",
            "opened_on": "2007-11-01",
            "on": "2007-12-01",
            "notice_given_on": "2007-11-20",
            "notice_for": "2007-12-01",
        },
        {"At the notice rate": "135.37", "At the demand rate": "64.12"},
    ),
    (
        "02017",
        "deposit.sweep",
        {"total": "150000", "reserve": "10000"},
        {"Moved": "140000.00", "Stays on the card": "10000.00"},
    ),
    ("02017", "deposit.sweep", {"total": "59999.99", "reserve": "10000"}, {"Moved": "0.00"}),
    (
        "02005",
        "card.autopay",
        {"statement_day": "10", "signed_on": "2007-12-04"},
        {"First paid on": date(2008, 2, 4), "Its statement": date(2008, 1, 10)},
    ),
    (
        "02026",
        "card.overpayment",
        {"amount": "120000", "on": "2007-06-01"},
        {"Without floor and cap": "600.00", "Fee": "500.00"},
    ),
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
    assert answer.rulings, "the rules it rests on are named"


def test_what_was_known_then_is_another_figure(cast: Any, policies: None) -> None:
    """The tax cut of 15 August 2007 was not known on 17 May (case 02003: 3,888.00)."""
    actor = cast.actor(cast.teller)
    then = queries.quote(actor, "deposit.maturity", CERTIFICATE, date(2007, 5, 17))
    assert figures(then)["Interest, paid"] == "3888.00"


def test_a_given_rate_goes_before_the_policys(cast: Any, policies: None) -> None:
    raw = CERTIFICATE | {"percent": "3.00"}
    answer = queries.quote(cast.actor(cast.teller), "deposit.maturity", raw)
    assert figures(answer)["Interest, before tax"] == "4500.00"


def test_a_day_without_a_rate_is_refused(cast: Any, policies: None) -> None:
    raw = CERTIFICATE | {"opened_on": "1960-01-01"}
    with pytest.raises(PolicyGap, match="1960-01-01"):
        queries.quote(cast.actor(cast.teller), "deposit.maturity", raw)


BAD = ["-1", "0", "NaN", "1e99", "x", "10.001"]


@pytest.mark.parametrize("amount", BAD)
def test_a_sum_that_is_none_is_named(cast: Any, policies: None, amount: str) -> None:
    with pytest.raises(Invalid) as refused:
        queries.quote(cast.actor(cast.teller), "deposit.maturity", CERTIFICATE | {"amount": amount})
    assert set(refused.value.fields) == {"amount"}


def test_every_wrong_field_is_named_at_once(cast: Any, policies: None) -> None:
    raw = {"amount": "", "opened_on": "2024-02-30", "term": "7", "colour": "red"}
    with pytest.raises(Invalid) as refused:
        queries.quote(cast.actor(cast.teller), "deposit.early", raw)
    assert set(refused.value.fields) == {"amount", "opened_on", "term", "colour"}


def test_drawn_before_it_was_opened_is_refused(cast: Any, policies: None) -> None:
    raw = CERTIFICATE | {"on": "2004-12-01"}
    with pytest.raises(Invalid):
        queries.quote(cast.actor(cast.teller), "deposit.early", raw)


def test_an_unknown_product_lists_the_known(cast: Any) -> None:
    with pytest.raises(NotFound) as refused:
        queries.quote(cast.actor(cast.teller), "deposit.lottery", {})
    assert "deposit.early" in refused.value.do.en


@pytest.mark.parametrize("key", load_quotations())
def test_every_quotation_speaks_both_languages(key: str) -> None:
    cls = load_quotations()[key]
    assert cls.family in FAMILIES
    texts = [cls.title, *(asked.label for asked in asks(cls).values())]
    texts += [words for asked in asks(cls).values() for _, words in asked.choices]
    for text in texts:
        assert any("一" <= sign <= "鿿" for sign in text.zh), text
        assert text.en.isascii(), text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheet_is_a_pdf(cast: Any, policies: None, lang: str) -> None:
    raw = CERTIFICATE | {"on": "2007-05-17"}
    answer = queries.quote(cast.actor(cast.teller), "deposit.early", raw)
    printed = sheet.pdf(answer, lang)
    assert printed.startswith(b"%PDF-1.")
    assert printed.rstrip().endswith(b"%%EOF")
    assert b"STSong-Light" in printed
    assert (b"/Lang (zh-CN)" in printed) == (lang == "zh")


def test_over_the_api(cast: Any, policies: None, api: Any) -> None:
    teller = api(cast.teller)
    listed = {one["key"]: one for one in teller.get("quotes").json()}
    assert set(listed) == set(load_quotations())
    amount = next(f for f in listed["deposit.early"]["fields"] if f["name"] == "amount")
    assert (amount["kind"], amount["required"]) == ("money", True)
    done = teller.post("quotes/deposit.early", {"fields": CERTIFICATE | {"on": "2007-05-17"}})
    assert done.status_code == 200
    assert Decimal(done.json()["figures"][-1]["value"]["amount"]) == Decimal("3265.55")
    assert {one["code"] for one in done.json()["policies"]} >= {"DEP-001", "DEP-005"}
    refused = teller.post("quotes/deposit.early", {"fields": {"amount": "x"}})
    assert refused.status_code == 422
    printed = teller.post("quotes/deposit.sweep/sheet", {"fields": {"total": "1", "reserve": "0"}})
    assert printed["Content-Type"] == "application/pdf"


def test_the_calculator_shows_result_and_errors(
    cast: Any, policies: None, browser_client: Any
) -> None:
    client = browser_client(cast.teller)
    page = client.get("/quotes/deposit.early/", CERTIFICATE | {"on": "2007-05-17"})
    assert page.status_code == 200
    assert "¥3,265.55" in page.content.decode()
    wrong = client.get("/quotes/deposit.early/", CERTIFICATE | {"amount": "-5"})
    assert wrong.status_code == 422
    assert "The amount must be more than zero." in wrong.content.decode()
    assert 'value="-5"' in wrong.content.decode(), "what was typed stays"
    sheet_ = client.get("/quotes/deposit.early/sheet/", CERTIFICATE | {"on": "2007-05-17"})
    assert sheet_.content.startswith(b"%PDF-")
    assert client.get("/quotes/deposit.lottery/").status_code == 404


def test_a_plot_marks_where_money_is_missing() -> None:
    rows = tuple((date(2026, 1, day), Money(Decimal(100 - 60 * day))) for day in (1, 2, 3))
    columns = (Text(zh="日", en="Day"), Text(zh="余额", en="Balance"))
    drawn = plot(Table(Text(zh="余额", en="Balance"), columns, rows, plot=(1,)), "en")
    assert drawn is not None
    assert (drawn.first, drawn.last) == ("2026-01-01", "2026-01-03")
    assert (drawn.highest, drawn.lowest) == ("¥40.00", "−¥80.00")
    ys = [float(point.split(",")[1]) for point in drawn.curves[0].points.split()]
    assert ys[0] < float(drawn.zero) < ys[1] < ys[2]
    one = Table(Text(zh="余额", en="Balance"), columns, rows[:1], plot=(1,))
    assert plot(one, "en") is None


CAR = {"amount": "100000", "months": "36", "drawn_on": "2005-10-15", "first_on": "2005-11-15"}


def test_a_loan_along_the_benchmark(cast: Any, policies: None) -> None:
    """Case 07003: two rises, 14 on time and 22 short when the old sum goes on being paid."""
    actor = cast.actor(cast.loan_officer)
    found = queries.quote(actor, "loan.schedule", CAR)
    assert figures(found)["First instalment"] == "3031.33"
    assert [row[3] for row in found.quote.tables[0].rows] == [Decimal("6.30"), Decimal("7.56")]
    late = queries.quote(actor, "loan.arrears", CAR)
    assert (figures(late)["On time"], figures(late)["Short"]) == (14, 22)
    fixed = queries.quote(actor, "loan.schedule", CAR | {"percent": "5.76"})
    assert [table.title.en for table in fixed.quote.tables] == ["Schedule"]


def test_a_markup_and_a_short_loan(cast: Any, policies: None) -> None:
    house = {"amount": "70000", "months": "60", "drawn_on": "2006-04-29", "first_on": "2006-05-29"}
    actor = cast.actor(cast.loan_officer)
    found = queries.quote(actor, "loan.schedule", house | {"markup": "10"})
    assert found.quote.tables[-1].rows[0][2] == Decimal("6.732")
    year = CAR | {"months": "12"}
    assert len(queries.quote(actor, "loan.schedule", year).quote.tables) == 1, "it keeps its rate"


def test_a_loan_beyond_the_known_rates_is_refused(cast: Any, policies: None) -> None:
    late = CAR | {"drawn_on": "2011-10-15", "first_on": "2011-11-15"}
    with pytest.raises(PolicyGap):
        queries.quote(cast.actor(cast.loan_officer), "loan.schedule", late)


def test_paying_early(cast: Any, policies: None) -> None:
    raw = CAR | {"percent": "6", "after": "12", "early": "30000"}
    found = figures(queries.quote(cast.actor(cast.loan_officer), "loan.prepay", raw))
    assert Decimal(found["Interest saved"]) > 0
    assert found["Saved in all"] == found["Interest saved"]


@pytest.mark.parametrize(
    ("repricing", "first_change"),
    [(None, 15), ("january", 15), ("anniversary", 12), ("month", 7)],
)
def test_the_contract_may_choose_when_it_is_repriced(
    cast: Any, policies: None, repricing: str | None, first_change: int
) -> None:
    raw = CAR | ({"repricing": repricing} if repricing else {})
    found = queries.quote(cast.actor(cast.loan_officer), "loan.schedule", raw)
    assert found.quote.tables[0].rows[0][1] == first_change


def test_a_balance_ahead_shows_where_two_commitments_collide(cast: Any, policies: None) -> None:
    actor = cast.actor(cast.teller)
    raw = {"balance": "5000", "moves": "2099-01-05 -3000 2099-01-10 500 2099-01-12 -3000"}
    found = queries.quote(actor, "account.ahead", raw)
    shown = figures(found)
    assert (shown["Short by"], shown["Lowest"]) == ("500.00", "-500.00")
    assert found.quote.tables[0].plot == (1,)
    enough = figures(queries.quote(actor, "account.ahead", raw | {"balance": "5500"}))
    assert "Short by" not in enough


@pytest.mark.parametrize("moves", ["2099-01-05", "2099-02-30 5", "soon -3", "2001-01-05 -3"])
def test_moves_that_cannot_be_read_are_refused(cast: Any, policies: None, moves: str) -> None:
    actor, raw = cast.actor(cast.teller), {"balance": "5000", "moves": moves}
    with pytest.raises(Invalid) as refused:
        queries.quote(actor, "account.ahead", raw)
    assert set(refused.value.fields) == {"moves"}
