"""The operations of the house, with their fields. A new one is a class here and its rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.operations import Operation, operation

CASH = ("demand", "settlement")


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


@operation
@dataclass(frozen=True, kw_only=True)
class OpenAccount(Operation):
    """An account or passbook is opened; what for decides which kind."""

    key: ClassVar[str] = "account.open"
    title: ClassVar[Text] = Text(zh="开户、开存折", en="Open an account")
    icon: ClassVar[str] = "plus"
    words: ClassVar[tuple[str, ...]] = ("开户", "存折", "open account", "passbook")
    purpose: str = ask(
        "choice",
        "用途",
        "Purpose",
        choices=(
            ("saving", Text(zh="储蓄", en="Saving")),
            ("salary", Text(zh="工资", en="Salary")),
            ("loan_repayment", Text(zh="归还贷款", en="Loan repayment")),
        ),
    )
    kind: str = ask(
        "choice",
        "账户种类",
        "Kind",
        choices=(
            ("savings", Text(zh="储蓄账户", en="Savings account")),
            ("settlement", Text(zh="结算账户", en="Settlement account")),
        ),
    )


@operation
@dataclass(frozen=True, kw_only=True)
class Deposit(Operation):
    """Money is paid into an account."""

    key: ClassVar[str] = "account.deposit"
    title: ClassVar[Text] = Text(zh="存款", en="Deposit")
    icon: ClassVar[str] = "cash"
    words: ClassVar[tuple[str, ...]] = ("存款", "存钱", "deposit")
    account: str = ask("account", "账户", "Account", of=CASH)
    amount: Decimal = ask("money", "金额", "Amount")


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


@operation
@dataclass(frozen=True, kw_only=True)
class SignIpoPlan(Operation):
    """A plan that subscribes for new shares when enough is on the card."""

    key: ClassVar[str] = "plan.sign_ipo"
    title: ClassVar[Text] = Text(zh="新股申购计划签约", en="Share subscription plan")
    icon: ClassVar[str] = "stamp"
    words: ClassVar[tuple[str, ...]] = ("新股", "申购", "打新", "ipo", "subscription")
    account: str = ask("account", "账户", "Account", of=CASH)
    run_on: date = ask("day", "扣款日", "Debit day")
    deposit: Decimal | None = ask("money", "今天存入", "Paid in today", default=None)


@operation
@dataclass(frozen=True, kw_only=True)
class SignSweep(Operation):
    """What exceeds a reserve moves to a better paid pocket of the same card."""

    key: ClassVar[str] = "sweep.sign"
    title: ClassVar[Text] = Text(zh="双利（协议转存）签约", en="Sweep agreement")
    icon: ClassVar[str] = "stamp"
    words: ClassVar[tuple[str, ...]] = ("双利", "协议转存", "sweep")
    account: str = ask("account", "账户", "Account", of=CASH)
    reserve: Decimal = ask("money", "留存额", "Reserve")


@operation
@dataclass(frozen=True, kw_only=True)
class SignUtilityDebit(Operation):
    """A utility bill is to be taken from an account each month."""

    key: ClassVar[str] = "bill.sign_debit"
    title: ClassVar[Text] = Text(zh="代扣缴费签约", en="Utility-bill debit")
    icon: ClassVar[str] = "stamp"
    words: ClassVar[tuple[str, ...]] = ("代扣", "话费", "水电", "utility", "phone bill", "debit")
    account: str = ask("account", "扣款账户", "Debited account", of=CASH)
    biller: str = ask("text", "收费单位", "Biller")
    debit_day: int = ask("number", "每月扣款日", "Debit day", low=1, high=31)
    cut_off_day: int | None = ask(
        "number", "当月截止日", "Cut-off day", default=None, low=1, high=31
    )
    bill_due_on: date | None = ask("day", "本月账单截止", "This bill is due", default=None)


@operation
@dataclass(frozen=True, kw_only=True)
class WithdrawCash(Operation):
    """Cash is drawn from an account at a window."""

    key: ClassVar[str] = "cash.withdraw"
    title: ClassVar[Text] = Text(zh="取现金", en="Draw cash")
    icon: ClassVar[str] = "cash"
    words: ClassVar[tuple[str, ...]] = ("取款", "取钱", "现金", "withdraw", "cash")
    account: str = ask("account", "账户", "Account", of=CASH)
    amount: Decimal = ask("money", "金额", "Amount")


@operation
@dataclass(frozen=True, kw_only=True)
class AdaptedService(Operation):
    """Something for a holder who cannot sign, cannot come, or lets another act for him."""

    key: ClassVar[str] = "person.adapted"
    title: ClassVar[Text] = Text(
        zh="不便签字、不便到场、代办", en="Cannot sign, cannot come, by another"
    )
    icon: ClassVar[str] = "people"
    words: ClassVar[tuple[str, ...]] = (
        "代办",
        "不会写字",
        "来不了",
        "上门",
        "thumbprint",
        "proxy",
        "home visit",
    )
    matter: str = ask(
        "choice",
        "办什么",
        "What for",
        choices=(
            ("withdrawal", Text(zh="取款", en="Drawing money")),
            ("loss_report", Text(zh="挂失", en="Reporting a loss")),
            ("replacement", Text(zh="领新卡", en="Collecting a new card")),
            ("custody", Text(zh="第三方存管签约", en="Third-party custody")),
        ),
    )
    situation: str = ask(
        "choice",
        "什么情况",
        "Situation",
        choices=(
            ("cannot_sign", Text(zh="来了，不能写字", en="He is here and cannot write")),
            ("cannot_come", Text(zh="本人来不了", en="He cannot come")),
            ("by_another", Text(zh="别人来办", en="Another has come for him")),
        ),
    )
