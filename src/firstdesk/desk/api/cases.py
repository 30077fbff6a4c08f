"""The desk's operations: one each for what a person can do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from firstdesk.desk import queries, services
from firstdesk.desk import schemas as s
from firstdesk.staff.http import actor_of
from firstdesk.staff.permissions import require
from firstdesk.staff.schemas import REFUSALS

router = Router()


def _detail(request: HttpRequest, case_id: str) -> dict[str, Any]:
    return s.case_detail(queries.get_case(actor_of(request), case_id))


@router.post("/cases", response={201: s.CaseDetail, **REFUSALS}, operation_id="desk_open_case")
def open_case(request: HttpRequest, body: s.CaseIn) -> Any:
    """Opens a case; the caller becomes first owner."""
    case = services.open_case(actor_of(request), **body.dict())
    return Status(201, _detail(request, str(case.pk)))


@router.get("/cases", response={200: s.Page, **REFUSALS}, operation_id="desk_list_cases")
def list_cases(
    request: HttpRequest,
    which: str = "mine",
    words: str = "",
    customer_id: UUID | None = None,
    cursor: str = "",
    limit: int = 30,
) -> Any:
    """A page of cases the caller may see, newest first."""
    actor = actor_of(request)
    require(actor, "case.read")
    cases, more = queries.list_cases(
        actor,
        which=which,
        words=words,
        customer_id=str(customer_id or ""),
        cursor=cursor,
        limit=max(1, min(limit, 100)),
    )
    return {"items": [s.case_out(case) for case in cases], "next": more}


@router.get(
    "/cases/{case_id}", response={200: s.CaseDetail, **REFUSALS}, operation_id="desk_get_case"
)
def get_case(request: HttpRequest, case_id: str) -> Any:
    """One case, by id or number."""
    return _detail(request, case_id)


@router.post(
    "/cases/{case_id}/notes",
    response={200: s.CaseDetail, **REFUSALS},
    operation_id="desk_add_note",
)
def add_note(request: HttpRequest, case_id: str, body: s.NoteIn) -> Any:
    """Adds a contact or a finding to the story."""
    services.add_note(actor_of(request), case_id, **body.dict())
    return _detail(request, case_id)


@router.post(
    "/cases/{case_id}/solve", response={200: s.CaseDetail, **REFUSALS}, operation_id="desk_solve"
)
def solve(request: HttpRequest, case_id: str, body: s.SolveIn) -> Any:
    """The owner says it is solved."""
    services.solve(actor_of(request), case_id, **body.dict())
    return _detail(request, case_id)


@router.post(
    "/cases/{case_id}/confirm",
    response={200: s.CaseDetail, **REFUSALS},
    operation_id="desk_confirm",
)
def confirm(request: HttpRequest, case_id: str, body: s.WordsIn) -> Any:
    """The customer confirms; the case closes."""
    services.confirm(actor_of(request), case_id, **body.dict())
    return _detail(request, case_id)


@router.post(
    "/cases/{case_id}/reopen", response={200: s.CaseDetail, **REFUSALS}, operation_id="desk_reopen"
)
def reopen(request: HttpRequest, case_id: str, body: s.WordsIn) -> Any:
    """The customer is not content; the same case goes on."""
    services.reopen(actor_of(request), case_id, **body.dict())
    return _detail(request, case_id)


@router.post(
    "/cases/{case_id}/promises",
    response={201: s.PromiseOut, **REFUSALS},
    operation_id="desk_make_promise",
)
def make_promise(request: HttpRequest, case_id: str, body: s.PromiseIn) -> Any:
    """Records words said to a customer, with their time."""
    return Status(
        201, s.promise_out(services.make_promise(actor_of(request), case_id, **body.dict()))
    )


@router.get(
    "/promises", response={200: list[s.PromiseOut], **REFUSALS}, operation_id="desk_list_promises"
)
def list_promises(request: HttpRequest, which: str = "mine") -> Any:
    """The caller's open promises, or his branch's; the next due first."""
    actor = actor_of(request)
    require(actor, "promise.read")
    rows = queries.branch_promises(actor) if which == "branch" else queries.my_promises(actor)
    return [s.promise_out(row) for row in rows]


@router.post(
    "/promises/{uuid:promise_id}/keep",
    response={200: s.PromiseOut, **REFUSALS},
    operation_id="desk_keep_promise",
)
def keep_promise(request: HttpRequest, promise_id: UUID, body: s.SettleIn) -> Any:
    """It is done."""
    return s.promise_out(services.keep_promise(actor_of(request), str(promise_id), **body.dict()))


@router.post(
    "/promises/{uuid:promise_id}/break",
    response={200: s.PromiseOut, **REFUSALS},
    operation_id="desk_break_promise",
)
def break_promise(request: HttpRequest, promise_id: UUID, body: s.SettleIn) -> Any:
    """It cannot be kept any more."""
    return s.promise_out(services.break_promise(actor_of(request), str(promise_id), **body.dict()))


@router.post(
    "/promises/{uuid:promise_id}/renegotiate",
    response={200: s.PromiseOut, **REFUSALS},
    operation_id="desk_renegotiate_promise",
)
def renegotiate_promise(request: HttpRequest, promise_id: UUID, body: s.RenegotiateIn) -> Any:
    """A new time, agreed before the old one lapsed."""
    return s.promise_out(
        services.renegotiate_promise(actor_of(request), str(promise_id), **body.dict())
    )


@router.post(
    "/cases/{case_id}/handovers",
    response={201: s.CaseDetail, **REFUSALS},
    operation_id="desk_offer_handover",
)
def offer_handover(request: HttpRequest, case_id: str, body: s.HandoverIn) -> Any:
    """Offers the case; it stays with the sender until accepted."""
    services.offer_handover(actor_of(request), case_id, **body.dict())
    return Status(201, _detail(request, case_id))


def _after_handover(request: HttpRequest, offer: Any) -> dict[str, Any]:
    return {"id": str(offer.pk), "state": offer.state, "case": f"FD-{offer.case.number}"}


@router.post(
    "/handovers/{uuid:handover_id}/accept",
    response={200: dict[str, str], **REFUSALS},
    operation_id="desk_accept_handover",
)
def accept_handover(request: HttpRequest, handover_id: UUID) -> Any:
    """Takes the case over."""
    offer = services.accept_handover(actor_of(request), str(handover_id))
    return _after_handover(request, offer)


@router.post(
    "/handovers/{uuid:handover_id}/refuse",
    response={200: dict[str, str], **REFUSALS},
    operation_id="desk_refuse_handover",
)
def refuse_handover(request: HttpRequest, handover_id: UUID, body: s.ReasonIn) -> Any:
    """Refuses with a reason; the sender owns the case as before."""
    offer = services.refuse_handover(actor_of(request), str(handover_id), reason=body.reason)
    return _after_handover(request, offer)


@router.post(
    "/handovers/{uuid:handover_id}/withdraw",
    response={200: dict[str, str], **REFUSALS},
    operation_id="desk_withdraw_handover",
)
def withdraw_handover(request: HttpRequest, handover_id: UUID) -> Any:
    """The sender takes the offer back."""
    offer = services.withdraw_handover(actor_of(request), str(handover_id))
    return _after_handover(request, offer)


@router.post(
    "/cases/{case_id}/redress",
    response={201: dict[str, Any], **REFUSALS},
    operation_id="desk_propose_redress",
)
def propose_redress(request: HttpRequest, case_id: str, body: s.RedressIn) -> Any:
    """Proposes to make good; within the caller's limit it is approved at once."""
    row = services.propose_redress(actor_of(request), case_id, **body.dict())
    return Status(201, s.redress_out(row))


