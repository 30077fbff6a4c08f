"""Credit cards: free days, paying everything off, the minimum, instalments, cash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import ClassVar

from firstdesk.core.calendars import monthly_day
from firstdesk.core.fields import ask
from firstdesk.core.money import Money
from firstdesk.core.text import Text, plural
from firstdesk.core.working import Working
from firstdesk.products import card_costs, card_payoff, card_periods
from firstdesk.products.inputs import HUNDRED, refuse
from firstdesk.quotes.catalogue.cards import DAILY, DUE, LATE
from firstdesk.quotes.model import Figure, Quotation, Quote, Table, quotation
from firstdesk.quotes.rates import Rates

CASH, YOUNG = "card.cash_advance.fee", "card.young.terms"
MINIMUM, INSTALMENT = "card.minimum_payment", "card.instalment"
_SHOWN = 31
"""Days in the table: a whole round of statements."""


@quotation
@dataclass(frozen=True, kw_only=True)
class FreeDays(Quotation):
    """Which of several cards to use on a day, and how long it costs nothing (case 01015)."""

    key: ClassVar[str] = "card.free_days"
    title: ClassVar[Text] = Text(zh="免息天数，用哪张卡", en="Interest-free days: which card")
    policies: ClassVar[tuple[str, ...]] = (DUE,)
    cases: ClassVar[tuple[str, ...]] = ("01015",)
    statement_days: str = ask(
        "text",
        "各卡账单日",
        "Statement days",
        help=Text(zh="用空格隔开，如5 15 22 27。", en="With spaces between: 5 15 22 27."),
    )
    due_days: int | None = ask(
        "number",
        "账单后几天到期",
        "Days from statement to due date",
        default=None,
        low=0,
        high=60,
        help=Text(zh="不填按本行规定。", en="Left out: as our own cards have it."),
    )
    on: date | None = ask("day", "哪天消费", "Purchase on", default=None)
    limit: Decimal | None = ask(
        "money", "各卡额度合计", "Limit of all cards together", default=None
    )

    def work(self, rates: Rates) -> Quote:
        """The card of the day, the next 31 days, and what the year ahead is like."""
        on = self.on or rates.today
        due = self.due_days if self.due_days is not None else rates.ruling(DUE, on).integer("days")
        cards = [card_periods.Card(number, due) for number in self._days()]
        choice = card_periods.best_card(cards, on)
        year = card_periods.rotation(cards, on, monthly_day(on.year + 1, on.month, on.day))
        best, lines = choice.best, choice.working.lines
        figures = [
            Figure(
                Text(zh="用账单日几号的卡", en="Use the card with statement day"),
                best.card.statement_day,
            ),
            Figure(Text(zh="免息天数", en="Interest-free days"), best.days, total=True),
            Figure(Text(zh="到期还款日", en="Due"), best.due_on),
            Figure(Text(zh="一年里最少（天）", en="Fewest within a year"), year.shortest),
            Figure(Text(zh="一年里最多（天）", en="Most within a year"), year.longest),
            Figure(Text(zh="一年平均（天）", en="On average over a year"), year.mean),
        ]
        if self.limit is not None:
            spending = card_periods.sustainable_spending(Money(self.limit), year.longest)
            lines = (*lines, *spending.working.lines)
            label = Text(zh="每30天可新增消费", en="New spending in 30 days")
            figures.append(Figure(label, spending.amount))
        return Quote(tuple(figures), Working(lines), (_free_table(year.periods[:_SHOWN]),), _CARE)

    def _days(self) -> list[int]:
        """The statement days as numbers, each once."""
        written = self.statement_days.replace(",", " ").replace("，", " ").split()
        if not all(one.isascii() and one.isdigit() for one in written):
            raise refuse("statement_days", "请填几号，如5 15。", "Give days such as 5 15.")
        return list(dict.fromkeys(int(one) for one in written))


_CARE = (
    Text(
        zh="免息只限消费，并且到期全额还清；取现从当天起计息，晚还有违约金，并影响征信。",
        en="Free days hold for purchases only, and only if all is paid when due. Cash bears"
        " interest from the first day; paying late costs a fee and shows in the credit report.",
    ),
)


def _free_table(periods: tuple[card_periods.Period, ...]) -> Table:
    return Table(
        Text(zh="往后31天", en="The next 31 days"),
        (
            Text(zh="消费日", en="Purchase"),
            Text(zh="用账单日几号的卡", en="Statement day of the card"),
            Text(zh="出账单", en="Statement"),
            Text(zh="到期还款日", en="Due"),
            Text(zh="免息天数", en="Interest-free days"),
        ),
        tuple(
            (p.bought_on, p.card.statement_day, p.statement_on, p.due_on, p.days) for p in periods
        ),
        plot=(4,),
    )


@quotation
@dataclass(frozen=True, kw_only=True)
class PayEverything(Quotation):
    """What clears a card for good, interest not yet posted included (case 02007)."""

    key: ClassVar[str] = "card.payoff"
    title: ClassVar[Text] = Text(zh="全部还清要多少", en="Paying everything off")
    policies: ClassVar[tuple[str, ...]] = (DAILY, LATE)
    cases: ClassVar[tuple[str, ...]] = ("02007",)
    balance: Decimal = ask("money", "账面欠款", "Balance on the account", low=0)
    bearing: Decimal = ask("money", "其中计息的金额", "Of it, bearing interest")
    since: date = ask("day", "从哪天起计息", "Bearing interest since")
    asked_on: date | None = ask("day", "哪天问的", "Asked on", default=None)
    statement_on: date = ask("day", "下一个账单日", "Next statement")
    daily: Decimal | None = ask("percent", "日利率（%）", "Daily rate (%)", default=None)
    cycles: int = ask(
        "number", "零头几期没发现", "Cycles a rest stays unnoticed", default=4, low=0, high=60
    )

    def work(self, rates: Rates) -> Quote:
        """Balance, interest to date and to the statement, and what a forgotten rest costs."""
        asked = self.asked_on or rates.today
        found = card_payoff.payoff(
            Money(self.balance),
            [(self.since, Money(self.bearing))],
            asked,
            self.statement_on,
            daily_percent=rates.percent(self.daily, DAILY, "percent", asked),
        )
        figures = [
            Figure(Text(zh="账面欠款", en="Balance"), found.balance),
            Figure(Text(zh="已生未入账利息", en="Interest to date, not posted"), found.accrued),
            Figure(
                Text(zh="到账单日还会生的利息", en="Interest up to the statement"), found.projected
            ),
            Figure(Text(zh="当天入账，还这些就清", en="Enough if booked that day"), found.today),
            Figure(
                Text(zh="账单日前入账，还这些一定清", en="Enough up to the statement"),
                found.total,
                total=True,
            ),
            Figure(
                Text(zh="只还账面，最多剩", en="Left if only the balance is paid, at most"),
                found.residual,
            ),
        ]
        lines = found.working.lines
        if found.residual.amount:
            rule = rates.ruling(LATE, self.statement_on)
            fees = card_payoff.late_fees(
                found.residual,
                self.cycles,
                fee_percent=rule.decimal("percent"),
                fee_minimum=rule.money("minimum"),
            )
            label = Text(
                zh=f"这点零头{self.cycles}期的滞纳金、违约金",
                en=f"Late fees on that rest, {plural(self.cycles, 'cycle')}",
            )
            figures.append(Figure(label, fees.total))
            lines = (*lines, *fees.working.lines)
        return Quote(tuple(figures), Working(lines), notes=(_until(self.statement_on),))


def _until(statement_on: date) -> Text:
    return Text(
        zh=f"此数到{statement_on}有效，其间没有新的消费和取现；多还的部分转为溢缴款。",
        en=f"Holds up to {statement_on}, without new purchases or cash; anything paid too much"
        " becomes a credit balance.",
    )


@quotation
@dataclass(frozen=True, kw_only=True)
class MinimumPayment(Quotation):
    """The least to be paid on a statement (case 02007)."""

    key: ClassVar[str] = "card.minimum"
    title: ClassVar[Text] = Text(zh="最低还款额", en="Minimum payment")
    policies: ClassVar[tuple[str, ...]] = (MINIMUM,)
    cases: ClassVar[tuple[str, ...]] = ("02007",)
    purchases: Decimal = ask("money", "消费款", "Purchases", low=0)
    cash: Decimal = ask("money", "取现", "Cash advances", default=Decimal(0), low=0)
    over_limit: Decimal = ask("money", "超限部分", "Above the limit", default=Decimal(0), low=0)
    earlier: Decimal = ask(
        "money", "以前没还的最低还款额", "Earlier minimum not paid", default=Decimal(0), low=0
    )
    charges: Decimal = ask("money", "利息和费用", "Interest and fees", default=Decimal(0), low=0)
    on: date | None = ask("day", "账单日", "Statement on", default=None)

    def work(self, rates: Rates) -> Quote:
        """A share of the purchases and all of the rest."""
        found = card_payoff.minimum_payment(
            Money(self.purchases),
            rates.ruling(MINIMUM, self.on).decimal("percent"),
            cash=Money(self.cash),
            over_limit=Money(self.over_limit),
            earlier=Money(self.earlier),
            charges=Money(self.charges),
        )
        label = Text(zh="最低还款额", en="Minimum payment")
        return Quote((Figure(label, found.amount, total=True),), found.working)


@quotation
@dataclass(frozen=True, kw_only=True)
class PurchaseInstalments(Quotation):
    """A purchase in instalments, and what the fee is as a yearly rate (case 02008)."""

    key: ClassVar[str] = "card.instalments"
    title: ClassVar[Text] = Text(zh="消费分期", en="Purchase in instalments")
    policies: ClassVar[tuple[str, ...]] = (INSTALMENT,)
    cases: ClassVar[tuple[str, ...]] = ("02008",)
    amount: Decimal = ask("money", "消费金额", "Purchase")
    months: int = ask("number", "期数", "Instalments", low=1, high=card_payoff.LONGEST)
    monthly_fee: Decimal | None = ask(
        "percent", "每期手续费（%）", "Fee each month (%)", default=None
    )
    on: date | None = ask("day", "哪天办", "On", default=None)

    def work(self, rates: Rates) -> Quote:
        """The instalments, all fees, and the yearly rate behind them."""
        rule = rates.ruling(INSTALMENT, self.on)
        least, allowed = rule.money("minimum"), rule.string("months")
        if Money(self.amount) < least:
            raise refuse(
                "amount",
                f"满{least.format()}才能分期。",
                f"A purchase of {least.format('en')} or more can be paid in instalments.",
            )
        if str(self.months) not in allowed.split(","):
            raise refuse("months", f"可选的期数：{allowed}。", f"Choose one of: {allowed}.")
        percent = self.monthly_fee if self.monthly_fee is not None else rule.decimal("percent")
        found = card_payoff.instalments(Money(self.amount), self.months, percent)
        return Quote(
            figures=(
                Figure(Text(zh="首期", en="First instalment"), found.parts[0].amount),
                Figure(Text(zh="以后每期", en="Each after it"), found.parts[-1].amount),
                Figure(Text(zh="手续费合计", en="All fees"), found.fees, total=True),
                Figure(Text(zh="折合年利率（%）", en="Yearly rate (%)"), found.yearly_percent),
                Figure(Text(zh="按复利折合（%）", en="Compounded (%)"), found.effective_percent),
            ),
            tables=(_instalment_table(found),),
            working=found.working,
        )


def _instalment_table(found: card_payoff.Instalments) -> Table:
    return Table(
        Text(zh="各期", en="Instalments"),
        (
            Text(zh="期", en="No."),
            Text(zh="本金", en="Principal"),
            Text(zh="手续费", en="Fee"),
            Text(zh="应还", en="Instalment"),
        ),
        tuple((part.number, part.principal, part.fee, part.amount) for part in found.parts),
    )


@quotation
@dataclass(frozen=True, kw_only=True)
class CashAdvance(Quotation):
    """Cash on an ordinary card and on the card for the young (case 02008)."""

    key: ClassVar[str] = "card.advance"
    title: ClassVar[Text] = Text(zh="信用卡取现", en="Cash on a credit card")
    policies: ClassVar[tuple[str, ...]] = (CASH, YOUNG, DAILY)
    cases: ClassVar[tuple[str, ...]] = ("02008", "05004")
    amount: Decimal = ask("money", "取多少", "Drawn")
    days: int = ask("number", "几天后还", "Paid back after (days)", default=30, low=0, high=3660)
    limit: Decimal | None = ask("money", "信用额度", "Credit limit", default=None)
    on: date | None = ask("day", "哪天取", "On", default=None)

    def work(self, rates: Rates) -> Quote:
        """The fee of either card, the interest from the first day, and how much can be drawn."""
        on, amount = self.on or rates.today, Money(self.amount)
        usual, young = rates.ruling(CASH, on), rates.ruling(YOUNG, on)
        fees = card_payoff.advance_fees(
            amount,
            young.money("fee"),
            usual.decimal("percent"),
            minimum=usual.money("minimum"),
        )
        interest = card_costs.late_cost(
            [(on, amount)],
            on + timedelta(days=self.days),
            daily_percent=rates.ruling(DAILY, on).decimal("percent"),
            minimum_payment=Money.zero(),
            fee_percent=Decimal(0),
        )
        figures = [
            Figure(Text(zh="普通卡手续费", en="Fee, ordinary card"), fees.by_percent.amount),
            Figure(Text(zh="青年卡手续费", en="Fee, card for the young"), fees.flat),
            Figure(Text(zh="利息，从当天起", en="Interest from the first day"), interest.interest),
            Figure(
                Text(zh="普通卡共多付", en="Cost, ordinary card"),
                fees.by_percent.amount + interest.interest,
                total=True,
            ),
            Figure(
                Text(zh="青年卡共多付", en="Cost, card for the young"),
                fees.flat + interest.interest,
                total=True,
            ),
        ]
        if fees.flat_from is not None and fees.flat_from.amount:
            figures.append(
                Figure(
                    Text(zh="多少起青年卡更省", en="The young card is cheaper from"), fees.flat_from
                )
            )
        if self.limit is not None:
            figures += [
                Figure(_MOST_USUAL, _share(self.limit, usual.decimal("cash_percent"))),
                Figure(_MOST_YOUNG, _share(self.limit, young.decimal("cash_percent"))),
            ]
        return Quote(
            tuple(figures),
            Working((*fees.working.lines, *interest.working.lines)),
            notes=(_ages(young.integer("from_age"), young.integer("to_age")),),
        )


_MOST_USUAL = Text(zh="普通卡最多可取", en="Most in cash, ordinary card")
_MOST_YOUNG = Text(zh="青年卡最多可取", en="Most in cash, card for the young")


def _share(limit: Decimal, percent: Decimal) -> Money:
    return Money(limit * percent / HUNDRED).rounded(rounding=ROUND_DOWN)


def _ages(low: int, high: int) -> Text:
    return Text(
        zh=f"青年卡限{low}至{high}岁申请。取现没有免息期。",
        en=f"The card for the young is for ages {low} to {high}. Cash has no free days.",
    )
