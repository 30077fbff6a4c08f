"""Acting for somebody, or for a holder who needs another way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.operations import Operation, operation


@operation
@dataclass(frozen=True, kw_only=True)
class AdaptedService(Operation):
    """Something for a holder who cannot sign, cannot come, or lets another act for him."""

    key: ClassVar[str] = "person.adapted"
    title: ClassVar[Text] = Text(
        zh="不便签字、不便到场、代办", en="Cannot sign, cannot come, by another"
    )
    icon: ClassVar[str] = "people"
    words: ClassVar[tuple[str, ...]] = (
        "代办",
        "不会写字",
        "来不了",
        "上门",
        "thumbprint",
        "proxy",
        "home visit",
    )
    matter: str = ask(
        "choice",
        "办什么",
        "What for",
        choices=(
            ("withdrawal", Text(zh="取款", en="Drawing money")),
            ("loss_report", Text(zh="挂失", en="Reporting a loss")),
            ("replacement", Text(zh="领新卡", en="Collecting a new card")),
            ("custody", Text(zh="第三方存管签约", en="Third-party custody")),
        ),
    )
    situation: str = ask(
        "choice",
        "什么情况",
        "Situation",
        choices=(
            ("cannot_sign", Text(zh="来了，不能写字", en="He is here and cannot write")),
            ("cannot_come", Text(zh="本人来不了", en="He cannot come")),
            ("by_another", Text(zh="别人来办", en="Another has come for him")),
        ),
    )
