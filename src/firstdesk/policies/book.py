"""A frozen copy of some policies: answers what holds on a day, and what was known on a day.

Pure: rules and replays ask it without touching the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from firstdesk.core.errors import PolicyGap
from firstdesk.core.money import Money
from firstdesk.core.text import Text

FORCES: dict[str, Text] = {
    "law": Text(zh="法规", en="law"),
    "mandatory": Text(zh="行内必须", en="mandatory here"),
    "guideline": Text(zh="引导，不是规定", en="guideline, not a rule"),
}
"""How binding a rule is (case 02014): a guideline may be overridden, with a reason."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One version of one policy, as found for a day."""

    key: str
    code: str
    title: Text
    number: int
    effective_from: date
    effective_to: date | None
    known_from: date
    review_by: date | None
    value: Mapping[str, Any]
    text: Text
    wording: Text | None
    source: str
    circular: str
    approver: str
    verified: bool
    expired: bool = False
    force: str = "mandatory"
    exceptions: Text | None = None

    def decimal(self, field: str) -> Decimal:
        """A number of the value, exact: `"0.72"` -> Decimal("0.72")."""
        try:
            return Decimal(str(self.value[field]))
        except (KeyError, InvalidOperation) as error:
            raise self._misfit(field, "a decimal number") from error

    def integer(self, field: str) -> int:
        """A whole number of the value."""
        number = self.decimal(field)
        if number != number.to_integral_value():
            raise self._misfit(field, "a whole number")
        return int(number)

    def money(self, field: str, currency: str = "CNY") -> Money:
        """An amount of the value."""
        return Money(self.decimal(field), currency)

    def string(self, field: str) -> str:
        """A word of the value."""
        found = self.value.get(field)
        if not isinstance(found, str):
            raise self._misfit(field, "a word")
        return found

    def flag(self, field: str) -> bool:
        """A yes or no of the value."""
        found = self.value.get(field)
        if not isinstance(found, bool):
            raise self._misfit(field, "true or false")
        return found

    def reference(self) -> dict[str, Any]:
        """What evidence keeps of the ruling."""
        return {
            "key": self.key,
            "code": self.code,
            "version": self.number,
            "effective_from": self.effective_from.isoformat(),
            "known_from": self.known_from.isoformat(),
            "source": self.source,
            "circular": self.circular,
            "title": self.title.to_json(),
            "text": self.text.to_json(),
            "expired": self.expired,
            "verified": self.verified,
        }

    def _misfit(self, field: str, wanted: str) -> PolicyGap:
        return PolicyGap(
            code="policy_misfit",
            what=Text(
                zh=f"规则{self.code}第{self.number}版的“{field}”用不了。",
                en=f"“{field}” of policy {self.code} version {self.number} cannot be used.",
            ),
            why=Text(zh=f"它不是所需的值（{wanted}）。", en=f"It is not {wanted}."),
            do=Text(
                zh="请服务质量岗发布改正的版本。",
                en="Ask the service quality officer to publish a corrected version.",
            ),
        )


class PolicyBook:
    """Versions of the policies that were loaded, by key.

    Args:
        versions: all versions of the wanted keys; order does not matter.
        missing: keys that were asked for and do not exist.
    """

    def __init__(self, versions: Sequence[Ruling], missing: Sequence[str] = ()) -> None:
        self._by_key: dict[str, list[Ruling]] = {key: [] for key in missing}
        for ruling in versions:
            self._by_key.setdefault(ruling.key, []).append(ruling)
        for rulings in self._by_key.values():
            # Later days first; for one day the version that became known last.
            rulings.sort(key=lambda r: (r.effective_from, r.known_from, r.number), reverse=True)

    def ruling(self, key: str, on: date, known: date | None = None) -> Ruling:
        """Tells what holds on a day, by what was known on another.

        Args:
            key: the policy's dotted key.
            on: the day it is to hold on.
            known: the day of the knowledge; `on` when left out. A version that became known later
                is ignored, so that an old decision can be explained as it was taken.

        Raises:
            PolicyGap: no version covers the day; the last value is never used silently.
        """
        known = known or on
        rulings = self._by_key.get(key)
        if rulings is None:
            raise KeyError(f"The policy {key} was not loaded into this book.")
        seen = [ruling for ruling in rulings if ruling.known_from <= known]
        for ruling in seen:
            if ruling.effective_from <= on:
                if ruling.effective_to is not None and on > ruling.effective_to:
                    break
                expired = ruling.review_by is not None and on > ruling.review_by
                return replace(ruling, expired=True) if expired else ruling
        raise _gap(key, on, known, rulings)

    def history(self, key: str) -> list[Ruling]:
        """All versions of a policy, the newest first."""
        return list(self._by_key[key])

    def bands(self, key: str, field: str, known: date) -> tuple[tuple[date, Decimal], ...]:
        """The values of a field from day to day, oldest first, as known on a day.

        Interest tax is split by such bands (standard: Order 272, accrual date).
        """
        days: dict[date, Ruling] = {}
        for ruling in reversed(self._by_key[key]):
            if ruling.known_from <= known:
                days[ruling.effective_from] = ruling
        return tuple((day, days[day].decimal(field)) for day in sorted(days))


def _gap(key: str, on: date, known: date, rulings: Sequence[Ruling]) -> PolicyGap:
    if not rulings:
        why = Text(zh="这条规则没有任何版本。", en="The policy has no version at all.")
    else:
        first = min(ruling.effective_from for ruling in rulings)
        last = max((r.effective_to for r in rulings if r.effective_to), default=None)
        span = f"{first.isoformat()} – {last.isoformat() if last else '…'}"
        why = Text(
            zh=f"已载入的范围是{span}，按{known.isoformat()}时所知。",
            en=f"What is loaded covers {span}, as known on {known.isoformat()}.",
        )
    return PolicyGap(
        code="policy_gap",
        what=Text(
            zh=f"规则“{key}”没有{on.isoformat()}那天的值。",
            en=f"The policy “{key}” has no value for {on.isoformat()}.",
        ),
        why=why,
        do=Text(
            zh="请换一个日期，或请服务质量岗补录当时的规定。",
            en="Choose another day, or ask the service quality officer to add what held then.",
        ),
        extra={"policy": key, "on": on.isoformat(), "known": known.isoformat()},
    )
