"""What leaves an account ahead, and whether a new commitment can be kept beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.accounts import Deposit
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.say import both
from firstdesk.products.balances import Flow, project


def outgoing(facts: Facts, account_id: str, until: date) -> list[Flow]:
    """What will leave an account until a day: scheduled debits and uncollected annual fees.

    An annual fee without a day is taken in the evening of the first deposit: today.
    """
    debits = facts.debits_of(account_id, until)
    flows = [Flow(d.due_on, -d.amount, d.label) for d in debits]
    if any(d.kind == "annual_fee" for d in debits):
        return flows
    for card in facts.cards:
        if card.account_id != account_id or card.annual_fee is None:
            continue
        due = card.annual_fee_due_on or facts.today
        if facts.today <= due <= until and card.annual_fee.amount > 0:
            label = both("卡{t}年费", "Annual fee of card {t}", t=card.tail)
            flows.append(Flow(due, -card.annual_fee, label))
    return flows


def cash_booked(facts: Facts, account_id: str, since: date, until: date) -> list[Flow]:
    """Cash that is booked from an account and will be collected between two days, both counted."""
    currency = facts.account(account_id).balance.currency
    return [
        Flow(r.day, -r.amount, both("预约取现{r}", "Booked cash {r}", r=r.ref))
        for r in facts.reservations
        if r.account_id == account_id and r.amount.currency == currency and since <= r.day <= until
    ]


def collision(
    facts: Facts,
    account_id: str,
    first: Flow,
    key: str,
    policies: Sequence[str] = (),
    *,
    scheduled: bool = True,
) -> Iterator[Item]:
    """Says when a new commitment, or what goes before it, will not find its money.

    Args:
        account_id: where it is taken from.
        first: the first debit of a new agreement, or cash that is booked.
        key: of the item.
        policies: keys of the rules behind it.
        scheduled: whether the core system may have that debit in its schedule already.
    """
    account = facts.account(account_id)
    before = [
        flow
        for flow in outgoing(facts, account_id, first.on)
        if not scheduled or (flow.on, flow.amount) != (first.on, first.amount)
    ]
    before += cash_booked(facts, account_id, facts.today, first.on)
    seen = project(account.balance, [*before, first], facts.today, first.on)
    if seen.lowest.amount >= 0:
        return
    missing = -seen.lowest
    yield Item(
        key=key,
        kind=Kind.DISCLOSURE,
        title=both(
            "照现在的余额，{d}会差{s}。",
            "As things stand, {s} will be missing on {d}.",
            d=seen.lowest_on,
            s=missing,
        ),
        say=both(
            "{d}要用的钱现在还差{s}，您在那之前存进来，好吗？",
            "{s} is still missing for {d}. Could you pay it in before then?",
            d=seen.lowest_on,
            s=missing,
        ),
        sums=(
            Sum(Text(zh="现有", en="Held now"), account.balance),
            Sum(first.label, -first.amount),
            Sum(Text(zh="差", en="Short by"), missing, "bad", total=True),
        ),
        days=(Day(Text(zh="会差钱", en="Will be short"), seen.lowest_on, "bad"),),
        working=seen.working,
        ways=(
            Way(
                "pay_in",
                both("现在存{s}", "Pay in {s} now", s=missing),
                operation=Deposit.key,
                fields={"account": account_id, "amount": str(missing.rounded().amount)},
                best=True,
            ),
        ),
        policies=tuple(facts.ruling(one) for one in policies),
    )
