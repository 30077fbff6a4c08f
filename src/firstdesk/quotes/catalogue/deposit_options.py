"""Deposits: ways to money before maturity, demand interest, structured deposits, sweep rolls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.products import demand, structured
from firstdesk.products.deposit_options import deposit_options
from firstdesk.products.inputs import HUNDRED
from firstdesk.quotes.catalogue.deposits import (
    DEMAND,
    EARLY,
    NOTICE,
    NOTICE_RATE,
    PLEDGE,
    TAX,
    TIME,
    _Certificate,
)
from firstdesk.quotes.model import Figure, Quotation, Quote, Table, quotation
from firstdesk.quotes.moves import read_moves
from firstdesk.quotes.rates import Rates

SETTLEMENT = "deposit.demand.settlement"
_TAXED = (("after", Text(zh="税后", en="After tax")), ("before", Text(zh="税前", en="Before tax")))


@quotation
@dataclass(frozen=True, kw_only=True)
class WaysToMoney(_Certificate):
    """Drawing all, drawing a part, or borrowing: side by side (case 01008)."""

    key: ClassVar[str] = "deposit.options"
    title: ClassVar[Text] = Text(zh="定期没到期，急用钱", en="Money before a deposit matures")
    policies: ClassVar[tuple[str, ...]] = (TIME, DEMAND, TAX, EARLY, PLEDGE)
    cases: ClassVar[tuple[str, ...]] = ("01008",)
    needed: Decimal = ask("money", "要用多少", "Needed")
    on: date | None = ask("day", "哪天用", "On", default=None)
    tax: str = ask("choice", "利息按", "Interest", default="after", choices=_TAXED)
    demand: Decimal | None = ask("percent", "活期利率（%）", "Demand rate (%)", default=None)
    loan: Decimal | None = ask("percent", "贷款利率（%）", "Loan rate (%)", default=None)

    def work(self, rates: Rates) -> Quote:
        """Every way with its cost, the cheapest first."""
        deposit, on = self.deposit(rates), self.on or rates.today
        rules, pledge = rates.ruling(EARLY), rates.ruling(PLEDGE, on)
        found = deposit_options(
            deposit,
            on,
            Money(self.needed),
            demand_percent=rates.percent(self.demand, DEMAND, "percent", on),
            method=rules.string("method"),
            bands=rates.bands(TAX, "percent") if self.tax == "after" else None,
            loan_percent=self.loan if self.loan is not None else pledge.decimal("percent"),
            most_percent=pledge.decimal("share") * HUNDRED,
            tax_method=rules.string("tax_split"),
        )
        best = found.cheapest
        columns = (
            Text(zh="办法", en="Way"),
            Text(zh="要多付或少得", en="Costs"),
            Text(zh="能不能办", en="Possible"),
        )
        rows = tuple(
            (option.label, option.cost, option.obstacle or (_BEST if option is best else _YES))
            for option in found.ranked
        )
        return Quote(
            figures=(
                Figure(Text(zh="到期日", en="Matures on"), deposit.matures_on),
                Figure(
                    Text(zh="离到期还有（天）", en="Days to maturity"), found.whole.days_to_maturity
                ),
                Figure(Text(zh="到期的利息", en="Interest at maturity"), found.whole.later.net),
                *(Figure(option.label, option.cost) for option in found.ranked),
                Figure(Text(zh="最省的办法", en="Cheapest"), best.label, total=True),
            ),
            tables=(Table(Text(zh="各种办法", en="The ways"), columns, rows),),
            working=found.working,
        )


_YES, _BEST = Text(zh="能", en="yes"), Text(zh="能，最省", en="yes, the cheapest")


@quotation
@dataclass(frozen=True, kw_only=True)
class DemandInterest(Quotation):
    """Interest of a demand deposit with its settlements, up to its closing."""

    key: ClassVar[str] = "deposit.demand"
    title: ClassVar[Text] = Text(zh="活期存款利息", en="Interest of a demand deposit")
    policies: ClassVar[tuple[str, ...]] = (DEMAND, TAX, SETTLEMENT)
    amount: Decimal = ask("money", "开户存入", "First paid in")
    opened_on: date = ask("day", "开户日", "Opened on")
    closed_on: date | None = ask("day", "销户或算到哪天", "Closed on, or up to", default=None)
    moves: str | None = ask(
        "long",
        "其间存取",
        "Paid in and drawn",
        default=None,
        help=Text(
            zh="日期和金额，取款写负数：2007-08-01 5000 2007-09-01 -200",
            en="Day and sum, drawn with a minus: 2007-08-01 5000 2007-09-01 -200",
        ),
    )
    rate_of: str = ask(
        "choice",
        "按哪天的利率",
        "Rate of",
        default="settlement_day",
        choices=(
            (
                "settlement_day",
                Text(zh="结息日、销户日（个人）", en="The settlement day (personal)"),
            ),
            ("each_day", Text(zh="逐日分段（单位）", en="Each day (companies)")),
        ),
    )

    def work(self, rates: Rates) -> Quote:
        """Each settlement with interest, tax and balance, and what closing pays."""
        closed_on = self.closed_on or rates.today
        found = demand.demand_account(
            [(self.opened_on, Money(self.amount)), *read_moves(self.moves or "")],
            closed_on,
            demand.Terms(
                rates=rates.bands(DEMAND, "percent"),
                rules=self._settlement(rates, closed_on),
                tax=rates.bands(TAX, "percent"),
                rate_of=self.rate_of,
            ),
        )
        rates.ruling(DEMAND, closed_on)  # named among the rules; a gap if nothing is posted yet
        columns = (
            Text(zh="入账日", en="Paid on"),
            Text(zh="利息", en="Interest"),
            Text(zh="利息税", en="Interest tax"),
            Text(zh="到手", en="Paid"),
            Text(zh="入账后余额", en="Balance"),
        )
        rows = tuple((s.paid_on, s.gross, s.tax, s.net, s.balance) for s in found.settlements)
        return Quote(
            figures=(
                Figure(Text(zh="结息次数", en="Settlements"), len(found.settlements)),
                Figure(Text(zh="利息，税前", en="Interest, before tax"), found.gross),
                Figure(Text(zh="利息税", en="Interest tax"), found.tax),
                Figure(Text(zh="利息，到手", en="Interest, paid"), found.net),
                Figure(Text(zh="本息合计", en="Paid out"), found.paid_out, total=True),
            ),
            tables=(Table(Text(zh="结息", en="Settlements"), columns, rows, plot=(4,)),),
            working=found.working,
        )

    def _settlement(self, rates: Rates, closed_on: date) -> list[demand.SettlementRule]:
        """The settlement rules from the opening to the closing."""
        known = [since for since, _ in rates.bands(SETTLEMENT, "day") if since <= closed_on]
        before = [since for since in known if since <= self.opened_on]
        rules = []
        for since in known[max(len(before) - 1, 0) :]:
            ruling = rates.ruling(SETTLEMENT, since)
            months = tuple(int(month) for month in ruling.string("months").split(","))
            rules.append(demand.SettlementRule(since, ruling.integer("day"), months))
        return rules


_CURRENCIES = (
    ("USD", Text(zh="美元", en="US dollar")),
    ("CNY", Text(zh="人民币", en="Yuan")),
    ("HKD", Text(zh="港币", en="Hong Kong dollar")),
    ("EUR", Text(zh="欧元", en="Euro")),
    ("GBP", Text(zh="英镑", en="Pound sterling")),
    ("AUD", Text(zh="澳元", en="Australian dollar")),
)
_PAID = (
    ("arrears", Text(zh="期末付", en="At the end of each period")),
    ("advance", Text(zh="期初付", en="At the start of each period")),
)


@quotation
@dataclass(frozen=True, kw_only=True)
class StructuredPayments(Quotation):
    """Where the money of a second purchase came from (case 02004)."""

    key: ClassVar[str] = "deposit.structured"
    title: ClassVar[Text] = Text(
        zh="两笔理财：付息去了哪里", en="Two purchases: where payments went"
    )
    cases: ClassVar[tuple[str, ...]] = ("02004",)
    currency: str = ask(
        "choice",
        "币种",
        "Currency",
        default="USD",
        choices=_CURRENCIES,
    )
    first: Decimal = ask("money", "第一笔", "First purchase")
    bought_on: date = ask("day", "第一笔起息日", "First bought on")
    second: Decimal = ask("money", "第二笔", "Second purchase")
    second_on: date = ask("day", "第二笔起息日", "Second bought on")
    new_money: Decimal = ask("money", "第二笔里新拿来的钱", "New money in the second", low=0)
    # No default: how often it was paid cannot be said without it (case 02004).
    paid: str = ask("choice", "付息方式", "Paid", choices=_PAID)
    every_months: int = ask("number", "几个月付一次", "Months between", default=3, low=1, high=12)

    def work(self, rates: Rates) -> Quote:
        """Each payment and its day, and the rate it means."""
        found = structured.trace_purchase(
            self._money(self.first),
            self.bought_on,
            self._money(self.second),
            self.second_on,
            self._money(self.new_money),
            every_months=self.every_months,
            advance=self.paid == "advance",
        )
        columns = (Text(zh="付息日", en="Paid on"), Text(zh="每次付息", en="Payment"))
        rows = tuple((on, found.payment) for on in found.paid_on)
        return Quote(
            figures=(
                Figure(Text(zh="付息方式", en="Paid"), dict(_PAID)[self.paid]),
                Figure(
                    Text(zh="第二笔之前付息次数", en="Payments before the second"),
                    len(found.paid_on),
                ),
                Figure(Text(zh="新拿来的钱", en="New money"), found.new_money),
                Figure(Text(zh="来自付息", en="From payments"), found.from_payments),
                Figure(Text(zh="每次付息", en="Each payment"), found.payment),
                Figure(Text(zh="折合年利率（%）", en="Yearly rate (%)"), found.yearly_percent),
                Figure(Text(zh="两笔合计", en="Both purchases"), found.total, total=True),
            ),
            tables=(Table(Text(zh="付息", en="Payments"), columns, rows),),
            working=found.working,
        )

    def _money(self, amount: Decimal) -> Money:
        return Money(amount, self.currency)


@quotation
@dataclass(frozen=True, kw_only=True)
class SweepRolls(Quotation):
    """The rolls of a seven-day sweep, and what breaking one costs (cases 03008, 05001)."""

    key: ClassVar[str] = "deposit.rolls"
    title: ClassVar[Text] = Text(zh="双利七天一期：哪天满期", en="Sweep rolls: when they end")
    policies: ClassVar[tuple[str, ...]] = (NOTICE_RATE, NOTICE, DEMAND, TAX)
    cases: ClassVar[tuple[str, ...]] = ("03008", "05001")
    amount: Decimal = ask("money", "转存金额", "Swept")
    opened_on: date = ask("day", "转存日", "Swept on")
    on: date | None = ask("day", "哪天要用", "Needed on", default=None)
    roll: Decimal | None = ask("percent", "满期利率（%）", "Rate of a roll (%)", default=None)
    demand: Decimal | None = ask("percent", "活期利率（%）", "Demand rate (%)", default=None)

    def work(self, rates: Rates) -> Quote:
        """Interest if drawn that day, the cost of not waiting, and the days that cost nothing."""
        on, amount = self.on or rates.today, Money(self.amount)
        terms = structured.RollTerms(
            rates.percent(self.roll, NOTICE_RATE, "d7", on),
            rates.percent(self.demand, DEMAND, "percent", on),
            rates.bands(TAX, "percent"),
            method=rates.ruling(NOTICE, on).string("method"),
        )
        found = structured.draw_from_rolls(amount, self.opened_on, on, terms)
        gain = terms.gap(amount, self.opened_on, on)
        at_worst = terms.gap(amount, found.roll.since, found.roll.ends_on - timedelta(days=1))
        return Quote(
            figures=(
                Figure(Text(zh="利息，到手", en="Interest, paid"), found.paid.net, total=True),
                Figure(Text(zh="本期已过（天）", en="Days into the roll"), found.elapsed),
                Figure(Text(zh="本期满期日", en="The roll ends on"), found.roll.ends_on),
                *_before_and_after("今天取少得", "Given up by drawing now", found.broken),
                *_before_and_after("本期最多少得", "Given up at worst", at_worst),
                *_before_and_after(
                    "期期存满比活期多得", "Gain over demand, every roll ended", gain
                ),
            ),
            tables=(self._calendar(on), _costs(amount, found.roll, terms)),
            working=found.working,
        )

    def _calendar(self, on: date) -> Table:
        rolls = structured.roll_calendar(self.opened_on, on, 8)
        columns = (
            Text(zh="期", en="Roll"),
            Text(zh="从", en="From"),
            Text(zh="满期，可取", en="Ends; free to draw"),
        )
        rows = tuple((roll.number, roll.since, roll.ends_on) for roll in rolls)
        return Table(Text(zh="满期日", en="Ends of the rolls"), columns, rows)


def _before_and_after(zh: str, en: str, gap: structured.RateGap) -> tuple[Figure, Figure]:
    return (
        Figure(Text(zh=f"{zh}，税前", en=f"{en}, before tax"), gap.gross),
        Figure(Text(zh=f"{zh}，到手", en=f"{en}, after tax"), gap.net),
    )


def _costs(amount: Money, roll: structured.Roll, terms: structured.RollTerms) -> Table:
    """What drawing costs on each day of a roll."""
    rows = []
    for number in range(terms.roll_days):
        on = roll.since + timedelta(days=number)
        gap = terms.gap(amount, roll.since, on)
        rows.append((on, number, gap.gross, gap.net))
    columns = (
        Text(zh="取款日", en="Drawn on"),
        Text(zh="本期已过（天）", en="Days into the roll"),
        Text(zh="少得，税前", en="Given up, before tax"),
        Text(zh="少得，到手", en="Given up, after tax"),
    )
    title = Text(zh="本期没满就取，少得多少", en="Given up by breaking this roll")
    return Table(title, columns, tuple(rows), plot=(3,))
