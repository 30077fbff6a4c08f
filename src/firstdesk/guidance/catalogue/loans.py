"""Loans: from which account the instalments are taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue._kinds import CASH
from firstdesk.guidance.operations import Operation, operation


@operation
@dataclass(frozen=True, kw_only=True)
class SignLoanDebit(Operation):
    """A loan's instalments are to be taken from an account each month."""

    key: ClassVar[str] = "loan.sign_debit"
    title: ClassVar[Text] = Text(zh="贷款扣款签约", en="Loan debit")
    icon: ClassVar[str] = "stamp"
    words: ClassVar[tuple[str, ...]] = ("还贷", "月供", "贷款扣款", "loan debit", "instalment")
    account: str = ask("account", "扣款账户", "Debited account", of=CASH)
    debit_day: int = ask("number", "每月扣款日", "Debit day", low=1, high=31)
    loan: str | None = ask(
        "loan",
        "贷款",
        "Loan",
        default=None,
        help=Text(zh="只有一笔可不填", en="May be left empty with a single loan"),
    )
