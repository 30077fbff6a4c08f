"""Savings bonds: what a sold-out one can be replaced by, and what cashing one early pays."""

from __future__ import annotations

from collections.abc import Iterator

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.investments import BuyBond
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.market import OfferingFacts
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.suitability import SUITS, chosen, elderly, order_of, ways_within
from firstdesk.guidance.say import both
from firstdesk.policies.book import Ruling
from firstdesk.products import bonds, funds
from firstdesk.products._words import pct
from firstdesk.products.daycount import add_months
from firstdesk.products.inputs import refuse

TERMS = "bond.savings.terms"
_STEPS = (
    ("early_under_half", "不满半年", "under half a year"),
    ("early_half_to_1", "半年到一年", "half a year to 1"),
    ("early_1_to_2", "一到两年", "1 to 2 years"),
    ("early_2_to_3", "两到三年", "2 to 3 years"),
    ("early_3_to_4", "三到四年", "3 to 4 years"),
    ("early_4_to_5", "四到五年", "4 to 5 years"),
)


def _years(offering: OfferingFacts) -> int:
    years, rest = divmod(offering.months or 0, 12)
    if rest or not years:
        raise refuse("offering", "国债要有整年的期限。", "A bond runs for whole years.")
    return years


@rule(BuyBond, policies=[TERMS, SUITS], cases=["06010"])
def longer_bond_first(op: BuyBond, facts: Facts) -> Iterator[Item]:
    """Sold out, a bond is set beside the longer one cashed on the day the money is wanted."""
    offering = chosen(op, facts)
    if offering.on_sale(facts.today):
        return
    terms, suits = facts.ruling(TERMS), facts.ruling(SUITS)
    longer = _longer(offering, facts)
    careful = funds.risk_grade(suits.string("short_grade"))
    others = ways_within(op, facts, suits, without=longer.id if longer else "", grade=careful)
    if longer is None:
        yield Item(
            key="bond.sold_out",
            kind=Kind.BLOCK,
            title=both("{n}卖完了。", "{n} is sold out.", n=offering.name),
            detail=_too_dear(op, facts, offering),
            ways=others,
            policies=(terms,),
        )
        return
    yield _beside(op, facts, offering, longer, others)


def _beside(
    op: BuyBond,
    facts: Facts,
    offering: OfferingFacts,
    longer: OfferingFacts,
    others: tuple[Way, ...],
) -> Item:
    """Both bonds on the day the money is wanted, the longer one ready to be bought."""
    ruling, years = facts.ruling(TERMS), op.years or _years(offering)
    on = add_months(facts.today, 12 * years)
    long, short = (bonds.issue_terms(_years(one), ruling.decimal) for one in (longer, offering))
    found = bonds.compare(order_of(op, offering), long, short, facts.today, on)
    gap = found.difference
    return Item(
        key="bond.sold_out",
        kind=Kind.BLOCK,
        title=both(
            "{n}卖完了。{l}放{y}年取{p}，{g}。",
            "{n} is sold out. {l}, cashed after {y} years, pays {p}: {g}.",
            n=offering.name,
            l=longer.name,
            y=years,
            p=found.long.paid,
            g=_gap(gap),
        ),
        detail=_detail(ruling, long, _too_dear(op, facts, offering)),
        say=ruling.wording,
        sums=(
            Sum(both("{n}放{y}年", "{n}, {y} years", n=longer.name, y=years), found.long.paid),
            Sum(both("{n}放{y}年", "{n}, {y} years", n=offering.name, y=years), found.short.paid),
            Sum(Text(zh="相差", en="Difference"), gap, "warn" if gap.amount < 0 else "ok", True),
        ),
        days=(Day(Text(zh="取出", en="Cashed on"), on),),
        working=found.working,
        ways=(
            Way(
                "longer",
                both(
                    "买{n}，放{y}年取",
                    "Buy {n} and cash it after {y} years",
                    n=longer.name,
                    y=years,
                ),
                operation=op.key,
                fields={**op.raw(), "offering": longer.id, "years": years},
                best=True,
            ),
            *others,
        ),
        policies=(ruling,),
        large_print=elderly(facts, facts.ruling(SUITS)),
    )


def _gap(gap: Money) -> Text:
    if not gap.amount:
        return Text(zh="和它一样", en="the same")
    if gap.amount < 0:
        return both("只比它少{g}", "only {g} less", g=-gap)
    return both("比它多{g}", "{g} more", g=gap)


