"""An import payment financed against a pledged yuan deposit, its repayment fixed by a forward.

The yuan price of the payment at spot is placed and pledged, the bank pays in foreign currency, and
at maturity the deposit buys the foreign currency back at the forward rate (case 04001).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from firstdesk.core.money import Money
from firstdesk.core.text import Text, plural
from firstdesk.core.working import Line, Working
from firstdesk.products._words import day, pct, plain
from firstdesk.products.daycount import add_months, span, whole_months
from firstdesk.products.inputs import in_order, one_of, percentage, positive, refuse
from firstdesk.products.interest import accrued, exact_money

CONVENTIONS = ("half_year", "actual_360")
"""Whole months over twelve, half a year being rate ÷ 2; or days over 360."""
NEAR = 10
"""Days by which a maturity may miss its whole months: weekends and holidays move it."""


@dataclass(frozen=True, slots=True)
class Deal:
    """What is paid, at which rates and for how long.

    Args:
        payment: the import payment in foreign currency.
        spot, forward: yuan for 100 units of the currency.
        deposit_percent, financing_percent: yearly rates in percent.
        start: the day of payment, on which deposit and financing begin.
        matures_on: the day the deposit matures.
        financing_due, forward_due: theirs; the deposit's when left out.
        deposit_convention, financing_convention: how the interest of each is counted.

    Raises:
        Invalid: figures that cannot be, days out of order, or a `half_year` term that is not near
            whole months.
    """

    payment: Money
    spot: Decimal
    forward: Decimal
    deposit_percent: Decimal
    financing_percent: Decimal
    start: date
    matures_on: date
    deposit_convention: str = "half_year"
    financing_convention: str = "half_year"
    financing_due: date | None = None
    forward_due: date | None = None

    def __post_init__(self) -> None:
        positive("payment", self.payment)
        if self.payment.currency == "CNY":
            raise refuse("payment", "付款要用外币。", "The payment is in a foreign currency.")
        for field in ("spot", "forward"):
            quoted = getattr(self, field)
            if not (quoted.is_finite() and quoted > 0):
                raise refuse(field, "牌价要大于零。", "The quotation must be more than zero.")
        if not self.principal.amount:
            raise refuse("payment", "金额太小。", "The amount is too small.")
        percentage("deposit_percent", self.deposit_percent)
        percentage("financing_percent", self.financing_percent)
        for field in ("matures_on", "financing_due", "forward_due"):
            in_order(self.start + timedelta(days=1), getattr(self, field) or self.matures_on, field)
        one_of("deposit_convention", self.deposit_convention, CONVENTIONS)
        one_of("financing_convention", self.financing_convention, CONVENTIONS)
        _term("matures_on", self.start, self.matures_on, self.deposit_convention)
        _term("financing_due", self.start, self.repaid_on, self.financing_convention)

    @property
    def principal(self) -> Money:
        """The yuan price of the payment at spot, which is placed and pledged."""
        return exact_money(Fraction(self.payment.amount) * Fraction(self.spot) / 100, "CNY")

    @property
    def repaid_on(self) -> date:
        """The day the financing is repaid."""
        return self.financing_due or self.matures_on


@dataclass(frozen=True, slots=True)
class Priced:
    """Every line of a deal. Each figure is rounded once, from exact values, half up."""

    deal: Deal
    principal: Money
    deposit_interest: Money
    deposit_total: Money
    debt_interest: Money
    debt: Money
    forward_cost: Money
    gain: Money
    """At maturity, against buying at spot today; below zero it is a loss."""
    gain_percent: Decimal
    """Of the price at spot."""
    gain_discounted: Money
    break_even: Decimal
    """The forward at which nothing is gained, for 100 units, to four decimals."""
    unhedged: Money
    """The gain without the forward, when the spot rate is the same at maturity."""
    coverage: Decimal
    """The pledged principal in percent of the forward cost."""
    coverage_with_interest: Decimal
    warnings: tuple[Text, ...]
    """Maturities that do not meet, a pledge that covers only with its interest."""
    working: Working

    @property
    def refusal(self) -> Text | None:
        """Why it must not be proposed; None when it gains."""
        if self.gain.amount > 0:
            return None
        rate, even = f"{self.deal.forward:f}", f"{self.break_even:f}"
        if not self.gain.amount:
            return Text(
                zh=f"不建议：远期{rate}正好保本，没有收益。",
                en=f"Not recommended: at a forward of {rate} nothing is gained.",
            )
        loss = -self.gain
        return Text(
            zh=f"不建议：远期{rate}高于保本价{even}，比即期购汇多花{loss.format()}。",
            en=f"Not recommended: the forward of {rate} is above break-even {even}; it costs "
            f"{loss.format('en')} more than buying at spot.",
        )


def price(deal: Deal) -> Priced:
    """Works out a deal.

    USD 200,000 at spot 744.83 and forward 724.16, deposit 3.42 %, financing 6.24375 %, half a
    year: a gain of 21,598.45 (case 04001).
    """
    exact = _exact(deal)
    return Priced(
        deal=deal,
        principal=deal.principal,
        deposit_interest=_yuan(exact.interest),
        deposit_total=_yuan(exact.total),
        debt_interest=exact_money(exact.debt_interest, deal.payment.currency),
        debt=exact_money(exact.debt, deal.payment.currency),
        forward_cost=_yuan(exact.cost),
        gain=_yuan(exact.gain),
        gain_percent=_decimal(exact.gain / exact.principal * 100, 2),
        gain_discounted=_yuan(exact.gain * exact.principal / exact.total),
        break_even=_decimal(exact.break_even, 4),
        unhedged=_yuan(exact.total - exact.debt * Fraction(deal.spot) / 100),
        coverage=_decimal(exact.principal / exact.cost * 100, 2),
        coverage_with_interest=_decimal(exact.total / exact.cost * 100, 2),
        warnings=(*_mismatches(deal), *_off_months(deal), *_thin_pledge(exact)),
        working=_working(deal, exact),
    )


def along_forwards(deal: Deal) -> tuple[tuple[Decimal, Money, Money], ...]:
    """The deal at nine forwards in even steps, break-even in the middle, its own at one end.

    Returns:
        (forward, its cost, gain) from the lowest forward up; the gain at break-even is zero.
    """
    exact = _exact(deal)
    middle = exact.break_even
    step = abs(middle - Fraction(deal.forward)) / 4 or middle / 400
    forwards = (middle + step * number for number in range(-4, 5))
    return tuple(
        (_decimal(one, 4), _yuan(exact.debt * one / 100), _yuan(exact.debt * (middle - one) / 100))
        for one in forwards
        if one > 0
    )


@dataclass(frozen=True, slots=True)
class Broken:
    """What breaking the pledged deposit early costs."""

    interest: Money
    """What it has earned by then, at the demand rate."""
    loss: Money
    """Against the interest agreed."""
    gain_left: Money
    """The deal's gain without what is lost."""
    working: Working


