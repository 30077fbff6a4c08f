"""Foreign money: exchanging it, and drawing it in notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue._kinds import CASH
from firstdesk.guidance.operations import Operation, operation

CURRENCIES: tuple[tuple[str, Text], ...] = (
    ("USD", Text(zh="美元", en="US dollars")),
    ("EUR", Text(zh="欧元", en="euros")),
    ("GBP", Text(zh="英镑", en="pounds sterling")),
    ("AUD", Text(zh="澳元", en="Australian dollars")),
    ("HKD", Text(zh="港币", en="Hong Kong dollars")),
    ("JPY", Text(zh="日元", en="yen")),
)
NAMES: dict[str, Text] = dict(CURRENCIES)


@operation
@dataclass(frozen=True, kw_only=True)
class Exchange(Operation):
    """Yuan are exchanged against another currency; whether it can be done is said first."""

    key: ClassVar[str] = "fx.exchange"
    title: ClassVar[Text] = Text(zh="外币兑换", en="Exchange currency")
    icon: ClassVar[str] = "cash"
    market: ClassVar[bool] = True
    words: ClassVar[tuple[str, ...]] = ("外汇", "换汇", "结汇", "购汇", "兑换", "exchange", "fx")
    direction: str = ask(
        "choice",
        "客户要",
        "The customer",
        choices=(
            ("buy", Text(zh="用人民币买外币", en="Buys it with yuan")),
            ("sell", Text(zh="把外币换成人民币", en="Sells it for yuan")),
        ),
    )
    currency: str = ask("choice", "币种", "Currency", choices=CURRENCIES)
    amount: Decimal = ask("money", "外币金额", "Amount of it")
    form: str = ask(
        "choice",
        "现钞还是转账",
        "Notes or transfer",
        default="cash",
        choices=(
            ("cash", Text(zh="现钞", en="Notes")),
            ("remittance", Text(zh="账上或汇款", en="On account, remittance")),
        ),
    )
    on: date | None = ask(
        "day",
        "哪天换",
        "On",
        default=None,
        help=Text(zh="不填就是今天", en="Leave empty for today"),
    )


@operation
@dataclass(frozen=True, kw_only=True)
class DrawForeignCash(Operation):
    """Notes of another currency are drawn from the customer's own account in it."""

    key: ClassVar[str] = "fx.cash"
    title: ClassVar[Text] = Text(zh="取外币现钞", en="Draw foreign notes")
    icon: ClassVar[str] = "cash"
    market: ClassVar[bool] = True
    words: ClassVar[tuple[str, ...]] = ("外币", "取外币", "现钞", "foreign notes", "foreign cash")
    account: str = ask("account", "从哪个账户", "From", of=CASH)
    currency: str = ask("choice", "币种", "Currency", choices=CURRENCIES)
    amount: Decimal = ask("money", "外币金额", "Amount of it")
    on: date | None = ask(
        "day",
        "哪天取",
        "On",
        default=None,
        help=Text(zh="不填就是今天", en="Leave empty for today"),
    )
