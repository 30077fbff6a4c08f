"""Bill debits: the ceiling at signing, and why a debit failed (05002)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstdesk.core.errors import Invalid
from firstdesk.guidance.items import Kind
from tests.guidance import kit

TODAY = date(2008, 4, 22)


def sign(balance: str = "2300.00", **more: Any) -> dict[str, Any]:
    world = {"debits": more.pop("debits")} if "debits" in more else {}
    raw = {"account": kit.ACCOUNT, "biller": "移动", "debit_day": 25, **more}
    return kit.check("bill.sign_debit", raw, TODAY, accounts=(kit.account(balance),), **world)


@pytest.mark.parametrize(
    ("ceiling", "usual", "key"),
    [
        (None, None, None),
        (None, "236", None),
        ("200", None, "bill.ceiling.ask"),
        ("200", "200", "bill.ceiling.fits"),
        ("200", "200.01", "bill.ceiling.low"),
        ("200", "199.99", "bill.ceiling.fits"),
    ],
)
def test_the_ceiling_against_the_usual_bill(
    ceiling: str | None, usual: str | None, key: str | None
) -> None:
    items = sign(ceiling=ceiling, usual=usual)
    assert [k for k in items if k.startswith("bill.ceiling")] == ([key] if key else [])


@pytest.mark.parametrize(
    ("usual", "raised"), [("236", "300"), ("300", "300"), ("300.01", "400"), ("200.01", "300")]
)
def test_the_proposed_ceiling_is_the_next_step_and_fits(usual: str, raised: str) -> None:
    way = kit.ways(sign(ceiling="200", usual=usual)["bill.ceiling.low"])["raise"]
    assert float(way.fields["ceiling"]) == float(raised)
    given = {k: v for k, v in way.fields.items() if k in ("ceiling", "usual")}
    assert "bill.ceiling.fits" in sign(**given)


@pytest.mark.parametrize(
    ("balance", "short"), [("316.00", None), ("315.99", "0.01"), ("300.00", "16.00")]
)
def test_the_first_bill_after_what_is_taken_before(balance: str, short: str | None) -> None:
    before = (kit.debit(date(2008, 4, 24), "80.00"), kit.debit(date(2008, 4, 26), "900.00"))
    item = sign(balance, usual="236", debits=before).get("bill.collision")
    assert (kit.sums(item)[2] if item else None) == short
    if item:
        assert kit.days(item) == ["2008-04-25"]
        assert kit.ways(item)["pay_in"].fields["amount"] == short


def test_a_bill_that_is_scheduled_already_counts_once() -> None:
    scheduled = (kit.debit(date(2008, 4, 25), "236.00"),)
    assert "bill.collision" not in sign("236.00", usual="236", debits=scheduled)


AGREED = kit.agreement(
    "utility_debit",
    date(2007, 3, 6),
    account_id=kit.ACCOUNT,
    terms={"biller": "移动", "ceiling": "200.00", "debit_day": 20},
)


def failed(bill: str, balance: str, *, now: str = "512.40", **more: Any) -> dict[str, Any]:
    agreements = more.pop("agreements", (AGREED,))
    raw = {"account": kit.ACCOUNT, "biller": "移动", "bill": bill, "balance": balance, **more}
    return kit.check("bill.failed", raw, TODAY, accounts=(kit.account(now),), agreements=agreements)


def test_over_the_ceiling_the_kiosk_comes_first() -> None:
    item = failed("236", "512.40", cut_off_on="2008-04-25")["bill.failed.now"]
    assert item.kind == Kind.DISCLOSURE
    assert "OVER_CEILING" in item.detail.zh
    assert "¥200.00" in item.title.zh
    assert list(kit.ways(item)) == ["kiosk", "raise", "call_back"]
    assert kit.ways(item)["kiosk"].best
    assert kit.ways(item)["raise"].fields["ceiling"] == "300.00"
    assert kit.days(item) == ["2008-04-25"]


def test_too_little_then_the_missing_sum_is_what_is_missing_now() -> None:
    item = failed("150", "90", now="100.00")["bill.failed.now"]
    assert "INSUFFICIENT" in item.detail.zh
    assert "¥60.00" in item.title.zh
    assert kit.ways(item)["pay_in"].fields["amount"] == "50.00"
    assert "pay_in" not in kit.ways(failed("150", "90")["bill.failed.now"])  # paid in meanwhile


def test_both_months_on_one_screen() -> None:
    items = failed("236", "512.40", earlier_bill="150", earlier_balance="90")
    assert "INSUFFICIENT" in items["bill.failed.earlier"].detail.zh
    assert items["bill.failed.earlier"].kind == Kind.CONSEQUENCE
    assert items["bill.failed.earlier"].ways == ()


def test_a_bill_that_should_have_been_taken_is_ours_to_find_out() -> None:
    item = failed("200", "200.00")["bill.failed.now"]
    assert item.detail is None
    assert "由我们去查" in item.title.zh
    assert "call_back" in kit.ways(item)


def test_without_a_ceiling_only_the_balance_counts() -> None:
    loose = kit.agreement("utility_debit", date(2007, 3, 6), account_id=kit.ACCOUNT)
    item = failed("236", "90", agreements=(loose,))["bill.failed.now"]
    assert kit.sums(item) == ["236.00", "90.00"]


def test_the_billers_own_agreement_is_used_and_none_is_said() -> None:
    water = kit.agreement(
        "utility_debit", date(2007, 3, 6), account_id=kit.ACCOUNT, terms={"biller": "供水"}
    )
    assert (
        "OVER_CEILING"
        in failed("236", "500", agreements=(water, AGREED))["bill.failed.now"].detail.en
    )
    gas = kit.agreement(
        "utility_debit", date(2007, 3, 6), account_id=kit.ACCOUNT, terms={"biller": "燃气"}
    )
    for none in ((), (water, gas)):
        assert set(failed("236", "500", agreements=none)) == {"bill.failed.not_signed"}


@pytest.mark.parametrize("missing", ["earlier_bill", "earlier_balance"])
def test_half_an_earlier_failure_is_refused(missing: str) -> None:
    given = {"earlier_bill": "150", "earlier_balance": "90"}
    del given[missing]
    with pytest.raises(Invalid) as refused:
        failed("236", "500", **given)
    assert set(refused.value.fields) == {missing}
