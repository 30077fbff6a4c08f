"""Time and notice deposits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.operations import Operation, operation


@operation
@dataclass(frozen=True, kw_only=True)
class WithdrawEarly(Operation):
    """A time deposit is drawn, in whole or in part, before or after it matures."""

    key: ClassVar[str] = "deposit.withdraw_early"
    title: ClassVar[Text] = Text(zh="定期支取", en="Draw a time deposit")
    icon: ClassVar[str] = "cash"
    words: ClassVar[tuple[str, ...]] = ("定期", "提前支取", "存单", "time deposit", "early")
    account: str = ask("account", "存单", "Certificate", of=("time",))
    amount: Decimal | None = ask(
        "money",
        "支取金额",
        "Amount",
        default=None,
        help=Text(zh="不填就是全部", en="Leave empty for all of it"),
    )


@operation
@dataclass(frozen=True, kw_only=True)
class CloseNoticeDeposit(Operation):
    """A notice deposit is drawn or closed; its open notice is found by itself."""

    key: ClassVar[str] = "deposit.close_notice"
    title: ClassVar[Text] = Text(zh="通知存款支取", en="Draw a notice deposit")
    icon: ClassVar[str] = "cash"
    words: ClassVar[tuple[str, ...]] = ("通知存款", "notice deposit")
    account: str = ask("account", "通知存款", "Notice deposit", of=("notice",))
    amount: Decimal | None = ask(
        "money",
        "支取金额",
        "Amount",
        default=None,
        help=Text(zh="不填就是全部", en="Leave empty for all of it"),
    )


@operation
@dataclass(frozen=True, kw_only=True)
class RecalculateNotice(Operation):
    """A customer says the interest on a notice deposit is short: worked out again, on its own."""

    key: ClassVar[str] = "deposit.recalculate_notice"
    title: ClassVar[Text] = Text(zh="通知存款利息复核", en="Recalculate notice interest")
    icon: ClassVar[str] = "question"
    words: ClassVar[tuple[str, ...]] = ("复核", "重算", "利息少", "recalculate", "interest short")
    principal: Decimal = ask("money", "本金", "Principal")
    opened_on: date = ask("day", "开户日", "Opened")
    closed_on: date = ask("day", "支取日", "Drawn")
    notice_given_on: date | None = ask("day", "通知日", "Notice given", default=None)
    notice_for: date | None = ask("day", "约定支取日", "Notice for", default=None)
    notice_days: int = ask("number", "通知天数", "Notice days", default=7, low=1, high=7)
    paid: Decimal = ask("money", "已付税后利息", "Paid, after tax")
