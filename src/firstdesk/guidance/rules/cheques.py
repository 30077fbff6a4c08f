"""Cheques: what is told when one is taken in, when it comes back, and when one has no cover."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from firstdesk.core.calendars import add_working_days
from firstdesk.core.fields import asks
from firstdesk.core.money import Money
from firstdesk.core.text import Text, plural
from firstdesk.guidance.catalogue.payments import BouncedCheque, CollectCheque, ReturnedCheque
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Choice, Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.foreign import foreign_sum
from firstdesk.guidance.say import both
from firstdesk.products.card_costs import percentage_fee

COLLECT, RETURNED, VISIT = "cheque.collection", "cheque.returned", "identity.home_visit"
PENALTY, NOTICE = "cheque.penalty", "cheque.bounced.notice"
REASONS: dict[str, Text] = dict(asks(ReturnedCheque)["reason"].choices)


@rule(CollectCheque, policies=[COLLECT], cases=["02013"])
def may_come_back(op: CollectCheque, facts: Facts) -> Iterator[Item]:
    """Taken in, a cheque may come back: the fee, who bears it and the day stand on the receipt."""
    facts.account(op.account)
    ruling, face = facts.ruling(COLLECT), foreign_sum(op.amount, op.currency)
    fee, due = ruling.money(f"{op.drawn}_fee"), _expected(op, facts)
    borne = _borne(fee)
    yield Item(
        key="cheque.collect.risk",
        kind=Kind.DISCLOSURE,
        title=both(
            "对方钱不够会退回。{b}大约{d}到账。",
            "It may come back for lack of cover. {b} Expected about {d}.",
            b=borne,
            d=due,
        ),
        detail=ruling.text,
        say=ruling.wording,
        slip=both(
            "支票{n}，{f}。可能因出票人余额不足等退回。{b}预计{y}年{d}。",
            "Cheque {n}, {f}. It may be returned for lack of cover. {b} Expected {d} {y}.",
            n=op.number,
            f=face,
            b=borne,
            y=due.year,
            d=due,
        ),
        sums=(Sum(Text(zh="退回时的费用", en="Fee if it is returned"), fee, "warn"),),
        days=(Day(Text(zh="预计到账", en="Expected"), due),),
        policies=(ruling,),
    )


def _borne(fee: Money) -> Text:
    if not fee.amount:
        return Text(zh="退回不向您收费。", en="A return costs you nothing.")
    return both(
        "退票费由您承担，按对方银行实收，通常约{f}。",
        "The fee for a return is yours, as the other bank charges it, usually about {f}.",
        f=fee,
    )


def _expected(op: CollectCheque, facts: Facts) -> date:
    ruling = facts.ruling(COLLECT)
    if op.drawn == "home":
        return add_working_days(facts.calendar, facts.today, ruling.integer("home_days"))
    before = facts.today + timedelta(days=ruling.integer("abroad_days") - 1)
    return add_working_days(facts.calendar, before, 1)


@rule(CollectCheque, cases=["02013", "05004"])
def credited_as_it_is(op: CollectCheque, facts: Facts) -> Iterator[Item]:
    """A cheque in another currency than the account's has to be converted: asked, not assumed."""
    account = facts.account(op.account)
    if account.balance.currency == op.currency:
        return
    fitting = [
        a for a in facts.accounts if a.balance.currency == op.currency and a.status == "open"
    ]
    yield Item(
        key="cheque.collect.currency",
        kind=Kind.DISCLOSURE,
        title=both(
            "账户是{a}的，票是{c}的：到账要兑换，先问客户。",
            "The account is in {a}, the cheque in {c}: it would be exchanged. Ask first.",
            a=account.balance.currency,
            c=op.currency,
        ),
        choices=(
            Choice("convert", Text(zh="到账后兑换", en="Exchange it when it comes")),
            Choice("keep", Text(zh="收到同币种账户", en="To an account in the currency")),
        ),
        ways=tuple(
            Way(
                f"account_{a.tail}",
                both("改收到尾号{t}", "Credit account {t}", t=a.tail),
                operation=op.key,
                fields=op.raw() | {"account": a.id},
                best=True,
            )
            for a in fitting[:1]
        ),
    )


