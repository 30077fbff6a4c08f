"""Signing card autopay: what it covers first, what it costs to believe otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.cards import PayCard, SignCardAutopay
from firstdesk.guidance.facts import Facts, StatementFacts
from firstdesk.guidance.items import Day, Item, Kind, Span, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.cards import statement_day
from firstdesk.guidance.say import both
from firstdesk.products import cards

LEAD, DUE = "card.autopay.lead_time", "card.due_days"
RATE, LATE = "card.overdraft.rate", "card.late_fee"


def _cover(op: SignCardAutopay, facts: Facts) -> cards.Cover:
    lead = facts.ruling(LEAD)
    return cards.autopay_cover(
        facts.today,
        statement_day(facts.card(op.card)),
        working_days=lead.integer("working_days"),
        due_days=facts.ruling(DUE).integer("days"),
        calendar=facts.calendar,
        counting=lead.string("counting"),
    )


def _statement(facts: Facts, card_id: str, bill: cards.Bill) -> StatementFacts | None:
    for statement in facts.statements:
        if statement.card_id == card_id and statement.dated == bill.dated:
            return statement
    return None


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
            policies=(lead, *facts.counted_with(first.dated)),
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
        policies=(lead, facts.ruling(DUE), *facts.counted_with(first.dated)),
    )


def _span(bill: cards.Bill, *, covered: bool) -> Span:
    note = (
        both("{d}到期，首次自动扣", "due {d}, first covered", d=bill.due_on)
        if covered
        else both("{d}到期，不扣，须自己还", "due {d}: pay it yourself", d=bill.due_on)
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
    until = cards.statement_on_or_after(owed.due_on, statement_day(facts.card(op.card)))
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
