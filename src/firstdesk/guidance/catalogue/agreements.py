"""Standing agreements: plans, sweeps, bill debits, and moving them all to a new card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue._kinds import CASH
from firstdesk.guidance.operations import Operation, operation

CARDS = ("debit", "credit")
ASKED = (
    ("unasked", Text(zh="还没问", en="Not asked yet")),
    ("no", Text(zh="没有", en="No")),
    ("yes", Text(zh="有", en="Yes")),
)


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
class ExplainIpoPlan(Operation):
    """A holder asks why an issue was not taken: every issue since he signed, with the reason."""

    key: ClassVar[str] = "plan.explain_ipo"
    title: ClassVar[Text] = Text(zh="新股为什么没打", en="Why an issue was not taken")
    icon: ClassVar[str] = "question"
    market: ClassVar[bool] = True
    words: ClassVar[tuple[str, ...]] = ("没申购", "没打新股", "issues", "not subscribed")
    account: str = ask("account", "账户", "Account", of=CASH)


@operation
@dataclass(frozen=True, kw_only=True)
class SignSweep(Operation):
    """What exceeds a reserve moves to a better paid pocket of the same card."""

    key: ClassVar[str] = "sweep.sign"
    title: ClassVar[Text] = Text(zh="双利（协议转存）签约", en="Sweep agreement")
    icon: ClassVar[str] = "stamp"
    words: ClassVar[tuple[str, ...]] = ("双利", "协议转存", "sweep")
    account: str = ask("account", "账户", "Account", of=CASH)
    reserve: Decimal = ask("money", "留存额", "Reserve", low=0)
    soon: str = ask(
        "choice", "近期有大额刷卡", "A large purchase soon", default="unasked", choices=ASKED
    )
    purchase: Decimal | None = ask("money", "要刷多少", "How much", default=None)


@operation
@dataclass(frozen=True, kw_only=True)
class LeaveSweep(Operation):
    """Money is taken back out of a sweep, in whole or in part."""

    key: ClassVar[str] = "sweep.leave"
    title: ClassVar[Text] = Text(zh="双利转回活期", en="Take money out of a sweep")
    icon: ClassVar[str] = "cash"
    market: ClassVar[bool] = True
    words: ClassVar[tuple[str, ...]] = ("转回", "双利支取", "利息怎么算", "leave sweep", "roll")
    account: str = ask("account", "子账户", "Notice pocket", of=("sweep",))
    amount: Decimal | None = ask(
        "money",
        "转回多少",
        "Amount",
        default=None,
        help=Text(zh="不填就是全部", en="Leave empty for all of it"),
    )


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
    ceiling: Decimal | None = ask("money", "每笔上限", "Ceiling of a payment", default=None)
    usual: Decimal | None = ask("money", "平时账单多少", "Usual bill", default=None)


@operation
@dataclass(frozen=True, kw_only=True)
class FailedBill(Operation):
    """A bill was not taken: why, and how it is paid in time."""

    key: ClassVar[str] = "bill.failed"
    title: ClassVar[Text] = Text(zh="代扣没扣成", en="A bill debit failed")
    icon: ClassVar[str] = "question"
    words: ClassVar[tuple[str, ...]] = ("没扣成", "停机", "扣款失败", "bill failed", "not debited")
    account: str = ask("account", "扣款账户", "Debited account", of=CASH)
    biller: str = ask("text", "收费单位", "Biller")
    bill: Decimal = ask("money", "账单", "Bill")
    balance: Decimal = ask("money", "当时余额", "Balance then", low=0)
    cut_off_on: date | None = ask("day", "哪天停机", "Disconnected on", default=None)
    earlier_bill: Decimal | None = ask("money", "上次的账单", "The bill before", default=None)
    earlier_balance: Decimal | None = ask(
        "money", "上次的余额", "Balance then, the time before", default=None, low=0
    )


@operation
@dataclass(frozen=True, kw_only=True)
class MoveAgreements(Operation):
    """A card was replaced: everything that hangs on the old one moves in one go."""

    key: ClassVar[str] = "agreement.move"
    title: ClassVar[Text] = Text(zh="签约改到新卡", en="Move agreements to a new card")
    icon: ClassVar[str] = "card"
    words: ClassVar[tuple[str, ...]] = ("补卡", "换卡", "改绑", "replaced card", "move agreements")
    card: str = ask("card", "旧卡", "Old card", of=CARDS)
    to: str = ask("card", "新卡", "New card", of=CARDS)
    moved: str = ask(
        "text",
        "一起改的",
        "Moved with it",
        default="",
        help=Text(zh="不填先看清单", en="Leave empty to see the list first"),
    )
