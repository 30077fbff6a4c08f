"""A card for who pays into another's: the question, the terms, the costs, who referred him."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from firstdesk.core.calendars import add_working_days
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Working
from firstdesk.guidance.catalogue.cards import ApplyForCard, PayIntoCard
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both
from firstdesk.products import card_costs, card_payoff

QUIET, YOUNG, APPLY = "card.offer.quiet", "card.young.terms", "card.young.application"
USUAL, RATE = "card.cash_advance.fee", "card.overdraft.rate"


@rule(PayIntoCard, policies=[QUIET, YOUNG, APPLY], cases=["02008"])
def has_he_one_himself(op: PayIntoCard, facts: Facts) -> Iterator[Item]:
    """Who pays into another's card is asked once, in a quiet hall, whether he has his own."""
    if op.payer == "holder":
        return
    quiet = facts.ruling(QUIET)
    if facts.waiting >= quiet.integer("waiting_below"):
        return
    young, terms = facts.ruling(YOUNG), facts.ruling(APPLY)
    yield Item(
        key="card.pay_in.own_card",
        kind=Kind.OPPORTUNITY,
        title=both(
            "问一句：您自己有卡吗？{a}到{b}岁有青年卡。",
            "Ask once: has he a card of his own? There is one for ages {a} to {b}.",
            a=young.integer("from_age"),
            b=young.integer("to_age"),
        ),
        detail=Text(
            zh=f"{terms.text.zh}{young.text.zh}只问一次，不请他帮忙完成任务。",
            en=f"{terms.text.en} {young.text.en} Ask once; he is not asked to help with a target.",
        ),
        say=quiet.wording,
        ways=(
            Way(
                "apply",
                Text(
                    zh="他想办：换成他本人的接待，再申请",
                    en="He would: open his own visit, then apply",
                ),
            ),
        ),
        policies=(quiet, young, terms),
    )


@rule(ApplyForCard, policies=[YOUNG, APPLY], cases=["02008"])
def fits_the_terms(op: ApplyForCard, facts: Facts) -> Iterator[Item]:
    """A card for the young is for those of its age, degree and year; others hear of another."""
    if op.product != "young":
        return
    young, terms = facts.ruling(YOUNG), facts.ruling(APPLY)
    low, high = young.integer("from_age"), young.integer("to_age")
    age = facts.customer.age(facts.today)
    wrong: list[Text] = []
    missing: list[Text] = []
    if age is None:
        missing.append(Text(zh="出生日期", en="date of birth"))
    elif not low <= age <= high:
        wrong.append(
            both("他{n}岁，要{a}到{b}岁", "he is {n}; ages {a} to {b}", n=age, a=low, b=high)
        )
    if terms.flag("degree") and op.degree != "yes":
        (wrong if op.degree == "no" else missing).append(Text(zh="大专以上学历", en="a degree"))
    since = date.fromisoformat(terms.string("graduated_from")).year
    if op.graduated is None:
        missing.append(Text(zh="毕业年份", en="year of graduation"))
    elif op.graduated < since:
        wrong.append(both("要{y}年起毕业", "graduated from {y} on", y=since))
    if wrong:
        yield _other_card(op, facts, wrong, low, age)
    elif missing:
        yield Item(
            key="card.apply.missing",
            kind=Kind.BLOCK,
            title=Text(
                zh=f"先补上：{'、'.join(t.zh for t in missing)}。",
                en=f"First complete: {', '.join(t.en for t in missing)}.",
            ),
            policies=(young, terms),
        )
    else:
        yield Item(
            key="card.apply.fits",
            kind=Kind.CHECKED,
            title=Text(
                zh="年龄、学历、毕业年份都合条件", en="Age, degree and year of graduation fit"
            ),
            policies=(young, terms),
        )


def _other_card(
    op: ApplyForCard, facts: Facts, wrong: list[Text], low: int, age: int | None
) -> Item:
    grown = age is None or age >= low
    return Item(
        key="card.apply.terms",
        kind=Kind.BLOCK,
        title=Text(
            zh=f"青年卡办不了：{'；'.join(t.zh for t in wrong)}。",
            en=f"Not this card: {'; '.join(t.en for t in wrong)}.",
        ),
        ways=(
            Way(
                "standard",
                Text(zh="可以申请普通卡", en="An ordinary card"),
                operation=ApplyForCard.key,
                fields={"product": "standard", "referrer": op.referrer},
                best=True,
            ),
        )
        if grown
        else (),
        policies=(facts.ruling(YOUNG), facts.ruling(APPLY)),
    )