@rule(ReturnedCheque, policies=[RETURNED], cases=["02013"])
def reason_before_fee(op: ReturnedCheque, facts: Facts) -> Iterator[Item]:
    """Of a returned item the reason is said first, then the fee, with the papers at hand."""
    ruling, reason, fee = facts.ruling(RETURNED), REASONS[op.reason], Money(op.fee)
    if op.papers != "yes" and ruling.flag("papers_first"):
        yield Item(
            key="cheque.returned.papers",
            kind=Kind.BLOCK,
            title=Text(
                zh="先要到扣费报文和退票通知，再通知、再扣费。",
                en="Get the charge message and the notice first, then call, then debit.",
            ),
            detail=ruling.text,
            ways=(
                Way(
                    "fetch",
                    Text(zh="向国际业务部要报文", en="Ask international business for them"),
                    Text(zh="您来要，客户不用跑", en="You fetch them, not the customer"),
                    best=True,
                ),
            ),
            policies=(ruling,),
        )
    yield Item(
        key="cheque.returned.reason",
        kind=Kind.DISCLOSURE,
        title=both(
            "先说原因：{r}；再说费用{f}。",
            "The reason first: {r}; then the fee of {f}.",
            r=reason,
            f=fee,
        ),
        detail=ruling.text,
        say=both(
            "您托收的支票{n}退回来了，对方写的原因是：{r}。您可以先问一下出票人。对方银行收了{f}，"
            "凭据我给您看。",
            "Your cheque {n} has come back. The reason given: {r}. You may ask the drawer first."
            " The other bank charged {f}; I show you the papers.",
            n=op.number,
            r=reason,
            f=fee,
        ),
        sums=(Sum(Text(zh="退票费", en="Fee"), fee, "warn", total=True),),
        slip=both(
            "支票{n}退回：{r}。退票费{f}", "Cheque {n}: {r}. Fee {f}", n=op.number, r=reason, f=fee
        ),
        policies=(ruling,),
    )


@rule(ReturnedCheque, policies=[RETURNED, VISIT], cases=["02013"])
def dispute_suspends_the_fee(op: ReturnedCheque, facts: Facts) -> Iterator[Item]:
    """A fee in dispute is not debited until it is explained; who cannot come is visited."""
    ruling, visit = facts.ruling(RETURNED), facts.ruling(VISIT)
    if op.disputed != "yes" or not ruling.flag("dispute_suspends"):
        return
    by = add_working_days(facts.calendar, facts.today, ruling.integer("visit_days"))
    explain = Way(
        "case",
        Text(zh="开服务单，您负责说明", en="Open a service case: you explain it"),
        promise=both(
            "带扣费报文和退票通知，把退票{n}说明清楚",
            "Explain the return of {n} with the charge message and the notice",
            n=op.number,
        ),
        due=f"{by.isoformat()}T17:00",
        best=op.can_come == "yes" or not visit.flag("offered"),
    )
    at_home = Way(
        "visit",
        both(
            "{n}名员工带复印件上门", "{n} employees visit with copies", n=visit.integer("employees")
        ),
        Text(
            zh="网点负责人批准；记下去的人、复印件、结果、缴费日期",
            en="Approved by the manager; who went, copies, result and day of payment are noted",
        ),
        promise=both(
            "上门说明退票{n}，带扣费报文和退票通知的复印件",
            "Visit about the return of {n}, with copies of message and notice",
            n=op.number,
        ),
        due=f"{by.isoformat()}T18:00",
        best=op.can_come == "no",
    )
    visits = op.can_come == "no" and visit.flag("offered")
    yield Item(
        key="cheque.returned.suspended",
        kind=Kind.BLOCK,
        title=both(
            "客户有异议：{f}先不扣，说明清楚再定。",
            "He disputes it: {f} is not debited until it has been explained.",
            f=Money(op.fee),
        ),
        detail=ruling.text,
        say=Text(
            zh="这笔费先不扣。我把凭据拿给您看，您也问问出票人，弄清楚了再说。",
            en="It is not debited for now. I show you the papers, and you ask the drawer.",
        ),
        days=(Day(Text(zh="最晚说明", en="Explained by"), by),),
        ways=(at_home, explain) if visits else (explain,),
        policies=(ruling, visit) if visits else (ruling,),
    )


@rule(ReturnedCheque, cases=["02013"])
def fee_is_there(op: ReturnedCheque, facts: Facts) -> Iterator[Item]:
    """A fee taken by agreement must find its money, or it is paid another way."""
    if op.account is None or op.disputed == "yes":
        return
    balance, fee = facts.account(op.account).balance, Money(op.fee)
    if balance.currency == fee.currency and balance >= fee:
        return
    yield Item(
        key="cheque.returned.short",
        kind=Kind.BLOCK,
        title=both("这个账户扣不了{f}。", "{f} cannot be debited here.", f=fee),
        sums=(Sum(Text(zh="余额", en="Balance"), balance),),
        ways=(
            Way("cash", Text(zh="交现金", en="He pays in cash"), best=True),
            Way("other", Text(zh="换一个人民币账户", en="Another account in yuan")),
        ),
    )


