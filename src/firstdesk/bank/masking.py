"""Hiding personal data: what leaves the bank room never carries a full number. Pure.

Every page and API answer uses these; the full values stay in the tables and are only compared.
"""

from __future__ import annotations

STARS = "****"


def tail(number: str, size: int = 4) -> str:
    """The last characters of a number, which is what people say; "" when it is too short to be
    shown in part."""
    return number[-size:] if len(number) > size else ""


def mask_number(number: str) -> str:
    """A card or account number as its last four: ``**** 3370``."""
    if not number:
        return ""
    return f"{STARS} {tail(number)}".rstrip()


def mask_id(number: str) -> str:
    """An identity document's number as its last four, the rest starred out, length not told."""
    if not number:
        return ""
    return f"{STARS}{tail(number)}"


def mask_mobile(number: str) -> str:
    """A mobile number as people recognise it: ``138****1234``."""
    digits = number.lstrip("+")
    if len(digits) < 8:
        return STARS
    return f"{digits[:3]}{STARS}{digits[-4:]}"


def mask_landline(number: str) -> str:
    """A landline with its area code and last three: ``028-****123``."""
    area, dash, local = number.partition("-")
    if not dash:
        area, local = "", number
    if len(local) < 7:
        return f"{area}{dash}{STARS}"
    return f"{area}{dash}{STARS}{local[-3:]}"


def mask_email(address: str) -> str:
    """The first letter and the domain: ``z****@example.com``."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}{STARS}@{domain}" if at else STARS


def mask_post(address: str) -> str:
    """The town, so that one address can be told from another: the first six characters."""
    return f"{address[:6]}{STARS}" if len(address) > 6 else STARS


def mask_name(name: str) -> str:
    """A name where only recognising it matters: ``张*澜``, ``Zhang W.``."""
    if not name:
        return ""
    if name.isascii():
        first, *others = name.split()
        return " ".join([first, *(f"{other[:1]}." for other in others)])
    if len(name) <= 2:
        return f"{name[:1]}*"
    return f"{name[:1]}{'*' * (len(name) - 2)}{name[-1:]}"


_MASKS = {
    "mobile": mask_mobile,
    "landline": mask_landline,
    "email": mask_email,
    "post": mask_post,
}


def mask_contact(kind: str, value: str) -> str:
    """A contact point of any kind; one of an unknown kind is hidden altogether."""
    mask = _MASKS.get(kind)
    return mask(value) if mask else STARS
