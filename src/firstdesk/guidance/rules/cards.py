"""Credit cards: paying, paying in, drawing one's own money."""

from __future__ import annotations

from collections.abc import Iterator

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.cards import PayCard, PayIntoCard, WithdrawCardBalance
from firstdesk.guidance.facts import CardFacts, Facts
from firstdesk.guidance.items import Choice, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both
from firstdesk.products import cards
from firstdesk.products.balances import Flow, project
from firstdesk.products.inputs import refuse

FEE = "card.overpayment.fee"


def debt(facts: Facts, card: CardFacts) -> Money:
    """What is owed on a card: a credit account below zero."""
    balance = facts.account(card.account_id).balance
    return -balance if balance.amount < 0 else Money.zero(balance.currency)


def statement_day(card: CardFacts) -> int:
    """The card's statement day.

    Raises:
        Invalid: it has none.
    """
    if card.statement_day is None:
        raise refuse("card", "这张卡没有账单日，不是信用卡。", "This card has no statement day.")
    return card.statement_day


def credit(facts: Facts, card: CardFacts) -> Money:
    """The customer's own money on a credit card: a credit account above zero."""
    balance = facts.account(card.account_id).balance
    return balance if balance.amount > 0 else Money.zero(balance.currency)


@rule(PayCard, cases=["02005", "01006"])
def enough_left(op: PayCard, facts: Facts) -> Iterator[Item]:
    """Paying a bill must not make the next debits of the same account fail."""
    account = facts.account(op.account)
    amount = Money(op.amount, account.balance.currency)
    if account.balance < amount:
        yield Item(
            key="card.pay.short",
            kind=Kind.BLOCK,
            title=both(
                "账户只有{b}，差{s}。",
                "The account holds {b}; {s} is missing.",
                b=account.balance,
                s=amount - account.balance,
            ),
            detail=both("最多能还{b}。", "At most {b} can be paid.", b=account.balance),
        )
        return
    ahead = [d for d in facts.debits if d.account_id == op.account][:12]
    until = ahead[-1].due_on if ahead else facts.today
    flows = [Flow(facts.today, -amount, Text(zh="本次还款", en="This payment"))]
    flows += [Flow(d.due_on, -d.amount, d.label) for d in ahead]
    seen = project(account.balance, flows, facts.today, until)
    left = account.balance - amount
    if seen.lowest.amount < 0:
        yield Item(
            key="card.pay.collision",
            kind=Kind.DISCLOSURE,
            title=both(
                "还款后，{d}的扣款会差{s}。",
                "After this, the debit on {d} will be {s} short.",
                d=seen.lowest_on,
                s=-seen.lowest,
            ),
            say=both(
                "还了这笔，卡上剩{l}，{d}还有一笔要扣，会不够。您那天前再存{s}，好吗？",
                "This leaves {l}; on {d} another debit is due and would fail. Could you pay in {s}"
                " before then?",
                l=left,
                d=seen.lowest_on,
                s=-seen.lowest,
            ),
            working=seen.working,
        )
    else:
        yield Item(
            key="card.pay.left",
            kind=Kind.CONSEQUENCE,
            title=both(
                "还款后剩{l}，后面的扣款够。",
                "This leaves {l}, enough for the debits ahead.",
                l=left,
            ),
            working=seen.working,
        )


@rule(PayIntoCard, policies=[FEE, "card.pay_in.question"], cases=["02026"])
def taking_it_back_costs(op: PayIntoCard, facts: Facts) -> Iterator[Item]:
    """Money paid into a credit card above the debt earns nothing and costs a fee to take out."""
    card, fee_rule = facts.card(op.card), facts.ruling(FEE)
    owed = debt(facts, card)
    amount = Money(op.amount, owed.currency)
    if op.payer == "other":
        yield from _by_another(facts, card, amount, owed)
        return
    excess = amount - owed if amount > owed else Money.zero(amount.currency)
    if excess.amount <= 0:
        yield Item(
            key="card.pay_in.debt",
            kind=Kind.CONSEQUENCE,
            title=both(
                "全部用来还欠款，还欠{l}。",
                "All of it pays the debt; {l} is left.",
                l=owed - amount,
            ),
        )
        return
    fee = overpayment_fee(facts, excess)
    above = card.credit_limit is not None and amount > card.credit_limit
    yield Item(
        key="card.pay_in.fee",
        kind=Kind.DISCLOSURE,
        title=both(
            "这{e}再取现要收{f}，放着也没有利息。",
            "Taking this {e} back in cash costs {f}, and it earns no interest.",
            e=excess,
            f=fee.amount,
        ),
        detail=both(
            "存{a}，超过额度{limit}，先问用途。" if above else "先问客户存这笔钱的用途。",
            "{a} is above the limit of {limit}: ask what it is for."
            if above
            else "Ask what the money is for.",
            a=amount,
            limit=card.credit_limit,
        ),
        say=both(
            "这钱存在信用卡里没有利息，取出来还要{f}手续费。存借记卡不收费、有利息，我帮您存借记卡，好吗？",
            "On the credit card this earns nothing, and taking it out costs {f}. On your debit card"
            " it is free and earns interest. Shall I put it there?",
            f=fee.amount,
        ),
        sums=(Sum(Text(zh="取现手续费", en="Fee to take it out"), fee.amount, "warn"),),
        working=fee.working,
        choices=(
            Choice("debit_card", Text(zh="改存借记卡", en="To the debit card")),
            Choice("spend", Text(zh="留着刷卡用", en="Keeps it for purchases")),
            Choice("keep", Text(zh="仍存信用卡", en="To the credit card all the same")),
        ),
        ways=_debit_cards(facts, amount),
        policies=(fee_rule, facts.ruling("card.pay_in.question")),
    )


