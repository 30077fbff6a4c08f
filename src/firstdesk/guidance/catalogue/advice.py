"""What is said to customers who invest: wording, comparisons, thresholds, urgent transfers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue._kinds import CASH
from firstdesk.guidance.operations import Operation, operation

GRADES = tuple((str(n), Text(zh=f"{n}级", en=f"Grade {n}")) for n in range(1, 6))


@operation
@dataclass(frozen=True, kw_only=True)
class CheckWording(Operation):
    """Words for a contact record, a message or a script are read before they go out."""

    key: ClassVar[str] = "advice.text"
    title: ClassVar[Text] = Text(zh="话术检查", en="Check the wording")
    icon: ClassVar[str] = "flag"
    words: ClassVar[tuple[str, ...]] = ("话术", "联系记录", "短信", "wording", "script", "contact")
    text: str = ask("text", "要说的话", "What is to be said")
    used_in: str = ask(
        "choice",
        "用在",
        "For",
        default="contact",
        choices=(
            ("contact", Text(zh="联系记录", en="A contact record")),
            ("message", Text(zh="短信", en="A message")),
            ("script", Text(zh="话术", en="A script")),
        ),
    )


@operation
@dataclass(frozen=True, kw_only=True)
class CompareProducts(Operation):
    """Another bank's product beside one of ours, with source and date."""

    key: ClassVar[str] = "advice.compare"
    title: ClassVar[Text] = Text(zh="和别家产品比较", en="Compare with another bank")
    icon: ClassVar[str] = "question"
    market: ClassVar[bool] = True
    words: ClassVar[tuple[str, ...]] = ("比较", "对照表", "别家", "compare", "competitor")
    theirs: str = ask("text", "别家产品名称", "Their product")
    their_yield: Decimal = ask("percent", "预期年收益（%）", "Their expected yield (%)")
    source: str = ask("text", "资料出处", "Source")
    dated: date = ask("day", "资料日期", "Dated")
    their_grade: str | None = ask(
        "choice", "风险等级", "Their risk grade", default=None, choices=GRADES
    )
    their_months: int | None = ask(
        "number", "锁定（月）", "Their lock-up (months)", default=None, low=0, high=600
    )
    their_fee: Decimal | None = ask("percent", "手续费（%）", "Their fee (%)", default=None)
    offering: str = ask("offering", "本行产品", "Ours", of=("fund", "structured", "wealth", "bond"))
    our_yield: Decimal = ask("percent", "本行预期年收益（%）", "Our expected yield (%)")


@operation
@dataclass(frozen=True, kw_only=True)
class PremiumGap(Operation):
    """How far a customer is from the premium card."""

    key: ClassVar[str] = "premium.gap"
    title: ClassVar[Text] = Text(zh="离贵宾卡还差多少", en="How far to the premium card")
    icon: ClassVar[str] = "card"
    words: ClassVar[tuple[str, ...]] = ("贵宾", "门槛", "premium", "threshold")
    held: Decimal = ask("money", "另有基金等", "Funds and others", default=Decimal("0.00"), low=0)
    by: date | None = ask("day", "他说哪天能到", "He says he reaches it by", default=None)


@operation
@dataclass(frozen=True, kw_only=True)
class UrgentTransfer(Operation):
    """Money must be at another bank by a time today."""

    key: ClassVar[str] = "transfer.urgent"
    title: ClassVar[Text] = Text(zh="赶时间的转账", en="An urgent transfer")
    icon: ClassVar[str] = "flag"
    market: ClassVar[bool] = True
    words: ClassVar[tuple[str, ...]] = ("加急", "赶时间", "转账", "urgent", "transfer")
    account: str = ask("account", "付款账户", "Paid from", of=CASH)
    amount: Decimal = ask("money", "金额", "Amount")
    by: time = ask("time", "最晚几点到", "Needed by")
    at: time = ask("time", "现在几点", "It is now")
    fund: str | None = ask(
        "text",
        "转去买哪只基金",
        "To buy which fund",
        default=None,
        help=Text(zh="不是买基金就不填", en="Leave empty when it is for something else"),
    )
