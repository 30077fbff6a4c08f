"""Sweeps: two pockets, what a card can pay with, seven-day rolls, and taking money out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.accounts import Deposit
from firstdesk.guidance.catalogue.agreements import SignSweep
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Choice, Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both
from firstdesk.policies.book import Ruling
from firstdesk.products import structured, sweeps
from firstdesk.products.inputs import refuse

SWEEP = "sweep.rules"
NOTICE_RATE, NOTICE = "deposit.notice.rate", "deposit.notice.rules"
DEMAND, TAX = "deposit.demand.rate", "tax.interest"
RATES = [NOTICE_RATE, NOTICE, DEMAND, TAX]


def roll_terms(facts: Facts, roll_days: int) -> structured.RollTerms:
    """The rates of a sweep's rolls today; its rules must name `RATES`."""
    return structured.RollTerms(
        facts.ruling(NOTICE_RATE).decimal("d7"),
        facts.ruling(DEMAND).decimal("percent"),
        facts.book.bands(TAX, "percent", facts.known_on),
        roll_days,
        facts.ruling(NOTICE).string("method"),
    )


@rule(Deposit)
def total_after(op: Deposit, facts: Facts) -> Iterator[Item]:
    """After a deposit the total of the account comes first."""
    account = facts.account(op.account)
    total = facts.total(account) + Money(op.amount, account.balance.currency)
    yield Item(
        key="account.total",
        kind=Kind.CONSEQUENCE,
        title=both("存入后共{t}。", "In total {t} after the deposit.", t=total),
    )


def _pockets(op: SignSweep, facts: Facts) -> tuple[sweeps.Pockets, Ruling]:
    account, policy = facts.account(op.account), facts.ruling(SWEEP)
    currency = account.balance.currency
    parts = sweeps.sweep(
        facts.total(account),
        Money(op.reserve, currency),
        threshold=policy.money("threshold", currency),
        applies_to=policy.string("applies_to"),
    )
    return parts, policy


@rule(SignSweep, policies=[SWEEP], cases=["02017"])
def two_pockets(op: SignSweep, facts: Facts) -> Iterator[Item]:
    """Before a sweep is signed the customer sees where his own money will sit, total first."""
    parts, policy = _pockets(op, facts)
    reserve = Money(op.reserve, parts.total.currency)
    threshold = policy.money("threshold", parts.total.currency)
    yield Item(
        key="sweep.two_pockets",
        kind=Kind.DISCLOSURE,
        title=both(
            "共{t}：卡上留{r}，{s}会转到卡内的通知存款子账户。",
            "In total {t}: {r} stays on the card, {s} moves to its notice pocket.",
            t=parts.total,
            r=parts.reserve,
            s=parts.swept,
        )
        if parts.swept.amount > 0
        else both(
            "共{t}：超出{r}的部分不满{h}，现在不转；满了就自动转到子账户。",
            "In total {t}: what exceeds {r} is below {h} and stays; at {h} it moves.",
            t=parts.total,
            r=reserve,
            h=threshold,
        ),
        detail=both(
            "超出{r}的部分满{h}就自动转。钱还在这张卡里{b}；查总额看“账户合计”，不要只看备用金。",
            "Whatever exceeds {r} moves once it reaches {h}. It is still on this card{b}. To see it"
            " all look at the total, not the reserve.",
            r=reserve,
            h=threshold,
            b=Text(zh="，取款、刷卡会自动转回", en="; drawing or paying brings it back by itself")
            if policy.flag("card_draws_swept")
            else Text(zh="，刷卡前要先转回", en="; it is brought back before paying by card"),
        ),
        say=both(
            "一张卡两个口袋：{r}放外面零用，{s}放里面多拿利息，加起来还是{t}{b}。",
            "One card, two pockets: {r} outside for daily use, {s} inside for more interest;"
            " together still {t}{b}.",
            r=parts.reserve,
            s=parts.swept,
            t=parts.total,
            b=Text(zh="，要用随时用", en=", at hand any time")
            if policy.flag("card_draws_swept")
            else Text(zh="", en=""),
        ),
        slip=both("合计{t}，在两个口袋里", "TOTAL {t}, IN TWO POCKETS", t=parts.total),
        sums=(
            Sum(Text(zh="合计", en="Total"), parts.total, total=True),
            Sum(Text(zh="卡上（备用金）", en="On the card (reserve)"), parts.reserve),
            Sum(Text(zh="通知存款子账户", en="Notice pocket"), parts.swept),
        ),
        policies=(policy,),
    )


