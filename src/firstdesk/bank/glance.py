"""A customer on one card: what an employee must see first, with personal data masked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from firstdesk.bank.rules import ContactQuality
from firstdesk.core.money import Money
from firstdesk.core.text import Text


@dataclass(frozen=True, slots=True)
class Tier:
    """What the customer may claim in every branch (case 01001)."""

    tier: str
    name: Text
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact point, masked."""

    id: str
    kind: str
    value: str
    quality: str
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class Need:
    """A special need, kept with the customer's consent of a day."""

    kind: str
    text: Text
    consent_on: date


@dataclass(frozen=True, slots=True)
class Part:
    """One account inside a position: the main account itself, or a pocket of it."""

    account_id: str
    kind: str
    name: Text
    number: str
    """Masked."""
    balance: Money
    status: str
    main: bool
    matures_on: date | None = None
    notice_days: int | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """An account with all its pockets. `total` is the first figure shown, never the reserve on
    its own (case 02017).

    Args:
        total: what is there altogether in the main account's currency.
        parts: where it lies; the main account first.
        others: totals of pockets in other currencies, which are not converted.
    """

    total: Money
    parts: tuple[Part, ...]
    others: tuple[Money, ...] = ()

    @property
    def main(self) -> Part:
        """The account the position is about."""
        return self.parts[0]


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card with its last four digits."""

    id: str
    account_id: str
    kind: str
    tail: str
    currencies: tuple[str, ...]
    status: str
    status_since: datetime | None
    credit_limit: Money | None
    statement_day: int | None
    balance: Money
    """Of the account behind it with its pockets; below zero where the customer owes."""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A statement with something left to pay. `days` until it is due; below zero when overdue."""

    id: str
    card_id: str
    card_tail: str
    dated: date
    due_on: date
    days: int
    amount: Money
    minimum: Money
    unpaid: Money


@dataclass(frozen=True, slots=True)
class LossLine:
    """A loss reported today. `card_tail` is "" where it names no card of ours."""

    id: str
    card_id: str | None
    card_tail: str
    reported_at: datetime
    channel: str
    formal: bool


@dataclass(frozen=True, slots=True)
class Glance:
    """A customer at a glance.

    Args:
        id_number: masked; `ref` is the customer number people see on slips.
        entitlement: None for no tier. It has no branch: it holds in all of them.
        home_branch: where he opened; for paperwork only, it changes nothing in how he is served.
        losses: loss reports of today.
        unblocked: where something was lost today, his other cards that still work (case 01005).
        encounter_id: the visit through which the asker sees this; None for bank-wide readers.
    """

    id: str
    ref: str
    kind: str
    name: Text
    title: Text
    age: int | None
    id_type: str
    id_number: str
    language: str
    home_branch: Text | None
    entitlement: Tier | None
    contacts: tuple[ContactLine, ...]
    contact_quality: ContactQuality
    needs: tuple[Need, ...]
    positions: tuple[Position, ...]
    cards: tuple[CardLine, ...]
    statements: tuple[StatementLine, ...]
    losses: tuple[LossLine, ...]
    unblocked: tuple[CardLine, ...]
    encounter_id: str | None


def position(parts: Sequence[Part]) -> Position:
    """Adds up an account and its pockets, the main account given first.

    Currencies are not mixed: pockets in others are added up apart.
    """
    sums: dict[str, Money] = {}
    for part in parts:
        code = part.balance.currency
        sums[code] = sums.get(code, Money.zero(code)) + part.balance
    total = sums.pop(parts[0].balance.currency)
    return Position(total=total, parts=tuple(parts), others=tuple(sums.values()))


def unblocked_after(losses: Sequence[LossLine], cards: Sequence[CardLine]) -> tuple[CardLine, ...]:
    """The cards that still work although something was reported lost today (case 01005)."""
    if not losses:
        return ()
    lost = {loss.card_id for loss in losses}
    return tuple(card for card in cards if card.status == "active" and card.id not in lost)
