"""Collects the demo's rows by kind, as a core banking system would send them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from firstdesk.bank.demo.staff import RIVERSIDE
from firstdesk.bank.schemas import KINDS
from firstdesk.core.calendars import monthly_day

CENT = Decimal("0.01")
DUE_DAYS = 25
"""From a card statement to its due date: 10 November to 5 December (case 02005)."""
RATES = {3: "0.65", 6: "0.85", 12: "0.95", 24: "1.05", 36: "1.25", 60: "1.30"}
"""Percent a year by months of term, as invented for the demo's time deposits."""


@dataclass
class Book:
    """All rows of the demo around one day."""

    today: date
    rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {kind: [] for kind in KINDS}
    )

    def day(self, offset: int) -> str:
        """A day before (below zero) or after today."""
        return (self.today + timedelta(days=offset)).isoformat()

    def add(self, table: str, ref: str, /, **values: Any) -> str:
        """Adds a row to a kind's table and returns its ref."""
        self.rows[table].append({"ref": ref, **values})
        return ref

    def account(
        self, ref: str, owner: str, kind: str, number: str, balance: str, **more: Any
    ) -> str:
        """Adds an account in CNY unless said otherwise."""
        values = {"branch": RIVERSIDE, "currency": "CNY", "opened_on": self.day(-900), **more}
        return self.add(
            "accounts", ref, customer=owner, kind=kind, number=number, balance=balance, **values
        )

    def time_deposit(
        self, ref: str, owner: str, number: str, balance: str, months: int, **more: Any
    ) -> str:
        """Adds a time deposit; `matures` days from today says where in its term it is.

        `rate` is in percent a year, from the demo's own table unless given.
        """
        matures = self.today + timedelta(days=more.pop("matures"))
        values = {"rate": RATES[months], **more}
        return self.account(
            ref,
            owner,
            "time",
            number,
            balance,
            term_months=months,
            opened_on=months_before(matures, months).isoformat(),
            matures_on=matures.isoformat(),
            **values,
        )

    def card(self, ref: str, owner: str, account: str, kind: str, number: str, **more: Any) -> str:
        """Adds a card in CNY unless said otherwise."""
        values = {"issuing_branch": RIVERSIDE, "currencies": ["CNY"], **more}
        return self.add(
            "cards", ref, customer=owner, account=account, kind=kind, number=number, **values
        )

    def statement(self, ref: str, card: str, dated: date, amount: Decimal, paid: Decimal) -> str:
        """Adds a statement; the minimum is a tenth of it."""
        return self.add(
            "statements",
            ref,
            card=card,
            dated=dated.isoformat(),
            due_on=(dated + timedelta(days=DUE_DAYS)).isoformat(),
            currency="CNY",
            amount=str(amount),
            minimum=str((amount / 10).quantize(CENT, ROUND_HALF_UP)),
            paid=str(paid),
        )

    def debit(
        self, ref: str, account: str, due: str, amount: str, kind: str, label: Mapping[str, str]
    ) -> str:
        """Adds a debit ahead; `due` is its day."""
        return self.add(
            "scheduled_debits",
            ref,
            account=account,
            due_on=due,
            amount=amount,
            currency="CNY",
            kind=kind,
            label_zh=label["zh"],
            label_en=label["en"],
        )

    def movement(
        self, ref: str, account: str, offset: int, amount: str, kind: str, label: Mapping[str, str]
    ) -> str:
        """Adds a transaction so many days from today, at noon on the bank's clock."""
        return self.add(
            "transactions",
            ref,
            account=account,
            booked_at=f"{self.day(offset)}T12:00:00",
            amount=amount,
            currency="CNY",
            kind=kind,
            text_zh=label["zh"],
            text_en=label["en"],
            branch=RIVERSIDE,
        )

    def next_day(self, day_of_month: int) -> str:
        """The next such day of the month, tomorrow or later."""
        this = monthly_day(self.today.year, self.today.month, day_of_month)
        if this <= self.today:
            return monthly_day(*_month_after(self.today), day_of_month).isoformat()
        return this.isoformat()

    def last_day(self, day_of_month: int) -> date:
        """The last such day of the month, today included."""
        this = monthly_day(self.today.year, self.today.month, day_of_month)
        return this if this <= self.today else months_before(this, 1, day_of_month)


def months_before(day: date, months: int, day_of_month: int | None = None) -> date:
    """The same day of the month, so many months earlier; the last where there is no such day."""
    month = day.year * 12 + day.month - 1 - months
    return monthly_day(month // 12, month % 12 + 1, day_of_month or day.day)


def _month_after(day: date) -> tuple[int, int]:
    return (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
