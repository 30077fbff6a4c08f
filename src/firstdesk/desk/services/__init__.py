"""The verbs of the desk, by object; import them from here."""

from __future__ import annotations

from firstdesk.desk.services.approvals import ask_approval, decide_approval
from firstdesk.desk.services.cases import (
    add_note,
    close_silent,
    confirm,
    open_case,
    reopen,
    solve,
)
from firstdesk.desk.services.handovers import (
    accept_handover,
    offer_handover,
    refuse_handover,
    withdraw_handover,
)
from firstdesk.desk.services.help import (
    answer_expert,
    ask_expert,
    report_loss,
    see_note,
    send_note,
    stop_card,
)
from firstdesk.desk.services.promises import (
    break_promise,
    fire,
    fire_due,
    keep_promise,
    make_promise,
    renegotiate_promise,
)
from firstdesk.desk.services.redress import decide_redress, propose_redress

__all__ = [
    "accept_handover",
    "add_note",
    "answer_expert",
    "ask_approval",
    "ask_expert",
    "break_promise",
    "close_silent",
    "confirm",
    "decide_approval",
    "decide_redress",
    "fire",
    "fire_due",
    "keep_promise",
    "make_promise",
    "offer_handover",
    "open_case",
    "propose_redress",
    "refuse_handover",
    "renegotiate_promise",
    "reopen",
    "report_loss",
    "see_note",
    "send_note",
    "solve",
    "stop_card",
    "withdraw_handover",
]
