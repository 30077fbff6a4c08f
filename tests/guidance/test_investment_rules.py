"""Funds, savings bonds, wealth products: whether they suit, what they cost, what they pay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.core.errors import Invalid, PolicyGap
from firstdesk.core.text import Text
from firstdesk.guidance.facts import RiskFacts
from firstdesk.guidance.items import Item, Kind
from firstdesk.guidance.market import Market, OfferingFacts
from tests.guidance import kit

TODAY = date(2008, 4, 15)  # a Tuesday; the bonds of the second issue are on sale
IDS = [f"00000000-0000-7000-8000-0000000000{n:02d}" for n in range(11, 20)]
EQUITY, BOND_FUND, MONEY, B3, B5, WEALTH, LOCKED = IDS[:7]


def offering(which: str, kind: str, style: str, zh: str, grade: int, **more: Any) -> OfferingFacts:
    plain = OfferingFacts(
        id=which,
        ref=f"O-{which[-2:]}",
        kind=kind,
        style=style,
        name=Text(zh=zh, en=zh),
        grade=grade,
        minimum=kit.money(more.pop("minimum", "1000.00")),
        months=None,
        fee_percent=None,
        sold_from=date(2004, 1, 1),
        sold_to=None,
        sold_out=False,
    )
    return replace(plain, **more)


SHELF = (
    offering(EQUITY, "fund", "equity", "成长股票", 4),
    offering(BOND_FUND, "fund", "bond", "稳健债券", 2, fee_percent=Decimal("0.8")),
    offering(MONEY, "fund", "money", "现金货币", 1, fee_percent=Decimal(0)),
    offering(B3, "bond", "protected", "三年国债", 1, months=36, minimum="100.00", sold_out=True),
    offering(B5, "bond", "protected", "五年国债", 1, months=60, minimum="100.00"),
    offering(WEALTH, "wealth", "protected", "保本三个月", 2, months=3, minimum="50000.00"),
    offering(LOCKED, "fund", "mixed", "封闭混合", 3, months=24),
)


def risk(grade: int = 4, *, savings: str | None = "100000.00", **changes: Any) -> RiskFacts:
    plain = RiskFacts(
        assessed_on=date(2008, 4, 1),
        grade=grade,
        experienced=False,
        liquid_savings=kit.money(savings) if savings else None,
        horizon_months=60,
    )
    return replace(plain, **changes)


def buy(key: str, which: str, amount: str, **world: Any) -> dict[str, Item]:
    raw = {"offering": which, "account": kit.ACCOUNT, "amount": amount, **world.pop("raw", {})}
    today = world.pop("today", TODAY)
    return kit.check(
        key,
        raw,
        today,
        accounts=(kit.account(world.pop("balance", "200000.00"), **world.pop("account", {})),),
        market=Market(offerings=world.pop("shelf", SHELF)),
        **{"risk": risk(), "born_on": date(1939, 8, 1), **world},
    )


def fund(which: str, amount: str, **world: Any) -> dict[str, Item]:
    return buy("fund.buy", which, amount, **world)


# The questionnaire


@pytest.mark.parametrize(
    ("found", "blocked"),
    [
        (None, True),
        (risk(assessed_on=date(2007, 4, 14)), True),
        (risk(assessed_on=date(2007, 4, 15)), False),
        (risk(assessed_on=TODAY), False),
    ],
)
def test_a_questionnaire_holds_for_twelve_months(found: RiskFacts | None, blocked: bool) -> None:
    items = fund(BOND_FUND, "20000", risk=found)
    assert ("fund.questionnaire" in items) is blocked
    if blocked:
        item = items["fund.questionnaire"]
        assert item.kind == Kind.BLOCK
        assert kit.ways(item)["questionnaire"].best
        assert kit.days(item) == (["2008-04-14"] if found else [])


def test_one_of_the_last_of_february_ends_on_the_last_of_february() -> None:
    old = risk(assessed_on=date(2008, 2, 29))
    assert "fund.questionnaire" not in fund(BOND_FUND, "20000", risk=old, today=date(2009, 2, 27))
    assert "fund.questionnaire" in fund(BOND_FUND, "20000", risk=old, today=date(2009, 3, 2))


# Grade and horizon


def test_above_his_grade_is_blocked_with_what_suits_from_the_shelf() -> None:
    item = fund(EQUITY, "20000", risk=risk(2))["fund.grade"]
    assert item.kind == Kind.BLOCK
    assert item.large_print
    ways = kit.ways(item)
    assert list(ways) == ["buy.O-13", "buy.O-15", "buy.O-12"]  # careful first, wealth from 50,000
    assert ways["buy.O-12"].operation == "fund.buy"
    assert ways["buy.O-15"].operation == "bond.buy"
    assert ways["buy.O-12"].fields == {
        "offering": BOND_FUND,
        "account": kit.ACCOUNT,
        "amount": "20000.00",
    }
    assert "fund.grade" not in fund(EQUITY, "20000", risk=risk(4))


@pytest.mark.parametrize(
    ("months", "which", "blocked"),
    [
        (23, LOCKED, True),
        (24, LOCKED, False),
        (None, LOCKED, False),
        (11, BOND_FUND, False),
        (11, EQUITY, True),
        (12, EQUITY, False),
        (0, MONEY, False),
    ],
)
def test_money_needed_soon(months: int | None, which: str, blocked: bool) -> None:
    items = fund(which, "20000", risk=risk(horizon_months=months))
    assert ("fund.horizon" in items) is blocked
    if blocked:
        assert items["fund.horizon"].kind == Kind.BLOCK
        assert which not in {w.fields.get("offering") for w in items["fund.horizon"].ways}


def test_a_lock_up_beyond_his_horizon_names_both_times() -> None:
    item = fund(LOCKED, "20000", risk=risk(horizon_months=12))["fund.horizon"]
    assert "12个月" in item.title.zh
    assert "24个月" in item.title.zh
    assert B5 not in {w.fields.get("offering") for w in item.ways}


# The share of his savings (03005)


def test_most_of_his_savings_in_one_share_fund_waits_for_statement_and_supervisor() -> None:
    item = fund(EQUITY, "100000")["fund.share"]
    assert item.kind == Kind.DISCLOSURE
    assert item.supervisor
    assert item.large_print
    assert item.confirm is not None
    assert "手写" in item.confirm.zh
    assert kit.sums(item) == ["100000.00", "20000.00", "100000.00"]
    ways = kit.ways(item)
    assert ways["less"].fields["amount"] == "20000.00"
    assert {w.fields.get("offering") for w in item.ways} >= {BOND_FUND, MONEY, B5}
    assert EQUITY not in {w.fields.get("offering") for key, w in ways.items() if key != "less"}


@pytest.mark.parametrize(
    ("amount", "held", "kind"),
    [
        ("20000.00", "0", Kind.CHECKED),
        ("20000.01", "0", Kind.DISCLOSURE),
        ("5000.00", "15000.00", Kind.CHECKED),
        ("5000.00", "15000.01", Kind.DISCLOSURE),
    ],
)
def test_exactly_a_fifth_is_allowed(amount: str, held: str, kind: Kind) -> None:
    assert fund(EQUITY, amount, raw={"held": held})["fund.share"].kind == kind


def test_when_nothing_more_is_allowed_no_smaller_order_is_offered() -> None:
    item = fund(EQUITY, "5000", raw={"held": "19500"})["fund.share"]
    assert "less" not in kit.ways(item)  # 500 would be below the fund's minimum


@pytest.mark.parametrize(
    ("born", "experienced", "limited"),
    [
        (date(1943, 4, 15), True, True),
        (date(1943, 4, 16), True, False),
        (date(1980, 1, 1), False, True),
        (None, True, False),
        (None, False, True),
    ],
)
def test_the_limit_is_for_the_elderly_and_for_beginners(
    born: date | None, experienced: bool, limited: bool
) -> None:
    items = fund(EQUITY, "100000", born_on=born, risk=risk(experienced=experienced))
    assert ("fund.share" in items) is limited


@pytest.mark.parametrize("savings", [None, "0.00"])
def test_without_savings_declared_nothing_bold_is_sold_to_him(savings: str | None) -> None:
    items = fund(EQUITY, "20000", risk=risk(savings=savings))
    assert items["fund.savings"].kind == Kind.BLOCK
    assert "declare" in kit.ways(items["fund.savings"])
    assert "fund.savings" not in fund(BOND_FUND, "20000", risk=risk(savings=savings))


# Risk told, fee, days


def test_twenty_thousand_of_a_bond_fund_goes_through_with_reserve_and_a_word_of_loss() -> None:
    items = fund(BOND_FUND, "20000")
    assert not [i for i in items.values() if i.kind == Kind.BLOCK]
    item = items["fund.risk"]
    assert item.kind == Kind.DISCLOSURE
    assert item.force == "law"
    assert kit.sums(item) == ["100000.00", "20000.00", "80000.00"]
    assert item.slip is not None
    assert item.slip.zh == "债券基金也会亏"
    assert item.confirm is not None
    young = fund(BOND_FUND, "20000", born_on=date(1970, 1, 1))["fund.risk"]
    assert young.confirm is None
    assert not young.large_print


def test_an_order_beyond_the_savings_leaves_nothing() -> None:
    item = fund(BOND_FUND, "120000")["fund.risk"]
    assert kit.sums(item)[-1] == "0.00"
    assert item.sums[-1].tone == "bad"
    dollars = replace(risk(), liquid_savings=kit.money("9000.00", "USD"))
    assert fund(BOND_FUND, "20000", risk=dollars)["fund.risk"].sums == ()
    assert fund(EQUITY, "20000", risk=dollars)["fund.savings"].kind == Kind.BLOCK
    unknown = fund(BOND_FUND, "20000", risk=risk(savings=None))["fund.risk"]
    assert unknown.sums == ()


def test_both_fees_are_shown_with_the_note_on_discounts() -> None:
    item = fund(EQUITY, "50000")["fund.fee"]
    assert kit.sums(item) == ["750.00", "300.00", "450.00"]
    assert item.detail is not None
    assert "基金和日期" in item.detail.zh
    assert [c.key for c in item.choices] == ["counter", "online"]
    assert kit.ways(item)["online"].fields["channel"] == "online"
    online = fund(EQUITY, "50000", raw={"channel": "online"})["fund.fee"]
    assert "counter" in kit.ways(online)
    own = fund(BOND_FUND, "50000")["fund.fee"]
    assert kit.sums(own) == ["400.00", "160.00", "240.00"]
    assert fund(MONEY, "50000")["fund.fee"].kind == Kind.CONSEQUENCE


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2008, 4, 15), ["2008-04-15", "2008-04-16", "2008-04-17"]),
        # Labour Day 2008: banks made up Sunday, the fourth of May; the market was closed
        (date(2008, 4, 30), ["2008-04-30", "2008-05-05", "2008-05-06"]),
        (date(2008, 5, 4), ["2008-05-05", "2008-05-06", "2008-05-06"]),
    ],
)
def test_an_order_counts_by_working_days(today: date, days: list[str]) -> None:
    item = fund(BOND_FUND, "20000", today=today)["fund.days"]
    assert kit.days(item) == days


def test_a_lock_up_shows_its_end() -> None:
    item = fund(LOCKED, "20000")["fund.days"]
    assert kit.days(item)[-1] == "2010-04-16"


# The shelf


@pytest.mark.parametrize(("amount", "blocked"), [("999.99", True), ("1000.00", False)])
def test_the_minimum(amount: str, blocked: bool) -> None:
    items = fund(BOND_FUND, amount)
    assert ("fund.minimum" in items) is blocked


@pytest.mark.parametrize(("balance", "short"), [("20000.00", False), ("19999.99", True)])
def test_the_account_must_cover_it(balance: str, short: bool) -> None:
    items = fund(BOND_FUND, "20000", balance=balance)
    assert ("fund.short" in items) is short


@pytest.mark.parametrize(
    "changes",
    [{"sold_out": True}, {"sold_to": date(2008, 4, 14)}, {"sold_from": date(2008, 4, 16)}],
)
def test_what_is_not_on_sale_is_blocked_with_others(changes: dict[str, Any]) -> None:
    shelf = tuple(replace(o, **changes) if o.id == BOND_FUND else o for o in SHELF)
    item = fund(BOND_FUND, "20000", shelf=shelf)["fund.not_on_sale"]
    assert item.kind == Kind.BLOCK
    assert item.ways


@pytest.mark.parametrize(
    ("key", "which", "changes", "field"),
    [
        ("fund.buy", B5, {}, "offering"),
        ("fund.buy", IDS[8], {}, "offering"),
        ("structured.buy", EQUITY, {}, "offering"),
        ("fund.buy", BOND_FUND, {"account": {"currency": "USD"}}, "account"),
        ("fund.buy", BOND_FUND, {"account": {"status": "closed"}}, "account"),
        ("fund.buy", BOND_FUND, {"raw": {"held": "-1"}}, "held"),
        ("fund.buy", BOND_FUND, {"raw": {"channel": "fax"}}, "channel"),
        ("bond.buy", B5, {"raw": {"years": 6}}, "years"),
    ],
)
def test_bad_input_names_its_field(
    key: str, which: str, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        buy(key, which, "20000", **changes)
    assert field in refused.value.fields


# Savings bonds (06010)


def bond(which: str, amount: str = "30000", **world: Any) -> dict[str, Item]:
    return buy("bond.buy", which, amount, **world)


@pytest.mark.parametrize(
    ("amount", "five", "three", "gap"),
    [
        ("30000", "35154.00", "35166.00", "-12.00"),
        ("40000", "46872.00", "46888.00", "-16.00"),
        ("10000", "11718.00", "11722.00", "-4.00"),
    ],
)
def test_the_five_year_bond_is_shown_first(amount: str, five: str, three: str, gap: str) -> None:
    item = bond(B3, amount)["bond.sold_out"]
    assert item.kind == Kind.BLOCK
    assert kit.sums(item) == [five, three, gap]
    assert item.ways[0].key == "longer"
    assert item.ways[0].best
    assert item.ways[0].fields["offering"] == B5
    assert item.ways[0].fields["years"] == 3
    assert kit.days(item) == ["2011-04-15"]
    assert "bond.early" not in bond(B3, amount)


def test_rates_fee_and_what_is_too_dear_are_named_not_offered() -> None:
    item = bond(B3)["bond.sold_out"]
    assert item.detail is not None
    for said in ("0.72%", "3.33%", "4.32%", "5.76%", "6.03%", "0.1%", "保本三个月", "50,000.00"):
        assert said in item.detail.zh
        assert said.replace("保本三个月", "3 to 4 years") in item.detail.en
    assert WEALTH not in {w.fields.get("offering") for w in item.ways}
    richer = bond(B3, "50000")["bond.sold_out"]
    assert WEALTH in {w.fields.get("offering") for w in richer.ways}
    assert richer.detail is not None
    assert "保本三个月" not in richer.detail.zh


def test_without_a_questionnaire_no_fund_is_offered_instead() -> None:
    item = bond(B3, risk=None)["bond.sold_out"]
    assert [w.key for w in item.ways] == ["longer"]


def test_kept_for_five_years_the_longer_one_pays_more() -> None:
    item = bond(B3, raw={"years": 5})["bond.sold_out"]
    assert kit.sums(item)[0] == "39510.00"
    assert item.sums[-1].tone == "ok"
    assert "多" in item.title.zh


def test_cashed_after_two_years_both_pay_the_same_step() -> None:
    item = bond(B3, raw={"years": 2})["bond.sold_out"]
    assert kit.sums(item)[-1] == "0.00"
    assert "和它一样" in item.title.zh


def test_with_no_longer_bond_only_others_are_offered() -> None:
    shelf = tuple(o for o in SHELF if o.id != B5)
    item = bond(B3, shelf=shelf)["bond.sold_out"]
    assert item.sums == ()
    assert {w.fields.get("offering") for w in item.ways} == {BOND_FUND, MONEY}


def test_what_each_year_pays_is_told_and_confirmed() -> None:
    item = bond(B5)["bond.early"]
    assert item.kind == Kind.DISCLOSURE
    assert item.confirm is not None
    assert kit.sums(item) == [
        "30969.00",  # 30,000 × 3.33 % less 30.00
        "32562.00",
        "35154.00",
        "37206.00",
        "39510.00",
        "30.00",
    ]
    assert [s.tone for s in item.sums] == ["bad", "bad", "", "", "", "warn"]
    assert [s.total for s in item.sums][4]
    assert kit.days(item) == ["2013-04-15"]
    three = bond(B5, raw={"years": 3})["bond.early"]
    assert [s.total for s in three.sums][2]


def test_bonds_outside_a_sale_have_no_terms() -> None:
    with pytest.raises(PolicyGap):
        bond(B5, today=date(2008, 6, 2))


def test_a_bond_without_whole_years_is_refused() -> None:
    shelf = tuple(replace(o, months=40) if o.id == B5 else o for o in SHELF)
    with pytest.raises(Invalid) as refused:
        bond(B5, shelf=shelf)
    assert "offering" in refused.value.fields


# Wealth products


def wealth(amount: str = "60000", **world: Any) -> dict[str, Item]:
    return buy("structured.buy", WEALTH, amount, **world)


def test_a_wealth_product_is_no_deposit_and_locked_to_its_end() -> None:
    items = wealth()
    assert "只是预期" in items["structured.risk"].title.zh
    item = items["structured.no_deposit"]
    assert item.kind == Kind.DISCLOSURE
    assert "到期才保本" in item.title.zh
    assert kit.days(item) == ["2008-07-15"]
    assert item.confirm is not None
    assert item.large_print
    assert items["structured.risk"].kind == Kind.DISCLOSURE
    assert wealth(born_on=date(1970, 1, 1))["structured.no_deposit"].confirm is None


def test_a_wealth_product_below_its_minimum_above_his_grade_or_horizon() -> None:
    assert wealth("49999.99")["structured.minimum"].kind == Kind.BLOCK
    assert wealth(risk=risk(1))["structured.grade"].kind == Kind.BLOCK
    assert wealth(risk=risk(horizon_months=2))["structured.horizon"].kind == Kind.BLOCK
    assert wealth(risk=None)["structured.questionnaire"].kind == Kind.BLOCK


def test_an_unprotected_one_says_so() -> None:
    shelf = tuple(replace(o, style="mixed", months=None) if o.id == WEALTH else o for o in SHELF)
    item = wealth(shelf=shelf)["structured.no_deposit"]
    assert "不保本" in item.title.zh
    assert item.days == ()


# Looking a fund up (03004)


def find(name: str, **world: Any) -> dict[str, Item]:
    raw = {"name": name, **world.pop("raw", {})}
    shelf = Market(offerings=SHELF)
    return kit.check("fund.find", raw, TODAY, **{"market": shelf, "risk": risk(), **world})


def test_a_fund_sold_here_is_shown_with_fee_and_cut_off_and_without_pressure() -> None:
    item = find("成长 股票", raw={"amount": "50000"})["fund.find.1"]
    assert "4折" in item.title.zh
    assert "15:00" in item.title.zh
    assert kit.sums(item) == ["750.00", "300.00"]
    assert list(kit.ways(item)) == ["buy", "transfer"]
    assert item.detail is not None
    assert "照样核" in item.detail.zh
    nobody = find("成长", risk=None)["fund.find.1"]
    assert nobody.detail is not None
    assert "问卷" in nobody.detail.zh


def test_a_fund_not_sold_here_is_not_replaced_by_another() -> None:
    items = find("别家精选")
    assert list(items) == ["fund.find.none"]
    assert items["fund.find.none"].ways == ()
    assert list(find("国债")) == ["fund.find.none"]  # only funds are looked for
