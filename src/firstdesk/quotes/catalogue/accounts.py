"""Accounts: what must be on them for what is taken, and which debit is the first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.products.balances import Flow, needed_deposit, project
from firstdesk.products.card_costs import percentage_fee
from firstdesk.products.debits import INSUFFICIENT, OVER_CEILING, decide_bill, first_monthly_debit
from firstdesk.products.inputs import refuse
from firstdesk.quotes.model import Figure, Quotation, Quote, Table, quotation
from firstdesk.quotes.moves import read_moves
from firstdesk.quotes.rates import Rates

PLAN, BILL, CHEQUE = "plan.ipo.minimum", "bill.debit.rules", "cheque.penalty"


@quotation
@dataclass(frozen=True, kw_only=True)
class PlanDeposit(Quotation):
    """What must be paid in for a plan to run after the fees before it (case 01006)."""

    key: ClassVar[str] = "account.plan"
    title: ClassVar[Text] = Text(zh="申购计划：要存多少才扣得成", en="What a plan needs to run")
    policies: ClassVar[tuple[str, ...]] = (PLAN,)
    cases: ClassVar[tuple[str, ...]] = ("01006",)
    balance: Decimal = ask("money", "现有余额", "Held now", low=0)
    fee: Decimal = ask("money", "之前要扣的费", "Fees taken before", low=0)
    required: Decimal | None = ask("money", "扣款日要有", "Needed on the day", default=None)
    paid_in: Decimal | None = ask("money", "打算存入", "To be paid in", default=None)

    def work(self, rates: Rates) -> Quote:
        """The least to pay in; and what is short with another sum."""
        today, required = rates.today, self._required(rates)
        run_on = today + timedelta(days=1)
        flows = [Flow(today, -Money(self.fee), Text(zh="费用", en="Fees"))] if self.fee else []
        held = Money(self.balance)
        needed = needed_deposit(required, held, flows, today, run_on)
        figures = [Figure(Text(zh="至少要存", en="Pay in at least"), needed, total=True)]
        if self.paid_in is not None:
            inward = Flow(today, Money(self.paid_in), Text(zh="存入", en="Paid in"))
            after = project(held, [inward, *flows], today, run_on)
            short = required - after.balance
            figures += [
                Figure(Text(zh="扣款时余额", en="Balance on the day"), after.balance),
                Figure(
                    Text(zh="差", en="Short"),
                    short if short.amount > 0 else Money.zero(short.currency),
                ),
            ]
        return Quote(tuple(figures), project(held, flows, today, run_on).working)

    def _required(self, rates: Rates) -> Money:
        if self.required is not None:
            return Money(self.required)
        return rates.ruling(PLAN).money("balance")


@quotation
@dataclass(frozen=True, kw_only=True)
class Ahead(Quotation):
    """A balance carried forward, and the first day on which two commitments collide."""

    key: ClassVar[str] = "account.ahead"
    title: ClassVar[Text] = Text(zh="余额往后看：哪天会差钱", en="A balance, looked ahead")
    cases: ClassVar[tuple[str, ...]] = ("01006", "03012")
    balance: Decimal = ask("money", "现有余额", "Held now", low=0)
    moves: str = ask(
        "long",
        "将来的收支",
        "What will move",
        help=Text(
            zh="日期和金额，扣款写负数：2026-12-05 -3000",
            en="Day and sum, taken with a minus: 2026-12-05 -3000",
        ),
    )

    def work(self, rates: Rates) -> Quote:
        """The balance after each day, the lowest, and what is missing on which day."""
        label = Text(zh="收支", en="Movement")
        flows = [Flow(on, amount, label) for on, amount in read_moves(self.moves)]
        today, last = rates.today, max(flow.on for flow in flows)
        if last < today:
            raise refuse("moves", "这些日子都过了。", "These days have all passed.")
        seen = project(Money(self.balance), flows, today, last)
        short = next(((day, left) for day, left in seen.closings if left.amount < 0), None)
        figures = [
            Figure(Text(zh="最低余额", en="Lowest"), seen.lowest),
            Figure(Text(zh="最低在", en="Lowest on"), seen.lowest_on),
        ]
        if short:
            figures += [
                Figure(Text(zh="哪天差钱", en="Short on"), short[0]),
                Figure(Text(zh="那天差", en="Short by"), -short[1], total=True),
            ]
        columns = (Text(zh="日期", en="Day"), Text(zh="余额", en="Balance"))
        table = Table(Text(zh="余额", en="Balance"), columns, tuple(seen.closings), plot=(1,))
        return Quote(tuple(figures), seen.working, (table,))


@quotation
@dataclass(frozen=True, kw_only=True)
class FirstBill(Quotation):
    """Which month's bill a debit agreement takes first (case 02018)."""

    key: ClassVar[str] = "account.first_debit"
    title: ClassVar[Text] = Text(zh="代扣从哪个月起", en="First month of a bill debit")
    policies: ClassVar[tuple[str, ...]] = (BILL,)
    cases: ClassVar[tuple[str, ...]] = ("02018",)
    debit_day: int = ask("number", "每月扣款日", "Debit day", low=1, high=31)
    signed_on: date | None = ask("day", "签约日", "Signed on", default=None)
    cut_off_day: int | None = ask("number", "截止日", "Cut-off day", default=None, low=1, high=31)

    def work(self, rates: Rates) -> Quote:
        """The first debit, and the bills before it that are paid by hand."""
        signed = self.signed_on or rates.today
        found = first_monthly_debit(
            signed,
            self.debit_day,
            cut_off_day=self.cut_off_day,
            inclusive=rates.ruling(BILL, signed).flag("inclusive"),
        )
        columns = (Text(zh="自己交的", en="Paid by hand"),)
        rows = tuple((day,) for day in found.all_missed)
        return Quote(
            figures=(Figure(Text(zh="首次扣款", en="First debit"), found.first, total=True),),
            tables=(Table(Text(zh="不代扣的账单", en="Bills not taken"), columns, rows),)
            if rows
            else (),
            working=found.working,
        )


