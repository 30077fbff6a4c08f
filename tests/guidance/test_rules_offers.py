"""Offers: what fits comes first, what was refused rests (05001)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstdesk.guidance.items import Kind
from tests.guidance import kit

TODAY = date(2007, 10, 10)
GAO = {"remits": "often", "online": "no", "travels": "rarely", "appointments": "no"}


def offers(balance: str = "86000.00", today: date = TODAY, **more: Any) -> dict[str, Any]:
    world = {name: more.pop(name) for name in ("agreements", "refused", "accounts") if name in more}
    world.setdefault("accounts", (kit.account(balance),))
    return kit.check("offer.benefits", {**GAO, **more}, today, **world)


def order(items: dict[str, Any]) -> list[str]:
    return [key for key, item in items.items() if item.kind == Kind.OPPORTUNITY]


def test_the_sweep_ranks_first_and_the_rest_is_low_fit_with_the_reason() -> None:
    items = offers()
    assert order(items)[0] == "offer.sweep"
    assert kit.sums(items["offer.sweep"]) == ["71.25", "33.75", "37.50"]
    assert "1.71%" in items["offer.sweep"].say.zh
    assert items["offer.online_banking"].title.zh == "不太合适：网上银行，他不上网。"
    assert "hardly travels" in items["offer.lounge"].title.en
    assert "offer.ask" not in items


@pytest.mark.parametrize(
    ("balance", "first"), [("50000.00", False), ("50000.01", True), ("49999.99", False)]
)
def test_exactly_50000_is_not_idle_enough(balance: str, first: bool) -> None:
    items = offers(balance)
    assert (items["offer.sweep"].tone == "ok") is first
    assert ("不太合适" in items["offer.sweep"].title.zh) is not first


def test_who_has_a_sweep_is_not_offered_one() -> None:
    sweep = kit.agreement("sweep", date(2007, 1, 5), account_id=kit.ACCOUNT)
    assert "offer.sweep" not in offers(agreements=(sweep,))
    assert "offer.sweep" not in offers(accounts=())
    assert "offer.sweep" not in offers(accounts=(kit.account("86000.00", status="frozen"),))
    pocket = kit.account("86000.00", id=kit.POCKET, parent_id=kit.ACCOUNT, kind="sweep")
    assert "不太合适" in offers(accounts=(kit.account("0.00"), pocket))["offer.sweep"].title.zh


def test_without_knowing_his_habits_he_is_asked_first() -> None:
    items = offers(remits="unknown", online="unknown", travels="often")
    assert items["offer.ask"].kind == Kind.REQUIREMENT
    assert order(items) == [
        "offer.lounge",
        "offer.sweep",
        "offer.online_banking",
        "offer.appointment",
    ]
    assert items["offer.sweep"].ways[0].fields == {"account": kit.ACCOUNT}


@pytest.mark.parametrize(
    ("today", "rests"),
    [
        (TODAY, True),
        (date(2007, 12, 20), True),
        (date(2008, 1, 7), True),
        (date(2008, 1, 8), False),
    ],
)
def test_a_refused_offer_rests_ninety_days(today: date, rests: bool) -> None:
    items = offers("100.00", today, refused={"offer.lounge": TODAY})
    assert ("offer.lounge" not in items) is rests
    assert ("offer.resting" in items) is rests
    if rests:
        assert kit.days(items["offer.resting"]) == ["2008-01-08"]


def test_a_refused_sweep_rests_too() -> None:
    assert "offer.sweep" not in offers(refused={"offer.sweep": TODAY})
