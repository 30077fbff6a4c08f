"""Foreign exchange: which currency on which day, and when an idle internal account closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.core.working import Working
from firstdesk.products import fx
from firstdesk.quotes.catalogue.fx import CURRENCIES
from firstdesk.quotes.model import Figure, Quotation, Quote, Table, quotation
from firstdesk.quotes.rates import Rates

WEEKEND, IDLE = "fx.weekend", "fx.internal_account.idle"
_YES, _NO = Text(zh="能办", en="yes"), Text(zh="不能办", en="no")


@quotation
@dataclass(frozen=True, kw_only=True)
class TradingDays(Quotation):
    """Whether a currency is bought and sold on a day (case 02021)."""

    key: ClassVar[str] = "fx.days"
    title: ClassVar[Text] = Text(zh="哪天能买卖哪种外币", en="Which currency on which day")
    policies: ClassVar[tuple[str, ...]] = (WEEKEND,)
    cases: ClassVar[tuple[str, ...]] = ("02021",)
    currency: str = ask("choice", "币种", "Currency", choices=CURRENCIES)
    on: date | None = ask("day", "哪天", "On", default=None)

    def work(self, rates: Rates) -> Quote:
        """That day, the next that works, and the week from it on."""
        on = self.on or rates.today
        weekend = fx.codes(rates.ruling(WEEKEND, on).value)
        week = [on + timedelta(days=n) for n in range(7)]
        columns = (Text(zh="日期", en="Day"), Text(zh="买卖", en="Traded"))

        def word(day: date) -> Text:
            return _YES if fx.tradable(self.currency, day, weekend) else _NO

        return Quote(
            figures=(
                Figure(Text(zh="那天", en="On that day"), word(on), total=True),
                Figure(
                    Text(zh="最近能办", en="Next possible"),
                    fx.next_tradable(self.currency, on, weekend),
                ),
            ),
            tables=(
                Table(
                    Text(zh="七天", en="Seven days"),
                    columns,
                    tuple((day, word(day)) for day in week),
                ),
            ),
            working=Working(()),
        )


@quotation
@dataclass(frozen=True, kw_only=True)
class IdleAccount(Quotation):
    """When an internal currency account without entries closes by itself (case 02024)."""

    key: ClassVar[str] = "fx.idle"
    title: ClassVar[Text] = Text(zh="内部外币户哪天自动关闭", en="When an idle account closes")
    policies: ClassVar[tuple[str, ...]] = (IDLE,)
    cases: ClassVar[tuple[str, ...]] = ("02024",)
    currency: str = ask("choice", "币种", "Currency", choices=CURRENCIES)
    last_entry: date = ask("day", "最后一笔", "Last entry")
    months: int | None = ask("number", "闲置几个月关", "Idle months", default=None, low=1, high=120)

    def work(self, rates: Rates) -> Quote:
        """The warning and the closing."""
        rules = rates.ruling(IDLE, self.last_entry)
        field = self.currency.lower() if self.currency.lower() in rules.value else "other"
        months = self.months if self.months is not None else rules.integer(field)
        found = fx.idle_closing(self.last_entry, months, rules.integer("warn_days"))
        return Quote(
            figures=(
                Figure(Text(zh="提醒", en="Warn on"), found.warn_on),
                Figure(Text(zh="自动关闭", en="Closes on"), found.closes_on, total=True),
            ),
            working=found.working,
        )
