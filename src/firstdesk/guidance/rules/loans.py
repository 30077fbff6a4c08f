"""Loan debits: which instalment comes first, and whether its money is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.loans import SignLoanDebit
from firstdesk.guidance.facts import Facts, LoanFacts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.ahead import collision
from firstdesk.guidance.say import both
from firstdesk.products.balances import Flow
from firstdesk.products.debits import FirstDebit, first_monthly_debit
from firstdesk.products.inputs import refuse

DEBIT = "loan.debit.rules"


def _loan(op: SignLoanDebit, facts: Facts) -> LoanFacts:
    """The loan meant; the only one where none is named."""
    found = [loan for loan in facts.loans if op.loan in (None, loan.id)]
    if not found:
        raise refuse("loan", "这位客户没有这笔贷款。", "This customer has no such loan.")
    if len(found) > 1:
        refs = ", ".join(loan.ref for loan in found)
        raise refuse("loan", f"有几笔，选一笔：{refs}。", f"There are several: {refs}.")
    return found[0]


def _first(op: SignLoanDebit, facts: Facts) -> FirstDebit:
    inclusive = facts.ruling(DEBIT).flag("inclusive")
    return first_monthly_debit(facts.today, op.debit_day, inclusive=inclusive)


@rule(SignLoanDebit, policies=[DEBIT], cases=["07002"])
def first_instalment(op: SignLoanDebit, facts: Facts) -> Iterator[Item]:
    """An instalment due before the first debit is not taken, and is paid by hand."""
    loan, found, ruling = _loan(op, facts), _first(op, facts), facts.ruling(DEBIT)
    due = loan.next_due_on
    first = Day(Text(zh="首次扣款", en="First debit"), found.first, "ok")
    if due is None or not facts.today <= due < found.first:
        yield Item(
            key="loan.debit.first",
            kind=Kind.CONSEQUENCE,
            title=both(
                "{d}第一次扣，{i}。", "First debit on {d}: {i}.", d=found.first, i=loan.instalment
            ),
            days=(first,),
            policies=(ruling,),
        )
        return
    remind = due - timedelta(days=ruling.integer("remind_days"))
    yield Item(
        key="loan.debit.not_covered",
        kind=Kind.DISCLOSURE,
        title=both(
            "{d}这一期{i}不会自动扣，要自己交；{f}起自动扣。",
            "The instalment of {i} on {d} is not taken: pay it yourself. Debits begin on {f}.",
            d=due,
            i=loan.instalment,
            f=found.first,
        ),
        say=both(
            "{d}这一期您带身份证到任何网点交{i}就行；{f}起就自动扣了。",
            "For {d} bring your identity card to any branch and pay {i}; from {f} it is automatic.",
            d=due,
            i=loan.instalment,
            f=found.first,
        ),
        confirm=Text(zh="这一期我自己交。", en="I pay this instalment myself."),
        slip=both(
            "{d}这一期自己交：{i}，合同{r}",
            "PAY {d} YOURSELF: {i}, CONTRACT {r}",
            d=due,
            i=loan.instalment,
            r=loan.ref,
        ),
        sums=(Sum(Text(zh="这一期", en="This instalment"), loan.instalment, "warn", total=True),),
        days=(Day(Text(zh="自己交", en="Paid by hand"), due, "warn"), first),
        ways=(
            Way(
                "remind",
                Text(zh="到期前提醒他", en="Remind him before"),
                promise=both(
                    "提醒{d}自己交{i}", "Remind him of {i} on {d}", d=due, i=loan.instalment
                ),
                due=f"{remind.isoformat()}T10:00" if remind > facts.today else "",
                best=True,
            ),
        ),
        policies=(ruling,),
    )


@rule(SignLoanDebit, policies=[DEBIT, "card.annual_fee"], cases=["07002", "01006"])
def instalment_is_there(op: SignLoanDebit, facts: Facts) -> Iterator[Item]:
    """The first instalment must find its money after everything that is taken before it."""
    loan = _loan(op, facts)
    if loan.instalment.currency != facts.account(op.account).balance.currency:
        raise refuse("account", "账户币种和贷款不同。", "The account is in another currency.")
    label = Text(zh="贷款月供", en="Instalment")
    flow = Flow(_first(op, facts).first, -loan.instalment, label)
    yield from collision(facts, op.account, flow, "loan.debit.collision", (DEBIT,))
