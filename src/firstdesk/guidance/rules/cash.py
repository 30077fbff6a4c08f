"""Cash at a window: machine or window, booked ahead or not, and whether it is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from firstdesk.core.calendars import add_working_days
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.accounts import WithdrawCash
from firstdesk.guidance.catalogue.bookings import BookCash
from firstdesk.guidance.facts import Facts, ReservationFacts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.ahead import cash_booked
from firstdesk.guidance.say import both
from firstdesk.products.balances import Flow
from firstdesk.products.daycount import add_months

MACHINE, BOOKING = "cash.machine.first", "cash.booking"


@rule(WithdrawCash, policies=[MACHINE], cases=["02014"], force="guideline")
def machine_first(op: WithdrawCash, facts: Facts) -> Iterator[Item]:
    """A small round sum is guided to the machine, only while others wait."""
    ruling = facts.ruling(MACHINE)
    round_sum = op.amount % ruling.decimal("unit") == 0
    if not facts.waiting or not round_sum or op.amount >= ruling.decimal("below"):
        return
    yield Item(
        key="cash.machine",
        kind=Kind.BLOCK,
        title=both(
            "还有{n}人在等。先问客户愿不愿意用自助机取。",
            "{n} are waiting: ask whether he would use the machine.",
            n=facts.waiting,
        ),
        detail=ruling.text,
        say=ruling.wording,
        policies=(ruling,),
        ways=(
            Way(
                "machine",
                Text(zh="陪客户去自助机", en="Take him to the machine"),
                Text(zh="不用再取号", en="He needs no new ticket"),
                best=True,
            ),
        ),
    )


@rule(WithdrawCash, policies=[BOOKING], cases=["03006", "02019"])
def booked_ahead(op: WithdrawCash, facts: Facts) -> Iterator[Item]:
    """Large cash is booked ahead; never refused for the branch's own figures."""
    ruling, account = facts.ruling(BOOKING), facts.account(op.account)
    amount = Money(op.amount, account.balance.currency)
    if op.amount < ruling.decimal("from") or amount > account.balance:
        return
    if waiting := _put_aside(facts, op.account, amount):
        yield Item(
            key="cash.booked",
            kind=Kind.CHECKED,
            title=both("已订好{r}：{a}", "Booked as {r}: {a}", r=waiting.ref, a=waiting.amount),
            policies=(ruling,),
        )
        return
    ready = add_working_days(facts.calendar, facts.today, ruling.integer("days"))
    yield Item(
        key="cash.booking",
        kind=Kind.BLOCK,
        title=both(
            "{a}要先预约，{d}能取。", "{a} is booked first: ready on {d}.", a=amount, d=ready
        ),
        detail=ruling.text,
        say=ruling.wording,
        days=(Day(Text(zh="可取", en="Ready on"), ready, "ok"),),
        policies=(ruling,),
        ways=(
            Way(
                "book",
                both("订好，{d}来取", "Book it for {d}", d=ready),
                operation=BookCash.key,
                fields={
                    "account": op.account,
                    "amount": str(op.amount),
                    "day": ready.isoformat(),
                    "from_time": "09:00",
                    "to_time": "11:00",
                },
                best=True,
            ),
            Way(
                "elsewhere",
                Text(zh="查别的网点今天有没有", en="See which other branch has it today"),
                Text(zh="“预约取现”里能查库存", en="“Booked cash” shows every branch's stock"),
            ),
            Way(
                "transfer",
                Text(zh="今天转账", en="Transfer it today"),
                Text(zh="不用现金，当天到账", en="No cash needed; it arrives today"),
            ),
        ),
    )


def _put_aside(facts: Facts, account_id: str, amount: Money) -> ReservationFacts | None:
    """The confirmed booking for today, in this branch, that covers a withdrawal."""
    for one in facts.reservations:
        here = one.branch_code == facts.branch_code and one.account_id in {account_id, None}
        if here and one.status == "accepted" and one.day == facts.today and one.amount >= amount:
            return one
    return None


@rule(WithdrawCash, cases=["01006", "03012"])
def covered(op: WithdrawCash, facts: Facts) -> Iterator[Item]:
    """What is drawn must be there, and what is due soon after must still be paid."""
    account = facts.account(op.account)
    amount = Money(op.amount, account.balance.currency)
    if amount > account.balance:
        short = amount - account.balance
        yield Item(
            key="cash.short",
            kind=Kind.BLOCK,
            title=both("余额不够，差{s}。", "The balance is {s} short.", s=short),
            sums=(
                Sum(Text(zh="余额", en="Balance"), account.balance),
                Sum(Text(zh="要取", en="Asked for"), amount),
                Sum(Text(zh="差", en="Short"), short, "bad", total=True),
            ),
            ways=(
                Way(
                    "less",
                    both("取{b}", "Draw {b}", b=account.balance),
                    operation=op.key,
                    fields={"account": op.account, "amount": str(account.balance.amount)},
                    best=True,
                ),
            )
            if account.balance.amount > 0
            else (),
        )
        return
    left = account.balance - amount
    year = add_months(facts.today, 12)
    debits = [
        Flow(d.due_on, -d.amount, d.label)
        for d in facts.debits_of(op.account, year)
        if d.amount.currency == left.currency
    ]
    # What is booked for today may be what he draws now.
    booked = cash_booked(facts, op.account, facts.today + timedelta(days=1), year)
    for flow in sorted([*debits, *booked], key=lambda flow: flow.on):
        left = left + flow.amount
        if left.amount < 0:
            yield Item(
                key="cash.collides",
                kind=Kind.DISCLOSURE,
                title=both(
                    "取了以后，{d}要用的钱会差{s}。",
                    "After this, {s} will be missing for {d}.",
                    d=flow.on,
                    s=-left,
                ),
                detail=flow.label,
                days=(Day(Text(zh="会差钱", en="Will be short"), flow.on, "bad"),),
                sums=(
                    Sum(Text(zh="取后剩", en="Left after drawing"), account.balance - amount),
                    Sum(Text(zh="会差", en="Will be short"), -left, "bad", total=True),
                ),
            )
            return
