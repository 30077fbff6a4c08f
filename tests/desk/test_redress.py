"""Redress: proposed, within whose limit, decided by another."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from firstdesk.core.errors import Conflict, Forbidden, Invalid, NotFound
from firstdesk.core.ids import new_id
from firstdesk.desk import services
from firstdesk.desk.models import Redress, ServiceCase
from firstdesk.desk.services.redress import limit_of
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


def propose(actor: Any, case: ServiceCase, amount: str = "223.42", **more: Any) -> Redress:
    values = {"kind": "refund", "basis": "利息加滞纳金", "amount": amount, **more}
    return services.propose_redress(actor, str(case.pk), **values)


def last() -> Entry:
    return Entry.objects.order_by("-id")[0]


def test_above_ones_limit_another_decides(cast: Any, case: ServiceCase) -> None:
    row = propose(cast.actor(cast.teller), case, claimed="300.00")
    assert (row.state, row.amount, row.claimed) == ("proposed", Decimal("223.42"), Decimal(300))
    assert Alert.objects.get(kind="redress").staff == cast.branch_manager
    decided = services.decide_redress(cast.actor(cast.branch_manager), str(row.pk), approve=True)
    assert (decided.state, decided.decided_by) == ("approved", cast.branch_manager)
    assert last().action == "desk.decide_redress"
    with pytest.raises(Conflict) as refused:
        services.decide_redress(cast.actor(cast.quality_officer), str(row.pk), approve=False)
    assert refused.value.extra == {"state": "approved"}


@pytest.mark.parametrize(("more", "state"), [("0.00", "approved"), ("0.01", "proposed")])
def test_exactly_his_limit_is_within_it(
    cast: Any, case: ServiceCase, more: str, state: str
) -> None:
    manager = cast.actor(cast.branch_manager)
    limit = limit_of(manager.role)
    assert limit > 0
    assert propose(manager, case, str(limit + Decimal(more))).state == state


def test_a_sum_in_two_parts_is_still_that_sum(cast: Any, case: ServiceCase, open_case: Any) -> None:
    manager = cast.actor(cast.branch_manager)
    limit = limit_of(manager.role)
    first = propose(manager, case, str(limit - 1))
    assert (first.state, propose(manager, case, "1.00").state) == ("approved", "approved")
    assert propose(manager, case, "0.01").state == "proposed"
    row = propose(cast.actor(cast.teller), case, "0.01")
    with pytest.raises(Forbidden) as refused:
        services.decide_redress(manager, str(row.pk), approve=True)
    assert refused.value.code == "above_limit"
    # An apology costs nothing, and another case has its own limit.
    assert propose(manager, case, "0", kind="apology").state == "approved"
    assert propose(manager, open_case(), str(limit)).state == "approved"


def test_above_the_managers_limit_it_goes_further_up(cast: Any, case: ServiceCase) -> None:
    manager = cast.actor(cast.branch_manager)
    row = propose(cast.actor(cast.teller), case, str(limit_of(manager.role) + Decimal("0.01")))
    with pytest.raises(Forbidden) as refused:
        services.decide_redress(manager, str(row.pk), approve=True)
    assert refused.value.code == "above_limit"
    # Refusing needs no limit.
    services.decide_redress(manager, str(row.pk), approve=False, reason="没有依据")
    row.refresh_from_db()
    assert (row.state, row.decision_reason) == ("refused", "没有依据")


def test_nobody_decides_his_own(cast: Any, case: ServiceCase) -> None:
    manager = cast.actor(cast.branch_manager)
    row = propose(manager, case, str(limit_of(manager.role) + 1))
    with pytest.raises(Forbidden) as refused:
        services.decide_redress(manager, str(row.pk), approve=False, reason="x")
    assert refused.value.code == "second_person"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "cake"}, "kind"),
        ({"basis": " "}, "basis"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "1.001"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "1e400"}, "amount"),
        ({"amount": "1e15"}, "amount"),
        ({"amount": "much"}, "amount"),
        ({"claimed": "-0.01"}, "claimed"),
    ],
)
def test_a_sum_has_a_basis_and_can_be_paid(
    cast: Any, case: ServiceCase, values: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        propose(cast.actor(cast.teller), case, **values)
    assert set(refused.value.fields) == {field}
    assert not Redress.objects.exists()


@pytest.mark.parametrize("kind", ["apology", "gift"])
def test_an_apology_needs_no_sum_and_no_approval(cast: Any, case: ServiceCase, kind: str) -> None:
    assert propose(cast.actor(cast.teller), case, "0", kind=kind).state == "approved"


def test_strangers_and_readers_have_no_part_in_it(cast: Any, case: ServiceCase) -> None:
    with pytest.raises(NotFound):
        propose(cast.actor(cast.stranger), case)
    with pytest.raises(Forbidden):
        propose(cast.actor(cast.auditor), case)
    row = propose(cast.actor(cast.teller), case)
    for wrong in (str(row.pk), str(new_id())):
        with pytest.raises(NotFound):
            services.decide_redress(cast.actor(cast.manager_b), wrong, approve=True)
    with pytest.raises(Forbidden):
        services.decide_redress(cast.actor(cast.second_teller), str(row.pk), approve=True)
    with pytest.raises(Invalid):
        services.decide_redress(cast.actor(cast.branch_manager), str(row.pk), approve=False)
