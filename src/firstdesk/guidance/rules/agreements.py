"""Agreements: share subscription plans, sweeps, bill debits, and paying in under them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.accounts import Deposit
from firstdesk.guidance.catalogue.agreements import SignIpoPlan, SignSweep, SignUtilityDebit
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both
from firstdesk.products import sweeps
from firstdesk.products.balances import Flow, needed_deposit, project, shortfall
from firstdesk.products.debits import first_monthly_debit
from firstdesk.products.inputs import refuse

PLAN, ANNUAL = "plan.ipo.minimum", "card.annual_fee"
SWEEP, BILL = "sweep.rules", "bill.debit.rules"


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


def _zero(money: Money) -> Money:
    return Money.zero(money.currency)


@rule(SignIpoPlan, policies=[PLAN, ANNUAL], cases=["01006"])
def deposit_must_cover_fees(op: SignIpoPlan, facts: Facts) -> Iterator[Item]:
    """A plan runs only if its balance is there after every fee that is taken before it."""
    account = facts.account(op.account)
    if op.run_on < facts.today:
        raise refuse("run_on", "扣款日已经过了。", "That debit day has passed.")
    plan = facts.ruling(PLAN)
    required = plan.money("balance", account.balance.currency)
    flows = outgoing(facts, op.account, op.run_on)
    needed = needed_deposit(required, account.balance, flows, facts.today, op.run_on)
    taken = sum((flow.amount for flow in flows), _zero(required))
    yield Item(
        key="plan.ipo.balance",
        kind=Kind.DISCLOSURE,
        title=_needed_title(op, required, needed, taken),
        detail=_taken_detail(flows, facts.today),
        say=both(
            "{d}扣款时卡上要够{r}。之前要扣{t}，所以请至少再存{n}，少一点就申购不了。",
            "On {d} the card has to hold {r}. {t} is taken before, so please pay in at least {n};"
            " with less it does nothing.",
            d=op.run_on,
            r=required,
            t=-taken,
            n=needed,
        )
        if needed.amount > 0
        else None,
        sums=(
            Sum(Text(zh="扣款日要有", en="Needed on the debit day"), required),
            Sum(Text(zh="现有", en="Held now"), account.balance),
            Sum(Text(zh="之前会扣", en="Taken before"), -taken, "warn" if taken.amount else ""),
            Sum(Text(zh="至少再存", en="To pay in, at least"), needed, "warn", total=True),
        ),
        days=(Day(Text(zh="扣款日", en="Debit day"), op.run_on),),
        working=project(account.balance, flows, facts.today, op.run_on).working,
        policies=(plan, facts.ruling(ANNUAL)),
    )


def _needed_title(op: SignIpoPlan, required: Money, needed: Money, taken: Money) -> Text:
    if needed.amount <= 0:
        return both(
            "卡上的钱够，{d}能扣{r}。",
            "Enough is there: {d} can debit {r}.",
            d=op.run_on,
            r=required,
        )
    if taken.amount:
        return both(
            "至少要存{n}：{r}之外，还有{t}会先扣走。",
            "Deposit at least {n}: besides the {r}, {t} is taken first.",
            n=needed,
            r=required,
            t=-taken,
        )
    return both(
        "至少要存{n}，{d}才能申购。", "Deposit at least {n} for {d} to run.", n=needed, d=op.run_on
    )


def _taken_detail(flows: list[Flow], today: date) -> Text | None:
    if not flows:
        return None
    zh, en = [], []
    for flow in flows:
        said = both("{d}", "{d}", d=flow.on)
        when_zh = "今天晚上" if flow.on == today else said.zh
        when_en = "this evening" if flow.on == today else f"on {said.en}"
        zh.append(f"{flow.label.zh}{(-flow.amount).format('zh')}，{when_zh}扣")
        en.append(f"{flow.label.en} {(-flow.amount).format('en')}, taken {when_en}")
    return Text(zh="；".join(zh) + "。", en="; ".join(en) + ".")


@rule(SignIpoPlan, policies=[PLAN, ANNUAL], cases=["01006"])
def todays_deposit_falls_short(op: SignIpoPlan, facts: Facts) -> Iterator[Item]:
    """A deposit of just the required balance is short once tonight's fee is taken."""
    if op.deposit is None:
        return
    account = facts.account(op.account)
    required = facts.ruling(PLAN).money("balance", account.balance.currency)
    paid_in = Money(op.deposit, account.balance.currency)
    yield from _falls_short(facts, op.account, paid_in, required, op.run_on, Kind.CONSEQUENCE)


