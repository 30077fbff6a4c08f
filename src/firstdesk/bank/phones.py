"""The forms of telephone numbers, e-mail and postal addresses. Pure."""

from __future__ import annotations

import re

from firstdesk.core.text import Text


class Unfit(ValueError):
    """A contact that is not of the kind it is said to be."""

    def __init__(self, what: Text, why: Text, do: Text) -> None:
        super().__init__(what.en)
        self.what, self.why, self.do = what, why, do


_SEPARATORS = re.compile(r"[\s()（）.·-]")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_ABROAD = re.compile(r"\+(?!86)[1-9]\d{7,14}")
_LANDLINE = re.compile(
    r"(?P<area>0(?:10|2\d|[3-9]\d{2}))?(?P<local>[0-9]\d{6,7})(?P<ext>[x#转]\d{1,6})?"
)
_SERVICE = re.compile(r"(?:[48]00\d{7}|9\d{4,5}|1[0-2]\d{1,4})")
_EMAIL = re.compile(r"[^@\s]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def _bare(value: str) -> str:
    digits = _SEPARATORS.sub("", value)
    return re.sub(r"^(?:\+|00)86", "", digits)


def is_mobile(value: str) -> bool:
    """Whether a number takes text messages: a mainland mobile number, or one abroad with +."""
    bare = _bare(value)
    return bool(_MOBILE.fullmatch(bare) or _ABROAD.fullmatch(bare))


def is_landline(value: str) -> bool:
    """Whether a number is a mainland landline, with or without its area code."""
    bare = _bare(value)
    return not _MOBILE.fullmatch(bare) and bool(_LANDLINE.fullmatch(bare))


def normal_mobile(value: str) -> str:
    """A mobile number's digits: ``+86 138-0000-1234`` is ``13800001234``.

    Raises:
        Unfit: it is a landline, a service number or no number; text messages would not arrive.
    """
    if is_mobile(value):
        return _bare(value)
    bare = _bare(value)
    if is_landline(value):
        raise Unfit(
            Text(zh="这是固定电话，不是手机号。", en="This is a landline, not a mobile number."),
            Text(zh="固定电话收不到短信。", en="A landline gets no text message."),
            Text(
                zh="登记为landline，另补手机号。",
                en="Load it as landline, and add a mobile number besides.",
            ),
        )
    if _SERVICE.fullmatch(bare):
        raise Unfit(
            Text(zh="这是服务号码，不是手机号。", en="This is a service number."),
            Text(zh="它不是客户本人的。", en="It is not the customer's own."),
            Text(zh="向客户要现用的手机号。", en="Ask the customer for the mobile number in use."),
        )
    raise Unfit(
        Text(zh="手机号格式不对。", en="This is not a mobile number."),
        Text(
            zh="要11位，以13至19开头；境外号码前面加“+”和国家代码。",
            en="It has 11 digits starting 13 to 19; one abroad starts with + and the country.",
        ),
        Text(zh="请客户再报一遍，逐位核对。", en="Have the customer say it again, digit by digit."),
    )


def normal_landline(value: str) -> str:
    """A landline as area-number: ``(028) 8012 3456`` is ``028-80123456``.

    Raises:
        Unfit: it is a mobile number, or no number.
    """
    if is_mobile(value):
        raise Unfit(
            Text(zh="这是手机号，不是固定电话。", en="This is a mobile number, not a landline."),
            Text(zh="登记错了就不会发短信给客户。", en="Loaded so, it would get no text message."),
            Text(zh="登记为mobile。", en="Load it as mobile."),
        )
    match = _LANDLINE.fullmatch(_bare(value))
    if match is None:
        raise Unfit(
            Text(zh="固定电话格式不对。", en="This is not a landline number."),
            Text(zh="要区号加7至8位号码。", en="It has an area code and 7 or 8 digits."),
            Text(zh="核对后重新登记。", en="Check it and load it again."),
        )
    area, local, extension = match["area"], match["local"], match["ext"]
    number = f"{area}-{local}" if area else local
    return f"{number}x{extension[1:]}" if extension else number


def normal_email(value: str) -> str:
    """An e-mail address with its domain in lower case.

    Raises:
        Unfit: it has not the form name@domain.
    """
    address = value.strip()
    if not _EMAIL.fullmatch(address):
        raise Unfit(
            Text(zh="邮箱格式不对。", en="This is not an e-mail address."),
            Text(zh="要写成name@example.com。", en="It has the form name@example.com."),
            Text(zh="核对后重新登记。", en="Check it and load it again."),
        )
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain.lower()}"


def normal_post(value: str) -> str:
    """A postal address of at least five characters, on one line.

    Raises:
        Unfit: too short to be delivered.
    """
    address = " ".join(value.split())
    if len(address) < 5:
        raise Unfit(
            Text(zh="地址太短，寄不到。", en="The address is too short to be delivered."),
            Text(zh="少于5个字。", en="It has fewer than five characters."),
            Text(zh="补全到门牌号。", en="Complete it to the house number."),
        )
    return address
