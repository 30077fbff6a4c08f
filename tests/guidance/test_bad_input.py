"""Whatever is typed into an operation: guidance or a clear refusal, never a crash."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.core.errors import FirstdeskError
from firstdesk.core.fields import Ask, asks
from firstdesk.core.text import Text
from firstdesk.guidance.facts import Facts, LoanFacts, RiskFacts
from firstdesk.guidance.market import InternalFacts, IssueFacts, Market, OfferingFacts, QuoteFacts
from firstdesk.guidance.operations import OPERATIONS, parse
from firstdesk.guidance.registry import load_rules, policies_for, weigh
from tests.guidance import kit
from tests.quotes.test_bad_input import NASTY, plain

load_rules()
TODAY = date(2007, 11, 14)
TIME, NOTICE, SWEEP, USD, LOAN, FUND, BOND, OTHER_CARD = (
    f"00000000-0000-7000-8000-0000000000{n}" for n in range(20, 28)
)
IDS = {
    "time": TIME,
    "notice": NOTICE,
    "sweep": SWEEP,
    "credit": kit.CREDIT,
    "demand": kit.ACCOUNT,
    "bond": BOND,
}


def rich(key: str) -> Facts:
    """Facts of somebody who has one of everything."""

    def held(account_id: str, kind: str, **more: Any) -> Any:
        return kit.account("90000", id=account_id, kind=kind, **more)

    opened = {"opened_on": date(2007, 1, 10), "matures_on": date(2008, 1, 10)}
    name = Text(zh="某", en="Some")
    fund = OfferingFacts(
        *(FUND, "F", "fund", "bond", name, 2, kit.money("1000"), None, Decimal("1.5")),
        *(date(2007, 1, 1), None, False),
    )
    known = kit.facts(
        TODAY,
        policies_for(OPERATIONS[key]),
        accounts=(
            kit.account("90000"),
            held(TIME, "time", term_months=12, rate=Decimal("2.52"), **opened),
            held(NOTICE, "notice", notice_days=7),
            held(SWEEP, "sweep", notice_days=7, parent_id=kit.ACCOUNT),
            replace(held(kit.CREDIT, "credit"), balance=kit.money("-3000")),
            held(USD, "demand", currency="USD"),
        ),
        cards=(kit.credit_card(), kit.card(id=kit.CARD2), kit.card(id=OTHER_CARD)),
        agreements=(kit.agreement("ipo_plan", date(2007, 6, 5), account_id=kit.ACCOUNT),),
    )
    market = Market(
        offerings=(fund, replace(fund, id=BOND, ref="B", kind="bond", months=60)),
        issues=(IssueFacts("N", name, date(2007, 11, 20), date(2007, 11, 23), "planned", name),),
        quotes=tuple(
            QuoteFacts(
                *(currency, 100, Decimal("744.83"), Decimal("740"), Decimal("750")),
                datetime(2007, 11, 14, tzinfo=UTC),
            )
            for currency in ("USD", "GBP", "AUD")
        ),
        internal=(InternalFacts("A01", kit.HERE, "GBP", date(2007, 11, 1), None),),
    )
    loan = LoanFacts(
        *(LOAN, "L", kit.ACCOUNT, "car", kit.money("60000"), Decimal("6.3"), 36),
        *(kit.money("3048.02"), date(2007, 12, 5)),
    )
    risk = RiskFacts(date(2007, 10, 1), 4, True, kit.money("400000"), 60)
    return replace(known, market=market, loans=(loan,), risk=risk)


def filled(asked: Ask) -> str:
    """A usable value of the field."""
    if asked.kind == "card":
        return kit.CARD if "credit" in asked.of or not asked.of else kit.CARD2
    if asked.kind == "account":
        return IDS.get(asked.of[0] if asked.of else "demand", kit.ACCOUNT)
    ready = {"loan": LOAN, "offering": BOND if "bond" in asked.of else FUND, "time": "10:00"}
    return ready.get(asked.kind, "2007-11-15" if asked.kind == "day" else plain(asked))


@pytest.mark.parametrize("key", sorted(OPERATIONS))
def test_nothing_that_is_typed_makes_it_fail(key: str) -> None:
    facts, fields = rich(key), asks(OPERATIONS[key])
    usual = {name: filled(asked) for name, asked in fields.items() if not asked.optional}
    tried = refused = 0
    for name in fields:
        for value in (*NASTY, "00000000-0000-7000-8000-000000000099"):
            tried += 1
            refused += _refused(key, usual | {name: value}, facts)
    assert refused or not fields
    assert tried == len(fields) * (len(NASTY) + 1)


def _refused(key: str, raw: dict[str, str], facts: Facts) -> int:
    try:
        items = weigh(parse(key, raw), facts)
    except FirstdeskError as error:
        return int(bool(error.what.zh and error.do.en))
    assert all(item.title.zh and item.title.en for item in items)
    return 0
