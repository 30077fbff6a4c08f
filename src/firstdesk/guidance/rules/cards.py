"""Credit cards: autopay, paying, paying in, drawing one's own money."""

from __future__ import annotations

from collections.abc import Iterator

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue import (
    PayCard,
    PayIntoCard,
    SignCardAutopay,
    WithdrawCardBalance,
)
from firstdesk.guidance.facts import CardFacts, Facts, StatementFacts
from firstdesk.guidance.items import Choice, Day, Item, Kind, Span, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both
from firstdesk.products import cards
from firstdesk.products.balances import Flow, project
from firstdesk.products.inputs import refuse

LEAD, DUE = "card.autopay.lead_time", "card.due_days"
RATE, LATE, FEE = "card.overdraft.rate", "card.late_fee", "card.overpayment.fee"


def _cover(op: SignCardAutopay, facts: Facts) -> cards.Cover:
    lead = facts.ruling(LEAD)
    return cards.autopay_cover(
        facts.today,
        _statement_day(facts.card(op.card)),
        working_days=lead.integer("working_days"),
        due_days=facts.ruling(DUE).integer("days"),
        calendar=facts.calendar,
        counting=lead.string("counting"),
    )


def _statement_day(card: CardFacts) -> int:
    if card.statement_day is None:
        raise refuse("card", "这张卡没有账单日，不是信用卡。", "This card has no statement day.")
    return card.statement_day


def _statement(facts: Facts, card_id: str, bill: cards.Bill) -> StatementFacts | None:
    for statement in facts.statements:
        if statement.card_id == card_id and statement.dated == bill.dated:
            return statement
    return None


def debt(facts: Facts, card: CardFacts) -> Money:
    """What is owed on a card: a credit account below zero."""
    balance = facts.account(card.account_id).balance
    return -balance if balance.amount < 0 else Money.zero(balance.currency)


def credit(facts: Facts, card: CardFacts) -> Money:
    """The customer's own money on a credit card: a credit account above zero."""
    balance = facts.account(card.account_id).balance
    return balance if balance.amount > 0 else Money.zero(balance.currency)


@rule(SignCardAutopay, policies=[LEAD, DUE], cases=["02005"])
def first_statement_covered(op: SignCardAutopay, facts: Facts) -> Iterator[Item]:
    """Autopay covers a statement only when signed the required working days before its date."""
    cover, lead = _cover(op, facts), facts.ruling(LEAD)
    first = cover.first
    spans = (
        *tuple(_span(bill, covered=False) for bill in cover.missed),
        _span(first, covered=True),
    )
    days = (
        *tuple(
            Day(
                both("账单{d}不扣，到期", "Statement {d} not covered, due", d=b.dated),
                b.due_on,
                "warn",
            )
            for b in cover.missed
        ),
        Day(
            both("首次自动扣，账单{d}", "First covered, statement {d}", d=first.dated),
            first.due_on,
            "ok",
        ),
    )
    if not cover.missed:
        yield Item(
            key="card.autopay.first",
            kind=Kind.CONSEQUENCE,
            title=both(
                "从{d}这期账单起自动扣，{due}到期。",
                "Covered from the {d} statement, due {due}.",
                d=first.dated,
                due=first.due_on,
            ),
            spans=spans,
            days=days,
            policies=(lead,),
        )
        return
    yield Item(
        key="card.autopay.not_covered",
        kind=Kind.DISCLOSURE,
        title=_not_covered(op, facts, cover),
        detail=_reason(facts, cover),
        say=_say(op, facts, cover),
        slip=both(
            "{due}到期的账单不会自动扣，请自己还。",
            "THE BILL DUE {due} IS NOT COVERED: pay it yourself.",
            due=cover.missed[0].due_on,
        ),
        spans=spans,
        days=days,
        ways=_ways(op, facts, cover),
        policies=(lead, facts.ruling(DUE)),
    )


def _span(bill: cards.Bill, *, covered: bool) -> Span:
    note = (
        both("{d}到期，首次自动扣", "due {d}, first covered", d=bill.due_on)
        if covered
        else both("{d}到期，不扣，须自己还", "due {d}, not covered: pay it yourself", d=bill.due_on)
    )
    return Span(
        both("账单 {d}", "Statement {d}", d=bill.dated), bill.dated, bill.due_on, covered, note
    )


