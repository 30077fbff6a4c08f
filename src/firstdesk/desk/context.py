"""What a case takes along by itself, so that nobody types it and the customer need not tell it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from firstdesk.bank.models import Account, Agreement, Encounter, Transaction
from firstdesk.bank.queries import by_id
from firstdesk.guidance.models import Check
from firstdesk.guidance.queries import told_before


@dataclass
class Found:
    """The context of a case, and the rows it hangs on."""

    encounter_id: str | None = None
    check_id: str | None = None
    told: bool = False
    context: dict[str, Any] = field(default_factory=dict)


def gather(
    matter: str,
    customer_id: str | None,
    encounter_id: str | None,
    check_id: str | None,
    about: dict[str, Any] | None,
) -> Found:
    """Collects visit, guidance, earlier evidence and, for missing money, all pockets.

    Args:
        matter: the case's matter.
        customer_id: whose; visits and checks of somebody else are not attached.
        about: the earlier act in dispute: {"operation", "fields"}.
    """
    found = Found()
    if customer_id:
        _visit(found, customer_id, encounter_id)
        _guidance(found, customer_id, check_id)
        if about and about.get("operation"):
            _earlier(found, customer_id, about)
        if matter == "missing_funds":
            found.context["pockets"] = pockets(customer_id)
    return found


def _visit(found: Found, customer_id: str, encounter_id: str | None) -> None:
    visit = Encounter.objects.filter(**by_id(encounter_id), customer_id=customer_id).first()
    if visit:
        found.encounter_id = str(visit.pk)
        found.context["visit"] = {
            "number": visit.number,
            "channel": visit.channel,
            "service": {"zh": visit.service_zh, "en": visit.service_en},
        }


def _guidance(found: Found, customer_id: str, check_id: str | None) -> None:
    run = Check.objects.filter(**by_id(check_id), customer_id=customer_id).first()
    if run:
        found.check_id = str(run.pk)
        found.context["guidance"] = {
            "operation": run.operation,
            "fields": run.fields,
            "state": run.state,
            "evidence": list(
                run.evidence.filter(withdrawn_at=None).values_list("reference", flat=True)
            ),
        }


def _earlier(found: Found, customer_id: str, about: dict[str, Any]) -> None:
    """Looks up what he was told before the act in dispute: cause known in under a minute."""
    told = told_before(customer_id, str(about["operation"]), about.get("fields"))
    found.told = told is not None
    found.context["told_before"] = {
        "operation": about["operation"],
        "told": told is not None,
        "evidence": told.reference if told else "",
        "by": told.told_by.name.to_json() if told else None,
        "at": told.at.isoformat() if told else None,
        "text": told.text if told else None,
    }


def pockets(customer_id: str) -> list[dict[str, Any]]:
    """Every account with its pockets, total first, the last sweeps, and who signed (02017)."""
    accounts = list(
        Account.objects.filter(customer_id=customer_id).exclude(status="closed").order_by("number")
    )
    signed = {
        a.account_id: a
        for a in Agreement.objects.select_related("branch", "signed_by").filter(
            customer_id=customer_id, kind="sweep", ended_on=None
        )
    }
    shown = []
    for main in [a for a in accounts if a.parent_id is None and a.kind != "credit"]:
        parts = [a for a in accounts if a.parent_id == main.pk]
        agreement = signed.get(main.pk)
        shown.append(
            {
                "account": f"•{main.number[-4:]}",
                "total": str(main.balance + sum(p.balance for p in parts)),
                "currency": main.currency,
                "parts": [
                    {"kind": a.kind, "account": f"•{a.number[-4:]}", "balance": str(a.balance)}
                    for a in [main, *parts]
                ],
                "sweeps": _sweeps(main, parts),
                "signed": _signed(agreement) if agreement else None,
            }
        )
    return shown


def _sweeps(main: Account, parts: list[Account]) -> list[dict[str, Any]]:
    if not parts:
        return []
    rows = Transaction.objects.filter(account__in=[main, *parts], kind="sweep").order_by(
        "-booked_at"
    )[:10]
    return [{"at": t.booked_at.isoformat(), "amount": str(t.amount)} for t in rows]


def _signed(agreement: Agreement) -> dict[str, Any]:
    return {
        "on": agreement.signed_on.isoformat(),
        "branch": agreement.branch.name.to_json() if agreement.branch else None,
        "by": agreement.signed_by.name.to_json() if agreement.signed_by else None,
        "terms": agreement.terms,
    }
