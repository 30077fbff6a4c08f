"""What the API takes and gives. Personal data is masked before it comes here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from firstdesk.bank.glance import CardLine, Glance, Position
from firstdesk.bank.masking import mask_contact
from firstdesk.bank.models import ContactPoint, Encounter
from firstdesk.bank.queries import Found
from firstdesk.bank.rules import Reach
from firstdesk.core.money import Money
from firstdesk.core.text import Text


class Bilingual(Schema):
    """A text in both languages."""

    zh: str
    en: str


class Amount(Schema):
    """Money, exact, as text."""

    amount: str
    currency: str


class LoadIn(Schema):
    """Rows of one kind."""

    rows: list[Any] = Field(description="Up to 10,000 objects; see the kind's fields.")
    partial: bool = Field(
        default=False, description="Store the good rows even if others are refused."
    )
    ids: bool = Field(default=False, description="Answer with our id of each row, by its ref.")


class RefusalOut(Schema):
    """One fault of one row; `row` is the line in a CSV file."""

    row: int
    ref: str
    field: str
    what: Bilingual
    why: Bilingual
    do: Bilingual


class LoadOut(Schema):
    """The outcome of a load."""

    kind: str
    received: int
    created: int
    updated: int
    unchanged: int
    refused_rows: int
    stored: bool
    partial: bool
    summary: Bilingual
    refused: list[RefusalOut]
    ids: dict[str, str] | None = None


class FoundOut(Schema):
    """A customer in a list of finds."""

    id: str
    ref: str
    name: Bilingual
    title: Bilingual
    id_number: str
    mobile: str
    home_branch: Bilingual | None


class FoundPage(Schema):
    """A page of finds."""

    items: list[FoundOut]
    next: str | None


class AnnounceIn(Schema):
    """A customer who joins those waiting."""

    customer: str
    branch: str | None = None
    channel: str = "counter"
    number: str = ""
    service: Bilingual | None = None
    taken_at: datetime | None = None


class MeetIn(Schema):
    """A customer met directly."""

    customer: str
    channel: str = "counter"
    service: Bilingual | None = None


class ContactIn(Schema):
    """A mobile number added during the visit."""

    value: str


class ContactOut(Schema):
    """A contact point, masked."""

    id: str
    kind: str
    value: str
    quality: str
    checked_on: date | None


class VisitOut(Schema):
    """A visit."""

    id: str
    customer: str
    customer_ref: str
    customer_name: Bilingual
    customer_title: Bilingual
    branch: str
    channel: str
    number: str
    service: Bilingual
    state: str
    taken_at: datetime
    called_at: datetime | None
    ended_at: datetime | None
    identity_checked_at: datetime | None
    version: int


class VisitPage(Schema):
    """A page of those waiting."""

    items: list[VisitOut]
    next: str | None


class CurrentOut(Schema):
    """The visit at the actor's window, if any."""

    visit: VisitOut | None


class TierOut(Schema):
    """What the customer may claim in every branch."""

    tier: str
    name: Bilingual
    valid_from: date
    valid_to: date | None


class ReachOut(Schema):
    """What follows where a channel does not reach the customer."""

    code: str
    what: Bilingual
    why: Bilingual
    fix: Bilingual


class ContactQualityOut(Schema):
    """Which channels reach the customer."""

    sms: bool
    call: bool
    email: bool
    post: bool
    consequences: list[ReachOut]


class NeedOut(Schema):
    """A special need."""

    kind: str
    text: Bilingual
    consent_on: date


class PartOut(Schema):
    """One account inside a position."""

    account_id: str
    kind: str
    name: Bilingual
    number: str
    balance: Amount
    status: str
    main: bool
    matures_on: date | None
    notice_days: int | None


class PositionOut(Schema):
    """An account with its pockets; the total comes first."""

    total: Amount
    others: list[Amount]
    parts: list[PartOut]


class CardOut(Schema):
    """A card."""

    id: str
    account_id: str
    kind: str
    tail: str
    currencies: list[str]
    status: str
    status_since: datetime | None
    credit_limit: Amount | None
    statement_day: int | None
    balance: Amount


