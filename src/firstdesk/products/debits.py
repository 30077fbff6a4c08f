"""Monthly debits: which month a new agreement begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from firstdesk.core.calendars import monthly_day
from firstdesk.products._checks import day_of_month


@dataclass(frozen=True, slots=True)
class FirstDebit:
    """The first debit, and the debit day of this month if it is missed."""

    first: date
    missed: date | None


def first_monthly_debit(
    signed: date, debit_day: int, *, cut_off_day: int | None = None, inclusive: bool = False
) -> FirstDebit:
    """Finds the first debit of an agreement (case 02018).

    Args:
        signed: the signing day.
        debit_day: day of the month of the debit; 31 is the month's last day.
        cut_off_day: the last day of the month to sign for that month's debit; the debit day when
            left out.
        inclusive: whether signing on the cut-off day itself still counts.

    Returns:
        This month's debit, or next month's with this month's named as missed.
    """
    day_of_month("debit_day", debit_day)
    this = monthly_day(signed.year, signed.month, debit_day)
    cut_off = this
    if cut_off_day is not None:
        day_of_month("cut_off_day", cut_off_day)
        cut_off = min(this, monthly_day(signed.year, signed.month, cut_off_day))
    if signed < cut_off or (inclusive and signed == cut_off):
        return FirstDebit(this, None)
    year, month = (
        (signed.year + 1, 1) if signed.month == 12 else (signed.year, signed.month + 1)
    )
    return FirstDebit(monthly_day(year, month, debit_day), this)
