"""What must hold between the fields of one row. No database; references arrive as `Target`s.

Each check yields (field, what is wrong) for every fault it finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from firstdesk.bank.readers import ContactReader, Wrong, wrong
from firstdesk.core import clock
from firstdesk.core.money import MINOR_UNITS
from firstdesk.core.text import Text

Fault = tuple[str, Wrong]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference points to: as much of it as checks need.

    Args:
        customer_id: whose it is; None for customers, branches and staff.
        kind: of accounts and cards.
        nested: an account inside another.
    """

    pk: UUID
    customer_id: UUID | None = None
    kind: str = ""
    currency: str = ""
    nested: bool = False


def _missing(what_zh: str, what_en: str) -> Wrong:
    return wrong(
        "缺少这一项。",
        "This is missing.",
        Text(zh=f"{what_zh}必须有它。", en=f"{what_en} must have it."),
    )


def _fault(zh: str, en: str, why_zh: str, why_en: str) -> Wrong:
    return wrong(zh, en, Text(zh=why_zh, en=why_en))


def _order(row: Row, first: str, second: str, *, same: bool = True) -> Iterator[Fault]:
    """The second day may not come before the first."""
    a, b = row.get(first), row.get(second)
    if a is not None and b is not None and (b < a or (b == a and not same)):
        yield (
            second,
            _fault(
                f"早于{first}。" if same else f"不晚于{first}。",
                f"It comes before {first}." if same else f"It is not later than {first}.",
                "先后颠倒了。",
                "The order is turned round.",
            ),
        )


def _same_customer(row: Row, *links: str) -> Iterator[Fault]:
    """What the row hangs on must be the same customer's."""
    for link in links:
        target: Target | None = row.get(link)
        if target is not None and target.customer_id != row["customer"].pk:
            yield (
                link,
                _fault(
                    "属于另一位客户。",
                    "It belongs to another customer.",
                    "这一行的客户与它不一致。",
                    "The row's customer is not its customer.",
                ),
            )


def _of_kind(row: Row, link: str, *kinds: str) -> Iterator[Fault]:
    target: Target | None = row.get(link)
    if target is not None and target.kind not in kinds:
        allowed = ", ".join(kinds)
        yield (
            link,
            _fault(
                "类别不对。",
                "It is of the wrong kind.",
                f"这里只能是{allowed}，它是{target.kind}。",
                f"It may be {allowed} here; it is {target.kind}.",
            ),
        )


def _units(row: Row, code: str, *names: str) -> Iterator[Fault]:
    """No currency is split below its smallest unit: yen have no cents."""
    places = MINOR_UNITS.get(code, 2)
    for name in names:
        amount: Decimal | None = row.get(name)
        if amount is not None and amount != round(amount, places):
            yield (
                name,
                _fault(
                    f"{code}最多{places}位小数。",
                    f"{code} has at most {places} decimals.",
                    "没有更小的单位。",
                    "There is no smaller unit.",
                ),
            )


def customer(row: Row) -> Iterator[Fault]:
    """A person is born before today; a company has no birthday."""
    if row["kind"] == "company" and row["born_on"] is not None:
        yield (
            "born_on",
            _fault(
                "单位没有生日。",
                "A company has no birthday.",
                "kind是company。",
                "kind is company.",
            ),
        )
    if row["born_on"] is not None and row["born_on"] > clock.today():
        yield (
            "born_on",
            _fault(
                "生日在今天之后。", "Born after today.", "还没有到这一天。", "It is yet to come."
            ),
        )


def contact(row: Row) -> Iterator[Fault]:
    """The value must be of its kind; it is brought into its normal form."""
    try:
        row["value"] = ContactReader(row["kind"])(row["value"])
    except Wrong as error:
        yield "value", error


def entitlement(row: Row) -> Iterator[Fault]:
    """A tier ends on or after its first day."""
    yield from _order(row, "valid_from", "valid_to")


_NEEDED = {
    "time": ("term_months", "rate", "opened_on", "matures_on"),
    "notice": ("notice_days", "opened_on"),
    "sweep": ("parent",),
}
_KIND_NAMES = {
    "time": ("定期存款", "A time deposit"),
    "notice": ("通知存款", "A notice deposit"),
    "sweep": ("理财转存子账户", "A sweep sub-account"),
}
_MAY_OWE = {"credit", "settlement"}


def account(row: Row) -> Iterator[Fault]:
    """Each kind has what its arithmetic needs; only credit and settlement accounts may owe."""
    kind = row["kind"]
    for name in _NEEDED.get(kind, ()):
        if row[name] is None:
            yield name, _missing(*_KIND_NAMES[kind])
    if row["balance"] < 0 and kind not in _MAY_OWE:
        yield (
            "balance",
            _fault(
                "余额不能为负。",
                "The balance cannot be negative.",
                "只有信用卡户和结算户可以欠款。",
                "Only credit and settlement accounts can owe.",
            ),
        )
    yield from _order(row, "opened_on", "matures_on", same=False)
    yield from _units(row, row["currency"], "balance")
    yield from _same_customer(row, "parent")
    parent: Target | None = row["parent"]
    if parent is not None and parent.nested:
        yield (
            "parent",
            _fault(
                "上级账户本身是子账户。",
                "The parent is itself a sub-account.",
                "子账户只有一层。",
                "Sub-accounts are one level deep.",
            ),
        )