def _unpaid(op: SignCardAutopay, facts: Facts, cover: cards.Cover) -> StatementFacts | None:
    """The first missed statement that is out and still owes something."""
    for bill in cover.missed:
        statement = _statement(facts, op.card, bill)
        if statement and statement.unpaid.amount > 0:
            return statement
    return None


def _not_covered(op: SignCardAutopay, facts: Facts, cover: cards.Cover) -> Text:
    owed = _unpaid(op, facts, cover)
    if owed:
        return both(
            "今天签约，{due}到期的{sum}不会自动扣。",
            "Signing today, the {sum} due {due} will not be paid.",
            due=owed.due_on,
            sum=owed.unpaid,
        )
    return both(
        "今天签约，{due}到期的账单不会自动扣。",
        "Signing today, the bill due {due} will not be paid.",
        due=cover.missed[0].due_on,
    )


def _reason(facts: Facts, cover: cards.Cover) -> Text:
    lead, last = facts.ruling(LEAD), cover.missed[-1]
    return both(
        "要在账单日前{n}个工作日签约，才管当期账单。{d}那期最后一天是{by}，今天晚了；"
        "首次自动扣是{first}的账单。",
        "Autopay covers a statement when signed {n} working days before it. For {d} the last day"
        " was {by}; first covered is the {first} statement.",
        n=lead.integer("working_days"),
        d=last.dated,
        by=last.sign_by,
        first=cover.first.dated,
    )


def _say(op: SignCardAutopay, facts: Facts, cover: cards.Cover) -> Text:
    owed, first = _unpaid(op, facts, cover), cover.first
    mine = (
        both("这笔{sum}", "The {sum}", sum=owed.unpaid) if owed else Text(zh="这期", en="The bill")
    )
    due = owed.due_on if owed else cover.missed[0].due_on
    return both(
        "今天签好，要到{first}才第一次自动扣。{due}到期的{mine}，得您自己还。我现在帮您还上，好吗？",
        "Signed today, the first automatic payment is on {first}. {mine} due {due} you still pay"
        " yourself. Shall I pay it for you now?",
        first=first.due_on,
        due=due,
        mine=mine,
    )


def _ways(op: SignCardAutopay, facts: Facts, cover: cards.Cover) -> tuple[Way, ...]:
    owed = _unpaid(op, facts, cover)
    if owed is None:
        return ()
    payer = facts.account(op.account)
    ways = []
    if payer.balance >= owed.unpaid:
        ways.append(_pay(op, "pay_now", owed.unpaid, payer.balance, best=True))
    least = owed.minimum - owed.paid
    if least.amount > 0 and payer.balance >= least and least < owed.unpaid:
        ways.append(_pay(op, "pay_minimum", least, payer.balance, best=False))
    ways.append(
        Way(
            key="pays_himself",
            label=Text(zh="客户自己还", en="He pays it himself"),
            detail=both("{d}9:00电话提醒", "A reminder call at 9:00 on {d}", d=owed.due_on),
            promise=both(
                "{d}还款日早上打电话提醒还{sum}",
                "Call on the morning of {d} to remind him of {sum}",
                d=owed.due_on,
                sum=owed.unpaid,
            ),
            due=f"{owed.due_on.isoformat()}T09:00",
        )
    )
    return tuple(ways)


def _pay(op: SignCardAutopay, key: str, amount: Money, balance: Money, *, best: bool) -> Way:
    label = (
        both("现在从借记卡还清{sum}", "Pay {sum} from the debit card now", sum=amount)
        if best
        else both("先还最低{sum}", "Pay the minimum {sum}", sum=amount)
    )
    return Way(
        key=key,
        label=label,
        detail=both("{a} → {b}", "{a} → {b}", a=balance, b=balance - amount),
        operation=PayCard.key,
        fields={"card": op.card, "account": op.account, "amount": str(amount.amount)},
        best=best,
    )


