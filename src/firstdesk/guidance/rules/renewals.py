"""Renewing a time deposit: on its day nothing is lost, before it all of it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.deposits import RenewDeposit, WithdrawEarly
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Day, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.deposits import DEMAND, EARLY, TAX, certificate
from firstdesk.guidance.say import both
from firstdesk.products import deposits
from firstdesk.products.inputs import refuse

RATE = "deposit.time.rate"
_FIELD = {"3": "m3", "6": "m6", "12": "y1", "24": "y2", "36": "y3", "60": "y5"}


@rule(RenewDeposit, policies=[EARLY], cases=["02003"])
def not_before_it_matures(op: RenewDeposit, facts: Facts) -> Iterator[Item]:
    """Renewed before it matures, a deposit earns the demand rate: it is renewed on its day."""
    _, deposit = certificate(facts, op.account)
    if facts.today >= deposit.matures_on:
        return
    before = deposit.matures_on - timedelta(days=1)
    yield Item(
        key="deposit.renew.early",
        kind=Kind.BLOCK,
        title=both(
            "{d}（{y}年）才到期，现在转存等于提前支取。",
            "It matures on {d} {y}: renewing now is drawing early.",
            d=deposit.matures_on,
            y=deposit.matures_on.year,
        ),
        detail=facts.ruling(EARLY).text,
        days=(Day(Text(zh="到期日", en="Matures"), deposit.matures_on, "ok"),),
        ways=(
            Way(
                "wait",
                both("{d}来转", "Renew on {d}", d=deposit.matures_on),
                promise=both(
                    "{d}存单到期，前一天电话提醒转存",
                    "Call the day before the certificate matures on {d}",
                    d=deposit.matures_on,
                ),
                due=f"{before.isoformat()}T10:00" if before > facts.today else "",
                best=True,
            ),
            Way(
                "draw",
                Text(zh="急用：看提前支取", en="Money is needed: look at drawing early"),
                operation=WithdrawEarly.key,
                fields={"account": op.account},
            ),
        ),
        policies=(facts.ruling(EARLY),),
    )


@rule(RenewDeposit, policies=[RATE, TAX, EARLY, DEMAND], cases=["02004"])
def renewed(op: RenewDeposit, facts: Facts) -> Iterator[Item]:
    """What the old term paid, and what the new one will, are said before it is signed."""
    account, deposit = certificate(facts, op.account)
    if facts.today < deposit.matures_on:
        return
    early, rates = facts.ruling(EARLY), facts.ruling(RATE)
    if _FIELD[op.term] not in rates.value:
        raise refuse("term", "现在没有这个存期的利率。", "There is no rate for this term now.")
    bands = facts.book.bands(TAX, "percent", facts.known_on)
    paid = deposits.late_withdrawal(
        deposit,
        facts.today,
        demand_percent=facts.ruling(DEMAND).decimal("percent"),
        method=early.string("method"),
        bands=bands,
        tax_method=early.string("tax_split"),
    )
    principal = account.balance + paid.net if op.interest == "added" else account.balance
    new = deposits.TimeDeposit(principal, facts.today, int(op.term), rates.decimal(_FIELD[op.term]))
    after = deposits.at_maturity(new, bands, tax_method=early.string("tax_split"))
    yield Item(
        key="deposit.renew.terms",
        kind=Kind.DISCLOSURE,
        title=both(
            "这期利息{i}。新存{p}，年利率{r}%，{d}（{y}年）到期，利息{n}。",
            "This term paid {i}. {p} at {r}% a year until {d} {y} will pay {n}.",
            i=paid.net,
            p=principal,
            r=new.percent,
            d=new.matures_on,
            y=new.matures_on.year,
            n=after.net,
        ),
        detail=Text(
            zh="利息按今天已知的利息税算。提前支取按活期计息。",
            en="After the tax known today. Drawn early, the demand rate applies.",
        ),
        sums=(
            Sum(Text(zh="这期利息（税后）", en="This term, after tax"), paid.net, "ok"),
            Sum(Text(zh="新本金", en="New principal"), principal),
            Sum(Text(zh="新一期利息（税后）", en="Next term, after tax"), after.net, total=True),
        ),
        days=(Day(Text(zh="新到期日", en="Matures again"), new.matures_on),),
        slip=both("{y}年{d}到期", "MATURES {d} {y}", y=new.matures_on.year, d=new.matures_on),
        working=paid.working,
        policies=(rates, early, facts.ruling(TAX)),
    )
    if facts.today > deposit.matures_on:
        yield Item(
            key="deposit.renew.late",
            kind=Kind.CONSEQUENCE,
            title=both(
                "{d}就到期了，之后{n}天按活期计息。",
                "It matured on {d}: the {n} days since earned the demand rate.",
                d=deposit.matures_on,
                n=(facts.today - deposit.matures_on).days,
            ),
        )
