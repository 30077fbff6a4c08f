"""Share subscription plans: the money that must be there, and what the plan does not promise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from firstdesk.core.money import Money
from firstdesk.core.text import Text, plural
from firstdesk.guidance.catalogue.accounts import Deposit
from firstdesk.guidance.catalogue.agreements import ExplainIpoPlan, SignIpoPlan
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.market import IssueFacts
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.ahead import cash_booked, outgoing
from firstdesk.guidance.say import both
from firstdesk.products.balances import Flow, needed_deposit, project, shortfall
from firstdesk.products.inputs import refuse

PLAN, ANNUAL, PLAINLY = "plan.ipo.minimum", "card.annual_fee", "plan.ipo.statements"


@rule(SignIpoPlan, policies=[PLAN, ANNUAL], cases=["01006"])
def deposit_must_cover_fees(op: SignIpoPlan, facts: Facts) -> Iterator[Item]:
    """A plan runs only if its balance is there after every fee that is taken before it."""
    account = facts.account(op.account)
    if op.run_on < facts.today:
        raise refuse("run_on", "扣款日已经过了。", "That debit day has passed.")
    plan = facts.ruling(PLAN)
    required = plan.money("balance", account.balance.currency)
    flows = _before_the_run(facts, op.account, op.run_on)
    needed = needed_deposit(required, account.balance, flows, facts.today, op.run_on)
    taken = sum((flow.amount for flow in flows), Money.zero(required.currency))
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


def _before_the_run(facts: Facts, account_id: str, run_on: date) -> list[Flow]:
    """What leaves before a plan runs, in the small hours: cash of that day is collected later."""
    booked = cash_booked(facts, account_id, facts.today, run_on - timedelta(days=1))
    return [*outgoing(facts, account_id, run_on), *booked]


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
    flows = _before_the_run(facts, account_id, run_on)
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


STATEMENTS = {
    "selected": Text(
        zh="不是每只新股都打：由专业人员挑着打。",
        en="Not every new issue is subscribed: specialists pick some.",
    ),
    "idle": Text(
        zh="没挑中合适的，钱就在卡上闲着。",
        en="While none is picked, the money lies idle on the card.",
    ),
    "locked": Text(
        zh="申购期间钱是锁住的：不能取，也打不了别的。",
        en="During a subscription the money is locked: not to be drawn, nor used for another.",
    ),
    "sold": Text(
        zh="中签的股票，上市头一天就卖掉。",
        en="Shares that are allotted are sold on their first day of trading.",
    ),
    "no_promise": Text(
        zh="赚多少、赚不赚，都不保证。",
        en="Whether it gains, and how much, is not promised.",
    ),
}


@rule(SignIpoPlan, policies=[PLAINLY], cases=["03011"])
def five_statements(op: SignIpoPlan, facts: Facts) -> Iterator[Item]:
    """What the plan does and does not do is said in five sentences, each one acknowledged."""
    ruling = facts.ruling(PLAINLY)
    if not ruling.flag("told"):
        return
    for name, sentence in STATEMENTS.items():
        yield Item(
            key=f"plan.ipo.says.{name}",
            kind=Kind.DISCLOSURE,
            title=sentence,
            slip=sentence,
            policies=(ruling,),
        )


@rule(ExplainIpoPlan, cases=["03011"])
def issues_since_signing(op: ExplainIpoPlan, facts: Facts) -> Iterator[Item]:
    """Every issue since he signed is listed with what the bank decided and why."""
    facts.account(op.account)
    signed = [
        a.signed_on for a in facts.agreements if a.kind == "ipo_plan" and a.account_id == op.account
    ]
    if not signed:
        raise refuse("account", "这个账户没有签新股申购计划。", "No plan runs on this account.")
    since = min(signed)
    decided = [i for i in facts.market.issues if i.subscribed_on >= since and i.state in _DECISIONS]
    taken = sum(issue.state == "taken" for issue in decided)
    told = [_decision(issue) for issue in decided]
    yield Item(
        key="plan.ipo.issues",
        kind=Kind.CONSEQUENCE,
        title=both(
            "{d}签约以来{n}只新股：打了{t}只，没打{s}只。",
            "Since he signed on {d}: {n_en}, {t} taken, {s} passed over.",
            d=since,
            n=len(decided),
            n_en=plural(len(decided), "issue"),
            t=taken,
            s=len(decided) - taken,
        ),
        detail=Text(zh=" ".join(t.zh for t in told), en=" ".join(t.en for t in told))
        if told
        else None,
        say=Text(
            zh="我们一只一只看：哪只打了，哪只没打，为什么。",
            en="Let us go through them one by one: which were taken, which not, and why.",
        ),
        days=tuple(
            Day(
                both("{i}：{s}", "{i}: {s}", i=issue.name, s=_DECISIONS[issue.state]),
                issue.subscribed_on,
                "ok" if issue.state == "taken" else "",
            )
            for issue in decided
        ),
    )
    yield from _coming(facts)


_DECISIONS = {
    "taken": Text(zh="打了", en="taken"),
    "skipped": Text(zh="没打", en="passed over"),
}


def _decision(issue: IssueFacts) -> Text:
    if issue.state == "taken":
        return both(
            "{i}打了，钱锁到{d}。", "{i}: taken; locked until {d}.", i=issue.name, d=issue.refund_on
        )
    return both("{i}没打：{r}。", "{i}: passed over, {r}.", i=issue.name, r=issue.reason)


def _coming(facts: Facts) -> Iterator[Item]:
    planned = [
        i for i in facts.market.issues if i.state == "planned" and i.subscribed_on >= facts.today
    ]
    if planned:
        following = min(planned, key=lambda i: i.subscribed_on)
        yield Item(
            key="plan.ipo.next",
            kind=Kind.CONSEQUENCE,
            title=both(
                "下一只打算打{i}，{d}申购。",
                "The next one planned is {i}, on {d}.",
                i=following.name,
                d=following.subscribed_on,
            ),
            days=(Day(following.name, following.subscribed_on),),
        )
