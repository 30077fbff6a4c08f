"""Time and notice deposits: drawing early, drawing by notice, working the interest out again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Working
from firstdesk.guidance.catalogue import CloseNoticeDeposit, RecalculateNotice, WithdrawEarly
from firstdesk.guidance.facts import AccountFacts, Facts
from firstdesk.guidance.items import Choice, Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both
from firstdesk.products import deposits, notice_deposits
from firstdesk.products.inputs import refuse

DEMAND, TAX, EARLY = "deposit.demand.rate", "tax.interest", "deposit.early.rules"
PLEDGE, AGE = "deposit.pledge.loan", "deposit.large_print.age"
NOTICE_RATE, NOTICE = "deposit.notice.rate", "deposit.notice.rules"


def _certificate(facts: Facts, account_id: str) -> tuple[AccountFacts, deposits.TimeDeposit]:
    account = facts.account(account_id)
    if account.kind != "time" or not account.opened_on or account.rate is None:
        raise refuse("account", "这不是定期存单。", "This is not a time deposit.")
    months = account.term_months or 0
    if months <= 0:
        raise refuse("account", "存单没有存期。", "The certificate has no term.")
    return account, deposits.TimeDeposit(account.balance, account.opened_on, months, account.rate)


def _weighed(op: WithdrawEarly, facts: Facts) -> deposits.EarlyWithdrawal | None:
    """The early withdrawal, or None when the deposit has matured."""
    account, deposit = _certificate(facts, op.account)
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
    _, deposit = _certificate(facts, op.account)
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


@rule(WithdrawEarly, policies=[TAX, EARLY, DEMAND], cases=["02003"])
def matured(op: WithdrawEarly, facts: Facts) -> Iterator[Item]:
    """A matured deposit pays its full interest, and the demand rate for the days after."""
    account, deposit = _certificate(facts, op.account)
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


def _closing(
    drawn: Money,
    opened_on: date,
    on: date,
    notice: notice_deposits.Notice | None,
    notice_days: int,
    facts: Facts,
    balance: Money | None = None,
) -> notice_deposits.Closing:
    rules = facts.ruling(NOTICE, on)
    rates = facts.ruling(NOTICE_RATE, on)
    return notice_deposits.close(
        drawn,
        opened_on,
        on,
        notice=notice,
        notice_days=notice_days,
        notice_percent=rates.decimal("d1" if notice_days == 1 else "d7"),
        demand_percent=facts.ruling(DEMAND, on).decimal("percent"),
        minimum=rules.money("minimum", drawn.currency),
        balance=balance,
        minimum_left=rules.money("minimum", drawn.currency) if balance else None,
        bands=facts.book.bands(TAX, "percent", facts.known_on),
        method=rules.string("method"),
    )


def _open_notice(facts: Facts, account_id: str) -> notice_deposits.Notice | None:
    """The open notice of an account: the one for today first, else the next."""
    found = [n for n in facts.notices if n.account_id == account_id]
    found.sort(key=lambda n: (n.for_date != facts.today, n.for_date))
    if not found:
        return None
    first = found[0]
    return notice_deposits.Notice(first.given_on, first.for_date, first.amount)


NOTICE_POLICIES = [NOTICE_RATE, NOTICE, DEMAND, TAX]


@rule(CloseNoticeDeposit, policies=NOTICE_POLICIES, cases=["02027"])
def notice_is_found(op: CloseNoticeDeposit, facts: Facts) -> Iterator[Item]:
    """The open notice is found by the account and used; both results are always shown."""
    account = facts.account(op.account)
    if account.kind != "notice" or not account.opened_on or not account.notice_days:
        raise refuse("account", "这不是通知存款。", "This is not a notice deposit.")
    drawn = Money(op.amount, account.balance.currency) if op.amount else account.balance
    if drawn > account.balance:
        raise refuse(
            "amount",
            f"账户里只有{account.balance.format()}。",
            f"The account holds {account.balance.format('en')}.",
        )
    notice = _open_notice(facts, op.account)
    closing = _closing(
        drawn,
        account.opened_on,
        facts.today,
        notice,
        account.notice_days,
        facts,
        account.balance,
    )
    sums = (
        Sum(Text(zh="按通知存款利率", en="At the notice rate"), closing.at_notice_rate.net, "ok"),
        Sum(Text(zh="按活期利率", en="At the demand rate"), closing.at_demand_rate.net),
        Sum(Text(zh="今天付", en="Paid today"), closing.paid.net, "", total=True),
    )
    shared = {
        "sums": sums,
        "sums_title": Text(zh="税后利息", en="Interest after tax"),
        "working": closing.paid.working,
        "policies": (facts.ruling(NOTICE), facts.ruling(NOTICE_RATE)),
    }
    if closing.full:
        yield Item(
            key="deposit.notice.rate",
            kind=Kind.CONSEQUENCE,
            title=both(
                "按通知存款利率，付{s}。", "Paid at the notice rate: {s}.", s=closing.paid.net
            ),
            detail=closing.reason,
            slip=closing.reason,
            **shared,  # type: ignore[arg-type]
        )
        return
    yield _shortfall(op, facts, account, closing, notice, shared)
    if notice is not None:
        yield Item(
            key="deposit.notice.supervisor",
            kind=Kind.DISCLOSURE,
            title=Text(
                zh="有未用的通知，却要按活期付：须主管和客户签字。",
                en="An open notice exists, yet the demand rate would be paid: supervisor and"
                " customer sign.",
            ),
            detail=closing.reason,
            supervisor=True,
            policies=(facts.ruling(NOTICE),),
        )


def _shortfall(
    op: CloseNoticeDeposit,
    facts: Facts,
    account: AccountFacts,
    closing: notice_deposits.Closing,
    notice: notice_deposits.Notice | None,
    shared: dict[str, object],
) -> Item:
    day = (
        notice.for_date
        if notice and notice.for_date > facts.today
        else facts.today + timedelta(days=account.notice_days or 0)
    )
    return Item(
        key="deposit.notice.demand",
        kind=Kind.DISCLOSURE,
        title=both(
            "今天取，利息只有{p}，比按通知存款少{l}。",
            "Drawn today the interest is {p}, {l} less than at the notice rate.",
            p=closing.paid.net,
            l=closing.lost,
        ),
        detail=closing.reason,
        say=both(
            "今天取只能按活期算，利息{p}。您{d}来取，就能按通知存款算。要不要等到那天？",
            "Today it pays {p} only. On {d} you get the notice rate. Would you wait until then?",
            p=closing.paid.net,
            d=day,
        ),
        slip=closing.reason,
        days=(Day(Text(zh="按通知利率可取", en="At the notice rate from"), day, "ok"),),
        choices=(
            Choice("today", Text(zh="今天就取", en="Draws today")),
            Choice("wait", Text(zh="等到那天", en="Waits")),
        ),
        ways=(
            Way(
                "wait",
                both("{d}再取", "Draw on {d}", d=day),
                both("多{l}", "{l} more", l=closing.lost),
                promise=both("{d}可按通知利率支取，前一天提醒", "Remind the day before {d}", d=day),
                due=f"{(day - timedelta(days=1)).isoformat()}T10:00"
                if day > facts.today + timedelta(days=1)
                else "",
                best=True,
            ),
        ),
        **shared,  # type: ignore[arg-type]
    )


@rule(RecalculateNotice, policies=NOTICE_POLICIES, cases=["02027"])
def worked_out_again(op: RecalculateNotice, facts: Facts) -> Iterator[Item]:
    """Interest a customer disputes is worked out again from the facts, whatever the system paid."""
    principal, paid = Money(op.principal), Money(op.paid)
    if op.notice_days not in (1, 7):
        raise refuse("notice_days", "只有1天和7天。", "There are 1-day and 7-day deposits only.")
    if op.closed_on > facts.today:
        raise refuse("closed_on", "支取日还没有到。", "The day of drawing has not come.")
    notice = None
    if op.notice_given_on is not None:
        notice = notice_deposits.Notice(
            op.notice_given_on, op.notice_for or op.closed_on, principal
        )
    closing = _closing(principal, op.opened_on, op.closed_on, notice, op.notice_days, facts)
    difference = closing.paid.net - paid
    owed = difference.amount > 0
    yield Item(
        key="deposit.recalculated",
        kind=Kind.CONSEQUENCE,
        title=both(
            "应付{d}，已付{p}，少付{x}。",
            "Due {d}, paid {p}: {x} short.",
            d=closing.paid.net,
            p=paid,
            x=difference,
        )
        if owed
        else both(
            "应付{d}，已付{p}，没有少付。",
            "Due {d}, paid {p}: nothing is short.",
            d=closing.paid.net,
            p=paid,
        ),
        detail=closing.reason,
        sums=(
            Sum(Text(zh="应付（税后）", en="Due, after tax"), closing.paid.net),
            Sum(Text(zh="按活期", en="At the demand rate"), closing.at_demand_rate.net),
            Sum(Text(zh="已付", en="Paid"), paid),
            Sum(Text(zh="差额", en="Difference"), difference, "warn" if owed else "ok", total=True),
        ),
        working=closing.paid.working,
        policies=(facts.ruling(NOTICE, op.closed_on), facts.ruling(NOTICE_RATE, op.closed_on)),
        tone="warn" if owed else "ok",
    )
