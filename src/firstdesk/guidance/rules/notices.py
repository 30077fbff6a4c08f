"""Opening a notice deposit and giving notice on it: when and how much decides the rate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.deposits import GiveNotice, OpenNoticeDeposit
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.notice_deposits import DEMAND, NOTICE, NOTICE_RATE
from firstdesk.guidance.say import both
from firstdesk.products.inputs import refuse


@rule(OpenNoticeDeposit, policies=[NOTICE, NOTICE_RATE, DEMAND], cases=["02027"])
def how_it_pays(op: OpenNoticeDeposit, facts: Facts) -> Iterator[Item]:
    """A notice deposit pays its rate only when drawn as announced; that is said on opening."""
    account, rules = facts.account(op.account), facts.ruling(NOTICE)
    rate, demand = facts.ruling(NOTICE_RATE), facts.ruling(DEMAND)
    least = rules.money("minimum", account.balance.currency)
    amount = Money(op.amount, account.balance.currency)
    if amount > account.balance:
        raise refuse(
            "amount",
            f"账户里只有{account.balance.format()}。",
            f"The account holds {account.balance.format('en')}.",
        )
    if amount < least:
        yield Item(
            key="deposit.notice.minimum",
            kind=Kind.BLOCK,
            title=both(
                "通知存款{m}起存，差{s}。",
                "A notice deposit starts at {m}: {s} short.",
                m=least,
                s=least - amount,
            ),
            detail=rules.text,
            policies=(rules,),
            ways=(Way("time", Text(zh="改存定期", en="A time deposit instead"), best=True),),
        )
        return
    days = int(op.notice)
    percent = rate.decimal("d1" if days == 1 else "d7")
    yield Item(
        key="deposit.notice.terms",
        kind=Kind.DISCLOSURE,
        title=both(
            "提前{n}天通知，按通知的日子和金额来取，才按{r}%算；不然按活期{d}%。",
            "Give {n} day(s) of notice and draw that sum on that day for {r}%; otherwise {d}%.",
            n=days,
            r=percent,
            d=demand.decimal("percent"),
        ),
        detail=Text(
            zh="利率按支取那天挂牌的算，今天的只供参考。" + rules.text.zh,
            en="The rate is that of the day of drawing; today's is a guide. " + rules.text.en,
        ),
        say=rules.wording,
        policies=(rules, rate, demand),
    )


@rule(GiveNotice, policies=[NOTICE, NOTICE_RATE, DEMAND], cases=["02027"])
def notice_is_long_enough(op: GiveNotice, facts: Facts) -> Iterator[Item]:
    """A notice shorter than agreed, or for too little, brings the demand rate; it is refused."""
    account, rules = facts.account(op.account), facts.ruling(NOTICE)
    if account.kind != "notice" or not account.notice_days:
        raise refuse("account", "这不是通知存款。", "This is not a notice deposit.")
    amount = Money(op.amount, account.balance.currency) if op.amount else account.balance
    if amount > account.balance:
        raise refuse(
            "amount",
            f"账户里只有{account.balance.format()}。",
            f"The account holds {account.balance.format('en')}.",
        )
    earliest = facts.today + timedelta(days=account.notice_days)
    least = rules.money("minimum", amount.currency)
    left = account.balance - amount
    if op.draw_on < earliest:
        yield _blocked(
            "deposit.give_notice.soon",
            both(
                "最早{d}，不足{n}天按活期计息。",
                "{d} at the earliest: with less than {n} day(s) the demand rate is paid.",
                d=earliest,
                n=account.notice_days,
            ),
            op,
            {"draw_on": earliest.isoformat()},
            both("改约{d}", "Give notice for {d}", d=earliest),
            facts,
        )
        return
    if amount < least or (left.amount > 0 and left < least):
        yield _blocked(
            "deposit.give_notice.small",
            both(
                "支取和留下的都不能少于{m}。",
                "Neither what is drawn nor what stays may be below {m}.",
                m=least,
            ),
            op,
            {"amount": str(account.balance.amount)},
            Text(zh="改为全部支取", en="Draw all of it"),
            facts,
        )
        return
    yield _announced(op, facts, amount, left)


def _announced(op: GiveNotice, facts: Facts, amount: Money, left: Money) -> Item:
    return Item(
        key="deposit.give_notice.day",
        kind=Kind.DISCLOSURE,
        title=both(
            "{d}来取{a}：早一天、晚一天、多取少取，差的部分都按活期。",
            "Draw {a} on {d}: another day or sum, and the difference earns the demand rate.",
            d=op.draw_on,
            a=amount,
        ),
        slip=both("{d}支取{a}", "DRAW {a} ON {d}", d=op.draw_on, a=amount),
        sums=(
            Sum(Text(zh="通知支取", en="Announced"), amount, total=True),
            Sum(Text(zh="留下", en="Stays"), left),
        ),
        days=(Day(Text(zh="支取日", en="Draw on"), op.draw_on, "ok"),),
        ways=(
            Way(
                "remind",
                Text(zh="前一天提醒他", en="Remind him the day before"),
                promise=both(
                    "{d}支取通知存款，前一天提醒", "Remind him the day before {d}", d=op.draw_on
                ),
                due=f"{(op.draw_on - timedelta(days=1)).isoformat()}T10:00",
                best=True,
            ),
        )
        if op.draw_on > facts.today + timedelta(days=1)
        else (),
        policies=(facts.ruling(NOTICE), facts.ruling(NOTICE_RATE)),
    )


def _blocked(
    key: str, title: Text, op: GiveNotice, fields: dict[str, str], label: Text, facts: Facts
) -> Item:
    return Item(
        key=key,
        kind=Kind.BLOCK,
        title=title,
        detail=facts.ruling(NOTICE).text,
        policies=(facts.ruling(NOTICE),),
        ways=(
            Way(
                "instead",
                label,
                operation=op.key,
                fields={k: v for k, v in op.raw().items() if v is not None} | fields,
                best=True,
            ),
        ),
    )
