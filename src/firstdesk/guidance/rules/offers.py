"""Offers: what fits a customer comes first, and what he refused rests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from firstdesk.core.text import Text
from firstdesk.guidance.catalogue._kinds import CASH
from firstdesk.guidance.catalogue.agreements import SignSweep
from firstdesk.guidance.catalogue.offers import OfferBenefits
from firstdesk.guidance.facts import REST, AccountFacts, Facts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both
from firstdesk.products import structured

SWEEP_OFFER = "offer.sweep"
NOTICE_RATE, NOTICE = "deposit.notice.rate", "deposit.notice.rules"
DEMAND, TAX = "deposit.demand.rate", "tax.interest"
FITS, UNASKED, LOW = range(3)


@dataclass(frozen=True, slots=True)
class _Offer:
    """An offer with how well it fits."""

    key: str
    fit: int
    reason: Text

    @property
    def title(self) -> Text:
        """What it is and why it fits, or hardly fits."""
        name = NAMES[self.key]
        if self.fit == LOW:
            return both("不太合适：{n}，{r}。", "Low fit: {n}, {r}.", n=name, r=self.reason)
        return both("{n}：{r}。", "Offer {n}: {r}.", n=name, r=self.reason)


NAMES = {
    "offer.sweep": Text(zh="双利（协议转存）", en="the sweep account"),
    "offer.appointment": Text(zh="预约看病", en="hospital appointments"),
    "offer.lounge": Text(zh="机场贵宾室", en="airport lounges"),
    "offer.online_banking": Text(zh="网上银行", en="online banking"),
}


def _by_habit(key: str, answer: str, wanted: str, yes: Text, no: Text) -> _Offer:
    if answer == "unknown":
        ask = Text(zh="先问他用不用得上", en="ask first whether he has a use for it")
        return _Offer(key, UNASKED, ask)
    return _Offer(key, FITS, yes) if answer == wanted else _Offer(key, LOW, no)


def _idle(facts: Facts) -> AccountFacts | None:
    """The demand account with the most money that no sweep works for yet."""
    swept = {a.account_id for a in facts.agreements if a.kind == "sweep"}
    mine = [
        a
        for a in facts.accounts
        if a.kind in CASH
        and a.parent_id is None
        and a.status == "open"
        and a.balance.currency == "CNY"
        and a.id not in swept
    ]
    return max(mine, key=lambda a: a.balance.amount, default=None)


def _sweep(op: OfferBenefits, account: AccountFacts, facts: Facts) -> _Offer:
    least = facts.ruling(SWEEP_OFFER).money("idle")
    if account.balance <= least:
        reason = both("闲钱不到{l}，转不动", "not more than {l} lies idle", l=least)
        return _Offer("offer.sweep", LOW, reason)
    if op.remits == "often":
        reason = both(
            "常来汇款，有闲钱{b}，还没签双利",
            "he remits often, {b} lies idle, and he has no sweep",
            b=account.balance,
        )
        return _Offer("offer.sweep", FITS, reason)
    reason = both("有闲钱{b}，先问用途", "{b} lies idle: ask what it is for", b=account.balance)
    return _Offer("offer.sweep", UNASKED, reason)


def _ranked(op: OfferBenefits, account: AccountFacts | None, facts: Facts) -> list[_Offer]:
    found = [_sweep(op, account, facts)] if account else []
    found += [
        _by_habit(
            "offer.appointment",
            op.appointments,
            "yes",
            Text(zh="他要预约看病", en="he needs appointments"),
            Text(zh="他不需要预约", en="he needs no appointments"),
        ),
        _by_habit(
            "offer.lounge",
            op.travels,
            "often",
            Text(zh="他常坐飞机", en="he flies often"),
            Text(zh="他很少出门", en="he hardly travels"),
        ),
        _by_habit(
            "offer.online_banking",
            op.online,
            "yes",
            Text(zh="他上网", en="he goes online"),
            Text(zh="他不上网", en="he does not go online"),
        ),
    ]
    return sorted(found, key=lambda one: one.fit)


@rule(OfferBenefits, policies=[SWEEP_OFFER, NOTICE_RATE, NOTICE, DEMAND, TAX], cases=["05001"])
def what_fits_first(op: OfferBenefits, facts: Facts) -> Iterator[Item]:
    """Offers are ranked by the customer's own habits; what hardly fits comes last, with why."""
    account = _idle(facts)
    for offer in _ranked(op, account, facts):
        if account and offer.key == "offer.sweep" and offer.fit != LOW:
            yield _sweep_item(offer, account, facts)
            continue
        yield Item(
            key=offer.key,
            kind=Kind.OPPORTUNITY,
            title=offer.title,
            tone="ok" if offer.fit == FITS else "",
        )