_REASONS = {
    OVER_CEILING: Text(zh="超过每笔上限", en="above the ceiling"),
    INSUFFICIENT: Text(zh="余额不够", en="not enough on the account"),
    "": Text(zh="能扣", en="taken"),
}


@quotation
@dataclass(frozen=True, kw_only=True)
class BillTaken(Quotation):
    """Why a bill was not taken: its ceiling or the balance (case 05002)."""

    key: ClassVar[str] = "account.bill"
    title: ClassVar[Text] = Text(zh="代扣为什么没扣成", en="Whether a bill is taken")
    cases: ClassVar[tuple[str, ...]] = ("05002",)
    bill: Decimal = ask("money", "账单金额", "Bill")
    balance: Decimal = ask("money", "当时余额", "Balance then", low=0)
    ceiling: Decimal | None = ask("money", "每笔上限", "Ceiling of a payment", default=None)

    def work(self, rates: Rates) -> Quote:
        """The decision, and how much stands in its way."""
        most = Money(self.ceiling) if self.ceiling is not None else None
        found = decide_bill(Money(self.bill), Money(self.balance), ceiling=most)
        return Quote(
            figures=(
                Figure(Text(zh="结果", en="Outcome"), _REASONS[found.reason], total=True),
                Figure(Text(zh="超出上限", en="Above the ceiling"), found.over),
                Figure(Text(zh="余额差", en="Missing"), found.short),
            ),
            working=found.working,
        )


@quotation
@dataclass(frozen=True, kw_only=True)
class ChequePenalty(Quotation):
    """What a cheque without cover costs its drawer (case 02009)."""

    key: ClassVar[str] = "account.cheque"
    title: ClassVar[Text] = Text(zh="空头支票的罚款", en="Penalty for a bounced cheque")
    policies: ClassVar[tuple[str, ...]] = (CHEQUE,)
    cases: ClassVar[tuple[str, ...]] = ("02009",)
    amount: Decimal = ask("money", "票面金额", "Face value")
    balance: Decimal = ask("money", "账户余额", "Balance", default=Decimal(0), low=0)
    on: date | None = ask("day", "退票日", "Returned on", default=None)

    def work(self, rates: Rates) -> Quote:
        """What was missing, and the penalty with its floor."""
        face, held = Money(self.amount), Money(self.balance)
        if held >= face:
            raise refuse("balance", "余额够付，不是空头支票。", "The balance covers the cheque.")
        rules = rates.ruling(CHEQUE, self.on)
        fee = percentage_fee(
            face,
            rules.decimal("percent"),
            minimum=rules.money("minimum"),
            label=Text(zh="罚款", en="Penalty"),
        )
        return Quote(
            figures=(
                Figure(Text(zh="差多少", en="Missing"), face - held),
                Figure(Text(zh="罚款", en="Penalty"), fee.amount, total=True),
            ),
            working=fee.working,
        )