def deposit_notice(row: Row) -> Iterator[Fault]:
    """A notice is given before its day, on a notice deposit."""
    yield from _order(row, "given_on", "for_date", same=False)
    yield from _of_kind(row, "account", "notice", "sweep")
    yield from _units(row, row["account"].currency, "amount")


def card(row: Row) -> Iterator[Fault]:
    """A credit card hangs on a credit account and has a statement day and a limit."""
    yield from _same_customer(row, "account")
    if row["kind"] == "credit":
        yield from _of_kind(row, "account", "credit")
        for name in ("statement_day", "credit_limit"):
            if row[name] is None:
                yield name, _missing("信用卡", "A credit card")
    else:
        yield from _of_kind(row, "account", "demand", "settlement")
    # A fee without a day is a new card's: it is taken in the evening of the first deposit (01006).
    if row["annual_fee"] is None and row["annual_fee_due_on"] is not None:
        yield "annual_fee", _missing("有年费日的卡", "A card with a day for its annual fee")
    yield from _units(row, row["account"].currency, "credit_limit", "annual_fee")


def statement(row: Row) -> Iterator[Fault]:
    """It falls due after its date; the minimum is part of the amount."""
    yield from _order(row, "dated", "due_on", same=False)
    yield from _of_kind(row, "card", "credit")
    yield from _units(row, row["currency"], "amount", "minimum", "paid")
    if row["minimum"] > max(row["amount"], Decimal(0)):
        yield (
            "minimum",
            _fault(
                "最低还款额大于应还金额。",
                "The minimum is more than the amount.",
                "最低还款额是应还金额的一部分。",
                "The minimum is part of the amount.",
            ),
        )


_HANGS_ON = {
    "card_autopay": ("account", "card"),
    "sweep": ("account",),
    "ipo_plan": ("account",),
    "custody": ("account",),
    "loan_debit": ("account",),
    "utility_debit": ("account",),
}


def agreement(row: Row) -> Iterator[Fault]:
    """An arrangement names the account, and where it is about one the card, it works on."""
    for name in _HANGS_ON.get(row["kind"], ()):
        if row[name] is None:
            yield name, _missing("这种签约", "An agreement of this kind")
    yield from _same_customer(row, "account", "card")
    yield from _order(row, "signed_on", "ended_on")


def loan(row: Row) -> Iterator[Fault]:
    """What is outstanding is part of the principal."""
    yield from _same_customer(row, "account")
    yield from _units(row, row["currency"], "principal", "outstanding", "instalment")
    yield from _order(row, "started_on", "next_due_on")
    if row["outstanding"] > row["principal"]:
        yield (
            "outstanding",
            _fault(
                "未还本金大于贷款本金。",
                "More is outstanding than was lent.",
                "利息不计在这里。",
                "Interest does not belong here.",
            ),
        )


def scheduled_debit(row: Row) -> Iterator[Fault]:
    """In its currency's units."""
    yield from _units(row, row["currency"], "amount")


def transaction(row: Row) -> Iterator[Fault]:
    """A movement moves something."""
    yield from _units(row, row["currency"], "amount")
    if row["amount"] == 0:
        yield (
            "amount",
            _fault(
                "金额不能为零。", "The amount cannot be zero.", "零不是一笔交易。", "Zero is none."
            ),
        )


def loss_report(row: Row) -> Iterator[Fault]:
    """The card lost is the customer's own."""
    yield from _same_customer(row, "card")


def risk_profile(row: Row) -> Iterator[Fault]:
    """It was made on a day that has come."""
    yield from _units(row, row["currency"], "liquid_savings")
    if row["assessed_on"] > clock.today():
        yield (
            "assessed_on",
            _fault(
                "测评日在今天之后。",
                "Assessed after today.",
                "还没有到这一天。",
                "It is yet to come.",
            ),
        )


def offering(row: Row) -> Iterator[Fault]:
    """It is sold from a day to a later one."""
    yield from _order(row, "sold_from", "sold_to")
    yield from _units(row, row["currency"], "minimum")


def share_issue(row: Row) -> Iterator[Fault]:
    """What was not allotted comes back after the subscription; a skipped issue has its reason."""
    yield from _order(row, "subscribed_on", "refund_on", same=False)
    if row["state"] == "skipped":
        for name in ("reason_zh", "reason_en"):
            if not row[name]:
                yield name, _missing("不参加的发行", "A skipped issue")


def rate_quote(row: Row) -> Iterator[Fault]:
    """Notes are bought for less than a remittance, and sold for more than either."""
    if not row["cash_buy"] <= row["remittance_buy"] <= row["sell"]:
        yield (
            "remittance_buy",
            _fault(
                "牌价大小颠倒。",
                "The prices are out of order.",
                "钞买价不高于汇买价，汇买价不高于卖出价。",
                "Cash buying, remittance buying and selling rise in this order.",
            ),
        )
    if row["currency"] == "CNY":
        yield (
            "currency",
            _fault(
                "人民币没有牌价。",
                "Renminbi has no quotation.",
                "牌价就是人民币价。",
                "It is what others are quoted in.",
            ),
        )


def internal_account(row: Row) -> Iterator[Fault]:
    """It closes after its last entry."""
    yield from _order(row, "last_entry_on", "closed_on")
