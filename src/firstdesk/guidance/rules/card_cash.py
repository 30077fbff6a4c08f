"""Cash on credit, and purchases in instalments: what they cost, before they are taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_DOWN, Decimal

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Working
from firstdesk.guidance.catalogue._kinds import CASH
from firstdesk.guidance.catalogue.accounts import WithdrawCash
from firstdesk.guidance.catalogue.cards import DrawCardCash, PayInInstalments, WithdrawCardBalance
from firstdesk.guidance.facts import CardFacts, Facts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.cards import credit, debt, statement_day
from firstdesk.guidance.say import both
from firstdesk.policies.book import Ruling
from firstdesk.products import card_costs, card_payoff, cards
from firstdesk.products.inputs import HUNDRED, refuse

USUAL, YOUNG, DAILY = "card.cash_advance.fee", "card.young.terms", "card.cash_advance.limit"
RATE, DUE, INSTALMENT = "card.overdraft.rate", "card.due_days", "card.instalment"


def _amount(op: DrawCardCash, facts: Facts) -> Money:
    return Money(op.amount, facts.account(facts.card(op.card).account_id).balance.currency)


def _fee(op: DrawCardCash, facts: Facts, amount: Money) -> card_costs.Fee:
    """The fee of the card that it is: flat for the young, in percent for others."""
    if op.product == "young":
        flat = facts.ruling(YOUNG).money("fee", amount.currency)
        label = Text(zh="青年卡每笔手续费", en="Flat fee of the card for the young")
        return card_costs.percentage_fee(
            amount, Decimal(0), minimum=flat, maximum=flat, label=label
        )
    rules = facts.ruling(USUAL)
    return card_costs.percentage_fee(
        amount,
        rules.decimal("percent"),
        minimum=rules.money("minimum", amount.currency),
        label=Text(zh="预借现金手续费", en="Fee for cash on credit"),
    )


def _terms(op: DrawCardCash, facts: Facts) -> Ruling:
    return facts.ruling(YOUNG if op.product == "young" else USUAL)


def repaid_on(op: DrawCardCash, facts: Facts) -> date:
    """The day he means to pay it back; left out, the due date of the next statement."""
    if op.repaid_on is not None:
        if op.repaid_on < facts.today:
            raise refuse("repaid_on", "这一天已经过了。", "That day has passed.")
        return op.repaid_on
    bill = cards.statement_on_or_after(facts.today, statement_day(facts.card(op.card)))
    return cards.due_date(bill, facts.ruling(DUE).integer("days"))


@rule(DrawCardCash, policies=[USUAL, YOUNG, RATE, DUE], cases=["02008", "05004"])
def cash_costs_from_today(op: DrawCardCash, facts: Facts) -> Iterator[Item]:
    """Cash on credit costs a fee and interest from the first day; both are told in yuan."""
    amount, until = _amount(op, facts), repaid_on(op, facts)
    fee, terms, rate = _fee(op, facts, amount), _terms(op, facts), facts.ruling(RATE)
    interest = card_costs.late_cost(
        [(facts.today, amount)],
        until,
        daily_percent=rate.decimal("percent"),
        minimum_payment=Money.zero(amount.currency),
        fee_percent=Decimal(0),
    )
    cost = fee.amount + interest.interest
    yield Item(
        key="card.cash.cost",
        kind=Kind.DISCLOSURE,
        title=both(
            "取{a}，手续费{f}；到{d}还，利息{i}，共多付{c}。",
            "Drawing {a} costs {f}, and {i} in interest by {d}: {c} in all.",
            a=amount,
            f=fee.amount,
            d=until,
            i=interest.interest,
            c=cost,
        ),
        detail=both(
            "从今天起每天{p}%，没有免息期；早还一天少付一天。",
            "{p} % a day from today, no free days; each day earlier saves a day's interest.",
            p=rate.decimal("percent"),
        ),
        say=terms.wording,
        sums=(
            Sum(Text(zh="手续费", en="Fee"), fee.amount, "warn"),
            Sum(Text(zh="利息", en="Interest"), interest.interest, "warn"),
            Sum(Text(zh="共多付", en="Cost in all"), cost, "warn", total=True),
        ),
        days=(Day(Text(zh="还款日", en="Paid back on"), until),),
        working=Working((*fee.working.lines, *interest.working.lines)),
        ways=_cheaper(facts, amount),
        policies=(terms, rate),
    )


def _cheaper(facts: Facts, amount: Money) -> tuple[Way, ...]:
    """The same cash from an account that has it: free."""
    return tuple(
        Way(
            key=f"account_{account.tail}",
            label=both("从账户{t}取，不收费", "Draw it from account {t}: free", t=account.tail),
            operation=WithdrawCash.key,
            fields={"account": account.id, "amount": str(amount.amount)},
            best=True,
        )
        for account in facts.accounts
        if account.kind in CASH
        and account.status == "open"
        and account.balance.currency == amount.currency
        and account.balance >= amount
    )[:1]


@rule(DrawCardCash, policies=[USUAL, YOUNG, DAILY], cases=["02008"])
def within_the_limits(op: DrawCardCash, facts: Facts) -> Iterator[Item]:
    """Cash on credit stays within the day's limit, the card's share, and what is still free."""
    card, amount = facts.card(op.card), _amount(op, facts)
    if card.status != "active":
        yield Item(
            key="card.cash.stopped",
            kind=Kind.BLOCK,
            title=both("卡{t}已停用，不能取现。", "Card {t} is stopped: no cash.", t=card.tail),
        )
        return
    ruling = facts.ruling(DAILY)
    daily = ruling.money("daily", amount.currency)
    free = _free(op, facts, card)
    most = min(daily, free) if free is not None else daily
    if amount <= most:
        return
    by_day = most == daily
    yield Item(
        key="card.cash.limit",
        kind=Kind.BLOCK,
        title=both("今天最多取{m}。", "At most {m} can be drawn today.", m=most)
        if most.amount > 0
        else Text(zh="取现额度用完了。", en="Nothing is left of the cash limit."),
        detail=ruling.text
        if by_day
        else both(
            "取现最多是额度的{p}%，还要扣掉已欠的。",
            "Cash is at most {p} % of the limit, less what is owed.",
            p=_terms(op, facts).integer("cash_percent"),
        ),
        ways=(
            Way(
                "less",
                both("取{m}", "Draw {m}", m=most),
                operation=DrawCardCash.key,
                fields={**op.raw(), "amount": str(most.amount)},
            ),
        )
        if most.amount > 0
        else (),
        policies=(ruling,) if by_day else (_terms(op, facts),),
    )


def _free(op: DrawCardCash, facts: Facts, card: CardFacts) -> Money | None:
    """What the card still lends in cash; None when its limit is not known."""
    if card.credit_limit is None:
        return None
    limit, owed = card.credit_limit, debt(facts, card)
    share = limit.amount * _terms(op, facts).decimal("cash_percent") / HUNDRED
    free = min(share, limit.amount - owed.amount)
    return Money(max(free, Decimal(0)), limit.currency).rounded(rounding=ROUND_DOWN)


@rule(DrawCardCash, cases=["02026"])
def own_money_first(op: DrawCardCash, facts: Facts) -> Iterator[Item]:
    """The customer's own money on the card is drawn before any is borrowed."""
    own = credit(facts, facts.card(op.card))
    if own.amount > 0:
        less = min(own, _amount(op, facts))
        yield Item(
            key="card.cash.own",
            kind=Kind.ALTERNATIVE,
            title=both(
                "卡里有他自己的{o}，先取这个，不计利息。",
                "{o} on the card is his own: drawn first, without interest.",
                o=own,
            ),
            ways=(
                Way(
                    "own",
                    both("取自己的{l}", "Draw {l} of his own", l=less),
                    operation=WithdrawCardBalance.key,
                    fields={"card": op.card, "amount": str(less.amount)},
                    best=True,
                ),
            ),
        )