@rule(ApplyForCard, policies=[YOUNG, APPLY, USUAL, RATE], cases=["02008"])
def costs_before_signing(op: ApplyForCard, facts: Facts) -> Iterator[Item]:
    """Before a card is signed for, its fees and the interest on cash from day one are told."""
    young, usual, rate = facts.ruling(YOUNG), facts.ruling(USUAL), facts.ruling(RATE)
    terms = facts.ruling(APPLY)
    mine, daily = young if op.product == "young" else usual, rate.decimal("percent")
    fee_zh, fee_en = _fee_words(op, facts)
    sums, working = _worked(op, facts)
    yield Item(
        key="card.apply.costs",
        kind=Kind.DISCLOSURE,
        title=Text(
            zh=f"取现{fee_zh}，当天起每天{daily}%的利息，没有免息期。",
            en=f"Cash costs {fee_en}, and {daily} % a day from the first day; no free days.",
        ),
        detail=mine.text,
        say=mine.wording,
        sums_title=both("取{a}", "Drawing {a}", a=Money(op.cash)) if op.cash else None,
        sums=sums,
        working=working,
        policies=(mine, rate),
    )
    if op.product == "young":
        yield Item(
            key="card.apply.annual",
            kind=Kind.DISCLOSURE,
            title=both("年费每年{f}。", "The yearly fee is {f}.", f=terms.money("annual_fee")),
            say=terms.wording,
            policies=(terms,),
        )
    yield Item(
        key="card.apply.papers",
        kind=Kind.REQUIREMENT,
        title=Text(
            zh="要：本人身份证。问清工作和收入，额度按还得起的来。",
            en="Needed: his identity card. Ask work and income; the limit is what he can pay back.",
        ),
    )


def _fee_words(op: ApplyForCard, facts: Facts) -> tuple[str, str]:
    if op.product == "young":
        fee = facts.ruling(YOUNG).money("fee")
        return f"每笔{fee.format()}", f"{fee.format('en')} a draw"
    rules = facts.ruling(USUAL)
    least, percent = rules.money("minimum"), rules.decimal("percent")
    return (
        f"收{percent}%、最低{least.format()}",
        f"{percent} %, at least {least.format('en')}",
    )


def _worked(op: ApplyForCard, facts: Facts) -> tuple[tuple[Sum, ...], Working | None]:
    """The sum he has in mind, by either tariff, with a day's interest."""
    if op.cash is None:
        return (), None
    young, usual, amount = facts.ruling(YOUNG), facts.ruling(USUAL), Money(op.cash)
    fees = card_payoff.advance_fees(
        amount, young.money("fee"), usual.decimal("percent"), minimum=usual.money("minimum")
    )
    interest = card_costs.late_cost(
        [(facts.today, amount)],
        facts.today + timedelta(days=1),
        daily_percent=facts.ruling(RATE).decimal("percent"),
        minimum_payment=Money.zero(),
        fee_percent=Decimal(0),
    )
    sums = (
        Sum(Text(zh="青年卡手续费", en="Fee, card for the young"), fees.flat),
        Sum(Text(zh="普通卡手续费", en="Fee, ordinary card"), fees.by_percent.amount),
        Sum(Text(zh="每天利息", en="Interest a day"), interest.interest, "warn"),
    )
    return sums, Working((*fees.working.lines, *interest.working.lines))


@rule(ApplyForCard, cases=["02008"])
def who_referred_him(op: ApplyForCard, facts: Facts) -> Iterator[Item]:
    """A referrer is linked to the application and thanked; what becomes of the card counts."""
    if op.referrer is None:
        return
    thanks = add_working_days(facts.calendar, facts.today, 1)
    yield Item(
        key="card.apply.referrer",
        kind=Kind.CONSEQUENCE,
        title=both("介绍人{r}已记在申请上。", "{r} is linked to the application.", r=op.referrer),
        detail=Text(
            zh="以后不用、销掉的卡也算在这次介绍里。",
            en="Cards not used or closed later count against the same referral.",
        ),
        ways=(
            Way(
                "thanks",
                both("{d}向介绍人道谢", "Thank the referrer on {d}", d=thanks),
                promise=both("向介绍人{r}道谢", "Thank {r} for the referral", r=op.referrer),
                due=f"{thanks.isoformat()}T10:00",
                best=True,
            ),
        ),
    )
