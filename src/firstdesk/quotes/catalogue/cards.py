"""Credit cards: what autopay covers first, what being late costs, what one's own money costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.policies.calendar import KEY as CALENDAR
from firstdesk.products import cards
from firstdesk.quotes.model import Figure, Quotation, Quote, Table, quotation
from firstdesk.quotes.rates import Rates

LEAD, DUE = "card.autopay.lead_time", "card.due_days"
DAILY, LATE, OVERPAID = "card.overdraft.rate", "card.late_fee", "card.overpayment.fee"


@quotation
@dataclass(frozen=True, kw_only=True)
class Autopay(Quotation):
    """Which statement autopay covers first (case 02005)."""

    key: ClassVar[str] = "card.autopay"
    title: ClassVar[Text] = Text(zh="自动还款首次扣款", en="First payment of autopay")
    policies: ClassVar[tuple[str, ...]] = (LEAD, DUE, CALENDAR)
    cases: ClassVar[tuple[str, ...]] = ("02005",)
    statement_day: int = ask("number", "账单日", "Statement day", low=1, high=31)
    signed_on: date | None = ask("day", "签约日", "Signed on", default=None)

    def work(self, rates: Rates) -> Quote:
        """The statements missed, and the first one covered."""
        signed = self.signed_on or rates.today
        lead = rates.ruling(LEAD, signed)
        result = cards.autopay_cover(
            signed,
            self.statement_day,
            working_days=lead.integer("working_days"),
            due_days=rates.ruling(DUE, signed).integer("days"),
            calendar=rates.calendar,
            counting=lead.string("counting"),
        )
        yes, no = Text(zh="自动扣", en="paid"), Text(zh="须自己还", en="pay it yourself")
        bills = [*((bill, no) for bill in result.missed), (result.first, yes)]
        return Quote(
            figures=(
                Figure(
                    Text(zh="首次自动扣款", en="First paid on"), result.first.due_on, total=True
                ),
                Figure(Text(zh="那期账单", en="Its statement"), result.first.dated),
            ),
            tables=(
                Table(
                    Text(zh="账单", en="Statements"),
                    (
                        Text(zh="账单日", en="Statement"),
                        Text(zh="到期还款日", en="Due"),
                        Text(zh="最迟签约", en="Sign by"),
                        Text(zh="自动还款", en="Autopay"),
                    ),
                    tuple((bill.dated, bill.due_on, bill.sign_by, word) for bill, word in bills),
                ),
            ),
            working=result.working,
        )


@quotation
@dataclass(frozen=True, kw_only=True)
class Late(Quotation):
    """What a bill costs that is found unpaid (cases 02005, 02007)."""

    key: ClassVar[str] = "card.late"
    title: ClassVar[Text] = Text(zh="逾期的利息和费用", en="Cost of paying late")
    policies: ClassVar[tuple[str, ...]] = (DAILY, LATE)
    cases: ClassVar[tuple[str, ...]] = ("02005", "02007")
    amount: Decimal = ask("money", "没还的金额", "Unpaid")
    booked_on: date = ask("day", "记账日", "Booked on")
    until: date | None = ask("day", "到哪天还上", "Paid on", default=None)
    minimum: Decimal = ask("money", "最低还款额", "Minimum payment", low=0)
    daily: Decimal | None = ask("percent", "日利率（%）", "Daily rate (%)", default=None)

    def work(self, rates: Rates) -> Quote:
        """Interest by the day and the late fee."""
        until = self.until or rates.today
        fee = rates.ruling(LATE, until)
        result = cards.late_cost(
            [(self.booked_on, Money(self.amount))],
            until,
            daily_percent=rates.percent(self.daily, DAILY, "percent", until),
            minimum_payment=Money(self.minimum),
            fee_percent=fee.decimal("percent"),
            fee_minimum=fee.money("minimum"),
        )
        return Quote(
            figures=(
                Figure(Text(zh="利息", en="Interest"), result.interest),
                Figure(Text(zh="滞纳金、违约金", en="Late fee"), result.fee),
                Figure(Text(zh="多付", en="Extra"), result.interest + result.fee, total=True),
            ),
            working=result.working,
        )


@quotation
@dataclass(frozen=True, kw_only=True)
class OwnMoney(Quotation):
    """Taking one's own money out of a credit card (cases 02026, 05004)."""

    key: ClassVar[str] = "card.overpayment"
    title: ClassVar[Text] = Text(zh="溢缴款取现手续费", en="Fee for drawing a credit balance")
    policies: ClassVar[tuple[str, ...]] = (OVERPAID,)
    cases: ClassVar[tuple[str, ...]] = ("02026", "05004")
    amount: Decimal = ask("money", "取多少", "Drawn")
    on: date | None = ask("day", "哪天", "On", default=None)

    def work(self, rates: Rates) -> Quote:
        """The fee within its floor and cap."""
        rules = rates.ruling(OVERPAID, self.on)
        result = cards.percentage_fee(
            Money(self.amount),
            rules.decimal("percent"),
            minimum=rules.money("minimum"),
            maximum=rules.money("maximum"),
            label=Text(zh="溢缴款取现手续费", en="Fee for drawing a credit balance"),
        )
        return Quote(
            figures=(
                Figure(Text(zh="不封顶的费", en="Without floor and cap"), result.uncapped),
                Figure(Text(zh="手续费", en="Fee"), result.amount, total=True),
            ),
            working=result.working,
        )
