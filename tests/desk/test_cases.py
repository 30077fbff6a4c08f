"""A case: opened, worked, solved, confirmed, closed by silence, reopened."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from firstdesk.bank.encounters import finish, meet
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, Forbidden, Invalid, Locked, NotFound
from firstdesk.core.ids import new_id
from firstdesk.desk import queries, services
from firstdesk.desk.models import Redress, ServiceCase
from firstdesk.guidance import services as guidance
from firstdesk.journal.models import Entry
from firstdesk.staff.models import Alert
from tests import world

MORNING = "2007-12-04T10:20"


@pytest.fixture(autouse=True)
def _morning() -> Any:
    with world.at(MORNING):
        yield


def last() -> Entry:
    return Entry.objects.order_by("-id")[0]


def solve(actor: Actor, case: ServiceCase, **more: Any) -> ServiceCase:
    values = {"version": case.version, "outcome": "done", "answer": "已退10元。", **more}
    return services.solve(actor, str(case.pk), **values)


def confirm(actor: Actor, case: ServiceCase, **more: Any) -> ServiceCase:
    return services.confirm(
        actor, str(case.pk), **{"version": case.version, "words": "好的", **more}
    )


# --- open -------------------------------------------------------------------------------------


def test_who_is_asked_owns_it(cast: Any, open_case: Any) -> None:
    case = open_case()
    assert (case.first_owner, case.owner, case.branch) == (cast.teller, cast.teller, cast.branch_a)
    assert (case.state, case.told_count, case.priority) == ("open", 1, 0)
    assert [event.kind for event in case.events.all()] == ["opened"]
    assert last().action == "desk.open_case"
    assert last().object_name == str(case)


def test_numbers_are_never_given_twice(open_case: Any) -> None:
    numbers = [open_case().number for _ in range(3)]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"matter": "gossip"}, "matter"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"story": ""}, "story"),
        ({"caller_name": " "}, "caller_name"),
        ({"claimed": "-1"}, "claimed"),
        ({"claimed": "1e400"}, "claimed"),
        ({"claimed": "NaN"}, "claimed"),
        ({"claimed": "1.005"}, "claimed"),
        ({"claimed": "much"}, "claimed"),
    ],
)
def test_what_is_not_clear_is_asked_for(open_case: Any, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        open_case(**values)
    assert set(refused.value.fields) == {field}
    assert not ServiceCase.objects.exists()


def test_a_customers_case_is_opened_by_who_serves_him(cast: Any, open_case: Any) -> None:
    zhang = world.zhang(cast.branch_b)
    for customer in (zhang.id, str(new_id()), "nonsense"):
        with pytest.raises(NotFound) as refused:
            open_case(customer_id=customer)
        assert refused.value.code == "customer_not_found"
    meet(cast.actor(cast.teller), zhang.id)
    assert open_case(customer_id=zhang.id, caller_name="").caller_name == "张先生"


@pytest.mark.parametrize("role", ["auditor", "administrator", "quality_officer"])
def test_who_serves_nobody_opens_no_case(open_case: Any, role: str) -> None:
    with pytest.raises(Forbidden):
        open_case(role)


def test_visit_guidance_and_earlier_evidence_come_along(cast: Any, open_case: Any) -> None:
    teller = cast.actor(cast.teller)
    zhang = world.zhang(cast.branch_b, teller)
    run = guidance.check(
        teller, operation="card.sign_autopay", fields=zhang.autopay, customer_id=zhang.id
    )
    about = {"operation": "card.sign_autopay", "fields": {"card": str(zhang.card.pk)}}
    attached = {"customer_id": zhang.id, "encounter_id": str(zhang.visit.pk), "about": about}
    before = open_case(**attached, check_id=str(run.pk))
    assert before.context["told_before"]["told"] is False
    assert before.context["guidance"]["operation"] == "card.sign_autopay"
    assert (before.encounter, before.check_run) == (zhang.visit, run)
    told = guidance.tell(teller, str(run.pk), item="card.autopay.not_covered", method="screen")
    after = open_case(**attached)
    assert after.context["told_before"]["evidence"] == told.reference
    assert "6,820.40" in after.context["told_before"]["text"]["title"]["zh"]
    odd = {"operation": "card.sign_autopay", "fields": {"card__regex": "(", "customer_id": 1}}
    assert open_case(**{**attached, "about": odd}).context["told_before"]["told"] is False


def test_somebody_elses_visit_and_guidance_are_not_attached(cast: Any, open_case: Any) -> None:
    teller = cast.actor(cast.teller)
    zhang = world.zhang(cast.branch_b, teller)
    run = guidance.check(
        teller, operation="card.sign_autopay", fields=zhang.autopay, customer_id=zhang.id
    )
    finish(teller, str(zhang.visit.pk))
    other = world.zhang(cast.branch_b, teller, ref="Y")
    case = open_case(customer_id=other.id, encounter_id=str(zhang.visit.pk), check_id=str(run.pk))
    assert (case.encounter, case.check_run, case.context) == (None, None, {})


def test_a_fee_in_dispute_goes_to_the_manager_the_same_day(cast: Any, open_case: Any) -> None:
    case = open_case(matter="fee_dispute", claimed="500.00")
    waiver = case.redress.get()
    assert (waiver.kind, waiver.state, waiver.amount) == ("fee_waiver", "proposed", Decimal(500))
    assert Alert.objects.get(kind="redress").staff == cast.branch_manager
    assert not open_case(matter="complaint", claimed="500.00").redress.exists()


def test_a_sigh_is_seen_by_the_leader(cast: Any, open_case: Any) -> None:
    case = open_case(displeased=True)
    assert case.priority == 1
    alert = Alert.objects.get()
    assert (alert.staff, alert.kind) == (cast.branch_manager, "displeased")
    assert str(case) in alert.text_zh


# --- who sees it ------------------------------------------------------------------------------


def test_a_case_is_its_branchs_and_no_strangers(cast: Any, open_case: Any) -> None:
    case = open_case()
    for name in ("teller", "second_teller", "branch_manager", "quality_officer", "auditor"):
        assert queries.get_case(cast.actor(getattr(cast, name)), str(case)) == case
    for name in ("stranger", "manager_b", "administrator"):
        actor = cast.actor(getattr(cast, name))
        with pytest.raises(NotFound):
            queries.get_case(actor, str(case.pk))
        assert queries.list_cases(actor, which="all") == ([], None)


@pytest.mark.parametrize("wrong", ["FD-999999999", "nonsense", "", "FD-" + "9" * 30, "²"])
def test_a_number_that_is_none_is_not_found(cast: Any, open_case: Any, wrong: str) -> None:
    with pytest.raises(NotFound):
        queries.get_case(cast.actor(cast.teller), wrong)


def test_who_serves_the_customer_sees_his_cases_of_any_branch(cast: Any, open_case: Any) -> None:
    teller, stranger = cast.actor(cast.teller), cast.actor(cast.stranger)
    zhang = world.zhang(cast.branch_b, teller)
    case = open_case(customer_id=zhang.id)
    finish(teller, str(zhang.visit.pk))
    with pytest.raises(NotFound):
        queries.get_case(stranger, str(case))
    visit = meet(stranger, zhang.id)
    assert queries.get_case(stranger, str(case)) == case
    assert queries.unfinished(zhang.id) == [case]
    finish(stranger, str(visit.pk))
    with pytest.raises(NotFound):
        queries.get_case(stranger, str(case))


def test_lists_page_by_number_and_find_words(cast: Any, open_case: Any) -> None:
    cases = [open_case(title=f"第{n}张单") for n in range(5)]
    actor = cast.actor(cast.teller)
    first, more = queries.list_cases(actor, limit=3)
    assert [c.number for c in first] == [c.number for c in cases[:1:-1]]
    rest, end = queries.list_cases(actor, limit=3, cursor=more or "")
    assert ([c.number for c in rest], end) == ([c.number for c in cases[1::-1]], None)
    open_case(title="密码信没收到", story="一个月了。")
    (found,), _ = queries.list_cases(actor, which="all", words="密码信")
    assert found.title == "密码信没收到"


# --- add a note -------------------------------------------------------------------------------


def test_a_note_adds_to_the_story_and_counts_what_was_told_again(cast: Any, open_case: Any) -> None:
    case = open_case()
    noted = services.add_note(
        cast.actor(cast.second_teller), str(case), text="客户来电", contact="phone", retold=True
    )
    assert (noted.told_count, noted.version, noted.priority) == (2, 2, 0)
    assert noted.events.order_by("-id")[0].kind == "contact"
    assert last().action == "desk.add_note"
    raised = services.add_note(cast.actor(cast.teller), str(case), text="叹气", displeased=True)
    assert (raised.priority, raised.told_count) == (1, 2)
    with pytest.raises(Invalid):
        services.add_note(cast.actor(cast.teller), str(case), text=" ")
    with pytest.raises(NotFound):
        services.add_note(cast.actor(cast.stranger), str(case), text="x")
    with pytest.raises(Forbidden):
        services.add_note(cast.actor(cast.auditor), str(case), text="x")


# --- solve, confirm, silence, reopen ------------------------------------------------------------


def test_solved_is_the_owners_word_and_closed_the_customers(cast: Any, open_case: Any) -> None:
    teller = cast.actor(cast.teller)
    solved = solve(teller, open_case())
    assert solved.state == "solved"
    assert solved.silent_until == world.moment("2007-12-11T10:20")
    assert (last().action, last().reason) == ("desk.solve", "已退10元。")
    closed = confirm(teller, solved, words="好的，谢谢")
    assert (closed.state, closed.closed_how) == ("closed", "confirmed")
    assert last().action == "desk.confirm"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"outcome": "customer_to_contact_another_unit"}, "no_such_outcome"),
        ({"outcome": ""}, "no_such_outcome"),
        ({"answer": "请您联系开户行"}, "sends_away"),
        ({"answer": "  "}, "invalid"),
    ],
)
def test_nobody_is_sent_away(cast: Any, open_case: Any, values: dict[str, str], code: str) -> None:
    case = open_case()
    with pytest.raises(Invalid) as refused:
        solve(cast.actor(cast.teller), case, **values)
    assert refused.value.code == code
    case.refresh_from_db()
    assert case.state == "open"


def test_the_course_is_the_owners_or_his_managers(cast: Any, open_case: Any) -> None:
    case = open_case()
    with pytest.raises(Forbidden) as refused:
        solve(cast.actor(cast.second_teller), case)
    assert refused.value.code == "not_the_owner"
    assert cast.teller.name_zh in refused.value.why.zh
    with pytest.raises(NotFound):
        solve(cast.actor(cast.manager_b), case)
    assert solve(cast.actor(cast.branch_manager), case).state == "solved"


def test_a_faster_colleague_shows_both_texts(cast: Any, open_case: Any) -> None:
    case = open_case()
    services.add_note(cast.actor(cast.second_teller), str(case), text="客户改了电话")
    with pytest.raises(Conflict) as refused:
        solve(cast.actor(cast.teller), case, version=1, answer="我写的答复")
    error = refused.value
    assert "客户改了电话" in error.why.zh
    assert cast.second_teller.name_zh in error.why.zh
    assert error.extra["version"] == 2
    assert error.extra["yours"]["answer"] == "我写的答复"
    assert error.extra["theirs"]["answer"] == ""


def test_what_is_open_stands_in_the_way(cast: Any, open_case: Any) -> None:
    teller, case = cast.actor(cast.teller), open_case()
    services.make_promise(teller, str(case), words="回电", due_at=world.moment("2007-12-04T11:00"))
    services.offer_handover(teller, str(case), to_branch="B02", packet="事实", reason="账在城西")
    services.ask_approval(teller, str(case), kind="recalculation", reason="少付")
    services.propose_redress(teller, str(case), kind="gift", basis="挂历", claimed="10.00")
    with pytest.raises(Locked) as refused:
        solve(teller, case)
    assert len(refused.value.extra["reasons"]) == 4


def test_a_third_partys_estimate_stands_in_nobodys_way(cast: Any, open_case: Any) -> None:
    teller, case = cast.actor(cast.teller), open_case()
    due = world.moment("2007-12-05T11:00")
    services.make_promise(teller, str(case), words="邮局估计", due_at=due, external=True)
    assert solve(teller, case).state == "solved"


def test_nobody_confirms_what_was_not_answered(cast: Any, open_case: Any) -> None:
    teller, case = cast.actor(cast.teller), open_case()
    with pytest.raises(Locked):
        confirm(teller, case)
    solved = solve(teller, case)
    with pytest.raises(Invalid):
        confirm(teller, solved, words=" ")
    with pytest.raises(Conflict):
        confirm(teller, solved, version=solved.version - 1)
    with pytest.raises(NotFound):
        confirm(cast.actor(cast.stranger), solved)
    closed = confirm(teller, solved)
    with pytest.raises(Conflict) as refused:
        confirm(teller, closed)
    assert refused.value.code == "case_closed"


def test_silence_closes_only_after_its_days(cast: Any, open_case: Any) -> None:
    solved = solve(cast.actor(cast.teller), open_case())
    system = Actor.system("worker")
    with world.at("2007-12-11T10:19"), pytest.raises(Locked):
        services.close_silent(system, str(solved.pk))
    with world.at("2007-12-11T10:20"):
        closed = services.close_silent(system, str(solved.pk))
    assert (closed.state, closed.closed_how) == ("closed", "silent")
    assert last().action == "desk.close_silent"


@pytest.mark.parametrize("closed", [False, True])
def test_who_is_not_content_gets_the_same_case_again(
    cast: Any, open_case: Any, closed: bool
) -> None:
    teller = cast.actor(cast.teller)
    case = solve(teller, open_case())
    if closed:
        case = confirm(teller, case)
    with pytest.raises(Invalid):
        services.reopen(teller, str(case.pk), version=case.version, words="")
    with pytest.raises(Conflict):
        services.reopen(teller, str(case.pk), version=1, words="还是没退")
    with pytest.raises(NotFound):
        services.reopen(
            cast.actor(cast.stranger), str(case.pk), version=case.version, words="还是没退"
        )
    again = services.reopen(teller, str(case.pk), version=case.version, words="还是没退")
    assert (again.state, again.priority, again.first_owner) == ("open", 1, cast.teller)
    assert (again.closed_how, again.silent_until) == ("", None)
    assert last().action == "desk.reopen"
    assert Alert.objects.filter(kind="displeased", staff=cast.branch_manager).exists()
    with pytest.raises(Invalid):
        services.reopen(teller, str(case.pk), version=again.version, words="再来")


def test_a_gift_does_not_close_a_loss(cast: Any, open_case: Any) -> None:
    teller, case = cast.actor(cast.teller), open_case()
    gift = services.propose_redress(teller, str(case), kind="gift", basis="挂历", claimed="223.42")
    assert gift.state == Redress.State.APPROVED
    with pytest.raises(Locked):
        solve(teller, case)
