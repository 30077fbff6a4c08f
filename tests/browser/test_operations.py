"""Every operation at the counter: a form, and guidance in the reader's language."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pytest

from firstdesk.core import clock
from firstdesk.core.fields import Ask, asks
from firstdesk.guidance.operations import OPERATIONS
from firstdesk.guidance.registry import load_rules
from tests.browser.conftest import Bank, _environment
from tests.server.firstdesk import plain_environment

pytestmark = pytest.mark.browser
load_rules()
HAN = re.compile(r"[\u4e00-\u9fff]")

# A customer who has one of everything, loaded as the core system would.
EVERYTHING = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "firstdesk.web.settings"
import django
django.setup()
from datetime import timedelta
from firstdesk.bank.services import load
from firstdesk.core import clock
from firstdesk.core.actor import Actor

today = clock.today()
def day(days): return (today + timedelta(days=days)).isoformat()
def give(kind, *rows):
    report = load(Actor.system("test"), kind, [dict(row) for row in rows])
    assert report.stored, report.refused
who = {"customer": "ALL"}
cny = {"currency": "CNY", **who}
give("customers", {"ref": "ALL", "name_zh": "齐全", "name_en": "Qi Quan", "born_on": "1950-03-02"})
give("contacts", {"ref": "ALL-M", "kind": "mobile", "value": "13900000001", **who})
give("accounts",
    {"ref": "ALL-D", "kind": "demand", "number": "6217000000000001", "balance": "180000", **cny},
    {"ref": "ALL-C", "kind": "credit", "number": "6225000000000002", "balance": "-3000", **cny},
    {"ref": "ALL-T", "kind": "time", "number": "9001000000000003", "balance": "50000",
     "opened_on": day(-200), "matures_on": day(165), "term_months": 12, "rate": "1.1", **cny},
    {"ref": "ALL-N", "kind": "notice", "number": "9001000000000004", "balance": "100000",
     "opened_on": day(-30), "notice_days": 7, **cny},
    {"ref": "ALL-S", "kind": "sweep", "number": "6217000000000005", "balance": "60000",
     "parent": "ALL-D", "opened_on": day(-10), "notice_days": 7, **cny},
    {"ref": "ALL-U", "kind": "demand", "number": "6217000000000006", "balance": "9000",
     **cny | {"currency": "USD"}},
)
give("cards",
    {"ref": "ALL-KD", "account": "ALL-D", "kind": "debit", "number": "6217000000000001", **who},
    {"ref": "ALL-KE", "account": "ALL-U", "kind": "debit", "number": "6217000000000006", **who},
    {"ref": "ALL-KC", "account": "ALL-C", "kind": "credit", "number": "6225000000000002",
     "credit_limit": "20000", "statement_day": 15, **who},
)
give("agreements",
    {"ref": "ALL-A1", "kind": "ipo_plan", "account": "ALL-D", "signed_on": day(-60), **who},
    {"ref": "ALL-A2", "kind": "custody", "account": "ALL-D", "card": "ALL-KD",
     "signed_on": day(-60), "terms": {"broker": "Demo Securities"}, **who},
    {"ref": "ALL-A3", "kind": "sweep", "account": "ALL-D", "signed_on": day(-60),
     "terms": {"reserve": "10000"}, **who},
)
give("loans", {"ref": "ALL-L", "account": "ALL-D", "kind": "car", "principal": "100000",
    "outstanding": "60000", "rate": "4.5", "started_on": day(-300), "months": 36,
    "instalment": "2974.69", "next_due_on": day(12), **cny})
give("risk_profiles", {"ref": "ALL-R", "assessed_on": day(-40), "grade": 4, "experienced": True,
    "liquid_savings": "400000", "horizon_months": 72, **who})
"""

