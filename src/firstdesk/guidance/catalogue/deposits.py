"""Time and notice deposits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue._kinds import CASH
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
    need: Decimal | None = ask(
        "money",
        "急用多少",
        "Needed now",
        default=None,
        help=Text(zh="不填就是支取金额", en="Leave empty for the amount drawn"),
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


_TERMS = (
    ("3", Text(zh="三个月", en="3 months")),
    ("6", Text(zh="六个月", en="6 months")),
    ("12", Text(zh="一年", en="1 year")),
    ("24", Text(zh="二年", en="2 years")),
    ("36", Text(zh="三年", en="3 years")),
    ("60", Text(zh="五年", en="5 years")),
)


@operation
@dataclass(frozen=True, kw_only=True)
class RenewDeposit(Operation):
    """A time deposit is rolled over for another term."""

    key: ClassVar[str] = "deposit.renew"
    title: ClassVar[Text] = Text(zh="定期转存", en="Renew a time deposit")
    icon: ClassVar[str] = "stamp"
    words: ClassVar[tuple[str, ...]] = ("转存", "续存", "到期", "renew", "roll over")
    account: str = ask("account", "存单", "Certificate", of=("time",))
    term: str = ask("choice", "再存多久", "For another", default="12", choices=_TERMS)
    interest: str = ask(
        "choice",
        "利息",
        "Interest",
        default="paid",
        choices=(
            ("paid", Text(zh="取出", en="Paid out")),
            ("added", Text(zh="并入本金", en="Added")),
        ),
    )


_NOTICE_DAYS = (("7", Text(zh="七天", en="7 days")), ("1", Text(zh="一天", en="1 day")))


@operation
@dataclass(frozen=True, kw_only=True)
class OpenNoticeDeposit(Operation):
    """Money moves from an account into a notice deposit."""

    key: ClassVar[str] = "deposit.open_notice"
    title: ClassVar[Text] = Text(zh="通知存款开户", en="Open a notice deposit")
    icon: ClassVar[str] = "plus"
    words: ClassVar[tuple[str, ...]] = ("通知存款", "开通知存款", "open notice deposit")
    account: str = ask("account", "从哪个账户", "From", of=CASH)
    amount: Decimal = ask("money", "金额", "Amount")
    notice: str = ask("choice", "提前几天通知", "Notice of", default="7", choices=_NOTICE_DAYS)


@operation
@dataclass(frozen=True, kw_only=True)
class GiveNotice(Operation):
    """Notice is given that a notice deposit will be drawn, on a day, for a sum."""

    key: ClassVar[str] = "deposit.give_notice"
    title: ClassVar[Text] = Text(zh="通知存款约支取", en="Give notice on a deposit")
    icon: ClassVar[str] = "flag"
    words: ClassVar[tuple[str, ...]] = ("通知", "约定支取", "give notice")
    account: str = ask("account", "通知存款", "Notice deposit", of=("notice",))
    amount: Decimal | None = ask(
        "money",
        "支取金额",
        "Amount",
        default=None,
        help=Text(zh="不填就是全部", en="Leave empty for all of it"),
    )
    draw_on: date = ask("day", "哪天来取", "Drawn on")
