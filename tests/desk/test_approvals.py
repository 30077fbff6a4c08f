"""A second person's yes: reversal within the day, recalculation paid at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from firstdesk.bank.models import Instruction
from firstdesk.core import clock
from firstdesk.core.errors import Conflict, Forbidden, Invalid, NotFound
from firstdesk.core.ids import new_id
from firstdesk.desk import services
from firstdesk.desk.models import Approval, Redress, ServiceCase
from firstdesk.journal.models import Entry
from firstdesk.staff.models import Alert
from tests import world


@pytest.fixture(autouse=True)
def _morning() -> Any:
    with world.at("2007-05-17T10:12"):
        yield


@pytest.fixture
def zhang(cast: Any) -> world.Zhang:
    return world.zhang(cast.branch_a, cast.actor(cast.teller))


@pytest.fixture
def case(open_case: Any, zhang: world.Zhang) -> ServiceCase:
    found: ServiceCase = open_case(customer_id=zhang.id)
    return found


@pytest.fixture
def booking(cast: Any, zhang: world.Zhang) -> Instruction:
    return book(cast, zhang)


def book(cast: Any, zhang: world.Zhang) -> Instruction:
    return Instruction.objects.create(
        operation="deposit.withdraw_early",
        customer=zhang.customer,
        branch=cast.branch_a,
        staff=cast.teller,
        business_date=clock.today(),
        created_at=clock.now(),
        payload={},
    )


def ask(actor: Any, case: ServiceCase, **more: Any) -> Approval:
    return services.ask_approval(
        actor, str(case.pk), **{"kind": "reversal", "reason": "看错到期日", **more}
    )


def last() -> Entry:
    return Entry.objects.order_by("-id")[0]


def test_a_booking_of_today_is_reversed_by_two(
    cast: Any, case: ServiceCase, booking: Instruction
) -> None:
    teller, manager = cast.actor(cast.teller), cast.actor(cast.branch_manager)
    row = ask(teller, case, instruction_id=str(booking.pk))
    assert row.cut_off == world.moment("2007-05-17T17:00")
    assert last().action == "desk.ask_approval"
    assert Alert.objects.get(kind="approval").staff == cast.branch_manager
    granted = services.decide_approval(manager, str(row.pk), approve=True)
    assert granted.state == "granted"
    booking.refresh_from_db()
    assert booking.status == "reversed"
    assert last().action == "desk.reverse"
    with pytest.raises(Conflict):
        services.decide_approval(manager, str(row.pk), approve=False, reason="x")
    with pytest.raises(Invalid):
        ask(teller, case, instruction_id=str(booking.pk))


def test_refused_nothing_happens(cast: Any, case: ServiceCase, booking: Instruction) -> None:
    row = ask(cast.actor(cast.teller), case, instruction_id=str(booking.pk))
    manager = cast.actor(cast.branch_manager)
    with pytest.raises(Invalid):
        services.decide_approval(manager, str(row.pk), approve=False, reason=" ")
    services.decide_approval(manager, str(row.pk), approve=False, reason="已告知过")
    booking.refresh_from_db()
    assert booking.status != "reversed"
    assert (last().action, last().reason) == ("desk.decide_approval", "已告知过")


@pytest.mark.parametrize(
    ("moment", "late"),
    [("16:59:59", False), ("17:00:00", True), ("17:06:00", True)],
)
def test_the_cut_off_to_the_second(
    cast: Any, case: ServiceCase, booking: Instruction, moment: str, late: bool
) -> None:
    with world.at(f"2007-05-17T{moment}"):
        if not late:
            assert ask(cast.actor(cast.teller), case, instruction_id=str(booking.pk))
            return
        with pytest.raises(Invalid) as refused:
            ask(cast.actor(cast.teller), case, instruction_id=str(booking.pk))
    assert refused.value.code == "reversal_too_late"
    assert "更正" in refused.value.what.zh


def test_asked_in_time_but_decided_too_late_is_not_granted(
    cast: Any, case: ServiceCase, booking: Instruction
) -> None:
    row = ask(cast.actor(cast.teller), case, instruction_id=str(booking.pk))
    with world.at("2007-05-17T17:00"), pytest.raises(Conflict) as refused:
        services.decide_approval(cast.actor(cast.branch_manager), str(row.pk), approve=True)
    assert refused.value.code == "cut_off_passed"


def test_yesterdays_booking_is_not_reversed_today(
    cast: Any, case: ServiceCase, booking: Instruction
) -> None:
    with world.at("2007-05-18T09:00"), pytest.raises(Invalid) as refused:
        ask(cast.actor(cast.teller), case, instruction_id=str(booking.pk))
    assert refused.value.code == "reversal_too_late"


def test_only_the_cases_own_customers_booking(
    cast: Any, case: ServiceCase, open_case: Any, booking: Instruction
) -> None:
    other = book(cast, world.zhang(cast.branch_a, ref="Y"))
    teller = cast.actor(cast.teller)
    for wrong in (str(other.pk), str(new_id()), "nonsense", None):
        with pytest.raises(Invalid) as refused:
            ask(teller, case, instruction_id=wrong)
        assert set(refused.value.fields) == {"instruction_id"}
    with pytest.raises(Invalid):
        ask(teller, open_case(), instruction_id=str(booking.pk))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "anything"}, "kind"),
        ({"reason": " "}, "reason"),
        ({"kind": "recalculation", "difference": "-5.00"}, "difference"),
        ({"kind": "recalculation", "difference": "1e400"}, "difference"),
        ({"kind": "recalculation", "difference": "0.001"}, "difference"),
        ({"kind": "recalculation", "difference": "much"}, "difference"),
    ],
)
def test_what_is_asked_is_clear(
    cast: Any, case: ServiceCase, values: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        ask(cast.actor(cast.teller), case, **values)
    assert set(refused.value.fields) == {field}


def test_a_confirmed_shortfall_is_paid_at_once_with_an_apology(
    cast: Any, case: ServiceCase
) -> None:
    row = ask(cast.actor(cast.teller), case, kind="recalculation", difference="71.25")
    services.decide_approval(cast.actor(cast.branch_manager), str(row.pk), approve=True)
    paid = {r.kind: r for r in Redress.objects.all()}
    assert set(paid) == {"interest", "apology"}
    assert paid["interest"].amount == Decimal("71.25")
    assert {r.state for r in paid.values()} == {"approved"}
    assert last().action == "desk.pay_difference"


@pytest.mark.parametrize("difference", [None, "", "0.00"])
def test_nothing_short_nothing_paid(cast: Any, case: ServiceCase, difference: str | None) -> None:
    row = ask(cast.actor(cast.teller), case, kind="recalculation", difference=difference)
    services.decide_approval(cast.actor(cast.branch_manager), str(row.pk), approve=True)
    assert not Redress.objects.filter(kind="interest").exists()


def test_nobody_decides_what_he_asked_for(cast: Any, case: ServiceCase) -> None:
    manager = cast.actor(cast.branch_manager)
    row = ask(manager, case, kind="recalculation")
    with pytest.raises(Forbidden) as refused:
        services.decide_approval(manager, str(row.pk), approve=True)
    assert refused.value.code == "second_person"
    assert services.decide_approval(cast.actor(cast.quality_officer), str(row.pk), approve=True)


def test_strangers_and_tellers_decide_nothing(cast: Any, case: ServiceCase) -> None:
    with pytest.raises(NotFound):
        ask(cast.actor(cast.stranger), case, kind="recalculation")
    with pytest.raises(Forbidden):
        ask(cast.actor(cast.auditor), case, kind="recalculation")
    row = ask(cast.actor(cast.teller), case, kind="recalculation")
    for wrong in (str(row.pk), str(new_id())):
        with pytest.raises(NotFound):
            services.decide_approval(cast.actor(cast.manager_b), wrong, approve=True)
    with pytest.raises(Forbidden):
        services.decide_approval(cast.actor(cast.second_teller), str(row.pk), approve=True)
