"""Wording, comparisons, the premium card, urgent transfers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.core.errors import Invalid, PolicyGap
from firstdesk.core.text import Text
from firstdesk.guidance.items import Item, Kind
from firstdesk.guidance.market import Market, OfferingFacts
from firstdesk.guidance.rules.advice import FLOAT, OWN, PROMISES, phrases
from tests.guidance import kit

TODAY = date(2008, 1, 15)
FUND = "00000000-0000-7000-8000-000000000021"
SHELF = Market(
    offerings=(
        OfferingFacts(
            id=FUND,
            ref="O-21",
            kind="fund",
            style="money",
            name=Text(zh="现金货币基金", en="Cash fund"),
            grade=1,
            minimum=kit.money("1000.00"),
            months=None,
            fee_percent=Decimal(0),
            sold_from=date(2004, 1, 1),
            sold_to=None,
            sold_out=False,
        ),
    )
)


# Wording


def text(words: str) -> dict[str, Item]:
    return kit.check("advice.text", {"text": words}, TODAY)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("这只股票基金，包你回报不错", "advice.text.promise"),
        ("保证 收益", "advice.text.promise"),
        ("Guaranteed good return", "advice.text.promise"),
        ("it is risk free", "advice.text.promise"),
        ("四张卡，每月10万，天天免息50天", "advice.text.float"),
        ("100,000 for 50 days every month", "advice.text.float"),
        ("我自己赚了三成，您跟着我买", "advice.text.own"),
        ("Buy what I bought", "advice.text.own"),
    ],
)
def test_a_withdrawn_phrase_is_stopped_with_the_words_to_use(words: str, key: str) -> None:
    items = text(words)
    assert list(items) == [key]
    item = items[key]
    assert item.kind == Kind.BLOCK
    approved = kit.ways(item)["approved"]
    assert approved.operation == "advice.text"
    assert list(text(approved.fields["text"])) == ["advice.text.passes"]


@pytest.mark.parametrize(
    "words",
    [
        "不保证收益，可能亏本金",
        "No return is guaranteed... never a guaranteed one",
        "过去涨得多，以后不一定",
        "最长50天免息，晚还有利息",
    ],
)
def test_honest_words_pass(words: str) -> None:
    found = text(words)
    if "guaranteed" in words:  # “is guaranteed” is not right after its denial: put another way
        assert "advice.text.promise" in found
    else:
        assert list(found) == ["advice.text.passes"]


def test_repeats_go_to_the_supervisor_as_a_promise() -> None:
    way = kit.ways(text("稳赚")["advice.text.promise"])["supervisor"]
    assert way.promise is not None
    assert way.due == "2008-01-15T17:00"


def test_several_phrases_are_all_named() -> None:
    title = text("稳赚，零风险")["advice.text.promise"].title
    assert "“稳赚”“零风险”" in title.zh


@pytest.mark.parametrize("key", [PROMISES, FLOAT, OWN])
def test_the_policies_name_phrases_and_words_that_pass(key: str) -> None:
    for ruling in kit.rulings()[key]:
        assert len(phrases(ruling)) >= 5
        assert ruling.wording is not None
        assert len(ruling.wording.zh) <= 60
        with pytest.raises(PolicyGap):
            phrases(replace(ruling, text=Text(zh="都不许", en="None of it")))


def test_the_figures_that_replace_the_sales_text() -> None:
    say = text("十万元用五十天")["advice.text.float"].say
    assert say is not None
    for figure in ("10万元", "50天", "6万元", "取现", "晚还"):
        assert figure in say.zh


# Comparing (03006)


def compare(**changes: Any) -> dict[str, Item]:
    raw = {
        "theirs": "招财一号",
        "their_yield": "3.2",
        "source": "产品说明书",
        "dated": "2008-01-10",
        "offering": FUND,
        "our_yield": "3.0",
        **changes,
    }
    return kit.check("advice.compare", raw, TODAY, market=SHELF)


def test_the_sheet_names_source_and_date_and_calls_yields_expected() -> None:
    item = compare(their_grade="3", their_months="6", their_fee="0.5")["advice.compare.sheet"]
    assert item.kind == Kind.DISCLOSURE
    assert item.title.zh.startswith("预期，不是保证")
    assert item.title.en.startswith("Expected, not promised")
    assert item.detail is not None
    assert item.detail.zh == (
        "招财一号——风险：3级，锁定：6个月，手续费：0.5%。"
        "现金货币基金——风险：1级，锁定：没有，手续费：0%。"
        "出处：产品说明书，2008年1月10日。"
    )
    assert [c.key for c in item.choices] == ["theirs", "ours", "both", "later"]
    assert kit.ways(item)["buy"].operation == "fund.buy"


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    item = compare()["advice.compare.sheet"]
    assert item.detail is not None
    assert item.detail.zh.count("没有写明") == 3
    assert item.detail.en.count("not stated") == 3


@pytest.mark.parametrize(
    ("dated", "key"),
    [
        ("2007-12-16", "advice.compare.sheet"),
        ("2007-12-15", "advice.compare.old"),
        ("2008-01-15", "advice.compare.sheet"),
    ],
)
def test_papers_are_at_most_thirty_days_old(dated: str, key: str) -> None:
    assert list(compare(dated=dated)) == [key]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"dated": "2008-01-16"}, "dated"),
        ({"source": ""}, "source"),
        ({"dated": None}, "dated"),
        ({"offering": "00000000-0000-7000-8000-000000000099"}, "offering"),
    ],
)
def test_a_comparison_without_source_or_date_is_refused(
    changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        compare(**changes)
    assert field in refused.value.fields


# The premium card (03004)


def premium(*balances: str, **raw: Any) -> Item:
    accounts = tuple(
        kit.account(b, id=f"00000000-0000-7000-8000-0000000001{n:02d}")
        for n, b in enumerate(balances)
    )
    foreign = kit.account("9000.00", currency="USD")
    debt = kit.account("-8000.00", kind="credit")
    closed = kit.account("7000.00", status="closed")
    return kit.check("premium.gap", raw, TODAY, accounts=(*accounts, foreign, debt, closed))[
        "premium.gap"
    ]


@pytest.mark.parametrize(
    ("balances", "held", "gap"),
    [
        (("400000.00",), "0", "100000.00"),
        (("250000.00", "150000.00"), "50000", "50000.00"),
        (("499999.99",), "0", "0.01"),
        (("500000.00",), "0", "0.00"),
        ((), "0", "500000.00"),
    ],
)
def test_the_gap_to_the_premium_card(balances: tuple[str, ...], held: str, gap: str) -> None:
    item = premium(*balances, held=held)
    assert kit.sums(item)[-1] == gap
    assert bool(item.ways) is (gap != "0.00")


def test_a_premium_promise_has_a_date() -> None:
    assert "promise" not in kit.ways(premium("400000.00"))
    way = kit.ways(premium("400000.00", by="2008-02-15"))["promise"]
    assert way.due == "2008-02-15T10:00"
    with pytest.raises(Invalid) as refused:
        premium("400000.00", by="2008-01-14")
    assert "by" in refused.value.fields


# Urgent transfers (03004)


def urgent(at: str, by: str = "15:00", *, waiting: int = 0, **world: Any) -> dict[str, Item]:
    raw = {
        "account": kit.ACCOUNT,
        "amount": "100000",
        "by": by,
        "at": at,
        **world.pop("raw", {}),
    }
    return kit.check(
        "transfer.urgent",
        raw,
        world.pop("today", TODAY),
        accounts=(kit.account("400000.00"),),
        market=SHELF,
        waiting=waiting,
        **world,
    )


@pytest.mark.parametrize(
    ("at", "waiting", "alert"),
    [
        ("14:30", 0, False),  # arrives at 15:00 exactly
        ("14:31", 0, True),
        ("14:00", 6, False),
        ("14:00", 7, True),
        ("08:30", 0, False),
    ],
)
def test_the_lobby_manager_hears_when_the_counter_is_too_late(
    at: str, waiting: int, alert: bool
) -> None:
    assert ("transfer.alert" in urgent(at, waiting=waiting)) is alert


def test_a_long_queue_leaves_the_other_routes() -> None:
    items = urgent("13:50", waiting=12)
    routes, alert = items["transfer.routes"], items["transfer.alert"]
    assert routes.title.zh == "15:00前能到：网上、电话。排队约60分钟。"
    assert routes.detail is not None
    assert "柜台最迟15:20到，晚20分钟" in routes.detail.zh
    assert "网上最迟14:50到，早10分钟" in routes.detail.zh
    assert list(kit.ways(alert)) == ["online", "phone", "lobby"]
    assert kit.ways(alert)["online"].best
    assert kit.ways(alert)["lobby"].due == "2008-01-15T13:55"
    assert [c.key for c in routes.choices] == ["counter", "online", "phone", "stay"]


def test_when_no_route_is_in_time_the_same_fund_here_is_one_way() -> None:
    items = urgent("14:20", waiting=4, raw={"fund": "现金货币"})
    assert items["transfer.routes"].tone == "bad"
    ways = kit.ways(items["transfer.alert"])
    assert list(ways) == ["fund", "lobby"]
    assert ways["fund"].operation == "fund.find"
    assert ways["fund"].fields == {"name": "现金货币", "amount": "100000.00"}
    assert "本行也卖" in ways["fund"].label.zh
    unknown = kit.ways(urgent("14:20", waiting=4, raw={"fund": "别家"})["transfer.alert"])
    assert "查" in unknown["fund"].label.zh


def test_after_the_last_run_money_arrives_on_the_next_working_day() -> None:
    detail = urgent("16:31", "17:30")["transfer.routes"].detail
    assert detail is not None
    assert "1月16日" in detail.zh
    weekend = urgent("10:00", today=date(2008, 1, 19))["transfer.routes"].detail
    assert weekend is not None
    assert "1月21日" in weekend.zh


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"at": "15:00"}, "by"),
        ({"at": "24:00"}, "at"),
        ({"by": "14:60"}, "by"),
    ],
)
def test_times_that_cannot_be_are_refused(raw: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        urgent("14:00", raw=raw)
    assert field in refused.value.fields
