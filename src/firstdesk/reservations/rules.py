"""What may be booked, by when, and what is short. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import Protocol

from firstdesk.core.calendars import WorkCalendar, working_days_between
from firstdesk.core.money import MINOR_UNITS, Money
from firstdesk.core.text import Text

HOME = "CNY"
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a booking is refused, what the customer is told, and what he can do instead."""

    title: Text
    tell: Text
    instead: Text


REASONS: dict[str, Reason] = {
    "no_stock": Reason(
        Text(zh="库里没有这么多", en="Not that much in the vault"),
        Text(
            zh="那天我们库里凑不出这么多现金，怕您白跑，先跟您说清楚。",
            en="We will not have that much cash here on that day, and tell you before you come.",
        ),
        Text(
            zh="有余额的其他网点替您订好；或换一天；急用的话今天就能转账。",
            en="I book it at a branch that has it, or for another day; a transfer goes today.",
        ),
    ),
    "delivery": Reason(
        Text(zh="运钞赶不上那个时间", en="The delivery comes too late"),
        Text(
            zh="调拨的钱要晚些才到，您约的时间还没到库。",
            en="The money is on its way, but it is not here at the time you named.",
        ),
        Text(zh="改到运钞之后的时段，或换一天。", en="A time after the delivery, or another day."),
    ),
    "denominations": Reason(
        Text(zh="没有这种面额", en="These notes are not here"),
        Text(
            zh="总额够，但您要的面额那天凑不齐。",
            en="The sum is here, but not in the notes you asked for.",
        ),
        Text(
            zh="换一种面额搭配；或由本行其他网点、金库调换后再取，不通过外面的熟人。",
            en="Other notes; or another branch or the main vault exchanges them, never a friend.",
        ),
    ),
    "currency": Reason(
        Text(zh="本网点不办这个币种", en="This branch does not keep the currency"),
        Text(zh="这个币种我们网点没有现钞。", en="We keep no notes of this currency here."),
        Text(
            zh="有现钞的网点替您订好；也可以汇款，或换成美元。",
            en="I book it at a branch that keeps it; or a remittance, or US dollars.",
        ),
    ),
    "not_covered": Reason(
        Text(zh="那天账户里不够", en="The account will not cover it"),
        Text(
            zh="到那天这个账户不够取，另有安排会先动这笔钱。",
            en="On that day the account does not cover it: something else uses the money first.",
        ),
        Text(
            zh="换一个账户，先转进来，或把另一项安排调开。",
            en="Another account, money moved in first, or the other arrangement changed.",
        ),
    ),
    "window": Reason(
        Text(zh="那个时间不能出库", en="The vault cannot be opened then"),
        Text(
            zh="您约的时间不是能出库的时间。",
            en="The vault is not open at the time you named.",
        ),
        Text(zh="换一个营业时间内的时段。", en="A time within our opening hours."),
    ),
    "authority": Reason(
        Text(zh="代领手续不齐", en="The collector's authority is not settled"),
        Text(
            zh="代领的人还缺手续，我们要先保护好您的钱。",
            en="Something is missing for the person who comes; your money is protected first.",
        ),
        Text(
            zh="本人来取；或备齐双方身份证件再约。",
            en="Come yourself, or book again with both identity documents ready.",
        ),
    ),
}
"""The closed list. A month-end balance is not on it: the money is the customer's (case 03006)."""


class Unfit(ValueError):
    """A value that cannot be used; says in both languages what is wanted."""

    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh=zh, en=en)
        super().__init__(en)


def read_amount(value: object, currency: str) -> Decimal:
    """A sum above zero, no finer than the currency's notes and coins.

    Raises:
        Unfit: it is none.
    """
    try:
        found = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        raise Unfit("请填金额，如150000。", "Give an amount such as 150000.") from None
    if not found.is_finite() or not 0 < found < Decimal("1e12"):
        raise Unfit("金额要大于零。", "The amount must be more than zero.")
    if not Money(found, currency).is_cent_exact:
        places = MINOR_UNITS.get(currency, 2)
        raise Unfit(f"{currency}最多{places}位小数。", f"{currency} has at most {places} decimals.")
    return found


