"""Bill debits: the first month, the ceiling, and why a debit failed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_CEILING

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.accounts import Deposit
from firstdesk.guidance.catalogue.agreements import FailedBill, SignUtilityDebit
from firstdesk.guidance.facts import AgreementFacts, Facts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.ahead import collision
from firstdesk.guidance.say import both
from firstdesk.products.balances import Flow, shortfall
from firstdesk.products.debits import OVER_CEILING, BillDecision, decide_bill, first_monthly_debit
from firstdesk.products.inputs import refuse

BILL = "bill.debit.rules"


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


def _raised(facts: Facts, bill: Money) -> Money:
    """The least ceiling in whole steps that lets a bill through."""
    step = facts.ruling(BILL).decimal("ceiling_step")
    return Money((bill.amount / step).to_integral_value(ROUND_CEILING) * step, bill.currency)


@rule(SignUtilityDebit, policies=[BILL], cases=["05002"])
def ceiling_lets_the_bill_through(op: SignUtilityDebit, facts: Facts) -> Iterator[Item]:
    """A ceiling below the usual bill makes the debit fail, so the usual bill is asked first."""
    if op.ceiling is None:
        return
    currency = facts.account(op.account).balance.currency
    ruling, ceiling = facts.ruling(BILL), Money(op.ceiling, currency)
    if op.usual is None:
        yield Item(
            key="bill.ceiling.ask",
            kind=Kind.REQUIREMENT,
            title=both(
                "问一句平时账单多少：超过{c}的那个月不会扣。",
                "Ask what the bill usually is: a month above {c} is not debited.",
                c=ceiling,
            ),
            policies=(ruling,),
        )
        return
    usual = Money(op.usual, currency)
    if usual <= ceiling:
        yield Item(
            key="bill.ceiling.fits",
            kind=Kind.CHECKED,
            title=both(
                "每笔上限{c}，够扣平时的{u}",
                "The ceiling {c} lets the usual {u} through",
                c=ceiling,
                u=usual,
            ),
        )
        return
    raised = _raised(facts, usual)
    yield Item(
        key="bill.ceiling.low",
        kind=Kind.DISCLOSURE,
        title=both(
            "上限{c}低于平时的账单{u}：每个月都扣不成。",
            "The ceiling {c} is below the usual bill of {u}: no month would be debited.",
            c=ceiling,
            u=usual,
        ),
        say=both(
            "您平时要交{u}，上限定{c}就扣不成，会停机。我给您定{r}，好吗？",
            "You usually pay {u}. With a ceiling of {c} it fails and the line is cut. Shall I set"
            " {r}?",
            u=usual,
            c=ceiling,
            r=raised,
        ),
        sums=(
            Sum(Text(zh="平时账单", en="Usual bill"), usual),
            Sum(Text(zh="每笔上限", en="Ceiling"), ceiling),
            Sum(Text(zh="超过", en="Above it"), usual - ceiling, "warn", total=True),
        ),
        ways=(
            Way(
                "raise",
                both("上限改成{r}", "Set the ceiling to {r}", r=raised),
                operation=op.key,
                fields={**_given(op), "ceiling": str(raised.amount)},
                best=True,
            ),
        ),
        policies=(ruling,),
    )


def _given(op: SignUtilityDebit) -> dict[str, object]:
    return {name: value for name, value in op.raw().items() if value is not None}


@rule(SignUtilityDebit, policies=[BILL, "card.annual_fee"], cases=["05002", "01006"])
def first_bill_is_there(op: SignUtilityDebit, facts: Facts) -> Iterator[Item]:
    """The first debit must find its money after everything that is taken before it."""
    if op.usual is None:
        return
    found = first_monthly_debit(
        facts.today,
        op.debit_day,
        cut_off_day=op.cut_off_day,
        inclusive=facts.ruling(BILL).flag("inclusive"),
    )
    usual = Money(op.usual, facts.account(op.account).balance.currency)
    flow = Flow(found.first, -usual, Text(zh="这项代扣", en="This bill"))
    yield from collision(facts, op.account, flow, "bill.collision", (BILL,))


def _agreement(op: FailedBill, facts: Facts) -> AgreementFacts | None:
    """The agreement of the biller on the account; the only one there where none is named."""
    here = [a for a in facts.agreements if a.kind == "utility_debit" and a.account_id == op.account]
    named = [a for a in here if a.terms.get("biller") == op.biller]
    return next(iter(named or (here if len(here) == 1 else [])), None)


@rule(FailedBill, policies=[BILL], cases=["05002"])
def why_it_failed(op: FailedBill, facts: Facts) -> Iterator[Item]:
    """Each failed debit has its own reason, found from the agreement and the balance then."""
    account, signed = facts.account(op.account), _agreement(op, facts)
    if (op.earlier_bill is None) != (op.earlier_balance is None):
        missing = "earlier_bill" if op.earlier_bill is None else "earlier_balance"
        raise refuse(missing, "上次的账单和余额要一起填。", "Give both bill and balance, or none.")
    if signed is None:
        yield _not_signed(op, facts)
        return
    currency = account.balance.currency
    held = signed.terms.get("ceiling")
    ceiling = Money.of(str(held), currency) if held else None
    for key, bill, balance in (
        ("bill.failed.now", op.bill, op.balance),
        ("bill.failed.earlier", op.earlier_bill, op.earlier_balance),
    ):
        if bill is None or balance is None:
            continue
        asked, had = Money(bill, currency), Money(balance, currency)
        decision = decide_bill(asked, had, ceiling=ceiling)
        now = key == "bill.failed.now"
        yield Item(
            key=key,
            kind=Kind.DISCLOSURE if now else Kind.CONSEQUENCE,
            title=_reason(decision, asked, had, ceiling),
            detail=both("原因：{r}", "Reason: {r}", r=decision.reason) if decision.reason else None,
            say=_said(decision, asked, ceiling) if now else None,
            sums=_compared(decision, asked, had, ceiling),
            days=(Day(Text(zh="停机", en="Disconnected"), op.cut_off_on, "bad"),)
            if now and op.cut_off_on
            else (),
            working=decision.working,
            ways=_ways(op, facts, signed, decision, asked) if now else (),
            policies=(facts.ruling(BILL),),
        )


def _not_signed(op: FailedBill, facts: Facts) -> Item:
    return Item(
        key="bill.failed.not_signed",
        kind=Kind.CONSEQUENCE,
        title=both(
            "这个账户没有签{b}的代扣，所以没有扣。",
            "No debit for {b} was signed on this account, so none was taken.",
            b=op.biller,
        ),
        ways=(_kiosk(),),
        policies=(facts.ruling(BILL),),
    )


def _reason(decision: BillDecision, bill: Money, had: Money, ceiling: Money | None) -> Text:
    if decision.reason == OVER_CEILING:
        return both(
            "账单{b}超过签约定的每笔{c}上限，所以没扣。",
            "The bill of {b} is above the agreed ceiling of {c}, so it was not taken.",
            b=bill,
            c=ceiling,
        )
    if decision.reason:
        return both(
            "当时卡上{h}，账单{b}，差{s}，所以没扣。",
            "The card held {h}, the bill was {b}: {s} short, so it was not taken.",
            h=had,
            b=bill,
            s=decision.short,
        )
    return both(
        "上限和余额都够，{b}本该扣成：由我们去查。",
        "Ceiling and balance sufficed; {b} should have been taken: we find out why.",
        b=bill,
    )


def _said(decision: BillDecision, bill: Money, ceiling: Money | None) -> Text:
    if decision.taken:
        return Text(
            zh="这笔该扣没扣，是我们的事。我查清了给您回电话，先把费交上，别停机。",
            en="This should have worked, so it is for us to find out. I call you back; let us pay"
            " the bill first so that your line stays on.",
        )
    zh_why = f"超过了您定的上限{ceiling.format('zh')}" if ceiling and decision.over.amount else ""
    en_why = f"above your ceiling of {ceiling.format('en')}" if zh_why and ceiling else ""
    return both(
        "这次{b}{w}。今天在查询机上就能交，不用签约，大堂经理带您办；上限以后再改也行。",
        "This time it was {b}{w}. The enquiry kiosk takes it today without an agreement, and the"
        " lobby manager helps you; the ceiling can wait.",
        b=bill,
        w=Text(zh=f"，{zh_why}", en=f", {en_why}")
        if zh_why
        else Text(zh="，当时余额不够", en=", and the balance was too low"),
    )


def _compared(
    decision: BillDecision, bill: Money, had: Money, ceiling: Money | None
) -> tuple[Sum, ...]:
    rows = [Sum(Text(zh="账单", en="Bill"), bill)]
    if ceiling is not None:
        tone = "bad" if decision.over.amount else ""
        rows.append(Sum(Text(zh="每笔上限", en="Ceiling"), ceiling, tone))
    rows.append(
        Sum(Text(zh="当时余额", en="Balance then"), had, "bad" if decision.short.amount else "")
    )
    return tuple(rows)


def _kiosk() -> Way:
    return Way(
        "kiosk",
        Text(zh="今天在查询机上交，不用签约", en="Pay at the enquiry kiosk today: no agreement"),
        Text(zh="大堂经理带着办，不用排队", en="The lobby manager helps; no queue"),
        best=True,
    )


def _ways(
    op: FailedBill, facts: Facts, signed: AgreementFacts, decision: BillDecision, bill: Money
) -> tuple[Way, ...]:
    ways = [_kiosk()]
    if decision.over.amount:
        raised, day = _raised(facts, bill), signed.terms.get("debit_day")
        fields = {
            "account": op.account,
            "biller": op.biller,
            "debit_day": day,
            "ceiling": str(raised.amount),
            "usual": str(bill.amount),
        }
        ways.append(
            Way(
                "raise",
                both("上限调到{r}", "Raise the ceiling to {r}", r=raised),
                Text(zh="从下一次扣款起", en="From the next debit on"),
                operation=SignUtilityDebit.key if day else "",
                fields=fields if day else {},
            )
        )
    missing = shortfall(bill, facts.account(op.account).balance)
    if missing.amount:
        ways.append(
            Way(
                "pay_in",
                both("存{m}，再扣一次", "Pay in {m} and try again", m=missing),
                operation=Deposit.key,
                fields={"account": op.account, "amount": str(missing.amount)},
            )
        )
    ways.append(
        Way(
            "call_back",
            Text(zh="我查清了回电话", en="I find out and call back"),
            promise=both(
                "查{b}没扣成的原因，给客户回电", "Call back about the {b} bill", b=op.biller
            ),
        )
    )
    return tuple(ways)