def broken_early(deal: Deal, broken_on: date, *, demand_percent: Decimal, method: str) -> Broken:
    """The loss if the deposit is broken on a day, while financing and forward run on.

    Args:
        broken_on: from the start on and before the deposit matures.
        demand_percent: the demand rate posted that day.
        method: day count of the demand interest.

    Raises:
        Invalid: a day outside, a rate that cannot be, or no such day count.
    """
    percentage("demand_percent", demand_percent)
    in_order(deal.start, broken_on, "broken_on")
    if broken_on >= deal.matures_on:
        raise refuse("broken_on", "存款那天已到期。", "The deposit has matured by then.")
    priced, counted = price(deal), span(deal.start, broken_on, method)
    principal, agreed = priced.principal, priced.deposit_interest
    earned = accrued(principal, demand_percent, counted)
    loss = agreed - earned
    left = priced.gain - loss
    when, rate = day(broken_on), pct(demand_percent)
    lines = (
        _line(
            f"{when.zh}支取，按活期计息",
            f"Broken on {when.en}, at the demand rate",
            f"{plain(principal)} × {rate} × {counted.days} ÷ {counted.basis}",
            earned,
        ),
        _line("少得的利息", "Interest given up", f"{plain(agreed)} − {plain(earned)}", loss),
        _line("整笔还剩的收益", "Gain left", f"{plain(priced.gain)} − {plain(loss)}", left),
    )
    return Broken(earned, loss, left, Working(lines))


