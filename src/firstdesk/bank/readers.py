"""Reads one raw value of a loaded row, from JSON or CSV, or says what is wrong with it. Pure.

Values never appear in a refusal where they could be personal (identity numbers, telephones).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from firstdesk.bank.phones import Unfit, normal_email, normal_landline, normal_mobile, normal_post
from firstdesk.core.text import Text


class Wrong(ValueError):
    """A value that cannot be used: what is wrong, why, and what to do."""

    def __init__(self, what: Text, why: Text, do: Text) -> None:
        super().__init__(what.en)
        self.what, self.why, self.do = what, why, do


CORRECT = Text(
    zh="在核心系统里更正后重新发送这一行。", en="Correct it at the source and resend the row."
)

Reader = Callable[[Any], Any]


def wrong(zh: str, en: str, why: Text, do: Text = CORRECT) -> Wrong:
    """A refusal of a value, with the usual thing to do."""
    return Wrong(Text(zh=zh, en=en), why, do)


def text(limit: int) -> Reader:
    """Reads a word or sentence of at most `limit` characters; outer spaces are dropped."""

    def read(value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise wrong(
                "要填文字。",
                "This must be text.",
                Text(zh="收到的是别的类型。", en="Another type was sent."),
            )
        found = str(value).strip()
        _keepable(found)
        if len(found) > limit:
            raise wrong(
                f"太长，最多{limit}个字符。",
                f"Too long: at most {limit} characters.",
                Text(zh=f"收到{len(found)}个字符。", en=f"{len(found)} characters were sent."),
            )
        return found

    return read


def _keepable(found: str) -> None:
    """Refuses what the database cannot hold: NUL, and half of a surrogate pair."""
    if "\x00" in found or any("\ud800" <= sign <= "\udfff" for sign in found):
        raise wrong(
            "有不能保存的字符。",
            "It has a character that cannot be kept.",
            Text(zh="含有空字符或半个字符。", en="It has a NUL or half a character in it."),
        )


def pattern(regex: str, limit: int, why: Text) -> Reader:
    """Reads text that must have a form, after inner spaces are dropped."""
    form, plain = re.compile(regex), text(limit * 2)

    def read(value: Any) -> str:
        found: str = re.sub(r"\s", "", plain(value))
        if len(found) > limit or not form.fullmatch(found):
            raise wrong("格式不对。", "The form is not right.", why)
        return found

    return read


def choice(values: Iterable[str]) -> Reader:
    """Reads one of a set of words."""
    known = tuple(values)
    listed = ", ".join(known)

    def read(value: Any) -> str:
        if not isinstance(value, str) or value.strip() not in known:
            raise wrong(
                "不在可选的值里。",
                "It is not one of the values allowed.",
                Text(zh=f"只能是：{listed}。", en=f"Allowed: {listed}."),
            )
        return value.strip()

    return read


def day(value: Any) -> date:
    """Reads a date as YYYY-MM-DD; a day that does not exist is refused, never moved."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise wrong(
                f"没有{value.strip()}这一天。",
                f"There is no day {value.strip()}.",
                Text(zh="日历上不存在。", en="The calendar does not have it."),
            ) from None
    raise wrong(
        "日期格式不对。",
        "This is not a date.",
        Text(zh="要写成2007-12-04。", en="Write it as 2007-12-04."),
    )


def moment(zone: ZoneInfo) -> Reader:
    """Reads a moment as ISO 8601; without an offset it is on the bank's own clock (`zone`)."""

    def read(value: Any) -> datetime:
        found = value if isinstance(value, datetime) else _parsed_moment(str(value).strip())
        if found.tzinfo is None:
            found = found.replace(tzinfo=zone)
        try:
            return found.astimezone(UTC)
        except OverflowError:
            raise wrong(
                "时间超出范围。",
                "The moment is out of range.",
                Text(zh="年份要在1到9999之间。", en="Years run from 1 to 9999."),
            ) from None

    return read


