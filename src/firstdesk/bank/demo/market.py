"""What the demo bank sells and quotes: an invented shelf, share issues, a rate board."""

from __future__ import annotations

from typing import Any

from firstdesk.bank.demo.book import Book
from firstdesk.bank.demo.staff import HITECH, RIVERSIDE, WESTSIDE

_SHELF = (
    # ref, kind, style, zh, en, grade, minimum, months, fee
    ("F-MONEY", "fund", "money", "青禾货币", "Qinghe money market", 1, "100", None, "0"),
    ("F-BOND", "fund", "bond", "青禾稳健债券", "Qinghe steady bonds", 2, "1000", None, "0.8"),
    ("F-MIXED", "fund", "mixed", "望江均衡混合", "Wangjiang balanced", 3, "1000", None, "1.5"),
    ("F-EQUITY", "fund", "equity", "望江成长股票", "Wangjiang growth", 5, "1000", None, "1.5"),
    ("B-3", "bond", "bond", "储蓄国债三年期", "Savings bond, 3 years", 1, "100", 36, None),
    ("B-5", "bond", "bond", "储蓄国债五年期", "Savings bond, 5 years", 1, "100", 60, None),
    ("W-90", "wealth", "protected", "安渡九十天", "Andu 90 days", 1, "50000", 3, None),
    (
        "S-GOLD",
        "structured",
        "protected",
        "挂钩黄金一年",
        "Gold-linked, one year",
        3,
        "50000",
        12,
        None,
    ),
)
_QUOTES = (
    # currency, unit, cash buying, remittance buying, selling: yuan, invented
    ("USD", 100, "701.20", "706.90", "709.88"),
    ("EUR", 100, "793.10", "818.52", "824.55"),
    ("GBP", 100, "905.66", "934.72", "941.60"),
    ("AUD", 100, "443.20", "457.42", "460.78"),
    ("HKD", 100, "90.10", "90.83", "91.19"),
    ("JPY", 100_000, "4388.00", "4528.60", "4561.90"),
)
_LAST_ENTRY = {"USD": 1, "EUR": 9, "AUD": 80, "HKD": 30, "JPY": 12, "GBP": 40}
"""Days since the last entry on a branch's account; idle ones close."""


def stock_the_shelf(book: Book) -> None:
    """Adds what is sold, issued and quoted around the book's today."""
    for ref, kind, style, zh, en, grade, minimum, months, fee in _SHELF:
        more: dict[str, Any] = {"months": months} if months else {}
        more |= {"fee_percent": fee} if fee else {}
        more |= {"sold_out": True} if ref == "B-3" else {}  # as on the morning of case 06010
        book.add(
            "offerings",
            ref,
            kind=kind,
            style=style,
            name_zh=zh,
            name_en=en,
            grade=grade,
            minimum=minimum,
            sold_from=book.day(-400),
            **more,
        )
    for number, (days, state) in enumerate(((-12, "taken"), (-5, "skipped"), (6, "planned")), 1):
        reason = {"reason_zh": "定价偏高，不参加", "reason_en": "Priced high, not taken"}
        book.add(
            "share_issues",
            f"N-{number}",
            name_zh=f"新股{'甲乙丙'[number - 1]}",
            name_en=f"Issue {'ABC'[number - 1]}",
            subscribed_on=book.day(days),
            refund_on=book.day(days + 3),
            state=state,
            **(reason if state == "skipped" else {}),
        )
    for currency, unit, cash, remittance, sell in _QUOTES:
        book.add(
            "rate_quotes",
            f"Q-{currency}",
            currency=currency,
            unit=unit,
            cash_buy=cash,
            remittance_buy=remittance,
            sell=sell,
            quoted_at=f"{book.day(0)}T00:00:00",
        )
    for place, branch in enumerate((RIVERSIDE, WESTSIDE, HITECH)):
        for currency, days in _LAST_ENTRY.items():
            # Sterling has not moved at Riverside for over a year: closed (case 02024).
            idle = 420 if currency == "GBP" and place == 0 else days
            closed = {"closed_on": book.day(idle * -1 + 366)} if idle > 366 else {}
            book.add(
                "internal_accounts",
                f"I-{branch}-{currency}",
                branch=branch,
                currency=currency,
                last_entry_on=book.day(-idle),
                **closed,
            )


def ask_about_risk(book: Book) -> None:
    """Every third person of the crowd has answered the risk questionnaire."""
    people = [row for row in book.rows["customers"] if row.get("kind", "person") == "person"]
    for number, row in enumerate(people):
        if number % 3:
            continue
        book.add(
            "risk_profiles",
            f"{row['ref']}-R",
            customer=row["ref"],
            assessed_on=book.day(-(number % 300) - 1),
            grade=1 + number % 5,
            experienced=number % 2 == 0,
            liquid_savings=str(20_000 + 10_000 * (number % 40)),
            horizon_months=6 + 6 * (number % 8),
        )
