"""Monthly debits: which month a new agreement begins with, and why a bill was not taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from firstdesk.core.calendars import monthly_day
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, month, plain
from firstdesk.products.balances import shortfall
from firstdesk.products.inputs import day_of_month, positive, same_currency

OVER_CEILING, INSUFFICIENT = "OVER_CEILING", "INSUFFICIENT"


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


@dataclass(frozen=True, slots=True)
class BillDecision:
    """Whether a bill is taken; else why not, with everything that stands in its way."""

    reason: str
    """`OVER_CEILING`, `INSUFFICIENT`, or nothing when it is taken."""
    over: Money
    """By how much the bill passes the ceiling of a payment; zero without one."""
    short: Money
    """How much is missing on the account."""
    working: Working

    @property
    def taken(self) -> bool:
        """Whether the bill is taken."""
        return not self.reason


def decide_bill(bill: Money, balance: Money, *, ceiling: Money | None = None) -> BillDecision:
    """Decides a bill debit; the ceiling comes before the balance (case 05002).

    With a ceiling of 200.00: 236.00 from 500.00 fails as `OVER_CEILING`, 150.00 from 90.00 as
    `INSUFFICIENT`. A bill that equals the ceiling or the balance is taken.

    Args:
        bill: what the biller asks for.
        balance: on the account at that moment.
        ceiling: the most that a payment may be; None when none was agreed.

    Raises:
        Invalid: no bill, no ceiling above zero, or another currency.
    """
    positive("bill", bill)
    same_currency(bill, balance=balance, ceiling=ceiling)
    nothing = Money.zero(bill.currency)
    lines = []
    over = nothing
    if ceiling is not None:
        positive("ceiling", ceiling)
        over = shortfall(bill, ceiling)
        label = Text(zh="超过每笔上限", en="Above the ceiling of a payment")
        lines.append(_compared(label, bill, ceiling, over))
    short = shortfall(bill, balance)
    lines.append(_compared(Text(zh="余额不够", en="Missing on the account"), bill, balance, short))
    reason = OVER_CEILING if over.amount else INSUFFICIENT if short.amount else ""
    return BillDecision(reason, over, short, Working(tuple(lines)))


def _compared(label: Text, bill: Money, allowed: Money, missing: Money) -> Line:
    formula = f"{plain(bill)} − {plain(allowed)}" if missing.amount else ""
    within = Text(zh=f"{plain(bill)} ≤ {plain(allowed)}", en=f"{plain(bill)} ≤ {plain(allowed)}")
    return Line(label, formula, (), missing, None if missing.amount else within)