@router.post(
    "/redress/{uuid:redress_id}/decide",
    response={200: dict[str, Any], **REFUSALS},
    operation_id="desk_decide_redress",
)
def decide_redress(request: HttpRequest, redress_id: UUID, body: s.DecideIn) -> Any:
    """Approves or refuses."""
    return s.redress_out(services.decide_redress(actor_of(request), str(redress_id), **body.dict()))


@router.post(
    "/cases/{case_id}/approvals",
    response={201: dict[str, Any], **REFUSALS},
    operation_id="desk_ask_approval",
)
def ask_approval(request: HttpRequest, case_id: str, body: s.ApprovalIn) -> Any:
    """Asks for a second person's yes."""
    values = body.dict()
    values["difference"] = str(body.difference) if body.difference is not None else None
    return Status(201, s.approval_out(services.ask_approval(actor_of(request), case_id, **values)))


@router.post(
    "/approvals/{uuid:approval_id}/decide",
    response={200: dict[str, Any], **REFUSALS},
    operation_id="desk_decide_approval",
)
def decide_approval(request: HttpRequest, approval_id: UUID, body: s.DecideIn) -> Any:
    """Grants or refuses; a grant is carried out at once."""
    return s.approval_out(
        services.decide_approval(actor_of(request), str(approval_id), **body.dict())
    )


