"""Remittances (05004), cheques (02013, 02009), paying tax, and telling a balance."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.errors import Invalid
from firstdesk.guidance.items import Item, Kind
from firstdesk.guidance.market import Market, QuoteFacts
from tests.guidance import kit

DAY = date(2008, 2, 4)  # a Monday
YEN = QuoteFacts(
    "JPY",
    100_000,
    Decimal("6694.42"),
    Decimal("6479.34"),
    Decimal("6748.10"),
    datetime(2008, 2, 4, 1, tzinfo=UTC),
)
CARD = kit.credit_card(number="5201000000005004", currencies=("CNY", "USD"))
DEBIT = kit.card(id=kit.CARD2, number="6222000000005005", currencies=("CNY", "JPY"))
WORLD = {
    "accounts": (kit.account("0.00", id=kit.CREDIT, kind="credit"), kit.account("800.00")),
    "cards": (CARD, DEBIT),
    "market": Market(quotes=(YEN,)),
}


def remitted(today: date = DAY, world: dict[str, Any] | None = None, **fields: Any) -> Any:
    asked = {"stage": "arrived", "card": kit.CARD, "currency": "JPY", "amount": "2000000"}
    given_ = {name: value for name, value in (asked | fields).items() if value is not None}
    return kit.check("remittance.receive", given_, today, **(WORLD | (world or {})))


# Case 05004


def test_all_ways_stand_side_by_side_before_posting() -> None:
    item: Item = remitted(rate="6508.82")["remittance.choice"]
    assert item.kind == Kind.DISCLOSURE
    assert kit.sums(item) == ["130176.40", "500.00", "133888.40", "3712.00"]
    assert [choice.key for choice in item.choices] == ["convert", "debit", "return"]
    assert item.confirm is not None
    assert "4,301.60" not in str(item.to_json()), "the casebook's figure, from the wrong rate"


def test_without_a_live_rate_it_is_the_cash_rate() -> None:
    item = remitted()["remittance.choice"]
    assert kit.sums(item) == ["129586.80", "500.00", "133888.40", "4301.60"]


def test_in_two_parts_the_cap_does_not_help_and_a_known_charge_is_shown() -> None:
    item = remitted(rate="6508.82", parts=2, charge="150")["remittance.choice"]
    assert kit.sums(item) == ["130176.40", "650.88", "133888.40", "150.00", "3712.00"]
    assert "¥150.00" in item.detail.zh
    free = remitted(rate="6508.82", charge="0")["remittance.choice"]
    assert kit.sums(free)[3] == "0.00"


def test_a_live_rate_above_spot_is_no_loss() -> None:
    item = remitted(rate="6700")["remittance.choice"]
    assert kit.sums(item) == ["134000.00", "500.00", "133888.40"]


def test_the_fee_has_its_floor_and_follows_the_day() -> None:
    small = remitted(rate="6508.82", amount="20000")["remittance.choice"]
    assert kit.sums(small)[1] == "10.00", "0.5 % of 1,301.76 is less"
    later = kit.check(
        "remittance.receive",
        {"stage": "arrived", "card": kit.CARD, "currency": "JPY", "amount": "2000000"},
        date(2024, 3, 4),
        **WORLD,
    )
    assert kit.sums(later["remittance.choice"])[1] == "50.00"


def test_at_a_weekend_converting_is_no_choice() -> None:
    items = remitted(date(2008, 2, 23))
    assert [c.key for c in items["remittance.choice"].choices] == ["debit", "return"]
    assert "2月25日" in items["remittance.weekend"].title.zh
    assert "remittance.weekend" not in remitted(date(2008, 2, 22))


def test_without_a_rate_nothing_is_posted() -> None:
    items = remitted(world={"market": Market()})
    assert items["remittance.no_rate"].kind == Kind.BLOCK
    assert "return" in kit.ways(items["remittance.no_rate"])


def test_the_answer_to_an_enquiry_is_the_same_everywhere() -> None:
    item = remitted(stage="asked")["remittance.answer"]
    said = item.title.zh + item.detail.zh + item.say.zh
    for words in ("人民币和美元", "按现钞价", "不计息", "0.5%，最低10元，最高500元", "借记卡"):
        assert words in said, words
    assert set(kit.ways(item)) == {"debit_5005"}
    centre = remitted(stage="asked", world={"branch_code": "KF"})["remittance.answer"]
    assert centre.to_json() == item.to_json()
    assert "remittance.answer" in remitted(stage="asked", world={"market": Market()})


def test_who_has_no_debit_card_may_open_one() -> None:
    item = remitted(stage="asked", world={"cards": (CARD,)})["remittance.answer"]
    assert kit.ways(item)["open"].operation == "account.open"


@pytest.mark.parametrize(
    ("card", "currency", "held"),
    [
        (kit.CARD, "USD", True),
        (kit.CARD, "GBP", False),
        (kit.CARD2, "JPY", True),
        (kit.CARD2, "GBP", False),
    ],
)
def test_what_a_card_holds_comes_as_it_is(card: str, currency: str, held: bool) -> None:
    items = remitted(card=card, currency=currency, stage="asked")
    assert ("remittance.held" in items) is held
    assert ("remittance.answer" in items) is not held


def test_a_credit_card_without_dollars_does_not_take_them() -> None:
    only_yuan = {"cards": (kit.credit_card(currencies=("CNY",)),)}
    assert "remittance.answer" in remitted(currency="USD", stage="asked", world=only_yuan)


def test_to_an_account_there_is_no_card_fee() -> None:
    item = remitted(card=None, account=kit.ACCOUNT, rate="6508.82")["remittance.choice"]
    assert kit.sums(item) == ["130176.40", "133888.40", "3712.00"]
    dollars = (kit.account("1.00", currency="JPY"),)
    own = remitted(card=None, account=kit.ACCOUNT, world={"accounts": dollars, "cards": ()})
    assert set(own) == {"remittance.held"}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"card": None}, "card"),
        ({"account": kit.ACCOUNT}, "account"),
        ({"card": kit.POCKET}, "card"),
        ({"rate": "0"}, "rate"),
        ({"parts": "0"}, "parts"),
        ({"charge": "-1"}, "charge"),
        ({"amount": "0.50"}, "amount"),
        ({"currency": "CNY"}, "currency"),
    ],
)
def test_bad_fields_of_a_remittance_are_named(fields: dict[str, Any], named: str) -> None:
    with pytest.raises(Invalid) as refused:
        remitted(**fields)
    assert set(refused.value.fields) == {named}


# Case 02013: collecting


def collected(today: date = date(2008, 6, 2), **fields: Any) -> dict[str, Item]:
    asked = {
        "account": kit.ACCOUNT,
        "number": "0041877",
        "drawn": "abroad",
        "currency": "USD",
        "amount": "800",
        **fields,
    }
    own = (kit.account("300.00", currency="USD"), kit.account(id=kit.OTHER))
    return kit.check("cheque.collect", asked, today, accounts=own)


@pytest.mark.parametrize(
    ("today", "drawn", "expected"),
    [
        (date(2008, 6, 2), "abroad", "2008-07-17"),
        (date(2008, 6, 4), "abroad", "2008-07-21"),  # the 45th day is a Saturday
        (date(2008, 6, 2), "home", "2008-06-10"),  # over Dragon Boat, 9 June
        (date(2008, 1, 15), "abroad", "2008-02-29"),
    ],
)
def test_the_receipt_states_risk_fee_bearer_and_day(today: date, drawn: str, expected: str) -> None:
    item = collected(today, drawn=drawn)["cheque.collect.risk"]
    assert item.kind == Kind.DISCLOSURE
    assert kit.days(item) == [expected]
    assert "0041877" in item.slip.zh
    assert "退回" in item.slip.zh
    assert ("由您承担" in item.slip.zh) is (drawn == "abroad")
    assert kit.sums(item) == (["100.00"] if drawn == "abroad" else ["0.00"])


def test_another_currency_is_asked_not_assumed() -> None:
    assert "cheque.collect.currency" not in collected()
    item = collected(account=kit.OTHER)["cheque.collect.currency"]
    assert [choice.key for choice in item.choices] == ["convert", "keep"]
    assert kit.ways(item)["account_3370"].fields["account"] == kit.ACCOUNT
    assert collected(currency="GBP")["cheque.collect.currency"].ways == ()


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"account": kit.CARD}, "account"),
        ({"number": " "}, "number"),
        ({"drawn": "moon"}, "drawn"),
        ({"currency": "JPY", "amount": "10.50"}, "amount"),
    ],
)
def test_bad_fields_of_a_collection_are_named(fields: dict[str, str], named: str) -> None:
    with pytest.raises(Invalid) as refused:
        collected(**fields)
    assert set(refused.value.fields) == {named}


# Case 02013: it came back


def returned(today: date = date(2008, 7, 8), **fields: Any) -> dict[str, Item]:
    asked = {"number": "0041877", "reason": "funds", "fee": "96.50", "papers": "yes", **fields}
    return kit.check("cheque.returned", asked, today, accounts=(kit.account("96.50"),))


def test_the_reason_is_said_before_the_fee() -> None:
    items = returned()
    assert set(items) == {"cheque.returned.reason"}
    item = items["cheque.returned.reason"]
    for said in (item.title, item.say, item.slip):
        assert said.zh.index("余额不足") < said.zh.index("96.50")
        assert said.en.index("short") < said.en.index("96.50")


def test_without_the_papers_nobody_is_charged() -> None:
    assert returned(papers="no")["cheque.returned.papers"].kind == Kind.BLOCK


def test_a_dispute_suspends_the_fee() -> None:
    item = returned(disputed="yes")["cheque.returned.suspended"]
    assert item.kind == Kind.BLOCK
    assert set(kit.ways(item)) == {"case"}
    assert kit.ways(item)["case"].due == "2008-07-09T17:00"
    friday = returned(date(2008, 7, 11), disputed="yes")["cheque.returned.suspended"]
    assert kit.days(friday) == ["2008-07-14"]


def test_who_cannot_come_is_visited_by_two() -> None:
    item = returned(disputed="yes", can_come="no")["cheque.returned.suspended"]
    visit = kit.ways(item)["visit"]
    assert visit.best
    assert "2名员工" in visit.label.zh
    assert "复印件" in visit.promise.zh
    assert not kit.ways(item)["case"].best


@pytest.mark.parametrize(("fee", "short"), [("96.50", False), ("96.51", True), ("0", False)])
def test_the_fee_must_find_its_money(fee: str, short: bool) -> None:
    items = returned(fee=fee, account=kit.ACCOUNT)
    assert ("cheque.returned.short" in items) is short
    assert "cheque.returned.short" not in returned(fee=fee, account=kit.ACCOUNT, disputed="yes")


@pytest.mark.parametrize(
    ("fields", "named"),
    [({"reason": "rain"}, "reason"), ({"fee": "-1"}, "fee"), ({"account": kit.CARD}, "account")],
)
def test_bad_fields_of_a_return_are_named(fields: dict[str, str], named: str) -> None:
    with pytest.raises(Invalid) as refused:
        returned(**fields)
    assert set(refused.value.fields) == {named}


# Case 02009


def bounced(
    amount: str = "18000",
    balance: str = "12500.00",
    *,
    today: date = date(2008, 3, 11),
    mobile: bool = True,
    **fields: Any,
) -> dict[str, Item]:
    asked = {
        "account": kit.ACCOUNT,
        "number": "00920331",
        "payee": "Shunda Paper",
        "amount": amount,
        **fields,
    }
    own = (kit.account(balance, kind="settlement"),)
    return kit.check("cheque.bounced", asked, today, accounts=own, mobile=mobile)


@pytest.mark.parametrize(
    ("amount", "short", "penalty"),
    [
        ("12500.01", "0.01", "1000.00"),
        ("18000", "5500.00", "1000.00"),
        ("20000", "7500.00", "1000.00"),
        ("20000.20", "7500.20", "1000.01"),
        ("30000", "17500.00", "1500.00"),
    ],
)
def test_the_company_hears_what_is_short_and_what_it_may_cost(
    amount: str, short: str, penalty: str
) -> None:
    item = bounced(amount)["cheque.bounced.told"]
    assert item.kind == Kind.DISCLOSURE
    assert kit.sums(item)[2:] == [short, penalty]
    assert "Shunda Paper" in item.say.zh
    assert kit.ways(item)["call"].due == "2008-03-11T16:30"
    assert len(item.choices) == 3


def test_an_overdrawn_account_is_short_by_the_whole_cheque() -> None:
    assert kit.sums(bounced(balance="-40.00")["cheque.bounced.told"])[2] == "18000.00"


def test_what_is_covered_is_no_cheque_without_cover() -> None:
    items = bounced("12500", earlier=4, mobile=False)
    assert set(items) == {"cheque.bounced.covered"}
    assert items["cheque.bounced.covered"].kind == Kind.BLOCK


@pytest.mark.parametrize(("earlier", "again"), [(0, False), (1, True), (3, True)])
def test_at_the_second_one_the_account_manager_goes(earlier: int, again: bool) -> None:
    items = bounced(earlier=earlier)
    assert ("cheque.bounced.again" in items) is again
    if again:
        item = items["cheque.bounced.again"]
        assert kit.days(item) == ["2008-03-14"]
        assert f"第{earlier + 1}张" in item.title.zh
        assert kit.ways(item)["advise"].due == "2008-03-14T17:00"


def test_the_day_of_the_visit_skips_holidays() -> None:
    item = bounced(earlier=1, today=date(2008, 4, 29))["cheque.bounced.again"]
    assert kit.days(item) == ["2008-05-05"], "1 to 3 May off, the Sunday after is worked"


def test_without_a_mobile_one_is_asked_for() -> None:
    assert "cheque.bounced.contact" in bounced(mobile=False)
    assert "cheque.bounced.contact" not in bounced()


@given(cents=st.integers(min_value=1, max_value=10**10))
def test_the_penalty_never_falls_below_its_floor_and_grows_with_the_face(cents: int) -> None:
    face = Decimal(cents) / 100
    (*_, penalty) = kit.sums(bounced(str(face), "0.00")["cheque.bounced.told"])
    (*_, more) = kit.sums(bounced(str(face + 1), "0.00")["cheque.bounced.told"])
    assert Decimal("1000.00") <= Decimal(penalty) <= Decimal(more)


@pytest.mark.parametrize(
    ("fields", "named"),
    [({"earlier": "-1"}, "earlier"), ({"payee": ""}, "payee"), ({"amount": "0"}, "amount")],
)
def test_bad_fields_of_a_bounced_cheque_are_named(fields: dict[str, str], named: str) -> None:
    with pytest.raises(Invalid) as refused:
        bounced(**fields)  # type: ignore[arg-type]
    assert set(refused.value.fields) == {named}


# Tax


def taxed(today: date, amount: str = "12000", **fields: Any) -> dict[str, Item]:
    asked = {"amount": amount, "due_on": "2008-03-14", **fields}
    return kit.check("tax.pay", asked, today, accounts=(kit.account("12000.00"),))


@pytest.mark.parametrize(
    ("today", "more"),
    [
        (date(2008, 3, 13), None),
        (date(2008, 3, 14), None),
        (date(2008, 3, 15), "6.00"),
        (date(2008, 3, 24), "60.00"),
        (date(2018, 3, 14), "21912.00"),
    ],
)
def test_late_tax_costs_five_ten_thousandths_a_day(today: date, more: str | None) -> None:
    items = taxed(today)
    assert ("tax.late" in items) is (more is not None)
    assert ("tax.in_time" in items) is (more is None)
    assert "tax.papers" in items
    if more:
        assert kit.sums(items["tax.late"])[1] == more
        assert items["tax.late"].force == "law"


def test_a_last_day_off_moves_to_the_next_working_day() -> None:
    sunday = "2008-03-16"
    assert kit.days(taxed(date(2008, 3, 17), due_on=sunday)["tax.in_time"]) == ["2008-03-17"]
    assert kit.sums(taxed(date(2008, 3, 18), due_on=sunday)["tax.late"])[1] == "6.00"


@pytest.mark.parametrize(("amount", "short"), [("12000", False), ("12000.01", True)])
def test_what_pays_the_tax_must_be_there(amount: str, short: bool) -> None:
    items = taxed(date(2008, 3, 14), amount, account=kit.ACCOUNT)
    assert ("tax.short" in items) is short
    if short:
        assert "account" not in kit.ways(items["tax.short"])["cash"].fields


def test_bad_fields_of_tax_are_named() -> None:
    with pytest.raises(Invalid) as refused:
        taxed(date(2008, 3, 14), "-1", due_on="soon")
    assert set(refused.value.fields) == {"amount", "due_on"}


# Balance


def balance(who: str = "holder", document: str = "yes") -> dict[str, Item]:
    pocket = kit.account("50.00", id=kit.POCKET, parent_id=kit.ACCOUNT, kind="sweep")
    asked = {"account": kit.ACCOUNT, "who": who, "document": document}
    own = (kit.account("100.00"), pocket)
    return kit.check("balance.query", asked, date(2008, 3, 14), accounts=own)


def test_the_holder_sees_it_with_all_pockets_and_nobody_says_it() -> None:
    item = balance()["balance.shown"]
    assert kit.sums(item) == ["150.00"]
    assert "不念出来" in item.title.zh
    assert "150" not in item.title.zh + (item.say.zh if item.say else "")


@pytest.mark.parametrize(
    ("who", "document", "ways"),
    [
        ("holder", "no", {"pad", "machine", "phone"}),
        ("other", "no", {"phone", "holder"}),
        ("other", "yes", {"phone", "holder"}),
    ],
)
def test_without_identity_or_to_others_it_is_not_told(
    who: str, document: str, ways: set[str]
) -> None:
    items = balance(who, document)
    assert set(items) == {"balance.private"}
    item = items["balance.private"]
    assert item.kind == Kind.BLOCK
    assert set(kit.ways(item)) == ways
    assert item.sums == ()
    assert "100.00" not in str(item.to_json()), "the balance itself stays out of the answer"
    assert sum(way.best for way in item.ways) == 1
