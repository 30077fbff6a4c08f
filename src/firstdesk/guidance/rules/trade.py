"""Import financing: what is gained and what it rests on, the pledge, the days that must meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.trade import FinanceImport
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both
from firstdesk.products import trade_finance as trade
from firstdesk.products._words import day

RULES, DEMAND, EARLY = (
    "trade.import_financing.rules",
    "deposit.demand.rate",
    "deposit.early.rules",
)


def _deal(op: FinanceImport) -> trade.Deal:
    return trade.Deal(
        Money(op.payment, "USD"),
        op.spot,
        op.forward,
        op.deposit_percent,
        op.financing_percent,
        op.start,
        op.matures_on,
        op.deposit_convention,
        op.financing_convention,
        op.financing_due,
        op.forward_due,
    )


def _rate(number: Decimal) -> str:
    return f"{number:f}"


@rule(FinanceImport, cases=["04001"])
def companies_only(op: FinanceImport, facts: Facts) -> Iterator[Item]:
    """Import financing is for companies that pay for goods."""
    if facts.customer.kind == "company":
        return
    yield Item(
        key="trade.company",
        kind=Kind.BLOCK,
        title=Text(zh="只给企业办。", en="For companies only."),
        ways=(Way("spot", Text(zh="个人购汇另办", en="A person buys at spot")),),
    )


@rule(FinanceImport, policies=[RULES], cases=["04001"])
def gain_or_nothing(op: FinanceImport, facts: Facts) -> Iterator[Item]:
    """What gains nothing is not proposed; a gain is shown line by line, with what it rests on."""
    ruling, priced = facts.ruling(RULES), trade.price(_deal(op))
    until = ruling.string("valid_until")
    if priced.refusal:
        yield Item(
            key="trade.no_gain",
            kind=Kind.BLOCK,
            title=priced.refusal,
            detail=both(
                "保本远期价是{b}；高过它，方案上不能写“省”。",
                "Break-even is a forward of {b}; above it no proposal may speak of saving.",
                b=_rate(priced.break_even),
            ),
            sums=_sums(priced),
            working=priced.working,
            ways=(
                Way("spot", Text(zh="今天按即期购汇", en="Buy at spot today"), best=True),
                Way("later", Text(zh="报价变了再算", en="Work it out again when rates change")),
            ),
            policies=(ruling,),
        )
        return
    yield Item(
        key="trade.gain",
        kind=Kind.DISCLOSURE,
        title=both(
            "比即期多得{g}，靠的是今天的价；不做远期、汇率不动，{w}{u}。",
            "{g} more than at spot, at today's rates; without the forward, at an unchanged rate,"
            " {we} {u}.",
            g=priced.gain,
            w="亏" if priced.unhedged.amount < 0 else "得",
            we="a loss of" if priced.unhedged.amount < 0 else "a gain of",
            u=-priced.unhedged if priced.unhedged.amount < 0 else priced.unhedged,
        ),
        detail=both(
            "按{d}的价，当日{t}前有效。远期高过{b}就不合算。折成今天是{n}，占即期成本{p}%。",
            "At the rates of {d}, valid until {t} that day. Above a forward of {b} it does not pay."
            " Worth {n} today, {p}% of the cost at spot.",
            d=op.start,
            t=until,
            b=_rate(priced.break_even),
            n=priced.gain_discounted,
            p=_rate(priced.gain_percent),
        ),
        say=ruling.wording,
        confirm=Text(
            zh="我们知道：收益靠利差和远期价，存款到期前不动。",
            en="We know: the gain rests on rates and forward, and the deposit is not touched.",
        ),
        sums=_sums(priced),
        working=priced.working,
        policies=(ruling,),
    )


def _sums(priced: trade.Priced) -> tuple[Sum, ...]:
    gains = priced.gain.amount > 0
    return (
        Sum(Text(zh="存款（按即期价）", en="Deposit at spot"), priced.principal),
        Sum(Text(zh="存款本息", en="Deposit with interest"), priced.deposit_total),
        Sum(Text(zh="到期要还", en="Owed at maturity"), priced.debt),
        Sum(Text(zh="远期购汇", en="Forward cost"), priced.forward_cost),
        Sum(Text(zh="到期多得", en="Gain"), priced.gain, "ok" if gains else "bad", total=True),
    )


@rule(FinanceImport, policies=[RULES], cases=["04001"])
def interest_is_pledged(op: FinanceImport, facts: Facts) -> Iterator[Item]:
    """Where the principal alone does not cover the forward, its interest is pledged as well."""
    priced = trade.price(_deal(op))
    alone, whole = _rate(priced.coverage), _rate(priced.coverage_with_interest)
    title = both(
        "本金覆盖{a}%，连利息{w}%；存款冻结到{d}。",
        "The principal covers {a}%, with interest {w}%; blocked until {d}.",
        a=alone,
        w=whole,
        d=day(op.matures_on),
    )
    days = (Day(Text(zh="冻结到", en="Blocked until"), op.matures_on, "warn"),)
    if op.pledge == "principal" and priced.principal < priced.forward_cost:
        yield Item(
            key="trade.pledge",
            kind=Kind.BLOCK,
            title=both(
                "只押本金不够：覆盖{a}%，利息要一并质押，写进合同。",
                "The principal alone covers {a}%: the interest is pledged too, by contract.",
                a=alone,
            ),
            days=days,
            ways=(
                Way(
                    "with_interest",
                    Text(zh="利息一并质押", en="Pledge the interest too"),
                    both("覆盖{w}%", "Covers {w}%", w=whole),
                    operation=op.key,
                    fields={**op.raw(), "pledge": "with_interest"},
                    best=True,
                ),
            ),
        )
        return
    yield Item(key="trade.pledge", kind=Kind.CONSEQUENCE, title=title, days=days)


@rule(FinanceImport, policies=[RULES], cases=["04001"])
def days_meet(op: FinanceImport, facts: Facts) -> Iterator[Item]:
    """Deposit, financing and forward fall due on one day, or the gap is told and confirmed."""
    deal = _deal(op)
    due = {op.matures_on, op.financing_due or op.matures_on, op.forward_due or op.matures_on}
    flags = [text for text in trade.price(deal).warnings if _of_days(text)]
    if not flags:
        return
    apart = len(due) > 1
    yield Item(
        key="trade.days",
        kind=Kind.DISCLOSURE if apart else Kind.CONSEQUENCE,
        title=flags[0],
        detail=Text(
            zh="".join(text.zh for text in flags[1:]), en=" ".join(text.en for text in flags[1:])
        )
        if flags[1:]
        else None,
        confirm=Text(
            zh="我们知道期限不一致，中间的钱自己安排。",
            en="We know that the days differ, and see to the money between them.",
        )
        if apart
        else None,
        days=(
            Day(Text(zh="存款到期", en="Deposit"), op.matures_on),
            Day(Text(zh="融资到期", en="Financing"), op.financing_due or op.matures_on),
            Day(Text(zh="远期到期", en="Forward"), op.forward_due or op.matures_on),
        ),
        tone="bad" if apart else "warn",
    )


def _of_days(text: Text) -> bool:
    """Whether a warning is about maturities, not about the pledge."""
    return "到期" in text.zh


@rule(FinanceImport, policies=[RULES], cases=["04001"])
def reminded_before(op: FinanceImport, facts: Facts) -> Iterator[Item]:
    """Customer and manager are reminded of the maturity, as promises with their days."""
    ruling = facts.ruling(RULES)
    ahead = tuple(
        on
        for on in trade.reminders(
            op.matures_on, (ruling.integer("remind_first"), ruling.integer("remind_last"))
        )
        if on > facts.today
    )
    if not ahead:
        return
    yield Item(
        key="trade.reminders",
        kind=Kind.REQUIREMENT,
        title=Text(
            zh="到期前提醒客户和客户经理：" + "、".join(day(d).zh for d in ahead),
            en="Remind customer and manager: " + ", ".join(day(d).en for d in ahead),
        ),
        days=tuple(Day(Text(zh="提醒", en="Reminder"), on) for on in ahead),
        ways=tuple(_reminder(on, op.matures_on) for on in ahead),
        policies=(ruling,),
    )


def _reminder(on: date, due: date) -> Way:
    return Way(
        f"remind.{on.isoformat()}",
        both("记下{d}的提醒", "Note the reminder of {d}", d=on),
        promise=both(
            "提醒{m}到期：存款、融资、远期", "Remind of {m}: deposit, financing and forward", m=due
        ),
        due=f"{on.isoformat()}T09:00",
    )


@rule(FinanceImport, policies=[RULES, DEMAND, EARLY], cases=["04001"])
def breaking_it_costs(op: FinanceImport, facts: Facts) -> Iterator[Item]:
    """What breaking the pledged deposit early costs is shown before it is pledged."""
    deal = _deal(op)
    on = op.broken_on or op.start + (op.matures_on - op.start) / 2
    broken = trade.broken_early(
        deal,
        on,
        demand_percent=facts.ruling(DEMAND).decimal("percent"),
        method=facts.ruling(EARLY).string("method"),
    )
    yield Item(
        key="trade.broken",
        kind=Kind.CONSEQUENCE,
        title=both(
            "存款若在{d}提前取，少得{l}。",
            "Broken on {d}, the deposit earns {l} less.",
            d=day(on),
            l=broken.loss,
        ),
        sums=(
            Sum(Text(zh="少得", en="Given up"), broken.loss, "bad"),
            Sum(Text(zh="整笔还剩", en="Gain left"), broken.gain_left, total=True),
        ),
        working=broken.working,
        policies=(facts.ruling(DEMAND), facts.ruling(EARLY)),
    )
