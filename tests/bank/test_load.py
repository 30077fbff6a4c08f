"""`bank.load`: what goes in, what is refused, and that nothing is half loaded."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.bank import models
from firstdesk.bank.schemas import KINDS
from firstdesk.bank.services import load
from firstdesk.core.errors import Forbidden, Invalid, NotFound
from firstdesk.journal.models import Entry
from tests.bank.rows import SYSTEM, account, card, contact, customer, give


def refusal(kind: str, row: dict[str, Any]) -> tuple[str, str]:
    """The field and the English reason of a row's only refusal; nothing may be stored."""
    before = KINDS[kind].model._default_manager.count()
    report = load(SYSTEM, kind, [row])
    assert not report.stored
    assert KINDS[kind].model._default_manager.count() == before
    (only,) = report.refused
    for text in (only.what, only.why, only.do):
        assert text.zh
        assert text.en
        assert text.zh != text.en
    return only.field, only.what.en


def test_rows_are_created_found_again_and_changed(cast: Any) -> None:
    first = give("customers", customer("C1"), customer("C2", name_zh="林晓"))
    assert (first.created, first.updated, first.unchanged) == (2, 0, 0)
    id_before = models.Customer.objects.get(ref="C1").pk

    again = give("customers", customer("C1"), customer("C2", name_zh="林晓"))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)

    third = give("customers", customer("C1", name_zh="张文蓝"), customer("C3"))
    assert (third.created, third.updated, third.unchanged) == (1, 1, 0)
    changed = models.Customer.objects.get(ref="C1")
    assert (changed.pk, changed.name_zh) == (id_before, "张文蓝")
    assert changed.search == ["张", "文", "蓝", "zhang", "wenlan"]


def test_unchanged_rows_are_not_written(cast: Any) -> None:
    give("customers", customer())
    stamp = models.Customer.objects.get().loaded_at
    give("customers", customer())
    assert models.Customer.objects.get().loaded_at == stamp


def test_a_field_left_out_is_stored_empty(cast: Any) -> None:
    give("customers", customer())
    row = customer()
    del row["home_branch"], row["title_en"]
    assert give("customers", row).updated == 1
    stored = models.Customer.objects.get()
    assert (stored.home_branch, stored.title_en) == (None, "")


