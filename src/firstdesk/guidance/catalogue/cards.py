"""Credit and debit cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue._kinds import CASH
from firstdesk.guidance.operations import Operation, operation

YES_NO = (("yes", Text(zh="是", en="Yes")), ("no", Text(zh="否", en="No")))
UNASKED = ("unasked", Text(zh="还没问", en="Not asked yet"))
PRODUCTS = (
    ("standard", Text(zh="普通卡", en="Ordinary card")),
    ("young", Text(zh="青年卡", en="Card for the young")),
)


@operation
@dataclass(frozen=True, kw_only=True)
class SignCardAutopay(Operation):
    """A credit card's bill is to be taken from an account from now on."""

    key: ClassVar[str] = "card.sign_autopay"
    title: ClassVar[Text] = Text(zh="信用卡自动还款签约", en="Credit-card autopay")
    icon: ClassVar[str] = "card"
    words: ClassVar[tuple[str, ...]] = ("自动还款", "签约", "autopay", "automatic repayment")
    card: str = ask("card", "信用卡", "Credit card", of=("credit",))
    account: str = ask("account", "扣款账户", "Debited account", of=CASH)
    mode: str = ask(
        "choice",
        "每期扣",
        "Each time",
        default="full",
        choices=(
            ("full", Text(zh="全额", en="In full")),
            ("minimum", Text(zh="最低", en="Minimum")),
        ),
    )


@operation
@dataclass(frozen=True, kw_only=True)
class PayCard(Operation):
    """A credit card's bill is paid from an account now."""

    key: ClassVar[str] = "card.pay"
    title: ClassVar[Text] = Text(zh="信用卡还款", en="Pay a credit card")
    icon: ClassVar[str] = "cash"
    words: ClassVar[tuple[str, ...]] = ("还款", "还信用卡", "pay card", "repay")
    card: str = ask("card", "信用卡", "Credit card", of=("credit",))
    account: str = ask("account", "付款账户", "Paid from", of=CASH)
    amount: Decimal = ask("money", "金额", "Amount")


@operation
@dataclass(frozen=True, kw_only=True)
class PayIntoCard(Operation):
    """Cash is paid into a credit card."""

    key: ClassVar[str] = "card.pay_in"
    title: ClassVar[Text] = Text(zh="信用卡存现", en="Pay cash into a credit card")
    icon: ClassVar[str] = "cash"
    words: ClassVar[tuple[str, ...]] = ("存现", "信用卡存款", "pay in", "deposit cash card")
    card: str = ask("card", "信用卡", "Credit card", of=("credit",))
    amount: Decimal = ask("money", "金额", "Amount")
    payer: str = ask(
        "choice",
        "谁来存",
        "Paid in by",
        default="holder",
        choices=(
            ("holder", Text(zh="持卡人本人", en="The holder")),
            ("other", Text(zh="别人", en="Somebody else")),
        ),
    )


@operation
@dataclass(frozen=True, kw_only=True)
class WithdrawCardBalance(Operation):
    """The customer's own money is drawn from a credit card in cash."""

    key: ClassVar[str] = "card.withdraw_balance"
    title: ClassVar[Text] = Text(zh="信用卡溢缴款取现", en="Draw a credit balance in cash")
    icon: ClassVar[str] = "cash"
    words: ClassVar[tuple[str, ...]] = ("溢缴款", "取现", "credit balance", "overpayment")
    card: str = ask("card", "信用卡", "Credit card", of=("credit",))
    amount: Decimal = ask("money", "金额", "Amount")


@operation
@dataclass(frozen=True, kw_only=True)
class CloseCard(Operation):
    """A card with its account is closed, or replaced."""

    key: ClassVar[str] = "card.close"
    title: ClassVar[Text] = Text(zh="销卡销户", en="Close a card")
    icon: ClassVar[str] = "cross"
    words: ClassVar[tuple[str, ...]] = ("销户", "销卡", "挂失销户", "close card", "close account")
    card: str = ask("card", "卡", "Card", of=("debit", "credit"))
    how: str = ask(
        "choice",
        "怎么办",
        "How",
        default="close",
        choices=(
            ("close", Text(zh="直接销", en="Close")),
            ("replace", Text(zh="补一张新卡", en="Replace")),
            ("cannot", Text(zh="办不了", en="Cannot be done")),
        ),
    )
    in_hand: str = ask("choice", "卡在手上", "Card in hand", default="yes", choices=YES_NO)
    reason: str = ask(
        "choice",
        "为什么销",
        "Why",
        default="unsaid",
        choices=(
            ("unsaid", Text(zh="没说", en="He did not say")),
            ("too_many", Text(zh="卡太多", en="Too many cards")),
            ("favour", Text(zh="帮人完成任务办的", en="Taken to help a target")),
            ("unused", Text(zh="不用", en="Not used")),
            ("fees", Text(zh="收费", en="Fees")),
            ("service", Text(zh="服务不满意", en="Service")),
        ),
        help=Text(zh="客户自己说的，不追问", en="As he says it; he is not pressed"),
    )
    sold_by: str | None = ask(
        "text", "谁办的、哪次活动", "Sold by, in which campaign", default=None
    )


