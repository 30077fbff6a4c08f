"""Help between colleagues: private notes, experts, the emergency stop and the formal report."""

from __future__ import annotations

from typing import Any

import pytest

from firstdesk.bank.encounters import finish
from firstdesk.bank.models import Card, LossReport
from firstdesk.core.errors import Conflict, Forbidden, Invalid, NotFound
from firstdesk.core.ids import new_id
from firstdesk.desk import queries, services
from firstdesk.desk.models import CardStop, Note, Question, ServiceCase
from firstdesk.journal.models import Entry
from firstdesk.staff.models import Alert
from tests import world

RULE = "account.close.anywhere"


@pytest.fixture(autouse=True)
def _morning(policies: None) -> Any:
    with world.at("2008-05-06T09:37"):
        yield


@pytest.fixture
def zhang(cast: Any) -> world.Zhang:
    return world.zhang(cast.branch_a, cast.actor(cast.teller))


def last() -> Entry:
    return Entry.objects.order_by("-id")[0]


# --- private notes ----------------------------------------------------------------------------


def send(actor: Any, zhang: world.Zhang, **more: Any) -> Note:
    return services.send_note(actor, str(zhang.visit.pk), **more)


def test_a_note_shows_todays_rule_to_him_alone(cast: Any, zhang: world.Zhang) -> None:
    lobby, teller = cast.actor(cast.lobby_manager), cast.actor(cast.teller)
    note = send(lobby, zhang, policy_key=RULE)
    assert note.to_staff == cast.teller
    assert last().action == "desk.send_note"
    assert Alert.objects.get(kind="note").staff == cast.teller
    (mine,) = queries.my_notes(teller)
    shown = queries.note_with_rule(mine)
    assert shown["rule"]["version"] == 2
    assert shown["say"]["zh"]
    assert queries.my_notes(cast.actor(cast.second_teller)) == []
    seen = services.see_note(teller, str(note.pk), answer="对，新规则")
    assert (seen.seen_at, seen.answer) == (world.moment("2008-05-06T09:37"), "对，新规则")
    assert last().action == "desk.see_note"
    assert queries.my_notes(teller) == []


def test_a_note_says_something_about_a_rule_that_exists(cast: Any, zhang: world.Zhang) -> None:
    lobby = cast.actor(cast.lobby_manager)
    with pytest.raises(Invalid):
        send(lobby, zhang, text=" ")
    with pytest.raises(NotFound) as refused:
        send(lobby, zhang, policy_key="no.such.rule")
    assert refused.value.code == "policy_not_found"
    assert send(lobby, zhang, policy_key="AC-001").policy_key == RULE
    assert send(lobby, zhang, text="再核一下").policy_key == ""


def test_notes_stay_in_the_branch_and_with_the_visit(cast: Any, zhang: world.Zhang) -> None:
    for name in ("stranger", "manager_b"):
        with pytest.raises(NotFound):
            send(cast.actor(getattr(cast, name)), zhang, text="x")
    with pytest.raises(Forbidden):
        send(cast.actor(cast.auditor), zhang, text="x")
    with pytest.raises(NotFound):
        services.send_note(cast.actor(cast.lobby_manager), "nonsense", text="x")
    note = send(cast.actor(cast.lobby_manager), zhang, text="x")
    with pytest.raises(NotFound):
        services.see_note(cast.actor(cast.second_teller), str(note.pk))
    finish(cast.actor(cast.teller), str(zhang.visit.pk))
    with pytest.raises(Invalid):
        send(cast.actor(cast.lobby_manager), zhang, text="x")


# --- experts ----------------------------------------------------------------------------------


def ask(actor: Any, case: ServiceCase, **more: Any) -> Question:
    values = {"to_branch": "ZH00", "text": "用哪个交易？", "screen": "卡号无记载", **more}
    return services.ask_expert(actor, str(case.pk), **values)


def test_the_expert_answers_and_the_case_stays(cast: Any, open_case: Any) -> None:
    case = open_case()
    row = ask(cast.actor(cast.teller), case)
    assert last().action == "desk.ask_expert"
    case.refresh_from_db()
    assert case.owner == cast.teller
    assert Alert.objects.filter(kind="question", staff=cast.quality_officer).exists()
    expert = cast.actor(cast.quality_officer)
    with pytest.raises(Invalid):
        services.answer_expert(expert, str(row.pk), answer="")
    answered = services.answer_expert(expert, str(row.pk), answer="借记卡用个人卡挂失")
    assert answered.answered_by == cast.quality_officer
    assert last().action == "desk.answer_expert"
    assert Alert.objects.get(kind="answer").staff == cast.teller
    assert case.events.filter(kind="expert_answered").exists()
    with pytest.raises(Conflict):
        services.answer_expert(expert, str(row.pk), answer="再答")