def test_every_kind_loads_and_repeats(cast: Any) -> None:
    """One row of each kind, twice: created, then unchanged."""
    rows: dict[str, list[dict[str, Any]]] = {
        "customers": [customer()],
        "contacts": [contact()],
        "entitlements": [
            {"ref": "E1", "customer": "C1", "tier": "vip2", "valid_from": "2007-01-01"}
        ],
        "accounts": [
            # The sub-account before its parent: order inside a call does not matter.
            account("A3", kind="sweep", parent="A1", balance="140000"),
            account("A1"),
            account("A2", kind="credit", balance="-6820.40"),
            account("A4", kind="notice", notice_days=7, opened_on="2007-11-01"),
        ],
        "deposit_notices": [
            {
                "ref": "N1",
                "account": "A4",
                "given_on": "2007-11-27",
                "for_date": "2007-12-04",
                "amount": "100000",
            }
        ],
        "cards": [
            card("K1"),
            card("K2", "A2", kind="credit", statement_day=10, credit_limit="20000"),
        ],
        "statements": [
            {
                "ref": "S1",
                "card": "K2",
                "dated": "2007-11-10",
                "due_on": "2007-12-05",
                "currency": "CNY",
                "amount": "6820.40",
                "minimum": "682.04",
            }
        ],
        "agreements": [
            {
                "ref": "G1",
                "customer": "C1",
                "kind": "sweep",
                "account": "A1",
                "branch": "B02",
                "signed_by": cast.stranger.username,
                "signed_on": "2007-03-01",
                "terms": {"reserve": "10000.00"},
            }
        ],
        "loans": [
            {
                "ref": "L1",
                "customer": "C1",
                "account": "A1",
                "kind": "mortgage",
                "principal": "200000",
                "outstanding": "150000.55",
                "currency": "CNY",
                "rate": "6.84",
                "started_on": "2003-12-20",
                "months": 240,
                "instalment": "1866.00",
                "next_due_on": "2007-12-20",
            }
        ],
        "scheduled_debits": [
            {
                "ref": "D1",
                "account": "A1",
                "due_on": "2007-12-20",
                "amount": "1866.00",
                "currency": "CNY",
                "kind": "loan",
                "label_zh": "房贷",
                "label_en": "Mortgage",
            }
        ],
        "transactions": [
            {
                "ref": "T1",
                "account": "A1",
                "booked_at": "2007-12-01T09:30:00+08:00",
                "amount": "-20.5",
                "currency": "CNY",
                "kind": "fee",
            }
        ],
        "loss_reports": [
            {
                "ref": "R1",
                "customer": "C1",
                "card": "K1",
                "reported_at": "2007-12-04 08:10",
                "channel": "phone",
            }
        ],
        "risk_profiles": [
            {"ref": "P1", "customer": "C1", "assessed_on": "2007-11-02", "grade": 2}
            | {"experienced": False, "liquid_savings": "200000", "horizon_months": 24}
        ],
        "offerings": [
            {"ref": "F1", "kind": "fund", "style": "bond", "name_zh": "稳健债券", "grade": 2}
            | {"name_en": "Steady bonds", "minimum": "1000", "fee_percent": "1.5"}
            | {"sold_from": "2007-01-01"}
        ],
        "share_issues": [
            {"ref": "N1", "name_zh": "新股甲", "name_en": "Issue A", "state": "planned"}
            | {"subscribed_on": "2007-12-10", "refund_on": "2007-12-13"}
        ],
        "rate_quotes": [
            {"ref": "Q1", "currency": "JPY", "unit": 100000, "quoted_at": "2007-12-04T09:00"}
            | {"cash_buy": "6479.34", "remittance_buy": "6694.42", "sell": "6748.20"}
        ],
        "internal_accounts": [
            {"ref": "I1", "branch": "B02", "currency": "GBP", "last_entry_on": "2007-09-01"}
        ],
    }
    assert set(rows) == set(KINDS)
    for kind in KINDS:
        assert give(kind, *rows[kind]).created == len(rows[kind])
    for kind in KINDS:
        assert give(kind, *rows[kind]).unchanged == len(rows[kind])

    assert models.Account.objects.get(ref="A3").parent == models.Account.objects.get(ref="A1")
    assert models.Agreement.objects.get().signed_by == cast.stranger
    assert models.Loan.objects.get().outstanding == Decimal("150000.55")
    # Without an offset a moment is on the bank's own clock, eight hours ahead of UTC.
    assert models.LossReport.objects.get().reported_at == datetime(2007, 12, 4, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "row", "field", "words"),
    [
        ("customers", customer(nickname="小张"), "nickname", "no such field"),
        ("customers", {**customer(), "name_zh": ""}, "name_zh", "missing"),
        ("customers", {**customer(), "name_zh": "  "}, "name_zh", "missing"),
        ("customers", {**customer(), "ref": None}, "ref", "missing"),
        ("customers", customer(born_on="2024-02-30"), "born_on", "no day 2024-02-30"),
        ("customers", customer(born_on="12/03/1949"), "born_on", "not a date"),
        ("customers", customer(born_on="2999-01-01"), "born_on", "after today"),
        ("customers", customer(name_zh="张" * 81), "name_zh", "at most 80"),
        ("customers", customer(name_zh="张\x00"), "name_zh", "cannot be kept"),
        ("customers", customer(name_zh="\ud800"), "name_zh", "cannot be kept"),
        ("customers", customer(home_branch="X99"), "home_branch", "X99"),
        ("customers", customer(kind="robot"), "kind", "not one of"),
        ("customers", customer(needs=[{"kind": "hearing"}]), "needs", "right form"),
        ("customers", customer("张1"), "ref", "form"),
        ("contacts", contact(owner="C9"), "customer", "C9"),
        ("contacts", contact(value="028-80123456"), "value", "landline"),
        ("contacts", contact(value="1380000123"), "value", "not a mobile"),
        ("contacts", contact(value="95588"), "value", "service number"),
        ("contacts", contact(kind="landline"), "value", "mobile number, not a landline"),
        ("contacts", contact(kind="email", value="nobody"), "value", "e-mail"),
        ("accounts", account(currency="RMB"), "currency", "currency code"),
        ("accounts", account(currency="cny"), "currency", "currency code"),
        ("accounts", account(balance="-0.01"), "balance", "negative"),
        ("accounts", account(balance="1.005"), "balance", "2 decimals"),
        ("accounts", account(balance="1e400"), "balance", "too large"),
        ("accounts", account(balance="NaN"), "balance", "not a number"),
        ("accounts", account(balance=True), "balance", "not a number"),
        ("accounts", account(balance="1,00"), "balance", "not a number"),
        ("accounts", account(currency="JPY", balance="100.50"), "balance", "0 decimals"),
        ("accounts", account(kind="sweep"), "parent", "missing"),
        ("accounts", account(parent="A1"), "parent", "sub-account"),
        ("accounts", account(kind="notice", opened_on="2007-01-01"), "notice_days", "missing"),
        ("accounts", account(parent="A9"), "parent", "A9"),
        ("cards", card(number="12345"), "number", "form"),
        ("cards", card(kind="credit", statement_day=10, credit_limit=1), "account", "wrong kind"),
        ("cards", card(annual_fee_due_on="2026-12-01"), "annual_fee", "missing"),
        ("cards", card(owner="C2"), "account", "another customer"),
    ],
)
def test_a_wrong_row_is_refused_with_its_field(
    cast: Any, kind: str, row: dict[str, Any], field: str, words: str
) -> None:
    give("customers", customer(), customer("C2"))
    if kind == "cards":
        give("accounts", account())
    found, what = refusal(kind, row)
    assert found == field
    assert words in what


