"""Monthly debits: which month a new agreement begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from firstdesk.core.calendars import monthly_day
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, month
from firstdesk.products.inputs import day_of_month


@dataclass(frozen=True, slots=True)
class FirstDebit:
    """The first debit, and the debit days from the month of signing on that it misses."""

    first: date
    missed: date | None
    """The debit day not covered, the last of them if there are two; None when none is missed."""
    sign_by: date
    """The last day to sign for the first debit."""
    all_missed: tuple[date, ...]
    working: Working

    @property
    def months_missed(self) -> tuple[Text, ...]:
        """The months whose bill the customer still pays himself, by name."""
        return tuple(month(missed) for missed in self.all_missed)


def first_monthly_debit(
    signed: date, debit_day: int, *, cut_off_day: int | None = None, inclusive: bool = True
) -> FirstDebit:
    """Finds the first debit of an agreement (case 02018).

    Signed on 2008-03-20 for the 18th of the month, the first debit is 2008-04-18 and the bill of
    March is not covered.

    Args:
        signed: the signing day.
        debit_day: day of the month of the debit; 31 is the month's last day.
        cut_off_day: the last day to sign for a debit; the debit day when left out. A cut-off day
            later in the month than the debit day is that of the month before.
        inclusive: whether signing on the cut-off day itself still counts.

    Raises:
        Invalid: no day of a month.
    """
    day_of_month("debit_day", debit_day)
    if cut_off_day is not None:
        day_of_month("cut_off_day", cut_off_day)
    missed: list[date] = []
    lines: list[Line] = []
    year, index = signed.year, signed.month
    while True:
        debit = monthly_day(year, index, debit_day)
        cut_off = _cut_off(year, index, debit_day, cut_off_day)
        covered = signed < cut_off or (inclusive and signed == cut_off)
        lines.append(_line(signed, debit, cut_off, covered, inclusive))
        if covered:
            return FirstDebit(
                debit,
                missed[-1] if missed else None,
                cut_off,
                tuple(missed),
                Working(tuple(lines)),
            )
        missed.append(debit)
        year, index = _following(year, index)


def _following(year: int, month_: int) -> tuple[int, int]:
    return (year + 1, 1) if month_ == 12 else (year, month_ + 1)


def _cut_off(year: int, month_: int, debit_day: int, cut_off_day: int | None) -> date:
    """The last day to sign for the debit of a month."""
    if cut_off_day is None or cut_off_day <= debit_day:
        return monthly_day(year, month_, cut_off_day or debit_day)
    if month_ == 1:
        return monthly_day(year - 1, 12, cut_off_day)
    return monthly_day(year, month_ - 1, cut_off_day)


def _line(signed: date, debit: date, cut_off: date, covered: bool, inclusive: bool) -> Line:
    bill, on, last = month(debit), day(debit), day(cut_off)
    until = "当天含在内" if inclusive else "当天不算"
    sign = ("≤" if inclusive else "<") if covered else (">" if inclusive else "≥")
    return Line(
        Text(
            zh=f"{bill.zh}：" + (f"{on.zh}首次扣款" if covered else "不代扣，请自行缴费"),
            en=f"{bill.en}: "
            + (f"first debited on {on.en}" if covered else "not debited, pay it yourself"),
        ),
        f"{signed} {sign} {cut_off}",
        (("signed", str(signed)), ("debit", str(debit)), ("cut_off", str(cut_off))),
        None,
        Text(
            zh=f"截止日{last.zh}，{until}",
            en=f"Cut-off {last.en}, {'that day included' if inclusive else 'that day excluded'}",
        ),
    )
