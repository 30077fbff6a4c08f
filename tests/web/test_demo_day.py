"""`firstdesk up` brings the demo to today, and leaves a bank's own database alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from firstdesk.bank.demo import SIGN_INS, last_built
from firstdesk.core.actor import Actor
from firstdesk.journal.services import record
from firstdesk.web.commands import data

TODAY = date(2026, 3, 2)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[date | None]:
    """The days for which the demo was built."""
    days: list[date | None] = []
    monkeypatch.setattr(data, "_demo", days.append)
    return days


def build_on(day: date) -> None:
    record(Actor.system("demo"), "bank.build_demo", ("bank.Demo", day.isoformat()))


@pytest.mark.django_db
def test_an_empty_database_gets_the_demo(built: list[date | None]) -> None:
    assert data._bring_demo(TODAY, demo=True) == list(SIGN_INS)
    assert built == [TODAY]


@pytest.mark.django_db
def test_without_the_demo_it_stays_empty(built: list[date | None]) -> None:
    assert data._bring_demo(TODAY, demo=False) == []
    assert built == []


def test_a_bank_with_its_own_staff_is_left_alone(cast: Any, built: list[date | None]) -> None:
    assert data._bring_demo(TODAY, demo=True) == []
    assert built == []


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", [True, False])
def test_yesterdays_demo_is_moved_to_today(built: list[date | None], wanted: bool) -> None:
    build_on(TODAY - timedelta(days=30))
    build_on(TODAY - timedelta(days=1))
    assert last_built() == TODAY - timedelta(days=1)
    assert data._bring_demo(TODAY, demo=wanted) == list(SIGN_INS)
    assert built == [TODAY]


@pytest.mark.django_db
def test_todays_demo_stays_as_it_is(built: list[date | None]) -> None:
    build_on(TODAY)
    assert data._bring_demo(TODAY, demo=True) == list(SIGN_INS)
    assert built == []
