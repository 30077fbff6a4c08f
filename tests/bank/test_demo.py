"""The demo bank: the same everywhere, on any day, and harmless to build twice."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.db import transaction

from firstdesk.bank import models
from firstdesk.bank.demo import CUSTOMERS, PEOPLE, SIGN_INS, DemoReport, build_demo, rows_of
from firstdesk.bank.demo.numbers import card_number, id_number, luhn
from firstdesk.bank.encounters import call_next
from firstdesk.bank.queries import customer_glance, waiting
from firstdesk.core import clock
from firstdesk.staff.models import Branch, Staff
from firstdesk.staff.roles import Role

DAY = date(2007, 12, 4)
MORNING = datetime(2007, 12, 4, 2, 24, tzinfo=UTC)
SECRET = "a-long-demo-word"


@pytest.fixture(scope="module")
def _once(django_db_setup: None, django_db_blocker: Any) -> Iterator[DemoReport]:
    """Builds the demo on the mocks' day, once for all tests here, and takes it away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.frozen(MORNING):
            report = build_demo(DAY, password=SECRET)
        yield report
        transaction.set_rollback(True)


@pytest.fixture
def built(_once: DemoReport, db: None) -> DemoReport:
    """The demo bank; what a test changes in it is undone."""
    return _once


def test_the_same_rows_come_out_every_time() -> None:
    assert rows_of(DAY) == rows_of(DAY)


def test_another_day_moves_dates_and_nobody() -> None:
    first, later = rows_of(DAY), rows_of(DAY + timedelta(days=9))
    for kind in first:
        refs = [
            [row["ref"] for row in rows[kind] if kind != "loss_reports"] for rows in (first, later)
        ]
        assert refs[0] == refs[1], kind
    names = [[row["name_zh"] for row in rows["customers"]] for rows in (first, later)]
    assert names[0] == names[1]
    balances = [[row["balance"] for row in rows["accounts"]] for rows in (first, later)]
    assert balances[0] == balances[1]


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 12, 31)])
def test_any_day_will_do(db: None, day: date) -> None:
    report = build_demo(day, password=SECRET)
    assert report.created > 15_000
    assert models.Encounter.objects.filter(day=day, number="A037").exists()


def test_it_is_built_in_seconds_and_building_again_changes_nothing(db: None) -> None:
    with clock.frozen(MORNING):
        started = time.perf_counter()
        first = build_demo(DAY, password=SECRET)
        assert time.perf_counter() - started < 30
        stamps = set(models.Account.objects.values_list("loaded_at", flat=True))
        secrets = dict(Staff.objects.values_list("username", "password"))
    with clock.frozen(MORNING + timedelta(hours=1)):
        again = build_demo(DAY, password="another-word")
    assert (first.branches, first.staff, first.waiting) == (5, 30, 11)
    assert (again.branches, again.staff, again.waiting) == (0, 0, 0)
    assert (again.created, again.updated, again.unchanged) == (0, 0, first.created)
    assert set(models.Account.objects.values_list("loaded_at", flat=True)) == stamps
    assert dict(Staff.objects.values_list("username", "password")) == secrets
    assert str(first.created) in str(first)


def test_an_empty_password_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="password"):
        build_demo(DAY, password="")


def test_the_bank_has_its_size_and_its_roles(built: DemoReport) -> None:
    assert models.Customer.objects.count() == CUSTOMERS == 2_000
    assert Branch.objects.filter(kind="branch").count() == 3
    assert Staff.objects.count() == len(PEOPLE) == 30
    assert set(Staff.objects.values_list("role", flat=True)) == set(Role.values)
    lu = Staff.objects.select_related("branch").get(username="t03")
    assert (lu.name_zh, lu.window, lu.branch.code) == ("陆青", "3", "BJ01")
    assert check_password(SECRET, lu.password)
    assert {name for name, _, _ in SIGN_INS} <= {person.username for person in PEOPLE}
    assert {role for _, _, role in SIGN_INS} == {value.replace("_", " ") for value in Role.values}


def test_the_crowd_is_mixed(built: DemoReport) -> None:
    kinds = Counter(models.Account.objects.values_list("kind", flat=True))
    assert min(kinds[kind] for kind in ("time", "notice", "sweep", "credit", "settlement")) > 20
    reached = models.ContactPoint.objects.filter(kind="mobile").values("customer").distinct()
    assert 100 < CUSTOMERS - reached.count() < 400
    for table in (models.Loan, models.Entitlement, models.DepositNotice, models.ScheduledDebit):
        assert table._default_manager.count() > 40, table
    assert models.ScheduledDebit.objects.filter(due_on__lte=DAY).count() == 0


