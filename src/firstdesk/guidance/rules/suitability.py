"""Whether an investment suits who wants it: questionnaire, grade, horizon, share of savings."""

from __future__ import annotations

from collections.abc import Iterator

from firstdesk.core.fields import asks
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.investments import BuyBond, BuyFund, BuyStructured
from firstdesk.guidance.facts import Facts, RiskFacts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.market import OfferingFacts
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both
from firstdesk.policies.book import Ruling
from firstdesk.products import funds
from firstdesk.products._words import day
from firstdesk.products.balances import shortfall
from firstdesk.products.daycount import add_months
from firstdesk.products.inputs import refuse

SUITS, SHARE, NOVICE = "fund.suitability", "fund.concentration", "advice.novice"
BUY = {
    "fund": BuyFund.key,
    "bond": BuyBond.key,
    "structured": BuyStructured.key,
    "wealth": BuyStructured.key,
}
_MOST = 4
"""More ways than these nobody reads."""
Purchase = BuyFund | BuyBond | BuyStructured


def chosen(op: Purchase, facts: Facts) -> OfferingFacts:
    """What is to be bought.

    Raises:
        Invalid: it is not on the shelf, of another kind, or in another currency than the account.
    """
    offering = facts.market.offering(op.offering)
    if offering.kind not in asks(type(op))["offering"].of:
        raise refuse("offering", "这个产品不在这里买。", "It is not bought under this operation.")
    if facts.account(op.account).balance.currency != offering.minimum.currency:
        raise refuse("account", "账户币种和产品不同。", "The account is in another currency.")
    return offering


def order_of(op: Purchase, offering: OfferingFacts) -> Money:
    """What he wants to put in."""
    return Money(op.amount, offering.minimum.currency)


def valid_risk(facts: Facts, suits: Ruling) -> RiskFacts | None:
    """The questionnaire, while it holds: the same day of the last month included."""
    risk = facts.risk
    if risk is None or facts.today > add_months(risk.assessed_on, suits.integer("valid_months")):
        return None
    return risk


def savings_of(risk: RiskFacts | None, order: Money) -> Money | None:
    """The liquid savings declared in the order's currency; None when there are none."""
    savings = risk.liquid_savings if risk else None
    if savings is None or savings.currency != order.currency or not savings.amount:
        return None
    return savings


def elderly(facts: Facts, suits: Ruling) -> bool:
    """Whether he is advised as an elderly customer."""
    age = facts.customer.age(facts.today)
    return age is not None and age >= suits.integer("elderly_from")


def ways_within(
    op: Purchase, facts: Facts, suits: Ruling, *, without: str = "", grade: int = 5
) -> tuple[Way, ...]:
    """What he can buy instead for the same sum, the most careful first.

    Only what is on sale, begins at his sum or below, is within his grade and free again within
    his horizon; without a valid questionnaire, savings bonds alone.

    Args:
        without: the id of an offering that is left out.
        grade: a further limit.
    """
    risk = valid_risk(facts, suits)
    limit = min(grade, risk.grade) if risk else 0
    horizon = risk.horizon_months if risk else None
    order = order_of(op, facts.market.offering(op.offering))
    fits = [
        one
        for one in facts.market.offerings
        if one.id != without
        and one.on_sale(facts.today)
        and one.minimum.currency == order.currency
        and one.minimum <= order
        and (one.kind == "bond" or one.grade <= limit)
        and (horizon is None or (one.months or 0) <= horizon)
    ]
    fits.sort(key=lambda one: (one.grade, one.months or 0, one.ref))
    return tuple(_way(op, one) for one in fits[:_MOST])


def _way(op: Purchase, one: OfferingFacts) -> Way:
    months = one.months or 0
    return Way(
        f"buy.{one.ref}",
        both("改买{n}", "Buy {n} instead", n=one.name),
        both("{g}级，{m}个月", "Grade {g}, {m} months", g=one.grade, m=months)
        if months
        else both("{g}级，随时可取", "Grade {g}, at any time", g=one.grade),
        operation=BUY[one.kind],
        fields={"offering": one.id, "account": op.account, "amount": str(op.amount)},
    )


def _family(op: Purchase) -> str:
    return op.key.partition(".")[0]


