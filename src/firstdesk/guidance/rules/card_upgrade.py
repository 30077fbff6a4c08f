"""Exchanging a card for the premium one: the days in which its money cannot move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.cards import ExchangeForPremium
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Choice, Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both

BLOCK = "card.exchange.block"


def _ready(facts: Facts) -> date:
    return facts.today + timedelta(days=facts.ruling(BLOCK).integer("days"))


@rule(ExchangeForPremium, policies=[BLOCK], cases=["03007"])
def days_without_money(op: ExchangeForPremium, facts: Facts) -> Iterator[Item]:
    """Before the password: which debits fall into the blocked days, and is any payment due."""
    ruling, ready = facts.ruling(BLOCK), _ready(facts)
    ahead = facts.debits_of(facts.card(op.card).account_id, ready)
    listed = "、".join(d.label.zh for d in ahead), ", ".join(d.label.en for d in ahead)
    yield Item(
        key="card.upgrade.blocked",
        kind=Kind.DISCLOSURE,
        title=both(
            "到{d}，这张卡不能取现、转账。到那天有没有要付的款？",
            "Until {d} no cash and no transfers. Is any payment due by then?",
            d=ready,
        ),
        detail=Text(
            zh=f"这几天要扣：{listed[0]}。先想好从哪里付。",
            en=f"Debits in these days: {listed[1]}. Settle first where they are paid from.",
        )
        if ahead
        else Text(zh="系统里这几天没有扣款。", en="No debit is known in these days."),
        say=ruling.wording,
        sums=tuple(Sum(d.label, d.amount, "warn") for d in ahead),
        days=(
            *(Day(d.label, d.due_on, "warn") for d in ahead),
            Day(Text(zh="钱能动", en="Money moves again"), ready, "ok"),
        ),
        choices=(
            Choice("none", both("到{d}没有要付的", "Nothing is due by {d}", d=ready)),
            Choice("first", Text(zh="有，已经先转了", en="There was; transferred first")),
            Choice("covered", Text(zh="有，从别的账户付", en="Paid from another account")),
        ),
        policies=(ruling,),
    )


@rule(ExchangeForPremium, policies=[BLOCK], cases=["03007"])
def transfer_first(op: ExchangeForPremium, facts: Facts) -> Iterator[Item]:
    """With a payment due in the blocked days the transfer goes first, the exchange afterwards."""
    facts.card(op.card)
    if op.payment_due != "yes":
        return
    ready, ruling = _ready(facts), facts.ruling(BLOCK)
    yield Item(
        key="card.upgrade.transfer_first",
        kind=Kind.BLOCK,
        title=Text(
            zh="有要付的款：先转，再换。", en="A payment is due: transfer first, then exchange."
        ),
        detail=both(
            "输了密码，到{d}就转不了。",
            "Once the password is keyed nothing moves until {d}.",
            d=ready,
        ),
        ways=(
            Way(
                "transfer",
                Text(zh="现在先转账，转好再换", en="Transfer now, exchange afterwards"),
                operation=ExchangeForPremium.key,
                fields={"card": op.card, "payment_due": "no"},
                best=True,
            ),
            Way(
                "later",
                Text(zh="付完再来换", en="Exchange it another day"),
                promise=Text(zh="款付完后约客户来换卡", en="Call him to exchange once it is paid"),
            ),
        ),
        policies=(ruling,),
    )