def test_a_time_deposit_needs_all_its_arithmetic_needs(cast: Any) -> None:
    give("customers", customer())
    report = load(SYSTEM, "accounts", [account(kind="time")])
    assert {r.field for r in report.refused} == {"term_months", "rate", "opened_on", "matures_on"}
    assert report.refused_rows == 1


def test_sub_accounts_are_one_level_deep(cast: Any) -> None:
    give("customers", customer())
    give("accounts", account("A1"), account("A2", parent="A1"))
    assert refusal("accounts", account("A3", parent="A2"))[0] == "parent"
    give("accounts", account("A3", parent="A1"))


def test_a_parent_refused_in_the_same_call_takes_its_sub_accounts_along(cast: Any) -> None:
    give("customers", customer())
    rows = [
        account("A2", parent="A1"),
        account("A1", balance="-1"),
        account("A4", parent="A3"),
        account("A3", opened_on="soon"),
        account("A5"),
    ]
    report = load(SYSTEM, "accounts", rows, partial=True)
    assert [(r.row, r.field) for r in report.refused] == [
        (1, "parent"),
        (2, "balance"),
        (3, "parent"),
        (4, "opened_on"),
    ]
    assert list(models.Account.objects.values_list("ref", flat=True)) == ["A5"]


def test_a_statement_falls_due_after_its_date(cast: Any) -> None:
    give("customers", customer())
    give("accounts", account("A2", kind="credit", balance="-10"))
    give("cards", card("K2", "A2", kind="credit", statement_day=10, credit_limit="20000"))
    statement = {
        "ref": "S1",
        "card": "K2",
        "dated": "2007-11-10",
        "due_on": "2007-11-10",
        "currency": "CNY",
        "amount": "10",
        "minimum": "10.01",
    }
    report = load(SYSTEM, "statements", [statement])
    assert {r.field for r in report.refused} == {"due_on", "minimum"}


def test_one_ref_comes_once_in_a_call(cast: Any) -> None:
    report = load(SYSTEM, "customers", [customer(), customer("C2"), customer()])
    (only,) = report.refused
    assert (only.row, only.ref, only.field) == (3, "C1", "ref")
    assert "row 1" in only.what.en


