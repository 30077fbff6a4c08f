"""Credit and debit cards."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue._kinds import CASH
from firstdesk.guidance.operations import Operation, operation


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
        ),
    )
