"""Quoting a product: reads the fields, asks the policies, works it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Invalid
from firstdesk.core.fields import read
from firstdesk.core.text import Text
from firstdesk.policies import queries as policies
from firstdesk.policies.book import Ruling
from firstdesk.quotes.model import Quotation, Quote, find
from firstdesk.quotes.rates import Rates
from firstdesk.staff.permissions import require


@dataclass(frozen=True, slots=True)
class Answer:
    """A quotation with its result and the rules behind it."""

    asked: Quotation
    quote: Quote
    rulings: tuple[Ruling, ...]
    today: date


def parse(key: str, raw: Mapping[str, Any]) -> Quotation:
    """Reads a quotation's fields.

    Raises:
        NotFound: there is no such quotation.
        Invalid: unknown, missing or unreadable fields, all named at once.
    """
    cls = find(key)
    values, wrong = read(cls, raw)
    if wrong:
        raise Invalid(
            code="quote_fields",
            what=Text(
                zh=f"“{cls.title.zh}”的数填得不全或有误。",
                en=f"The fields of “{cls.title.en}” are incomplete or wrong.",
            ),
            why=Text(zh="见各字段的说明。", en="See the reason at each field."),
            do=Text(zh="改好后再算。", en="Correct them and work it out again."),
            fields=wrong,
        )
    return cls(**values)


def quote(actor: Actor, key: str, raw: Mapping[str, Any], known: date | None = None) -> Answer:
    """Quotes a product; nothing is kept.

    Args:
        key: `<family>.<name>`, such as `deposit.early`.
        raw: the fields, as text or JSON.
        known: explain it by what was known on that day; today when left out.

    Raises:
        NotFound, Invalid: see `parse`; Invalid also for fields that cannot be together.
        PolicyGap: a policy has no value for a day that is needed.
    """
    require(actor, "quote.read")
    asked = parse(key, raw)
    rates = Rates(policies.book(asked.policies), clock.today(), known)
    result = asked.work(rates)
    return Answer(asked, result, tuple(rates.used), rates.today)
