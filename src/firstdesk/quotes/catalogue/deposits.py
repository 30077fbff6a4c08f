"""Deposits: at maturity, drawn early, drawn late, by notice, in a sweep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.products import deposits, notice_deposits, sweeps
from firstdesk.products.interest import Interest
from firstdesk.quotes.model import Figure, Quotation, Quote, quotation
from firstdesk.quotes.rates import Rates

DEMAND, TIME, TAX = "deposit.demand.rate", "deposit.time.rate", "tax.interest"
EARLY, PLEDGE = "deposit.early.rules", "deposit.pledge.loan"
NOTICE_RATE, NOTICE, SWEEP = "deposit.notice.rate", "deposit.notice.rules", "sweep.rules"
TERMS = {3: "m3", 6: "m6", 12: "y1", 24: "y2", 36: "y3", 60: "y5"}
_TERM_CHOICES = tuple(
    (str(months), Text(zh=zh, en=en))
    for months, zh, en in (
        (3, "三个月", "3 months"),
        (6, "六个月", "6 months"),
        (12, "一年", "1 year"),
        (24, "二年", "2 years"),
        (36, "三年", "3 years"),
        (60, "五年", "5 years"),
    )
)


@dataclass(frozen=True, kw_only=True)
class _Certificate(Quotation):
    """A time deposit as all its quotations ask for it."""

    amount: Decimal = ask("money", "本金", "Principal")
    opened_on: date = ask("day", "起息日", "Opened on")
    term: str = ask("choice", "存期", "Term", choices=_TERM_CHOICES)
    percent: Decimal | None = ask(
        "percent",
        "存单利率（%）",
        "Rate of the certificate (%)",
        default=None,
        help=Text(zh="不填按起息日的牌价。", en="Left out: the rate posted on the opening day."),
    )

    def deposit(self, rates: Rates) -> deposits.TimeDeposit:
        """The certificate, at its own rate or that of its opening day."""
        months = int(self.term)
        percent = rates.percent(self.percent, TIME, TERMS[months], self.opened_on)
        return deposits.TimeDeposit(Money(self.amount), self.opened_on, months, percent)


def _figures(result: Interest, zh: str, en: str) -> tuple[Figure, ...]:
    return (
        Figure(Text(zh=f"{zh}，税前", en=f"{en}, before tax"), result.gross),
        Figure(Text(zh="利息税", en="Interest tax"), result.tax),
        Figure(Text(zh=f"{zh}，到手", en=f"{en}, paid"), result.net),
    )


@quotation
@dataclass(frozen=True, kw_only=True)
class AtMaturity(_Certificate):
    """Interest of a time deposit at maturity (cases 02003, 01008)."""

    key: ClassVar[str] = "deposit.maturity"
    title: ClassVar[Text] = Text(zh="定期存款到期", en="Time deposit at maturity")
    policies: ClassVar[tuple[str, ...]] = (TIME, TAX, EARLY)
    cases: ClassVar[tuple[str, ...]] = ("02003", "01008")

    def work(self, rates: Rates) -> Quote:
        """Interest at maturity, taxed by accrual."""
        deposit = self.deposit(rates)
        split = rates.ruling(EARLY).string("tax_split")
        result = deposits.at_maturity(deposit, rates.bands(TAX, "percent"), tax_method=split)
        return Quote(
            figures=(
                Figure(Text(zh="到期日", en="Matures on"), deposit.matures_on),
                *_figures(result, "利息", "Interest"),
                Figure(
                    Text(zh="本息合计", en="Principal and interest"),
                    deposit.principal + result.net,
                    total=True,
                ),
            ),
            working=result.working,
        )


@quotation
@dataclass(frozen=True, kw_only=True)
class Early(_Certificate):
    """Drawing a time deposit before it matures, in whole or in part (case 02003)."""

    key: ClassVar[str] = "deposit.early"
    title: ClassVar[Text] = Text(zh="定期提前支取", en="Time deposit drawn early")
    policies: ClassVar[tuple[str, ...]] = (TIME, DEMAND, TAX, EARLY)
    cases: ClassVar[tuple[str, ...]] = ("02003", "01008")
    on: date | None = ask("day", "支取日", "Drawn on", default=None)
    drawn: Decimal | None = ask(
        "money",
        "支取多少",
        "How much is drawn",
        default=None,
        help=Text(zh="不填就是全取。", en="Left out: all of it."),
    )
    demand: Decimal | None = ask("percent", "活期利率（%）", "Demand rate (%)", default=None)

    def work(self, rates: Rates) -> Quote:
        """What drawing gives, what waiting would give, and the difference."""
        deposit, on = self.deposit(rates), self.on or rates.today
        rules = rates.ruling(EARLY)
        result = deposits.early_withdrawal(
            deposit,
            on,
            demand_percent=rates.percent(self.demand, DEMAND, "percent", on),
            method=rules.string("method"),
            bands=rates.bands(TAX, "percent"),
            amount=Money(self.drawn) if self.drawn is not None else None,
            tax_method=rules.string("tax_split"),
        )
        return Quote(
            figures=(
                Figure(Text(zh="到期日", en="Matures on"), deposit.matures_on),
                Figure(Text(zh="离到期还有（天）", en="Days to maturity"), result.days_to_maturity),
                Figure(Text(zh="支取", en="Drawn"), result.drawn),
                Figure(Text(zh="留下", en="Stays"), result.left),
                *_figures(result.now, "现在的利息", "Interest now"),
                Figure(
                    Text(zh="到期的利息，到手", en="Interest at maturity, paid"), result.later.net
                ),
                Figure(Text(zh="少得", en="Given up"), result.loss, total=True),
            ),
            working=result.working,
        )


@quotation
@dataclass(frozen=True, kw_only=True)
class Late(_Certificate):
    """A time deposit drawn after it matured: the days after count at the demand rate."""

    key: ClassVar[str] = "deposit.late"
    title: ClassVar[Text] = Text(zh="定期逾期支取", en="Time deposit drawn late")
    policies: ClassVar[tuple[str, ...]] = (TIME, DEMAND, TAX, EARLY)
    on: date | None = ask("day", "支取日", "Drawn on", default=None)
    demand: Decimal | None = ask("percent", "活期利率（%）", "Demand rate (%)", default=None)

    def work(self, rates: Rates) -> Quote:
        """Interest to maturity at the certificate's rate, then at the demand rate."""
        deposit, on = self.deposit(rates), self.on or rates.today
        rules = rates.ruling(EARLY)
        result = deposits.late_withdrawal(
            deposit,
            on,
            demand_percent=rates.percent(self.demand, DEMAND, "percent", on),
            method=rules.string("method"),
            bands=rates.bands(TAX, "percent"),
            tax_method=rules.string("tax_split"),
        )
        return Quote(
            figures=(
                Figure(Text(zh="到期日", en="Matured on"), deposit.matures_on),
                *_figures(result, "利息", "Interest"),
                Figure(
                    Text(zh="本息合计", en="Principal and interest"),
                    deposit.principal + result.net,
                    total=True,
                ),
            ),
            working=result.working,
        )