def _sweep_item(offer: _Offer, account: AccountFacts, facts: Facts) -> Item:
    policy = facts.ruling(SWEEP_OFFER)
    example, days = policy.money("example"), policy.integer("days")
    terms = structured.RollTerms(
        facts.ruling(NOTICE_RATE).decimal("d7"),
        facts.ruling(DEMAND).decimal("percent"),
        None,
        method=facts.ruling(NOTICE).string("method"),
    )
    gain = terms.gap(example, facts.today, facts.today + timedelta(days=days))
    rate = terms.roll_percent
    return Item(
        key=offer.key,
        kind=Kind.OPPORTUNITY,
        title=offer.title,
        detail=both(
            "年利率{r}%，活期{d}%。{e}放{n}天多{g}（税前）。",
            "{r}% a year against {d}% on demand: {g} more on {e} in {n} days, before tax.",
            r=rate,
            d=terms.demand_percent,
            e=example,
            n=days,
            g=gain.gross,
        ),
        say=both(
            "您的闲钱按{r}%算，{e}放{n}天能多{g}；钱还在卡上，刷卡能用多少、怎么转回，我给您讲清。",
            "Your idle money would earn {r}%: {g} more on {e} in {n} days. It stays on your card;"
            " let me explain what the card can pay with and how the rest comes back.",
            r=rate,
            e=example,
            n=days,
            g=gain.gross,
        ),
        sums=(
            Sum(Text(zh="双利", en="Swept"), gain.better.gross),
            Sum(Text(zh="活期", en="On demand"), gain.worse.gross),
            Sum(Text(zh="多", en="More"), gain.gross, "ok", total=True),
        ),
        working=gain.better.working,
        ways=(
            Way(
                "explain",
                Text(zh="现在讲清", en="Explain it now"),
                operation=SignSweep.key,
                fields={"account": account.id},
                best=offer.fit == FITS,
            ),
            Way(
                "refer",
                Text(zh="他今天到网点签", en="He signs at his branch today"),
                promise=both(
                    "今天到网点签双利，报的是{r}%",
                    "He comes today to sign the sweep; {r}% was quoted",
                    r=rate,
                ),
            ),
        ),
        policies=(policy, facts.ruling(NOTICE_RATE), facts.ruling(DEMAND)),
        tone="ok" if offer.fit == FITS else "",
    )


@rule(OfferBenefits, cases=["05001"])
def ask_before_offering(op: OfferBenefits, facts: Facts) -> Iterator[Item]:
    """One question about what the customer does here goes before any offer."""
    if "unknown" not in (op.remits, op.online, op.travels, op.appointments):
        return
    yield Item(
        key="offer.ask",
        kind=Kind.REQUIREMENT,
        title=Text(
            zh="先问他到柜台常办什么，再推荐。",
            en="Ask what he comes for before offering anything.",
        ),
        say=Text(
            zh="您平时到柜台常办哪些事？办得顺不顺？",
            en="What do you usually come to the counter for, and does it go well?",
        ),
    )


@rule(OfferBenefits, cases=["05001"])
def refused_rests(op: OfferBenefits, facts: Facts) -> Iterator[Item]:
    """What the customer refused is not offered to him again for a while, by anybody."""
    days = tuple(
        Day(name, again)
        for item, name in NAMES.items()
        if (again := facts.rests_until(item)) is not None
    )
    if days:
        yield Item(
            key="offer.resting",
            kind=Kind.CHECKED,
            title=Text(
                zh="这些他不要，先不提：" + "、".join(d.label.zh for d in days),
                en="Refused, not offered for now: " + ", ".join(d.label.en for d in days),
            ),
            days=days,
            policies=(facts.ruling(REST),),
        )
