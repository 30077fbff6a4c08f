"""Paying tax, and telling a balance."""

from __future__ import annotations

from collections.abc import Iterator

from firstdesk.core.calendars import add_working_days
from firstdesk.core.money import Money
from firstdesk.core.text import Text, plural
from firstdesk.core.working import Line, Working
from firstdesk.guidance.catalogue.payments import AskBalance, PayTax
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both
from firstdesk.products.card_costs import late_cost

LATE, IDENTITY = "tax.late", "balance.identity"


@rule(PayTax, policies=[LATE], force="law")
def late_tax_costs(op: PayTax, facts: Facts) -> Iterator[Item]:
    """Tax paid after its last day bears a surcharge a day; how much is told before it is paid."""
    ruling, tax = facts.ruling(LATE), Money(op.amount)
    last = op.due_on
    if not facts.calendar.is_working_day(last):
        last = add_working_days(facts.calendar, last, 1)
    days = (facts.today - last).days
    if days <= 0:
        yield Item(
            key="tax.in_time",
            kind=Kind.CONSEQUENCE,
            title=both(
                "期限到{d}，今天交没有滞纳金。",
                "Due by {d}: paid today it bears no surcharge.",
                d=last,
            ),
            days=(Day(Text(zh="最后一天", en="Last day"), last, "ok"),),
            policies=(ruling,),
            tone="ok",
        )
        return
    percent = ruling.decimal("percent")
    more = late_cost(
        [(last, tax)],
        facts.today,
        daily_percent=percent,
        minimum_payment=Money.zero(),
        fee_percent=percent,
    ).interest
    line = Line(
        Text(zh=f"滞纳金，{days}天", en=f"Surcharge, {plural(days, 'day')}"),
        f"{tax} × {percent}% × {days}",
        (("tax", str(tax)), ("days", str(days))),
        more,
    )
    yield Item(
        key="tax.late",
        kind=Kind.DISCLOSURE,
        title=both(
            "期限{d}，晚了{n}天：滞纳金{m}，共{t}。",
            "Due {d}, {e} late: surcharge {m}, {t} in all.",
            d=last,
            n=days,
            e=plural(days, "day"),
            m=more,
            t=tax + more,
        ),
        detail=ruling.text,
        say=ruling.wording,
        days=(Day(Text(zh="最后一天", en="Last day"), last, "bad"),),
        sums=(
            Sum(Text(zh="税款", en="Tax"), tax),
            Sum(Text(zh="滞纳金", en="Surcharge"), more, "warn"),
            Sum(Text(zh="合计", en="In all"), tax + more, total=True),
        ),
        working=Working((line,)),
        ways=(
            Way(
                "dispute",
                Text(zh="客户认为不该罚，先交再申请", en="He objects: pay, then apply for it back"),
                Text(zh="税务机关定，我们给缴款凭证", en="The tax office decides; we give proof"),
            ),
        ),
        policies=(ruling,),
    )


@rule(PayTax)
def papers_and_money(op: PayTax, facts: Facts) -> Iterator[Item]:
    """Tax is paid on the tax office's slip, and what is to pay it must be there."""
    yield Item(
        key="tax.papers",
        kind=Kind.REQUIREMENT,
        title=Text(
            zh="要：税务机关的缴款书（核对户名、税号、期限、金额），交款人身份证。",
            en="Needed: the tax office's slip (check name, number, day and sum) and his identity"
            " card.",
        ),
    )
    if op.account is None:
        return
    balance, tax = facts.account(op.account).balance, Money(op.amount)
    if balance.currency == tax.currency and balance >= tax:
        return
    yield Item(
        key="tax.short",
        kind=Kind.BLOCK,
        title=both("这个账户只有{b}，不够交税。", "Only {b} is on this account.", b=balance),
        sums=(Sum(Text(zh="税款", en="Tax"), tax), Sum(Text(zh="余额", en="Balance"), balance)),
        ways=(
            Way(
                "cash",
                Text(zh="交现金", en="Pay in cash"),
                operation=op.key,
                fields={"amount": str(op.amount), "due_on": op.due_on.isoformat()},
                best=True,
            ),
            Way("other", Text(zh="换账户，或先转进来", en="Another account, or move money in")),
        ),
    )


@rule(AskBalance, policies=[IDENTITY])
def identity_first(op: AskBalance, facts: Facts) -> Iterator[Item]:
    """A balance is told to the holder on his document; without it he looks with his password."""
    ruling, account = facts.ruling(IDENTITY), facts.account(op.account)
    if op.who == "holder" and (op.document == "yes" or not ruling.flag("document")):
        total = facts.total(account)
        yield Item(
            key="balance.shown",
            kind=Kind.CONSEQUENCE,
            title=Text(
                zh="给本人看屏幕或打印，不念出来。",
                en="Shown on the screen or printed, not said aloud.",
            ),
            detail=None if ruling.flag("aloud") else ruling.text,
            sums=(Sum(Text(zh="连同各子账户", en="With all its pockets"), total, total=True),),
            policies=(ruling,),
        )
        return
    other = op.who == "other"
    yield Item(
        key="balance.private",
        kind=Kind.BLOCK,
        title=Text(
            zh="别人来问，不能告诉；本人可以自己查。",
            en="Not told to somebody else; the holder can look himself.",
        )
        if other
        else Text(
            zh="没有身份证件，窗口不能说余额；用密码马上能查。",
            en="Without the document no balance at the window; with the password at once.",
        ),
        detail=ruling.text,
        say=Text(
            zh="这是为了保护存款人，谁来问都一样。请他本人打电话银行，或带身份证来。",
            en="This protects every depositor. Let him ring telephone banking, or come with his"
            " card.",
        )
        if other
        else ruling.wording,
        ways=_own_ways(op),
        policies=(ruling,),
    )


def _own_ways(op: AskBalance) -> tuple[Way, ...]:
    phone = Way(
        "phone",
        Text(zh="电话银行，输密码", en="Telephone banking with the password"),
        Text(zh="座席可以带着操作", en="An agent takes him through it"),
        best=op.who == "other",
    )
    if op.who == "other":
        comes = Text(zh="本人带身份证来", en="He comes with his identity card")
        return (phone, Way("holder", comes))
    return (
        Way(
            "pad",
            Text(zh="在窗口的密码键盘上输密码", en="The password on the pad at the window"),
            Text(zh="屏幕只给本人看", en="Only he sees the screen"),
            best=True,
        ),
        Way(
            "machine",
            Text(zh="自助机查", en="At the machine"),
            Text(zh="大堂经理陪着", en="The lobby manager goes along"),
        ),
        phone,
    )