def _falls_short(
    facts: Facts, account_id: str, paid_in: Money, required: Money, run_on: date, kind: Kind
) -> Iterator[Item]:
    account = facts.account(account_id)
    flows = outgoing(facts, account_id, run_on)
    inward = Flow(facts.today, paid_in, Text(zh="今天存入", en="Paid in today"))
    tonight = project(account.balance, [inward, *flows], facts.today, facts.today)
    ahead = project(account.balance, [inward, *flows], facts.today, run_on)
    short = shortfall(required, ahead.balance)
    if short.amount <= 0:
        return
    yield Item(
        key="plan.ipo.short",
        kind=kind,
        title=both(
            "存{p}不够：今晚剩{t}，{d}差{s}，不会申购。",
            "{p} is not enough: {t} is left tonight, {s} short on {d}; nothing is subscribed.",
            p=paid_in,
            t=tonight.balance,
            d=run_on,
            s=short,
        ),
        say=both(
            "再多存{s}就够了，现在一起存上，好吗？",
            "Another {s} and it is enough. Shall we add it now?",
            s=short,
        ),
        sums=(
            Sum(Text(zh="今晚余额", en="Balance tonight"), tonight.balance),
            Sum(Text(zh="差", en="Short by"), short, "bad", total=True),
        ),
        working=ahead.working,
        ways=(
            Way(
                "more",
                both("改存{m}", "Pay in {m}", m=paid_in + short),
                operation=Deposit.key,
                fields={"account": account_id, "amount": str((paid_in + short).amount)},
                best=True,
            ),
        ),
        tone="bad",
    )


@rule(Deposit, policies=[PLAN, ANNUAL], cases=["01006"])
def plan_would_not_run(op: Deposit, facts: Facts) -> Iterator[Item]:
    """Paying in under a signed plan says before posting whether the plan will run."""
    account = facts.account(op.account)
    amount = Money(op.amount, account.balance.currency)
    for plan in facts.agreements:
        if plan.kind != "ipo_plan" or plan.account_id != op.account:
            continue
        run_on = date.fromisoformat(str(plan.terms.get("next_run", facts.today.isoformat())))
        held = plan.terms.get("required_balance")
        required = (
            Money.of(str(held), amount.currency)
            if held
            else facts.ruling(PLAN).money("balance", amount.currency)
        )
        if run_on >= facts.today:
            yield from _falls_short(facts, op.account, amount, required, run_on, Kind.DISCLOSURE)
            return


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


@rule(SignSweep, policies=[SWEEP], cases=["02017"])
def two_pockets(op: SignSweep, facts: Facts) -> Iterator[Item]:
    """Before a sweep is signed the customer sees where his own money will sit, total first."""
    account = facts.account(op.account)
    policy = facts.ruling(SWEEP)
    threshold = policy.money("threshold", account.balance.currency)
    reserve = Money(op.reserve, account.balance.currency)
    total = facts.total(account)
    parts = sweeps.sweep(
        total, reserve, threshold=threshold, applies_to=policy.string("applies_to")
    )
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
            "超出{r}的部分满{h}就自动转。钱还在这张卡里，取款、刷卡会自动转回；查总额看“账户合计”，不要只看备用金。",
            "Whatever exceeds {r} moves once it reaches {h}. It is still on this card: drawing or"
            " paying brings it back by itself. To see it all look at the total, not the reserve.",
            r=reserve,
            h=threshold,
        ),
        say=both(
            "一张卡两个口袋：{r}放外面零用，{s}放里面多拿利息，加起来还是{t}，要用随时用。",
            "One card, two pockets: {r} outside for daily use, {s} inside for more interest;"
            " together still {t}, at hand any time.",
            r=parts.reserve,
            s=parts.swept,
            t=parts.total,
        ),
        slip=both("合计{t}，在两个口袋里", "TOTAL {t}, IN TWO POCKETS", t=parts.total),
        sums=(
            Sum(Text(zh="合计", en="Total"), parts.total, total=True),
            Sum(Text(zh="卡上（备用金）", en="On the card (reserve)"), parts.reserve),
            Sum(Text(zh="通知存款子账户", en="Notice pocket"), parts.swept),
        ),
        policies=(policy,),
    )