@rule(PayInInstalments, policies=[INSTALMENT], cases=["02008"])
def the_yearly_cost(op: PayInInstalments, facts: Facts) -> Iterator[Item]:
    """Instalments are told with all fees in yuan and as a yearly rate, not by the month alone."""
    ruling, card = facts.ruling(INSTALMENT), facts.card(op.card)
    amount = Money(op.amount, facts.account(card.account_id).balance.currency)
    least, offered = ruling.money("minimum", amount.currency), ruling.string("months").split(",")
    if str(op.months) not in offered:
        names = "、".join(offered)
        raise refuse("months", f"可选的期数：{names}。", f"Choose one of: {', '.join(offered)}.")
    if amount < least:
        yield Item(
            key="card.instalments.least",
            kind=Kind.BLOCK,
            title=both("单笔满{m}才能分期。", "A purchase of {m} or more is needed.", m=least),
            detail=Text(
                zh="到期还款日前全额还，没有利息。", en="Paid in full when due, it costs nothing."
            ),
            policies=(ruling,),
        )
        return
    percent = ruling.decimal("percent")
    found = card_payoff.instalments(amount, op.months, percent)
    yield Item(
        key="card.instalments.cost",
        kind=Kind.DISCLOSURE,
        title=both(
            "分{n}期，手续费一共{f}，折合年利率{y}%。",
            "{n} instalments cost {f} in fees: {y} % a year.",
            n=op.months,
            f=found.fees,
            y=found.yearly_percent,
        ),
        detail=both(
            "每期{p}%是按全额收的，本金越还越少，手续费不减。",
            "{p} % each month is charged on the whole purchase while the debt falls.",
            p=percent,
        ),
        say=ruling.wording,
        sums=(
            Sum(Text(zh="首期", en="First instalment"), found.parts[0].amount),
            Sum(Text(zh="以后每期", en="Each after it"), found.parts[-1].amount),
            Sum(Text(zh="手续费合计", en="All fees"), found.fees, "warn", total=True),
        ),
        working=found.working,
        policies=(ruling,),
    )