@rule(BuyFund, BuyStructured, policies=[SUITS], cases=["03005", "03013", "03006"])
def questionnaire_first(op: BuyFund | BuyStructured, facts: Facts) -> Iterator[Item]:
    """Nothing that can lose is sold without a risk questionnaire that still holds."""
    suits = facts.ruling(SUITS)
    if valid_risk(facts, suits) is not None:
        return
    months = suits.integer("valid_months")
    ended = add_months(facts.risk.assessed_on, months) if facts.risk else None
    yield Item(
        key=f"{_family(op)}.questionnaire",
        kind=Kind.BLOCK,
        title=both("风险问卷{d}已过期，先重做。", "The questionnaire lapsed on {d}.", d=day(ended))
        if ended
        else Text(zh="还没有做风险问卷，先做。", en="There is no risk questionnaire yet."),
        detail=suits.text,
        say=Text(
            zh="先花十分钟做一份问卷，看看您能承受多少涨跌，再挑合适的。",
            en="First a questionnaire of ten minutes: what ups and downs you can bear. Then we"
            " choose what suits.",
        ),
        days=(Day(Text(zh="过期", en="Lapsed"), ended, "bad"),) if ended else (),
        ways=(
            Way(
                "questionnaire",
                Text(zh="现在就做问卷", en="Fill it in now"),
                both("{m}个月有效", "It holds for {m} months", m=months),
                best=True,
            ),
        ),
        policies=(suits,),
    )


@rule(BuyFund, BuyStructured, policies=[SUITS], cases=["03005", "03013"])
def grade_fits(op: BuyFund | BuyStructured, facts: Facts) -> Iterator[Item]:
    """A product's risk grade is not above the customer's own."""
    suits, offering = facts.ruling(SUITS), chosen(op, facts)
    risk = valid_risk(facts, suits)
    if risk is None or offering.grade <= risk.grade:
        return
    yield Item(
        key=f"{_family(op)}.grade",
        kind=Kind.DISCLOSURE if suits.flag("above_grade") else Kind.BLOCK,
        title=both(
            "{n}是{p}级，客户是{c}级：不合适。",
            "{n} is grade {p}, the customer grade {c}: it does not suit him.",
            n=offering.name,
            p=offering.grade,
            c=risk.grade,
        ),
        detail=suits.text,
        say=suits.wording,
        ways=ways_within(op, facts, suits),
        policies=(suits,),
        large_print=elderly(facts, suits),
    )


@rule(BuyFund, BuyStructured, policies=[SUITS], cases=["03005", "03001"])
def horizon_fits(op: BuyFund | BuyStructured, facts: Facts) -> Iterator[Item]:
    """Money that is needed soon is neither locked up nor put into what moves much."""
    suits, offering = facts.ruling(SUITS), chosen(op, facts)
    risk = valid_risk(facts, suits)
    if risk is None or risk.horizon_months is None:
        return
    needed, locked = risk.horizon_months, offering.months or 0
    top = funds.risk_grade(suits.string("short_grade"))
    too_bold = needed < suits.integer("short_months") and offering.grade > top
    if locked <= needed and not too_bold:
        return
    yield Item(
        key=f"{_family(op)}.horizon",
        kind=Kind.BLOCK,
        title=both(
            "钱{n}个月后要用，这只要锁{m}个月。",
            "The money is needed in {n} months; this locks it for {m}.",
            n=needed,
            m=locked,
        )
        if locked > needed
        else both(
            "钱{n}个月后要用，最高买{t}级，这只是{g}级。",
            "The money is needed in {n} months: grade {t} at most; this is grade {g}.",
            n=needed,
            t=top,
            g=offering.grade,
        ),
        detail=suits.text,
        say=suits.wording,
        ways=ways_within(
            op,
            facts,
            suits,
            without=offering.id,
            grade=top if needed < suits.integer("short_months") else 5,
        ),
        policies=(suits,),
    )


