"""Days, months, percentages and sums as people read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from firstdesk.core.money import Money
from firstdesk.core.text import Text

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def day(on: date) -> Text:
    """2007年12月5日, 5 Dec 2007."""
    return Text(
        zh=f"{on.year}年{on.month}月{on.day}日",
        en=f"{on.day} {_MONTHS[on.month - 1][:3]} {on.year}",
    )


def month(on: date) -> Text:
    """2008年3月, March 2008."""
    return Text(zh=f"{on.year}年{on.month}月", en=f"{_MONTHS[on.month - 1]} {on.year}")


def pct(percent: Decimal) -> str:
    """0.72%, without trailing zeros."""
    plain = f"{percent:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) + "%"


def plain(money: Money) -> str:
    """The figure of a sum for a formula: 50,000.00, exact where it has more decimals."""
    return f"{(money.rounded() if money.is_cent_exact else money).amount:,}"
