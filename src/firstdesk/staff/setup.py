"""What a bank does first: its branches, and the administrator who enters everybody else."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction

from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, Invalid
from firstdesk.core.text import Text
from firstdesk.journal.services import record, unchanged
from firstdesk.staff.models import Branch, Staff
from firstdesk.staff.roles import Role
from firstdesk.staff.services import create_person
from firstdesk.staff.verbs import verb

_CODE = re.compile(r"[A-Za-z0-9]{2,20}")
_LENGTHS = {"name_zh": 80, "name_en": 80, "city_zh": 40, "city_en": 40}
HEAD_OFFICE = "HO"


@verb("staff.put_branch", permission="staff.manage")
def put_branch(
    actor: Actor,
    code: str,
    *,
    name_zh: str,
    name_en: str,
    kind: str = Branch.Kind.BRANCH,
    city_zh: str = "",
    city_en: str = "",
) -> Branch:
    """Enters a branch, or changes the one of this code; the same again changes nothing.

    Args:
        code: 2 to 20 letters and figures; it stays for ever, records refer to it.
        kind: branch, contact_centre or head_office.

    Raises:
        Invalid: a field cannot be used.
    """
    given = {"name_zh": name_zh, "name_en": name_en, "city_zh": city_zh, "city_en": city_en}
    values = {name: text.strip() for name, text in given.items()} | {"kind": kind}
    _check(code, values)
    branch, new = Branch.objects.select_for_update().get_or_create(code=code, defaults=values)
    before = {} if new else {name: getattr(branch, name) for name in values}
    if before == values:
        unchanged()
        return branch
    for name, value in values.items():
        setattr(branch, name, value)
    branch.save(update_fields=list(values))
    record(actor, "staff.put_branch", branch, before=before or None, after=values)
    return branch


@transaction.atomic
def first_administrator(number: str) -> str:
    """Enters the first administrator, at head office; he signs in and enters everybody else.

    Args:
        number: his staff number.

    Returns:
        The first password, shown once.

    Raises:
        Conflict: there is an administrator already.
        Invalid: the number cannot be used.
    """
    if Staff.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
        raise Conflict(
            code="administrator_exists",
            what=Text(zh="已经有管理员了。", en="There is an administrator already."),
            why=Text(zh="这条命令只用来进第一个人。", en="This is for the very first person."),
            do=Text(zh="请现任管理员录入。", en="Ask him to enter others on the staff page."),
        )
    system = Actor.system("migrate")
    office = Branch.objects.filter(kind=Branch.Kind.HEAD_OFFICE).first() or put_branch(
        system, HEAD_OFFICE, name_zh="总行", name_en="Head office", kind=Branch.Kind.HEAD_OFFICE
    )
    _, password = create_person(
        system,
        number=number,
        name_zh="管理员",
        name_en="Administrator",
        role=Role.ADMINISTRATOR,
        branch=office.code,
    )
    return password


def _check(code: str, values: dict[str, Any]) -> None:
    problems: dict[str, Text] = {}
    if not _CODE.fullmatch(code):
        problems["code"] = Text(
            zh="网点号为2到20位字母和数字。", en="A code has 2 to 20 letters and figures."
        )
    for name, limit in _LENGTHS.items():
        if len(values[name]) > limit:
            problems[name] = Text(zh=f"最多{limit}个字符。", en=f"At most {limit} characters.")
        elif not values[name] and name.startswith("name_"):
            problems[name] = Text(zh="名称要填。", en="A name is needed.")
    if values["kind"] not in Branch.Kind.values:
        known = ", ".join(Branch.Kind.values)
        problems["kind"] = Text(zh=f"只能是{known}。", en=f"Choose one of {known}.")
    if problems:
        raise Invalid(
            code="invalid",
            what=Text(zh="有字段填得不对。", en="Some fields are not right."),
            why=Text(
                zh="".join(text.zh for text in problems.values()),
                en=" ".join(text.en for text in problems.values()),
            ),
            do=Text(zh="改好后再保存。", en="Correct them and save again."),
            fields=problems,
        )