def read_notes(raw: Mapping[str, object] | None) -> dict[str, int]:
    """Note values and how many of each, without those of which there is none.

    Args:
        raw: {"100": 50}; counts may come as text from a form.

    Raises:
        Unfit: a value or count that is none.
    """
    wrong = Unfit("面额写成“面值×张数”，如100×50。", "Write notes as value × count: 100 × 50.")
    found: dict[str, int] = {}
    for value, many in (raw or {}).items():
        try:
            worth, count = Decimal(str(value)), int(str(many))
        except (InvalidOperation, ValueError):
            raise wrong from None
        if not worth.is_finite() or not 0 < worth < 10**6 or not 0 <= count < 10**9:
            raise wrong
        if count:
            found[f"{worth.normalize():f}"] = found.get(f"{worth.normalize():f}", 0) + count
    return found


def largest_first(notes: Mapping[str, int]) -> dict[str, int]:
    """Notes in the order in which people count them."""
    return dict(sorted(notes.items(), key=lambda one: -Decimal(one[0])))


def total_of(notes: Mapping[str, int]) -> Decimal:
    """What the notes add up to."""
    return sum((Decimal(value) * count for value, count in notes.items()), Decimal(0))


def is_short_notice(today: date, day: date, days: int, calendar: WorkCalendar | None) -> bool:
    """Whether a booking is later than its lead time.

    Args:
        days: how far ahead; working days with a calendar, plain days without.
    """
    if calendar is None:
        return (day - today).days < days
    return working_days_between(calendar, today, day) < days


def may_buy(currency: str, day: date, weekend: Iterable[str]) -> bool:
    """Whether a currency can be bought with yuan on a day (case 02021).

    Args:
        weekend: the currencies that are dealt in on Saturday and Sunday, too.
    """
    return day.weekday() < SATURDAY or currency in set(weekend)


class Quote(Protocol):
    """A line of the rate board: yuan for `unit` of the currency."""

    unit: int
    sell: Decimal


def in_usd(amount: Decimal, quote: Quote, dollar: Quote) -> Decimal:
    """What an amount is in US dollars, through the bank's selling prices of the day."""
    return amount * quote.sell / quote.unit / (dollar.sell / dollar.unit)


def from_usd(dollars: Decimal, currency: str, quote: Quote, dollar: Quote) -> Money:
    """So many dollars in another currency, rounded down: a ceiling is never passed by a cent."""
    value = dollars * dollar.sell / dollar.unit / (quote.sell / quote.unit)
    return Money(value, currency).rounded(rounding=ROUND_DOWN)


@dataclass(frozen=True, slots=True)
class Booked:
    """One booking as the stock sees it."""

    amount: Decimal
    from_time: time
    taken: bool  # accepted or collected already


@dataclass(frozen=True, slots=True)
class Line:
    """One currency of one branch on one day: what is there, what is booked, what is short.

    Args:
        opening, expected: the stock, as the vault keeper set it.
        delivery_at: before it only the opening balance is there.
        bookings: requested and promised ones.
        stocked: whether anybody has set the stock at all.
    """

    branch: str
    branch_name: Text
    currency: str
    day: date
    opening: Decimal = Decimal(0)
    expected: Decimal = Decimal(0)
    delivery_at: time | None = None
    notes: Mapping[str, int] | None = None
    bookings: tuple[Booked, ...] = ()
    stocked: bool = False
    version: int = 0

    @property
    def amount(self) -> Decimal:
        """What can be handed out on the day."""
        return self.opening + self.expected

    @property
    def committed(self) -> Decimal:
        """What is promised of it."""
        return sum((one.amount for one in self.bookings if one.taken), Decimal(0))

    @property
    def requested(self) -> Decimal:
        """What is asked for and not answered yet."""
        return sum((one.amount for one in self.bookings if not one.taken), Decimal(0))

    @property
    def booked(self) -> Decimal:
        """Both together."""
        return self.committed + self.requested

    @property
    def free(self) -> Decimal:
        """What can still be promised."""
        return self.amount - self.committed

    @property
    def early(self) -> Decimal:
        """What is booked for times before the delivery."""
        if self.delivery_at is None or not self.expected:
            return Decimal(0)
        before = (one.amount for one in self.bookings if one.from_time < self.delivery_at)
        return sum(before, Decimal(0))

    @property
    def short(self) -> Decimal:
        """What is missing: for the day, or until the delivery comes, whichever is more (02019)."""
        return max(self.booked - self.amount, self.early - self.opening, Decimal(0))
