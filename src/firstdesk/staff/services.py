"""The verbs of staff: people, their passwords and their programs' tokens."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from axes.utils import reset as reset_lockout
from django.db.models import F

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Conflict, Forbidden, Invalid
from firstdesk.core.text import Text
from firstdesk.journal.services import record
from firstdesk.staff import queries
from firstdesk.staff.models import ApiToken, Branch, Staff
from firstdesk.staff.roles import Role
from firstdesk.staff.verbs import verb

NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,39}")
TOKEN_DAYS = 366
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


@verb("staff.create_person", permission="staff.manage")
def create_person(
    actor: Actor,
    *,
    number: str,
    name_zh: str,
    name_en: str,
    role: str,
    branch: str,
    window: str = "",
    email: str = "",
    own_password: bool = True,
) -> tuple[Staff, str]:
    """Enters a person.

    Args:
        number: the staff number he signs in with: 2 to 40 letters, figures, `.`, `_` or `-`.
        branch: the branch's code.
        own_password: False when he signs in through the bank's OIDC only.

    Returns:
        The person, and the first password, which is shown once; empty without one.

    Raises:
        Invalid: a field cannot be used; Conflict: the number is taken.
    """
    fields = _checked(
        {
            "name_zh": name_zh,
            "name_en": name_en,
            "role": role,
            "branch": branch,
            "window": window,
            "email": email,
        }
    )
    number = number.strip()
    if not NUMBER.fullmatch(number):
        raise _invalid(
            number=Text(
                zh="工号为2到40位字母、数字、点、下划线或连字符。",
                en="A staff number has 2 to 40 letters, figures, dots, underscores or hyphens.",
            )
        )
    if Staff.objects.filter(username__iexact=number).exists():
        raise Conflict(
            code="number_taken",
            what=Text(zh=f"工号{number}已有人用。", en=f"Staff number {number} is taken."),
            why=Text(
                zh="离职的人也保留工号，记录才对得上。",
                en="Leavers keep their number, so that the record stays true.",
            ),
            do=Text(zh="请核对工号，或换一个。", en="Check the number, or choose another."),
        )
    password = new_password() if own_password else ""
    person = Staff.objects.create_user(
        number, password or None, password_given=own_password, **fields
    )
    record(actor, "staff.create_person", person, after={"number": number, **_shown(person)})
    return person, password


@verb("staff.change_person", permission="staff.manage")
def change_person(actor: Actor, /, person_id: str, *, version: int, **changes: Any) -> Staff:
    """Changes role, branch, window, names, email or whether a person may sign in.

    Args:
        version: the version the changer looked at.
        changes: any of name_zh, name_en, role, branch (code), window, email, is_active.

    Raises:
        Conflict: somebody changed the person meanwhile.
        Forbidden: his own role, or himself switched off.
        Invalid: a field cannot be used, or nothing changes.
    """
    person = queries.get_person(actor, person_id)
    fields = _checked(changes)
    old = _shown(person)
    new = old | {name: getattr(value, "code", value) for name, value in fields.items()}
    changed = [name for name in new if new[name] != old[name]]
    if not changed:
        raise Invalid(
            code="nothing_changed",
            what=Text(zh="没有改动。", en="Nothing was changed."),
            why=Text(zh="各项与现在相同。", en="Every field is as it was."),
            do=Text(zh="改好后再保存。", en="Change something, then save."),
        )
    if str(person.pk) == actor.staff_id and {"role", "is_active"} & set(changed):
        raise _own_rights()
    if "role" in changed or "is_active" in changed:
        _still_administrator(actor)
    columns = {name: fields[name] for name in changed}
    done = Staff.objects.filter(pk=person.pk, version=version).update(
        **columns, version=F("version") + 1
    )
    if not done:
        raise _stale()
    record(
        actor,
        "staff.change_person",
        person,
        before={name: old[name] for name in changed},
        after={name: new[name] for name in changed},
    )
    return queries.get_person(actor, person_id)


@verb("staff.reset_password", permission="staff.manage")
def reset_password(actor: Actor, person_id: str, *, factors: bool = False) -> str:
    """Gives a person a new password and ends his sessions.

    Args:
        factors: also remove his app, passkeys and recovery codes (the phone is lost).

    Returns:
        The password, shown once.
    """
    person = queries.get_person(actor, person_id)
    if str(person.pk) == actor.staff_id:
        raise Forbidden(
            code="own_password",
            what=Text(zh="不能重置自己的密码。", en="You cannot reset your own password."),
            why=Text(zh="改自己的密码要先输入旧密码。", en="Your own asks for the old one first."),
            do=Text(
                zh="请到“账户”里修改；忘了就请另一位管理员。",
                en="Change it under Account; if it is forgotten, ask another administrator.",
            ),
        )
    password = new_password()
    person.set_password(password)
    person.password_given = True
    person.save(update_fields=["password", "password_given"])
    removed = Authenticator.objects.filter(user=person).delete()[0] if factors else 0
    record(actor, "staff.reset_password", person, after={"factors_removed": removed})
    return password


@verb("staff.unlock", permission="staff.manage")
def unlock(actor: Actor, person_id: str) -> int:
    """Lets a person who was locked out after wrong passwords try again at once.

    Returns:
        How many counted tries were forgotten.
    """
    person = queries.get_person(actor, person_id)
    forgotten = int(reset_lockout(username=person.username.lower()))
    record(actor, "staff.unlock", person, after={"tries_forgotten": forgotten})
    return forgotten


@verb("staff.issue_token", permission="staff.manage")
def issue_token(
    actor: Actor, person_id: str, *, name: str, scopes: list[str], days: int
) -> tuple[ApiToken, str]:
    """Issues a key with which a program acts as a person.

    Args:
        name: what the key is for.
        scopes: permissions; never more than the person's role has.
        days: how long it is valid, 1 to 366.

    Returns:
        The token, and its secret, which is shown once and never kept.
    """
    person = queries.get_person(actor, person_id)
    name, wanted = name.strip(), sorted(set(scopes))
    problems: dict[str, Text] = {}
    if not 1 <= len(name) <= 80:
        problems["name"] = Text(
            zh="写明用途，80字以内。", en="Say what it is for, in 80 characters."
        )
    if not 1 <= days <= TOKEN_DAYS:
        problems["days"] = Text(zh="有效期为1到366天。", en="It is valid for 1 to 366 days.")
    allowed = queries.grantable(person)
    if actor.scopes is not None:  # a token cannot issue a stronger one
        allowed = allowed & actor.scopes
    beyond = [scope for scope in wanted if scope not in allowed]
    if beyond or not wanted:
        listed = "、".join(beyond), ", ".join(beyond)
        problems["scopes"] = (
            Text(zh=f"超出此人权限：{listed[0]}。", en=f"Beyond the person's role: {listed[1]}.")
            if beyond
            else Text(zh="至少选一个权限范围。", en="Choose at least one scope.")
        )
    if not person.is_active:
        problems["person"] = Text(zh="此人已停用。", en="This person is switched off.")
    if problems:
        raise _invalid(**problems)
    secret = "fd_" + secrets.token_urlsafe(32)
    now = clock.now()
    token = ApiToken.objects.create(
        staff=person,
        name=name,
        digest=ApiToken.hash(secret),
        scopes=wanted,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    after = {
        "person": person.username,
        "scopes": wanted,
        "expires_at": token.expires_at.isoformat(),
    }
    record(actor, "staff.issue_token", token, after=after)
    return token, secret


@verb("staff.revoke_token", permission="staff.manage")
def revoke_token(actor: Actor, person_id: str, token_id: str) -> ApiToken:
    """Ends a token now.

    Raises:
        NotFound: the person has no such token; Conflict: it is revoked already.
    """
    person = queries.get_person(actor, person_id)
    token = queries.get_token(person, token_id)
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now()):
        raise Conflict(
            code="revoked",
            what=Text(zh="令牌已经撤销。", en="The token is revoked already."),
            why=Text(zh="有人先撤销了。", en="Somebody was faster."),
            do=Text(zh="不用再做什么。", en="Nothing more is needed."),
        )
    token.refresh_from_db()
    record(actor, "staff.revoke_token", token, after={"person": person.username})
    return token


def new_password() -> str:
    """Four groups of five readable characters: about 99 bits."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(5)) for _ in range(4))


