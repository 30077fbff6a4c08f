"""Contact quality, tiers, ages, masks and names: pure decisions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from firstdesk.bank import masking
from firstdesk.bank.glance import CardLine, LossLine, Part, position, unblocked_after
from firstdesk.bank.names import search_words
from firstdesk.bank.phones import Unfit, normal_email, normal_landline, normal_mobile, normal_post
from firstdesk.bank.rules import Point, age_on, contact_quality, tier_name
from firstdesk.core.money import Money
from firstdesk.core.text import Text


def point(kind: str, quality: str = "verified") -> Point:
    return Point(kind, "-", quality)


@pytest.mark.parametrize(
    ("points", "codes", "sms", "call"),
    [
        ([point("mobile")], [], True, True),
        ([point("landline")], ["landline_only"], False, True),
        ([point("email")], ["no_mobile"], False, False),
        ([], ["unreachable", "no_mobile"], False, False),
        ([point("mobile", "failed")], ["unreachable", "mobile_failed"], False, False),
        ([point("mobile", "failed"), point("landline")], ["mobile_failed"], False, True),
        ([point("mobile", "unverified")], ["mobile_unverified"], True, True),
        ([point("mobile", "failed"), point("mobile")], [], True, True),
        ([point("mobile", "failed"), point("mobile", "unverified")], ["mobile_unverified"], 1, 1),
        ([point("mobile"), point("post", "failed")], ["post_failed"], True, True),
        ([point("mobile"), point("post", "failed"), point("post")], [], True, True),
    ],
)
def test_what_reaches_a_customer(
    points: list[Point], codes: list[str], sms: bool, call: bool
) -> None:
    found = contact_quality(points)
    assert [one.code for one in found.consequences] == codes
    assert (found.sms, found.call) == (sms, call)


def test_a_landline_says_what_follows_in_both_languages() -> None:
    (one,) = contact_quality([point("landline")]).consequences
    assert one.what.zh == "无手机号，短信送不到"
    assert "text message" in one.what.en
    assert one.fix.zh


def test_tiers_have_names() -> None:
    assert tier_name("vip2").zh == "贵宾二级"
    assert tier_name("gold") == Text(zh="gold", en="gold")


@pytest.mark.parametrize(
    ("on", "age"),
    [(date(2007, 3, 11), 57), (date(2007, 3, 12), 58), (date(2007, 12, 4), 58)],
)
def test_age_is_in_full_years(on: date, age: int) -> None:
    assert age_on(date(1949, 3, 12), on) == age
    assert age_on(None, on) is None


def test_a_birthday_on_a_leap_day() -> None:
    born = date(2000, 2, 29)
    assert age_on(born, date(2025, 2, 28)) == 24
    assert age_on(born, date(2025, 3, 1)) == 25


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (masking.mask_mobile, "13812341234", "138****1234"),
        (masking.mask_mobile, "+85291234567", "852****4567"),
        (masking.mask_mobile, "12345", "****"),
        (masking.mask_id, "990000194903121239", "****1239"),
        (masking.mask_id, "A1", "****"),
        (masking.mask_id, "", ""),
        (masking.mask_number, "9999990000003370", "**** 3370"),
        (masking.mask_number, "3370", "****"),
        (masking.mask_landline, "028-80123456", "028-****456"),
        (masking.mask_landline, "80123456", "****456"),
        (masking.mask_email, "zhang@example.com", "z****@example.com"),
        (masking.mask_post, "澄江市滨江区柳岸路12号", "澄江市滨江区****"),
        (masking.mask_post, "柳岸路1号", "****"),
        (masking.mask_name, "张文澜", "张*澜"),
        (masking.mask_name, "林晓", "林*"),
        (masking.mask_name, "欧阳文澜", "欧**澜"),
        (masking.mask_name, "Zhang Wenlan", "Zhang W."),
    ],
)
def test_masks(mask: object, value: str, shown: str) -> None:
    assert callable(mask)
    assert mask(value) == shown


def test_an_unknown_kind_of_contact_is_hidden_altogether() -> None:
    assert masking.mask_contact("pigeon", "13812341234") == "****"


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("13800001234", "13800001234"),
        ("+86 138-0000-1234", "13800001234"),
        ("0086 13800001234", "13800001234"),
        ("+852 9123 4567", "+85291234567"),
    ],
)
def test_mobile_numbers_take_one_form(given: str, normal: str) -> None:
    assert normal_mobile(given) == normal


@pytest.mark.parametrize("given", ["", "12000001234", "138000012345", "0571-88012345", "80123456"])
def test_what_is_no_mobile_number(given: str) -> None:
    with pytest.raises(Unfit):
        normal_mobile(given)


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("(028) 8012 3456", "028-80123456"),
        ("010-88012345", "010-88012345"),
        ("0571 8801234", "0571-8801234"),
        ("80123456", "80123456"),
        ("028-80123456转801", "028-80123456x801"),
        ("+86 28 8012 3456", None),
    ],
)
def test_landlines_take_one_form(given: str, normal: str | None) -> None:
    if normal is None:
        with pytest.raises(Unfit):
            normal_landline(given)
    else:
        assert normal_landline(given) == normal


def test_addresses_take_one_form() -> None:
    assert normal_email(" Zhang@Example.COM ") == "Zhang@example.com"
    assert normal_post(" 澄江市  柳岸路12号 ") == "澄江市 柳岸路12号"


def test_names_are_cut_into_characters_and_words() -> None:
    assert search_words("张文澜", "Zhang Wen-lan") == ["张", "文", "澜", "zhang", "wen", "lan"]
    assert search_words("ＡＢＣ商贸", "") == ["abc", "商", "贸"]
    assert search_words("𠮷野", "O'Neil") == ["𠮷", "野", "o'neil"]


def part(balance: str, currency: str = "CNY", *, main: bool = False) -> Part:
    money = Money(Decimal(balance), currency)
    return Part("id", "demand", Text(zh="活期", en="Demand"), "**** 1", money, "open", main)


def test_the_total_comes_first_and_currencies_do_not_mix() -> None:
    """Case 02017: 150,000 = reserve 10,000 + notice pocket 140,000."""
    found = position([part("10000", main=True), part("140000"), part("12.50", "USD")])
    assert str(found.total) == "CNY 150,000.00"
    assert [str(other) for other in found.others] == ["USD 12.50"]
    assert found.main.main


def card(key: str, status: str = "active") -> CardLine:
    return CardLine(key, "a", "debit", key, (), status, None, None, None, Money.zero())


def test_after_a_loss_the_other_working_cards_are_listed() -> None:
    """Case 01005."""
    from firstdesk.core import clock

    cards = (card("1"), card("2"), card("3", "stopped"), card("4", "lost"))
    loss = LossLine("l", "1", "1", clock.now(), "phone", False)
    assert [c.id for c in unblocked_after([loss], cards)] == ["2"]
    assert unblocked_after([], cards) == ()
