"""Funds and the share subscription plan: what buying costs and when it counts, what a run takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.calendars import add_working_days
from firstdesk.core.fields import ask
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Working
from firstdesk.policies.calendar import KEY as CALENDAR
from firstdesk.products import funds, share_plans
from firstdesk.products.inputs import refuse
from firstdesk.quotes.model import Figure, Quotation, Quote, Table, quotation
from firstdesk.quotes.rates import Rates

FEE, CUTOFF = "fund.fee", "fund.cutoff"
LEAST, PLAN = "plan.ipo.minimum", "ipo.plan.rules"


@quotation
@dataclass(frozen=True, kw_only=True)
class BuyFund(Quotation):
    """What buying a fund costs at the counter and online, and when it counts (03004, 03013)."""

    key: ClassVar[str] = "fund.buy"
    title: ClassVar[Text] = Text(zh="申购基金", en="Buying a fund")
    policies: ClassVar[tuple[str, ...]] = (FEE, CUTOFF, CALENDAR)
    cases: ClassVar[tuple[str, ...]] = ("03013", "03004", "03005")
    amount: Decimal = ask("money", "申购金额", "Amount")
    ordered_on: date | None = ask("day", "下单日", "Ordered on", default=None)
    ordered_at: str = ask(
        "text", "下单时间", "Ordered at", help=Text(zh="写成14:30。", en="Such as 14:30.")
    )
    percent: Decimal | None = ask("percent", "标准费率（%）", "Standard fee (%)", default=None)
    online_share: Decimal | None = ask(
        "percent",
        "网上费率为标准的（%）",
        "Online fee, of the standard (%)",
        default=None,
        help=Text(zh="不填按最低折扣。", en="Left out: the lowest there is."),
    )
    lock_months: int = ask("number", "锁定期（月）", "Locked (months)", default=0, low=0, high=120)

    def work(self, rates: Rates) -> Quote:
        """Both fees, what is invested, and the days."""
        on, amount = self.ordered_on or rates.today, Money(self.amount)
        market = funds.MarketDays(rates.calendar)
        fee, cutoff = rates.ruling(FEE, on), rates.ruling(CUTOFF, on)
        fees = funds.channel_fees(
            amount,
            rates.percent(self.percent, FEE, "percent", on),
            online_share=rates.percent(self.online_share, FEE, "online_floor", on),
            method=fee.string("method"),
        )
        order = funds.order_days(
            on,
            _time(self.ordered_at),
            cutoff=time.fromisoformat(cutoff.string("time")),
            confirm_days=cutoff.integer("confirm_days"),
            calendar=market,
        )
        sale = funds.lock_in_end(order.confirmed_on, self.lock_months, market)
        paid = add_working_days(market, sale, cutoff.integer("redeem_days"))
        return Quote(
            figures=(
                Figure(Text(zh="柜台申购费", en="Fee at the counter"), fees.counter),
                Figure(Text(zh="网上申购费", en="Fee online"), fees.online),
                Figure(Text(zh="网上省下", en="Saved online"), fees.saving, total=True),
                Figure(
                    Text(zh="柜台买，实际投入", en="Invested, at the counter"),
                    amount - fees.counter,
                ),
                Figure(Text(zh="网上买，实际投入", en="Invested, online"), amount - fees.online),
                Figure(Text(zh="算作哪天的委托", en="Counts as an order of"), order.counts_on),
                Figure(
                    Text(zh="离截止还有（分钟）", en="Minutes to the cut-off"), order.minutes_left
                ),
                Figure(Text(zh="份额确认日", en="Confirmed on"), order.confirmed_on),
                Figure(Text(zh="最早可赎回", en="Can be sold from"), sale),
                Figure(Text(zh="那天赎回，到账", en="Sold then, paid on"), paid),
            ),
            working=Working((*fees.working.lines, *order.working.lines)),
            notes=(
                Text(
                    zh="折扣看基金和日期，以下单页为准；买前要有有效的风险问卷，基金可能亏损。",
                    en="The discount depends on the fund and the day; the order page counts. "
                    "A valid risk questionnaire comes first, and a fund can lose.",
                ),
            ),
        )


def _time(written: str) -> time:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", written, re.ASCII):
        raise refuse("ordered_at", "时间写成14:30。", "Write the time as 14:30.")
    return time.fromisoformat(written)


@quotation
@dataclass(frozen=True, kw_only=True)
class Subscribe(Quotation):
    """What a run of the share subscription plan takes and when it is back (03011, 03012, 01006)."""

    key: ClassVar[str] = "fund.ipo"
    title: ClassVar[Text] = Text(zh="新股申购扣款", en="Share subscription")
    policies: ClassVar[tuple[str, ...]] = (LEAST, PLAN, CALENDAR)
    cases: ClassVar[tuple[str, ...]] = ("03012", "03011", "01006")
    balance: Decimal = ask("money", "扣款时余额", "Balance at the run", low=0)
    reserved: Decimal = ask(
        "money", "要留出（已预约）", "To be left (reserved)", default=Decimal(0), low=0
    )
    subscribed_on: date = ask("day", "申购日", "Subscribed on")
    price: Decimal | None = ask(
        "money",
        "发行价（每股）",
        "Issue price (a share)",
        default=None,
        help=Text(
            zh="和一手股数一起填；不填按全部可动用的算。",
            en="Together with the lot. Left out: all that is free.",
        ),
    )
    lot: int | None = ask("number", "一手多少股", "Shares in a lot", default=None, low=1)

    def work(self, rates: Rates) -> Quote:
        """What is taken, what stays, when it is back, and the account from day to day."""
        rule = rates.ruling(PLAN, self.subscribed_on)
        balance, reserved = Money(self.balance), Money(self.reserved)
        refund = share_plans.refund_day(
            self.subscribed_on, rule.integer("refund_days"), funds.MarketDays(rates.calendar)
        )
        run = share_plans.plan_take(
            balance,
            reserved=reserved,
            minimum=rates.ruling(LEAST, self.subscribed_on).money("balance"),
            lot=self._lot(),
        )
        return Quote(
            figures=(
                Figure(Text(zh="申购扣款", en="Taken"), run.taken, total=True),
                Figure(Text(zh="扣款后余额", en="Left on the account"), run.left),
                Figure(Text(zh="预约还差", en="Short for the reservation"), run.reservation_short),
                Figure(Text(zh="起申额还差", en="Short for the plan"), run.minimum_short),
                Figure(Text(zh="未中签退回", en="Unallotted part back on"), refund),
            ),
            tables=(self._days(run, refund),) if run.taken.amount else (),
            working=run.working,
            notes=(
                Text(
                    zh="本行不一定参加每只新股；钱冻结期间不能用，也赶不上别的新股；收益没有保证。",
                    en="Not every issue is subscribed. Locked money cannot be used, nor take part "
                    "in another issue. No gain is promised.",
                ),
            ),
        )

    def _lot(self) -> Money | None:
        if self.price is None and self.lot is None:
            return None
        if self.price is None or self.lot is None:
            field = "price" if self.price is None else "lot"
            raise refuse(field, "发行价和一手股数要一起填。", "Give both price and lot.")
        return Money(self.price * self.lot)

    def _days(self, run: share_plans.PlanRun, refund: date) -> Table:
        """The account from the day before the run to the refund, if nothing is allotted."""
        none = Money.zero()
        first = self.subscribed_on - timedelta(days=1)
        days = (first + timedelta(days=n) for n in range((refund - first).days + 1))
        rows = []
        for on in days:
            frozen = run.taken if self.subscribed_on <= on < refund else none
            rows.append((on, run.left + run.taken - frozen, frozen, Money(self.reserved)))
        return Table(
            Text(zh="逐日余额（都没中签）", en="Day by day, if nothing is allotted"),
            (
                Text(zh="日期", en="Day"),
                Text(zh="可用", en="At hand"),
                Text(zh="冻结", en="Locked"),
                Text(zh="已预约", en="Reserved"),
            ),
            tuple(rows),
            plot=(1, 2, 3),
        )