class StatementOut(Schema):
    """A statement with something left to pay."""

    id: str
    card_id: str
    card_tail: str
    dated: date
    due_on: date
    days: int
    amount: Amount
    minimum: Amount
    unpaid: Amount


class LossOut(Schema):
    """A loss reported today."""

    id: str
    card_id: str | None
    card_tail: str
    reported_at: datetime
    channel: str
    formal: bool


class GlanceOut(Schema):
    """A customer at a glance."""

    id: str
    ref: str
    kind: str
    name: Bilingual
    title: Bilingual
    age: int | None
    id_type: str
    id_number: str
    language: str
    home_branch: Bilingual | None
    entitlement: TierOut | None
    contact_quality: ContactQualityOut
    contacts: list[ContactOut]
    needs: list[NeedOut]
    positions: list[PositionOut]
    cards: list[CardOut]
    statements: list[StatementOut]
    losses: list[LossOut]
    unblocked: list[CardOut]
    encounter_id: str | None


def _plain(value: Any) -> Any:
    """Turns texts and money into their JSON forms; leaves the rest."""
    return value.to_json() if isinstance(value, Text | Money) else value


def _row(item: Any, *names: str) -> dict[str, Any]:
    return {name: _plain(getattr(item, name)) for name in names}


def found_out(found: Found) -> dict[str, Any]:
    """A find as the API gives it."""
    return _row(found, *FoundOut.model_fields)


def visit_out(visit: Encounter) -> dict[str, Any]:
    """A visit as the API gives it; `customer` and `branch` are loaded with it."""
    customer = visit.customer
    return {
        **_row(visit, "channel", "number", "state", "taken_at", "called_at", "ended_at"),
        **_row(visit, "identity_checked_at", "version"),
        "id": str(visit.pk),
        "customer": str(customer.pk),
        "customer_ref": customer.ref,
        "customer_name": {"zh": customer.name_zh, "en": customer.name_en or customer.name_zh},
        "customer_title": {"zh": customer.title_zh, "en": customer.title_en},
        "branch": visit.branch.code,
        "service": {"zh": visit.service_zh, "en": visit.service_en},
    }


def contact_out(point: ContactPoint) -> dict[str, Any]:
    """A contact point as the API gives it."""
    masked = mask_contact(point.kind, point.value)
    return {**_row(point, "kind", "quality", "checked_on"), "id": str(point.pk), "value": masked}


def glance_out(glance: Glance) -> dict[str, Any]:
    """A glance as the API gives it."""
    tier, quality = glance.entitlement, glance.contact_quality
    plain = ("id", "ref", "kind", "name", "title", "age", "id_type", "id_number", "language")
    return {
        **_row(glance, *plain, "home_branch", "encounter_id"),
        "entitlement": _row(tier, *TierOut.model_fields) if tier else None,
        "contact_quality": {
            **_row(quality, "sms", "call", "email", "post"),
            "consequences": [_reach(one) for one in quality.consequences],
        },
        "contacts": [_row(one, *ContactOut.model_fields) for one in glance.contacts],
        "needs": [_row(one, *NeedOut.model_fields) for one in glance.needs],
        "positions": [_position(one) for one in glance.positions],
        "cards": [_card(one) for one in glance.cards],
        "statements": [_row(one, *StatementOut.model_fields) for one in glance.statements],
        "losses": [_row(one, *LossOut.model_fields) for one in glance.losses],
        "unblocked": [_card(one) for one in glance.unblocked],
    }


def _reach(reach: Reach) -> dict[str, Any]:
    return _row(reach, *ReachOut.model_fields)


def _position(position: Position) -> dict[str, Any]:
    return {
        "total": position.total.to_json(),
        "others": [other.to_json() for other in position.others],
        "parts": [_row(part, *PartOut.model_fields) for part in position.parts],
    }


def _card(card: CardLine) -> dict[str, Any]:
    return {**_row(card, *CardOut.model_fields), "currencies": list(card.currencies)}
