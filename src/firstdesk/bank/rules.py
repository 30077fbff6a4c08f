"""What a customer's contact points mean for reaching him, and what his tier is called. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from firstdesk.core.text import Text


@dataclass(frozen=True, slots=True)
class Point:
    """One way to reach a customer; `kind` and `quality` as in `ContactPoint`."""

    kind: str
    value: str
    quality: str
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """One consequence of what is, or is not, on file: what happens, why, and the fix."""

    code: str
    what: Text
    why: Text
    fix: Text


@dataclass(frozen=True, slots=True)
class ContactQuality:
    """Which channels reach the customer, and what follows where one does not."""

    sms: bool
    call: bool
    email: bool
    post: bool
    consequences: tuple[Reach, ...]


_ADD = Text(zh="现在补录手机号。", en="Add a mobile number now.")

NO_MOBILE = Reach(
    "no_mobile",
    Text(zh="无手机号，短信送不到", en="No mobile number: text messages cannot reach them"),
    Text(zh="没有留手机号。", en="No mobile number is on file."),
    _ADD,
)
LANDLINE_ONLY = Reach(
    "landline_only",
    NO_MOBILE.what,
    Text(
        zh="只留了固定电话。扣款成败只发短信，客户会收不到。",
        en="Only a landline is on file. Results of debits go by text message only, so they will"
        " not hear of a failure.",
    ),
    _ADD,
)
MOBILE_FAILED = Reach(
    "mobile_failed",
    Text(zh="手机号已失效，短信送不到", en="The mobile number has failed: no text message arrives"),
    Text(
        zh="上次发送失败，号码可能已停机或换人。",
        en="The last message failed; the number may be dead or somebody else's.",
    ),
    Text(zh="当面核对，换成现用的号码。", en="Ask in person and add the number in use."),
)
MOBILE_UNVERIFIED = Reach(
    "mobile_unverified",
    Text(zh="手机号未核实，短信可能送错人", en="The mobile number is not verified"),
    Text(
        zh="没有核实过是不是客户本人在用。",
        en="Nobody has checked that it is the customer who uses it.",
    ),
    Text(
        zh="请客户现场报号核对；涉及金额的话先不发短信。",
        en="Have the customer say the number; send no amounts to it until then.",
    ),
)
POST_FAILED = Reach(
    "post_failed",
    Text(zh="邮寄地址退信，信和对账单送不到", en="Letters come back: statements do not arrive"),
    Text(zh="上次寄出的被退回。", en="The last letter was returned."),
    Text(zh="当面改地址，或改发电子对账单。", en="Correct the address, or switch to e-statements."),
)
UNREACHABLE = Reach(
    "unreachable",
    Text(
        zh="没有任何能用的联系方式，只能当面告知",
        en="No contact works: only what is said in person arrives",
    ),
    Text(
        zh="手机、固话、邮箱、地址都没有或都失效。",
        en="Mobile, landline, e-mail and address are missing or have all failed.",
    ),
    Text(
        zh="今天就补录手机号；要紧的事现在当面说完。",
        en="Add a mobile number today, and say all that matters before they leave.",
    ),
)


def contact_quality(contacts: Iterable[Point]) -> ContactQuality:
    """Tells what reaches a customer and what follows where it does not.

    A landline takes calls but no text message; a failed point reaches nobody (cases 02018, 03012).

    Args:
        contacts: everything on file, failed points too.
    """
    points = list(contacts)
    live = {p.kind for p in points if p.quality != "failed"}
    mobiles = [p for p in points if p.kind == "mobile"]
    found: list[Reach] = []
    if not live:
        found.append(UNREACHABLE)
    if "mobile" not in live:
        if mobiles:
            found.append(MOBILE_FAILED)
        else:
            found.append(LANDLINE_ONLY if "landline" in live else NO_MOBILE)
    elif not any(p.quality == "verified" for p in mobiles):
        found.append(MOBILE_UNVERIFIED)
    if "post" not in live and any(p.kind == "post" for p in points):
        found.append(POST_FAILED)
    return ContactQuality(
        sms="mobile" in live,
        call=bool(live & {"mobile", "landline"}),
        email="email" in live,
        post="post" in live,
        consequences=tuple(found),
    )


_DIGITS = "零一二三四五六七八九"
_TIER = re.compile(r"vip(\d)")


def tier_name(tier: str) -> Text:
    """What a tier is called: ``vip2`` is 贵宾二级. A bank's own word is shown as it is."""
    match = _TIER.fullmatch(tier)
    if match is None:
        return Text(zh=tier, en=tier)
    level = int(match[1])
    return Text(zh=f"贵宾{_DIGITS[level]}级", en=f"VIP tier {level}")


def age_on(born_on: date | None, on: date) -> int | None:
    """Full years on a day; None where the birthday is not on file."""
    if born_on is None:
        return None
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
