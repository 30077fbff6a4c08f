"""Words that may not be used, comparisons with other banks, and the way to the premium card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from firstdesk.core.errors import PolicyGap
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.advice import CheckWording, CompareProducts, PremiumGap
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Choice, Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.suitability import BUY
from firstdesk.guidance.say import both
from firstdesk.policies.book import Ruling
from firstdesk.products import funds
from firstdesk.products._words import day, pct
from firstdesk.products.inputs import refuse

PROMISES, FLOAT, OWN = (
    "advice.forbidden_phrases",
    "advice.card_float",
    "advice.own_holdings",
)
COMPARE, PREMIUM, FEE = "advice.comparison", "premium.threshold", "fund.fee"
_QUOTED = re.compile("“([^”]+)”")


def phrases(ruling: Ruling) -> tuple[str, ...]:
    """The phrases a policy names, between “ and ” in its text of either language.

    Raises:
        PolicyGap: it names none; nothing would be found, which must not pass for clean.
    """
    found = (*_QUOTED.findall(ruling.text.zh), *_QUOTED.findall(ruling.text.en))
    if found:
        return found
    raise PolicyGap(
        code="policy_misfit",
        what=Text(
            zh=f"规则{ruling.code}没有列出词句。", en=f"Policy {ruling.code} names no phrases."
        ),
        why=Text(zh="词句要写在正文的“”里。", en="They stand in its text between “ and ”."),
        do=Text(
            zh="请服务质量岗发布改正的版本。",
            en="Ask the service quality officer to publish a corrected version.",
        ),
    )


def _found(op: CheckWording, ruling: Ruling) -> tuple[str, ...]:
    """The phrases of a policy in the text; none where it no longer blocks them."""
    return funds.promises_in(op.text, phrases(ruling)) if ruling.flag("blocked") else ()


def _approved(op: CheckWording, ruling: Ruling) -> Iterator[Way]:
    """The policy's own words, ready to be used."""
    if ruling.wording:
        yield Way(
            "approved",
            Text(zh="换成核过的说法", en="Use the approved words"),
            ruling.wording,
            operation=op.key,
            fields={"text": ruling.wording.zh, "used_in": op.used_in},
            best=True,
        )


def _not_to_be_said(
    op: CheckWording, ruling: Ruling, key: str, title: Text, *more: Way
) -> Iterator[Item]:
    """Blocks a text that holds a phrase of the policy, and offers the policy's own words."""
    found = _found(op, ruling)
    if not found:
        return
    yield Item(
        key=key,
        kind=Kind.BLOCK,
        title=title.format(zh="”“".join(found), en="”, “".join(found)),
        detail=Text(
            zh="存不进去，也发不出去；换一个说法。",
            en="It can be neither kept nor sent; put it another way.",
        ),
        say=ruling.wording,
        ways=(*_approved(op, ruling), *more),
        policies=(ruling,),
    )


@rule(CheckWording, policies=[PROMISES], cases=["03013", "03005"], force="law")
def no_promise_of_returns(op: CheckWording, facts: Facts) -> Iterator[Item]:
    """No return is promised in a contact record, a message or a script."""
    again = Way(
        "supervisor",
        Text(zh="不是第一次：请主管谈", en="Not the first time: to the supervisor"),
        promise=Text(
            zh="主管今天和推介人谈承诺收益的话",
            en="The supervisor speaks to the adviser today about promising returns",
        ),
        due=f"{facts.today.isoformat()}T17:00",
    )
    title = Text(
        zh="不能这样说：“{zh}”是承诺收益。", en="Not to be said: “{en}” promises a return."
    )
    yield from _not_to_be_said(op, facts.ruling(PROMISES), "advice.text.promise", title, again)


@rule(CheckWording, policies=[FLOAT], cases=["01015"])
def float_is_told_right(op: CheckWording, facts: Facts) -> Iterator[Item]:
    """Several cards in turn are not sold as their whole limit, free for fifty days each month."""
    title = Text(
        zh="“{zh}”说多了：换成核过的数。", en="“{en}” says too much: use the checked figures."
    )
    yield from _not_to_be_said(op, facts.ruling(FLOAT), "advice.text.float", title)


@rule(CheckWording, policies=[OWN], cases=["03009"])
def own_gains_are_no_argument(op: CheckWording, facts: Facts) -> Iterator[Item]:
    """An employee neither shows his own gains nor asks the customer to copy him."""
    title = Text(
        zh="“{zh}”：不讲自己的收益，不叫客户照着买。",
        en="“{en}”: neither your own gains nor a call to copy you.",
    )
    yield from _not_to_be_said(op, facts.ruling(OWN), "advice.text.own", title)


@rule(CheckWording, policies=[PROMISES, FLOAT, OWN], cases=["03013"])
def wording_passes(op: CheckWording, facts: Facts) -> Iterator[Item]:
    """A text without a withdrawn phrase passes, and is kept with the customer."""
    if not any(_found(op, facts.ruling(key)) for key in (PROMISES, FLOAT, OWN)):
        yield Item(
            key="advice.text.passes",
            kind=Kind.CHECKED,
            title=Text(zh="没有不许说的话", en="Nothing that may not be said"),
        )


