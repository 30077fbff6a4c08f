"""Kinds that every desk knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from firstdesk.core.text import Text
from firstdesk.desk.kinds import Kind, kind


@kind
@dataclass(frozen=True, kw_only=True)
class Enquiry(Kind):
    """Something a customer wants to know."""

    key: ClassVar[str] = "enquiry"
    title: ClassVar[Text] = Text(zh="咨询", en="Enquiry")
    group: ClassVar[str] = "ask"


@kind
@dataclass(frozen=True, kw_only=True)
class Request(Kind):
    """Something a customer wants done."""

    key: ClassVar[str] = "request"
    title: ClassVar[Text] = Text(zh="请求", en="Request")
    group: ClassVar[str] = "ask"


@kind
@dataclass(frozen=True, kw_only=True)
class Complaint(Kind):
    """A customer who is not content."""

    key: ClassVar[str] = "complaint"
    title: ClassVar[Text] = Text(zh="投诉", en="Complaint")
    group: ClassVar[str] = "complaint"
    complaint: ClassVar[bool] = True


@kind
@dataclass(frozen=True, kw_only=True)
class FeeDispute(Kind):
    """A fee or interest the customer did not expect."""

    key: ClassVar[str] = "fee_dispute"
    title: ClassVar[Text] = Text(zh="费用或利息有争议", en="Disputed fee or interest")
    group: ClassVar[str] = "complaint"
    complaint: ClassVar[bool] = True


@kind
@dataclass(frozen=True, kw_only=True)
class Recalculation(Kind):
    """Interest to be worked out again; the customer may always ask for it."""

    key: ClassVar[str] = "recalculation"
    title: ClassVar[Text] = Text(zh="利息复核", en="Recalculation of interest")
    group: ClassVar[str] = "money"


@kind
@dataclass(frozen=True, kw_only=True)
class MissingFunds(Kind):
    """Money that seems to be gone."""

    key: ClassVar[str] = "missing_funds"
    title: ClassVar[Text] = Text(zh="钱好像少了", en="Money seems missing")
    group: ClassVar[str] = "money"


@kind
@dataclass(frozen=True, kw_only=True)
class LostCard(Kind):
    """A card that is lost or stolen."""

    key: ClassVar[str] = "lost_card"
    title: ClassVar[Text] = Text(zh="卡丢了", en="Lost card")
    group: ClassVar[str] = "things"


@kind
@dataclass(frozen=True, kw_only=True)
class Reversal(Kind):
    """A booking of today to be undone."""

    key: ClassVar[str] = "reversal"
    title: ClassVar[Text] = Text(zh="当日冲正", en="Same-day reversal")
    group: ClassVar[str] = "money"


@kind
@dataclass(frozen=True, kw_only=True)
class Delivery(Kind):
    """A letter or card that has not arrived."""

    key: ClassVar[str] = "delivery"
    title: ClassVar[Text] = Text(zh="信件或卡没收到", en="Letter or card not received")
    group: ClassVar[str] = "things"


@kind
@dataclass(frozen=True, kw_only=True)
class UnexplainedError(Kind):
    """An error of a system that nobody has explained yet."""

    key: ClassVar[str] = "error"
    title: ClassVar[Text] = Text(zh="系统报错", en="Unexplained system error")
    group: ClassVar[str] = "other"
