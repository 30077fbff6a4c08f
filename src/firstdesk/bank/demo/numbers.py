"""Numbers that look right and belong to nobody: valid check digits, unassigned prefixes."""

from __future__ import annotations

from datetime import date

REGION = "990000"
"""No region of GB/T 2260 begins with 99."""
CARD_PREFIX = "999999"
"""ISO/IEC 7812: 9 plus a national standards body's country number; no country is 999."""
MOBILE_PREFIX = "154"
"""A mobile segment that has not been assigned to any operator."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def id_number(born: date, order: int) -> str:
    """A resident identity number (GB 11643): region, birthday, order, check digit.

    Args:
        order: 0 to 999; odd for men, even for women.
    """
    body = f"{REGION}{born:%Y%m%d}{order % 1000:03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + _CHECKS[total % 11]


def luhn(number: str) -> int:
    """The Luhn sum of a number modulo ten; a valid number gives 0 (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10


def card_number(serial: int, tail: str = "") -> str:
    """A card number of 16 digits.

    Args:
        serial: up to seven digits.
        tail: the last four, where people are to know them; else they follow from the serial.
    """
    if tail:
        # One digit before the tail is free to make the sum come out.
        return next(
            number
            for filler in range(10)
            if luhn(number := f"{CARD_PREFIX}{serial % 100_000:05}{filler}{tail}") == 0
        )
    body = f"{CARD_PREFIX}{serial % 1_000_000_000:09}"
    return f"{body}{-luhn(body + '0') % 10}"


def mobile(serial: int) -> str:
    """A mobile number."""
    return f"{MOBILE_PREFIX}{serial:08}"


def landline(serial: int) -> str:
    """A landline; no subscriber's number begins with 0."""
    return f"028-0{serial:07}"


def account_number(branch: int, serial: int) -> str:
    """An account number: 99, the branch, a serial."""
    return f"99{branch:02}{serial:012}"