def _shown(person: Staff) -> dict[str, Any]:
    """The fields that can change, as the journal keeps them."""
    return {
        "name_zh": person.name_zh,
        "name_en": person.name_en,
        "role": person.role,
        "branch": person.branch.code,
        "window": person.window,
        "email": person.email,
        "is_active": person.is_active,
    }


_LENGTHS = {"name_zh": 80, "name_en": 80, "window": 10, "email": 254}


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    """Trims and checks fields; the branch's code becomes the branch."""
    clean, problems = dict(fields), {}
    for name, limit in _LENGTHS.items():
        if name not in clean:
            continue
        clean[name] = str(clean[name]).strip()
        if len(clean[name]) > limit:
            problems[name] = Text(zh=f"最多{limit}个字符。", en=f"At most {limit} characters.")
        elif not clean[name] and name.startswith("name_"):
            problems[name] = Text(zh="姓名要填。", en="A name is needed.")
    if clean.get("email") and not re.fullmatch(r"[^@\s]+@[^@\s]+", clean["email"]):
        problems["email"] = Text(zh="邮箱格式不对。", en="This is not an email address.")
    if "role" in clean and clean["role"] not in Role.values:
        problems["role"] = Text(zh="没有这个岗位。", en="There is no such role.")
    if "branch" in clean:
        code = clean["branch"]
        clean["branch"] = Branch.objects.filter(code=code).first()
        if clean["branch"] is None:
            problems["branch"] = Text(zh=f"没有网点{code}。", en=f"There is no branch {code}.")
    if problems:
        raise _invalid(**problems)
    return clean