def test_numbers_have_check_digits_and_belong_to_nobody(built: DemoReport) -> None:
    for number in models.Card.objects.values_list("number", flat=True):
        assert (number[:6], len(number), luhn(number)) == ("999999", 16, 0)
    ids = models.Customer.objects.filter(kind="person").values_list("id_number", "born_on")
    for number, born in ids:
        assert born is not None
        assert number[:2] == "99"
        assert number == id_number(born, int(number[14:17]))
    cards = list(models.Card.objects.values_list("number", flat=True))
    assert len(set(cards)) == len(cards)


def test_check_digits_are_those_of_the_standards() -> None:
    # A widely printed example of GB 11643: 11010519491231002X.
    body = "11010519491231002"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(d) * w for d, w in zip(body, weights, strict=True))
    assert "10X98765432"[total % 11] == "X"
    assert id_number(date(1949, 12, 31), 2)[:17] == "99000019491231002"
    assert luhn("79927398713") == 0
    assert luhn("79927398710") != 0
    assert card_number(44102, "3370").endswith("3370")


def test_zhang_waits_with_his_numbers_as_at_the_counter(built: DemoReport) -> None:
    lu = Staff.objects.select_related("branch").get(username="t03").actor()
    with clock.frozen(MORNING):
        assert [visit.number for visit in waiting(lu)] == [
            "A037", "A038", "A039", "A040", "A041", "A042", "V006",
        ]  # fmt: skip
        visit = call_next(lu)
        zhang = customer_glance(lu, visit.customer_id)
    assert (visit.number, visit.service_zh) == ("A037", "信用卡")
    assert MORNING - visit.taken_at == timedelta(minutes=18)
    assert (zhang.ref, zhang.name.zh, zhang.age) == ("882044102207", "张文澜", 58)
    assert zhang.entitlement is not None
    assert zhang.entitlement.name.zh == "贵宾二级"
    assert zhang.home_branch is not None
    assert zhang.home_branch.zh == "城西支行"
    assert not zhang.contact_quality.sms
    assert [need.kind for need in zhang.needs] == ["hearing"]
    assert [(card.tail, str(card.balance)) for card in zhang.cards] == [
        ("3370", "CNY 9,436.18"),
        ("6021", "CNY -6,820.40"),
    ]
    (bill,) = zhang.statements
    assert (bill.dated, bill.due_on, bill.days) == (date(2007, 11, 10), date(2007, 12, 5), 1)
    assert (bill.unpaid.amount, bill.minimum.amount) == (Decimal("6820.40"), Decimal("682.04"))
    assert zhang.cards[1].statement_day == 10
    debit = models.ScheduledDebit.objects.get(account__customer__ref=zhang.ref)
    assert (debit.due_on, debit.amount) == (date(2007, 12, 20), Decimal("1866.00"))


def test_each_of_the_others_has_his_trouble(built: DemoReport) -> None:
    def accounts(ref: str) -> Any:
        return models.Account.objects.filter(customer__ref=ref)

    lost = models.LossReport.objects.get(customer__ref="882044109903")
    assert clock.local(lost.reported_at).date() == DAY
    assert models.Card.objects.filter(customer=lost.customer, status="active").count() == 2
    deposit = accounts("882044109902").get(kind="time")
    assert (deposit.matures_on - DAY).days == 214
    assert deposit.term_months == 36
    notice = models.DepositNotice.objects.get(account__customer__ref="882044109904")
    assert (notice.given_on, notice.for_date) == (DAY - timedelta(days=7), DAY)
    assert sum(a.balance for a in accounts("882044109905")) == 150_000
    fee = models.ScheduledDebit.objects.get(account__customer__ref="882044109901")
    assert (fee.due_on - DAY).days == 1
    assert accounts("882044109901").get().balance - fee.amount < 60_000


def test_a_later_day_moves_the_bank_along(built: DemoReport) -> None:
    report = build_demo(DAY + timedelta(days=7), password=SECRET)
    assert report.created == 1  # the loss report of that day
    assert report.updated > 2_000
    assert report.waiting == 11