def _longer(offering: OfferingFacts, facts: Facts) -> OfferingFacts | None:
    """The shortest bond on sale that runs longer."""
    found = [
        one
        for one in facts.market.offerings
        if one.kind == "bond"
        and one.on_sale(facts.today)
        and one.minimum.currency == offering.minimum.currency
        and (one.months or 0) > (offering.months or 0)
    ]
    return min(found, key=lambda one: (one.months or 0, one.ref), default=None)


def _too_dear(op: BuyBond, facts: Facts, offering: OfferingFacts) -> Text | None:
    """What is on sale but begins above his sum: named, never offered."""
    order = order_of(op, offering)
    dear = [
        one
        for one in facts.market.offerings
        if one.on_sale(facts.today)
        and one.minimum.currency == order.currency
        and one.minimum > order
    ]
    if not dear:
        return None
    return Text(
        zh="起点不够，没有列出："
        + "、".join(f"{o.name.zh}（{o.minimum.format()}起）" for o in dear),
        en="Begin above his sum and are left out: "
        + ", ".join(f"{o.name.en} (from {o.minimum.format('en')})" for o in dear),
    )


def _detail(terms: Ruling, bond: bonds.Terms, dear: Text | None) -> Text:
    steps = [one for one in _STEPS if bonds.STEP_FIELDS[one[0]] < 12 * bond.years]
    rates = {name: pct(terms.decimal(name)) for name, _, _ in steps}
    zh = "，".join(f"{zh}{rates[name]}" for name, zh, _ in steps)
    en = ", ".join(f"{en} {rates[name]}" for name, _, en in steps)
    fee = pct(bond.fee_percent)
    return Text(
        zh=f"{bond.years}年期提前取：{zh}；另收本金的{fee}。" + (f"{dear.zh}。" if dear else ""),
        en=f"The {bond.years}-year bond cashed early: {en}; less {fee} of the principal."
        + (f" {dear.en}." if dear else ""),
    )


@rule(BuyBond, policies=[TERMS, SUITS], cases=["06010", "06003"])
def early_cashing_pays_less(op: BuyBond, facts: Facts) -> Iterator[Item]:
    """Who buys a bond sees what each year pays, and that the first ones pay clearly less."""
    offering = chosen(op, facts)
    if not offering.on_sale(facts.today):
        return
    ruling, suits = facts.ruling(TERMS), facts.ruling(SUITS)
    terms, order = bonds.issue_terms(_years(offering), ruling.decimal), order_of(op, offering)
    paid = {
        year: bonds.redeem(order, terms, facts.today, add_months(facts.today, 12 * year))
        for year in range(1, terms.years + 1)
    }
    last = paid[terms.years]
    fee = paid[1].fee
    yield Item(
        key="bond.early",
        kind=Kind.DISCLOSURE,
        title=both(
            "不满三年取，少得多：满一年只有{a}；到期{b}。",
            "Cashed before three years it pays much less: {a} after one year, {b} at maturity.",
            a=paid[1].paid,
            b=last.paid,
        ),
        detail=_detail(ruling, terms, None),
        say=both(
            "放满{y}年最好。提前取，利率按存了多久算，还要收本金的{p}，就是{f}；不满半年没有利息。",
            "Best kept for {y} years. Cashed early, the rate depends on the time and {p} of the"
            " principal is taken, {f}; in the first half year there is no interest.",
            y=terms.years,
            p=pct(terms.fee_percent),
            f=fee,
        ),
        confirm=Text(
            zh="我知道：不满三年取，利息少很多，还要收手续费。",
            en="I know: cashed before three years it pays much less, and a fee is taken.",
        ),
        sums=(
            *(
                Sum(
                    both("满{y}年取", "After {y} years", y=year)
                    if year < terms.years
                    else both("到期（{y}年）", "At maturity ({y} years)", y=year),
                    found.paid,
                    "bad" if year < 3 else "",
                    total=year == (op.years or terms.years),
                )
                for year, found in paid.items()
            ),
            Sum(Text(zh="提前取的手续费", en="Fee for cashing early"), fee, "warn"),
        ),
        sums_title=both("{a}放几年得多少", "What {a} pays after so many years", a=order),
        days=(Day(Text(zh="到期，之后不计息", en="Matures; no interest after"), last.matures_on),),
        slip=both("不满三年取，利息少很多", "BEFORE THREE YEARS IT PAYS MUCH LESS"),
        working=paid[min(op.years or terms.years, terms.years)].working,
        policies=(ruling,),
        large_print=elderly(facts, suits),
    )
