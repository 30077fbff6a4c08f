"""Booked cash beside everything else that wants the same money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from firstdesk.core.calendars import add_working_days
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.accounts import Deposit, WithdrawCash
from firstdesk.guidance.catalogue.agreements import SignIpoPlan
from firstdesk.guidance.catalogue.bookings import BookCash
from firstdesk.guidance.facts import Facts, ReservationFacts
from firstdesk.guidance.items import Choice, Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.ahead import collision
from firstdesk.guidance.say import both
from firstdesk.products.balances import Flow
from firstdesk.products.inputs import refuse
from firstdesk.products.share_plans import plan_take

BOOKING, PLAN = "cash.booking", "plan.ipo.minimum"
_LEFT_OUT = (
    Choice("exclude", Text(zh="这笔留出来，不参加申购", en="Leave it out of the subscription")),
    Choice("keep", Text(zh="照样申购，另想办法", en="Subscribe with it all the same")),
)


@rule(BookCash, policies=[BOOKING], cases=["02019", "03006"])
def when_it_is_ready(op: BookCash, facts: Facts) -> Iterator[Item]:
    """A booking counts when the vault keeper has accepted it; until then it is no promise."""
    if op.day < facts.today:
        raise refuse("day", "这一天已经过了。", "That day has passed.")
    if op.from_time >= op.to_time:
        raise refuse("to_time", "最晚要晚于最早。", "It must end after it begins.")
    ruling = facts.ruling(BOOKING)
    ready = facts.today
    if op.amount >= ruling.decimal("from"):
        ready = add_working_days(facts.calendar, facts.today, ruling.integer("days"))
    soon = op.day < ready
    yield Item(
        key="cash.book.confirm",
        kind=Kind.DISCLOSURE,
        title=both(
            "早于提前期，管库同意才算数；稳妥是{d}。",
            "Earlier than the rule: it counts only if the vault keeper agrees. {d} is safe.",
            d=ready,
        )
        if soon
        else both(
            "{d} {f}–{t}来取；管库确认后才算订好。",
            "{d}, {f}–{t}: booked once the vault keeper confirms.",
            d=op.day,
            f=f"{op.from_time:%H:%M}",
            t=f"{op.to_time:%H:%M}",
        ),
        detail=ruling.text,
        say=both(
            "给您登记{d} {f}到{t}。管库一确认，就发消息给您；没有确认之前，先不要跑这一趟。",
            "I note {d}, {f} to {t}. You hear from us as soon as it is confirmed; please do not"
            " come before that.",
            d=op.day,
            f=f"{op.from_time:%H:%M}",
            t=f"{op.to_time:%H:%M}",
        ),
        days=(Day(Text(zh="来取", en="Collected on"), op.day, "warn" if soon else "ok"),),
        policies=(ruling,),
        tone="warn" if soon else "",
    )


@rule(BookCash, cases=["02019"])
def who_collects(op: BookCash, facts: Facts) -> Iterator[Item]:
    """Who comes for the money is named when it is booked, with what he must bring."""
    if op.collector == "other" and not (op.collector_name and op.collector_relation):
        raise refuse(
            "collector_name" if not op.collector_name else "collector_relation",
            "写清谁来取、是客户的什么人。",
            "Say who collects it and how he is related.",
        )
    yield Item(
        key="cash.book.papers",
        kind=Kind.REQUIREMENT,
        title=Text(zh="来取时带：本人身份证", en="Bring: the holder's identity card")
        if op.collector == "holder"
        else both(
            "来取时带：客户和{n}两人的身份证",
            "Bring: the identity cards of the customer and of {n}",
            n=op.collector_name,
        ),
    )


def _runs(facts: Facts, account_id: str, until: date) -> list[date]:
    """The days up to one on which a subscription plan takes money from an account."""
    days = {issue.subscribed_on for issue in facts.market.issues if issue.state == "planned"}
    found: set[date] = set()
    for plan in facts.agreements:
        if plan.kind == "ipo_plan" and plan.account_id == account_id:
            next_run = plan.terms.get("next_run")
            found |= days | ({date.fromisoformat(str(next_run))} if next_run else set())
    return sorted(day for day in found if facts.today <= day <= until)


def _booked(facts: Facts, account_id: str, since: date) -> list[ReservationFacts]:
    """Cash booked from an account, to be collected from a day on."""
    return [r for r in facts.reservations if r.account_id == account_id and r.day >= since]


@rule(BookCash, policies=[PLAN], cases=["03012"])
def plan_would_take_it(op: BookCash, facts: Facts) -> Iterator[Item]:
    """A subscription in the small hours would take what is booked: the customer decides now."""
    account = facts.account(op.account)
    amount = Money(op.amount, account.balance.currency)
    for run_on in _runs(facts, op.account, op.day):
        yield _collides(facts, op.account, amount, run_on, "cash.book.plan")
        return


def _collides(facts: Facts, account_id: str, amount: Money, run_on: date, key: str) -> Item:
    account, ruling = facts.account(account_id), facts.ruling(PLAN)
    minimum = ruling.money("balance", amount.currency)
    run = plan_take(account.balance, reserved=amount, minimum=minimum)
    without = plan_take(account.balance, reserved=Money.zero(amount.currency), minimum=minimum)
    return Item(
        key=key,
        kind=Kind.DISCLOSURE,
        title=both(
            "{d}凌晨的新股申购会扣走{t}，预约的{a}就不够了。",
            "The subscription of {d} would take {t}: the {a} that is booked would not be there.",
            d=run_on,
            t=without.taken,
            a=amount,
        ),
        say=both(
            "{d}有新股申购。您订的这{a}，要不要留出来不参加？",
            "There is a subscription on {d}. Shall we leave the {a} out of it?",
            d=run_on,
            a=amount,
        ),
        choices=_LEFT_OUT,
        sums=(
            Sum(Text(zh="余额", en="Balance"), account.balance),
            Sum(Text(zh="预约", en="Booked"), amount),
            Sum(Text(zh="留出后申购扣", en="Taken if it is left out"), run.taken),
            Sum(Text(zh="不留出扣", en="Taken otherwise"), without.taken, "bad", total=True),
        ),
        days=(Day(Text(zh="申购日", en="Subscription"), run_on, "warn"),),
        working=run.working,
        policies=(ruling,),
    )


@rule(SignIpoPlan, policies=[PLAN], cases=["03012"])
def booked_cash_is_left(op: SignIpoPlan, facts: Facts) -> Iterator[Item]:
    """Whoever has booked cash and signs a plan is asked whether that cash is left out."""
    booked = _booked(facts, op.account, op.run_on)
    if not booked:
        return
    total = sum((r.amount for r in booked[1:]), booked[0].amount)
    yield _collides(facts, op.account, total, op.run_on, "plan.ipo.booked")


@rule(SignIpoPlan, cases=["03012"])
def reached_by_phone(op: SignIpoPlan, facts: Facts) -> Iterator[Item]:
    """A plan takes money in the small hours: without a mobile number he does not hear of it."""
    if not facts.customer.mobile:
        yield Item(
            key="plan.ipo.mobile",
            kind=Kind.REQUIREMENT,
            title=Text(zh="先补手机号，再签约", en="Add a mobile number first"),
            say=Text(
                zh="扣款都在凌晨，发短信告诉您。留个手机号好吗？",
                en="It debits at night and tells you by message. May I note a mobile number?",
            ),
            tone="warn",
        )


@rule(BookCash, cases=["01006", "03012"])
def covered_on_the_day(op: BookCash, facts: Facts) -> Iterator[Item]:
    """On the day it is collected the money must still be there, after all that leaves before."""
    amount = Money(op.amount, facts.account(op.account).balance.currency)
    this = Flow(op.day, -amount, Text(zh="这次预约", en="This booking"))
    yield from collision(facts, op.account, this, "cash.book.short", scheduled=False)


@rule(Deposit, policies=[BOOKING], cases=["03006"])
def large_sums_are_booked(op: Deposit, facts: Facts) -> Iterator[Item]:
    """Who pays in so much that drawing it in cash needs booking hears that now, not later."""
    account, ruling = facts.account(op.account), facts.ruling(BOOKING)
    after = account.balance + Money(op.amount, account.balance.currency)
    limit = ruling.money("from", account.balance.currency)
    if after < limit or account.balance >= limit:
        return
    yield Item(
        key="account.booking",
        kind=Kind.CONSEQUENCE,
        title=both(
            "以后一次取现{l}及以上，要提前{n}个工作日预约；转账不用。",
            "Cash of {l} or more at once is booked {n} working day(s) ahead; a transfer is not.",
            l=limit,
            n=ruling.integer("days"),
        ),
        say=both(
            "以后要取{l}以上现金，提前打个电话，我们给您备好。",
            "For {l} or more in cash, give us a call the day before and it is ready.",
            l=limit,
        ),
        slip=both("取现{l}及以上请提前预约", "BOOK CASH OF {l} OR MORE AHEAD", l=limit),
        policies=(ruling,),
    )


@rule(WithdrawCash, cases=["03012"])
def frozen_in_a_subscription(op: WithdrawCash, facts: Facts) -> Iterator[Item]:
    """What a subscription has taken comes back on a known day; until then other money is found."""
    account = facts.account(op.account)
    amount = Money(op.amount, account.balance.currency)
    plan = [a for a in facts.agreements if a.kind == "ipo_plan" and a.account_id == op.account]
    frozen = [
        issue
        for issue in facts.market.issues
        if issue.state == "taken" and issue.subscribed_on <= facts.today < issue.refund_on
    ]
    if amount <= account.balance or not plan or not frozen:
        return
    back = min(issue.refund_on for issue in frozen)
    elsewhere = [
        a
        for a in facts.accounts
        if a.id != account.id
        and a.kind in {"demand", "settlement", "time", "notice"}
        and a.status == "open"
        and a.balance.amount > 0
    ]
    yield Item(
        key="cash.frozen",
        kind=Kind.CONSEQUENCE,
        title=both(
            "钱在新股申购里，没中签的{d}退回；今天还差{s}。",
            "The money is in a subscription; what is not allotted returns on {d}. {s} is missing.",
            d=back,
            s=amount - account.balance,
        ),
        say=both(
            "昨夜的申购把钱扣走了，{d}退回来。今天急用的，我们一起看别的办法。",
            "Last night's subscription took it; it returns on {d}. Let us see what can be done"
            " today.",
            d=back,
        ),
        days=(Day(Text(zh="退款日", en="Refunded"), back, "ok"),),
        sums=tuple(
            Sum(both("账户{t}", "Account {t}", t=a.tail), a.balance, "ok") for a in elsewhere
        ),
        ways=(
            *(
                (
                    Way(
                        "other",
                        Text(
                            zh="用别的账户，或存单质押",
                            en="Another account, or a loan on a deposit",
                        ),
                        best=True,
                    ),
                )
                if elsewhere
                else ()
            ),
            Way(
                "owner",
                Text(zh="客户经理负责到底", en="The client manager sees it through"),
                promise=both(
                    "{d}前想办法备好{s}",
                    "Find {s} for him before {d}",
                    d=back,
                    s=amount - account.balance,
                ),
            ),
        ),
        tone="bad",
    )
