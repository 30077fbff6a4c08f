"""Foreign notes: which day they can be bought, and the ceiling of a day (case 02021)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from firstdesk.bank.models import Customer, RateQuote
from firstdesk.core import clock
from firstdesk.core.errors import Invalid
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.policies.book import PolicyBook, Ruling
from firstdesk.reservations import rules
from firstdesk.reservations.models import Reservation
from firstdesk.reservations.services._common import short_day

CEILING, WEEKEND = "fx.cash.ceiling", "fx.weekend"
DOLLAR = "USD"


def check(policies: PolicyBook, customer: Customer, values: Mapping[str, Any]) -> None:
    """Refuses a day on which the currency cannot be bought, and a day's sum above the ceiling.

    Raises:
        Invalid: `weekend_currency`, `over_ceiling` or `no_rate`, each with the ways that are open.
    """
    today, day, currency = clock.today(), values["day"], values["currency"]
    weekend = policies.ruling(WEEKEND, day, today)
    bought = values["source"] == Reservation.Source.BUY
    if bought and not rules.may_buy(currency, day, weekend_currencies(weekend)):
        raise _weekend(weekend, currency, day)
    _check_ceiling(policies.ruling(CEILING, day, today), customer, values)


def weekend_currencies(ruling: Ruling) -> set[str]:
    """The currencies dealt in at weekends: those whose field says yes."""
    return {name.upper() for name in ruling.value if ruling.flag(name)}


def board(currencies: Iterable[str]) -> dict[str, RateQuote]:
    """The latest line of the rate board for each currency."""
    quotes = RateQuote.objects.filter(currency__in=set(currencies), quoted_at__lte=clock.now())
    newest = quotes.order_by("currency", "-quoted_at").distinct("currency")
    return {one.currency: one for one in newest}


def _check_ceiling(ruling: Ruling, customer: Customer, values: Mapping[str, Any]) -> None:
    others = list(
        Reservation.objects.filter(
            customer=customer,
            day=values["day"],
            status__in=(*Reservation.OPEN, Reservation.Status.COLLECTED),
        )
        .exclude(currency=rules.HOME)
        .values_list("currency", "amount")
    )
    currency, amount = values["currency"], values["amount"]
    needed = {currency, *(one for one, _ in others)} - {DOLLAR}
    quotes = board({*needed, DOLLAR}) if needed else {}
    for missing in sorted(({*needed, DOLLAR} if needed else set()) - set(quotes)):
        raise _no_rate(missing)

    def dollars(code: str, sum_: Decimal) -> Decimal:
        return sum_ if code == DOLLAR else rules.in_usd(sum_, quotes[code], quotes[DOLLAR])

    ceiling = ruling.decimal("usd")
    before = sum((dollars(code, sum_) for code, sum_ in others), Decimal(0))
    if before + dollars(currency, amount) <= ceiling:
        return
    left = max(ceiling - before, Decimal(0))
    if currency == DOLLAR:
        most = Money(left, DOLLAR).rounded()
    else:
        most = rules.from_usd(left, currency, quotes[currency], quotes[DOLLAR])
    raise _over(ruling, most, Money(amount, currency))


def _weekend(ruling: Ruling, currency: str, day: date) -> Invalid:
    ways = [
        Text(
            zh=f"今天先用人民币买{currency}存进账户，{short_day(day).zh}只取现钞",
            en=f"buy {currency} with yuan today and only collect the notes on {short_day(day).en}",
        ),
        Text(zh="那天改取美元", en="take US dollars on that day"),
        Text(zh="直接汇款过去", en="send a remittance"),
    ]
    if clock.today().weekday() >= rules.SATURDAY:
        monday = clock.today() + timedelta(days=7 - clock.today().weekday())
        ways[0] = Text(
            zh=f"{short_day(monday).zh}起再买{currency}",
            en=f"buy {currency} from {short_day(monday).en} on",
        )
    text = Text(
        zh=f"周六周日不能用人民币买{currency}（{ruling.code}）。",
        en=f"{currency} cannot be bought with yuan on Saturday or Sunday ({ruling.code}).",
    )
    return Invalid(
        code="weekend_currency",
        what=text,
        why=ruling.text,
        do=Text(
            zh="可以：" + "；".join(way.zh for way in ways) + "。",
            en="Instead: " + "; ".join(way.en for way in ways) + ".",
        ),
        fields={"day": text},
        extra={"policy": ruling.reference(), "ways": [way.to_json() for way in ways]},
    )


def _over(ruling: Ruling, most: Money, wanted: Money) -> Invalid:
    over = wanted - most
    text = Text(
        zh=f"这一天最多还能取{most.format()}，超出{over.format()}（{ruling.code}）。",
        en=f"At most {most.format()} on that day; {over.format()} is above it ({ruling.code}).",
    )
    ways = [
        Text(zh=f"取{most.format()}，其余汇款", en=f"take {most.format()} and remit the rest"),
        Text(zh="带证明材料按超限额手续办", en="bring the papers that a larger sum takes"),
        Text(zh="分到别的日子取", en="take the rest on another day"),
    ]
    return Invalid(
        code="over_ceiling",
        what=text,
        why=ruling.text,
        do=Text(
            zh="可以：" + "；".join(way.zh for way in ways) + "。",
            en="Instead: " + "; ".join(way.en for way in ways) + ".",
        ),
        fields={"amount": text},
        extra={
            "policy": ruling.reference(),
            "ceiling": most.to_json(),
            "above": over.to_json(),
            "ways": [way.to_json() for way in ways],
        },
    )


def _no_rate(currency: str) -> Invalid:
    text = Text(
        zh=f"牌价表上没有{currency}，算不出限额。",
        en=f"The rate board has no {currency}: the ceiling cannot be worked out.",
    )
    return Invalid(
        code="no_rate",
        what=text,
        why=Text(
            zh="限额按当天牌价折成美元，不能猜。", en="It is counted in dollars at the day's rate."
        ),
        do=Text(
            zh="请先载入今天的牌价；客户也可以改取美元。",
            en="Load today's rates first; or the customer takes US dollars.",
        ),
        fields={"currency": text},
    )
