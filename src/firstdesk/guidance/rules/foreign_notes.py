"""Foreign notes: how much of a day, from which account, and looked for before they are booked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Working
from firstdesk.guidance.catalogue._kinds import CASH
from firstdesk.guidance.catalogue.foreign import NAMES, DrawForeignCash, Exchange
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.foreign import (
    PRICES,
    again,
    day_of,
    foreign_sum,
    newest,
    no_rate,
    price,
)
from firstdesk.guidance.say import both
from firstdesk.products import fx

CEILING, DOLLAR = "fx.cash.ceiling", "USD"
_SHORT = Text(zh="差", en="Short")


@rule(Exchange, DrawForeignCash, policies=[CEILING], cases=["02021"])
def ceiling_of_notes(op: Exchange | DrawForeignCash, facts: Facts) -> Iterator[Item]:
    """Foreign notes of a day have a ceiling, told in the currency at the day's rates."""
    if isinstance(op, Exchange) and op.form != "cash":
        return
    ruling = facts.ruling(CEILING)
    limit, wanted = ruling.money("usd", DOLLAR), foreign_sum(op.amount, op.currency)
    most = _most(op, facts, limit)
    if most is None:
        unknown = DOLLAR if newest(facts, op.currency) else op.currency
        if unknown == DOLLAR or isinstance(op, DrawForeignCash):
            yield no_rate(unknown)
        return
    over = most.over(wanted)
    shown = Sum(Text(zh="一天最多", en="At most a day"), most.amount)
    if not over.amount:
        yield Item(
            key="fx.ceiling",
            kind=Kind.CHECKED,
            title=both(
                "现钞一天最多{m}（等值{u}），没有超过",
                "Notes: at most {m} a day, worth {u}; within it",
                m=most.amount,
                u=limit,
            ),
            sums=(shown,),
            working=most.working,
            policies=(ruling,),
        )
        return
    yield Item(
        key="fx.ceiling.over",
        kind=Kind.BLOCK,
        title=both(
            "现钞一天最多{m}，超出{o}要走别的路。",
            "At most {m} in notes a day; {o} above it take another way.",
            m=most.amount,
            o=over,
        ),
        detail=ruling.text,
        sums=(shown, Sum(Text(zh="超出", en="Above"), over, "warn", total=True)),
        working=most.working,
        ways=_over_ways(op, most, over),
        policies=(ruling,),
    )


def _most(op: Exchange | DrawForeignCash, facts: Facts, limit: Money) -> fx.Ceiling | None:
    if op.currency == limit.currency:
        return fx.Ceiling(limit, Working(()))
    own, dollar = newest(facts, op.currency), newest(facts, DOLLAR)
    if own is None or dollar is None:
        return None
    direction = op.direction if isinstance(op, Exchange) else "buy"
    side, _ = PRICES[direction]["cash"]
    return fx.ceiling(limit, price(dollar, side), price(own, side))


def _over_ways(op: Exchange | DrawForeignCash, most: fx.Ceiling, over: Money) -> tuple[Way, ...]:
    part = Way(
        "up_to",
        both("现钞办{m}", "Notes for {m}", m=most.amount),
        both("其余{o}汇款", "The other {o} by remittance", o=over),
        operation=op.key,
        fields=again(op, amount=str(most.amount.amount)),
        best=True,
    )
    papers = Way(
        "papers",
        Text(zh="带证明材料，按超限额办", en="Supporting documents for the larger sum"),
        Text(zh="学费通知、签证等，您先看齐不齐", en="Fee notice, visa; you look through them"),
    )
    return (part, papers)


@rule(DrawForeignCash, cases=["02021"])
def account_holds_it(op: DrawForeignCash, facts: Facts) -> Iterator[Item]:
    """Notes are drawn from an account that holds the currency; what is missing is bought first."""
    balance, name = facts.account(op.account).balance, NAMES[op.currency]
    wanted, none = foreign_sum(op.amount, op.currency), Money.zero(op.currency)
    same = balance.currency == op.currency
    held = max(balance, none) if same else none
    if wanted <= held:
        return
    short = wanted - held
    yield Item(
        key="fx.cash.short" if same else "fx.cash.source",
        kind=Kind.BLOCK,
        title=both("账上{c}不够，差{s}。", "The {c} are {s} short.", c=name, s=short)
        if same
        else both(
            "这个账户里没有{c}，要先用人民币买。",
            "There are no {c} on this account: they have to be bought first.",
            c=name,
        ),
        detail=Text(
            zh="取自己的外币和用人民币买，规定不同，先问清。",
            en="Drawing one's own and buying with yuan follow different rules: ask first.",
        ),
        say=both(
            "您是取账上的{c}，还是用人民币买？买的话今天先换好，再取现钞。",
            "Do you draw {c} that you hold, or buy them? If you buy, we exchange first.",
            c=name,
        ),
        sums=(Sum(Text(zh="余额", en="Balance"), balance), Sum(_SHORT, short, "bad", total=True)),
        ways=tuple(_sources(op, facts, held, short)),
    )


def _sources(op: DrawForeignCash, facts: Facts, held: Money, short: Money) -> Iterator[Way]:
    bought = {"direction": "buy", "currency": op.currency, "form": "cash"}
    yield Way(
        "exchange",
        both("今天先买{s}", "Buy {s} today", s=short),
        operation=Exchange.key,
        fields=bought | {"amount": str(short.amount)},
        best=True,
    )
    for one in facts.accounts:
        enough = one.balance.currency == op.currency and one.balance.amount >= op.amount
        if enough and one.id != op.account and one.kind in CASH and one.status == "open":
            yield Way(
                f"account_{one.tail}",
                both("从尾号{t}取", "From account {t}", t=one.tail),
                operation=op.key,
                fields=again(op, account=one.id),
            )
    if held.amount:
        less = again(op, amount=str(held.amount))
        yield Way("less", both("取{b}", "Draw {b}", b=held), operation=op.key, fields=less)


@rule(DrawForeignCash, policies=[CEILING], cases=["02021"], force="guideline")
def looked_for_then_booked(op: DrawForeignCash, facts: Facts) -> Iterator[Item]:
    """Foreign notes are booked ahead; an urgent need is first looked for here and nearby."""
    ruling, day = facts.ruling(CEILING), day_of(op.on, facts)
    ready = facts.today + timedelta(days=ruling.integer("booking_days"))
    if day >= ready:
        return
    amount = Money(op.amount, op.currency)
    yield Item(
        key="fx.cash.booking",
        kind=Kind.BLOCK,
        title=both(
            "别说没有：先查库存，有就当天取；没有订{d}。",
            "Do not say no: look for stock first, paid today if there is; else booked for {d}.",
            d=ready,
        ),
        detail=ruling.text,
        say=ruling.wording,
        days=(Day(Text(zh="预约最早", en="Booked from"), ready, "ok"),),
        ways=(
            Way(
                "stock",
                Text(zh="查本网点、大库、邻近网点，有就留住", en="Look here, in the vault, nearby"),
                Text(zh="留住了，写明原因就能办", en="Once held, go on with the reason"),
                best=True,
            ),
            Way(
                "book",
                both("订{d}来取", "Book it for {d}", d=ready),
                promise=both("备好{a}现钞，本人来取", "Have {a} in notes ready", a=amount),
                due=f"{ready.isoformat()}T10:00",
            ),
            Way("remit", Text(zh="急用就汇款过去", en="A remittance, if it is urgent")),
        ),
        policies=(ruling,),
    )
