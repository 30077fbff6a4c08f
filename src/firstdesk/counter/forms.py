"""An operation's form: what each field offers, drawn from the customer's own accounts and cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firstdesk.bank.glance import Glance
from firstdesk.bank.queries import loans_of, on_sale
from firstdesk.core.fields import Ask, asks
from firstdesk.core.text import Text
from firstdesk.guidance.operations import Operation

_NONE = Text(zh="—", en="—")


@dataclass(frozen=True, slots=True)
class Option:
    """One value to choose from."""

    value: str
    label: Text
    on: bool


@dataclass(frozen=True, slots=True)
class FormField:
    """A field as the page shows it."""

    name: str
    kind: str
    label: Text
    help: Text | None
    value: str
    options: tuple[Option, ...]
    needed: bool


def fields_of(
    operation: type[Operation], glance: Glance, given: Mapping[str, Any]
) -> list[FormField]:
    """The fields of an operation with what was given; a single choice is filled in.

    Args:
        operation: the operation.
        glance: whose accounts and cards are offered.
        given: raw values by name.
    """
    return [_field(name, asked, glance, given) for name, asked in asks(operation).items()]


def given_of(fields: list[FormField]) -> dict[str, str]:
    """The values the fields hold now, without the empty ones."""
    return {field.name: field.value for field in fields if field.value}


def _field(name: str, asked: Ask, glance: Glance, given: Mapping[str, Any]) -> FormField:
    offered = _offered(asked, glance)
    value = str(given.get(name) or asked.first)
    if offered and asked.optional and not asked.first:
        offered = [("", _NONE), *offered]
    elif not value and offered:
        value = offered[0][0]
    options = tuple(Option(key, label, key == value) for key, label in offered)
    return FormField(name, asked.kind, asked.label, asked.help, value, options, not asked.optional)


def _offered(asked: Ask, glance: Glance) -> list[tuple[str, Text]]:
    if asked.kind == "choice":
        return list(asked.choices)
    if asked.kind == "card":
        return [
            (card.id, Text(zh=f"尾号{card.tail}", en=f"•{card.tail}"))
            for card in glance.cards
            if (not asked.of or card.kind in asked.of) and card.status != "closed"
        ]
    if asked.kind == "account":
        return [
            (
                part.account_id,
                Text(
                    zh=f"{part.name.zh}{part.number[-4:]}", en=f"{part.name.en} {part.number[-4:]}"
                ),
            )
            for position in glance.positions
            for part in position.parts
            if (not asked.of or part.kind in asked.of) and part.status != "closed"
        ]
    if asked.kind == "loan":
        return [
            (
                str(one.pk),
                Text(
                    zh=f"贷款{one.ref}，还欠{one.left.format('zh')}",
                    en=f"Loan {one.ref}, {one.left.format('en')} owed",
                ),
            )
            for one in loans_of(glance.id)
        ]
    if asked.kind == "offering":
        return [(str(one.pk), Text(zh=one.name_zh, en=one.name_en)) for one in on_sale(asked.of)]
    return []