def reminders(due: date, days: Sequence[int]) -> tuple[date, ...]:
    """The days to remind of a maturity, so many calendar days before it, the earliest first.

    13 May 2008, 10 and 3 days: 3 and 10 May (case 04001).
    """
    if any(number < 0 for number in days):
        raise refuse("days", "天数不能为负。", "The days cannot be negative.")
    return tuple(sorted({due - timedelta(days=number) for number in days}))


@dataclass(frozen=True, slots=True)
class _Exact:
    """A deal unrounded; only the deposit is a round sum, since it is paid in."""

    principal: Fraction
    interest: Fraction
    payment: Fraction
    debt_interest: Fraction
    forward: Fraction

    @property
    def total(self) -> Fraction:
        return self.principal + self.interest

    @property
    def debt(self) -> Fraction:
        return self.payment + self.debt_interest

    @property
    def cost(self) -> Fraction:
        return self.debt * self.forward / 100

    @property
    def gain(self) -> Fraction:
        return self.total - self.cost

    @property
    def break_even(self) -> Fraction:
        return self.total / self.debt * 100


def _exact(deal: Deal) -> _Exact:
    payment, principal = Fraction(deal.payment.amount), Fraction(deal.principal.amount)
    kept = _term("matures_on", deal.start, deal.matures_on, deal.deposit_convention)
    owed = _term("financing_due", deal.start, deal.repaid_on, deal.financing_convention)
    return _Exact(
        principal,
        principal * Fraction(deal.deposit_percent) / 100 * Fraction(*kept),
        payment,
        payment * Fraction(deal.financing_percent) / 100 * Fraction(*owed),
        Fraction(deal.forward),
    )


def _term(field: str, start: date, end: date, convention: str) -> tuple[int, int]:
    """The years of a term as number and basis: 6 of 12 months, 181 of 360 days."""
    if convention == "actual_360":
        return (end - start).days, 360
    months = _months(start, end)
    if not months or abs((add_months(start, months) - end).days) > NEAR:
        raise refuse(
            field,
            f"{start}到{end}不是整月，请按实际天数计息。",
            f"{start} to {end} is not whole months: count actual days.",
        )
    return months, 12


def _months(start: date, end: date) -> int:
    """The whole months nearest to a span."""
    fewer = whole_months(start, end)
    return min(fewer, fewer + 1, key=lambda some: abs((add_months(start, some) - end).days))


def _yuan(value: Fraction) -> Money:
    """Rounded half up, also below zero."""
    return -exact_money(-value, "CNY") if value < 0 else exact_money(value, "CNY")


def _decimal(value: Fraction, places: int) -> Decimal:
    """Rounded half up; value is not negative unless it is a loss in percent."""
    units = int(abs(value) * 10**places + Fraction(1, 2))
    return Decimal(units if value >= 0 else -units).scaleb(-places)


def _mismatches(deal: Deal) -> list[Text]:
    """What does not fall due with the deposit: then money is missing, or lies idle."""
    kept = day(deal.matures_on)
    others = (
        (Text(zh="融资", en="The financing"), deal.repaid_on),
        (Text(zh="远期", en="The forward"), deal.forward_due or deal.matures_on),
    )
    return [
        Text(
            zh=f"期限不一致：{name.zh}{day(due).zh}到期，存款{kept.zh}到期。",
            en=f"Maturities differ: {name.en[0].lower()}{name.en[1:]} falls due on {day(due).en}, "
            f"the deposit on {kept.en}.",
        )
        for name, due in others
        if due != deal.matures_on
    ]