@router.post(
    "/encounters/{uuid:encounter_id}/notes",
    response={201: dict[str, Any], **REFUSALS},
    operation_id="desk_send_note",
)
def send_note(request: HttpRequest, encounter_id: UUID, body: s.NoteToIn) -> Any:
    """Sends a private “please check” to whoever serves the customer."""
    note = services.send_note(actor_of(request), str(encounter_id), **body.dict())
    return Status(201, {"id": str(note.pk), "to": str(note.to_staff_id)})


@router.get(
    "/notes", response={200: list[dict[str, Any]], **REFUSALS}, operation_id="desk_my_notes"
)
def my_notes(request: HttpRequest) -> Any:
    """Private notes to the caller, with the rule that holds today."""
    actor = actor_of(request)
    require(actor, "note.send")
    return [queries.note_with_rule(note) for note in queries.my_notes(actor)]


@router.post(
    "/notes/{uuid:note_id}/seen",
    response={200: dict[str, Any], **REFUSALS},
    operation_id="desk_see_note",
)
def see_note(request: HttpRequest, note_id: UUID, body: s.AnswerIn) -> Any:
    """The receiver has looked."""
    note = services.see_note(actor_of(request), str(note_id), answer=body.answer)
    return {"id": str(note.pk), "seen_at": note.seen_at}


@router.post(
    "/cases/{case_id}/questions",
    response={201: s.CaseDetail, **REFUSALS},
    operation_id="desk_ask_expert",
)
def ask_expert(request: HttpRequest, case_id: str, body: s.QuestionIn) -> Any:
    """Asks those who know; the case stays with its owner."""
    services.ask_expert(actor_of(request), case_id, **body.dict())
    return Status(201, _detail(request, case_id))


@router.post(
    "/questions/{uuid:question_id}/answer",
    response={200: dict[str, Any], **REFUSALS},
    operation_id="desk_answer_expert",
)
def answer_expert(request: HttpRequest, question_id: UUID, body: s.AnswerIn) -> Any:
    """Answers a question put to the caller's department."""
    row = services.answer_expert(actor_of(request), str(question_id), answer=body.answer)
    return {"id": str(row.pk), "answered_at": row.answered_at}


@router.post(
    "/card-stops", response={201: dict[str, Any], **REFUSALS}, operation_id="desk_stop_card"
)
def stop_card(request: HttpRequest, body: s.StopIn) -> Any:
    """Stops a card at once; the formal report follows."""
    stop = services.stop_card(actor_of(request), **body.dict())
    return Status(
        201, {"id": str(stop.pk), "stopped_at": stop.stopped_at, "card": str(stop.card_id)}
    )


@router.post(
    "/loss-reports", response={201: dict[str, Any], **REFUSALS}, operation_id="desk_report_loss"
)
def report_loss(request: HttpRequest, body: s.LossIn) -> Any:
    """Completes the formal loss report."""
    report = services.report_loss(actor_of(request), **body.dict())
    return Status(201, {"id": str(report.pk), "reported_at": report.reported_at})