def _by_another(facts: Facts, card: CardFacts, amount: Money, owed: Money) -> Iterator[Item]:
    """Who pays into another's card learns neither debt nor balance, only what may follow."""
    yield Item(
        key="card.pay_in.private",
        kind=Kind.REQUIREMENT,
        title=both(
            "别人来存：只收款，不报卡{t}的欠款和余额。",
            "Paid in by another: take the money; debt and balance of card {t} are not told.",
            t=card.tail,
        ),
        say=both(
            "我帮您存进尾号{t}的卡，账单会告诉持卡人本人。",
            "I pay it into card {t}; the statement goes to the holder.",
            t=card.tail,
        ),
    )
    if amount > owed:
        ruling = facts.ruling(FEE)
        yield Item(
            key="card.pay_in.fee",
            kind=Kind.DISCLOSURE,
            title=both(
                "存多了没有利息，再取现收{p}%，最低{m}。",
                "What is too much earns nothing, and costs {p} %, at least {m}, to draw in cash.",
                p=ruling.decimal("percent"),
                m=ruling.money("minimum", amount.currency),
            ),
            choices=(
                Choice("less", Text(zh="少存一些", en="Less")),
                Choice("keep", Text(zh="照存", en="All of it")),
            ),
            policies=(ruling,),
        )


def overpayment_fee(facts: Facts, amount: Money) -> cards.Fee:
    """The fee for drawing a credit balance in cash, today."""
    ruling = facts.ruling(FEE)
    return cards.percentage_fee(
        amount,
        ruling.decimal("percent"),
        minimum=ruling.money("minimum", amount.currency),
        maximum=ruling.money("maximum", amount.currency),
        label=Text(zh="溢缴款取现手续费", en="Fee for drawing a credit balance"),
    )


def _debit_cards(facts: Facts, amount: Money) -> tuple[Way, ...]:
    return tuple(
        Way(
            key=f"deposit_{account.tail}",
            label=both("存到借记账户{t}", "Pay into account {t}", t=account.tail),
            detail=Text(zh="不收费，有利息", en="Free, and it earns interest"),
            operation="account.deposit",
            fields={"account": account.id, "amount": str(amount.amount)},
            best=True,
        )
        for account in facts.accounts
        if account.kind in {"demand", "settlement"}
        and account.parent_id is None
        and account.status == "open"
    )[:1]


@rule(WithdrawCardBalance, policies=[FEE], cases=["02026"])
def drawing_fee(op: WithdrawCardBalance, facts: Facts) -> Iterator[Item]:
    """The fee for drawing one's own money from a credit card is told before it is taken."""
    own = credit(facts, facts.card(op.card))
    amount = Money(op.amount, own.currency)
    if amount > own:
        yield Item(
            key="card.withdraw.more",
            kind=Kind.BLOCK,
            title=both("卡上自己的钱只有{o}。", "Only {o} on the card is his own.", o=own),
            detail=Text(
                zh="多取的部分是预借现金，另有费用和利息。",
                en="More would be a cash advance, with its own fee and interest.",
            ),
        )
        return
    fee = overpayment_fee(facts, amount)
    yield Item(
        key="card.withdraw.fee",
        kind=Kind.DISCLOSURE,
        title=both("取{a}要收手续费{f}。", "Drawing {a} costs {f}.", a=amount, f=fee.amount),
        detail=both("不封顶要{u}，已按上限收。", "Uncapped it would be {u}.", u=fee.uncapped)
        if fee.capped
        else None,
        sums=(Sum(Text(zh="手续费", en="Fee"), fee.amount, "warn", total=True),),
        working=fee.working,
        ways=(
            Way("spend", Text(zh="直接刷卡消费，不收费", en="Spend it by card: free")),
            Way("transfer", Text(zh="转到本人借记卡", en="Transfer it to his debit card")),
        ),
        policies=(facts.ruling(FEE),),
    )
