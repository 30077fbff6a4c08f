"""The one place that says who may see and do what, and how far: own, branch or bank.

A role that is missing from a permission has none of it. Verbs ask `require`, reads ask `scope`.
"""

from __future__ import annotations

from enum import IntEnum

from firstdesk.core.actor import Actor
from firstdesk.core.errors import Forbidden
from firstdesk.core.text import Text
from firstdesk.staff.roles import FRONT_LINE, Role


class Scope(IntEnum):
    """How far a permission reaches."""

    NONE = 0
    OWN = 1
    BRANCH = 2
    BANK = 3


def _all(roles: frozenset[Role] | set[Role], scope: Scope) -> dict[str, Scope]:
    return {str(role): scope for role in roles}


_FRONT = _all(FRONT_LINE, Scope.BANK)
_HEAD = {str(Role.QUALITY_OFFICER): Scope.BANK}
_READERS = _HEAD | {str(Role.AUDITOR): Scope.BANK}
_CASE = _all(FRONT_LINE, Scope.BRANCH) | {str(Role.CONTACT_CENTRE_AGENT): Scope.BANK}
_MANAGERS = {str(Role.BRANCH_MANAGER): Scope.BRANCH} | _HEAD
_ADMIN = {str(Role.ADMINISTRATOR): Scope.BANK}
_EVERYONE = _all(frozenset(Role), Scope.BANK)

PERMISSIONS: dict[str, dict[str, Scope]] = {
    # A customer's data is open to whoever serves him, in any branch (case 01001); opening it is
    # journalled.
    "customer.serve": _FRONT,
    "customer.read": _FRONT | _READERS,
    "bank.load": _ADMIN,
    # Guidance
    "guidance.check": _FRONT,
    "guidance.tell": _FRONT,
    "guidance.submit": _FRONT,
    "guidance.read": _all(FRONT_LINE, Scope.BRANCH) | _READERS,
    # Desk
    "case.open": _FRONT,
    "case.read": _CASE | _READERS,
    "case.work": _CASE | _HEAD,
    "case.approve": _MANAGERS,
    "promise.read": _CASE | _READERS,
    "card.stop": _FRONT,
    # Who is complained of, and what a case's money is, is decided by whoever leads
    "case.lead": _MANAGERS,
    "case.export": _MANAGERS | {str(Role.AUDITOR): Scope.BANK},
    "case.unmask": _CASE | _HEAD,
    "problem.keep": _CASE | _HEAD,
    # Hours, duty and cover of a branch
    "roster.read": _EVERYONE,
    "roster.keep": _MANAGERS | _ADMIN,
    # Messages to customers
    "notice.read": _CASE | _READERS,
    "notice.send": _FRONT | _HEAD,
    # Things held: papers, found objects, seized notes, recordings
    "custody.read": _CASE | _READERS,
    "custody.keep": _FRONT | _HEAD,
    "custody.lead": _MANAGERS,
    # Incidents, machines, announcements, help at a window
    "incident.read": _EVERYONE,
    "incident.report": _FRONT | _HEAD,
    "incident.lead": _MANAGERS | {str(Role.CONTACT_CENTRE_AGENT): Scope.BANK},
    "assist.call": _FRONT,
    # Home visits
    "visit.read": _CASE | _READERS,
    "visit.plan": _FRONT | _HEAD,
    "visit.approve": _MANAGERS,
    # Claims on machines, tills, transfers
    "claim.read": _CASE | _READERS,
    "claim.work": _CASE | _HEAD,
    # The bank's own systems
    "exchange.keep": _ADMIN,
    "exchange.signal": _ADMIN,
    "note.send": _FRONT | _HEAD,
    # Cash booked ahead: anybody who serves books; the branch's vault is kept by manager and tellers
    "reservation.read": _CASE | _READERS,
    "reservation.book": _FRONT,
    "reservation.keep": _all({Role.BRANCH_MANAGER, Role.TELLER}, Scope.BRANCH),
    # Products: worked out, nothing kept
    "quote.read": _EVERYONE,
    # Policies
    "policy.read": _EVERYONE,
    "policy.publish": _HEAD,
    "policy.acknowledge": _EVERYONE,
    "policy.acknowledgements": _MANAGERS | {str(Role.AUDITOR): Scope.BANK},
    # Casebook
    "casebook.read": _EVERYONE,
    "casebook.import": _HEAD,
    "replay.run": _all(FRONT_LINE, Scope.BANK) | _READERS | _ADMIN,
    # Staff and record
    "staff.read": _MANAGERS | _ADMIN | {str(Role.AUDITOR): Scope.BANK},
    "staff.manage": _ADMIN,
    "journal.read": {str(Role.BRANCH_MANAGER): Scope.BRANCH} | _READERS | _ADMIN,
}

SYSTEM = "system"
"""The worker's role: it may do whatever a job asks, and each act is journalled as its own."""


def scope(actor: Actor, permission: str) -> Scope:
    """Tells how far the actor's permission reaches.

    Raises:
        KeyError: no such permission; a typing mistake must not read as "nobody may".
    """
    grants = PERMISSIONS[permission]
    if actor.role == SYSTEM:
        return Scope.BANK
    if actor.scopes is not None and permission not in actor.scopes:
        return Scope.NONE
    return grants.get(actor.role, Scope.NONE)


def may(actor: Actor, permission: str) -> bool:
    """Tells whether the actor has the permission at all."""
    return scope(actor, permission) > Scope.NONE


def require(actor: Actor, permission: str) -> Scope:
    """Returns the scope, or refuses with who can help.

    Raises:
        Forbidden: the actor's role or token does not carry the permission.
    """
    found = scope(actor, permission)
    if found > Scope.NONE:
        return found
    token = actor.scopes is not None and permission not in actor.scopes
    raise Forbidden(
        code="not_permitted",
        what=Text(zh="您不能做这一步。", en="You cannot do this."),
        why=Text(
            zh=f"访问令牌没有“{permission}”这一权限范围。"
            if token
            else f"您的角色没有“{permission}”这一权限。",
            en=f"The token lacks the scope “{permission}”."
            if token
            else f"Your role does not have the permission “{permission}”.",
        ),
        do=Text(
            zh="请找网点负责人；权限由管理员调整。",
            en="Ask your branch manager; an administrator can change permissions.",
        ),
        extra={"permission": permission},
    )
