"""Rows as a core banking system sends them, for the tests of this room."""

from __future__ import annotations

from typing import Any

from firstdesk.bank.models import Customer
from firstdesk.bank.report import LoadReport
from firstdesk.bank.services import load
from firstdesk.core.actor import Actor

SYSTEM = Actor.system("test-request")


def customer(ref: str = "C1", **more: Any) -> dict[str, Any]:
    """A customer who opened at branch A."""
    return {
        "ref": ref,
        "kind": "person",
        "name_zh": "张文澜",
        "name_en": "Zhang Wenlan",
        "title_zh": "先生",
        "title_en": "Mr",
        "id_number": "990000194903121239",
        "born_on": "1949-03-12",
        "home_branch": "A01",
        **more,
    }


def account(ref: str = "A1", owner: str = "C1", **more: Any) -> dict[str, Any]:
    """A demand deposit."""
    return {
        "ref": ref,
        "customer": owner,
        "branch": "A01",
        "kind": "demand",
        "number": f"6200000000{ref:0>4}",
        "currency": "CNY",
        "balance": "9436.18",
        **more,
    }


def card(ref: str = "K1", of: str = "A1", owner: str = "C1", **more: Any) -> dict[str, Any]:
    """A debit card."""
    return {
        "ref": ref,
        "customer": owner,
        "account": of,
        "kind": "debit",
        "number": "9999990000003370",
        "issuing_branch": "A01",
        "currencies": ["CNY"],
        **more,
    }


def contact(ref: str = "P1", owner: str = "C1", **more: Any) -> dict[str, Any]:
    """A verified mobile number."""
    return {
        "ref": ref,
        "customer": owner,
        "kind": "mobile",
        "value": "13800001234",
        "quality": "verified",
        **more,
    }


def give(kind: str, *rows: dict[str, Any], **how: Any) -> LoadReport:
    """Loads rows that must all be good."""
    report = load(SYSTEM, kind, list(rows), **how)
    assert report.refused == (), report.refused
    return report


def somebody(ref: str = "C1", **more: Any) -> Customer:
    """Loads a customer and gives the row."""
    give("customers", customer(ref, **more))
    return Customer.objects.get(ref=ref)
