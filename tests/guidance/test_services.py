"""The verbs of guidance: check, tell, take back, sign, decline."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from firstdesk.bank.encounters import finish, meet
from firstdesk.bank.models import Account, DepositNotice, Instruction
from firstdesk.core.errors import Conflict, Forbidden, Invalid, Locked, NotFound
from firstdesk.core.ids import new_id
from firstdesk.guidance import queries, services
from firstdesk.guidance.models import Check, Evidence
from firstdesk.journal.models import Entry
from tests import world

pytestmark = pytest.mark.usefixtures("policies")
TOLD = "card.autopay.not_covered"


@pytest.fixture(autouse=True)
def _morning() -> Any:
    with world.at("2007-12-04T10:20"):
        yield


@pytest.fixture
def teller(cast: Any) -> Any:
    return cast.actor(cast.teller)


@pytest.fixture
def zhang(cast: Any, teller: Any) -> world.Zhang:
    return world.zhang(cast.branch_b, teller)


def check(actor: Any, zhang: world.Zhang, **more: Any) -> Check:
    values = {
        "operation": "card.sign_autopay",
        "fields": zhang.autopay,
        "customer_id": zhang.id,
        **more,
    }
    return services.check(actor, **values)


def tell(actor: Any, run: Check, item: str = TOLD, method: str = "screen", **more: Any) -> Evidence:
    return services.tell(actor, str(run.pk), item=item, method=method, **more)


def last() -> Entry:
    return Entry.objects.order_by("-id")[0]


# --- check ------------------------------------------------------------------------------------


def test_the_same_question_gives_the_same_check(teller: Any, zhang: world.Zhang) -> None:
    first = check(teller, zhang, encounter_id=str(zhang.visit.pk))
    evidence = tell(teller, first)
    entries = Entry.objects.count()
    again = check(teller, zhang)
    assert again == first
    assert Entry.objects.count() == entries
    assert queries.evidence_of(again) == [evidence]
    assert first.encounter == zhang.visit


@pytest.mark.parametrize("change", ["inputs", "facts", "day"])
def test_a_changed_question_or_answer_supersedes_it(
    teller: Any, zhang: world.Zhang, change: str
) -> None:
    first = check(teller, zhang)
    if change == "inputs":
        second = check(teller, zhang, fields={**zhang.autopay, "mode": "minimum"})
    elif change == "facts":
        Account.objects.filter(pk=zhang.debit.pk).update(balance=Decimal("5.00"))
        second = check(teller, zhang)
    else:
        with world.at("2007-12-05T09:00"):
            second = check(teller, zhang)
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "open")
    assert second != first
    assert Entry.objects.filter(action="guidance.supersede").count() == 1
    with pytest.raises(Conflict):
        tell(teller, first)


def test_it_is_journalled_with_what_must_be_told(teller: Any, zhang: world.Zhang) -> None:
    check(teller, zhang)
    assert last().action == "guidance.check"
    assert last().after["must_tell"] == [TOLD]


def test_only_who_serves_him_may_weigh_for_him(cast: Any, teller: Any, zhang: world.Zhang) -> None:
    for actor in (cast.actor(cast.second_teller), cast.actor(cast.stranger)):
        with pytest.raises(NotFound) as refused:
            check(actor, zhang)
        assert refused.value.code == "customer_not_found"
    finish(teller, str(zhang.visit.pk))
    with pytest.raises(NotFound):
        check(teller, zhang)
    with pytest.raises(NotFound):
        check(teller, zhang, customer_id=str(new_id()))


@pytest.mark.parametrize("role", ["auditor", "administrator", "quality_officer"])
def test_who_serves_nobody_weighs_nothing(cast: Any, zhang: world.Zhang, role: str) -> None:
    with pytest.raises(Forbidden):
        check(cast.actor(getattr(cast, role)), zhang)


def test_somebody_elses_visit_is_not_tied_to_it(cast: Any, teller: Any, zhang: world.Zhang) -> None:
    finish(teller, str(zhang.visit.pk))
    other = world.zhang(cast.branch_b, teller, ref="Y")
    with pytest.raises(Invalid) as refused:
        check(teller, other, encounter_id=str(zhang.visit.pk))
    assert "encounter_id" in refused.value.fields


def test_what_is_not_his_is_refused(cast: Any, teller: Any, zhang: world.Zhang) -> None:
    other = world.zhang(cast.branch_b, ref="Y")
    with pytest.raises(Invalid) as refused:
        check(teller, zhang, fields={**zhang.autopay, "account": str(other.debit.pk)})
    assert refused.value.code == "not_the_customers"
    assert not Check.objects.exists()


# --- tell -------------------------------------------------------------------------------------


def test_what_was_told_is_kept_word_for_word(teller: Any, zhang: world.Zhang) -> None:
    told = tell(teller, check(teller, zhang), language="en")
    assert told.reference.startswith("EV-")
    assert "6,820.40" in told.text["title"]["zh"]
    assert told.policies[0]["code"] == "CC-014"
    assert (told.method, told.language, told.told_by_id) == ("screen", "en", teller.person)
    assert last().action == "guidance.tell"
    assert last().after["evidence"] == told.reference


def test_one_item_is_recorded_once(cast: Any, teller: Any, zhang: world.Zhang) -> None:
    run = check(teller, zhang)
    first = tell(teller, run)
    with pytest.raises(Conflict) as refused:
        tell(cast.actor(cast.second_teller), run)
    assert refused.value.code == "told_already"
    assert refused.value.extra["evidence"] == first.reference
    assert cast.teller.name_zh in refused.value.why.zh


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"item": "no.such"}, "item"),
        ({"method": "nodding"}, "method"),
        ({"choice": "anything"}, "choice"),
    ],
)
def test_evidence_must_match_what_was_said(
    teller: Any, zhang: world.Zhang, values: dict[str, str], field: str
) -> None:
    run = check(teller, zhang)
    with pytest.raises(Invalid) as refused:
        tell(teller, run, **values)
    assert set(refused.value.fields) == {field}
    assert not Evidence.objects.exists()


def test_a_choice_must_be_one_of_those_offered(teller: Any, zhang: world.Zhang) -> None:
    raw = {"card": str(zhang.card.pk), "amount": "50000"}
    run = check(teller, zhang, operation="card.pay_in", fields=raw)
    for choice in ("", "elsewhere"):
        with pytest.raises(Invalid):
            tell(teller, run, "card.pay_in.fee", choice=choice)
    assert tell(teller, run, "card.pay_in.fee", choice="spend").choice == "spend"


def test_his_own_sentence_where_a_yes_is_not_enough(teller: Any, zhang: world.Zhang) -> None:
    raw = {"account": str(zhang.debit.pk), "biller": "市电信", "debit_day": 1}
    run = check(teller, zhang, operation="bill.sign_debit", fields=raw)
    with pytest.raises(Invalid) as refused:
        tell(teller, run, "bill.debit.not_covered")
    assert "confirmed" in refused.value.fields
    tell(teller, run, "bill.debit.not_covered", confirmed=True)


def test_a_block_cannot_be_acknowledged_away(teller: Any, zhang: world.Zhang) -> None:
    raw = {"purpose": "loan_repayment", "kind": "savings"}
    run = check(teller, zhang, operation="account.open", fields=raw)
    with pytest.raises(Invalid):
        tell(teller, run, "account.open.for_loan")
    with pytest.raises(Locked) as refused:
        services.submit(teller, str(run.pk), version=run.version)
    assert refused.value.code == "blocked"


def test_against_his_own_interest_it_takes_a_supervisor_and_a_signature(
    cast: Any, teller: Any, zhang: world.Zhang
) -> None:
    account = Account.objects.create(
        ref="ND",
        customer=zhang.customer,
        branch=cast.branch_a,
        kind="notice",
        number="9003",
        balance=Decimal("100000"),
        opened_on=date(2007, 10, 2),
        notice_days=7,
    )
    DepositNotice.objects.create(
        ref="N1",
        account=account,
        given_on=date(2007, 10, 25),
        for_date=date(2007, 11, 1),
        amount=Decimal("100000"),
    )
    raw = {"account": str(account.pk)}
    run = check(teller, zhang, operation="deposit.close_notice", fields=raw)
    item = "deposit.notice.supervisor"
    with pytest.raises(Forbidden):
        tell(teller, run, item, "signed")
    with pytest.raises(NotFound):
        tell(cast.actor(cast.manager_b), run, item, "signed")
    manager = cast.actor(cast.branch_manager)
    with pytest.raises(Invalid):
        tell(manager, run, item, "screen")
    assert tell(manager, run, item, "signed").told_by == cast.branch_manager


def test_a_stranger_sees_no_check(cast: Any, teller: Any, zhang: world.Zhang) -> None:
    run = check(teller, zhang)
    stranger = cast.actor(cast.stranger)
    for act in (
        lambda: tell(stranger, run),
        lambda: services.submit(stranger, str(run.pk), version=1),
        lambda: services.decline(stranger, str(run.pk)),
        lambda: queries.get_check(stranger, str(run.pk)),
        lambda: services.tell(teller, "nonsense", item=TOLD, method="screen"),
    ):
        with pytest.raises(NotFound) as refused:
            act()
        assert refused.value.code == "check_not_found"


# --- take back --------------------------------------------------------------------------------


def test_an_acknowledgement_taken_back_stays_with_its_reason(
    teller: Any, zhang: world.Zhang
) -> None:
    run = check(teller, zhang)
    told = tell(teller, run)
    with pytest.raises(Invalid):
        services.take_back(teller, str(told.pk), reason="  ")
    back = services.take_back(teller, str(told.pk), reason="He had misheard")
    assert back.withdrawn_reason == "He had misheard"
    assert (last().action, last().reason) == ("guidance.take_back", "He had misheard")
    assert [item["key"] for item in services.untold(run)] == [TOLD]
    with pytest.raises(Conflict):
        services.take_back(teller, str(told.pk), reason="again")
    assert tell(teller, run) != told


def test_taking_back_is_not_for_strangers_nor_after_signing(
    cast: Any, teller: Any, zhang: world.Zhang
) -> None:
    run = check(teller, zhang)
    told = tell(teller, run)
    with pytest.raises(NotFound):
        services.take_back(cast.actor(cast.stranger), str(told.pk), reason="x")
    with pytest.raises(NotFound):
        services.take_back(teller, str(new_id()), reason="x")
    services.submit(teller, str(run.pk), version=run.version)
    with pytest.raises(Conflict):
        services.take_back(teller, str(told.pk), reason="x")


# --- sign -------------------------------------------------------------------------------------


def test_signing_is_locked_until_told(teller: Any, zhang: world.Zhang) -> None:
    run = check(teller, zhang)
    with pytest.raises(Locked) as refused:
        services.submit(teller, str(run.pk), version=run.version)
    assert refused.value.extra["untold"] == [TOLD]
    assert not Instruction.objects.exists()
    tell(teller, run)
    signed = services.submit(teller, str(run.pk), version=run.version)
    assert signed.state == "submitted"
    assert signed.version == run.version + 1
    assert signed.instruction is not None
    assert signed.instruction.payload["fields"] == run.fields
    assert last().action == "guidance.submit"
    with pytest.raises(Conflict):
        services.submit(teller, str(run.pk), version=signed.version)
    assert Instruction.objects.count() == 1


def test_an_old_version_is_not_signed(teller: Any, zhang: world.Zhang) -> None:
    run = check(teller, zhang)
    tell(teller, run)
    for version in (0, 2, -1, 10**30):
        with pytest.raises(Conflict):
            services.submit(teller, str(run.pk), version=version)


def test_changed_facts_are_not_signed_on(teller: Any, zhang: world.Zhang) -> None:
    run = check(teller, zhang)
    tell(teller, run)
    Account.objects.filter(pk=zhang.debit.pk).update(balance=Decimal("1.00"))
    with pytest.raises(Conflict) as refused:
        services.submit(teller, str(run.pk), version=run.version)
    assert refused.value.code == "facts_changed"


def test_yesterdays_check_is_not_signed_today(teller: Any, zhang: world.Zhang) -> None:
    run = check(teller, zhang)
    tell(teller, run)
    with world.at("2007-12-05T09:00"), pytest.raises(Conflict) as refused:
        services.submit(teller, str(run.pk), version=run.version)
    assert refused.value.code == "facts_changed"


def test_not_signing_keeps_what_he_was_told(teller: Any, zhang: world.Zhang) -> None:
    run = check(teller, zhang)
    told = tell(teller, run)
    declined = services.decline(teller, str(run.pk), reason="Pays first")
    assert declined.state == "declined"
    assert (last().action, last().reason) == ("guidance.decline", "Pays first")
    assert queries.evidence_of(declined) == [told]
    with pytest.raises(Conflict):
        services.decline(teller, str(run.pk))


# --- what was told before -----------------------------------------------------------------------


def test_another_branch_sees_what_he_was_told_before(
    cast: Any, teller: Any, zhang: world.Zhang
) -> None:
    run = check(teller, zhang)
    told = tell(teller, run)
    found = queries.told_before(zhang.id, "card.sign_autopay", {"card": str(zhang.card.pk)})
    assert found == told
    assert queries.told_before(zhang.id, "card.sign_autopay", {"card": "other", "__": 1}) is None
    assert queries.told_before(zhang.id, "card.pay") is None
    finish(teller, str(zhang.visit.pk))
    stranger = cast.actor(cast.stranger)
    with pytest.raises(NotFound):
        queries.history(stranger, zhang.id)
    assert queries.history(cast.actor(cast.auditor), zhang.id) == [run]
    meet(stranger, zhang.id)
    assert queries.history(stranger, zhang.id) == [run]
    assert queries.history(stranger, zhang.id, "card.pay") == []
    assert queries.history(cast.actor(cast.administrator), zhang.id) == []
