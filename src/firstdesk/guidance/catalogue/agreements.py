"""Standing agreements: plans, sweeps, debits."""

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