@rule(BuyFund, policies=[SUITS, SHARE, NOVICE], cases=["03005"])
def share_of_savings(op: BuyFund, facts: Facts) -> Iterator[Item]:
    """Who is elderly or new to funds keeps bold ones within a share of his savings."""
    suits, share, novice = facts.ruling(SUITS), facts.ruling(SHARE), facts.ruling(NOVICE)
    offering, risk = chosen(op, facts), valid_risk(facts, suits)
    if risk is None or offering.grade < funds.risk_grade(share.string("grade")):
        return
    age = facts.customer.age(facts.today)
    old = age is not None and age >= share.integer("age")
    new = novice.flag("limited") and not risk.experienced
    if not old and not new:
        return
    rulings = (share, novice) if new else (share,)
    milder = ways_within(op, facts, suits, grade=funds.risk_grade(share.string("grade")) - 1)
    order = order_of(op, offering)
    savings = savings_of(risk, order)
    if savings is None:
        yield Item(
            key="fund.savings",
            kind=Kind.BLOCK,
            title=Text(
                zh="先请客户说明流动积蓄有多少。", en="First he declares his liquid savings."
            ),
            detail=share.text,
            ways=(
                Way("declare", Text(zh="在问卷里补上", en="Add them to the questionnaire")),
                *milder,
            ),
            policies=rulings,
        )
        return
    found = funds.concentration(
        order,
        savings=savings,
        percent=share.decimal("percent"),
        held=Money(op.held, order.currency),
    )
    if found.allowed:
        yield Item(
            key="fund.share",
            kind=Kind.CHECKED,
            title=both(
                "占积蓄{s}%，不超过{p}%",
                "{s}% of his savings, within {p}%",
                s=found.share,
                p=share.value["percent"],
            ),
            policies=rulings,
        )
        return
    yield _too_much(share, found, order, savings, (*_less(op, offering, found.most), *milder))


def _too_much(
    share: Ruling,
    found: funds.Concentration,
    order: Money,
    savings: Money,
    ways: tuple[Way, ...],
) -> Item:
    """Held until he has written that he wants it, and somebody who may approve records it."""
    return Item(
        key="fund.share",
        kind=Kind.DISCLOSURE,
        supervisor=True,
        title=both(
            "拦下：占积蓄{s}%，上限{p}%，最多买{m}。",
            "Held: {s}% of his savings, the limit is {p}%; at most {m}.",
            s=found.share,
            p=share.value["percent"],
            m=found.most,
        ),
        detail=Text(
            zh=f"{share.text.zh}坚持要买：本人手写声明、签字，由主管记录；否则办不下去。",
            en=f"{share.text.en} To go on he writes a statement by hand and signs; a manager"
            " records it. Without that the order stays locked.",
        ),
        say=share.wording,
        confirm=Text(
            zh="我手写声明：积蓄很大一部分买这只基金，可能亏很多，我自己决定。",
            en="In my own hand: a large part of my savings goes into this fund, I may lose much of"
            " it, and it is my decision.",
        ),
        sums=(
            Sum(Text(zh="流动积蓄", en="Liquid savings"), savings),
            Sum(Text(zh="最多买", en="At most"), found.most),
            Sum(Text(zh="要买", en="Ordered"), order, "bad", total=True),
        ),
        working=found.working,
        ways=ways,
        policies=(share,),
        large_print=True,
    )


def _less(op: BuyFund, offering: OfferingFacts, most: Money) -> tuple[Way, ...]:
    if not most.amount or most < offering.minimum:
        return ()
    return (
        Way(
            "less",
            both("只买{m}", "Buy only {m}", m=most),
            operation=op.key,
            fields={**op.raw(), "amount": str(most.amount)},
        ),
    )


@rule(BuyFund, BuyStructured, BuyBond, policies=[SUITS], cases=["06010", "03005"])
def can_be_bought(op: Purchase, facts: Facts) -> Iterator[Item]:
    """What is bought is on sale, begins at his sum or below, and the account covers it."""
    suits, offering = facts.ruling(SUITS), chosen(op, facts)
    order, account = order_of(op, offering), facts.account(op.account)
    family = _family(op)
    if family != "bond" and not offering.on_sale(facts.today):
        yield Item(
            key=f"{family}.not_on_sale",
            kind=Kind.BLOCK,
            title=both("{n}现在不卖。", "{n} is not on sale now.", n=offering.name),
            ways=ways_within(op, facts, suits, without=offering.id),
        )
    if order < offering.minimum:
        yield Item(
            key=f"{family}.minimum",
            kind=Kind.BLOCK,
            title=both(
                "{n}{m}起，还差{s}。",
                "{n} begins at {m}; {s} is missing.",
                n=offering.name,
                m=offering.minimum,
                s=shortfall(offering.minimum, order),
            ),
            ways=ways_within(op, facts, suits, without=offering.id),
        )
    if order > account.balance:
        yield Item(
            key=f"{family}.short",
            kind=Kind.BLOCK,
            title=both(
                "余额不够，差{s}。",
                "The balance is {s} short.",
                s=shortfall(order, account.balance),
            ),
            sums=(
                Sum(Text(zh="余额", en="Balance"), account.balance),
                Sum(Text(zh="要买", en="Ordered"), order, "bad", total=True),
            ),
            ways=(Way("pay_in", Text(zh="先存入", en="Pay in first")),),
        )
