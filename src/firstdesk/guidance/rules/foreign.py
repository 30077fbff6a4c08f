"""Foreign money: whether it can be exchanged here and today, and at which price."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from firstdesk.core.clock import local
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.foreign import NAMES, Exchange
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.market import InternalFacts, QuoteFacts
from firstdesk.guidance.operations import Operation
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both
from firstdesk.products import fx
from firstdesk.products.inputs import in_order, refuse

IDLE, REOPEN, MOVEMENT = "fx.internal_account.idle", "fx.reactivation", "fx.rate.movement"
WEEKEND, CEILING, DOLLAR = "fx.weekend", "fx.cash.ceiling", "USD"
MOST_BRANCHES = 3
CASH_BUY = ("cash_buy", Text(zh="现钞买入价", en="the cash buying rate"))
SPOT_BUY = ("remittance_buy", Text(zh="现汇买入价", en="the remittance buying rate"))
CASH_SELL = ("sell", Text(zh="现钞卖出价", en="the selling rate for notes"))
SPOT_SELL = ("sell", Text(zh="现汇卖出价", en="the selling rate for transfers"))
PRICES = {
    "sell": {"cash": CASH_BUY, "remittance": SPOT_BUY},
    "buy": {"cash": CASH_SELL, "remittance": SPOT_SELL},
}
"""Direction and form to the board's price, and what people call it."""


def day_of(on: date | None, facts: Facts) -> date:
    """The day meant: today when none is given.

    Raises:
        Invalid: it has passed.
    """
    in_order(facts.today, on or facts.today, "on")
    return on or facts.today


def again(op: Operation, **changes: str | None) -> dict[str, Any]:
    """The fields of an operation with changes, for a way that starts it; empty ones left out."""
    return {name: value for name, value in (op.raw() | changes).items() if value is not None}


def foreign_sum(amount: Decimal, currency: str) -> Money:
    """A sum of foreign money.

    Raises:
        Invalid: it has more decimals than the currency.
    """
    found = Money(amount, currency)
    if found.is_cent_exact:
        return found
    raise refuse("amount", f"{currency}没有这么小的单位。", f"{currency} has no unit that small.")


def newest(facts: Facts, currency: str) -> QuoteFacts | None:
    """The newest line of the board for a currency, if there is one."""
    found = [one for one in facts.market.quotes if one.currency == currency]
    return max(found, key=lambda one: one.quoted_at, default=None)


def price(quote: QuoteFacts, side: str) -> fx.Price:
    """One of a line's prices, with its unit."""
    return fx.Price(quote.currency, quote.unit, getattr(quote, side))


def _idle(account: InternalFacts, facts: Facts) -> fx.IdleClosing:
    ruling, name = facts.ruling(IDLE), account.currency.lower()
    months = ruling.integer(name if name in ruling.value else "other")
    return fx.idle_closing(account.last_entry_on, months, ruling.integer("warn_days"))


def _active(account: InternalFacts, facts: Facts) -> bool:
    closed = account.closed_on is not None and account.closed_on <= facts.today
    return not closed and facts.today < _idle(account, facts).closes_on


@rule(Exchange, policies=[IDLE, REOPEN], cases=["02024"])
def account_is_open(op: Exchange, facts: Facts) -> Iterator[Item]:
    """Before any yes: the branch's own account in the currency must be open."""
    here = [a for a in facts.market.internal if a.branch_code == facts.branch_code]
    found = next((a for a in here if a.currency == op.currency), None)
    if not here:
        yield Item(
            key="fx.account.unknown",
            kind=Kind.REQUIREMENT,
            title=both(
                "还不知道这里的{c}账户能不能用，先查清楚再答复客户。",
                "Whether {c} can be done here is not known: find out before saying yes.",
                c=NAMES[op.currency],
            ),
            ways=_branches(op, facts),
            tone="warn",
        )
    elif found is None or not _active(found, facts):
        yield _not_now(op, facts, found)
    else:
        closing = _idle(found, facts)
        if closing.warn_on <= facts.today:
            yield _closes_soon(op, facts, closing)


