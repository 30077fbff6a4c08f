"""Foreign exchange: a conversion with its unit and fee, and what to do with money that came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Working
from firstdesk.products import fx
from firstdesk.products.inputs import refuse
from firstdesk.quotes.model import Figure, Quotation, Quote, Table, Value, quotation
from firstdesk.quotes.rates import Rates

UNITS, OVERPAID = "fx.units", "card.overpayment.fee"
_NO_YES = (("no", Text(zh="否", en="No")), ("yes", Text(zh="是", en="Yes")))
CURRENCIES = (
    ("USD", Text(zh="美元", en="US dollar")),
    ("EUR", Text(zh="欧元", en="Euro")),
    ("GBP", Text(zh="英镑", en="Pound sterling")),
    ("AUD", Text(zh="澳元", en="Australian dollar")),
    ("HKD", Text(zh="港币", en="Hong Kong dollar")),
    ("JPY", Text(zh="日元", en="Yen")),
)
_UNIT = Text(
    zh="每100外币折人民币；日元每10万。",
    en="Yuan for 100 of the currency; for the yen, for 100,000.",
)


@dataclass(frozen=True, kw_only=True)
class _Fx(Quotation):
    """An amount of foreign money as all quotations ask for it."""

    policies: ClassVar[tuple[str, ...]] = (UNITS, OVERPAID)
    currency: str = ask(
        "choice",
        "币种",
        "Currency",
        choices=CURRENCIES,
    )
    amount: Decimal = ask("money", "外币金额", "Amount of it")
    on: date | None = ask("day", "哪天", "On", default=None)

    @property
    def money(self) -> Money:
        """The amount in its currency."""
        return Money(self.amount, self.currency)

    def price(self, rates: Rates, rate: Decimal) -> fx.Price:
        """A rate for the unit in which the currency is quoted."""
        unit = rates.ruling(UNITS, self.on).integer(self.currency.lower())
        return fx.Price(self.currency, unit, rate)

    def fee(self, rates: Rates) -> fx.FeeTerms:
        """What drawing a credit balance from a credit card costs."""
        rule = rates.ruling(OVERPAID, self.on)
        return fx.FeeTerms(rule.decimal("percent"), rule.money("minimum"), rule.money("maximum"))


@quotation
@dataclass(frozen=True, kw_only=True)
class Convert(_Fx):
    """An amount at a rate, and what another rate or a fee changes (cases 04001, 05004)."""

    key: ClassVar[str] = "fx.convert"
    title: ClassVar[Text] = Text(zh="外汇折算", en="Converting currency")
    cases: ClassVar[tuple[str, ...]] = ("04001", "05004")
    side: str = ask(
        "choice",
        "客户",
        "The customer",
        default="sell",
        choices=(
            ("sell", Text(zh="卖外币（结汇）", en="Sells the currency")),
            ("buy", Text(zh="买外币（购汇）", en="Buys the currency")),
        ),
    )
    rate: Decimal = ask("rate", "成交牌价", "Rate given", help=_UNIT)
    other: Decimal | None = ask("rate", "比较的牌价", "Rate to compare", default=None)
    fee_for: str = ask(
        "choice",
        "另收手续费",
        "Fee on top",
        default="none",
        choices=(
            ("none", Text(zh="不收", en="None")),
            ("card", Text(zh="从信用卡取现", en="Drawn from a credit card")),
        ),
    )

    def work(self, rates: Rates) -> Quote:
        """Yuan for the amount; against another rate the cost, per unit and in all; the fee."""
        price = self.price(rates, self.rate)
        done = fx.convert(self.money, price)
        title = Text(zh="得人民币", en="Brings") if self.side == "sell" else _COSTS
        figures = [
            Figure(Text(zh="牌价单位", en="Rate for"), price.unit),
            Figure(title, done.yuan, total=True),
        ]
        lines = done.working.lines
        drawn = self._drawn(rates, done.yuan)
        if self.other is not None:
            cost = fx.rate_cost(
                self.money,
                price,
                self.price(rates, self.other),
                buying=self.side == "buy",
                fee=drawn.total if drawn else None,
            )
            lines = cost.working.lines
            figures += [
                Figure(Text(zh="按比较的牌价", en="At the other rate"), cost.other.yuan),
                Figure(Text(zh="每单位差", en="Worse per unit by"), cost.per_unit),
                Figure(Text(zh="牌价多花", en="Cost of the rate"), cost.rate_part),
            ]
        if drawn is not None:
            lines += drawn.working.lines
            figures.append(Figure(Text(zh="取现手续费", en="Fee for drawing it"), drawn.total))
        if self.other is not None and drawn is not None:
            figures.append(Figure(Text(zh="合计多花", en="Cost in all"), cost.total, total=True))
        return Quote(figures=tuple(figures), working=Working(lines))

    def _drawn(self, rates: Rates, yuan: Money) -> fx.Drawing | None:
        if self.fee_for == "none":
            return None
        if self.side == "buy":
            raise refuse(
                "fee_for",
                "买外币没有取现手续费。",
                "Nothing is drawn when the customer buys.",
            )
        return fx.drawing([yuan], self.fee(rates))


_COSTS = Text(zh="付人民币", en="Costs")


@quotation
@dataclass(frozen=True, kw_only=True)
class Routes(_Fx):
    """What to do with foreign money that came for a credit card, ranked (case 05004)."""

    key: ClassVar[str] = "fx.routes"
    title: ClassVar[Text] = Text(
        zh="外币汇到信用卡：怎么办最省", en="Foreign money sent to a credit card: what to do"
    )
    cases: ClassVar[tuple[str, ...]] = ("05004",)
    live: Decimal = ask("rate", "柜台成交牌价", "Counter's rate now", help=_UNIT)
    remittance: Decimal = ask("rate", "汇买价", "Remittance buying rate")
    cash: Decimal = ask("rate", "钞买价", "Cash buying rate")
    drawn: str = ask("choice", "要取现金吗", "Drawn in cash", default="yes", choices=_NO_YES)
    parts: int = ask(
        "number", "分几次结汇、取现", "Converted and drawn in parts", default=1, low=1, high=20
    )
    return_charge: Decimal | None = ask(
        "money", "原路退回的费用（人民币）", "Charge for sending back (CNY)", default=None, low=0
    )

    def work(self, rates: Rates) -> Quote:
        """Each route in yuan, the cheapest first, and what the counter's rate costs."""
        prices = [self.price(rates, rate) for rate in (self.remittance, self.live, self.cash)]
        spot, live, cash = (fx.convert(self.money, price).yuan for price in prices)
        ranked, working = fx.routes(
            self.money,
            prices[1],
            prices[0],
            parts=self.parts,
            fee=self.fee(rates) if self.drawn == "yes" else None,
            return_charge=None if self.return_charge is None else Money(self.return_charge),
        )
        fee, left = next(
            (route.fee or fx.NOTHING, route.left)
            for route in ranked
            if route.key == "convert" and route.left is not None
        )
        return Quote(
            figures=(
                Figure(Text(zh="最省的办法", en="Cheapest"), ranked[0].label),
                Figure(_NOW_RATE, spot - left - fee),
                Figure(_NOW_FEE, fee),
                Figure(_NOW_ALL, spot - left, total=True),
                Figure(_ABOVE, live - cash),
            ),
            tables=(
                Table(_RANKED, _ROUTE_COLUMNS, tuple(_row(route) for route in ranked)),
                Table(
                    Text(zh="三种牌价", en="The three rates"),
                    _RATE_COLUMNS,
                    tuple(zip(_KINDS, (p.rate for p in prices), (spot, live, cash), strict=True)),
                ),
            ),
            notes=(_CHOOSE, _VALUED),
            working=working,
        )


