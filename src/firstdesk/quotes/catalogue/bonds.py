"""Savings bonds: redeeming one on a day, and a five-year bond beside a three-year one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.products import bonds
from firstdesk.products.daycount import add_months
from firstdesk.quotes.model import Figure, Quotation, Quote, Table, quotation
from firstdesk.quotes.rates import Rates

TERMS = "bond.savings.terms"
_BASIS = 365
"""Days of the year by which a day's interest is shown, as case 06010 does."""
_COUNTED = Text(
    zh="提前兑取：整月每月按30天，零头按实际天数，一年360天；国债利息免税。",
    en="Redeemed early: full months as 30 days, odd days singly, over 360. Bond interest is"
    " untaxed.",
)


@dataclass(frozen=True, kw_only=True)
class _Bond(Quotation):
    """A bond as all its quotations ask for it."""

    policies: ClassVar[tuple[str, ...]] = (TERMS,)
    amount: Decimal = ask("money", "面值", "Face value")
    bought_on: date = ask("day", "购买日", "Bought on")

    def terms(self, rates: Rates, years: int) -> bonds.Terms:
        """The terms of the issue that was on sale on the day."""
        return bonds.issue_terms(years, rates.ruling(TERMS, self.bought_on).decimal)


@quotation
@dataclass(frozen=True, kw_only=True)
class Redeem(_Bond):
    """What a bond pays on a day, before or after it matures (cases 06003, 06010)."""

    key: ClassVar[str] = "bond.redeem"
    title: ClassVar[Text] = Text(zh="国债兑取", en="Redeeming a savings bond")
    cases: ClassVar[tuple[str, ...]] = ("06003", "06010")
    term: str = ask(
        "choice",
        "期限",
        "Term",
        choices=(
            ("3", Text(zh="三年期", en="3 years")),
            ("5", Text(zh="五年期", en="5 years")),
        ),
    )
    redeemed_on: date | None = ask("day", "兑取日", "Redeemed on", default=None)

    def work(self, rates: Rates) -> Quote:
        """Interest, fee, what is paid, and what it pays when it matures."""
        amount, terms = Money(self.amount), self.terms(rates, int(self.term))
        on = self.redeemed_on or rates.today
        found = bonds.redeem(amount, terms, self.bought_on, on)
        full = bonds.redeem(amount, terms, self.bought_on, found.matures_on)
        late = Text(
            zh="已到期，到期后不再计息，请尽早兑取或转存。",
            en="It has matured and earns nothing any more: redeem it, or place it anew.",
        )
        return Quote(
            figures=(
                Figure(Text(zh="年利率（%）", en="Rate (%)"), found.percent),
                Figure(Text(zh="利息", en="Interest"), found.interest),
                Figure(Text(zh="手续费", en="Fee"), found.fee),
                Figure(Text(zh="兑付合计", en="Paid"), found.paid, total=True),
                Figure(Text(zh="到期日", en="Matures on"), found.matures_on),
                Figure(Text(zh="持有到期兑付", en="Paid at maturity"), full.paid),
                Figure(Text(zh="比到期少得", en="Given up"), full.paid - found.paid),
            ),
            notes=(_COUNTED,) if found.early else (late,) if on > found.matures_on else (),
            working=found.working,
        )


@quotation
@dataclass(frozen=True, kw_only=True)
class CompareBonds(_Bond):
    """A five-year bond redeemed after some years beside the three-year bond (case 06010)."""

    key: ClassVar[str] = "bond.compare"
    title: ClassVar[Text] = Text(zh="五年期和三年期国债比较", en="Five-year or three-year bond")
    cases: ClassVar[tuple[str, ...]] = ("06010",)
    years: int = ask("number", "打算放几年", "Held for (years)", low=1, high=5)

    def work(self, rates: Rates) -> Quote:
        """Both after the years wanted, when the longer one catches up, and each quarter."""
        amount = Money(self.amount)
        five, three = self.terms(rates, 5), self.terms(rates, 3)
        rows = []
        for months in range(3, 61, 3):
            on = add_months(self.bought_on, months)
            both = bonds.compare(amount, five, three, self.bought_on, on)
            rows.append((on, months, both.long.earned, both.short.earned, both.difference))
        on = add_months(self.bought_on, 12 * self.years)
        found = bonds.compare(amount, five, three, self.bought_on, on)
        even = bonds.break_even(amount, five, three, self.bought_on, basis=_BASIS)
        ahead = (
            (
                Figure(Text(zh="满三年后再过几天追平", en="Days to break even"), even.days),
                Figure(Text(zh="五年期从这天起不吃亏", en="Five years no worse from"), even.on),
            )
            if even
            else ()
        )
        return Quote(
            figures=(
                Figure(Text(zh="五年期利息", en="Five years: interest"), found.long.interest),
                Figure(Text(zh="五年期手续费", en="Five years: fee"), found.long.fee),
                Figure(Text(zh="五年期兑付", en="Five years: paid"), found.long.paid),
                Figure(Text(zh="三年期兑付", en="Three years: paid"), found.short.paid),
                Figure(
                    Text(zh="五年期多得", en="Five years more by"), found.difference, total=True
                ),
                *ahead,
            ),
            tables=(Table(_TITLE, _COLUMNS, tuple(rows), plot=(2, 3)),),
            notes=(_COUNTED, _STEPS),
            working=found.working,
        )


_TITLE = Text(zh="放多久得多少（已扣手续费）", en="Earned by time held, less the fee")
_COLUMNS = (
    Text(zh="兑取日", en="Redeemed on"),
    Text(zh="满几个月", en="Months held"),
    Text(zh="五年期", en="Five-year bond"),
    Text(zh="三年期", en="Three-year bond"),
    Text(zh="五年期多得", en="Five-year more by"),
)
_STEPS = Text(
    zh="不满三年就兑取，利率低得多；三年期到期后不再计息。",
    en="Before three years the early rates are much lower; the three-year bond earns nothing after"
    " it has matured.",
)
