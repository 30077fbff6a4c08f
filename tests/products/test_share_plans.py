"""What the share plan takes, when it comes back, and which issues it misses."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from firstdesk.core.calendars import ChinaCalendar
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.products import funds, share_plans
from firstdesk.products.share_plans import Issue
from tests.products.kit import D, bilingual, refused, sums, yuan

CHINA = ChinaCalendar()
MARKET = funds.MarketDays(CHINA)
THREE = time(15)
ISSUES = ("A", "B", "C")


def name(word: str) -> Text:
    return Text(zh=f"{word}股", en=f"{word} Ltd")


def test_case_03012_a_reservation_is_left_alone() -> None:
    booked, least = yuan("480000"), yuan("60000")
    run = share_plans.plan_take(yuan("600000"), reserved=booked, minimum=least)
    assert (run.taken, run.left) == (yuan("120000"), booked)
    at_counter = share_plans.plan_take(yuan("10638"), reserved=booked, minimum=least)
    assert at_counter.taken == yuan("0")
    assert at_counter.reservation_short == yuan("469362")
    bilingual(run.working)
    bilingual(at_counter.working)


def test_case_01006_ten_yuan_short_takes_nothing() -> None:
    least = yuan("60000")
    run = share_plans.plan_take(yuan("59990"), reserved=yuan("0"), minimum=least)
    assert (run.taken, run.minimum_short) == (yuan("0"), yuan("10"))
    assert share_plans.plan_take(least, reserved=yuan("0"), minimum=least).taken == least


def test_only_whole_lots_are_taken() -> None:
    run = share_plans.plan_take(
        yuan("100000"), reserved=yuan("0"), minimum=yuan("0"), lot=yuan("12340")
    )
    assert (run.taken, run.left) == (yuan("98720"), yuan("1280"))
    with refused("lot"):
        share_plans.plan_take(yuan("1"), reserved=yuan("0"), minimum=yuan("0"), lot=yuan("0"))
    with refused("reserved"):
        share_plans.plan_take(yuan("1"), reserved=Money(D(1), "USD"), minimum=yuan("0"))
    with refused("reserved"):
        share_plans.plan_take(yuan("1"), reserved=yuan("-1"), minimum=yuan("0"))


@given(sums, sums, sums, st.none() | sums)
def test_the_run_never_touches_the_reservation(
    balance: Money, reserved: Money, minimum: Money, lot: Money | None
) -> None:
    run = share_plans.plan_take(balance, reserved=reserved, minimum=minimum, lot=lot)
    assert run.taken + run.left == balance
    assert run.left >= min(balance, reserved)
    if run.taken.amount:
        assert not run.reservation_short.amount
        assert not run.minimum_short.amount


def test_the_unallotted_part_comes_back_after_working_days() -> None:
    assert share_plans.refund_day(date(2007, 12, 6), 3, MARKET) == date(2007, 12, 11)
    assert share_plans.refund_day(date(2007, 12, 27), 3, MARKET) == date(2008, 1, 3)
    with refused("subscribed_on"):
        share_plans.refund_day(date(2007, 12, 8), 3, MARKET)
    with refused("working_days"):
        share_plans.refund_day(date(2007, 12, 6), -3, MARKET)


def week(**changes: object) -> list[Issue]:
    """Three issues of a week, not in order of their days."""
    starts = [date(2007, 12, 6), date(2007, 12, 3), date(2007, 12, 4)]
    return [
        Issue(name(word), start, share_plans.refund_day(start, 3, MARKET), **changes)  # type: ignore[arg-type]
        for word, start in zip(ISSUES, starts, strict=True)
    ]


def test_case_03011_issues_close_in_time_exclude_each_other() -> None:
    turns = share_plans.issues_in_turn(week(), yuan("180000"), refund_first=False)
    assert [(turn.issue.name.en, turn.takes_part) for turn in turns] == [
        ("B Ltd", True),
        ("C Ltd", False),
        ("A Ltd", False),
    ]
    assert {turn.blocked_by for turn in turns[1:]} == {turns[0].issue}
    assert turns[1].reason is not None
    assert "6 Dec 2007" in turns[1].reason.en
    again = share_plans.issues_in_turn(week(), yuan("180000"), refund_first=True)
    assert [turn.takes_part for turn in again] == [True, False, True]


def test_case_03011_an_issue_the_bank_skips_locks_nothing() -> None:
    skipped = share_plans.issues_in_turn(week(selected=False), yuan("180000"), refund_first=False)
    assert not any(turn.takes_part for turn in skipped)
    assert all(turn.blocked_by is None for turn in skipped)
    dear = share_plans.issues_in_turn(
        week(least=yuan("180000.01")), yuan("180000"), refund_first=False
    )
    assert not any(turn.takes_part for turn in dear)
    with refused("refunded_on"):
        Issue(name("A"), date(2007, 12, 6), date(2007, 12, 5))
    assert share_plans.issues_in_turn([], yuan("1"), refund_first=False) == ()


@given(st.lists(st.tuples(st.dates(date(2007, 1, 1), date(2007, 3, 1)), st.integers(0, 9))))
def test_money_is_in_one_issue_at_a_time(spans: list[tuple[date, int]]) -> None:
    issues = [Issue(name("A"), on, on + timedelta(days=days)) for on, days in spans]
    turns = share_plans.issues_in_turn(issues, yuan("1"), refund_first=False)
    assert len(turns) == len(issues)
    taken = [turn.issue for turn in turns if turn.takes_part]
    assert all(a.refunded_on < b.subscribed_on for a, b in pairwise(taken))