@operation
@dataclass(frozen=True, kw_only=True)
class PayCardOff(Operation):
    """A credit card is settled for good, interest that no screen shows included."""

    key: ClassVar[str] = "card.pay_off"
    title: ClassVar[Text] = Text(zh="信用卡全部结清", en="Settle a credit card in full")
    icon: ClassVar[str] = "stamp"
    words: ClassVar[tuple[str, ...]] = ("结清", "全部还清", "尾息", "pay off", "settle")
    card: str = ask("card", "信用卡", "Credit card", of=("credit",))
    bearing: Decimal | None = ask(
        "money",
        "正在计息的金额",
        "Bearing interest",
        default=None,
        help=Text(zh="不填按逾期账单", en="Left out: what is overdue"),
    )
    since: date | None = ask("day", "利息已出到哪天", "Interest posted up to", default=None)


@operation
@dataclass(frozen=True, kw_only=True)
class DrawCardCash(Operation):
    """Cash is drawn on credit."""

    key: ClassVar[str] = "card.cash_advance"
    title: ClassVar[Text] = Text(zh="信用卡预借现金", en="Cash on a credit card")
    icon: ClassVar[str] = "cash"
    words: ClassVar[tuple[str, ...]] = ("预借现金", "透支取现", "cash advance")
    card: str = ask("card", "信用卡", "Credit card", of=("credit",))
    amount: Decimal = ask("money", "金额", "Amount")
    product: str = ask("choice", "哪种卡", "Which card", default="standard", choices=PRODUCTS)
    repaid_on: date | None = ask(
        "day",
        "哪天还",
        "Paid back on",
        default=None,
        help=Text(zh="不填按到期还款日", en="Left out: on its due date"),
    )


@operation
@dataclass(frozen=True, kw_only=True)
class PayInInstalments(Operation):
    """A purchase by credit card is paid in instalments."""

    key: ClassVar[str] = "card.instalments"
    title: ClassVar[Text] = Text(zh="消费分期", en="Purchase in instalments")
    icon: ClassVar[str] = "card"
    words: ClassVar[tuple[str, ...]] = ("分期", "消费分期", "instalments")
    card: str = ask("card", "信用卡", "Credit card", of=("credit",))
    amount: Decimal = ask("money", "消费金额", "Purchase")
    months: int = ask("number", "期数", "Instalments", low=1, high=60)


@operation
@dataclass(frozen=True, kw_only=True)
class ApplyForCard(Operation):
    """A credit card is applied for."""

    key: ClassVar[str] = "card.apply"
    title: ClassVar[Text] = Text(zh="申请信用卡", en="Apply for a credit card")
    icon: ClassVar[str] = "plus"
    words: ClassVar[tuple[str, ...]] = ("办卡", "申请信用卡", "青年卡", "apply", "young card")
    product: str = ask("choice", "哪种卡", "Which card", choices=PRODUCTS)
    degree: str = ask(
        "choice",
        "大专以上",
        "Degree (associate or higher)",
        default="unasked",
        choices=(UNASKED, *YES_NO),
    )
    graduated: int | None = ask(
        "number", "哪年毕业", "Graduated in", default=None, low=1950, high=2100
    )
    cash: Decimal | None = ask("money", "想取现多少", "Cash he has in mind", default=None)
    referrer: str | None = ask("text", "介绍人", "Referred by", default=None)


@operation
@dataclass(frozen=True, kw_only=True)
class ExchangeForPremium(Operation):
    """A card is exchanged for the premium one with the same number."""

    key: ClassVar[str] = "card.upgrade"
    title: ClassVar[Text] = Text(zh="换贵宾卡（同号）", en="Premium card, same number")
    icon: ClassVar[str] = "card"
    words: ClassVar[tuple[str, ...]] = ("换卡", "贵宾卡", "同号换卡", "upgrade", "premium card")
    card: str = ask("card", "卡", "Card", of=("debit",))
    payment_due: str = ask(
        "choice",
        "换卡期间有没有要付的款",
        "A payment due meanwhile",
        default="unasked",
        choices=(UNASKED, *YES_NO),
        help=Text(zh="先看指引里列的扣款，再问客户", en="See the debits listed, then ask him"),
    )
