"""Loans: the schedule with the rates as they changed, going on with the old sum, paying early."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.products import loans
from firstdesk.products.inputs import refuse
from firstdesk.quotes.model import Figure, Quotation, Quote, Table, quotation
from firstdesk.quotes.rates import Rates

BENCHMARK, RULE = "loan.benchmark.rate", "loan.repricing"
_BANDS = ((6, "m6"), (12, "y1"), (36, "y1_3"), (60, "y3_5"), (loans.LONGEST, "y5_plus"))
_HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class _Loan(Quotation):
    """A loan as all its quotations ask for it."""

    policies: ClassVar[tuple[str, ...]] = (BENCHMARK, RULE)
    amount: Decimal = ask("money", "贷款金额", "Amount lent")
    months: int = ask("number", "期数（月）", "Instalments (months)", low=1, high=loans.LONGEST)
    drawn_on: date = ask("day", "放款日", "Drawn on")
    first_on: date = ask("day", "首次还款日", "First instalment on")
    method: str = ask(
        "choice",
        "还款方式",
        "Repaid in",
        default="instalment",
        choices=(
            ("instalment", Text(zh="等额本息", en="Equal instalments")),
            ("principal", Text(zh="等额本金", en="Equal principal")),
        ),
    )
    percent: Decimal | None = ask(
        "percent",
        "固定年利率（%）",
        "Fixed yearly rate (%)",
        default=None,
        help=Text(
            zh="不填按基准利率，并随调整。", en="Left out: the benchmark rate, as it changes."
        ),
    )
    markup: Decimal | None = ask(
        "percent", "基准上浮（%）", "Above the benchmark by (%)", default=None
    )
    repricing: str | None = ask(
        "choice",
        "何时调息",
        "Repriced on",
        default=None,
        choices=(
            ("january", Text(zh="次年1月1日", en="1 January")),
            ("anniversary", Text(zh="放款满年", en="The anniversary")),
            ("month", Text(zh="每月", en="Each month")),
        ),
        help=Text(zh="不填按规定。", en="Left out: as the rule has it."),
    )

    def worked(self, rates: Rates) -> loans.Schedule:
        """The schedule, at the fixed rate or along the benchmark."""
        if self.percent is not None:
            return loans.schedule(self._loan("fixed"), [(self.drawn_on, self.percent)])
        rule = rates.ruling(RULE, self.drawn_on)
        fixed = self.months <= rule.integer("fixed_up_to")
        agreed = self.repricing or ("fixed" if fixed else rule.string("rule"))
        return loans.schedule(self._loan(agreed), self._path(rates))

    def _loan(self, repricing: str) -> loans.Loan:
        return loans.Loan(
            Money(self.amount), self.months, self.drawn_on, self.first_on, self.method, repricing
        )

    def _path(self, rates: Rates) -> list[tuple[date, Decimal]]:
        """The benchmark of the loan's term, as it is known."""
        band = next(name for most, name in _BANDS if self.months <= most)
        current = rates.ruling(BENCHMARK, self.drawn_on)
        if band not in current.value:
            raise refuse(
                "months",
                "这个期限没有基准利率，请填固定利率。",
                "No benchmark for this term: give a rate.",
            )
        # Up to today every day must be covered; what is still to come goes on at the last rate.
        rates.ruling(BENCHMARK, min(self._loan("fixed").due_on(self.months), rates.today))
        factor = 1 + (self.markup or Decimal(0)) / _HUNDRED
        return [(on, rate * factor) for on, rate in rates.bands(BENCHMARK, band)]


_COLUMNS = (
    Text(zh="还款日", en="Due"),
    Text(zh="期", en="No."),
    Text(zh="年利率（%）", en="Rate (%)"),
    Text(zh="月供", en="Instalment"),
    Text(zh="利息", en="Interest"),
    Text(zh="本金", en="Principal"),
    Text(zh="还欠", en="Owed after"),
)


def _table(rows: tuple[loans.Row, ...]) -> Table:
    return Table(
        Text(zh="还款计划", en="Schedule"),
        _COLUMNS,
        tuple(
            (
                row.due_on,
                row.number,
                row.percent,
                row.amount,
                row.interest,
                row.principal,
                row.balance,
            )
            for row in rows
        ),
        plot=(3, 4),
    )


