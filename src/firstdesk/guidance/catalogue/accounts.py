"""Accounts: opening, paying in, drawing cash."""

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
class WithdrawCash(Operation):
    """Cash is drawn from an account at a window."""

    key: ClassVar[str] = "cash.withdraw"
    market: ClassVar[bool] = True
    title: ClassVar[Text] = Text(zh="取现金", en="Draw cash")
    icon: ClassVar[str] = "cash"
    words: ClassVar[tuple[str, ...]] = ("取款", "取钱", "现金", "withdraw", "cash")
    account: str = ask("account", "账户", "Account", of=CASH)
    amount: Decimal = ask("money", "金额", "Amount")
