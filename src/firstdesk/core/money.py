"""Money: an exact amount with its currency."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from firstdesk.core.errors import Invalid
from firstdesk.core.text import Text

MINOR_UNITS = {"JPY": 0, "KRW": 0}
"""Decimals of the currencies that do not have two (ISO 4217)."""
SIGNS = {"CNY": "¥", "USD": "US$", "HKD": "HK$", "JPY": "JP¥", "EUR": "€", "GBP": "£", "AUD": "A$"}
LIMIT = Decimal(10) ** 18
"""No amount reaches it; below it, sums and interest stay exact in decimal arithmetic."""
_WRITTEN = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", re.ASCII)


class CurrencyMismatch(Invalid, ValueError):
    """Two currencies met in one sum; they must be exchanged first."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(
            code="currency_mismatch",
            what=Text(zh=f"{one}和{other}不能直接相加减。", en=f"{one} and {other} do not mix."),
            why=Text(zh="币种不同，要先换算。", en="They are different currencies."),
            do=Text(zh="请改成同一币种再算。", en="Use one currency, or exchange first."),
            extra={"currencies": [one, other]},
        )


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency; exact, never a float.

    Raises:
        TypeError: the amount is not a Decimal.
        ValueError: the amount is not finite or beyond all measure, or the currency is not a
            three-letter code.
    """

    amount: Decimal
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"An amount is a Decimal, not {type(self.amount).__name__}.")
        if not self.amount.is_finite():
            raise ValueError("An amount is finite.")
        if abs(self.amount) >= LIMIT:
            raise ValueError(f"An amount is below {LIMIT:,}.")
        code = self.currency
        if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
            raise ValueError(f"{code!r} is not a three-letter currency code.")

    @classmethod
    def of(cls, text: str, currency: str = "CNY") -> Money:
        """Reads an amount such as ``60,010.00`` or ``-3.5``; commas stand at the thousands only.

        Raises:
            TypeError: not text. ValueError: not an amount written that way.
        """
        if not isinstance(text, str):
            raise TypeError(f"Write the amount as text, not as {type(text).__name__}.")
        if not _WRITTEN.fullmatch(text.strip()):
            raise ValueError(f"{text!r} is not an amount.")
        return cls(Decimal(text.strip().replace(",", "")), currency)

    @classmethod
    def zero(cls, currency: str = "CNY") -> Money:
        """Nothing, in a currency, with its decimals: 0.00 yuan, 0 yen."""
        return cls(Decimal(0), currency).rounded()

    def _same(self, other: Money) -> Decimal:
        if not isinstance(other, Money):
            raise TypeError(f"Money and {type(other).__name__} do not mix.")
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        if isinstance(factor, bool) or not isinstance(factor, Decimal | int):
            raise TypeError(f"Money times {type(factor).__name__} is not exact.")
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    @property
    def places(self) -> int:
        """Decimals of the currency."""
        return MINOR_UNITS.get(self.currency, 2)

    def rounded(self, places: int | None = None, rounding: str = ROUND_HALF_UP) -> Money:
        """Rounded to the currency's decimals, half up, unless said otherwise."""
        digits = self.places if places is None else places
        value = self.amount.quantize(Decimal(1).scaleb(-digits), rounding)
        return Money(value if value else abs(value), self.currency)  # never a minus before zero

    @property
    def is_cent_exact(self) -> bool:
        """Whether nothing lies below the currency's smallest unit."""
        return self.rounded().amount == self.amount

    def __str__(self) -> str:
        return f"{self.currency} {self.rounded().amount:,}"

    def format(self, lang: str = "zh") -> str:
        """As people write it: ``¥60,010.00``."""
        rounded = self.rounded().amount
        sign = SIGNS.get(self.currency, f"{self.currency} ")
        return f"{'−' if rounded < 0 else ''}{sign}{abs(rounded):,}"

    def to_json(self) -> dict[str, str]:
        """Exact, as text: ``{"amount": "60010.00", "currency": "CNY"}``."""
        exact = self.rounded() if self.is_cent_exact else self
        return {"amount": f"{exact.amount:f}", "currency": self.currency}

    @classmethod
    def from_json(cls, value: Mapping[str, str]) -> Money:
        """Reads what `to_json` wrote."""
        return cls.of(value["amount"], value["currency"])