def _not_now(op: Exchange, facts: Facts, found: InternalFacts | None) -> Item:
    idle, ruling = facts.ruling(IDLE), facts.ruling(REOPEN)
    minutes = ruling.integer("usual")
    since = () if found is None else (found.closed_on or _idle(found, facts).closes_on,)
    reopen = Way(
        "reactivate",
        both("申请重开，通常{n}分钟", "Have it reactivated: usually {n} minutes", n=minutes),
        both(
            "您来跟，{n}分钟没有进展就往上报",
            "You follow it; {n} minutes without progress are escalated",
            n=ruling.integer("escalate"),
        ),
        promise=both(
            "{c}账户重开，开好马上电话告诉您，办不成也告诉您",
            "Have the {c} account reactivated and call as soon as it is open, or if it cannot be",
            c=NAMES[op.currency],
        ),
        due=f"{facts.today.isoformat()}T{ruling.string('answer_by')}",
    )
    online = Way(
        "electronic",
        Text(zh="用电子渠道换", en="Exchange it electronically"),
        Text(zh="现在就能办，我教您怎么用", en="It can be done now; we show him how"),
        best=True,
    )
    return Item(
        key="fx.account.closed",
        kind=Kind.BLOCK,
        title=both(
            "{c}现在办不了：账户要重新激活，通常{n}分钟。",
            "Not available now: the account in {c} must be reactivated, usually {n} minutes.",
            c=NAMES[op.currency],
            n=minutes,
        ),
        detail=ruling.text if found else Text(zh="本网点没有这个账户。", en="There is none here."),
        say=ruling.wording,
        days=tuple(Day(Text(zh="停用", en="Closed"), one, "bad") for one in since),
        ways=(online, *_branches(op, facts), reopen),
        policies=(idle, ruling),
    )


def _branches(op: Exchange, facts: Facts) -> tuple[Way, ...]:
    """Other branches whose account is open; facts do not hold how far they are."""
    others = [
        one
        for one in facts.market.internal
        if one.currency == op.currency
        and one.branch_code != facts.branch_code
        and _active(one, facts)
    ]
    return tuple(
        Way(
            f"branch_{one.branch_code}",
            both("去{b}，那里今天能办", "At {b}: it can be done there today", b=one.branch),
            Text(zh="先打电话说好，客户不用再问", en="We ring first; he need not ask again"),
        )
        for one in others[:MOST_BRANCHES]
    )


def _closes_soon(op: Exchange, facts: Facts, closing: fx.IdleClosing) -> Item:
    return Item(
        key="fx.account.closing",
        kind=Kind.CONSEQUENCE,
        title=both(
            "今天能办。再没有发生额，{c}账户{d}自动关闭：请网点负责人说明理由续期。",
            "It can be done today. Without an entry the {c} account closes on {d}: the branch"
            " manager renews it with a reason.",
            c=NAMES[op.currency],
            d=closing.closes_on,
        ),
        days=(Day(Text(zh="自动关闭", en="Closes"), closing.closes_on, "warn"),),
        working=closing.working,
        policies=(facts.ruling(IDLE),),
        tone="warn",
    )


@rule(Exchange, policies=[WEEKEND], cases=["02021"])
def traded_that_day(op: Exchange, facts: Facts) -> Iterator[Item]:
    """At weekends only some currencies are exchanged; the others need another day or way."""
    day, ruling = day_of(op.on, facts), facts.ruling(WEEKEND)
    weekend = fx.codes(ruling.value)
    if fx.tradable(op.currency, day, weekend):
        return
    after = fx.next_tradable(op.currency, day, weekend)
    yield Item(
        key="fx.weekend",
        kind=Kind.BLOCK,
        title=both(
            "{d}是周末，人民币不能和{c}兑换。",
            "{d} is at a weekend: yuan and {c} are not exchanged.",
            d=day,
            c=NAMES[op.currency],
        ),
        detail=ruling.text,
        say=ruling.wording if op.direction == "buy" else None,
        days=(Day(Text(zh="最早能换", en="Exchanged from"), after, "ok"),),
        ways=tuple(_weekend_ways(op, facts, day, weekend)),
        policies=(ruling,),
    )


