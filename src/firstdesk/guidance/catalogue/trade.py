"""Trade finance for companies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.operations import Operation, operation

_PER_100 = Text(zh="每100美元折人民币", en="Yuan for 100 dollars")
_CONVENTIONS = (
    ("half_year", Text(zh="按月，半年除以2", en="By months, half a year is ÷ 2")),
    ("actual_360", Text(zh="实际天数/360", en="Actual days/360")),
)


@operation
@dataclass(frozen=True, kw_only=True)
class FinanceImport(Operation):
    """An import payment is financed against a pledged deposit, with a forward."""

    key: ClassVar[str] = "trade.import_financing"
    title: ClassVar[Text] = Text(zh="进口代付", en="Import payment financing")
    icon: ClassVar[str] = "stamp"
    words: ClassVar[tuple[str, ...]] = ("进口代付", "信用证", "远期", "import", "letter of credit")
    payment: Decimal = ask("money", "付款（美元）", "Payment (USD)")
    spot: Decimal = ask("rate", "即期价", "Spot", help=_PER_100)
    forward: Decimal = ask("rate", "远期价", "Forward", help=_PER_100)
    deposit_percent: Decimal = ask("percent", "人民币存款年利率（%）", "Yuan deposit rate (%)")
    financing_percent: Decimal = ask("percent", "美元融资年利率（%）", "Dollar financing rate (%)")
    start: date = ask("day", "付款日", "Paid on")
    matures_on: date = ask("day", "存款到期日", "Deposit matures on")
    financing_due: date | None = ask("day", "融资到期日", "Financing due on", default=None)
    forward_due: date | None = ask("day", "远期到期日", "Forward due on", default=None)
    pledge: str = ask(
        "choice",
        "质押",
        "Pledged",
        default="with_interest",
        choices=(
            ("with_interest", Text(zh="本金和利息", en="Principal and interest")),
            ("principal", Text(zh="只有本金", en="Principal only")),
        ),
    )
    deposit_convention: str = ask(
        "choice", "存款计息", "Deposit counted", default="half_year", choices=_CONVENTIONS
    )
    financing_convention: str = ask(
        "choice", "融资计息", "Financing counted", default="half_year", choices=_CONVENTIONS
    )
    broken_on: date | None = ask(
        "day",
        "若提前支取，哪天",
        "If broken early, on",
        default=None,
        help=Text(zh="不填看中途那天", en="Left out: half-way"),
    )
