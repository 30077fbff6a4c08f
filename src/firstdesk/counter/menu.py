"""All operations by what a teller thinks of: the menu beside the few that are always shown."""

from __future__ import annotations

from firstdesk.core.text import Text
from firstdesk.guidance.operations import OPERATIONS, Operation

GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (
        Text(zh="账户与现金", en="Accounts and cash"),
        ("account", "cash", "balance", "transfer", "cheque", "tax"),
    ),
    (Text(zh="存款", en="Deposits"), ("deposit", "sweep")),
    (Text(zh="卡", en="Cards"), ("card",)),
    (Text(zh="签约", en="Agreements"), ("bill", "loan", "plan", "custody", "agreement")),
    (
        Text(zh="投资", en="Investments"),
        ("fund", "bond", "structured", "advice", "offer", "premium"),
    ),
    (Text(zh="外币与贸易", en="Foreign money and trade"), ("fx", "remittance", "trade")),
    (Text(zh="特殊服务", en="Adapted service"), ("person",)),
)
"""Groups with the first words of their operations' keys."""


def grouped() -> list[tuple[Text, list[type[Operation]]]]:
    """Every operation, by group."""
    return [
        (
            title,
            [cls for word in words for key, cls in OPERATIONS.items() if key.split(".")[0] == word],
        )
        for title, words in GROUPS
    ]