@rule(SignSweep, policies=[SWEEP], cases=["01016", "05001"])
def what_a_card_can_pay(op: SignSweep, facts: Facts) -> Iterator[Item]:
    """A card pays with the reserve alone, so the way to bring the rest back is told at signing."""
    parts, policy = _pockets(op, facts)
    if policy.flag("card_draws_swept"):
        return
    reserve = Money(op.reserve, parts.total.currency)
    minutes = policy.integer("free_minutes")
    yield Item(
        key="sweep.card_reach",
        kind=Kind.DISCLOSURE,
        title=both(
            "刷卡只能刷卡上的{r}；转走的{s}要先转回才能刷。",
            "A card pays with the {r} on it alone; the {s} that moves is brought back first.",
            r=parts.reserve,
            s=parts.swept,
        )
        if parts.swept.amount > 0
        else both(
            "现在{t}都能刷；以后转走的，要先转回才能刷。",
            "Now a card pays with all {t}; what moves later is brought back first.",
            t=parts.total,
        ),
        detail=both(
            "转回：打95559、自助机或任何柜台，{m}分钟内到卡上。查在哪里：“账户合计”下面的子账户。",
            "To bring it back: 95559, a machine or any counter; on the card within {m} minutes. It"
            " shows as a pocket below the total.",
            m=minutes,
        ),
        say=both(
            "去商店刷卡，只认卡上这{r}。要刷更多，先打95559转回来，{m}分钟就到，再刷。",
            "A shop takes only these {r} on the card. For more, call 95559 first; in {m} minutes it"
            " is there, then pay.",
            r=reserve,
            m=minutes,
        ),
        slip=both(
            "刷卡限{r}；多刷先打95559转回",
            "CARD PAYS UP TO {r}; FOR MORE CALL 95559 FIRST",
            r=reserve,
        ),
        sums=(
            Sum(Text(zh="能刷", en="A card can pay"), parts.reserve, total=True),
            Sum(Text(zh="要先转回", en="Brought back first"), parts.swept),
        ),
        policies=(policy,),
    )


@rule(SignSweep, policies=[SWEEP], cases=["01016"])
def purchase_soon(op: SignSweep, facts: Facts) -> Iterator[Item]:
    """A large purchase soon is asked about, and the reserve that covers it is proposed."""
    parts, policy = _pockets(op, facts)
    if policy.flag("card_draws_swept"):
        return
    given = {"account": op.account, "reserve": str(op.reserve)}
    if op.soon == "no" and op.purchase is not None:
        raise refuse("purchase", "没有大额刷卡，就不用填金额。", "No purchase: leave it empty.")
    if op.soon == "unasked" and op.purchase is None:
        yield Item(
            key="sweep.purchase.ask",
            kind=Kind.BLOCK,
            title=Text(zh="先问：近期有没有大额刷卡？", en="Ask first: a large purchase soon?"),
            say=Text(
                zh="您近期要不要刷卡买大件，或者出门进货？",
                en="Are you going to pay for something large by card soon, or travel to buy goods?",
            ),
            ways=tuple(
                Way(answer, label, operation=op.key, fields={**given, "soon": answer})
                for answer, label in (
                    ("no", Text(zh="没有", en="No")),
                    ("yes", Text(zh="有：填上多少", en="Yes: enter how much")),
                )
            ),
            policies=(policy,),
        )
        return
    if op.purchase is not None:
        yield _purchase(Money(op.purchase, parts.total.currency), parts.total, op, given, policy)
    elif op.soon == "yes":
        raise refuse("purchase", "要刷多少？填上才好算留存。", "How much? The reserve rests on it.")


def _purchase(
    purchase: Money, total: Money, op: SignSweep, given: dict[str, str], policy: Ruling
) -> Item:
    reserve = Money(op.reserve, purchase.currency)
    if purchase <= reserve:
        return Item(
            key="sweep.purchase.covered",
            kind=Kind.CHECKED,
            title=both(
                "留存{r}，够刷{p}", "The reserve of {r} covers the {p}", r=reserve, p=purchase
            )
            if purchase <= total
            else both(
                "留存{r}够刷，但卡里还差{s}，要先存",
                "The reserve of {r} is enough, but {s} must be paid in first",
                r=reserve,
                s=purchase - total,
            ),
        )
    return Item(
        key="sweep.purchase.more",
        kind=Kind.DISCLOSURE,
        title=both(
            "要刷{p}，卡上只留{r}：会刷不出来，差{s}。",
            "{p} is to be paid, {r} stays on the card: it is declined, {s} short.",
            p=purchase,
            r=reserve,
            s=purchase - reserve,
        ),
        say=both(
            "您要刷{p}，我给您留{p}在卡上，到时直接刷，好吗？",
            "You will pay {p}; shall I leave {p} on the card so that it goes through?",
            p=purchase,
        ),
        sums=(
            Sum(Text(zh="要刷", en="To be paid"), purchase),
            Sum(Text(zh="留存", en="Reserve"), reserve),
            Sum(Text(zh="差", en="Short by"), purchase - reserve, "bad", total=True),
        ),
        choices=(
            Choice("brings_back", Text(zh="刷之前自己先转回", en="Brings it back before paying")),
            Choice("pays_otherwise", Text(zh="不用这张卡付", en="Pays another way")),
        ),
        ways=(
            Way(
                "keep_more",
                both("留存改成{p}", "Keep {p}", p=purchase),
                operation=op.key,
                fields={
                    **given,
                    "reserve": str(purchase.amount),
                    "soon": "yes",
                    "purchase": str(purchase.amount),
                },
                best=True,
            ),
        ),
        policies=(policy,),
    )


