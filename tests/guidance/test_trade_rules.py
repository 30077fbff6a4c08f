"""Import financing: the gain and what it rests on, the pledge, the days, for companies only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.core.errors import Invalid
from firstdesk.guidance.facts import CustomerFacts
from firstdesk.guidance.items import Item, Kind
from firstdesk.guidance.operations import parse
from firstdesk.guidance.registry import policies_for, weigh
from tests.guidance import kit

DEAL: dict[str, Any] = {
    "payment": "200000",
    "spot": "744.83",
    "forward": "724.16",
    "deposit_percent": "3.42",
    "financing_percent": "6.24375",
    "start": "2007-11-14",
    "matures_on": "2008-05-14",
}


DAYS = {"deposit_convention": "actual_360", "financing_convention": "actual_360"}


def finance(kind: str = "company", **changes: Any) -> dict[str, Item]:
    asked = parse("trade.import_financing", {**DEAL, **changes})
    known = kit.facts(date(2007, 11, 14), policies_for(type(asked)))
    who: CustomerFacts = replace(known.customer, kind=kind)
    return {item.key: item for item in weigh(asked, replace(known, customer=who))}


def test_every_line_of_the_deal_is_shown_with_what_it_rests_on() -> None:
    items = finance()
    item = items["trade.gain"]
    assert item.kind == Kind.DISCLOSURE
    assert kit.sums(item) == [
        "1489660.00",
        "1515133.19",
        "206243.75",
        "1493534.74",
        "21598.45",
    ]
    assert "21,032.14" in item.title.zh
    assert item.detail is not None
    for said in ("16:30", "734.6323", "21,235.32", "1.45%"):
        assert said in item.detail.zh
    assert item.confirm is not None
    assert not [i for i in items.values() if i.kind == Kind.BLOCK]


@pytest.mark.parametrize(
    ("forward", "gain", "blocked"), [("734.63", "4.73", False), ("734.64", "-15.90", True)]
)
def test_above_break_even_it_is_not_proposed(forward: str, gain: str, blocked: bool) -> None:
    items = finance(forward=forward)
    assert ("trade.no_gain" in items) is blocked
    assert ("trade.gain" in items) is not blocked
    item = items["trade.no_gain" if blocked else "trade.gain"]
    assert kit.sums(item)[-1] == gain
    if blocked:
        assert "不建议" in item.title.zh
        assert "spot" in kit.ways(item)


def test_by_actual_days() -> None:
    item = finance(matures_on="2008-05-13", **DAYS)["trade.gain"]
    assert kit.sums(item)[-1] == "21488.77"


def test_the_pledge_takes_in_the_interest() -> None:
    item = finance(pledge="principal")["trade.pledge"]
    assert item.kind == Kind.BLOCK
    assert "99.74%" in item.title.zh
    assert kit.ways(item)["with_interest"].fields["pledge"] == "with_interest"
    whole = finance()["trade.pledge"]
    assert whole.kind == Kind.CONSEQUENCE
    assert "101.45%" in whole.title.zh
    assert kit.days(whole) == ["2008-05-14"]
    covered = finance(pledge="principal", forward="700.00")["trade.pledge"]
    assert covered.kind == Kind.CONSEQUENCE


def test_days_that_differ_are_told_and_confirmed() -> None:
    assert "trade.days" not in finance()
    apart = finance(financing_due="2008-05-13")["trade.days"]
    assert apart.kind == Kind.DISCLOSURE
    assert apart.confirm is not None
    assert kit.days(apart) == ["2008-05-14", "2008-05-13", "2008-05-14"]
    odd = finance(matures_on="2008-05-13")["trade.days"]
    assert odd.kind == Kind.CONSEQUENCE  # all on the 13th, one day short of six months
    assert "trade.days" not in finance(matures_on="2008-05-13", **DAYS)


def test_reminders_ten_and_three_days_before() -> None:
    item = finance(matures_on="2008-05-13")["trade.reminders"]
    assert kit.days(item) == ["2008-05-03", "2008-05-10"]
    assert [w.due for w in item.ways] == ["2008-05-03T09:00", "2008-05-10T09:00"]
    soon = finance(start="2007-11-14", matures_on="2007-11-20", **DAYS)
    assert kit.days(soon["trade.reminders"]) == ["2007-11-17"]
    sooner = finance(matures_on="2007-11-17", **DAYS)
    assert "trade.reminders" not in sooner


def test_breaking_it_half_way_shows_what_is_lost() -> None:
    item = finance()["trade.broken"]
    # 25,473.19 agreed; 91 days at 0.81 % are 3,050.08
    assert kit.sums(item)[0] == "22423.11"
    near = finance(broken_on="2008-05-13")["trade.broken"]
    assert Decimal(kit.sums(near)[0]) < Decimal("22423.11")


def test_for_companies_only() -> None:
    assert finance("person")["trade.company"].kind == Kind.BLOCK
    assert "trade.company" not in finance()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"matures_on": "2007-11-14"}, "matures_on"),
        ({"spot": "0"}, "spot"),
        ({"broken_on": "2008-05-14"}, "broken_on"),
        ({"matures_on": "2008-03-31"}, "matures_on"),
        ({"financing_due": "2007-11-13"}, "financing_due"),
    ],
)
def test_a_deal_that_cannot_be_names_its_field(changes: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        finance(**changes)
    assert field in refused.value.fields
