"""Taking money out of a sweep: what it earned line by line, and what an unfinished roll costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.agreements import LeaveSweep
from firstdesk.guidance.facts import AccountFacts, Facts
from firstdesk.guidance.items import Choice, Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.sweeps import RATES, SWEEP, roll_terms
from firstdesk.guidance.say import both
from firstdesk.products import structured
from firstdesk.products.inputs import refuse


def _draw(op: LeaveSweep, facts: Facts) -> tuple[AccountFacts, Money, structured.Draw]:
    account = facts.account(op.account)
    if account.kind != "sweep" or account.opened_on is None:
        raise refuse("account", "这不是双利的子账户。", "This is not the pocket of a sweep.")
    amount = account.balance if op.amount is None else Money(op.amount, account.balance.currency)
    if amount > account.balance:
        raise refuse(
            "amount",
            f"子账户里只有{account.balance.format()}。",
            f"The pocket holds {account.balance.format('en')}.",
        )
    terms = roll_terms(facts, facts.ruling(SWEEP).integer("roll_days"))
    draw = structured.draw_from_rolls(amount, account.opened_on, facts.today, terms)
    return account, amount, draw


@rule(LeaveSweep, policies=[SWEEP, *RATES], cases=["03008"])
def unfinished_roll(op: LeaveSweep, facts: Facts) -> Iterator[Item]:
    """Money taken out between two ends of a roll earns the demand rate since the last of them."""
    account, amount, draw = _draw(op, facts)
    paid = Sum(Text(zh="利息，税后", en="Interest, after tax"), draw.paid.net)
    if draw.elapsed == 0:
        yield Item(
            key="sweep.leave.free",
            kind=Kind.CONSEQUENCE,
            title=both(
                "今天正好满期，转回{a}一分利息不少：{i}。",
                "A roll ends today: {a} comes back with all its interest, {i}.",
                a=amount,
                i=draw.paid.net,
            ),
            sums=(paid,),
            working=draw.working,
            tone="ok",
        )
        return
    ends = draw.roll.ends_on
    yield Item(
        key="sweep.leave.cost",
        kind=Kind.DISCLOSURE,
        title=both(
            "这一期{d}才满。今天转回，利息{i}，少拿{c}。",
            "This roll ends on {d}. Today {i} is paid, {c} less.",
            d=ends,
            i=draw.paid.net,
            c=draw.broken.net,
        ),
        detail=both(
            "{o}存进，第{n}期从{s}起，已过{e}天；没满的这几天按活期。",
            "In since {o}; roll {n} began on {s}, {e} days ago; its days earn the demand rate.",
            o=account.opened_on,
            n=draw.roll.number,
            s=draw.roll.since,
            e=draw.elapsed,
        ),
        say=both(
            "我一行一行算给您看。今天转回少{c}，等到{d}一分不少。您看等不等？",
            "Let me show it line by line. Today costs {c}; on {d} nothing is lost. Would you wait?",
            c=draw.broken.net,
            d=ends,
        ),
        sums=(
            paid,
            Sum(Text(zh="少拿，税前", en="Less, before tax"), draw.broken.gross),
            Sum(Text(zh="少拿，税后", en="Less, after tax"), draw.broken.net, "warn", total=True),
        ),
        days=(Day(Text(zh="满期", en="The roll ends"), ends, "ok"),),
        working=draw.working,
        choices=(
            Choice("today", Text(zh="今天就转回", en="Takes it out today")),
            Choice("wait", Text(zh="等到满期", en="Waits")),
        ),
        ways=_wait(op, facts, draw),
        policies=tuple(facts.ruling(key) for key in (SWEEP, *RATES)),
    )


def _wait(op: LeaveSweep, facts: Facts, draw: structured.Draw) -> tuple[Way, ...]:
    ends = draw.roll.ends_on
    before = ends - timedelta(days=1)
    return (
        Way(
            "wait",
            both("{d}满期再转", "Take it out on {d}", d=ends),
            both("多{c}", "{c} more", c=draw.broken.net),
            promise=both("{d}满期，前一天提醒", "A roll ends on {d}: remind him", d=ends),
            due=f"{before.isoformat()}T10:00" if before > facts.today else "",
            best=True,
        ),
    )


@rule(LeaveSweep, policies=[SWEEP, *RATES], cases=["03008"])
def issue_inside_the_roll(op: LeaveSweep, facts: Facts) -> Iterator[Item]:
    """A share issue before the roll ends is a choice: break the roll at its cost, or skip it."""
    account, amount, draw = _draw(op, facts)
    holders = {a.account_id for a in facts.agreements if a.kind == "ipo_plan"}
    coming = [
        issue
        for issue in facts.market.issues
        if issue.state == "planned" and facts.today < issue.subscribed_on < draw.roll.ends_on
    ]
    if not coming or account.parent_id not in holders:
        return
    issue = min(coming, key=lambda one: one.subscribed_on)
    terms = roll_terms(facts, facts.ruling(SWEEP).integer("roll_days"))
    cost = terms.gap(amount, draw.roll.since, issue.subscribed_on)
    yield Item(
        key="sweep.leave.issue",
        kind=Kind.DISCLOSURE,
        title=both(
            "{i}{d}申购，这一期{e}才满：那天转回少{c}，不转就放弃这一只。",
            "{i} is subscribed on {d}, the roll ends on {e}: breaking it then costs {c}, or this"
            " issue is skipped.",
            i=issue.name,
            d=issue.subscribed_on,
            e=draw.roll.ends_on,
            c=cost.net,
        ),
        sums=(
            Sum(Text(zh="少拿，税前", en="Less, before tax"), cost.gross),
            Sum(Text(zh="少拿，税后", en="Less, after tax"), cost.net, "warn", total=True),
        ),
        days=(
            Day(issue.name, issue.subscribed_on),
            Day(Text(zh="满期", en="The roll ends"), draw.roll.ends_on, "ok"),
        ),
        choices=(
            Choice("break", Text(zh="转回去申购", en="Breaks the roll and subscribes")),
            Choice("skip", Text(zh="放弃这一只", en="Skips this issue")),
        ),
        policies=tuple(facts.ruling(key) for key in (SWEEP, *RATES)),
    )
