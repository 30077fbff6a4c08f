"""The house's role for a role as a casebook names it."""

from __future__ import annotations

from collections.abc import Iterable

from .layout import RoleRange

# The more telling words first: a loan officer is printed as a kind of personal banker.
_BY_WORD = (
    ("信贷", "loan_officer"),
    ("个贷", "loan_officer"),
    ("对公", "corporate_banker"),
    ("理财师", "personal_banker"),
    ("对私", "personal_banker"),
    ("个人客户经理", "personal_banker"),
    ("大堂", "lobby_manager"),
    ("柜员", "teller"),
    ("座席", "contact_centre_agent"),
    ("坐席", "contact_centre_agent"),
    ("客服", "contact_centre_agent"),
    ("现场管理", "branch_manager"),
    ("网点", "branch_manager"),
)
# The role numbers of the house, for a document whose preface does not name its roles.
_BY_NUMBER = {
    "01": "lobby_manager",
    "02": "teller",
    "03": "personal_banker",
    "04": "corporate_banker",
    "05": "contact_centre_agent",
    "06": "branch_manager",
    "07": "loan_officer",
}


def role_of(number: str, ranges: Iterable[RoleRange]) -> tuple[str, str]:
    """The house's role code for a case number, and the name the document gives the role.

    A role the house does not know keeps its printed name as code; both are empty if neither the
    preface nor the house has a role of that number.
    """
    if not number.isdigit():
        return "", ""
    names = [r.name for r in ranges if r.first <= int(number) <= r.last and r.name]
    names += [r.name for r in ranges if f"{r.first:05d}"[:2] == number[:2] and r.name]
    if not names:
        return _BY_NUMBER.get(number[:2], ""), ""
    name = names[0]
    return next((code for word, code in _BY_WORD if word in name), name), name
