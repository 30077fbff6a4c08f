"""Looking ahead on an account: what will be left, and what must be paid in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from firstdesk.core.calendars import monthly_day
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, plain
from firstdesk.products.inputs import in_order, positive, same_currency


@dataclass(frozen=True, slots=True)
class Flow:
    """Money that will move on a day: in when positive, out when negative."""

    on: date
    amount: Money
    label: Text


@dataclass(frozen=True, slots=True)
class Projection:
    """The balance on a day, and the lowest on the way."""

    balance: Money
    lowest: Money
    lowest_on: date
    working: Working
    closings: tuple[tuple[date, Money], ...] = ()
    """The balance at the end of today and of each later day on which money moves."""

    def at(self, on: date) -> Money:
        """The balance at the end of a day from today on.

        Raises:
            Invalid: the day is before today.
        """
        in_order(self.closings[0][0], on, "on")
        return [balance for moved, balance in self.closings if moved <= on][-1]


def yearly(first: Flow, after: date, until: date) -> tuple[Flow, ...]:
    """A yearly flow, such as a card's annual fee: its days after one day up to another.

    A fee first due on 29 February falls on the 28th in other years.

    Args:
        first: the flow on its first day.
        after: flows up to and including this day are left out.
        until: the last day looked at.
    """
    start = first.on
    days = (
        monthly_day(year, start.month, start.day)
        for year in range(max(start.year, after.year), until.year + 1)
    )
    return tuple(Flow(on, first.amount, first.label) for on in days if after < on <= until)


def project(start: Money, flows: Sequence[Flow], today: date, until: date) -> Projection:
    """Carries a balance forward, day by day.

    Args:
        start: the balance now.
        flows: what will move; those before today or after `until` are left out. On one day money
            comes in before it goes out.

    Raises:
        Invalid: `until` is before today, or a flow is in another currency.
    """
    in_order(today, until, "until")
    ahead = sorted(
        (flow for flow in flows if today <= flow.on <= until),
        key=lambda flow: (flow.on, -flow.amount.amount),
    )
    balance, lowest, when = start, start, today
    closings = {today: start}
    lines = [Line(Text(zh="现在", en="Now"), "", (("on", str(today)),), start)]
    for flow in ahead:
        same_currency(start, flows=flow.amount)
        before, balance = balance, balance + flow.amount
        if balance < lowest:
            lowest, when = balance, flow.on
        closings[flow.on] = balance
        lines.append(_flow_line(flow, before, balance))
    return Projection(balance, lowest, when, Working(tuple(lines)), tuple(closings.items()))


def _flow_line(flow: Flow, before: Money, after: Money) -> Line:
    on, inward = day(flow.on), flow.amount.amount > 0
    sign, size = ("+", flow.amount) if inward else ("−", -flow.amount)
    return Line(
        Text(zh=f"{on.zh}，{flow.label.zh}", en=f"{on.en}: {flow.label.en}"),
        f"{plain(before)} {sign} {plain(size)}",
        (("on", str(flow.on)),),
        after,
    )


def shortfall(required: Money, available: Money) -> Money:
    """How much is missing; zero when enough is there."""
    same_currency(required, available=available)
    return required - available if available < required else Money.zero(required.currency)


@dataclass(frozen=True, slots=True)
class RequiredDeposit:
    """What must be paid in so that a balance is there on a day, against what is planned."""

    needed: Money
    planned: Money
    projected: Money
    """The balance on the day, if the planned sum is paid in today."""
    short: Money
    """How much it then falls short; zero when it is enough."""
    working: Working


def required_deposit(
    required: Money,
    start: Money,
    flows: Sequence[Flow],
    today: date,
    on: date,
    *,
    planned: Money | None = None,
) -> RequiredDeposit:
    """Works out the deposit of today that leaves a required balance on a day (case 01006).

    For a plan of 60,000 and a fee of 10 taken before it runs: 60,010.00 is needed; with 60,000.00
    the balance will be 59,990.00, short by 10.00.

    Args:
        required: the balance wanted when the plan runs.
        start: the balance now.
        flows: what will move up to and including that day, later anniversaries of a fee among
            them (`yearly`), but not the plan's own debit.
        on: the day of the run; money that goes out on that day is taken to go out before it.
        planned: what the customer means to pay in today; nothing when left out.

    Raises:
        Invalid: no balance required, the run is before today, or another currency.
    """
    positive("required", required)
    same_currency(required, start=start, planned=planned)
    paid = Money.zero(required.currency) if planned is None else planned
    if planned is not None:
        positive("planned", planned)
    needed = needed_deposit(required, start, flows, today, on)
    coming = [Flow(today, paid, Text(zh="今天存入", en="Paid in today"))] if planned else []
    ahead = project(start, [*coming, *flows], today, on)
    short = shortfall(required, ahead.balance)
    lines = (
        *ahead.working.lines,
        Line(
            Text(zh=f"{day(on).zh}要有的余额", en=f"Balance wanted on {day(on).en}"),
            "",
            (("on", str(on)),),
            required,
        ),
        Line(
            Text(zh="还差", en="Short by"),
            f"{plain(required)} − {plain(ahead.balance)}" if short.amount else "",
            (),
            short,
        ),
        Line(Text(zh="今天至少要存", en="To be paid in today, at least"), "", (), needed),
    )
    return RequiredDeposit(needed, paid, ahead.balance, short, Working(lines))


def needed_deposit(
    required: Money, start: Money, flows: Sequence[Flow], today: date, on: date
) -> Money:
    """What must be paid in today so that a balance is there on a day (case 01006: 60,010.00).

    Args:
        required: the balance wanted on the day.
        start: the balance now.
        flows: what will move until then.
    """
    return shortfall(required, project(start, flows, today, on).balance)