@rule(SignSweep, cases=["01016"])
def messages_by_default(op: SignSweep, facts: Facts) -> Iterator[Item]:
    """Messages come with a sweep unless the customer refuses them, which is recorded."""
    yield Item(
        key="sweep.sms",
        kind=Kind.OPPORTUNITY,
        title=Text(
            zh="短信通知一起开：转走、转回、快满期都告诉他。",
            en="Messages come with it: money moved, brought back, a roll about to end.",
        ),
        detail=Text(zh="他不要，就记下原因。", en="If he does not want them, record why.")
        if facts.customer.mobile
        else Text(
            zh="没有能用的手机号，先登记一个。", en="No working mobile number: take it first."
        ),
        say=Text(
            zh="钱转走、转回，都给您发短信，您随时知道钱在哪里。",
            en="Each movement is sent to your phone, so you always know where the money is.",
        ),
    )


@rule(SignSweep, policies=[SWEEP, *RATES], cases=["03008"])
def rolls_and_their_cost(op: SignSweep, facts: Facts) -> Iterator[Item]:
    """Swept money rolls every seven days; what leaving an unfinished roll costs is acknowledged."""
    parts, policy = _pockets(op, facts)
    if parts.swept.amount <= 0:
        return
    length = policy.integer("roll_days")
    terms = roll_terms(facts, length)
    rolls = structured.roll_calendar(facts.today, facts.today, 3, length)
    ends = [roll.ends_on for roll in rolls]
    a_day = terms.gap(parts.swept, facts.today, facts.today + timedelta(days=1))
    worst = terms.gap(parts.swept, facts.today, ends[0] - timedelta(days=1))
    yield Item(
        key="sweep.rolls",
        kind=Kind.DISCLOSURE,
        title=both(
            "{n}天一期：{a}、{b}、{c}满。没满就转回，这一期最多少{w}。",
            "Rolls of {n} days end on {a}, {b}, {c}. Taken out before, a roll loses up to {w}.",
            n=length,
            a=ends[0],
            b=ends[1],
            c=ends[2],
            w=worst.gross,
        ),
        detail=both(
            "满一期按{r}%；没满的那几天按活期{d}%。不是过了{n}天随时都满。",
            "A whole roll earns {r}%; the days of an unfinished one earn the demand rate of {d}%."
            " Longer than {n} days does not mean that a roll is complete.",
            r=terms.roll_percent,
            d=terms.demand_percent,
            n=length,
        ),
        say=both(
            "这笔钱一期一期地滚。{a}、{b}满期那天取，利息一分不少；中间取，这一期过了几天，一天少{x}。",
            "It rolls on and on. Taken out on {a} or {b} it loses nothing; in between each day of"
            " the roll loses {x}.",
            a=ends[0],
            b=ends[1],
            x=a_day.gross,
        ),
        slip=both(
            "满期：{a}、{b}、{c}", "ROLLS END {a}, {b}, {c}", a=ends[0], b=ends[1], c=ends[2]
        ),
        sums_title=Text(zh="没满期少拿的利息", en="Interest lost by leaving a roll"),
        sums=(
            Sum(Text(zh="一天，税前", en="A day, before tax"), a_day.gross),
            Sum(Text(zh="最多，税前", en="At most, before tax"), worst.gross, "warn", total=True),
            Sum(Text(zh="最多，税后", en="At most, after tax"), worst.net),
        ),
        days=tuple(Day(Text(zh="满期", en="A roll ends"), end, "ok") for end in ends),
        working=worst.better.working,
        ways=_remind(ends[0], facts.today),
        policies=(policy, facts.ruling(NOTICE_RATE), facts.ruling(DEMAND)),
    )


def _remind(ends_on: date, today: date) -> tuple[Way, ...]:
    """A message the day before a roll ends, where that day is still to come."""
    before = ends_on - timedelta(days=1)
    if before <= today:
        return ()
    return (
        Way(
            "remind",
            both("{d}提醒他", "Remind him on {d}", d=before),
            promise=both("{d}满期，前一天提醒", "A roll ends on {d}: remind him", d=ends_on),
            due=f"{before.isoformat()}T10:00",
        ),
    )
