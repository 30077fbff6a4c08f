"""The clock can be stopped and moved; identifiers sort by it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from firstdesk.core import clock, ids
from firstdesk.core.actor import Actor

LATE = datetime(2007, 12, 4, 16, 30, tzinfo=UTC)  # half past midnight of the 5th in Shanghai


@pytest.fixture
def _zone() -> Iterator[None]:
    yield
    clock.configure("Asia/Shanghai")


def test_now_is_utc_and_real() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().tzinfo is UTC
    assert not clock.is_frozen()


def test_the_business_date_is_the_banks() -> None:
    with clock.frozen(LATE):
        assert clock.today() == date(2007, 12, 5)
        assert clock.today(UTC) == date(2007, 12, 4)
        assert clock.local(LATE).hour == 0


@pytest.mark.usefixtures("_zone")
def test_the_bank_may_be_elsewhere() -> None:
    clock.configure("America/New_York")
    with clock.frozen(LATE):
        assert clock.today() == date(2007, 12, 4)


def test_a_stopped_clock_moves_only_when_told_and_starts_again() -> None:
    with clock.frozen(LATE):
        assert clock.now() == clock.now() == LATE
        clock.advance(timedelta(days=1))
        assert clock.now() == LATE + timedelta(days=1)
        with clock.frozen(datetime(2020, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))):
            assert clock.now() == datetime(2019, 12, 31, 16, tzinfo=UTC)
        assert clock.now() == LATE + timedelta(days=1)
    assert clock.now().year > 2020


def test_the_clock_starts_again_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), clock.frozen(LATE):
        raise ZeroDivisionError
    assert not clock.is_frozen()


def test_other_threads_keep_their_time() -> None:
    seen: list[datetime] = []
    with clock.frozen(LATE):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen[0].year > 2020


def test_moments_need_a_zone_and_a_running_clock_cannot_be_moved() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.frozen(datetime(2007, 12, 4)):
        pass
    with pytest.raises(RuntimeError, match="stopped"):
        clock.advance(timedelta(1))


def test_ids_are_version_seven_and_carry_the_moment() -> None:
    with clock.frozen(LATE):
        made = ids.new_id()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(LATE.timestamp() * 1000)


def test_ids_of_one_moment_differ_and_keep_their_order() -> None:
    with clock.frozen(LATE):
        made = [ids.new_id() for _ in range(2000)]
        assert len(set(made)) == 2000
        assert made == sorted(made)
        clock.advance(timedelta(milliseconds=1))
        assert ids.new_id() > made[-1]
    assert all(each.version == 7 for each in made)


def test_ids_of_many_threads_differ() -> None:
    made: list[object] = []

    def work() -> None:
        with clock.frozen(LATE):
            made.extend([ids.new_id() for _ in range(500)])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2000


def test_codes_can_be_read_out() -> None:
    assert ids.short_code("FD", 1203) == "FD-1203"


def test_the_system_acts_without_branch_or_limits() -> None:
    actor = Actor.system("r-1")
    assert (actor.role, actor.staff_id, actor.branch_id, actor.request_id) == (
        "system",
        None,
        None,
        "r-1",
    )
    assert actor.scopes is None