@quotation
@dataclass(frozen=True, kw_only=True)
class LoanSchedule(_Loan):
    """Every instalment, and what each change of the rate did to it (cases 07001, 07003)."""

    key: ClassVar[str] = "loan.schedule"
    title: ClassVar[Text] = Text(zh="贷款还款计划", en="Loan schedule")
    cases: ClassVar[tuple[str, ...]] = ("07001", "07003")

    def work(self, rates: Rates) -> Quote:
        """First instalment, the changes, all interest, the whole schedule."""
        found = self.worked(rates)
        changes = tuple(
            (
                c.due_on,
                c.number,
                c.old_percent,
                c.percent,
                c.old_amount,
                c.amount,
                c.amount - c.old_amount,
            )
            for c in found.changes
        )
        columns = (
            Text(zh="从哪期起", en="From"),
            Text(zh="期", en="No."),
            Text(zh="原利率（%）", en="Old rate (%)"),
            Text(zh="新利率（%）", en="New rate (%)"),
            Text(zh="原月供", en="Old instalment"),
            Text(zh="新月供", en="New instalment"),
            Text(zh="每期多还", en="More each time"),
        )
        tables = [_table(found.rows)]
        if changes:
            tables.insert(0, Table(Text(zh="利率调整", en="Rate changes"), columns, changes))
        return Quote(
            figures=(
                Figure(Text(zh="首期", en="First instalment"), found.rows[0].amount, total=True),
                Figure(Text(zh="最后一期", en="Last instalment on"), found.rows[-1].due_on),
                Figure(Text(zh="利息合计", en="All interest"), found.interest),
            ),
            tables=tuple(tables),
            working=found.working,
        )


@quotation
@dataclass(frozen=True, kw_only=True)
class LoanArrears(_Loan):
    """Paying the old sum on after the rate has risen (case 07003)."""

    key: ClassVar[str] = "loan.arrears"
    title: ClassVar[Text] = Text(zh="一直按旧月供还会怎样", en="Going on with the old instalment")
    cases: ClassVar[tuple[str, ...]] = ("07003",)
    paid: Decimal | None = ask(
        "money",
        "每期实际还",
        "Paid each time",
        default=None,
        help=Text(zh="不填按首期的数。", en="Left out: the first instalment."),
    )

    def work(self, rates: Rates) -> Quote:
        """How many are on time, how many short, and what is owed at the end."""
        found = self.worked(rates)
        paid = Money(self.paid) if self.paid is not None else found.rows[0].amount
        late = loans.arrears(found, paid)
        owed = late[-1].arrears if late else Money.zero(paid.currency)
        rows = tuple(
            (s.row.due_on, s.row.number, s.row.amount, paid, s.short, s.arrears) for s in late
        )
        columns = (
            Text(zh="还款日", en="Due"),
            Text(zh="期", en="No."),
            Text(zh="应还", en="Instalment"),
            Text(zh="实还", en="Paid"),
            Text(zh="本期少", en="Short"),
            Text(zh="累计欠", en="In arrears"),
        )
        table = Table(Text(zh="少还的各期", en="Instalments paid short"), columns, rows, plot=(5,))
        return Quote(
            figures=(
                Figure(Text(zh="按时（期）", en="On time"), len(found.rows) - len(late)),
                Figure(Text(zh="少还（期）", en="Short"), len(late)),
                Figure(Text(zh="最后累计欠", en="In arrears at the end"), owed, total=True),
            ),
            tables=(table,) if late else (),
            working=found.working,
        )


@quotation
@dataclass(frozen=True, kw_only=True)
class LoanPrepayment(_Loan):
    """Paying part or all of a loan early."""

    key: ClassVar[str] = "loan.prepay"
    title: ClassVar[Text] = Text(zh="提前还贷", en="Paying a loan early")
    after: int = ask("number", "还到第几期", "After instalment no.", low=1, high=loans.LONGEST)
    early: Decimal = ask("money", "提前还多少", "Paid early")
    keep: str = ask(
        "choice",
        "以后怎样",
        "Afterwards",
        default="instalment",
        choices=(
            ("instalment", Text(zh="月供不变，早还完", en="Same instalment, ends sooner")),
            ("term", Text(zh="期限不变，月供少", en="Same term, smaller instalment")),
        ),
    )
    fee: Decimal = ask("percent", "违约金（%）", "Fee (%)", default=Decimal(0))

    def work(self, rates: Rates) -> Quote:
        """Interest saved, the fee, and the schedule that is left."""
        found = self.worked(rates)
        result = loans.prepay(found, self.after, Money(self.early), keep=self.keep, fee=self.fee)
        return Quote(
            figures=(
                Figure(Text(zh="省下利息", en="Interest saved"), result.saved),
                Figure(Text(zh="违约金", en="Fee"), result.fee),
                Figure(Text(zh="净省", en="Saved in all"), result.saved - result.fee, total=True),
                Figure(Text(zh="最后一期", en="Last instalment on"), result.ends_on),
            ),
            tables=(_table(result.rows),) if result.rows else (),
            working=result.working,
        )