def _parsed_moment(written: str) -> datetime:
    try:
        if re.match(r"\d{4}-\d{2}-\d{2}[T ]", written):
            return datetime.fromisoformat(written)
    except ValueError:
        pass
    raise wrong(
        "时间不存在或格式不对。",
        "There is no such moment, or its form is not right.",
        Text(zh="要写成2007-12-04T10:02:00+08:00。", en="As 2007-12-04T10:02:00+08:00."),
    )


def _decimal(value: Any) -> Decimal:
    """Reads a number exactly.

    A JSON number arrives as a binary float; up to 15 digits its shortest form is what was
    written, so nothing is lost. Longer ones must come as text.
    """
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _no_number()
    else:
        written = repr(value) if isinstance(value, float) else str(value).strip()
        if len(written) > 40:
            raise _no_number()
        try:
            number = Decimal(_without_commas(written))
        except InvalidOperation:
            raise _no_number() from None
    if not number.is_finite():
        raise _no_number()
    if isinstance(value, float) and len(number.as_tuple().digits) > 15:
        raise wrong(
            "数字太长，会失真。",
            "The number is too long to arrive exactly.",
            Text(zh="JSON数字只有15位是准的。", en="A JSON number is exact to 15 digits only."),
            Text(zh='请改用文本，如"9436.18"。', en='Send it as text, such as "9436.18".'),
        )
    return number


def _without_commas(written: str) -> str:
    if "," in written and not re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", written):
        raise _no_number()
    return written.replace(",", "")


def _no_number() -> Wrong:
    return wrong(
        "不是数字。", "This is not a number.", Text(zh="要写成9436.18。", en="Write it as 9436.18.")
    )


def number(
    places: int, *, low: str | None = None, above: str | None = None, high: str = "1e15"
) -> Reader:
    """Reads an exact number.

    Args:
        places: decimals at most; more are refused, never rounded.
        low: the least value allowed; `above`: the value it must exceed.
        high: the value it must stay below, in size.
    """
    least = Decimal(low) if low is not None else None
    over = Decimal(above) if above is not None else None
    top, unit = Decimal(high), Decimal(1).scaleb(-places)

    def read(value: Any) -> Decimal:
        found = _decimal(value)
        if abs(found) >= top:
            raise wrong(
                "数字太大。",
                "The number is too large.",
                Text(zh=f"要小于{top:,f}。", en=f"It must stay below {top:,f}."),
            )
        if found != found.quantize(unit):
            raise wrong(
                f"最多{places}位小数。",
                f"At most {places} decimals.",
                Text(zh="不会替您舍入。", en="Nothing is rounded on the way in."),
            )
        if (least is not None and found < least) or (over is not None and found <= over):
            bound = least if least is not None else over
            sign_zh = "不能小于" if least is not None else "要大于"
            sign_en = "at least" if least is not None else "more than"
            raise wrong(
                f"{sign_zh}{bound}。",
                f"It must be {sign_en} {bound}.",
                Text(zh="这一项不可能是这个数。", en="This cannot be such a number."),
            )
        return found.quantize(unit)

    return read


def whole(low: int, high: int) -> Reader:
    """Reads a whole number within bounds, inclusive."""

    def read(value: Any) -> int:
        found = _decimal(value)
        if found != found.to_integral_value() or not low <= found <= high:
            raise wrong(
                f"要是{low}到{high}之间的整数。",
                f"It must be a whole number from {low} to {high}.",
                Text(zh="超出范围，或带小数。", en="It is out of range or has decimals."),
            )
        return int(found)

    return read