@rule(CompareProducts, policies=[COMPARE, FEE], cases=["03006"])
def both_sides_on_a_sheet(op: CompareProducts, facts: Facts) -> Iterator[Item]:
    """A comparison names source and date, and lists yield, risk, lock-up and fee of both sides."""
    ruling, offering = facts.ruling(COMPARE), facts.market.offering(op.offering)
    if op.dated > facts.today:
        raise refuse("dated", "资料日期还没有到。", "The papers are dated in the future.")
    oldest = facts.today - timedelta(days=ruling.integer("fresh_days"))
    if op.dated < oldest:
        yield Item(
            key="advice.compare.old",
            kind=Kind.BLOCK,
            title=both(
                "资料是{d}的，太旧：先查新的。",
                "The papers are of {d}: too old; look up newer ones.",
                d=op.dated,
            ),
            detail=ruling.text,
            days=(Day(Text(zh="最早", en="No older than"), oldest),),
            ways=(Way("again", Text(zh="查到新的再比", en="Compare again with newer papers")),),
            policies=(ruling,),
        )
        return
    fee = facts.ruling(FEE)
    ours = offering.fee_percent
    if ours is None and offering.kind == "fund":
        ours = fee.decimal("percent")
    yield Item(
        key="advice.compare.sheet",
        kind=Kind.DISCLOSURE,
        title=both(
            "预期，不是保证：{t}约{a}，{o}约{b}。",
            "Expected, not promised: {t} about {a}, {o} about {b}.",
            t=op.theirs,
            a=pct(op.their_yield),
            o=offering.name,
            b=pct(op.our_yield),
        ),
        detail=_sheet(op, offering.name, (str(offering.grade), offering.months or 0, ours)),
        say=ruling.wording,
        choices=(
            Choice("theirs", Text(zh="买别家的", en="Theirs")),
            Choice("ours", Text(zh="买本行的", en="Ours")),
            Choice("both", Text(zh="各一部分", en="Some of each")),
            Choice("later", Text(zh="再想想", en="He thinks it over")),
        ),
        days=(Day(Text(zh="资料日期", en="Papers of"), op.dated),),
        ways=(
            Way(
                "buy",
                Text(zh="他选本行：打开申购指引", en="He prefers ours: open the guidance"),
                Text(zh="测评照样核", en="Suitability is still checked"),
                operation=BUY[offering.kind],
                fields={"offering": offering.id},
            ),
        ),
        policies=(ruling, fee) if offering.fee_percent is None else (ruling,),
    )


_ANY_DAY = Text(zh="没有", en="none")
_Terms = tuple[str | None, int | None, Decimal | None]


def _sheet(op: CompareProducts, ours: Text, terms: _Terms) -> Text:
    """Both sides in the same words; what is not known is said to be unknown."""
    theirs = (op.their_grade, op.their_months, op.their_fee)
    left, right, dated = _side(theirs), _side(terms), day(op.dated)
    return Text(
        zh=f"{op.theirs}——{left.zh}。{ours.zh}——{right.zh}。出处：{op.source}，{dated.zh}。",
        en=f"{op.theirs}, {left.en}. {ours.en}, {right.en}. Source: {op.source}, {dated.en}.",
    )


def _side(terms: _Terms) -> Text:
    grade, months, fee = terms
    unknown = Text(zh="没有写明", en="not stated")
    risk = both("{g}级", "grade {g}", g=grade) if grade else unknown
    locked = unknown
    if months is not None:
        locked = both("{m}个月", "{m} months", m=months) if months else _ANY_DAY
    charged = unknown if fee is None else Text(zh=pct(fee), en=pct(fee))
    return both(
        "风险：{r}，锁定：{l}，手续费：{f}",
        "risk: {r}, lock-up: {l}, fee: {f}",
        r=risk,
        l=locked,
        f=charged,
    )


@rule(PremiumGap, policies=[PREMIUM], cases=["03004"])
def gap_and_ways(op: PremiumGap, facts: Facts) -> Iterator[Item]:
    """The customer sees what is missing to the premium card, and how it could be reached."""
    ruling = facts.ruling(PREMIUM)
    if op.by is not None and op.by < facts.today:
        raise refuse("by", "这一天已经过了。", "That day has passed.")
    threshold = ruling.money("amount")
    assets = sum(
        (
            one.balance
            for one in facts.accounts
            if one.kind != "credit"
            and one.status != "closed"
            and one.balance.currency == threshold.currency
        ),
        Money(op.held),
    )
    gap = funds.threshold_gap(assets, threshold)
    reached = not gap.amount
    yield Item(
        key="premium.gap",
        kind=Kind.CONSEQUENCE,
        title=Text(zh="够了，今天就能办贵宾卡。", en="It is reached: the card can be had today.")
        if reached
        else both("还差{g}。", "{g} is missing.", g=gap),
        detail=ruling.text,
        say=None if reached else ruling.wording,
        sums=(
            Sum(Text(zh="在本行资产", en="Assets with us"), assets),
            Sum(Text(zh="门槛", en="Threshold"), threshold),
            Sum(Text(zh="还差", en="Missing"), gap, "ok" if reached else "warn", total=True),
        ),
        days=(Day(Text(zh="他说能到", en="He says by"), op.by),) if op.by and not reached else (),
        ways=() if reached else _ways_up(op, gap),
        policies=(ruling,),
        tone="ok" if reached else "",
    )


def _ways_up(op: PremiumGap, gap: Money) -> tuple[Way, ...]:
    ways = (
        Way("deposit", both("存入{g}", "Pay in {g}", g=gap)),
        Way(
            "move",
            Text(zh="别家到期的存款转过来", en="Move deposits here as they mature elsewhere"),
            Text(zh="没到期的不要提前取", en="Not before they mature"),
        ),
        Way("funds", Text(zh="在本行的基金、国债也算", en="Funds and bonds held here count, too")),
    )
    if op.by is None:
        return ways
    promised = Way(
        "promise",
        both("记下：{d}到了就办", "Note it: the card on {d}", d=op.by),
        promise=both(
            "资产到门槛就办贵宾卡，{d}联系", "Premium card once reached: contact on {d}", d=op.by
        ),
        due=f"{op.by.isoformat()}T10:00",
        best=True,
    )
    return (promised, *ways)