def _row(route: fx.Route) -> tuple[Value, ...]:
    unknown = Text(zh="费用不详", en="charge not known")
    mark = Text(zh="最省", en="cheapest") if route.cheapest else Text(zh="", en="")
    return (
        route.label,
        unknown if route.fee is None else route.fee,
        unknown if route.left is None else route.left,
        unknown if route.dearer is None else route.dearer,
        mark,
    )


_RANKED = Text(zh="三种办法，省的在前", en="The three ways, the cheapest first")
_NOW_RATE = Text(zh="现在结汇，牌价少得", en="Converting now: by the rate")
_NOW_FEE = Text(zh="现在结汇，取现手续费", en="Converting now: fee")
_NOW_ALL = Text(zh="现在结汇，合计少得", en="Converting now: in all")
_ABOVE = Text(zh="成交价比钞买价多得", en="More than at the cash rate")
_KINDS = (
    Text(zh="汇买价", en="Remittance buying"),
    Text(zh="柜台成交价", en="Counter's rate"),
    Text(zh="钞买价", en="Cash buying"),
)
_RATE_COLUMNS = (
    Text(zh="哪种价", en="Which rate"),
    Text(zh="牌价", en="Rate"),
    Text(zh="合人民币", en="In yuan"),
)
_ROUTE_COLUMNS = (
    Text(zh="办法", en="Way"),
    Text(zh="费用", en="Charge"),
    Text(zh="合人民币", en="Comes to"),
    Text(zh="比最省的少", en="Less by"),
    Text(zh="标记", en="Mark"),
)
_CHOOSE = Text(
    zh="由客户选定并确认后才能记账；信用卡里多存的钱不计利息。",
    en="The customer chooses and confirms before anything is booked; a credit balance on the card"
    " earns nothing.",
)
_VALUED = Text(
    zh="转借记卡、原路退回的仍是外币，这里按当日汇买价折算，以后汇率会变。",
    en="On a debit card or sent back it stays foreign money, valued here at the remittance rate of"
    " the day; the rate may move.",
)
