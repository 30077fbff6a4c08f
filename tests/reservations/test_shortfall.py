"""What the next day lacks is found in the evening, by us (case 02019)."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.text import Text
from firstdesk.journal.models import Entry
from firstdesk.reservations import queries, services, tasks
from firstdesk.reservations.models import Shortfall
from firstdesk.reservations.rules import Booked, Line
from firstdesk.staff.models import Alert
from tests import world

TUESDAY = date(2008, 3, 11)
NAME = Text(zh="滨江支行", en="Riverside")


def line(opening: str, *bookings: Booked, **more: Any) -> Line:
    values = {"opening": Decimal(opening), "stocked": True, "bookings": bookings}
    return Line("A01", NAME, "CNY", TUESDAY, **(values | more))


def asked(amount: str, hour: int = 9, taken: bool = False) -> Booked:
    return Booked(Decimal(amount), time(hour), taken)


def test_the_figure_of_the_case() -> None:
    assert line("120000", asked("150000", taken=True)).short == Decimal(30000)


@pytest.mark.parametrize(
    ("bookings", "expected", "short"),
    [
        ([], "0", "0"),
        ([asked("120000")], "0", "0"),
        ([asked("150000")], "50000", "30000"),  # at nine; the delivery comes at half past ten
        ([asked("150000", 11)], "50000", "0"),
        ([asked("100000"), asked("90000", 11)], "50000", "20000"),
        ([asked("130000"), asked("90000", 11)], "50000", "50000"),
    ],
)
def test_before_the_delivery_and_over_the_day(
    bookings: list[Booked], expected: str, short: str
) -> None:
    found = line("120000", *bookings, expected=Decimal(expected), delivery_at=time(10, 30))
    assert found.short == Decimal(short)


@given(
    st.lists(st.tuples(st.integers(1, 10**6), st.integers(8, 17), st.booleans()), max_size=8),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
)
def test_more_stock_is_never_shorter(
    bookings: list[tuple[int, int, bool]], opening: int, more: int
) -> None:
    rows = [Booked(Decimal(a), time(h), t) for a, h, t in bookings]
    less, plus = line(str(opening), *rows), line(str(opening + more), *rows)
    assert plus.short <= less.short
    assert less.short >= 0
    assert (less.short == 0) == (less.booked <= less.amount)


def test_raised_in_the_evening_to_keepers_and_manager_once(
    cast: Any, book: Any, stock: Any
) -> None:
    stock("120000", day=TUESDAY)
    book(day=TUESDAY)
    moved = []
    for moment in ("2008-03-10T16:59", "2008-03-10T17:00", "2008-03-10T17:05"):
        with world.at(moment):
            moved.append(services.raise_shortfalls())
    assert moved == [0, 1, 0]
    row = Shortfall.objects.get()
    assert (row.booked, row.stock, row.short) == (
        Decimal(150000),
        Decimal(120000),
        Decimal(30000),
    )
    told = set(Alert.objects.filter(kind="shortfall").values_list("staff__username", flat=True))
    assert told == {one.username for one in (cast.branch_manager, cast.teller, cast.second_teller)}
    entry = Entry.objects.get(action="reservations.raise_shortfall")
    assert entry.after["short"] == "30000.00"


def test_friday_evening_looks_over_the_weekend_to_monday(cast: Any, book: Any) -> None:
    for day in (15, 17, 18):
        book(amount="1000", day=date(2008, 3, day))
    with world.at("2008-03-14T18:00"):
        assert services.raise_shortfalls() == 2  # nobody set a stock for Saturday and Monday
    assert set(Shortfall.objects.values_list("day", flat=True)) == {
        date(2008, 3, 15),
        date(2008, 3, 17),
    }


def test_a_year_without_a_calendar_looks_three_days_ahead(book: Any) -> None:
    with world.at("2098-12-30T17:30"):
        book(amount="1000", day=date(2098, 12, 31))
        assert services.raise_shortfalls() == 1


def test_what_each_person_sees(cast: Any, book: Any, stock: Any) -> None:
    book()
    book(branch="B02", amount="7000")

    def seen(who: str) -> list[tuple[str, Decimal]]:
        found = queries.shortfalls(cast.actor(getattr(cast, who)))
        return [(one.branch, one.short) for one in found]

    assert seen("teller") == [("A01", Decimal(150000))]
    assert seen("stranger") == [("B02", Decimal(7000))]
    assert len(seen("auditor")) == 2


def test_the_round_does_both(book: Any) -> None:
    book(day=TUESDAY)
    with world.at("2008-03-10T17:30"):
        assert {name: work() for name, work in tasks.ROUNDS.items()} == {
            "expired_reservations": 0,
            "vault_shortfalls": 1,
        }
    with world.at("2008-03-11T17:30"):
        tasks.reservations_round(0)
