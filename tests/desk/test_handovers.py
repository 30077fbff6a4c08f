"""Handing over: only by acceptance; until then, and when refused, the sender owns the case."""

from __future__ import annotations

from typing import Any

import pytest

from firstdesk.core.errors import Conflict, Forbidden, Invalid, NotFound
from firstdesk.core.ids import new_id
from firstdesk.desk import queries, services
from firstdesk.desk.models import Handover, ServiceCase
from firstdesk.journal.models import Entry
from firstdesk.staff.models import Alert
from tests import world


@pytest.fixture(autouse=True)
def _morning() -> Any:
    with world.at("2007-12-04T10:20"):
        yield


@pytest.fixture
def case(open_case: Any) -> ServiceCase:
    found: ServiceCase = open_case()
    return found


def offer(actor: Any, case: ServiceCase, **more: Any) -> Handover:
    values = {"to_branch": "B02", "packet": "两封都是激活码。", "reason": "账在城西", **more}
    return services.offer_handover(actor, str(case.pk), **values)


def last() -> Entry:
    return Entry.objects.order_by("-id")[0]


def test_an_offer_changes_nothing_until_it_is_accepted(cast: Any, case: ServiceCase) -> None:
    sent = offer(cast.actor(cast.teller), case, three_way=True)
    assert (sent.state, sent.three_way) == ("offered", True)
    assert last().action == "desk.offer_handover"
    case.refresh_from_db()
    assert (case.owner, case.branch) == (cast.teller, cast.branch_a)
    assert Alert.objects.get(kind="handover").staff == cast.manager_b
    stranger = cast.actor(cast.stranger)
    assert queries.get_case(stranger, str(case)) == case
    assert queries.list_cases(stranger, which="offered")[0] == [case]
    taken = services.accept_handover(stranger, str(sent.pk))
    assert taken.state == "accepted"
    assert last().action == "desk.accept_handover"
    case.refresh_from_db()
    assert (case.owner, case.branch) == (cast.stranger, cast.branch_b)
    assert (case.first_owner, case.told_count) == (cast.teller, 1)
    assert queries.tally(case).handovers == 1
    # Who owned it first goes on seeing it, and so does his branch.
    assert queries.get_case(cast.actor(cast.second_teller), str(case)) == case


def test_refused_it_stays_the_senders(cast: Any, case: ServiceCase) -> None:
    sent = offer(cast.actor(cast.teller), case)
    stranger = cast.actor(cast.stranger)
    with pytest.raises(Invalid):
        services.refuse_handover(stranger, str(sent.pk), reason=" ")
    services.refuse_handover(stranger, str(sent.pk), reason="不归我们")
    assert (last().action, last().reason) == ("desk.refuse_handover", "不归我们")
    case.refresh_from_db()
    assert case.owner == cast.teller
    assert Alert.objects.filter(kind="handover_refused", staff=cast.teller).exists()
    with pytest.raises(NotFound):
        queries.get_case(stranger, str(case))
    assert offer(cast.actor(cast.teller), case).state == "offered"


def test_the_sender_takes_it_back(cast: Any, case: ServiceCase) -> None:
    teller = cast.actor(cast.teller)
    sent = offer(teller, case)
    with pytest.raises(Invalid):
        services.withdraw_handover(cast.actor(cast.stranger), str(sent.pk))
    assert services.withdraw_handover(teller, str(sent.pk)).state == "withdrawn"
    assert last().action == "desk.withdraw_handover"
    for act in (
        lambda: services.accept_handover(cast.actor(cast.stranger), str(sent.pk)),
        lambda: services.withdraw_handover(teller, str(sent.pk)),
        lambda: services.refuse_handover(cast.actor(cast.stranger), str(sent.pk), reason="x"),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.extra == {"state": "withdrawn"}


def test_one_side_at_a_time(cast: Any, case: ServiceCase) -> None:
    teller = cast.actor(cast.teller)
    offer(teller, case)
    with pytest.raises(Conflict) as refused:
        offer(teller, case, to_branch="KF00")
    assert refused.value.code == "handover_open"
    assert Handover.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"to_branch": "none"}, "to_branch"),
        ({"to_staff": "nobody"}, "to_staff"),
        ({"to_staff": "s001"}, "to_staff"),  # of another branch
        ({"to_branch": "A01", "to_staff": "s001"}, "to_staff"),  # himself
        ({"packet": " "}, "packet"),
        ({"reason": ""}, "reason"),
    ],
)
def test_an_offer_names_its_receiver_and_takes_the_facts_along(
    cast: Any, case: ServiceCase, values: dict[str, str], field: str
) -> None:
    assert cast.teller.username == "s001"
    with pytest.raises(Invalid) as refused:
        offer(cast.actor(cast.teller), case, **values)
    assert set(refused.value.fields) == {field}


def test_the_sender_neither_accepts_nor_refuses(cast: Any, case: ServiceCase) -> None:
    teller = cast.actor(cast.teller)
    sent = offer(teller, case, to_branch="A01")
    with pytest.raises(Invalid):
        services.accept_handover(teller, str(sent.pk))
    with pytest.raises(Invalid):
        services.refuse_handover(teller, str(sent.pk), reason="x")
    assert services.accept_handover(cast.actor(cast.second_teller), str(sent.pk))


def test_an_offer_to_a_person_is_his_alone(cast: Any, case: ServiceCase) -> None:
    sent = offer(cast.actor(cast.teller), case, to_staff=cast.stranger.username)
    assert Alert.objects.get(kind="handover").staff == cast.stranger
    with pytest.raises(NotFound):
        services.accept_handover(cast.actor(cast.manager_b), str(sent.pk))
    assert services.accept_handover(cast.actor(cast.stranger), str(sent.pk))


def test_who_may_offer_and_answer(cast: Any, case: ServiceCase) -> None:
    with pytest.raises(Forbidden) as refused:
        offer(cast.actor(cast.second_teller), case)
    assert refused.value.code == "not_the_owner"
    with pytest.raises(NotFound):
        offer(cast.actor(cast.stranger), case)
    with pytest.raises(Forbidden):
        offer(cast.actor(cast.auditor), case)
    sent = offer(cast.actor(cast.branch_manager), case)
    for act in (services.accept_handover, services.withdraw_handover):
        with pytest.raises(NotFound):
            act(cast.actor(cast.second_teller), str(sent.pk))
        with pytest.raises(NotFound):
            act(cast.actor(cast.stranger), str(new_id()))
        with pytest.raises(Forbidden):
            act(cast.actor(cast.auditor), str(sent.pk))


def test_a_department_without_a_manager_is_told_itself(cast: Any, case: ServiceCase) -> None:
    offer(cast.actor(cast.teller), case, to_branch="KF00")
    assert Alert.objects.get(kind="handover").staff == cast.contact_centre_agent
