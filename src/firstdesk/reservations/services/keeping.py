"""The vault keeper's verbs: promise the notes, refuse with a reason and a way, set the stock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Sum

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.journal.services import record
from firstdesk.reservations import queries, rules
from firstdesk.reservations.models import Reservation, VaultStock
from firstdesk.reservations.services._common import (
    change,
    invalid,
    kept_by,
    line,
    short_day,
    tell_booker,
)
from firstdesk.staff.verbs import verb

Status = Reservation.Status


@verb("reservations.accept", permission="reservation.keep")
def accept(actor: Actor, reservation_id: str, *, version: int) -> Reservation:
    """Promises the notes. The database counts them; what is promised already stays promised.

    Raises:
        Conflict: `no_stock`: the day's free stock does not cover it, or none is set;
            `before_delivery`: it is there only later; changed or settled meanwhile; over.
    """
    row = kept_by(actor, reservation_id)
    if row.is_open and row.expires_at <= clock.now():
        raise _over(row)
    decided = {"decided_by_id": actor.staff_id, "decided_at": clock.now()}
    try:
        with transaction.atomic():
            change(row, version, [Status.REQUESTED], status=Status.ACCEPTED, **decided)
    except IntegrityError as error:
        raise _no_stock(row) from error
    _check_delivery(row)
    record(
        actor,
        "reservations.accept",
        row,
        before={"status": "requested"},
        after={"status": "accepted", "short_notice": row.short_notice},
    )
    said = short_day(row.day)
    tell_booker(
        actor,
        row,
        Text(
            zh=f"{row}已确认：{said.zh}{row.from_time:%H:%M}起可取，请告诉客户。",
            en=f"{row} is confirmed for {said.en}, {row.from_time:%H:%M}; tell the customer.",
        ),
    )
    return row


def _check_delivery(row: Reservation) -> None:
    """Before the delivery only the opening balance is there; its row is locked by the trigger."""
    stock = VaultStock.objects.get(branch=row.branch, currency=row.currency, day=row.day)
    if stock.delivery_at is None or row.from_time >= stock.delivery_at:
        return
    early = Reservation.objects.filter(
        branch=row.branch,
        currency=row.currency,
        day=row.day,
        status__in=Reservation.TAKEN,
        from_time__lt=stock.delivery_at,
    ).aggregate(total=Sum("amount"))["total"]
    if early <= stock.opening:
        return
    at = stock.delivery_at.isoformat("minutes")
    raise Conflict(
        code="before_delivery",
        what=Text(zh=f"{at}运钞之前没有这么多。", en=f"Not that much is here before {at}."),
        why=Text(
            zh=f"开门时库里{Money(stock.opening, row.currency).format()}，"
            f"此前要取的共{Money(early, row.currency).format()}。",
            en=f"{Money(stock.opening, row.currency).format()} in the vault at opening;"
            f" {Money(early, row.currency).format()} would be collected before.",
        ),
        do=Text(
            zh=f"和客户约到{at}以后，重新登记。", en=f"Agree a time from {at} on and book it anew."
        ),
        extra={"delivery_at": at, "opening": str(stock.opening), "early": str(early)},
    )


def _over(row: Reservation) -> Conflict:
    return Conflict(
        code="reservation_over",
        what=Text(zh=f"{row}的时段已过。", en=f"The time of {row} has passed."),
        why=Text(zh="过时的预约不再备款。", en="Nothing is put aside for a time that has passed."),
        do=Text(zh="联系客户，另约时间。", en="Ring the customer and agree a new time."),
    )


def _no_stock(row: Reservation) -> Conflict:
    stock = VaultStock.objects.filter(branch=row.branch, currency=row.currency, day=row.day).first()
    others = queries.elsewhere(row.currency, row.amount, row.day, but=row.branch_id)
    free = Money(stock.free if stock else Decimal(0), row.currency)
    lacks = Money(row.amount, row.currency) - free
    names = Text(
        zh="、".join(one.branch.name_zh for one in others[:3]),
        en=", ".join(one.branch.name_en for one in others[:3]),
    )
    return Conflict(
        code="no_stock",
        what=Text(
            zh=f"还差{lacks.format()}，没有接受。", en=f"{lacks.format()} short; not accepted."
        ),
        why=Text(
            zh=f"那天可再答应的只有{free.format()}。" if stock else "那天的库存还没有填。",
            en=f"Only {free.format()} of the day can still be promised."
            if stock
            else "The stock of that day is not set yet.",
        ),
        do=Text(
            zh=f"先调款、改库存；{names.zh}有余额。" if others else "先调款、改库存，再接受。",
            en=f"Order cash and set the stock; {names.en} could hand it out."
            if others
            else "Order cash, set the stock, then accept.",
        ),
        extra={
            "free": str(free.amount),
            "short": str(lacks.amount),
            "elsewhere": [{"branch": one.branch.code, "free": str(one.free)} for one in others],
        },
    )


@verb("reservations.refuse", permission="reservation.keep")
def refuse(
    actor: Actor, reservation_id: str, *, version: int, reason: str, note: str = ""
) -> Reservation:
    """Refuses with a reason of the closed list; each says what the customer is told and can do.

    Args:
        reason: a key of `rules.REASONS`; there is none for the bank's own month-end figure.
        note: what the keeper adds.

    Raises:
        Invalid: another reason. Conflict: it is confirmed, over, or changed meanwhile.
    """
    wrong: dict[str, Text] = {}
    if reason not in rules.REASONS:
        names = Text(
            zh="、".join(one.title.zh for one in rules.REASONS.values()),
            en=", ".join(rules.REASONS),
        )
        wrong["reason"] = Text(
            zh=f"只能选：{names.zh}。“月末余额”不是不给取的理由。",
            en=f"One of: {names.en}. A month-end balance is no reason to refuse.",
        )
    note = line(wrong, "note", note, 500)
    if wrong:
        raise invalid(wrong, code="no_such_reason", reasons=list(rules.REASONS))
    row = kept_by(actor, reservation_id)
    change(
        row,
        version,
        [Status.REQUESTED],
        status=Status.REFUSED,
        reason=reason,
        closing_note=note,
        decided_by_id=actor.staff_id,
        decided_at=clock.now(),
    )
    found = rules.REASONS[reason]
    record(
        actor,
        "reservations.refuse",
        row,
        before={"status": "requested"},
        after={"status": "refused", "reason": found.title.to_json()},
        reason=note,
    )
    tell_booker(
        actor,
        row,
        Text(
            zh=f"{row}没有接受（{found.title.zh}）。请告诉客户：{found.instead.zh}",
            en=f"{row} was refused ({found.title.en}). Offer: {found.instead.en}",
        ),
    )
    return row


@verb("reservations.set_stock", permission="reservation.keep")
def set_stock(
    actor: Actor,
    *,
    currency: str,
    day: date | None,
    opening: Decimal | str,
    expected: Decimal | str = "0",
    delivery_at: time | None = None,
    denominations: Mapping[str, object] | None = None,
    version: int = 0,
) -> VaultStock:
    """Sets what the actor's own branch can hand out of a currency on a day.

    Args:
        opening: in the vault when the day begins.
        expected: deliveries that are confirmed; `delivery_at` is when they are there.
        denominations: notes at hand, {"100": 50}; shown when another branch searches.
        version: of the stock as the actor saw it; 0 when none was set.

    Raises:
        Invalid: not a sum, or a day that has passed.
        Conflict: `stock_committed`: less than is promised, with what is; changed meanwhile.
    """
    values = _read_stock(currency, day, opening, expected, delivery_at, denominations)
    key = {"branch_id": actor.branch, "currency": values.pop("currency"), "day": values.pop("day")}
    old = VaultStock.objects.select_for_update().filter(**key).first()
    if (old.version if old else 0) != version:
        raise _stock_changed(old)
    if old and values["opening"] + values["expected"] < old.committed:
        raise _committed(old, values["opening"] + values["expected"])
    before = {"opening": str(old.opening), "expected": str(old.expected)} if old else None
    values |= {"set_by_id": actor.person, "set_at": clock.now(), "version": version + 1}
    try:
        with transaction.atomic():
            if old:
                VaultStock.objects.filter(pk=old.pk).update(**values)
            else:
                old = VaultStock.objects.create(**key, **values)
    except IntegrityError as error:  # somebody else set it first
        raise _stock_changed(VaultStock.objects.filter(**key).first()) from error
    stock = VaultStock.objects.select_related("branch").get(pk=old.pk)
    record(
        actor,
        "reservations.set_stock",
        stock,
        before=before,
        after={"opening": str(stock.opening), "expected": str(stock.expected)},
    )
    return stock


def _read_stock(
    currency: str,
    day: date | None,
    opening: Decimal | str,
    expected: Decimal | str,
    delivery_at: time | None,
    denominations: Mapping[str, object] | None,
) -> dict[str, Any]:
    wrong: dict[str, Text] = {}
    code = currency.strip().upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        wrong["currency"] = Text(zh="币种写三个字母，如USD。", en="Write the currency as USD.")
        code = rules.HOME
    if day is None or day < clock.today():
        wrong["day"] = Text(zh="请填今天或以后的日子。", en="Give today or a later day.")
    if delivery_at is not None and delivery_at.tzinfo is not None:
        wrong["delivery_at"] = Text(
            zh="写本地时间，如10:30，不带时区。", en="Write the bank's own time without a zone."
        )
    found: dict[str, Any] = {"currency": code, "day": day, "delivery_at": delivery_at}
    for name, value in (("opening", opening), ("expected", expected or "0")):
        try:
            nothing = str(value).strip() in {"0", "0.0", "0.00"}
            found[name] = Decimal(0) if nothing else rules.read_amount(value, code)
        except rules.Unfit as error:
            wrong[name] = error.text
    try:
        found["denominations"] = rules.read_notes(denominations)
    except rules.Unfit as error:
        wrong["denominations"] = error.text
    if wrong:
        raise invalid(wrong)
    return found


def _committed(stock: VaultStock, wanted: Decimal) -> Conflict:
    held = Reservation.objects.filter(
        branch=stock.branch_id, currency=stock.currency, day=stock.day, status__in=Reservation.TAKEN
    ).order_by("from_time", "number")
    promised = Money(stock.committed, stock.currency).format()
    names = [f"{row} {row.from_time:%H:%M} {row.money.format()}" for row in held[:20]]
    return Conflict(
        code="stock_committed",
        what=Text(
            zh=f"不能少于已答应的{promised}。", en=f"{promised} of that day is promised already."
        ),
        why=Text(zh="；".join(names), en="; ".join(names)),
        do=Text(
            zh="先调款；实在不够，先同客户改约、取消预约，再改库存。",
            en="Order cash; failing that, agree another day with a customer first.",
        ),
        extra={
            "committed": str(stock.committed),
            "wanted": str(wanted),
            "reservations": [str(row) for row in held[:100]],
        },
    )


def _stock_changed(stock: VaultStock | None) -> Conflict:
    now = Money(stock.amount, stock.currency).format() if stock else "0"
    return Conflict(
        code="stock_changed",
        what=Text(
            zh="库存刚被改过，没有保存。", en="The stock has just changed; nothing was saved."
        ),
        why=Text(zh=f"现在是{now}。", en=f"It is now {now}."),
        do=Text(zh="看过再填。", en="Look, then set it again."),
        extra={
            "version": stock.version if stock else 0,
            "amount": str(stock.amount if stock else 0),
        },
    )