def _weekend_ways(op: Exchange, facts: Facts, day: date, weekend: frozenset[str]) -> Iterator[Way]:
    name, after = NAMES[op.currency], fx.next_tradable(op.currency, day, weekend)
    today = fx.tradable(op.currency, facts.today, weekend)
    notes = op.direction == "buy" and op.form == "cash"
    if today:
        yield Way(
            "today",
            both("今天先换好{c}，{d}只取现钞", "Exchange today, collect on {d}", c=name, d=day)
            if notes
            else both("今天就换{c}", "Exchange {c} today", c=name),
            Text(zh="取现钞周末也能办", en="Notes are paid at weekends, too") if notes else None,
            operation=op.key,
            fields=again(op, on=facts.today.isoformat()),
            best=True,
        )
    if notes and DOLLAR in weekend:
        yield Way(
            "dollars",
            both("{d}改取美元", "Take US dollars on {d}", d=day),
            Text(zh="金额按美元另填", en="Give the sum in dollars"),
            operation=op.key,
            fields=again(op, currency=DOLLAR, amount=None, on=day.isoformat()),
        )
    if op.direction == "buy":
        yield Way(
            "remit",
            Text(zh="汇款过去，不带现钞", en="Remit it, without notes"),
            Text(zh="今天换好，今天汇出", en="Exchanged and sent today")
            if today
            else both("{d}换好就汇出", "Sent on {d}, once exchanged", d=after),
        )
    yield Way(
        "working_day",
        both("{d}再换", "Exchange on {d}", d=after),
        operation=op.key,
        fields=again(op, on=after.isoformat()),
        best=not today,
    )


@rule(Exchange, policies=[MOVEMENT], cases=["02024", "05004"])
def price_and_who_bears_it(op: Exchange, facts: Facts) -> Iterator[Item]:
    """The price, its unit and kind, the sum in yuan, and who bears a movement are told first."""
    day, quote = day_of(op.on, facts), newest(facts, op.currency)
    if quote is None:
        yield no_rate(op.currency)
        return
    ruling = facts.ruling(MOVEMENT)
    side, called = PRICES[op.direction][op.form]
    done = fx.convert(foreign_sum(op.amount, op.currency), price(quote, side))
    label = (
        Text(zh="要付人民币", en="He pays")
        if op.direction == "buy"
        else Text(zh="得人民币", en="He gets")
    )
    later = day != facts.today
    yield Item(
        key="fx.rate",
        kind=Kind.DISCLOSURE,
        title=both(
            "{l}约{y}：{a}，按{k}{p}。",
            "{l} about {y}: {a} at {k} of {p}.",
            l=label,
            y=done.yuan,
            a=done.amount,
            k=called,
            p=done.price,
        ),
        detail=both(
            "{s}的牌价，{w}，只作参考。{t}",
            "The board of {s}, {w}; indicative. {t}",
            s=f"{local(quote.quoted_at):%Y-%m-%d %H:%M}",
            t=ruling.text,
            w=Text(
                zh="那天会另有牌价" if later else "随时会变",
                en="that day has its own" if later else "it may move",
            ),
        ),
        say=ruling.wording,
        slip=both(
            "参考价{p}，约{y}。按您确认那一刻的牌价成交：之前涨跌归您，之后归银行。",
            "Indicative {p}, about {y}. Made at the rate when you confirm: a movement before is"
            " yours, after it the bank's.",
            p=done.price,
            y=done.yuan,
        ),
        sums=(Sum(label, done.yuan, total=True),),
        working=done.working,
        policies=(ruling,),
    )


def no_rate(currency: str) -> Item:
    """What is said while the board lacks a currency."""
    return Item(
        key="fx.no_rate",
        kind=Kind.BLOCK,
        title=both(
            "牌价表上还没有{c}，不能报价，也不能答应。",
            "The board has no rate for {c} yet: nothing can be quoted or promised.",
            c=NAMES[currency],
        ),
        ways=(
            Way(
                "ask",
                Text(zh="您来问国际业务部，有了马上告诉客户", en="You ask, and tell him at once"),
                best=True,
            ),
            Way("dollars", Text(zh="改用有牌价的币种", en="Another currency that is quoted")),
        ),
    )