@rule(BouncedCheque, policies=[PENALTY, NOTICE], cases=["02009"])
def company_hears_today(op: BouncedCheque, facts: Facts) -> Iterator[Item]:
    """A company hears of its cheque without cover the same day: what is short, what it may cost."""
    balance, ruling = facts.account(op.account).balance, facts.ruling(PENALTY)
    face = Money(op.amount, balance.currency)
    if face <= balance:
        yield _covered(balance)
        return
    notice, held = facts.ruling(NOTICE), max(balance, Money.zero(balance.currency))
    fee = percentage_fee(
        face,
        ruling.decimal("percent"),
        minimum=ruling.money("minimum", face.currency),
        label=Text(zh="空头支票罚款", en="Penalty for a cheque without cover"),
    )
    values = {"n": op.number, "p": op.payee, "f": face, "s": face - held, "x": fee.amount}
    yield Item(
        key="cheque.bounced.told",
        kind=Kind.DISCLOSURE,
        title=both(
            "今天就打电话：支票{n}差{s}，可能罚{x}。",
            "Call today: cheque {n} is {s} short; the penalty may be {x}.",
            **values,
        ),
        detail=notice.text,
        say=both(
            "您公司开给{p}的支票{n}，{f}，账上还差{s}。今天补不上就要退票，可能罚{x}。我给您想想怎么补上。",
            "Your cheque {n} to {p} over {f} is {s} short. If it is not covered today it goes back,"
            " and the penalty may be {x}. Let us see how it can be covered.",
            **values,
        ),
        sums=(
            Sum(Text(zh="票面", en="Face"), face),
            Sum(Text(zh="余额", en="Balance"), balance),
            Sum(Text(zh="差", en="Short"), face - held, "bad"),
            Sum(Text(zh="可能的罚款", en="Possible penalty"), fee.amount, "bad", total=True),
        ),
        working=fee.working,
        choices=(
            Choice("reached", Text(zh="联系人接了电话", en="The contact was reached")),
            Choice("message", Text(zh="发了短信或留言", en="A message was left")),
            Choice("unreached", Text(zh="联系不上，继续打", en="Not reached yet; we go on")),
        ),
        ways=(
            Way(
                "call",
                Text(zh="今天打到联系人为止", en="Call until the contact is reached"),
                promise=both(
                    "告诉公司联系人：支票{n}付{p}{f}，差{s}，可能罚{x}",
                    "Tell the company's contact: cheque {n} to {p}, {f}, {s} short, penalty {x}",
                    **values,
                ),
                due=f"{facts.today.isoformat()}T{notice.string('call_by')}",
                best=True,
            ),
            Way("cover", both("今天补足{s}", "It pays in {s} today", **values)),
        ),
        policies=(ruling, notice),
    )


def _covered(balance: Money) -> Item:
    return Item(
        key="cheque.bounced.covered",
        kind=Kind.BLOCK,
        title=both(
            "账上有{b}，够付：不能按空头退票。",
            "{b} on the account covers it: it is no cheque without cover.",
            b=balance,
        ),
        ways=(
            Way("pay", Text(zh="付款", en="Pay it"), best=True),
            Way("reason", Text(zh="别的原因要退，按那个原因办", en="Return it for its own reason")),
        ),
    )


@rule(BouncedCheque, cases=["02009"])
def can_be_reached(op: BouncedCheque, facts: Facts) -> Iterator[Item]:
    """Without a working mobile number the company cannot be told by message: one is asked for."""
    if facts.customer.mobile or Money(op.amount) <= facts.account(op.account).balance:
        return
    yield Item(
        key="cheque.bounced.contact",
        kind=Kind.REQUIREMENT,
        title=Text(
            zh="没有能用的手机号：打座机，接通后补登联系人手机。",
            en="No working mobile: ring the landline, and note the contact's mobile.",
        ),
        tone="warn",
    )


@rule(BouncedCheque, policies=[NOTICE], cases=["02009"])
def no_third(op: BouncedCheque, facts: Facts) -> Iterator[Item]:
    """At a second cheque without cover in the period the account manager sees the company."""
    balance, ruling = facts.account(op.account).balance, facts.ruling(NOTICE)
    if not op.earlier or Money(op.amount, balance.currency) <= balance:
        return
    by = add_working_days(facts.calendar, facts.today, ruling.integer("task_days"))
    count, months = op.earlier + 1, ruling.integer("months")
    yield Item(
        key="cheque.bounced.again",
        kind=Kind.REQUIREMENT,
        title=both(
            "{m}个月内第{n}张：客户经理{d}前上门，不等下一张。",
            "Number {n} within {e}: the account manager visits by {d}, before another.",
            m=months,
            e=plural(months, "month"),
            n=count,
            d=by,
        ),
        detail=ruling.text,
        say=ruling.wording,
        days=(Day(Text(zh="上门最晚", en="Visit by"), by, "warn"),),
        ways=(
            Way(
                "advise",
                Text(zh="交给客户经理，有期限", en="A task for the account manager, with its day"),
                promise=Text(
                    zh="上门商定余额提醒和付款前补足的时间",
                    en="Agree a balance alert and a time to pay in by",
                ),
                due=f"{by.isoformat()}T17:00",
                best=True,
            ),
        ),
        policies=(ruling,),
        tone="warn",
    )
