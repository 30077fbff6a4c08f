"""Renewing a certificate; opening a notice deposit and giving notice on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.core.errors import Invalid
from firstdesk.guidance.items import Kind
from tests.guidance import kit

MATURES = date(2007, 12, 17)


def renew(today: date, **raw: str) -> Any:
    certificate = kit.account(
        "50000.00",
        kind="time",
        opened_on=date(2004, 12, 17),
        term_months=36,
        rate=Decimal("3.24"),
        matures_on=MATURES,
    )
    fields = {"account": kit.ACCOUNT, **raw}
    return kit.check("deposit.renew", fields, today, accounts=(certificate,))


def test_on_its_day_it_is_renewed_at_the_rate_of_the_day() -> None:
    item = renew(MATURES)["deposit.renew.terms"]
    assert item.kind == Kind.DISCLOSURE
    # 50,000 for a year at the 3.87 % of 2007-09-15, after 5 % tax
    assert kit.sums(item) == ["3970.35", "50000.00", "1838.25"]
    assert kit.days(item) == ["2008-12-17"]


def test_interest_may_join_the_principal() -> None:
    item = renew(MATURES, interest="added", term="36")["deposit.renew.terms"]
    assert kit.sums(item)[1] == "53970.35"
    assert kit.days(item) == ["2010-12-17"]


def test_late_it_has_earned_the_demand_rate_since() -> None:
    found = renew(date(2008, 1, 16))
    assert kit.sums(found["deposit.renew.terms"])[0] == "3998.85"
    assert "30天" in found["deposit.renew.late"].title.zh


def test_before_its_day_it_is_not_renewed_but_promised() -> None:
    found = renew(date(2007, 12, 16))
    assert set(found) == {"deposit.renew.early"}
    item = found["deposit.renew.early"]
    assert item.kind == Kind.BLOCK
    assert kit.ways(item)["wait"].due == ""
    assert (
        kit.ways(renew(date(2007, 12, 1))["deposit.renew.early"])["wait"].due == "2007-12-16T10:00"
    )
    assert kit.ways(item)["draw"].operation == "deposit.withdraw_early"


def test_a_term_without_a_rate_is_refused() -> None:
    certificate = kit.account(
        "1000.00",
        kind="time",
        opened_on=date(2014, 11, 22),
        term_months=12,
        rate=Decimal("2.75"),
        matures_on=date(2015, 11, 22),
    )
    with pytest.raises(Invalid) as refused:
        kit.check(
            "deposit.renew",
            {"account": kit.ACCOUNT, "term": "60"},
            date(2015, 11, 22),
            accounts=(certificate,),
        )
    assert "term" in refused.value.fields


def opening(amount: str, today: date = date(2007, 10, 8), notice: str = "7") -> Any:
    raw = {"account": kit.ACCOUNT, "amount": amount, "notice": notice}
    return kit.check("deposit.open_notice", raw, today, accounts=(kit.account("120000.00"),))


def test_a_notice_deposit_says_when_it_pays() -> None:
    item = opening("50000")["deposit.notice.terms"]
    assert item.kind == Kind.DISCLOSURE
    assert "1.71%" in item.title.zh
    assert "0.81%" in item.title.en
    assert "1.17%" in opening("50000", notice="1")["deposit.notice.terms"].title.zh


def test_a_cent_below_the_minimum_is_refused_with_what_is_short() -> None:
    item = opening("49999.99")["deposit.notice.minimum"]
    assert item.kind == Kind.BLOCK
    assert "0.01" in item.title.zh
    with pytest.raises(Invalid):
        opening("120000.01")


def notice(draw_on: str, amount: str | None = None, **changes: Any) -> Any:
    held = kit.account("150000.00", **{"kind": "notice", "notice_days": 7, **changes})
    raw = {"account": kit.ACCOUNT, "draw_on": draw_on, "amount": amount}
    return kit.check("deposit.give_notice", raw, date(2007, 10, 8), accounts=(held,))


def test_notice_for_the_first_possible_day() -> None:
    item = notice("2007-10-15", "100000")["deposit.give_notice.day"]
    assert kit.sums(item) == ["100000.00", "50000.00"]
    assert kit.ways(item)["remind"].due == "2007-10-14T10:00"
    assert notice("2007-10-15")["deposit.give_notice.day"].sums[1].amount.amount == 0


@pytest.mark.parametrize(
    ("day", "amount", "key"),
    [
        ("2007-10-14", None, "deposit.give_notice.soon"),
        ("2007-10-15", "49999.99", "deposit.give_notice.small"),
        ("2007-10-15", "100000.01", "deposit.give_notice.small"),
    ],
)
def test_too_soon_or_too_little_is_refused_with_the_way(
    day: str, amount: str | None, key: str
) -> None:
    item = notice(day, amount)[key]
    assert item.kind == Kind.BLOCK
    again = {**kit.ways(item)["instead"].fields}
    assert set(notice(again["draw_on"], again.get("amount"))) == {"deposit.give_notice.day"}


def test_notice_is_given_on_notice_deposits_only() -> None:
    with pytest.raises(Invalid):
        notice("2007-10-15", kind="demand", notice_days=None)
    with pytest.raises(Invalid):
        notice("2007-10-15", "150000.01")
