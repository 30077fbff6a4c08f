"""Notice deposits: the open notice is found by itself; disputed interest worked out again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.deposits import CloseNoticeDeposit, RecalculateNotice
from firstdesk.guidance.facts import AccountFacts, Facts
from firstdesk.guidance.items import Choice, Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both
from firstdesk.products import notice_deposits
from firstdesk.products.inputs import refuse

DEMAND, TAX = "deposit.demand.rate", "tax.interest"
NOTICE_RATE, NOTICE = "deposit.notice.rate", "deposit.notice.rules"


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