@rule(SignUtilityDebit, policies=[BILL], cases=["02018"])
def this_month_not_covered(op: SignUtilityDebit, facts: Facts) -> Iterator[Item]:
    """Signed after this month's debit day, a bill debit starts next month."""
    policy = facts.ruling(BILL)
    found = first_monthly_debit(
        facts.today,
        op.debit_day,
        cut_off_day=op.cut_off_day,
        inclusive=policy.flag("inclusive"),
    )
    if found.missed is None:
        yield Item(
            key="bill.debit.first",
            kind=Kind.CONSEQUENCE,
            title=both("{d}第一次扣。", "First debit on {d}.", d=found.first),
            days=(Day(Text(zh="首次扣款", en="First debit"), found.first, "ok"),),
            policies=(policy,),
        )
        return
    month = facts.today.month
    yield Item(
        key="bill.debit.not_covered",
        kind=Kind.DISCLOSURE,
        title=both(
            "{m}月的账单不代扣，要自己交；{d}起自动扣。",
            "This month's bill is not debited: pay it yourself. The first debit is on {d}.",
            m=month,
            d=found.first,
        ),
        detail=both(
            "{x}已过本月扣款日，首次扣款是{d}。",
            "The debit day {x} of this month has passed; the first debit is on {d}.",
            x=found.missed,
            d=found.first,
        ),
        say=both(
            "{b}这个月的，还得您自己交一次；{d}起就自动扣了。怕忘的话，我给您记个提醒。",
            "This month's {b} bill you still pay yourself; from {d} it is automatic. Shall I set a"
            " reminder?",
            b=op.biller,
            d=found.first,
        ),
        confirm=Text(zh="这个月的我自己交。", en="I pay this month's bill myself."),
        slip=both(
            "{m}月账单不代扣，请自己交{due}",
            "{mon} BILL IS NOT COVERED: pay it yourself{due}",
            m=month,
            mon=f"{facts.today:%B}".upper(),
            due=both("（{d}前）", " by {d}", d=op.bill_due_on)
            if op.bill_due_on
            else Text(zh="", en=""),
        ),
        days=(Day(Text(zh="首次扣款", en="First debit"), found.first, "ok"),)
        + (
            (Day(Text(zh="本月账单截止", en="This bill is due"), op.bill_due_on, "warn"),)
            if op.bill_due_on
            else ()
        ),
        ways=_bill_ways(op, facts, policy.integer("remind_days")),
        policies=(policy,),
        large_print=True,
    )


def _bill_ways(op: SignUtilityDebit, facts: Facts, days: int) -> tuple[Way, ...]:
    if op.bill_due_on is None or op.bill_due_on <= facts.today:
        return ()
    remind = max(op.bill_due_on - timedelta(days=days), facts.today + timedelta(days=1))
    return (
        Way(
            "remind",
            both("{d}提醒他自己交", "Remind him on {d}", d=remind),
            promise=both(
                "{d}前提醒自己交{b}本月账单",
                "Remind him to pay the {b} bill by {d}",
                d=op.bill_due_on,
                b=op.biller,
            ),
            due=f"{remind.isoformat()}T10:00",
            best=True,
        ),
    )
