"""Time deposits: drawing early, what it costs, the ways round it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Working
from firstdesk.guidance.catalogue.deposits import WithdrawEarly
from firstdesk.guidance.facts import AccountFacts, Facts
from firstdesk.guidance.items import Choice, Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both
from firstdesk.products import deposits
from firstdesk.products.deposit_options import deposit_options
from firstdesk.products.inputs import refuse

_CHOICES = (
    Choice("draw", Text(zh="就这样取", en="Draws all the same")),
    Choice("other", Text(zh="换一种办法", en="Takes another way")),
)
DEMAND, TAX, EARLY = "deposit.demand.rate", "tax.interest", "deposit.early.rules"
PLEDGE, AGE = "deposit.pledge.loan", "deposit.large_print.age"


def certificate(facts: Facts, account_id: str) -> tuple[AccountFacts, deposits.TimeDeposit]:
    """The time deposit a field names.

    Raises:
        Invalid: it is none, or lacks what its arithmetic needs.
    """
    account = facts.account(account_id)
    if account.kind != "time" or not account.opened_on or account.rate is None:
        raise refuse("account", "这不是定期存单。", "This is not a time deposit.")
    months = account.term_months or 0
    if months <= 0:
        raise refuse("account", "存单没有存期。", "The certificate has no term.")
    return account, deposits.TimeDeposit(account.balance, account.opened_on, months, account.rate)


def _weighed(op: WithdrawEarly, facts: Facts) -> deposits.EarlyWithdrawal | None:
    """The early withdrawal, or None when the deposit has matured."""
    account, deposit = certificate(facts, op.account)
    if facts.today >= deposit.matures_on:
        return None
    early = facts.ruling(EARLY)
    amount = Money(op.amount, account.balance.currency) if op.amount is not None else None
    return deposits.early_withdrawal(
        deposit,
        facts.today,
        demand_percent=facts.ruling(DEMAND).decimal("percent"),
        method=early.string("method"),
        bands=facts.book.bands(TAX, "percent", facts.known_on),
        amount=amount,
        tax_method=early.string("tax_split"),
    )


@rule(WithdrawEarly, policies=[DEMAND, TAX, EARLY, AGE, PLEDGE], cases=["02003"])
def early_costs_interest(op: WithdrawEarly, facts: Facts) -> Iterator[Item]:
    """Drawing a time deposit before it matures earns the demand rate on the part drawn."""
    weighed = _weighed(op, facts)
    if weighed is None:
        return
    _, deposit = certificate(facts, op.account)
    age = facts.customer.age(facts.today)
    yield Item(
        key="deposit.early.loss",
        kind=Kind.DISCLOSURE,
        title=both(
            "{d}才到期，还有{n}天。今天取，利息只有{now}，少拿{loss}。",
            "It matures on {d}, {n} days from today. Drawn now it earns {now}: {loss} less.",
            d=deposit.matures_on,
            n=weighed.days_to_maturity,
            now=weighed.now.net,
            loss=weighed.loss,
        ),
        detail=both(
            "到期日{d}（{y}年）。提前支取按活期{p}%计息；到期利息按今天已知的利息税算。",
            "Maturity {d} {y}. Early, the demand rate of {p}% applies; at maturity the interest is"
            " after the tax known today.",
            d=deposit.matures_on,
            y=deposit.matures_on.year,
            p=facts.ruling(DEMAND).decimal("percent"),
        ),
        say=both(
            "这张存单要到{y}年{d}才到期。今天取，利息是{now}；到期取，是{later}，差{loss}。"
            "您看要不要等到期？",
            "This certificate matures on {d} {y}. Today it pays {now}; at maturity {later}, which"
            " is {loss} more. Would you rather wait?",
            y=deposit.matures_on.year,
            d=deposit.matures_on,
            now=weighed.now.net,
            later=weighed.later.net,
            loss=weighed.loss,
        ),
        confirm=Text(zh="我知道还没到期。", en="I know it is early."),
        slip=both(
            "到期日{y}年{d}，今天是提前支取",
            "MATURES {d} {y}: drawn early today",
            y=deposit.matures_on.year,
            d=deposit.matures_on,
        ),
        sums_title=Text(zh="税后利息", en="Interest after tax"),
        sums=(
            Sum(Text(zh="今天取", en="Drawn today"), weighed.now.net),
            Sum(Text(zh="到期取", en="At maturity"), weighed.later.net, "ok"),
            Sum(Text(zh="少拿", en="Less"), weighed.loss, "warn", total=True),
        ),
        days=(Day(Text(zh="到期日", en="Matures"), deposit.matures_on, "ok"),),
        working=_joined(weighed),
        choices=_CHOICES,
        ways=_early_ways(op, facts, weighed, deposit),
        policies=(facts.ruling(EARLY), facts.ruling(DEMAND), facts.ruling(TAX)),
        large_print=age is not None and age >= facts.ruling(AGE).integer("age"),
    )


def _joined(weighed: deposits.EarlyWithdrawal) -> Working:
    return Working((*weighed.now.working.lines, *weighed.later.working.lines))


def _early_ways(
    op: WithdrawEarly,
    facts: Facts,
    weighed: deposits.EarlyWithdrawal,
    deposit: deposits.TimeDeposit,
) -> tuple[Way, ...]:
    pledge = facts.ruling(PLEDGE)
    most = (deposit.principal * pledge.decimal("share")).rounded()
    borrowed = weighed.drawn if weighed.drawn < most else most
    cost = deposits.pledge_loan_cost(
        borrowed, pledge.decimal("percent"), facts.today, deposit.matures_on
    )
    ways = [
        Way(
            key="pledge_loan",
            label=both("质押贷款{b}，存单不动", "Borrow {b} against it", b=borrowed),
            detail=both(
                "到期前利息约{c}，比提前取少损失{s}",
                "About {c} interest until maturity, {s} better than drawing early",
                c=cost,
                s=weighed.loss - cost,
            )
            if cost < weighed.loss
            else both(
                "到期前利息约{c}，不比提前取划算",
                "About {c} interest until maturity, no better than drawing early",
                c=cost,
            ),
            best=cost < weighed.loss,
        ),
        Way(
            key="wait",
            label=both("等到{d}再取", "Wait until {d}", d=deposit.matures_on),
            detail=both("多拿{s}", "{s} more", s=weighed.loss),
            promise=both(
                "{d}存单到期，前一天电话提醒",
                "Call the day before the certificate matures on {d}",
                d=deposit.matures_on,
            ),
            due=f"{(deposit.matures_on - timedelta(days=1)).isoformat()}T10:00",
        ),
    ]
    if op.amount is None:
        ways.insert(
            1,
            Way(
                key="part",
                label=Text(zh="只取急用的部分", en="Draw only what is needed"),
                detail=Text(zh="剩下的仍按原利率", en="The rest keeps its rate"),
            ),
        )
    return tuple(ways)


@rule(WithdrawEarly, policies=[DEMAND, TAX, EARLY, PLEDGE], cases=["01008"])
def side_by_side(op: WithdrawEarly, facts: Facts) -> Iterator[Item]:
    """Whoever needs money before maturity sees every way to it with its price, cheapest first."""
    account, deposit = certificate(facts, op.account)
    if facts.today >= deposit.matures_on:
        return
    early, pledge = facts.ruling(EARLY), facts.ruling(PLEDGE)
    needed = op.need or op.amount or account.balance.amount
    found = deposit_options(
        deposit,
        facts.today,
        Money(needed, account.balance.currency),
        demand_percent=facts.ruling(DEMAND).decimal("percent"),
        method=early.string("method"),
        bands=facts.book.bands(TAX, "percent", facts.known_on),
        loan_percent=pledge.decimal("percent"),
        most_percent=pledge.decimal("share") * 100,
        tax_method=early.string("tax_split"),
    )
    best = found.cheapest
    yield Item(
        key="deposit.early.options",
        kind=Kind.CONSEQUENCE,
        title=both(
            "要用{n}，最省的是“{w}”：{c}。",
            "For {n} the cheapest way is “{w}”: {c}.",
            n=Money(needed, account.balance.currency),
            w=best.label,
            c=best.cost,
        ),
        sums_title=Text(zh="各要付出多少", en="What each way costs"),
        sums=tuple(
            Sum(_with(option.label, option.obstacle), option.cost, "ok" if option is best else "")
            for option in found.ranked
        ),
        working=found.working,
        policies=(early, pledge),
    )


def _with(label: Text, obstacle: Text | None) -> Text:
    if obstacle is None:
        return label
    return Text(zh=f"{label.zh}（{obstacle.zh}）", en=f"{label.en} ({obstacle.en})")


@rule(WithdrawEarly, policies=[TAX, EARLY, DEMAND], cases=["02003"])
def matured(op: WithdrawEarly, facts: Facts) -> Iterator[Item]:
    """A matured deposit pays its full interest, and the demand rate for the days after."""
    account, deposit = certificate(facts, op.account)
    if facts.today < deposit.matures_on:
        return
    early = facts.ruling(EARLY)
    bands = facts.book.bands(TAX, "percent", facts.known_on)
    full = deposits.at_maturity(deposit, bands, tax_method=early.string("tax_split"))
    sums = [Sum(Text(zh="到期利息（税后）", en="At maturity, after tax"), full.net, "ok")]
    if facts.today > deposit.matures_on:
        after = deposits.interest(
            account.balance,
            facts.ruling(DEMAND).decimal("percent"),
            deposit.matures_on,
            facts.today,
            method=early.string("method"),
            bands=bands,
            label=Text(zh="逾期部分，按活期", en="After maturity, at the demand rate"),
        )
        sums.append(Sum(Text(zh="逾期利息（税后）", en="After maturity, after tax"), after.net))
    yield Item(
        key="deposit.matured",
        kind=Kind.CONSEQUENCE,
        title=both(
            "已于{d}到期，利息{s}。",
            "Matured on {d}; interest {s}.",
            d=deposit.matures_on,
            s=full.net,
        ),
        sums=tuple(sums),
        working=full.working,
        policies=(early, facts.ruling(TAX)),
    )
