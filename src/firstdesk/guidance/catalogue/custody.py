"""Third-party custody: the link between an account and a broker's fund account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.operations import Operation, operation


@operation
@dataclass(frozen=True, kw_only=True)
class SignCustody(Operation):
    """A card is linked with a fund account at a broker."""

    key: ClassVar[str] = "custody.sign"
    title: ClassVar[Text] = Text(zh="第三方存管签约", en="Third-party custody")
    icon: ClassVar[str] = "stamp"
    words: ClassVar[tuple[str, ...]] = ("第三方存管", "银证转账", "券商", "custody", "broker")
    card: str = ask("card", "卡", "Card", of=("debit",))
    broker: str = ask("text", "券商", "Broker")


@operation
@dataclass(frozen=True, kw_only=True)
class RebindCustody(Operation):
    """A custody agreement is to follow a replaced card, and may answer with an error."""

    key: ClassVar[str] = "custody.rebind"
    title: ClassVar[Text] = Text(zh="存管换绑新卡", en="Bind custody to a new card")
    icon: ClassVar[str] = "card"
    words: ClassVar[tuple[str, ...]] = (
        "换绑",
        "交易密码错误",
        "签约关系不存在",
        "rebind",
        "wrong transaction password",
    )
    card: str = ask("card", "新卡", "New card", of=("debit",))
    error: str = ask(
        "choice",
        "系统怎么说",
        "What the system says",
        default="none",
        choices=(
            ("none", Text(zh="还没试", en="Not tried yet")),
            ("no_relation", Text(zh="签约关系不存在", en="No signed relationship")),
            ("password", Text(zh="交易密码错误", en="Transaction password wrong")),
        ),
    )
    verified: str = ask(
        "choice",
        "卡密码今天验过",
        "Card password proved today",
        default="no",
        choices=(
            ("no", Text(zh="没有", en="No")),
            ("yes", Text(zh="查余额验过", en="By a balance enquiry")),
        ),
    )
    tries: int = ask("number", "试过几次", "Tries so far", default=0, low=0, high=99)
