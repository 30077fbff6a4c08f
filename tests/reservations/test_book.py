"""Booking: nothing that was left open in cases 02019 and 02021 can be left open here."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.calendars import ChinaCalendar
from firstdesk.core.errors import Forbidden, Invalid, NotFound
from firstdesk.journal.models import Entry
from firstdesk.reservations import rules, services
from firstdesk.reservations.models import Reservation
from firstdesk.reservations.schemas import said
from firstdesk.staff.models import Alert
from tests import world
from tests.reservations.conftest import FRIDAY

SATURDAY = date(2008, 3, 15)


def refused(call: Any, **more: Any) -> Invalid:
    with pytest.raises(Invalid) as found:
        call(**more)
    assert not Reservation.objects.exists()
    return found.value


def test_a_booking_is_a_request_with_a_reference_and_a_sentence(cast: Any, book: Any) -> None:
    row = book(collector="other", collector_name="张小明", collector_relation="儿子")
    assert (row.status, str(row)[:3]) == ("requested", "RV-")
    assert (row.branch, row.booked_by) == (cast.branch_a, cast.teller)
    text = said(row)
    assert f"{row}：3月12日09:00–10:00" in text.zh
    assert "¥150,000.00" in text.zh
    assert "张小明（儿子）" in text.zh
    assert "还没有确认" in text.zh
    assert "not confirmed" in text.en
    entry = Entry.objects.get(action="reservations.book")
    assert (entry.object_name, entry.after["from_time"]) == (str(row), "09:00")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", None),
        ("from_time", None),
        ("to_time", None),
        ("collector", ""),
        ("collector", "neighbour"),
        ("amount", "0"),
        ("amount", "-5"),
        ("amount", "1.005"),
        ("amount", "NaN"),
        ("amount", "many"),
        ("currency", "yuan"),
        ("branch", "X99"),
        ("branch", "KF00"),
        ("account_id", "not-his"),
        ("note", "x" * 501),
    ],
)
def test_what_is_missing_is_refused_at_its_field(book: Any, field: str, value: Any) -> None:
    assert field in refused(book, **{field: value}).fields


def test_all_that_is_wrong_is_said_at_once(book: Any) -> None:
    found = refused(book, day=None, from_time=None, collector="other")
    assert set(found.fields) == {"day", "from_time", "collector_name", "collector_relation"}


@pytest.mark.parametrize(
    ("day", "first", "last", "field"),
    [
        (date(2008, 3, 9), time(9), time(10), "day"),
        (date(2009, 3, 12), time(9), time(10), "day"),
        (date(2008, 3, 12), time(10), time(9), "to_time"),
        (date(2008, 3, 12), time(10), time(10), "to_time"),
        (date(2008, 3, 10), time(8), time(9, 20), "to_time"),
    ],
)
def test_a_window_lies_ahead_and_forward(
    book: Any, day: date, first: time, last: time, field: str
) -> None:
    assert field in refused(book, day=day, from_time=first, to_time=last).fields


def test_only_who_serves_the_customer_books(cast: Any, book: Any, zhang: Any) -> None:
    values = {
        "customer_id": zhang.id,
        "amount": "1000",
        "day": date(2008, 3, 12),
        "from_time": time(9),
        "to_time": time(10),
        "collector": "holder",
    }
    with pytest.raises(NotFound):
        services.book(cast.actor(cast.second_teller), **values)
    with pytest.raises(Forbidden):
        services.book(cast.actor(cast.auditor), **values)


# --- lead time -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "day", "short"),
    [
        ("49999.99", date(2008, 3, 10), False),
        ("50000", date(2008, 3, 10), True),
        ("150000", date(2008, 3, 10), True),
        ("150000", date(2008, 3, 11), False),
        ("300000", date(2008, 3, 16), False),
    ],
)
def test_large_cash_is_booked_a_working_day_ahead(
    book: Any, amount: str, day: date, short: bool
) -> None:
    row = book(amount=amount, day=day, to_time=time(16))
    assert row.short_notice is short


def test_short_notice_is_no_refusal_but_the_keepers_see_it(cast: Any, book: Any) -> None:
    book(day=date(2008, 3, 10), from_time=time(16), to_time=time(17))
    told = {alert.staff_id for alert in Alert.objects.filter(kind="reservation")}
    assert {cast.branch_manager.pk, cast.second_teller.pk} <= told
    assert cast.stranger.pk not in told


def test_a_weekend_is_no_lead_time() -> None:
    friday, sunday, monday = date(2008, 3, 14), date(2008, 3, 16), date(2008, 3, 17)
    assert rules.is_short_notice(friday, sunday, 1, ChinaCalendar())
    assert not rules.is_short_notice(friday, monday, 1, ChinaCalendar())


# --- foreign notes -------------------------------------------------------------------------------


def test_foreign_notes_ask_first_where_the_money_comes_from(book: Any) -> None:
    found = refused(book, currency="AUD", amount="5000")
    assert next(iter(found.fields)) == "source"


def test_aud_cannot_be_bought_on_a_saturday(book: Any, rates: None) -> None:
    with world.at(FRIDAY):
        found = refused(book, currency="AUD", amount="5000", source="buy", day=SATURDAY)
    assert found.code == "weekend_currency"
    assert found.extra["policy"]["code"] == "FX-002"
    ways = [way["en"] for way in found.extra["ways"]]
    assert ways[0] == "buy AUD with yuan today and only collect the notes on 15 March"
    assert "US dollars" in ways[1]
    assert "remittance" in ways[2]


def test_on_a_saturday_the_way_is_monday(book: Any, rates: None) -> None:
    with world.at("2008-03-15T09:10"):
        found = refused(book, currency="AUD", amount="500", source="buy", day=date(2008, 3, 16))
    assert found.extra["ways"][0]["en"] == "buy AUD from 17 March on"


def test_usd_bought_or_aud_held_is_collected_on_a_saturday(
    book: Any, aud: Any, rates: None
) -> None:
    with world.at(FRIDAY):
        dollars = book(currency="USD", amount="5000", source="buy", day=SATURDAY)
        held = book(
            currency="AUD", amount="3000", source="account", account_id=str(aud.pk), day=SATURDAY
        )
    assert dollars.status == held.status == "requested"
    assert dollars.short_notice  # two days' notice


@pytest.mark.parametrize(
    ("currency", "day", "allowed"),
    [("AUD", SATURDAY, False), ("USD", SATURDAY, True), ("AUD", date(2008, 3, 14), True)],
)
def test_the_rule_of_the_case(currency: str, day: date, allowed: bool) -> None:
    assert rules.may_buy(currency, day, ["USD"]) is allowed


def test_two_days_notice_for_foreign_notes(book: Any) -> None:
    for day, short in ((date(2008, 3, 11), True), (date(2008, 3, 12), False)):
        row = book(currency="USD", amount="100", source="cash", day=day)
        assert row.short_notice is short
        assert row.identity  # foreign notes always


def test_an_account_must_hold_the_currency(book: Any, zhang: Any, rates: None) -> None:
    wanted = {"currency": "AUD", "amount": "100", "source": "account"}
    assert "account_id" in refused(book, **wanted).fields
    assert "account_id" in refused(book, **wanted, account_id=str(zhang.debit.pk)).fields


# USD 10,000 at 711.20 a hundred is AUD 10,712.456… at 663.90: rounded down to the cent.
CEILING = "10712.45"


def test_the_ceiling_is_shown_in_the_currency_at_the_day_s_rate(book: Any, rates: None) -> None:
    found = refused(book, currency="AUD", amount="12000", source="buy")
    assert found.code == "over_ceiling"
    assert found.extra["ceiling"] == {"amount": CEILING, "currency": "AUD"}
    assert found.extra["above"] == {"amount": "1287.55", "currency": "AUD"}
    assert "remit" in found.do.en
    book(currency="AUD", amount=CEILING, source="buy")


def test_a_yen_ceiling_uses_the_yen_s_unit(book: Any, rates: None) -> None:
    found = refused(book, currency="JPY", amount="1100000", source="buy")
    # 10,000 × 7.112 ÷ 0.07006 = 1,015,129.88…; there is no tenth of a yen
    assert found.extra["ceiling"] == {"amount": "1015129", "currency": "JPY"}


def test_two_bookings_of_a_day_share_the_ceiling(book: Any, rates: None) -> None:
    book(currency="USD", amount="8000", source="buy")
    with pytest.raises(Invalid) as found:
        book(currency="AUD", amount="3000", source="buy")
    assert found.value.extra["ceiling"] == {"amount": "2142.49", "currency": "AUD"}
    book(currency="AUD", amount="3000", source="buy", day=date(2008, 3, 13))
    assert Reservation.objects.count() == 2


def test_without_a_rate_nothing_is_guessed(book: Any) -> None:
    found = refused(book, currency="AUD", amount="100", source="buy")
    assert found.code == "no_rate"


# --- notes, identity, purpose --------------------------------------------------------------------


def test_notes_must_add_up(book: Any) -> None:
    found = refused(book, denominations={"100": 1000, "50": 900})
    assert "145,000" in found.fields["denominations"].en
    row = book(denominations={"100": "1000", "50": 1000, "20": 0})
    assert row.denominations == {"100": 1000, "50": 1000}


@pytest.mark.parametrize("notes", [{"x": 1}, {"100": "many"}, {"100": -1}, {"-5": 1}, {"0": 1}])
def test_notes_that_are_none(book: Any, notes: dict[str, Any]) -> None:
    assert "denominations" in refused(book, denominations=notes).fields


@given(st.dictionaries(st.sampled_from(["100", "50", "20", "10"]), st.integers(0, 10**6)))
def test_read_notes_keep_their_sum(notes: dict[str, int]) -> None:
    whole = sum((Decimal(value) * many for value, many in notes.items()), Decimal(0))
    assert rules.total_of(rules.read_notes(notes)) == whole


@pytest.mark.parametrize(("amount", "needed"), [("50000", False), ("50000.01", True)])
def test_identity_above_fifty_thousand(book: Any, amount: str, needed: bool) -> None:
    assert book(amount=amount).identity is needed


@pytest.mark.parametrize(
    ("today", "needed"),
    [("2022-02-24T09:00", False), ("2022-03-01T09:00", True), ("2026-01-05T09:00", False)],
)
def test_purpose_is_registered_from_2022_to_2025(book: Any, today: str, needed: bool) -> None:
    with world.at(today):
        day = world.moment(today).date() + timedelta(days=1)
        if needed:
            found = refused(book, day=day)
            assert (found.code, set(found.fields)) == ("purpose_needed", {"purpose"})
            assert found.extra["policy"]["code"] == "RS-001"
        row = book(day=day, purpose="装修" if needed else "")
    assert [rule["code"] for rule in row.rules] == ["RS-001", "RS-002", "CA-002"]


def test_the_window_and_two_hours_then_it_ends(book: Any) -> None:
    assert book().expires_at == world.moment("2008-03-12T12:00")
