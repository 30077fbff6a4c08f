"""Opening, working, solving and closing a service case."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from firstdesk.bank.models import Customer
from firstdesk.bank.queries import by_id, require_serving
from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Locked
from firstdesk.core.text import Text
from firstdesk.core.words import cut_all
from firstdesk.desk import rules, sections
from firstdesk.desk.context import gather
from firstdesk.desk.kinds import KINDS, read_fields
from firstdesk.desk.models import Redress, ServiceCase
from firstdesk.desk.queries import get_case
from firstdesk.desk.services._common import amount, bump, invalid, owned_case, working_case, write
from firstdesk.desk.services.redress import route_waiver
from firstdesk.journal.services import record
from firstdesk.policies.queries import book
from firstdesk.staff.alerts import alert, managers_of
from firstdesk.staff.models import Staff
from firstdesk.staff.verbs import verb


@verb("desk.open_case", permission="case.open")
def open_case(
    actor: Actor,
    *,
    matter: str,
    title: str,
    story: str,
    customer_id: str | None = None,
    caller_name: str = "",
    caller_contact: str = "",
    channel: str = "counter",
    encounter_id: str | None = None,
    check_id: str | None = None,
    about: dict[str, Any] | None = None,
    fields: dict[str, Any] | None = None,
    claimed: Decimal | str | None = None,
    displeased: bool = False,
) -> ServiceCase:
    """Opens a case; the person asked becomes first owner, and that never changes.

    Args:
        matter: a key of `kinds.KINDS`.
        title: one line, the customer's trouble in plain words.
        story: what he told, once.
        customer_id: the customer; or caller_name and caller_contact for a prospect.
        encounter_id, check_id: the visit and the guidance it arose from, attached by the page.
        about: {"operation", "fields"} of an earlier act in dispute: what he was told then is
            looked up and attached (cases 02018, 02026).
        fields: what the kind asks for, raw.
        claimed: his loss, if he names one.
        displeased: a sigh or worse: priority, and the branch manager sees it (case 05007).

    Raises:
        Invalid: unknown matter, nothing told, or nobody to answer to.
    """
    _check_opening(matter, title, story, customer_id, caller_name)
    own = read_fields(matter, fields)
    loss = None if claimed in (None, "") else amount("claimed", str(claimed))
    if customer_id:
        require_serving(actor, customer_id)
    customer = _customer(customer_id)
    found = gather(matter, customer_id, encounter_id, check_id, about)
    case = ServiceCase.objects.create(
        number=_next_number(),
        matter=matter,
        title=title.strip(),
        story=story.strip(),
        customer=customer,
        caller_name=caller_name.strip() or (customer.name_zh if customer else ""),
        caller_contact=caller_contact.strip(),
        channel=channel,
        encounter_id=found.encounter_id,
        check_run_id=found.check_id,
        context=found.context,
        fields=own,
        branch_id=actor.branch,
        first_owner_id=actor.person,
        owner_id=actor.person,
        priority=1 if displeased else KINDS[matter].priority,
        opened_at=clock.now(),
        search=cut_all([title, story]),
    )
    write(case, "opened", actor, story.strip(), context=found.context)
    record(
        actor,
        "desk.open_case",
        case,
        after={"matter": matter, "title": case.title, "first_owner": actor.staff_id},
    )
    if displeased:
        _tell_leader(actor, case)
    if matter == "fee_dispute" and loss:
        route_waiver(actor, case, loss, told=found.told)
    for section in sections.ordered():
        section.opened(actor, case)
    return case


def _check_opening(
    matter: str, title: str, story: str, customer_id: str | None, caller_name: str
) -> None:
    if matter not in KINDS:
        raise invalid("matter", "请选这是哪一类事。", f"Choose one of: {', '.join(KINDS)}.")
    if not title.strip() or len(title.strip()) > 160:
        raise invalid(
            "title",
            "用一句话写清客户的事（160字以内）。",
            "Say it in one line, 160 letters at most.",
        )
    if not story.strip():
        raise invalid("story", "请记下客户讲的经过。", "Write down what the customer told.")
    if not customer_id and not caller_name.strip():
        raise invalid(
            "caller_name",
            "请选客户，或写下来电人的称呼和联系方式。",
            "Choose the customer, or note the caller's name and contact.",
        )


def _customer(customer_id: str | None) -> Customer | None:
    if not customer_id:
        return None
    found = Customer.objects.filter(**by_id(customer_id)).first()
    if found is None:
        raise invalid("customer_id", "没有这位客户。", "There is no such customer.")
    return found


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('desk_case_number')")
        return int(cursor.fetchone()[0])


def _tell_leader(actor: Actor, case: ServiceCase) -> None:
    owner = Staff.objects.select_related("branch").get(pk=case.owner_id)
    alert(
        managers_of(owner.branch),
        "displeased",
        Text(
            zh=f"{case}：客户不满意。{case.title}", en=f"{case}: displeased customer. {case.title}"
        ),
        link=f"/desk/{case}/",
        about=f"displeased:{case.pk}:{case.version}",
    )


@verb("desk.add_note", permission="case.work")
def add_note(
    actor: Actor,
    case_id: str,
    *,
    text: str,
    contact: str = "",
    retold: bool = False,
    displeased: bool = False,
) -> ServiceCase:
    """Adds to a case's story: a contact with the customer, or a finding.

    Args:
        contact: how he was reached (phone, counter, …), or empty for an internal finding.
        retold: the customer had to tell it again; it is counted and shown at the head.
        displeased: raises priority and tells the branch manager.
    """
    if not text.strip():
        raise invalid("text", "请写下发生了什么。", "Write what happened.")
    case = working_case(actor, case_id)
    write(case, "contact" if contact else "finding", actor, text.strip(), channel=contact)
    changes: dict[str, Any] = {
        "search": cut_all([case.title, case.story, text]) + case.search[:400]
    }
    if retold:
        changes["told_count"] = case.told_count + 1
    if displeased:
        changes["priority"] = 1
    bump(case, None, **changes)
    record(
        actor,
        "desk.add_note",
        case,
        after={"contact": contact, "retold": retold, "displeased": displeased},
        reason=text.strip(),
    )
    if displeased:
        _tell_leader(actor, case)
    return case


@verb("desk.solve", permission="case.work")
def solve(actor: Actor, case_id: str, *, version: int, outcome: str, answer: str) -> ServiceCase:
    """The owner says it is solved; the customer has the last word.

    Args:
        version: the version he saw.
        outcome: a key of `rules.OUTCOMES`; there is none that sends the customer elsewhere.
        answer: what he was told, in plain words.

    Raises:
        Invalid: no such outcome, no answer, or an answer that sends the customer elsewhere.
        Locked: open promises, handovers or decisions, or a loss that only a gift answered.
    """
    case = owned_case(actor, case_id)
    if outcome not in rules.OUTCOMES:
        raise _no_such_outcome(outcome)
    if not answer.strip():
        raise invalid("answer", "请写下怎么答复客户的。", "Write what the customer was told.")
    away = rules.sends_away(answer)
    if away:
        raise _sends_away(away)
    reasons = blockers(case)
    if reasons:
        raise _not_yet(case, reasons)
    days = book(["desk.silent_period"]).ruling("desk.silent_period", clock.today()).integer("days")
    now = clock.now()
    bump(
        case,
        version,
        state=ServiceCase.State.SOLVED,
        solved_at=now,
        answer=answer.strip(),
        silent_until=now + timedelta(days=days),
        search=cut_all([case.title, case.story, answer]) + case.search[:400],
    )
    write(case, "solved", actor, answer.strip(), outcome=outcome)
    record(
        actor,
        "desk.solve",
        case,
        before={"state": "open"},
        after={"state": "solved", "outcome": outcome},
        reason=answer.strip(),
    )
    for section in sections.ordered():
        section.solved(actor, case)
    return case


def blockers(case: ServiceCase) -> list[Text]:
    """What keeps the case from being solved."""
    redress = [
        rules.RedressFact(r.kind, r.state, r.claimed or Decimal(0)) for r in case.redress.all()
    ]
    own = rules.stands_in_the_way(
        open_promises=case.promises.filter(state="open", external=False).count(),
        open_handover=case.handovers.filter(state="offered").exists(),
        open_decisions=case.approvals.filter(state="asked").count()
        + sum(r.state == Redress.State.PROPOSED for r in redress),
        unmade=rules.unmade_loss(redress),
    )
    return [*own, *sections.blocking(case)]


def _no_such_outcome(outcome: str) -> Exception:
    known = ", ".join(rules.OUTCOMES)
    return invalid(
        "outcome",
        f"没有“{outcome}”这种结果；服务单不能把客户推给别处。",
        f"There is no outcome “{outcome}”; a case never sends the customer elsewhere."
        f" Outcomes: {known}.",
        code="no_such_outcome",
        offer="three_way_handover",
        outcomes=list(rules.OUTCOMES),
    )


def _sends_away(words: str) -> Exception:
    return invalid(
        "answer",
        f"“{words}”是把客户推给别处。由您去问，或发起三方移交，客户不用动。",
        f"“{words}” sends the customer elsewhere. Ask yourself, or offer a three-way handover.",
        code="sends_away",
        offer="three_way_handover",
    )


def _not_yet(case: ServiceCase, reasons: list[Text]) -> Locked:
    return Locked(
        code="not_solved_yet",
        what=Text(zh=f"{case}还不能办结。", en=f"{case} cannot be solved yet."),
        why=Text(zh="".join(r.zh for r in reasons), en=" ".join(r.en for r in reasons)),
        do=Text(zh="先把这些做完。", en="Settle these first."),
        extra={"reasons": [r.to_json() for r in reasons]},
    )


@verb("desk.confirm", permission="case.work")
def confirm(actor: Actor, case_id: str, *, version: int, words: str) -> ServiceCase:
    """The customer says it is solved; only then, or after the silent period, a case closes.

    Args:
        words: what he said, or how he confirmed.

    Raises:
        Locked: nobody has told him that it is solved. Invalid: no words.
    """
    case = working_case(actor, case_id)
    if case.state != ServiceCase.State.SOLVED:
        raise _not_yet(
            case, [Text(zh="还没有给客户答复。", en="The customer has not been given an answer.")]
        )
    if not words.strip():
        raise invalid("words", "请记下客户怎么确认的。", "Note how the customer confirmed.")
    _close(actor, case, version, ServiceCase.Closing.CONFIRMED, words.strip())
    record(
        actor,
        "desk.confirm",
        case,
        before={"state": "solved"},
        after={"state": "closed", "how": "confirmed"},
        reason=words.strip(),
    )
    return case


def _close(actor: Actor, case: ServiceCase, version: int | None, how: str, words: str) -> None:
    bump(
        case,
        version,
        state=ServiceCase.State.CLOSED,
        closed_at=clock.now(),
        closed_how=how,
        silent_until=None,
    )
    write(case, "closed", actor, words, how=how)
    for section in sections.ordered():
        section.closed(actor, case)


@verb("desk.close_silent", permission="case.work")
def close_silent(actor: Actor, case_id: str) -> ServiceCase:
    """Closes a solved case whose silent period has passed; the worker's verb.

    Raises:
        Locked: the period is not over, or the case is not solved.
    """
    case = working_case(actor, case_id)
    due = case.silent_until
    if case.state != ServiceCase.State.SOLVED or due is None or due > clock.now():
        raise _not_yet(case, [Text(zh="静默期还没有过。", en="The silent period has not passed.")])
    _close(actor, case, case.version, ServiceCase.Closing.SILENT, "")
    record(
        actor,
        "desk.close_silent",
        case,
        before={"state": "solved"},
        after={"state": "closed", "how": "silent"},
    )
    return case


@verb("desk.reopen", permission="case.work")
def reopen(actor: Actor, case_id: str, *, version: int, words: str) -> ServiceCase:
    """The customer is not content: the same case goes on, with its first owner and priority."""
    if not words.strip():
        raise invalid("words", "请记下客户为什么不满意。", "Note why the customer is not content.")
    case = get_case(actor, case_id, lock=True)
    if case.state == ServiceCase.State.OPEN:
        raise invalid("state", "这张服务单本来就开着。", "This case is open already.")
    before = case.state
    bump(
        case,
        version,
        state=ServiceCase.State.OPEN,
        priority=1,
        solved_at=None,
        silent_until=None,
        closed_at=None,
        closed_how="",
    )
    write(case, "reopened", actor, words.strip())
    record(
        actor,
        "desk.reopen",
        case,
        before={"state": before},
        after={"state": "open", "priority": 1},
        reason=words.strip(),
    )
    _tell_leader(actor, case)
    return case
