"""Shapes of the room's API."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from ninja import Field, Schema

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.reservations.models import Reservation, VaultStock
from firstdesk.reservations.queries import Elsewhere
from firstdesk.reservations.rules import REASONS, Line
from firstdesk.staff.schemas import BranchOut, MoneyOut, PersonOut, TextOut, person

CURRENCY = "^[A-Z]{3}$"


class ReservationIn(Schema):
    """A booking; whatever is missing is refused at its field."""

    customer_id: str = Field(max_length=40)
    amount: Decimal
    currency: str = Field("CNY", pattern=CURRENCY)
    source: str = Field("", max_length=10)
    account_id: str | None = Field(None, max_length=40)
    day: date | None = None
    from_time: time | None = None
    to_time: time | None = None
    branch: str = Field("", max_length=20)
    collector: str = Field("", max_length=10)
    collector_name: str = Field("", max_length=80)
    collector_relation: str = Field("", max_length=40)
    denominations: dict[str, int] = Field(default_factory=dict)
    purpose: str = Field("", max_length=200)
    note: str = Field("", max_length=500)


class AcceptIn(Schema):
    """The version that was looked at."""

    version: int


class RefuseIn(AcceptIn):
    """A reason of the closed list."""

    reason: str = Field("", max_length=40)
    note: str = Field("", max_length=500)


class CancelIn(AcceptIn):
    """What the customer said."""

    words: str = Field("", max_length=500)


class CollectIn(AcceptIn):
    """Handed out to the collector."""

    identity_checked: bool = False
    note: str = Field("", max_length=500)


class StockIn(Schema):
    """What the caller's branch can hand out of a currency on a day."""

    currency: str = Field("CNY", pattern=CURRENCY)
    day: date
    opening: Decimal
    expected: Decimal = Decimal(0)
    delivery_at: time | None = None
    denominations: dict[str, int] = Field(default_factory=dict)
    version: int = 0


class CollectorOut(Schema):
    """Who comes for the money."""

    kind: str
    name: str
    relation: str


class ReservationRefusal(Schema):
    """Why it was refused, what the customer is told, and what he can do instead."""

    reason: str
    title: TextOut
    tell: TextOut
    instead: TextOut


class ReservationOut(Schema):
    """A reservation."""

    id: str
    ref: str
    status: str
    confirmed: bool
    customer_id: str
    account_id: str | None
    money: MoneyOut
    denominations: dict[str, int]
    branch: BranchOut
    day: date
    from_time: time
    to_time: time
    collector: CollectorOut
    source: str
    purpose: str
    identity: bool
    short_notice: bool
    note: str
    rules: list[dict[str, Any]]
    booked_by: PersonOut | None
    booked_at: datetime
    expires_at: datetime
    refusal: ReservationRefusal | None
    say: TextOut
    version: int


class ReservationPage(Schema):
    """A page of reservations."""

    items: list[ReservationOut]
    next: str | None


class LineOut(Schema):
    """One currency of one branch on one day; sums as text."""

    branch: BranchOut
    currency: str
    day: date
    stocked: bool
    opening: str
    expected: str
    delivery_at: time | None
    amount: str
    committed: str
    requested: str
    free: str
    short: str
    denominations: dict[str, int]
    version: int


class StockOut(Schema):
    """The stock as it was set."""

    branch: BranchOut
    currency: str
    day: date
    amount: str
    committed: str
    free: str
    version: int


class ElsewhereOut(Schema):
    """Another branch with free stock."""

    branch: BranchOut
    free: MoneyOut
    denominations: dict[str, int]


def _branch(code: str, name: Text) -> dict[str, Any]:
    return {"code": code, "name": name.to_json()}


def said(row: Reservation) -> Text:
    """What the customer is told: the reference, how much, where, when, and whether it is sure."""
    who, sum_ = row.who_collects, row.money.format()
    window = f"{row.from_time:%H:%M}–{row.to_time:%H:%M}"
    head = Text(
        zh=f"预约号{row}：{row.day.month}月{row.day.day}日{window}，在{row.branch.name_zh}取{sum_}，"
        f"由{who.zh}来取。",
        en=f"{row}: {sum_} at {row.branch.name_en} on {row.day.day} {row.day:%B}, {window},"
        f" collected by {who.en}.",
    )
    tail = {
        "requested": Text(
            zh="现在还没有确认，管库员接受后马上告诉您。",
            en="It is not confirmed yet; you hear from us as soon as it is.",
        ),
        "accepted": Text(zh="已经备好，到时来取就行。", en="It is confirmed and put aside."),
        "collected": Text(zh="已经取走。", en="It has been collected."),
        "expired": Text(zh="过了时间没有取，已作废。", en="It was not collected in time."),
        "cancelled": Text(zh="已按您的意思取消。", en="It was cancelled as you wished."),
        "refused": Text(zh="没有能接受。", en="It could not be accepted."),
    }[row.status]
    return Text(zh=head.zh + tail.zh, en=f"{head.en} {tail.en}")


def reservation_out(row: Reservation) -> dict[str, Any]:
    """A reservation as the API shows it."""
    return {
        "id": str(row.pk),
        "ref": str(row),
        "status": row.status,
        "confirmed": row.status in Reservation.TAKEN,
        "customer_id": str(row.customer_id),
        "account_id": str(row.account_id) if row.account_id else None,
        "money": row.money.to_json(),
        "denominations": row.denominations,
        "branch": _branch(row.branch.code, row.branch.name),
        "day": row.day,
        "from_time": row.from_time,
        "to_time": row.to_time,
        "collector": {
            "kind": row.collector,
            "name": row.collector_name,
            "relation": row.collector_relation,
        },
        "source": row.source,
        "purpose": row.purpose,
        "identity": row.identity,
        "short_notice": row.short_notice,
        "note": row.note,
        "rules": row.rules,
        "booked_by": person(row.booked_by),
        "booked_at": row.booked_at,
        "expires_at": row.expires_at,
        "refusal": _refusal(row),
        "say": said(row).to_json(),
        "version": row.version,
    }


def _refusal(row: Reservation) -> dict[str, Any] | None:
    found = REASONS.get(row.reason)
    if found is None:
        return None
    texts = {name: getattr(found, name).to_json() for name in ("title", "tell", "instead")}
    return {"reason": row.reason, **texts}


def line_out(line: Line) -> dict[str, Any]:
    """One line of the vault as the API shows it."""
    sums = ("opening", "expected", "amount", "committed", "requested", "free", "short")
    return {
        "branch": _branch(line.branch, line.branch_name),
        "currency": line.currency,
        "day": line.day,
        "stocked": line.stocked,
        "delivery_at": line.delivery_at,
        "denominations": line.notes or {},
        "version": line.version,
        **{name: _exact(getattr(line, name), line.currency) for name in sums},
    }


def stock_out(stock: VaultStock) -> dict[str, Any]:
    """A day's stock as the API shows it."""
    sums = ("amount", "committed", "free")
    return {
        "branch": _branch(stock.branch.code, stock.branch.name),
        "currency": stock.currency,
        "day": stock.day,
        "version": stock.version,
        **{name: _exact(getattr(stock, name), stock.currency) for name in sums},
    }


def elsewhere_out(found: Elsewhere, currency: str) -> dict[str, Any]:
    """Another branch as the API shows it."""
    return {
        "branch": _branch(found.branch.code, found.branch.name),
        "free": Money(found.free, currency).to_json(),
        "denominations": found.notes,
    }


def _exact(amount: Decimal, currency: str) -> str:
    return Money(amount, currency).to_json()["amount"]