def flag(value: Any) -> bool:
    """Reads yes or no: true/false, 1/0, yes/no, 是/否."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in {"true", "1", "yes", "y", "是"}:
        return True
    if word in {"false", "0", "no", "n", "否"}:
        return False
    raise wrong(
        "要填是或否。",
        "Say yes or no.",
        Text(zh="写成true或false。", en="Write true or false."),
    )


_CODES = (
    "AED AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR ILS INR JPY KRW KZT MNT MOP MXN MYR NOK"
    " NZD PHP PKR PLN RUB SAR SEK SGD THB TRY TWD USD VND ZAR"
)
CURRENCIES = frozenset(_CODES.split())
"""ISO 4217 codes of the currencies that banks in China quote."""


def currency(value: Any) -> str:
    """Reads an ISO 4217 code; RMB is an everyday name, not a code."""
    code = value.strip() if isinstance(value, str) else ""
    if code not in CURRENCIES:
        raise wrong(
            "没有这个币种代码。",
            "There is no such currency code.",
            Text(
                zh="要用ISO 4217的三位大写代码，人民币是CNY。",
                en="Use the three capital letters of ISO 4217; renminbi is CNY.",
            ),
        )
    return code


def currencies(value: Any) -> list[str]:
    """Reads several codes, as a list or as "CNY;USD"."""
    if isinstance(value, str):
        value = parsed(value) if value.lstrip().startswith("[") else re.split(r"[;,\s]+", value)
    if not isinstance(value, list) or not value:
        raise wrong(
            "要填币种列表。",
            "This must be a list of currencies.",
            Text(zh='写成["CNY","USD"]或CNY;USD。', en='Write ["CNY","USD"] or CNY;USD.'),
        )
    return list(dict.fromkeys(currency(code) for code in value if code != ""))


def parsed(value: str) -> Any:
    """Reads JSON from a CSV cell."""
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise wrong(
            "不是有效的JSON。",
            "This is not valid JSON.",
            Text(zh="单元格里的JSON读不出来。", en="The JSON in the cell cannot be read."),
        ) from None


def mapping(value: Any) -> dict[str, Any]:
    """Reads an object of named values."""
    found = parsed(value) if isinstance(value, str) else value
    if not isinstance(found, dict):
        raise wrong(
            "要填对象。",
            "This must be an object.",
            Text(zh='写成{"reserve": "10000.00"}。', en='Write {"reserve": "10000.00"}.'),
        )
    try:
        _keepable(json.dumps(found, ensure_ascii=False, allow_nan=False).replace("\\u0000", "\0"))
    except (ValueError, RecursionError) as error:
        raise (error if isinstance(error, Wrong) else _no_number()) from None
    return found


_NEED_KEYS = {"kind", "zh", "en", "consent_on"}


def needs(value: Any) -> list[dict[str, str]]:
    """Reads special needs; each with both wordings and the day the customer agreed to its being
    kept, without which it may not be."""
    found = parsed(value) if isinstance(value, str) else value
    word = text(200)
    if not isinstance(found, list) or any(
        not isinstance(need, dict) or set(need) != _NEED_KEYS for need in found
    ):
        raise wrong(
            "特殊需要的格式不对。",
            "The special needs are not in the right form.",
            Text(
                zh="每一项都要有kind、zh、en和consent_on（客户同意记录的日期）。",
                en="Each needs kind, zh, en and consent_on, the day the customer agreed.",
            ),
        )
    return [
        {
            "kind": word(need["kind"]),
            "zh": word(need["zh"]),
            "en": word(need["en"]),
            "consent_on": day(need["consent_on"]).isoformat(),
        }
        for need in found
    ]


@dataclass(frozen=True, slots=True)
class ContactReader:
    """Reads a contact's value by its kind: a landline is no mobile number."""

    kind: str

    def __call__(self, value: Any) -> str:
        """Returns the normal form.

        Raises:
            Wrong: it is not of its kind; the refusal says of which kind it looks.
        """
        normal = {
            "mobile": normal_mobile,
            "landline": normal_landline,
            "email": normal_email,
            "post": normal_post,
        }[self.kind]
        try:
            return normal(text(200)(value))
        except Unfit as error:
            raise Wrong(error.what, error.why, error.do) from None