@quotation
@dataclass(frozen=True, kw_only=True)
class NoticeDeposit(Quotation):
    """Drawing from a 1-day or 7-day notice deposit, with and without its notice (case 02027)."""

    key: ClassVar[str] = "deposit.notice"
    title: ClassVar[Text] = Text(zh="通知存款支取", en="Notice deposit drawn")
    policies: ClassVar[tuple[str, ...]] = (NOTICE_RATE, NOTICE, DEMAND, TAX)
    cases: ClassVar[tuple[str, ...]] = ("02027", "06002", "05001")
    amount: Decimal = ask("money", "支取多少", "How much is drawn")
    opened_on: date = ask("day", "起息日", "Opened on")
    on: date | None = ask("day", "支取日", "Drawn on", default=None)
    notice_days: str = ask(
        "choice",
        "品种",
        "Kind",
        default="7",
        choices=(("1", Text(zh="一天", en="1 day")), ("7", Text(zh="七天", en="7 days"))),
    )
    notice_given_on: date | None = ask("day", "通知日", "Notice given on", default=None)
    notice_for: date | None = ask("day", "约定支取日", "Notice for", default=None)
    noticed: Decimal | None = ask("money", "通知的金额", "Sum notified", default=None)
    balance: Decimal | None = ask("money", "账户余额", "Balance of the deposit", default=None)

    def work(self, rates: Rates) -> Quote:
        """Interest at the notice rate and at the demand rate, and which of them is paid."""
        on = self.on or rates.today
        drawn = Money(self.amount)
        notice = None
        if self.notice_given_on is not None:
            told = Money(self.noticed) if self.noticed is not None else drawn
            notice = notice_deposits.Notice(self.notice_given_on, self.notice_for or on, told)
        rules = rates.ruling(NOTICE, on)
        result = notice_deposits.close(
            drawn,
            self.opened_on,
            on,
            notice=notice,
            notice_days=int(self.notice_days),
            notice_percent=rates.ruling(NOTICE_RATE, on).decimal(f"d{self.notice_days}"),
            demand_percent=rates.ruling(DEMAND, on).decimal("percent"),
            minimum=rules.money("minimum"),
            bands=rates.bands(TAX, "percent"),
            method=rules.string("method"),
            balance=Money(self.balance) if self.balance is not None else None,
        )
        return Quote(
            figures=(
                Figure(Text(zh="按通知利率", en="At the notice rate"), result.at_notice_rate.net),
                Figure(Text(zh="按活期利率", en="At the demand rate"), result.at_demand_rate.net),
                Figure(Text(zh="少得", en="Given up"), result.lost),
                Figure(Text(zh="利息，到手", en="Interest paid"), result.paid.net, total=True),
            ),
            working=result.paid.working,
            notes=(result.reason,),
        )


@quotation
@dataclass(frozen=True, kw_only=True)
class Sweep(Quotation):
    """What a sweep agreement moves and what stays on the card (case 02017)."""

    key: ClassVar[str] = "deposit.sweep"
    title: ClassVar[Text] = Text(zh="双利（协议转存）", en="Sweep")
    policies: ClassVar[tuple[str, ...]] = (SWEEP,)
    cases: ClassVar[tuple[str, ...]] = ("02017", "05001")
    total: Decimal = ask("money", "卡内总额", "Everything on the card")
    reserve: Decimal = ask("money", "约定留存", "Agreed to stay", low=0)

    def work(self, rates: Rates) -> Quote:
        """The pockets: total first."""
        rules = rates.ruling(SWEEP)
        result = sweeps.sweep(
            Money(self.total),
            Money(self.reserve),
            threshold=rules.money("threshold"),
            applies_to=rules.string("applies_to"),
        )
        return Quote(
            figures=(
                Figure(Text(zh="总额", en="Total"), result.total, total=True),
                Figure(Text(zh="留在卡上", en="Stays on the card"), result.reserve),
                Figure(Text(zh="转存", en="Moved"), result.swept),
            ),
            working=result.working,
        )