@rule(SignCardAutopay, policies=[LEAD, DUE, RATE, LATE], cases=["02005"])
def cost_of_believing(op: SignCardAutopay, facts: Facts) -> Iterator[Item]:
    """What a missed bill costs if the customer believes that it will be taken."""
    cover = _cover(op, facts)
    owed = _unpaid(op, facts, cover)
    if owed is None:
        return
    until = cards.statement_on_or_after(owed.due_on, _statement_day(facts.card(op.card)))
    rate, late = facts.ruling(RATE), facts.ruling(LATE)
    least = owed.minimum - owed.paid
    cost = cards.late_cost(
        [(owed.dated, owed.unpaid)],
        until,
        daily_percent=rate.decimal("percent"),
        minimum_payment=least if least.amount > 0 else Money.zero(least.currency),
        fee_percent=late.decimal("percent"),
        fee_minimum=late.money("minimum"),
    )
    yield Item(
        key="card.autopay.cost",
        kind=Kind.CONSEQUENCE,
        title=both(
            "若以为会自动扣、到{d}才发现，至少多付{sum}。",
            "Believing it and finding out on {d} costs at least {sum}.",
            d=until,
            sum=cost.total,
        ),
        detail=Text(
            zh="利息从记账日起算，这里只从账单日算起；另记1期逾期，影响贷款。",
            en="Interest runs from the day of booking, here only from the statement; and one late"
            " mark stays on his record.",
        ),
        sums_title=both("到{d}才发现", "Found out on {d}", d=until),
        sums=(
            Sum(Text(zh="利息", en="Interest"), cost.interest),
            Sum(Text(zh="滞纳金", en="Late fee"), cost.fee),
            Sum(Text(zh="多付", en="Extra"), cost.total, "warn", total=True),
        ),
        working=cost.working,
        policies=(rate, late),
        tone="warn",
    )


@rule(SignCardAutopay, cases=["02005"])
def one_agreement_a_card(op: SignCardAutopay, facts: Facts) -> Iterator[Item]:
    """A card has one autopay agreement, from a working account of the same customer."""
    account = facts.account(op.account)
    standing = [a for a in facts.agreements if a.kind == "card_autopay" and a.card_id == op.card]
    if account.status != "open":
        yield Item(
            key="card.autopay.account",
            kind=Kind.BLOCK,
            title=both("扣款账户{t}不能用。", "The account {t} cannot be debited.", t=account.tail),
            detail=Text(
                zh="账户被冻结，请换一个账户。", en="It is frozen; choose another account."
            ),
        )
    if standing:
        yield Item(
            key="card.autopay.standing",
            kind=Kind.BLOCK,
            title=both(
                "{d}已签过自动还款。", "Autopay was signed on {d} already.", d=standing[0].signed_on
            ),
            detail=Text(
                zh="一张卡只能有一份协议；要改扣款账户，先解约再签。",
                en="One agreement a card; to change the account, end it first.",
            ),
        )
    if account.status == "open" and not standing:
        yield Item(
            key="card.autopay.checked",
            kind=Kind.CHECKED,
            title=Text(
                zh="两卡同名、借记卡正常、没有旧协议",
                en="Same holder, account in order, no earlier agreement",
            ),
        )


@rule(SignCardAutopay, cases=["02005"])
def reachable_by_sms(op: SignCardAutopay, facts: Facts) -> Iterator[Item]:
    """Autopay results go out by SMS; without a mobile number the customer does not hear."""
    if not facts.customer.mobile:
        yield Item(
            key="card.autopay.mobile",
            kind=Kind.OPPORTUNITY,
            title=Text(zh="先补手机号，再签约", en="Add a mobile number first"),
            detail=Text(
                zh="扣款成败只发短信。没有手机号，他要等到下期账单才知道。",
                en="Results go out by SMS; without a number he learns from the next statement.",
            ),
        )


@rule(SignCardAutopay, cases=["02005"])
def other_currencies(op: SignCardAutopay, facts: Facts) -> Iterator[Item]:
    """Autopay takes the local currency only; a dual-currency card's other side is not covered."""
    others = [
        c for c in facts.card(op.card).currencies if c != facts.account(op.account).balance.currency
    ]
    if others:
        names = "、".join(others)
        yield Item(
            key="card.autopay.currency",
            kind=Kind.OPPORTUNITY,
            title=Text(zh=f"{names}账户不在内", en=f"The {', '.join(others)} side is not covered"),
            detail=Text(
                zh="境外刷卡的外币欠款，要另签购汇还款。",
                en="Foreign spending needs its own agreement to buy the currency.",
            ),
        )


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
