"""Paying into another's card, and applying for one's own (02008)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstdesk.core.errors import Invalid, PolicyGap
from firstdesk.guidance.items import Kind
from tests.guidance import kit

NOON = date(2008, 5, 15)


def pay_in(
    amount: str = "1000.00", payer: str = "other", balance: str = "-3000.00", **world: Any
) -> Any:
    return kit.check(
        "card.pay_in",
        {"card": kit.CARD, "amount": amount, "payer": payer},
        NOON,
        accounts=(kit.account(balance, id=kit.CREDIT, kind="credit"), kit.account("50.00")),
        cards=(kit.credit_card(),),
        **world,
    )


@pytest.mark.parametrize(("waiting", "asked"), [(0, True), (4, True), (5, False), (30, False)])
def test_one_question_only_while_it_is_quiet(waiting: int, asked: bool) -> None:
    assert ("card.pay_in.own_card" in pay_in(waiting=waiting)) is asked


def test_the_offer_is_an_offer_with_its_terms() -> None:
    item = pay_in()["card.pay_in.own_card"]
    assert item.kind == Kind.OPPORTUNITY
    assert "18到30岁" in item.title.zh
    assert item.detail is not None
    assert "利息" in item.detail.zh
    assert "card.pay_in.own_card" not in pay_in(payer="holder")


@pytest.mark.parametrize(
    ("refused", "asked"), [(NOON, False), (date(2008, 2, 16), False), (date(2008, 2, 15), True)]
)
def test_refused_it_rests_for_ninety_days(refused: date, asked: bool) -> None:
    items = pay_in(refused={"card.pay_in.own_card": refused})
    assert ("card.pay_in.own_card" in items) is asked


def test_another_learns_neither_debt_nor_balance() -> None:
    items = pay_in()
    assert "card.pay_in.private" in items
    assert "card.pay_in.debt" not in items
    assert not any("3,000" in i.title.zh or "2,000" in i.title.zh for i in items.values())
    assert "card.pay_in.debt" in pay_in(payer="holder")


@pytest.mark.parametrize(("amount", "told"), [("3000.00", False), ("3000.01", True)])
def test_too_much_is_told_without_figures_of_the_card(amount: str, told: bool) -> None:
    items = pay_in(amount)
    assert ("card.pay_in.fee" in items) is told
    if told:
        item = items["card.pay_in.fee"]
        assert item.kind == Kind.DISCLOSURE
        assert item.sums == ()
        assert item.ways == ()
        assert "0.5%" in item.title.zh


def apply(born: date | None = date(1985, 5, 15), today: date = NOON, **fields: Any) -> Any:
    raw = {"product": "young", "degree": "yes", "graduated": 2007, **fields}
    return kit.check("card.apply", raw, today, born_on=born)


@pytest.mark.parametrize(
    ("born", "key"),
    [
        (date(1990, 5, 15), "card.apply.fits"),  # eighteen today
        (date(1990, 5, 16), "card.apply.terms"),
        (date(1977, 5, 16), "card.apply.fits"),  # thirty, thirty-one tomorrow
        (date(1977, 5, 15), "card.apply.terms"),
        (None, "card.apply.missing"),
    ],
)
def test_the_age_decides_by_the_day(born: date | None, key: str) -> None:
    items = apply(born)
    assert key in items
    assert len({"card.apply.fits", "card.apply.terms", "card.apply.missing"} & set(items)) == 1


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"graduated": 2004}, "card.apply.fits"),
        ({"graduated": 2003}, "card.apply.terms"),
        ({"graduated": None}, "card.apply.missing"),
        ({"degree": "no"}, "card.apply.terms"),
        ({"degree": None}, "card.apply.missing"),
    ],
)
def test_degree_and_year_decide(fields: dict[str, Any], key: str) -> None:
    item = apply(**fields)[key]
    assert (item.kind == Kind.BLOCK) is (key != "card.apply.fits")


def test_too_old_for_this_card_hears_of_another_and_a_child_does_not() -> None:
    old = apply(date(1960, 1, 1), referrer="小赵")["card.apply.terms"]
    assert old.ways[0].fields == {"product": "standard", "referrer": "小赵"}
    assert apply(date(1995, 1, 1))["card.apply.terms"].ways == ()


def test_the_costs_are_told_before_signing() -> None:
    items = apply(cash="500.00")
    costs = items["card.apply.costs"]
    assert costs.kind == Kind.DISCLOSURE
    assert kit.sums(costs) == ["5.00", "10.00", "0.25"]
    assert "没有免息期" in costs.title.zh
    assert items["card.apply.annual"].kind == Kind.DISCLOSURE
    assert apply()["card.apply.costs"].sums == ()


@pytest.mark.parametrize(
    ("cash", "usual"), [("200", "10.00"), ("1000", "10.00"), ("5000", "50.00")]
)
def test_flat_against_one_per_cent_with_its_floor(cash: str, usual: str) -> None:
    assert kit.sums(apply(cash=cash)["card.apply.costs"])[:2] == ["5.00", usual]


def test_the_ordinary_card_asks_for_no_age_and_has_no_yearly_fee_here() -> None:
    items = apply(date(1950, 1, 1), product="standard", degree=None, graduated=None)
    assert set(items) == {"card.apply.costs", "card.apply.papers"}
    assert "1%" in items["card.apply.costs"].title.zh


def test_the_referrer_is_linked_and_thanked() -> None:
    item = apply(referrer="程先生")["card.apply.referrer"]
    assert "程先生" in item.title.zh
    assert item.ways[0].due == "2008-05-16T10:00"
    friday = apply(today=date(2008, 5, 16), referrer="程先生")["card.apply.referrer"]
    assert friday.ways[0].due == "2008-05-19T10:00"
    assert "card.apply.referrer" not in apply()


@pytest.mark.parametrize(
    ("field", "value"), [("product", "gold"), ("graduated", "1900"), ("cash", "0"), ("degree", "?")]
)
def test_bad_input_is_named(field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        apply(**{field: value})
    assert set(refused.value.fields) == {field}


def test_before_the_card_existed_nothing_is_guessed() -> None:
    with pytest.raises(PolicyGap):
        apply(today=date(2005, 12, 31))
