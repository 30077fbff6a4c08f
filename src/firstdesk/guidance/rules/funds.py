"""Funds and structured products: risk told, both fees, when an order counts, what is sold here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from decimal import Decimal

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.investments import BuyFund, BuyStructured, FindFund
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Choice, Day, Item, Kind, Sum, Way
from firstdesk.guidance.market import OfferingFacts
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.suitability import (
    SUITS,
    chosen,
    elderly,
    order_of,
    savings_of,
    valid_risk,
)
from firstdesk.guidance.say import both
from firstdesk.policies.book import Ruling
from firstdesk.products import funds
from firstdesk.products._words import day, pct
from firstdesk.products.balances import shortfall
from firstdesk.products.daycount import add_months

FEE, CUTOFF = "fund.fee", "fund.cutoff"
TALK, STRUCTURED = "advice.risk_talk", "advice.structured"


_CAPITAL = Text(zh="可能亏本金，没有人能保证收益", en="It can lose capital; no return is promised")
_LOSSES = {
    "bond": Text(zh="债券基金也会亏", en="Bond funds can lose as well"),
    "protected": Text(
        zh="收益只是预期，没有人能保证", en="A return is expected; nobody can promise it"
    ),
}


@rule(BuyFund, BuyStructured, policies=[TALK, SUITS], cases=["03005", "03013"], force="law")
def risk_is_told(op: BuyFund | BuyStructured, facts: Facts) -> Iterator[Item]:
    """Before he buys, the customer hears that it can lose, and says what he keeps in reserve."""
    talk, suits, offering = facts.ruling(TALK), facts.ruling(SUITS), chosen(op, facts)
    order = order_of(op, offering)
    savings = savings_of(valid_risk(facts, suits), order)
    reserve = shortfall(savings, order) if savings else None
    loses = _LOSSES.get(offering.style, _CAPITAL)
    careful = elderly(facts, suits)
    yield Item(
        key=f"{op.key.partition('.')[0]}.risk",
        kind=Kind.DISCLOSURE if talk.flag("recorded") else Kind.CONSEQUENCE,
        title=both("{l}；买后还留{r}备用。", "{l}; {r} stays in reserve.", l=loses, r=reserve)
        if reserve
        else both("{l}。", "{l}.", l=loses),
        detail=talk.text,
        say=talk.wording,
        confirm=Text(
            zh="我知道会亏，留的钱够用。", en="I know it can lose, and what I keep is enough."
        )
        if careful
        else None,
        sums=(
            Sum(Text(zh="流动积蓄", en="Liquid savings"), savings),
            Sum(Text(zh="这次买", en="This order"), order),
            Sum(
                Text(zh="留作备用", en="Kept in reserve"),
                reserve,
                "" if reserve.amount else "bad",
                total=True,
            ),
        )
        if savings and reserve
        else (),
        slip=loses,
        policies=(talk, suits),
        large_print=careful,
    )


@rule(BuyFund, policies=[FEE], cases=["03013", "03004"])
def fee_of_both_channels(op: BuyFund, facts: Facts) -> Iterator[Item]:
    """The fee at the counter and online are both shown before the customer chooses."""
    ruling, offering = facts.ruling(FEE), chosen(op, facts)
    fees = _fees(order_of(op, offering), offering, ruling)
    if not fees.counter.amount:
        yield Item(
            key="fund.fee",
            kind=Kind.CONSEQUENCE,
            title=Text(zh="申购不收费。", en="Buying it costs nothing."),
            policies=(ruling,),
        )
        return
    other = "online" if op.channel == "counter" else "counter"
    yield Item(
        key="fund.fee",
        kind=Kind.DISCLOSURE,
        title=both(
            "柜台{c}，网上{o}，网上省{s}。",
            "{c} at the counter, {o} online: {s} less.",
            c=fees.counter,
            o=fees.online,
            s=fees.saving,
        ),
        detail=ruling.text,
        say=ruling.wording,
        choices=(
            Choice("counter", Text(zh="在柜台买", en="At the counter")),
            Choice("online", Text(zh="在网上买", en="Online")),
        ),
        sums=(
            Sum(Text(zh="柜台申购费", en="Fee at the counter"), fees.counter),
            Sum(Text(zh="网上最低", en="Online, at the lowest"), fees.online, "ok"),
            Sum(Text(zh="网上省", en="Saved online"), fees.saving, total=True),
        ),
        working=fees.working,
        ways=(
            Way(
                other,
                Text(zh="改在网上买", en="Buy it online")
                if other == "online"
                else Text(zh="改在柜台买", en="Buy it at the counter"),
                operation=op.key,
                fields={**op.raw(), "channel": other},
            ),
        ),
        policies=(ruling,),
    )


def _fees(order: Money, offering: OfferingFacts, ruling: Ruling) -> funds.ChannelFees:
    return funds.channel_fees(
        order,
        _rate(offering, ruling),
        online_share=ruling.decimal("online_floor"),
        method=ruling.string("method"),
    )


def _rate(offering: OfferingFacts, ruling: Ruling) -> Decimal:
    return ruling.decimal("percent") if offering.fee_percent is None else offering.fee_percent


@rule(BuyFund, policies=[CUTOFF], cases=["03004", "03013"])
def when_it_counts(op: BuyFund, facts: Facts) -> Iterator[Item]:
    """The customer sees until when an order counts for today, and when he can sell again."""
    ruling, offering = facts.ruling(CUTOFF), chosen(op, facts)
    cutoff = time.fromisoformat(ruling.string("time"))
    early, late = (
        funds.order_days(
            facts.today,
            at,
            cutoff=cutoff,
            confirm_days=ruling.integer("confirm_days"),
            calendar=funds.MarketDays(facts.calendar),
        )
        for at in (time.min, cutoff)
    )
    today = early.counts_on == facts.today
    locked = offering.months or 0
    free = add_months(early.confirmed_on, locked)
    yield Item(
        key="fund.days",
        kind=Kind.CONSEQUENCE,
        title=both(
            "{t:%H:%M}前下单算今天，{c}确认；过了算{l}。",
            "Ordered before {t:%H:%M} it counts today and is confirmed on {c}; later, {l}.",
            t=cutoff,
            c=early.confirmed_on,
            l=late.counts_on,
        )
        if today
        else both(
            "今天不开市，算{l}，{c}确认。",
            "The market is closed: it counts for {l}, confirmed on {c}.",
            l=late.counts_on,
            c=late.confirmed_on,
        ),
        detail=ruling.text,
        say=ruling.wording,
        days=(
            Day(Text(zh="算作委托日", en="Counts for"), early.counts_on),
            Day(Text(zh="确认", en="Confirmed"), early.confirmed_on, "ok"),
            Day(Text(zh="过时下单，确认", en="Ordered later, confirmed"), late.confirmed_on),
            *((Day(Text(zh="锁定到", en="Locked until"), free, "warn"),) if locked else ()),
        ),
        working=early.working,
        policies=(ruling,),
    )


@rule(BuyStructured, policies=[STRUCTURED, SUITS], cases=["06010", "02020"])
def no_deposit(op: BuyStructured, facts: Facts) -> Iterator[Item]:
    """A wealth product is no deposit: locked to its end, protected, if at all, on that day only."""
    ruling, suits, offering = facts.ruling(STRUCTURED), facts.ruling(SUITS), chosen(op, facts)
    ends = add_months(facts.today, offering.months) if offering.months else None
    careful, protected = elderly(facts, suits), offering.style == "protected"
    keeps = (
        Text(zh="到期才保本", en="capital is protected at maturity only")
        if protected
        else Text(zh="不保本", en="capital is not protected")
    )
    yield Item(
        key="structured.no_deposit",
        kind=Kind.DISCLOSURE,
        title=both(
            "不是存款，{k}；约到{d}才能取。",
            "No deposit: {k}; locked to about {d}.",
            k=keeps,
            d=day(ends),
        )
        if ends
        else both("不是存款，{k}。", "No deposit: {k}.", k=keeps),
        detail=ruling.text,
        say=ruling.wording,
        confirm=_locked(ruling) if careful else None,
        slip=both("不是存款，{k}", "NO DEPOSIT: {k}", k=keeps),
        days=(Day(Text(zh="约到期", en="Matures about"), ends, "warn"),) if ends else (),
        policies=(ruling, suits),
        large_print=careful,
    )


def _locked(ruling: Ruling) -> Text:
    if ruling.flag("early"):
        return Text(
            zh="我知道这不是存款，提前取可能亏本金。",
            en="I know this is no deposit, and that taking it out early may cost capital.",
        )
    return Text(
        zh="我知道这不是存款，到期前取不出来。",
        en="I know this is no deposit and cannot be taken out before it ends.",
    )


@rule(FindFund, policies=[FEE, CUTOFF, SUITS], cases=["03004"])
def sold_here(op: FindFund, facts: Facts) -> Iterator[Item]:
    """A fund that is named is looked up: sold here or not, fee and cut-off, without pressure."""
    found = named(op.name, facts)
    fee, cutoff, suits = facts.ruling(FEE), facts.ruling(CUTOFF), facts.ruling(SUITS)
    if not found:
        yield Item(
            key="fund.find.none",
            kind=Kind.CONSEQUENCE,
            title=both("本行不卖“{n}”。", "“{n}” is not sold here.", n=op.name),
            say=Text(
                zh="这只我们没有代销，我帮您把转账办好。",
                en="We do not sell it. Let me get your transfer done.",
            ),
        )
        return
    for number, offering in enumerate(found[:3], 1):
        yield _found(op, facts, offering, f"fund.find.{number}", (fee, cutoff, suits))


def named(name: str, facts: Facts) -> list[OfferingFacts]:
    """The funds on sale today whose name, in either language, holds what was typed."""
    wanted = "".join(name.casefold().split())
    return [
        one
        for one in facts.market.offerings
        if one.kind == "fund"
        and one.on_sale(facts.today)
        and any(wanted in "".join(n.casefold().split()) for n in (one.name.zh, one.name.en))
    ]


def _found(
    op: FindFund,
    facts: Facts,
    offering: OfferingFacts,
    key: str,
    rulings: tuple[Ruling, Ruling, Ruling],
) -> Item:
    fee, cutoff, suits = rulings
    risk = valid_risk(facts, suits)
    fees = _fees(Money(op.amount, offering.minimum.currency), offering, fee) if op.amount else None
    test = (
        both(
            "客户{c}级，这只{g}级，下单前照样核。",
            "He is grade {c}, the fund grade {g}; it is checked again on ordering.",
            c=risk.grade,
            g=offering.grade,
        )
        if risk
        else Text(zh="风险问卷还要先做。", en="The risk questionnaire still comes first.")
    )
    return Item(
        key=key,
        kind=Kind.CONSEQUENCE,
        title=both(
            "{n}本行有卖，费率{p}，网上最低{o}折；{t}前算今天。",
            "{n} is sold here: fee {p}, online as low as {share}% of it; before {t} it counts"
            " today.",
            n=offering.name,
            p=pct(_rate(offering, fee)),
            o=pct(fee.decimal("online_floor") / 10).removesuffix("%"),
            share=pct(fee.decimal("online_floor")).removesuffix("%"),
            t=cutoff.string("time"),
        ),
        detail=test,
        say=Text(
            zh="您要的这只我们也有，您可以先看看再定；要转走，我照样帮您转。",
            en="We have it, too. Take your time; if you prefer the transfer, I will see to it.",
        ),
        sums=(
            Sum(Text(zh="柜台申购费", en="Fee at the counter"), fees.counter),
            Sum(Text(zh="网上最低", en="Online, at the lowest"), fees.online, "ok"),
        )
        if fees
        else (),
        ways=(
            Way(
                "buy",
                Text(zh="他想看看：打开申购指引", en="He would like to: open the guidance"),
                operation=BuyFund.key,
                fields={
                    "offering": offering.id,
                    **({"amount": str(op.amount)} if op.amount else {}),
                },
            ),
            Way("transfer", Text(zh="照原来的转账办", en="Go on with the transfer")),
        ),
        policies=rulings,
        tone="ok",
    )