def _still_administrator(actor: Actor) -> None:
    """Two administrators must not switch each other off at once and leave nobody."""
    if actor.staff_id is None:
        return
    rows = Staff.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk")
    if actor.staff_id not in {
        str(pk) for pk in rows.select_for_update().values_list("pk", flat=True)
    }:
        raise Conflict(
            code="no_longer_administrator",
            what=Text(zh="您已不是管理员。", en="You are no longer an administrator."),
            why=Text(
                zh="另一位管理员刚改了您的岗位。", en="Another one has just changed your role."
            ),
            do=Text(zh="请找现任管理员。", en="Ask the present administrator."),
        )


def _own_rights() -> Forbidden:
    return Forbidden(
        code="own_rights",
        what=Text(
            zh="不能改自己的岗位，也不能停用自己。",
            en="You cannot change your own role or switch yourself off.",
        ),
        why=Text(zh="权限须由另一个人来定。", en="Rights are given by somebody else."),
        do=Text(zh="请另一位管理员来改。", en="Ask another administrator."),
    )


def _stale() -> Conflict:
    return Conflict(
        code="stale",
        what=Text(zh="有人刚改过这个人的资料。", en="Somebody has just changed this person."),
        why=Text(zh="您看到的不是最新的一版。", en="What you saw is no longer the latest version."),
        do=Text(
            zh="看一眼新的内容，再保存您的改动。",
            en="Look at the new values, then save yours again.",
        ),
    )


def _invalid(**fields: Text) -> Invalid:
    return Invalid(
        code="invalid",
        what=Text(zh="有字段填得不对。", en="Some fields are not right."),
        why=Text(
            zh="".join(text.zh for text in fields.values()),
            en=" ".join(text.en for text in fields.values()),
        ),
        do=Text(zh="改好后再保存。", en="Correct them and save again."),
        fields=fields,
    )


__all__ = [
    "change_person",
    "create_person",
    "issue_token",
    "new_password",
    "reset_password",
    "revoke_token",
    "unlock",
]
