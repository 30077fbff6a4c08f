"""Foreign money: cases 02021 (weekend, ceiling, own or bought), 02024 (account closed, rate)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.core.errors import Invalid
from firstdesk.guidance.items import Item, Kind
from firstdesk.guidance.market import InternalFacts, Market, QuoteFacts
from tests.guidance import kit

FRIDAY, SATURDAY, SUNDAY = date(2008, 3, 14), date(2008, 3, 15), date(2008, 3, 16)
AUD_ACCOUNT = kit.POCKET


def quote(currency: str, *, unit: int = 100, hour: int = 1, **rates: str) -> QuoteFacts:
    prices = {"remittance_buy": "661.20", "cash_buy": "640.80", "sell": "666.50"} | rates
    return QuoteFacts(
        currency=currency,
        unit=unit,
        quoted_at=datetime(2008, 3, 14, hour, 40, tzinfo=UTC),
        **{name: Decimal(value) for name, value in prices.items()},
    )


DOLLAR = quote("USD", remittance_buy="708.10", cash_buy="702.40", sell="710.90")
BOARD = (DOLLAR, quote("AUD"))


def internal(
    currency: str, last: date, *, branch: str = "A01", closed: date | None = None
) -> InternalFacts:
    names = {"A01": kit.HERE}
    return InternalFacts(branch, names.get(branch, kit.THERE), currency, last, closed)


OPEN = (internal("AUD", date(2008, 3, 12)), internal("USD", date(2008, 3, 13)))


def exchange(
    today: date = FRIDAY,
    *,
    quotes: tuple[QuoteFacts, ...] = BOARD,
    accounts: tuple[InternalFacts, ...] = OPEN,
    **fields: Any,
) -> dict[str, Item]:
    asked = {"direction": "buy", "currency": "AUD", "amount": "6000", **fields}
    market = Market(quotes=quotes, internal=accounts)
    return kit.check("fx.exchange", asked, today, market=market)


# Case 02024: is the branch's account in the currency open?


@pytest.mark.parametrize(
    ("currency", "last", "today", "state"),
    [
        ("USD", date(2008, 1, 10), date(2008, 3, 30), ""),
        ("USD", date(2008, 1, 10), date(2008, 3, 31), "closing"),
        ("USD", date(2008, 1, 10), date(2008, 4, 9), "closing"),
        ("USD", date(2008, 1, 10), date(2008, 4, 10), "closed"),
        ("AUD", date(2008, 1, 10), date(2008, 4, 10), "closed"),  # "other": three months
        ("GBP", date(2008, 1, 10), date(2008, 4, 10), ""),  # twelve
        ("GBP", date(2008, 1, 10), date(2009, 1, 9), "closing"),
        ("GBP", date(2008, 1, 10), date(2009, 1, 10), "closed"),
        ("USD", date(2007, 11, 30), date(2008, 2, 28), "closing"),  # a leap year: 29 February
        ("USD", date(2007, 11, 30), date(2008, 2, 29), "closed"),
    ],
)
def test_an_idle_account_warns_ten_days_before_it_closes(
    currency: str, last: date, today: date, state: str
) -> None:
    items = exchange(today, currency=currency, accounts=(internal(currency, last),))
    found = {name for name in ("closing", "closed") if f"fx.account.{name}" in items}
    assert found == ({state} if state else set())


def test_a_closed_account_is_no_yes_and_names_time_and_ways() -> None:
    shut = internal("AUD", date(2007, 1, 10), closed=date(2008, 1, 10))
    there = internal("AUD", date(2008, 3, 1), branch="B02")
    gone = internal("AUD", date(2007, 3, 1), branch="C03")
    item = exchange(accounts=(shut, there, gone))["fx.account.closed"]
    assert item.kind == Kind.BLOCK
    assert "30分钟" in item.title.zh
    assert kit.days(item) == ["2008-01-10"]
    found = kit.ways(item)
    assert set(found) == {"electronic", "branch_B02", "reactivate"}, "an idle one is no way"
    assert found["reactivate"].promise
    assert found["reactivate"].due == "2008-03-14T16:30"
    assert found["electronic"].best


def test_a_closing_that_lies_ahead_is_not_closed_yet() -> None:
    later = internal("AUD", date(2008, 3, 1), closed=date(2008, 3, 15))
    assert "fx.account.closed" not in exchange(accounts=(later,))
    assert "fx.account.closed" in exchange(accounts=(later,), today=date(2008, 3, 17))


def test_a_branch_without_the_account_cannot_and_an_unknown_one_finds_out() -> None:
    assert exchange(accounts=OPEN[1:])["fx.account.closed"].days == ()
    unknown = exchange(accounts=(internal("AUD", FRIDAY, branch="B02"),))["fx.account.unknown"]
    assert unknown.kind == Kind.REQUIREMENT
    assert set(kit.ways(unknown)) == {"branch_B02"}


def test_at_most_three_branches_are_named() -> None:
    many = tuple(internal("AUD", FRIDAY, branch=f"B0{n}") for n in range(5))
    found = kit.ways(exchange(accounts=(OPEN[1], *many))["fx.account.closed"])
    assert len([key for key in found if key.startswith("branch_")]) == 3


# Case 02021: which day


@pytest.mark.parametrize(
    ("currency", "on", "allowed"),
    [
        ("AUD", FRIDAY, True),
        ("AUD", SATURDAY, False),
        ("AUD", SUNDAY, False),
        ("AUD", date(2008, 3, 17), True),
        ("USD", SATURDAY, True),
        ("USD", SUNDAY, True),
    ],
)
def test_at_weekends_only_dollars_are_exchanged(currency: str, on: date, allowed: bool) -> None:
    items = exchange(currency=currency, on=on.isoformat())
    assert ("fx.weekend" not in items) is allowed


def test_on_friday_saturday_is_refused_with_three_ways() -> None:
    item = exchange(on="2008-03-15")["fx.weekend"]
    assert (item.kind, kit.days(item)) == (Kind.BLOCK, ["2008-03-17"])
    found = kit.ways(item)
    assert list(found) == ["today", "dollars", "remit", "working_day"]
    assert found["today"].fields["on"] == "2008-03-14"
    assert found["today"].best
    assert found["dollars"].fields["currency"] == "USD"
    assert "amount" not in found["dollars"].fields, "so many dollars is another sum"
    assert all(value is not None for way in item.ways for value in way.fields.values())
    assert found["working_day"].fields["on"] == "2008-03-17"


def test_on_saturday_itself_today_is_no_way_out() -> None:
    found = kit.ways(exchange(SATURDAY)["fx.weekend"])
    assert list(found) == ["dollars", "remit", "working_day"]
    assert found["working_day"].best
    assert "3月17日" in found["remit"].detail.zh


def test_who_sells_is_not_offered_dollars() -> None:
    found = kit.ways(exchange(SATURDAY, direction="sell")["fx.weekend"])
    assert list(found) == ["working_day"]
    assert exchange(SATURDAY, direction="sell")["fx.weekend"].say is None
    remitted = exchange(on="2008-03-15", form="remittance")["fx.weekend"]
    assert list(kit.ways(remitted)) == ["today", "remit", "working_day"]


def test_a_day_that_has_passed_is_refused_at_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        exchange(on="2008-03-13")
    assert set(refused.value.fields) == {"on"}


# The price, and who bears it


@pytest.mark.parametrize(
    ("direction", "form", "yuan", "called"),
    [
        ("buy", "cash", "39990.00", "现钞卖出价"),
        ("buy", "remittance", "39990.00", "现汇卖出价"),
        ("sell", "cash", "38448.00", "现钞买入价"),
        ("sell", "remittance", "39672.00", "现汇买入价"),
    ],
)
def test_the_price_that_applies_is_named_with_its_unit(
    direction: str, form: str, yuan: str, called: str
) -> None:
    item = exchange(direction=direction, form=form)["fx.rate"]
    assert item.kind == Kind.DISCLOSURE
    assert kit.sums(item) == [yuan]
    assert called in item.title.zh
    assert "/ 100 AUD" in item.title.zh
    assert "确认后的归银行" in item.detail.zh
    assert item.slip is not None


def test_the_newest_line_counts_and_yen_have_their_own_unit() -> None:
    older, newer = quote("AUD", sell="700.00", hour=1), quote("AUD", sell="670.00", hour=3)
    item = exchange(quotes=(newer, older, DOLLAR))["fx.rate"]
    assert kit.sums(item) == ["40200.00"]
    assert "2008-03-14 11:40" in item.detail.zh, "in the bank's time"
    yen = quote("JPY", unit=100_000, remittance_buy="6694.42", cash_buy="6479.34", sell="6748.10")
    items = exchange(direction="sell", currency="JPY", amount="2000000", quotes=(yen, DOLLAR))
    assert kit.sums(items["fx.rate"]) == ["129586.80"]


def test_for_another_day_the_rate_is_said_to_be_another() -> None:
    assert "那天会另有牌价" in exchange(on="2008-03-17")["fx.rate"].detail.zh
    assert "那天会另有牌价" not in exchange(on="2008-03-14")["fx.rate"].detail.zh


def test_without_a_rate_nothing_is_promised() -> None:
    items = exchange(quotes=(DOLLAR,))
    assert items["fx.no_rate"].kind == Kind.BLOCK
    assert items["fx.no_rate"].ways
    assert "fx.rate" not in items
    without_dollar = exchange(quotes=BOARD[1:])
    assert "美元" in without_dollar["fx.no_rate"].title.zh, "the ceiling cannot be worked out"
    assert "fx.rate" in without_dollar


@pytest.mark.parametrize("wrong", ["0", "-5", "1.005", "much"])
def test_a_bad_amount_is_named(wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        exchange(amount=wrong)
    assert set(refused.value.fields) == {"amount"}


def test_half_a_yen_is_refused_and_so_is_an_unknown_currency() -> None:
    yen = quote("JPY", unit=100_000, remittance_buy="6694.42", cash_buy="6479.34", sell="6748.10")
    with pytest.raises(Invalid) as refused:
        exchange(currency="JPY", amount="100.50", quotes=(yen, DOLLAR))
    assert set(refused.value.fields) == {"amount"}
    with pytest.raises(Invalid) as unknown:
        exchange(currency="CNY")
    assert set(unknown.value.fields) == {"currency"}


# The ceiling of notes


@pytest.mark.parametrize(
    ("amount", "over"),
    [("10666.16", None), ("10666.17", "0.01"), ("12000", "1333.84"), ("0.01", None)],
)
def test_the_ceiling_is_shown_in_the_currency(amount: str, over: str | None) -> None:
    items = exchange(amount=amount)
    if over is None:
        assert kit.sums(items["fx.ceiling"]) == ["10666.16"]
        assert "fx.ceiling.over" not in items
        return
    item = items["fx.ceiling.over"]
    assert item.kind == Kind.BLOCK
    assert kit.sums(item) == ["10666.16", over]
    found = kit.ways(item)
    assert found["up_to"].fields["amount"] == "10666.16"
    assert "papers" in found
    assert "fx.ceiling.over" not in exchange(**found["up_to"].fields), "the way works"


def test_dollars_need_no_rate_and_a_remittance_no_ceiling() -> None:
    assert "fx.ceiling" in exchange(currency="USD", amount="10000", quotes=())
    over = exchange(currency="USD", amount="10000.01", quotes=())["fx.ceiling.over"]
    assert kit.sums(over) == ["10000.00", "0.01"]
    remitted = exchange(amount="50000", form="remittance")
    assert not {"fx.ceiling", "fx.ceiling.over"} & set(remitted)


def test_selling_notes_is_measured_by_the_cash_buying_rates() -> None:
    # 10,000 × 702.40 ÷ 640.80 = 10,961.29…
    assert kit.sums(exchange(direction="sell")["fx.ceiling"]) == ["10961.29"]


# Drawing notes from an account


def draw(
    amount: str = "6000",
    balance: str = "8000.00",
    *,
    currency: str = "AUD",
    quotes: tuple[QuoteFacts, ...] = BOARD,
    account: str = AUD_ACCOUNT,
    **fields: Any,
) -> dict[str, Item]:
    own = (
        kit.account("120000.00"),
        kit.account(balance, id=AUD_ACCOUNT, number="6222000000092021", currency="AUD"),
    )
    asked = {"account": account, "currency": currency, "amount": amount, **fields}
    market = Market(quotes=quotes)
    return kit.check("fx.cash", asked, FRIDAY, accounts=own, market=market)


def test_yuan_have_to_be_exchanged_first() -> None:
    item = draw(account=kit.ACCOUNT)["fx.cash.source"]
    assert item.kind == Kind.BLOCK
    found = kit.ways(item)
    assert found["exchange"].operation == "fx.exchange"
    assert found["exchange"].fields == {
        "direction": "buy",
        "currency": "AUD",
        "form": "cash",
        "amount": "6000.00",
    }
    assert found["account_2021"].fields["account"] == AUD_ACCOUNT, "she holds them elsewhere"
    assert "account_2021" not in kit.ways(
        draw(account=kit.ACCOUNT, balance="5999.99")["fx.cash.source"]
    )


@pytest.mark.parametrize(
    ("amount", "short"), [("8000", None), ("8000.01", "0.01"), ("9000", "1000.00")]
)
def test_what_is_missing_is_bought(amount: str, short: str | None) -> None:
    items = draw(amount)
    assert ("fx.cash.short" in items) is (short is not None)
    if short:
        found = kit.ways(items["fx.cash.short"])
        assert found["exchange"].fields["amount"] == short
        assert found["less"].fields["amount"] == "8000.00"
    assert "less" not in kit.ways(draw(balance="0.00")["fx.cash.short"])


@pytest.mark.parametrize(
    ("on", "guided"),
    [(None, True), ("2008-03-14", True), ("2008-03-15", True), ("2008-03-16", False)],
)
def test_two_days_ahead_or_looked_for_first(on: str | None, guided: bool) -> None:
    items = draw(on=on)
    assert ("fx.cash.booking" in items) is guided
    if guided:
        item = items["fx.cash.booking"]
        assert (item.force, item.kind) == ("guideline", Kind.BLOCK)
        assert kit.days(item) == ["2008-03-16"]
        assert kit.ways(item)["stock"].best
        assert kit.ways(item)["book"].due == "2008-03-16T10:00"


def test_the_ceiling_holds_for_ones_own_notes_too() -> None:
    assert kit.sums(draw("12000", "20000.00")["fx.ceiling.over"]) == ["10666.16", "1333.84"]
    assert draw(quotes=())["fx.no_rate"].kind == Kind.BLOCK


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"on": "2008-03-13"}, "on"),
        ({"on": "tomorrow"}, "on"),
        ({"currency": "JPY", "amount": "100.50"}, "amount"),
        ({"account": kit.CREDIT}, "account"),
    ],
)
def test_bad_fields_are_named(fields: dict[str, str], named: str) -> None:
    with pytest.raises(Invalid) as refused:
        draw(**{"amount": "100", **fields})  # type: ignore[arg-type]
    assert set(refused.value.fields) == {named}
