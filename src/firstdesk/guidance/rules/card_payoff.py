"""Settling a credit card for good: what the screen shows, and the interest that it does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue._kinds import CASH
from firstdesk.guidance.catalogue.cards import PayCard, PayCardOff
from firstdesk.guidance.facts import Facts, StatementFacts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.cards import debt, statement_day
from firstdesk.guidance.say import both
from firstdesk.products import card_payoff, cards
from firstdesk.products.inputs import refuse

RATE, LATE = "card.overdraft.rate", "card.late_fee"


@rule(PayCardOff, policies=[RATE, LATE], cases=["02007"])
def nothing_is_left(op: PayCardOff, facts: Facts) -> Iterator[Item]:
    """Settling in full counts interest to date and to the statement, which the balance lacks."""
    card = facts.card(op.card)
    owed, next_on = debt(facts, card), cards.statement_on_or_after(facts.today, statement_day(card))
    bearing = _bearing(op, facts, owed)
    if not bearing:
        yield from _nothing_bears(op, facts, owed, next_on)
        return
    rate = facts.ruling(RATE)
    found = card_payoff.payoff(
        owed, bearing, facts.today, next_on, daily_percent=rate.decimal("percent")
    )
    yield Item(
        key="card.payoff.quote",
        kind=Kind.DISCLOSURE,
        title=both(
            "今天还{t}就清；到{d}账单日，哪天还{all}都够。",
            "{t} settles it today; {all} settles it on any day up to the statement of {d}.",
            t=found.today,
            all=found.total,
            d=next_on,
        ),
        detail=_rest(found, next_on),
        say=both(
            "屏幕上是{b}，还有没出账的利息{i}，一共{t}，今天付就清。{d}出账单，我再替您看一眼。",
            "The screen shows {b}; interest of {i} is not posted yet. {t} paid today settles it. I"
            " look again after the statement of {d}.",
            b=found.balance,
            i=found.accrued,
            t=found.today,
            d=next_on,
        ),
        slip=both(
            "{t}，今天有效；{d}账单日再看一次",
            "{t}, TODAY; LOOK AGAIN AFTER {d}",
            t=found.today,
            d=next_on,
        ),
        sums=(
            Sum(Text(zh="账面欠款", en="On the screen"), found.balance),
            Sum(Text(zh="到今天的利息", en="Interest to date"), found.accrued, "warn"),
            Sum(Text(zh="今天还清", en="Settles it today"), found.today, total=True),
            Sum(Text(zh="今天到账单日的利息", en="Interest up to the statement"), found.projected),
            Sum(Text(zh="账单日前都够", en="Enough up to the statement"), found.total, total=True),
        ),
        days=(
            Day(Text(zh="今天的数，有效到", en="Today's figure holds on"), facts.today, "ok"),
            Day(Text(zh="账单日，另一个数有效到", en="The other holds up to"), next_on, "ok"),
        ),
        working=found.working,
        ways=(*_pay(op, facts, found.today), _look_again(next_on)),
        policies=(rate,),
    )
    rest = found.accrued if found.accrued.amount > 0 else found.projected
    if rest.amount > 0:
        yield _unnoticed(facts, rest)


def _rest(found: card_payoff.Payoff, next_on: date) -> Text:
    if not found.accrued.amount:
        return both(
            "今天入账就没有利息；拖到账单日，要多{p}。",
            "Booked today it bears no interest; by the statement {p} more.",
            p=found.projected,
        )
    return both(
        "只还屏幕上的{b}，{d}账单上会多出{i}。之后新刷的不算在内。",
        "With only the {b} on the screen, {i} appears on the statement of {d}. Later purchases are"
        " not in it.",
        b=found.balance,
        i=found.accrued,
        d=next_on,
    )


def _unnoticed(facts: Facts, rest: Money) -> Item:
    """What a small rest costs for each due date that passes."""
    late = facts.ruling(LATE)
    fees = card_payoff.late_fees(
        rest,
        1,
        fee_percent=late.decimal("percent"),
        fee_minimum=late.money("minimum", rest.currency),
    )
    return Item(
        key="card.payoff.rest",
        kind=Kind.CONSEQUENCE,
        title=both(
            "剩下{r}没发现，每期要{f}，还记逾期。",
            "A rest of {r} unnoticed costs {f} each cycle, and a late mark.",
            r=rest,
            f=fees.total,
        ),
        working=fees.working,
        policies=(late,),
        tone="warn",
    )


def _nothing_bears(op: PayCardOff, facts: Facts, owed: Money, next_on: date) -> Iterator[Item]:
    """Nothing overdue is known: either it is settled by the balance, or the screen cannot tell."""
    if owed.amount > 0 and _newest(op, facts) is None:
        yield Item(
            key="card.payoff.unknown",
            kind=Kind.DISCLOSURE,
            title=both(
                "欠{o}；还没出账的利息这里看不到，{d}账单日再看一次。",
                "{o} is owed. Interest not posted yet is not seen here: look again on {d}.",
                o=owed,
                d=next_on,
            ),
            say=both(
                "这个数可能还差一点利息，{d}才出。出账单后我查一次，有尾数就打电话给您。",
                "A little interest may be missing; it appears on {d}. I look then, and call you if"
                " anything is left.",
                d=next_on,
            ),
            sums=(Sum(Text(zh="账面欠款", en="On the screen"), owed, total=True),),
            days=(Day(Text(zh="账单日", en="Statement"), next_on, "warn"),),
            ways=(*_pay(op, facts, owed), _look_again(next_on)),
        )
        return
    yield Item(
        key="card.payoff.clear",
        kind=Kind.CONSEQUENCE,
        title=both("还{o}就清，没有在计的利息。", "{o} settles it; nothing bears interest.", o=owed)
        if owed.amount > 0
        else Text(zh="没有欠款，也没有在计的利息。", en="Nothing is owed, and no interest runs."),
        ways=(*(_pay(op, facts, owed) if owed.amount > 0 else ()), _look_again(next_on)),
        tone="ok",
    )


def _newest(op: PayCardOff, facts: Facts) -> StatementFacts | None:
    mine = [s for s in facts.statements if s.card_id == op.card and s.dated <= facts.today]
    return max(mine, key=lambda s: s.dated, default=None)


def _bearing(op: PayCardOff, facts: Facts, owed: Money) -> list[tuple[date, Money]]:
    """What bears interest, and since when no statement shows it.

    Once a bill is overdue all of the newest statement bears interest; up to its day the interest
    is posted.
    """
    newest = _newest(op, facts)
    if op.since is not None and op.since > facts.today:
        raise refuse("since", "这一天还没到。", "That day is still to come.")
    if op.bearing is not None:
        since = op.since or (newest.dated if newest else None)
        if since is None:
            raise refuse(
                "since", "请填利息已经出到哪天。", "Say up to which day interest is posted."
            )
        return [(since, Money(op.bearing, owed.currency))]
    overdue = any(
        s.card_id == op.card and s.due_on < facts.today and s.unpaid.amount > 0
        for s in facts.statements
    )
    bears = min(newest.unpaid, owed) if overdue and newest else None
    if newest is None or bears is None or bears.amount <= 0:
        return []
    return [(op.since or newest.dated, bears)]


def _pay(op: PayCardOff, facts: Facts, amount: Money) -> tuple[Way, ...]:
    """Paying it now from an account that has enough."""
    return tuple(
        Way(
            key=f"pay_{account.tail}",
            label=both("现在从{t}付{a}", "Pay {a} from {t} now", t=account.tail, a=amount),
            operation=PayCard.key,
            fields={"card": op.card, "account": account.id, "amount": str(amount.amount)},
            best=True,
        )
        for account in facts.accounts
        if account.kind in CASH
        and account.status == "open"
        and account.balance.currency == amount.currency
        and account.balance >= amount
    )[:1]


def _look_again(next_on: date) -> Way:
    after = next_on + timedelta(days=1)
    return Way(
        key="look_again",
        label=both("{d}再看一次，有尾数就打电话", "Look again on {d}, and call", d=after),
        promise=both(
            "{d}账单后查一次，有尾数打电话告诉客户",
            "Look after the statement of {d}; call him if anything is left",
            d=next_on,
        ),
        due=f"{after.isoformat()}T10:00",
    )
