"""Trade finance: an import payment financed against a pledged deposit and a forward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Working
from firstdesk.products import trade_finance as trade
from firstdesk.quotes.model import Figure, Quotation, Quote, Table, quotation
from firstdesk.quotes.rates import Rates

RULES, DEMAND, EARLY = "trade.import_financing.rules", "deposit.demand.rate", "deposit.early.rules"
_CONVENTIONS = (
    ("half_year", Text(zh="按月，半年除以2", en="By months, half a year is rate / 2")),
    ("actual_360", Text(zh="实际天数/360", en="Actual days/360")),
)


@quotation
@dataclass(frozen=True, kw_only=True)
class ImportFinancing(Quotation):
    """Every line of an import financing, and the forward at which it gains nothing (04001)."""

    key: ClassVar[str] = "trade.import_financing"
    title: ClassVar[Text] = Text(
        zh="进口代付（质押存款加远期）", en="Import financing with deposit and forward"
    )
    policies: ClassVar[tuple[str, ...]] = (RULES, DEMAND, EARLY)
    cases: ClassVar[tuple[str, ...]] = ("04001",)
    payment: Decimal = ask("money", "付款（美元）", "Payment (USD)")
    spot: Decimal = ask(
        "rate", "即期价", "Spot", help=Text(zh="每100美元折人民币。", en="Yuan for 100 dollars.")
    )
    forward: Decimal = ask(
        "rate", "远期价", "Forward", help=Text(zh="每100美元折人民币。", en="Yuan for 100 dollars.")
    )
    deposit_percent: Decimal = ask("percent", "人民币存款年利率（%）", "Yuan deposit rate (%)")
    financing_percent: Decimal = ask("percent", "美元融资年利率（%）", "Dollar financing rate (%)")
    start: date = ask("day", "付款日", "Paid on")
    matures_on: date = ask("day", "到期日", "Matures on")
    financing_due: date | None = ask("day", "融资到期日", "Financing due on", default=None)
    forward_due: date | None = ask("day", "远期到期日", "Forward due on", default=None)
    deposit_convention: str = ask(
        "choice", "存款计息", "Deposit counted", default="half_year", choices=_CONVENTIONS
    )
    financing_convention: str = ask(
        "choice", "融资计息", "Financing counted", default="half_year", choices=_CONVENTIONS
    )
    broken_on: date | None = ask("day", "若提前支取，哪天", "If broken early, on", default=None)
    demand: Decimal | None = ask(
        "percent", "那天活期利率（%）", "Demand rate then (%)", default=None
    )

    def work(self, rates: Rates) -> Quote:
        """All lines, what is wrong with it, the gain along the forward, and the reminders."""
        deal = self._deal()
        found, rule = trade.price(deal), rates.ruling(RULES, self.start)
        first, last = trade.reminders(
            self.matures_on, (rule.integer("remind_first"), rule.integer("remind_last"))
        )
        broken = self._broken(deal, rates)
        figures = [
            Figure(Text(zh="存款（按即期价）", en="Deposit at spot"), found.principal),
            Figure(Text(zh="存款利息", en="Deposit interest"), found.deposit_interest),
            Figure(Text(zh="存款本息", en="Deposit with interest"), found.deposit_total),
            Figure(Text(zh="融资利息", en="Financing interest"), found.debt_interest),
            Figure(Text(zh="到期要还", en="Owed at maturity"), found.debt),
            Figure(Text(zh="远期购汇成本", en="Forward cost"), found.forward_cost),
            Figure(Text(zh="到期收益", en="Gain at maturity"), found.gain, total=True),
            Figure(Text(zh="占即期成本（%）", en="Of the spot cost (%)"), found.gain_percent),
            Figure(Text(zh="折成今天的收益", en="Gain in today's money"), found.gain_discounted),
            Figure(Text(zh="保本远期价", en="Break-even forward"), found.break_even),
            Figure(
                Text(zh="不做远期、汇率不变", en="Without the forward, at an unchanged rate"),
                found.unhedged,
            ),
            Figure(Text(zh="质押本金覆盖（%）", en="Covered by the principal (%)"), found.coverage),
            Figure(
                Text(zh="连利息覆盖（%）", en="Covered with interest (%)"),
                found.coverage_with_interest,
            ),
            Figure(Text(zh="第一次提醒", en="First reminder"), first),
            Figure(Text(zh="最后一次提醒", en="Last reminder"), last),
        ]
        working = found.working
        if broken is not None:
            figures.append(
                Figure(Text(zh="提前支取少得", en="Lost by breaking it early"), broken.loss)
            )
            working = Working((*working.lines, *broken.working.lines))
        until, refusal = rule.string("valid_until"), found.refusal
        held = Text(
            zh=f"按{self.start}的价格，当日{until}前有效。",
            en=f"At the rates of {self.start}; holds until {until} that day.",
        )
        return Quote(
            figures=tuple(figures),
            tables=(_along(deal),),
            working=working,
            notes=(*((refusal,) if refusal else ()), *found.warnings, held),
        )

    def _deal(self) -> trade.Deal:
        return trade.Deal(
            Money(self.payment, "USD"),
            self.spot,
            self.forward,
            self.deposit_percent,
            self.financing_percent,
            self.start,
            self.matures_on,
            self.deposit_convention,
            self.financing_convention,
            self.financing_due,
            self.forward_due,
        )

    def _broken(self, deal: trade.Deal, rates: Rates) -> trade.Broken | None:
        if self.broken_on is None:
            return None
        return trade.broken_early(
            deal,
            self.broken_on,
            demand_percent=rates.percent(self.demand, DEMAND, "percent", self.broken_on),
            method=rates.ruling(EARLY, self.broken_on).string("method"),
        )


def _along(deal: trade.Deal) -> Table:
    return Table(
        Text(zh="收益随远期价的变化", en="The gain along the forward"),
        (
            Text(zh="远期价", en="Forward"),
            Text(zh="远期购汇成本", en="Forward cost"),
            Text(zh="到期收益", en="Gain at maturity"),
        ),
        trade.along_forwards(deal),
        plot=(2,),
    )
