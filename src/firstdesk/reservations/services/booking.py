"""Booking: who collects how much of what, where, when, and out of which money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from firstdesk.bank.models import Account, Customer
from firstdesk.bank.queries import by_id, require_serving
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.text import Text
from firstdesk.journal.services import record
from firstdesk.policies.book import PolicyBook, Ruling
from firstdesk.policies.calendar import KEY as CALENDAR
from firstdesk.policies.calendar import work_calendar
from firstdesk.policies.queries import book as load_book
from firstdesk.reservations import rules
from firstdesk.reservations.models import Reservation
from firstdesk.reservations.services import foreign
from firstdesk.reservations.services._common import (
    invalid,
    keepers_of,
    line,
    page_of,
    short_day,
)
from firstdesk.staff.alerts import alert
from firstdesk.staff.models import Branch
from firstdesk.staff.verbs import verb

BOOKING, IDENTITY, EXPIRY = "cash.booking", "reservation.identity", "reservation.expiry"
KEYS = (BOOKING, IDENTITY, EXPIRY, foreign.CEILING, foreign.WEEKEND, CALENDAR)
LOCAL = ("写本地时间，如09:00，不带时区。", "Write the bank's own time, 09:00, without a zone.")


@dataclass
class Asked:
    """What was asked for, as far as it could be read, and what is wrong with the rest."""

    wrong: dict[str, Text] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def need(self, name: str, zh: str, en: str) -> None:
        """Notes that a field is missing or unusable; the first reason for it stays."""
        self.wrong.setdefault(name, Text(zh=zh, en=en))


@verb("reservations.book", permission="reservation.book")
def book(
    actor: Actor,
    *,
    customer_id: str,
    amount: Decimal | str,
    day: date | None,
    from_time: time | None,
    to_time: time | None,
    collector: str = "",
    collector_name: str = "",
    collector_relation: str = "",
    currency: str = "CNY",
    source: str = "",
    account_id: str | None = None,
    branch: str = "",
    denominations: Mapping[str, object] | None = None,
    purpose: str = "",
    note: str = "",
) -> Reservation:
    """Books cash to be collected. It is a request until the vault keeper accepts it.

    Args:
        customer_id: the customer, whom the actor is serving now.
        amount, currency: how much of what.
        day, from_time, to_time: when it is collected, on the bank's clock; opening hours are not
            known here, so both times must be named (case 02019).
        collector: `holder` or `other`; the other with name and relation.
        source: a `Reservation.Source`; the first thing to ask for foreign notes (case 02021).
        account_id: the account it is drawn from.
        branch: code of the branch that hands it out; the actor's own when left out.
        denominations: {"100": 50}, adding up to the amount.
        purpose: source or use of the money, where the rule of the day has it registered.

    Raises:
        NotFound: the actor is not serving the customer.
        Invalid: something mandatory is missing; `weekend_currency`, `over_ceiling`, `no_rate`.
    """
    require_serving(actor, customer_id)
    # One customer's bookings come one after the other: two at once cannot pass the ceiling.
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer_id)
    asked = _read(amount, currency, source, day, from_time, to_time)
    _read_collector(asked, collector, collector_name, collector_relation)
    _read_place(asked, actor, branch)
    _read_notes(asked, denominations)
    _read_account(asked, customer, account_id)
    asked.values["note"] = line(asked.wrong, "note", note, 500)
    asked.values["purpose"] = line(asked.wrong, "purpose", purpose, 200)
    if asked.wrong:
        raise invalid(asked.wrong)
    policies = load_book(KEYS)
    if asked.values["currency"] != rules.HOME:
        foreign.check(policies, customer, asked.values)
    _weigh(asked, policies)
    row = Reservation.objects.create(
        number=_next_number(),
        customer=customer,
        booked_by_id=actor.person,
        booked_at=clock.now(),
        **asked.values,
    )
    _tell(actor, row)
    return row


def _read(
    amount: Decimal | str,
    currency: str,
    source: str,
    day: date | None,
    from_time: time | None,
    to_time: time | None,
) -> Asked:
    asked = Asked()
    code = currency.strip().upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        asked.need("currency", "币种写三个字母，如USD。", "Write the currency as USD.")
        code = rules.HOME
    if code != rules.HOME and source not in Reservation.Source.values:
        asked.need(
            "source",
            "先问钱从哪来：外币账户里有，用人民币买，还是拿现金来。",
            "Ask first: held in an account, bought with yuan, or against cash?",
        )
    try:
        asked.values["amount"] = rules.read_amount(amount, code)
    except rules.Unfit as error:
        asked.wrong["amount"] = error.text
    asked.values |= {
        "currency": code,
        "source": source if code != rules.HOME else "",
        "day": day,
        "from_time": from_time,
        "to_time": to_time,
    }
    _read_window(asked, day, from_time, to_time)
    return asked


def _read_window(asked: Asked, day: date | None, first: time | None, last: time | None) -> None:
    if day is None:
        asked.need("day", "请填哪一天来取。", "Say on which day it is collected.")
    elif not clock.today() <= day <= clock.today() + timedelta(days=366):
        asked.need("day", "要在今天起一年之内。", "It must lie within a year from today.")
    if first is None:
        asked.need("from_time", "请填几点起。", "Say from when.")
    if last is None:
        asked.need("to_time", "请填到几点。", "Say until when.")
    for name, found in (("from_time", first), ("to_time", last)):
        if found is not None and found.tzinfo is not None:
            asked.need(name, *LOCAL)
    if day is None or first is None or last is None or asked.wrong:
        return
    if last <= first:
        asked.need("to_time", "结束要晚于开始。", "The end must be after the beginning.")
    elif datetime.combine(day, last, ZoneInfo(settings.TIME_ZONE)) <= clock.now():
        asked.need("to_time", "这个时段已经过了。", "This time has passed.")


def _read_collector(asked: Asked, collector: str, name: str, relation: str) -> None:
    asked.values["collector"] = collector
    asked.values["collector_name"] = asked.values["collector_relation"] = ""
    if collector not in Reservation.Collector.values:
        asked.need("collector", "请选谁来取。", "Choose who collects it.")
    elif collector == Reservation.Collector.OTHER:
        asked.values["collector_name"] = line(asked.wrong, "collector_name", name, 80)
        relation = line(asked.wrong, "collector_relation", relation, 40)
        asked.values["collector_relation"] = relation
        if not asked.values["collector_name"]:
            asked.need("collector_name", "请写来取的人的姓名。", "Give the collector's name.")
        if not relation:
            asked.need(
                "collector_relation", "请写和客户的关系。", "Say how he is related to the customer."
            )


def _read_place(asked: Asked, actor: Actor, code: str) -> None:
    where = {"code": code.strip()} if code.strip() else {"pk": actor.branch}
    found = Branch.objects.filter(kind=Branch.Kind.BRANCH, **where).first()
    if found is None:
        asked.need("branch", "请选在哪个网点取。", "Choose the branch that hands it out.")
    asked.values["branch"] = found


def _read_notes(asked: Asked, raw: Mapping[str, object] | None) -> None:
    try:
        notes = rules.read_notes(raw)
    except rules.Unfit as error:
        asked.wrong["denominations"] = error.text
        return
    total, wanted = rules.total_of(notes), asked.values.get("amount")
    if notes and wanted is not None and total != wanted:
        asked.need(
            "denominations",
            f"各面额合计{total:,}，与金额{wanted:,}不符。",
            f"The notes add up to {total:,}, the amount is {wanted:,}.",
        )
    asked.values["denominations"] = notes


def _read_account(asked: Asked, customer: Customer, account_id: str | None) -> None:
    found = None
    if account_id:
        found = Account.objects.filter(
            **by_id(account_id), customer=customer, status="open"
        ).first()
        if found is None:
            asked.need("account_id", "请选客户名下的账户。", "Choose an account of the customer.")
    asked.values["account"] = found
    currency, source = asked.values["currency"], asked.values["source"]
    if source == Reservation.Source.ACCOUNT and found is None:
        asked.need(
            "account_id", f"请选有{currency}的账户。", f"Choose the account that holds {currency}."
        )
    wanted = rules.HOME if source == Reservation.Source.BUY else currency
    if found is not None and found.currency != wanted:
        asked.need(
            "account_id",
            f"这个账户是{found.currency}，这里要{wanted}的。",
            f"That account is in {found.currency}; one in {wanted} is needed.",
        )


def _weigh(asked: Asked, policies: PolicyBook) -> None:
    """What the rules of the day of collection add: lead time, identity, registration, expiry."""
    values, today = asked.values, clock.today()
    day, home = values["day"], values["currency"] == rules.HOME
    identity = policies.ruling(IDENTITY, day, today)
    expiry = policies.ruling(EXPIRY, day, today)
    lead = policies.ruling(BOOKING if home else foreign.CEILING, day, today)
    used: list[Ruling] = [identity, expiry, lead]
    large = home and values["amount"] > identity.decimal("above")
    if large and identity.flag("purpose") and not values["purpose"]:
        text = Text(
            zh=f"{identity.code}：超过{identity.decimal('above'):,}元，要登记来源或用途。",
            en=f"{identity.code}: above {identity.decimal('above'):,} its source or use is noted.",
        )
        raise invalid({"purpose": text}, code="purpose_needed", policy=identity.reference())
    values["identity"] = identity.flag("identity" if home else "foreign") and (large or not home)
    booked_ahead = not home or values["amount"] >= lead.decimal("from")
    values["short_notice"] = booked_ahead and rules.is_short_notice(
        today,
        day,
        lead.integer("days" if home else "booking_days"),
        work_calendar(policies) if home else None,
    )
    end = datetime.combine(day, values["to_time"], ZoneInfo(settings.TIME_ZONE))
    values["expires_at"] = end + timedelta(minutes=expiry.integer("after"))
    values["rules"] = [
        {"key": one.key, "code": one.code, "version": one.number, "title": one.title.to_json()}
        for one in used
    ]


def _tell(actor: Actor, row: Reservation) -> None:
    record(
        actor,
        "reservations.book",
        row,
        after={
            "amount": str(row.amount),
            "currency": row.currency,
            "branch": row.branch.code,
            "day": row.day.isoformat(),
            "from_time": row.from_time.isoformat("minutes"),
            "to_time": row.to_time.isoformat("minutes"),
            "collector": row.who_collects.to_json(),
            "short_notice": row.short_notice,
        },
    )
    if row.short_notice:
        said, sum_ = short_day(row.day), row.money
        alert(
            keepers_of(row.branch),
            "reservation",
            Text(
                zh=f"临时预约{row}：{said.zh}{row.from_time:%H:%M}取{sum_.format()}，请尽快确认。",
                en=f"Short notice {row}: {sum_.format()} on {said.en} from {row.from_time:%H:%M}.",
            ),
            link=page_of(row),
            about=f"reservation:{row.pk}:requested",
        )


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('reservations_number')")
        return int(cursor.fetchone()[0])
