"""Funds, savings bonds and structured products: buying one, and finding it on the shelf."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue._kinds import CASH
from firstdesk.guidance.operations import Operation, operation

CHANNELS = (
    ("counter", Text(zh="柜台", en="At the counter")),
    ("online", Text(zh="网上", en="Online")),
)


@operation
@dataclass(frozen=True, kw_only=True)
class BuyFund(Operation):
    """A fund is bought."""

    key: ClassVar[str] = "fund.buy"
    title: ClassVar[Text] = Text(zh="买基金", en="Buy a fund")
    icon: ClassVar[str] = "plus"
    market: ClassVar[bool] = True
    words: ClassVar[tuple[str, ...]] = ("基金", "申购", "fund", "invest")
    offering: str = ask("offering", "基金", "Fund", of=("fund",))
    account: str = ask("account", "扣款账户", "Paid from", of=CASH)
    amount: Decimal = ask("money", "金额", "Amount")
    channel: str = ask("choice", "在哪里买", "Where", default="counter", choices=CHANNELS)
    held: Decimal = ask(
        "money",
        "已有的高风险基金",
        "Bold funds held already",
        default=Decimal("0.00"),
        low=0,
        help=Text(zh="四级以上，没有填0", en="Of grade 4 and 5; 0 for none"),
    )


@operation
@dataclass(frozen=True, kw_only=True)
class BuyBond(Operation):
    """A savings bond is bought, or asked for when it is sold out."""

    key: ClassVar[str] = "bond.buy"
    title: ClassVar[Text] = Text(zh="买国债", en="Buy a savings bond")
    icon: ClassVar[str] = "stamp"
    market: ClassVar[bool] = True
    words: ClassVar[tuple[str, ...]] = ("国债", "凭证式", "bond", "treasury")
    offering: str = ask("offering", "国债", "Bond", of=("bond",))
    account: str = ask("account", "扣款账户", "Paid from", of=CASH)
    amount: Decimal = ask("money", "面值", "Face value")
    years: int | None = ask(
        "number",
        "打算放几年",
        "Kept for (years)",
        default=None,
        low=1,
        high=5,
        help=Text(zh="不填就是到期", en="Leave empty for its whole term"),
    )


@operation
@dataclass(frozen=True, kw_only=True)
class BuyStructured(Operation):
    """A structured or wealth product is bought."""

    key: ClassVar[str] = "structured.buy"
    title: ClassVar[Text] = Text(zh="买理财产品", en="Buy a wealth product")
    icon: ClassVar[str] = "plus"
    market: ClassVar[bool] = True
    words: ClassVar[tuple[str, ...]] = ("理财", "结构性", "保本", "wealth", "structured")
    offering: str = ask("offering", "产品", "Product", of=("structured", "wealth"))
    account: str = ask("account", "扣款账户", "Paid from", of=CASH)
    amount: Decimal = ask("money", "金额", "Amount")


@operation
@dataclass(frozen=True, kw_only=True)
class FindFund(Operation):
    """A customer names a fund: whether it is sold here, and on what terms."""

    key: ClassVar[str] = "fund.find"
    title: ClassVar[Text] = Text(zh="查基金本行卖不卖", en="Is this fund sold here")
    icon: ClassVar[str] = "question"
    market: ClassVar[bool] = True
    words: ClassVar[tuple[str, ...]] = ("代销", "查基金", "find fund", "sold here")
    name: str = ask(
        "text", "基金名称", "Name", help=Text(zh="写几个字也行", en="A part of it will do")
    )
    amount: Decimal | None = ask("money", "打算买多少", "How much", default=None)