GIVEN = {
    "bill.failed": {"bill": "236", "balance": "500", "earlier_bill": "", "earlier_balance": ""},
    "deposit.recalculate_notice": {"opened_on": "2007-10-01", "closed_on": "2007-10-31"}
    | {"principal": "100000", "paid": "64.12", "notice_for": "", "notice_given_on": ""},
    "deposit.open_notice": {"amount": "50000"},
    "deposit.withdraw_early": {"amount": "", "need": "40000"},
    "plan.sign_ipo": {"deposit": "60000"},
    "structured.buy": {"amount": "60000"},
    "trade.import_financing": {"payment": "200000", "spot": "744.83", "forward": "724.16"}
    | {"start": clock.today().isoformat(), "financing_due": "", "forward_due": "", "broken_on": ""}
    | {"matures_on": (clock.today() + timedelta(days=182)).isoformat()},
    "remittance.receive": {"currency": "USD", "amount": "500"},
    "fx.cash": {"currency": "USD"},
    "card.pay_off": {"bearing": "", "since": ""},
    "agreement.move": {"moved": ""},
    "card.instalments": {"months": "12"},
    "advice.compare": {"dated": clock.today().isoformat()},
    "cash.book": {"amount": "60000", "to_time": "11:00"},
    "transfer.urgent": {"by": "15:00", "at": "10:00"},
    "premium.gap": {"held": "400000"},
}
"""What an operation needs that its kind of field alone does not say; "" leaves a field empty."""


@pytest.fixture(scope="module")
def rich(bank: Bank) -> Bank:
    """The bank with that customer."""
    subprocess.run(
        [sys.executable, "-c", EVERYTHING],
        env=plain_environment(_environment(bank.url)),
        check=True,
        capture_output=True,
    )
    return bank


def given(key: str, today: date) -> dict[str, str]:
    """Something for every field that a person has to fill in."""
    values = {}
    for name, asked in asks(OPERATIONS[key]).items():
        values[name] = GIVEN.get(key, {}).get(name, _plain(asked, today))
    return {name: value for name, value in values.items() if value}


def _plain(asked: Ask, today: date) -> str:
    if asked.kind == "number":
        return str(max(asked.low or 1, 10 if (asked.high or 99) >= 10 else 1))
    plain = {
        "money": "1000",
        "percent": "3",
        "rate": "700",
        "time": "10:00",
        "text": "Demo",
        "day": (today + timedelta(days=7)).isoformat(),
    }
    return plain.get(asked.kind, "")


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_each_operation_has_its_form_and_its_guidance(rich: Bank, opened: Any, locale: str) -> None:
    today, said, wrong = clock.today(), {}, []
    # One window each: a customer is served at one of them at a time.
    with opened(rich, "t01" if locale == "en-GB" else "t02", locale=locale) as page:
        page.goto("/window/")
        row = rich.row("SELECT id FROM bank_customer WHERE ref = 'ALL'")
        other = rich.row("SELECT id FROM bank_card WHERE ref = 'ALL-KE'")
        dollars = rich.row("SELECT id FROM bank_account WHERE ref = 'ALL-U'")
        assert row is not None
        assert dollars is not None
        assert other is not None
        token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
        page.request.post(
            "/window/meet/",
            form={"customer": str(row[0]), "csrfmiddlewaretoken": token},
            headers={"referer": f"{rich.address}/window/"},
        )
        for key, cls in OPERATIONS.items():
            chosen = {"agreement.move": ("to", other), "remittance.receive": ("account", dollars)}
            name, of_his = chosen.get(key, ("", None))
            values = given(key, today) | ({name: str(of_his[0])} if of_his else {})
            query = "&".join(f"{k}={v}" for k, v in {"op": key, **values}.items())
            page.goto(f"/window/?{query}")
            title = cls.title.zh if locale == "zh-CN" else cls.title.en
            if page.locator("[aria-current=true]", has_text=title).count() != 1:
                wrong.append(f"{key}: not the chosen operation")
            items = page.locator("#guide .gi").all_inner_texts()
            if not items:
                why = page.locator("[role=alert], .empty").last.inner_text()
                wrong.append(f"{key}: no guidance: {' '.join(why.split())}")
                continue
            said[key] = items[0]
            if locale == "en-GB" and HAN.search(" ".join(items)):
                found = [line for line in items if HAN.search(line)]
                wrong.append(f"{key}: Chinese in English: {found[0][:200]}")
            if locale == "zh-CN" and not HAN.search(items[0]):
                wrong.append(f"{key}: no Chinese: {items[0][:120]}")
    assert not wrong, "\n".join(wrong)
    assert len(said) == len(OPERATIONS)
