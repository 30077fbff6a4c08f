"""Offers: what fits a customer, by what he does here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.operations import Operation, operation

UNKNOWN = ("unknown", Text(zh="还没问", en="Not asked yet"))


@operation
@dataclass(frozen=True, kw_only=True)
class OfferBenefits(Operation):
    """What is worth offering to a customer; one question about his habits goes first."""

    key: ClassVar[str] = "offer.benefits"
    title: ClassVar[Text] = Text(zh="适合他的服务", en="What fits the customer")
    icon: ClassVar[str] = "question"
    words: ClassVar[tuple[str, ...]] = ("推荐", "权益", "营销", "offer", "benefits", "campaign")
    remits: str = ask(
        "choice",
        "常在柜台汇款",
        "Remits at the counter",
        default="unknown",
        choices=(
            UNKNOWN,
            ("often", Text(zh="经常", en="Often")),
            ("rarely", Text(zh="很少", en="Rarely")),
        ),
    )
    online: str = ask(
        "choice",
        "上网",
        "Goes online",
        default="unknown",
        choices=(UNKNOWN, ("yes", Text(zh="上", en="Yes")), ("no", Text(zh="不上", en="No"))),
    )
    travels: str = ask(
        "choice",
        "坐飞机出行",
        "Flies",
        default="unknown",
        choices=(
            UNKNOWN,
            ("often", Text(zh="经常", en="Often")),
            ("rarely", Text(zh="很少", en="Rarely")),
        ),
    )
    appointments: str = ask(
        "choice",
        "要预约看病",
        "Needs hospital appointments",
        default="unknown",
        choices=(UNKNOWN, ("yes", Text(zh="要", en="Yes")), ("no", Text(zh="不要", en="No"))),
    )
