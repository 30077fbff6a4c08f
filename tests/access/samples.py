"""One of everything that an address names, so that a refusal is about the person, not the id."""

from __future__ import annotations

from datetime import time, timedelta
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from firstdesk.bank.models import Instruction
from firstdesk.casebook.models import Import
from firstdesk.core import clock
from firstdesk.core.text import Text
from firstdesk.desk import services as desk
from firstdesk.guidance import services as guidance
from firstdesk.policies.models import Version
from firstdesk.reservations import services as reservations
from firstdesk.staff import alerts
from firstdesk.staff.models import Alert, ApiToken
from tests import world
from tests.access import more


def samples(cast: Any) -> dict[str, str]:
    """Makes them at branch A, by its teller; gives each by the name it has in addresses."""
    teller = cast.actor(cast.teller)
    zhang = world.zhang(cast.branch_a, teller)
    run = guidance.check(
        teller, operation="card.sign_autopay", fields=zhang.autopay, customer_id=zhang.id
    )
    told = guidance.tell(teller, str(run.pk), item="card.autopay.not_covered", method="screen")
    case = desk.open_case(
        teller, matter="complaint", title="年费", story="扣了两次", customer_id=zhang.id
    )
    number, later = str(case), clock.now() + timedelta(hours=2)
    promise = desk.make_promise(teller, number, words="回电", due_at=later)
    offer = desk.offer_handover(teller, number, to_branch="A01", packet="事实", reason="原因")
    redress = desk.propose_redress(teller, number, kind="refund", basis="多收", amount="20.00")
    approval = desk.ask_approval(teller, number, kind="recalculation", reason="少付")
    question = desk.ask_expert(teller, number, to_branch="ZH00", text="哪个交易？")
    note = desk.send_note(cast.actor(cast.lobby_manager), str(zhang.visit.pk), text="再核一下")
    booked = reservations.book(
        teller,
        customer_id=zhang.id,
        amount="1000",
        day=clock.today() + timedelta(days=1),
        from_time=time(9),
        to_time=time(10),
        collector="holder",
    )
    Instruction.objects.create(
        operation="card.pay",
        customer=zhang.customer,
        branch=cast.branch_a,
        staff=cast.teller,
        business_date=clock.today(),
        created_at=clock.now(),
        payload={},
    )
    token = ApiToken.objects.create(
        staff=cast.teller,
        name="sample",
        digest=ApiToken.hash("sample"),
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=1),
    )
    text = Text(zh="样例", en="Sample")
    alerts.alert([cast.teller], "sample", text, about="sample")
    draft = Import.objects.create(
        name="sample",
        digest="0" * 64,
        imported_at=clock.now(),
        report={"with_text": 0, "listed_only": 0, "repaired": 0, "doubts": 0},
    )
    found = {
        "customer": zhang.id,
        "customer_id": zhang.id,
        "case_id": number,
        "number": number,
        "promise_id": str(promise.pk),
        "handover_id": str(offer.pk),
        "redress_id": str(redress.pk),
        "approval_id": str(approval.pk),
        "question_id": str(question.pk),
        "note_id": str(note.pk),
        "reservation_id": str(booked),
        "ref": str(booked),
        "act": "cancel",
        "encounter_id": str(zhang.visit.pk),
        "visit": str(zhang.visit.pk),
        "visit_id": str(zhang.visit.pk),
        "check_id": str(run.pk),
        "evidence_id": str(told.pk),
        "card_id": str(zhang.debit_card.pk),
        "person_id": str(cast.teller.pk),
        "token_id": str(token.pk),
        "alert_id": str(Alert.objects.filter(staff=cast.teller).order_by("id")[0].pk),
        "version_id": str(Version.objects.filter(policy__key="account.close.anywhere")[0].pk),
        "key": "account.close.anywhere",
        "code": "AC-001",
        "term": "y1",
        "kind": "customers",
        "import_id": str(draft.pk),
        "study": "02005",
        "name": "03002",
        "provider_id": "bank",
        "pk": "1",
        "operation": "card.sign_autopay",
        "product": "deposit.early",
    }
    for part in iter_modules(more.__path__, f"{more.__name__}."):
        found |= import_module(part.name).add(cast, found)
    return found
