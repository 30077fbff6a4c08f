"""Cash booked ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue._kinds import CASH
from firstdesk.guidance.operations import Operation, operation


@operation
@dataclass(frozen=True, kw_only=True)
class BookCash(Operation):
    """Cash is booked to be collected here on a day, between two times."""

    key: ClassVar[str] = "cash.book"
    title: ClassVar[Text] = Text(zh="预约取现", en="Book cash")
    icon: ClassVar[str] = "cash"
    market: ClassVar[bool] = True
    words: ClassVar[tuple[str, ...]] = ("预约", "大额", "订现金", "book cash", "reserve")
    account: str = ask("account", "从哪个账户取", "Drawn from", of=CASH)
    amount: Decimal = ask("money", "金额", "Amount")
    day: date = ask("day", "哪天来取", "Collected on")
    from_time: time = ask("time", "最早", "From")
    to_time: time = ask("time", "最晚", "To")
    collector: str = ask(
        "choice",
        "谁来取",
        "Collected by",
        default="holder",
        choices=(
            ("holder", Text(zh="本人", en="Himself")),
            ("other", Text(zh="别人", en="Somebody else")),
        ),
    )
    collector_name: str | None = ask("text", "来取的人", "His name", default=None)
    collector_relation: str | None = ask("text", "是客户的什么人", "Relation", default=None)