def _off_months(deal: Deal) -> list[Text]:
    """A maturity that interest by whole months takes for another day."""
    if "half_year" not in (deal.deposit_convention, deal.financing_convention):
        return []
    months = _months(deal.start, deal.matures_on)
    full = add_months(deal.start, months)
    if full == deal.matures_on:
        return []
    due, whole = day(deal.matures_on), day(full)
    return [
        Text(
            zh=f"到期日{due.zh}，满{months}个月是{whole.zh}；按整{months}个月计息。",
            en=f"Matures on {due.en}; {plural(months, 'month')} end on {whole.en}. "
            f"Interest is counted for {plural(months, 'whole month')}.",
        )
    ]


def _thin_pledge(exact: _Exact) -> list[Text]:
    """A principal that alone does not pay for the forward."""
    if exact.principal >= exact.cost:
        return []
    missing = _yuan(exact.cost - exact.principal)
    return [
        Text(
            zh=f"质押本金比远期交割款少{missing.format()}，利息也要一并质押，写进合同。",
            en=f"The pledged principal is {missing.format('en')} below the forward settlement: "
            "pledge the interest too, and say so in the contract.",
        )
    ]


def _working(deal: Deal, exact: _Exact) -> Working:
    paid, currency = deal.payment, deal.payment.currency
    principal, total, cost = deal.principal, _yuan(exact.total), _yuan(exact.cost)
    debt = exact_money(exact.debt, currency)
    spot, forward = f"{deal.spot:f}", f"{deal.forward:f}"
    kept = _term("matures_on", deal.start, deal.matures_on, deal.deposit_convention)
    owed = _term("financing_due", deal.start, deal.repaid_on, deal.financing_convention)
    return Working(
        (
            _line(
                "按即期价存入并质押",
                "Placed at spot and pledged",
                f"{plain(paid)} × {spot} ÷ 100",
                principal,
            ),
            _interest_line(
                "存款", "Deposit", principal, deal.deposit_percent, kept, exact.interest
            ),
            _line("存款本息", "Deposit with interest", "", total),
            _interest_line(
                "融资", "Financing", paid, deal.financing_percent, owed, exact.debt_interest
            ),
            _line("到期要还", "Owed at maturity", "", debt),
            _line("远期购汇成本", "Forward cost", f"{plain(debt)} × {forward} ÷ 100", cost),
            _line(
                "到期收益",
                "Gain at maturity",
                f"{plain(total)} − {plain(cost)}",
                _yuan(exact.gain),
                Text(zh="各数由未四舍五入的数得出", en="Each figure is rounded from exact ones"),
            ),
            _line(
                "折成今天的收益",
                "Gain in today's money",
                f"{plain(_yuan(exact.gain))} × {plain(principal)} ÷ {plain(total)}",
                _yuan(exact.gain * exact.principal / exact.total),
            ),
            _line(
                f"保本远期价（每100{currency}）",
                f"Break-even forward, for 100 {currency}",
                f"{plain(total)} ÷ {plain(debt)} × 100 = {_decimal(exact.break_even, 4)}",
                None,
            ),
            _line(
                "不做远期、汇率不变时的收益",
                "Gain without the forward at an unchanged rate",
                f"{plain(total)} − {plain(debt)} × {spot} ÷ 100",
                _yuan(exact.total - exact.debt * Fraction(deal.spot) / 100),
            ),
        )
    )


def _interest_line(
    zh: str, en: str, sum_: Money, percent: Decimal, term: tuple[int, int], exact: Fraction
) -> Line:
    number, basis = term
    formula = f"{plain(sum_)} × {pct(percent)} × {number} ÷ {basis}"
    return _line(f"{zh}利息", f"{en} interest", formula, exact_money(exact, sum_.currency))


def _line(zh: str, en: str, formula: str, amount: Money | None, note: Text | None = None) -> Line:
    return Line(Text(zh=zh, en=en), formula, (), amount, note)