def test_a_row_that_is_no_object_is_refused(cast: Any) -> None:
    report = load(SYSTEM, "customers", [customer(), ["C2"], None])
    assert [r.row for r in report.refused] == [2, 3]


def test_nothing_is_half_loaded(cast: Any) -> None:
    report = load(SYSTEM, "customers", [customer(), customer("C2", born_on="2024-02-30")])
    assert (report.stored, report.created, report.refused_rows) == (False, 1, 1)
    assert "nothing" in report.summary.en
    assert not models.Customer.objects.exists()
    entry = Entry.objects.get(action="bank.load")
    assert entry.after is not None
    assert (entry.after["stored"], entry.after["received"]) == (False, 2)


def test_partial_stores_the_good_rows_and_lists_the_others(cast: Any) -> None:
    rows = [customer(), customer("C2", born_on="2024-02-30"), customer("C3")]
    report = load(SYSTEM, "customers", rows, partial=True)
    assert (report.stored, report.created) == (True, 2)
    assert [(r.row, r.ref, r.field) for r in report.refused] == [(2, "C2", "born_on")]
    assert set(models.Customer.objects.values_list("ref", flat=True)) == {"C1", "C3"}


def test_10001_rows_are_too_many(cast: Any) -> None:
    with pytest.raises(Invalid) as refused:
        load(SYSTEM, "customers", [customer(f"C{n}") for n in range(10_001)])
    assert refused.value.code == "too_many_rows"
    assert refused.value.extra == {"rows": 10_001, "most": 10_000}
    assert not models.Customer.objects.exists()


def test_10000_rows_load_in_seconds_and_few_queries(
    cast: Any, django_assert_max_num_queries: Any
) -> None:
    give("customers", *(customer(f"C{n}") for n in range(100)))
    rows = [account(f"A{n}", f"C{n % 100}", number=f"62{n:010}") for n in range(10_000)]
    started = time.perf_counter()
    with django_assert_max_num_queries(24):
        assert give("accounts", *rows).created == 10_000
    assert time.perf_counter() - started < 10
    with django_assert_max_num_queries(12):
        assert give("accounts", *rows).unchanged == 10_000


def test_numbers_arrive_exactly(cast: Any) -> None:
    give("customers", customer())
    amounts = ["60,010.00", 60010.1, 60010, "0.07", 9436.18, "999999999999999.99"]
    rows = [account(f"A{n}", balance=amount) for n, amount in enumerate(amounts)]
    give("accounts", *rows)
    stored = models.Account.objects.order_by("ref").values_list("balance", flat=True)
    assert [str(balance) for balance in stored] == [
        "60010.00",
        "60010.10",
        "60010.00",
        "0.07",
        "9436.18",
        "999999999999999.99",
    ]
    found, what = refusal("accounts", account("A9", balance=123456789012345.67))
    assert (found, "exactly" in what) == ("balance", True)


def test_refusals_do_not_repeat_personal_data(cast: Any) -> None:
    report = load(SYSTEM, "customers", [customer(id_number="990000194903121239！")])
    assert "9900001949" not in str(report.to_json())


def test_a_call_leaves_one_entry_with_counts_and_no_data(cast: Any) -> None:
    load(cast.actor(cast.administrator), "customers", [customer()])
    entry = Entry.objects.get(action="bank.load")
    assert entry.after == {
        "partial": False,
        "received": 1,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "refused_rows": 0,
        "stored": True,
    }
    assert (entry.object_type, entry.object_id) == ("bank.Customer", "customers")


def test_only_an_administrator_loads(cast: Any) -> None:
    for role in ("teller", "branch_manager", "auditor", "quality_officer"):
        with pytest.raises(Forbidden):
            load(cast.actor(getattr(cast, role)), "customers", [customer()])
    assert not models.Customer.objects.exists()


def test_an_unknown_kind_names_those_that_exist(cast: Any) -> None:
    with pytest.raises(NotFound) as refused:
        load(SYSTEM, "people", [])
    assert "customers" in refused.value.do.en