def test_only_the_department_asked_answers(cast: Any, open_case: Any) -> None:
    case = open_case()
    with pytest.raises(NotFound):
        ask(cast.actor(cast.stranger), case)
    with pytest.raises(Forbidden):
        ask(cast.actor(cast.auditor), case)
    for wrong in ({"to_branch": "none"}, {"text": " "}):
        with pytest.raises(Invalid) as refused:
            ask(cast.actor(cast.teller), case, **wrong)
        assert set(refused.value.fields) == set(wrong)
    row = ask(cast.actor(cast.teller), case, to_branch="B02")
    assert services.answer_expert(cast.actor(cast.stranger), str(row.pk), answer="好")
    other = ask(cast.actor(cast.teller), case)
    for name in ("stranger", "teller"):
        with pytest.raises(NotFound):
            services.answer_expert(cast.actor(getattr(cast, name)), str(other.pk), answer="x")
    with pytest.raises(NotFound):
        services.answer_expert(cast.actor(cast.quality_officer), str(new_id()), answer="x")


# --- stopping a card --------------------------------------------------------------------------


def stop(actor: Any, card: Any, **more: Any) -> CardStop:
    return services.stop_card(actor, **{"card_id": str(card.pk), "reason": "交易报错", **more})


def test_a_card_is_stopped_at_once_and_once(cast: Any, zhang: world.Zhang, open_case: Any) -> None:
    case = open_case()
    made = stop(cast.actor(cast.teller), zhang.debit_card, case_id=str(case))
    zhang.debit_card.refresh_from_db()
    assert (zhang.debit_card.status, made.case) == ("stopped", case)
    assert (last().action, last().object_name) == ("desk.stop_card", "•3370")
    assert case.events.filter(kind="card_stopped").exists()
    with pytest.raises(Conflict) as refused:
        stop(cast.actor(cast.lobby_manager), zhang.debit_card)
    assert refused.value.code == "stopped_already"
    assert cast.teller.name_zh in refused.value.why.zh
    assert "09:37" in refused.value.why.zh
    assert CardStop.objects.count() == 1


def test_anybody_at_the_front_stops_a_card_of_any_branch(cast: Any, zhang: world.Zhang) -> None:
    assert stop(cast.actor(cast.stranger), zhang.debit_card)
    assert stop(cast.actor(cast.contact_centre_agent), zhang.card)


@pytest.mark.parametrize("role", ["auditor", "administrator", "quality_officer"])
def test_readers_stop_nothing(cast: Any, zhang: world.Zhang, role: str) -> None:
    actor = cast.actor(getattr(cast, role))
    with pytest.raises(Forbidden):
        stop(actor, zhang.debit_card)
    with pytest.raises(Forbidden):
        services.report_loss(actor, card_id=str(zhang.debit_card.pk))


@pytest.mark.parametrize("wrong", ["nonsense", "", "6222000000003370", "0" * 32])
def test_a_wrong_number_offers_the_search_by_identity(cast: Any, wrong: str) -> None:
    actor = cast.actor(cast.teller)
    for act in (
        lambda: services.stop_card(actor, card_id=wrong, reason="x"),
        lambda: services.report_loss(actor, card_id=wrong),
    ):
        with pytest.raises(NotFound) as refused:
            act()
        assert "证件号" in refused.value.do.zh
        assert "开户" not in refused.value.do.zh


def test_a_strangers_case_is_not_written_to(cast: Any, zhang: world.Zhang, open_case: Any) -> None:
    case = open_case()
    with pytest.raises(NotFound):
        stop(cast.actor(cast.stranger), zhang.debit_card, case_id=str(case))
    zhang.debit_card.refresh_from_db()
    assert zhang.debit_card.status == "active"


def test_the_formal_report_closes_the_stop(cast: Any, zhang: world.Zhang) -> None:
    teller = cast.actor(cast.teller)
    made = stop(teller, zhang.debit_card)
    report = services.report_loss(teller, card_id=str(zhang.debit_card.pk))
    made.refresh_from_db()
    assert made.formal_report_at == report.reported_at
    assert Card.objects.get(pk=zhang.debit_card.pk).status == "lost"
    assert report.formal
    assert last().action == "desk.report_loss"
    # A card that has no stop can be reported too.
    services.report_loss(teller, card_id=str(zhang.card.pk))
    assert LossReport.objects.count() == 2
    Card.objects.filter(pk=zhang.card.pk).update(status="closed")
    with pytest.raises(NotFound):
        services.report_loss(teller, card_id=str(zhang.card.pk))
