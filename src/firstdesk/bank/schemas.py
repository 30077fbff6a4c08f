"""The kinds of rows that can be loaded, and how each of their fields is read.

A row is the whole object: an optional field that is left out, or empty, is stored empty. Rows
name each other by `ref`, branches by code and staff by username.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from firstdesk.bank import checks, models, readers
from firstdesk.bank.readers import Reader, Wrong
from firstdesk.core.text import Text

Check = Callable[[dict[str, Any]], Iterable[tuple[str, Wrong]]]


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a row.

    Args:
        read: turns the raw value into the stored one, or raises `Wrong`.
        link: for a reference, the kind it points to (a load kind, `branches` or `staff`).
        required: whether a row without it is refused.
    """

    read: Reader
    link: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class LoadKind:
    """A kind of row: its table, its fields, and what must hold between them."""

    name: str
    title: Text
    model: type[models.Fact]
    columns: dict[str, Column]
    check: Check


_REF = readers.pattern(
    r"[A-Za-z0-9._:/-]+",
    40,
    Text(
        zh="只能用字母、数字和._:/-，最多40位。",
        en="Letters, digits and ._:/- only, at most 40.",
    ),
)
_ID_NUMBER = readers.pattern(
    r"[A-Za-z0-9()/-]{4,40}",
    40,
    Text(
        zh="证件号码有不该有的字符或位数不对。", en="The document number has odd signs or length."
    ),
)
_CARD_NUMBER = readers.pattern(
    r"\d{12,19}", 19, Text(zh="卡号是12至19位数字。", en="A card number has 12 to 19 digits.")
)
_ACCOUNT_NUMBER = readers.pattern(
    r"[A-Za-z0-9-]{4,40}", 40, Text(zh="账号是4至40位。", en="An account number has 4 to 40 signs.")
)
_WORD = readers.pattern(
    r"[a-z][a-z0-9_]*", 20, Text(zh="用小写字母的英文代码。", en="Use a code in small letters.")
)
_AMOUNT = readers.number(2)
_ABOVE_ZERO = readers.number(2, above="0")
_NOT_NEGATIVE = readers.number(2, low="0")
_RATE = readers.number(6, low="0", high="1000")
_QUOTE = readers.number(6, above="0", high="1e9")
_MOMENT = readers.moment(ZoneInfo(settings.TIME_ZONE))


def _must(read: Reader) -> Column:
    return Column(read, required=True)


def _may(read: Reader) -> Column:
    return Column(read)


def _link(kind: str, *, required: bool = True) -> Column:
    return Column(_REF, link=kind, required=required)


def _kind(
    name: str,
    zh: str,
    en: str,
    model: type[models.Fact],
    check: Check,
    **columns: Column,
) -> LoadKind:
    return LoadKind(name, Text(zh=zh, en=en), model, {"ref": _must(_REF), **columns}, check)


_ALL = (
    _kind(
        "customers",
        "客户",
        "customers",
        models.Customer,
        checks.customer,
        kind=_may(readers.choice(models.Customer.Kind.values)),
        name_zh=_must(readers.text(80)),
        name_en=_may(readers.text(80)),
        title_zh=_may(readers.text(20)),
        title_en=_may(readers.text(20)),
        id_type=_may(_WORD),
        id_number=_may(_ID_NUMBER),
        born_on=_may(readers.day),
        home_branch=_link("branches", required=False),
        language=_may(readers.choice(("zh-hans", "en"))),
        needs=_may(readers.needs),
    ),
    _kind(
        "contacts",
        "联系方式",
        "contacts",
        models.ContactPoint,
        checks.contact,
        customer=_link("customers"),
        kind=_must(readers.choice(models.ContactPoint.Kind.values)),
        value=_must(readers.text(200)),
        quality=_may(readers.choice(models.ContactPoint.Quality.values)),
        checked_on=_may(readers.day),
    ),
    _kind(
        "entitlements",
        "客户等级",
        "entitlements",
        models.Entitlement,
        checks.entitlement,
        customer=_link("customers"),
        tier=_must(_WORD),
        valid_from=_must(readers.day),
        valid_to=_may(readers.day),
    ),
    _kind(
        "accounts",
        "账户",
        "accounts",
        models.Account,
        checks.account,
        customer=_link("customers"),
        parent=_link("accounts", required=False),
        branch=_link("branches", required=False),
        kind=_must(readers.choice(models.Account.Kind.values)),
        number=_must(_ACCOUNT_NUMBER),
        currency=_must(readers.currency),
        balance=_must(_AMOUNT),
        status=_may(readers.choice(models.Account.Status.values)),
        opened_on=_may(readers.day),
        term_months=_may(readers.whole(1, 600)),
        notice_days=_may(readers.whole(1, 90)),
        rate=_may(_RATE),
        matures_on=_may(readers.day),
    ),
    _kind(
        "deposit_notices",
        "通知存款的支取通知",
        "notices of withdrawal",
        models.DepositNotice,
        checks.deposit_notice,
        account=_link("accounts"),
        given_on=_must(readers.day),
        for_date=_must(readers.day),
        amount=_must(_ABOVE_ZERO),
        status=_may(readers.choice(("open", "used", "cancelled"))),
    ),
    _kind(
        "cards",
        "卡",
        "cards",
        models.Card,
        checks.card,
        customer=_link("customers"),
        account=_link("accounts"),
        issuing_branch=_link("branches", required=False),
        kind=_must(readers.choice(models.Card.Kind.values)),
        number=_must(_CARD_NUMBER),
        currencies=_may(readers.currencies),
        status=_may(readers.choice(models.Card.Status.values)),
        status_since=_may(_MOMENT),
        issued_on=_may(readers.day),
        credit_limit=_may(_NOT_NEGATIVE),
        statement_day=_may(readers.whole(1, 31)),
        annual_fee_due_on=_may(readers.day),
        annual_fee=_may(_NOT_NEGATIVE),
    ),
    _kind(
        "statements",
        "信用卡账单",
        "card statements",
        models.Statement,
        checks.statement,
        card=_link("cards"),
        dated=_must(readers.day),
        due_on=_must(readers.day),
        currency=_must(readers.currency),
        amount=_must(_AMOUNT),
        minimum=_must(_NOT_NEGATIVE),
        paid=_may(_NOT_NEGATIVE),
    ),
    _kind(
        "agreements",
        "签约",
        "agreements",
        models.Agreement,
        checks.agreement,
        customer=_link("customers"),
        kind=_must(readers.choice(models.Agreement.Kind.values)),
        account=_link("accounts", required=False),
        card=_link("cards", required=False),
        branch=_link("branches", required=False),
        signed_by=_link("staff", required=False),
        signed_on=_must(readers.day),
        ended_on=_may(readers.day),
        terms=_may(readers.mapping),
    ),
    _kind(
        "loans",
        "贷款",
        "loans",
        models.Loan,
        checks.loan,
        customer=_link("customers"),
        account=_link("accounts"),
        kind=_must(_WORD),
        principal=_must(_ABOVE_ZERO),
        outstanding=_must(_NOT_NEGATIVE),
        currency=_must(readers.currency),
        rate=_must(_RATE),
        started_on=_must(readers.day),
        months=_must(readers.whole(1, 600)),
        instalment=_must(_NOT_NEGATIVE),
        next_due_on=_may(readers.day),
    ),
    _kind(
        "scheduled_debits",
        "将来的扣款",
        "scheduled debits",
        models.ScheduledDebit,
        checks.scheduled_debit,
        account=_link("accounts"),
        due_on=_must(readers.day),
        amount=_must(_ABOVE_ZERO),
        currency=_must(readers.currency),
        kind=_must(_WORD),
        label_zh=_must(readers.text(80)),
        label_en=_must(readers.text(80)),
        done=_may(readers.flag),
    ),
    _kind(
        "transactions",
        "交易",
        "transactions",
        models.Transaction,
        checks.transaction,
        account=_link("accounts"),
        booked_at=_must(_MOMENT),
        amount=_must(_AMOUNT),
        currency=_must(readers.currency),
        kind=_must(_WORD),
        text_zh=_may(readers.text(120)),
        text_en=_may(readers.text(120)),
        branch=_link("branches", required=False),
    ),
    _kind(
        "loss_reports",
        "挂失",
        "loss reports",
        models.LossReport,
        checks.loss_report,
        customer=_link("customers"),
        card=_link("cards", required=False),
        reported_at=_must(_MOMENT),
        channel=_must(_WORD),
        formal=_may(readers.flag),
    ),
    _kind(
        "risk_profiles",
        "风险测评",
        "risk profiles",
        models.RiskProfile,
        checks.risk_profile,
        customer=_link("customers"),
        assessed_on=_must(readers.day),
        grade=_must(readers.whole(1, 5)),
        experienced=_may(readers.flag),
        liquid_savings=_may(_NOT_NEGATIVE),
        currency=_may(readers.currency),
        horizon_months=_may(readers.whole(0, 600)),
    ),
    _kind(
        "offerings",
        "在售产品",
        "offerings",
        models.Offering,
        checks.offering,
        kind=_must(readers.choice(models.Offering.Kind.values)),
        style=_must(readers.choice(models.Offering.Style.values)),
        name_zh=_must(readers.text(80)),
        name_en=_must(readers.text(80)),
        grade=_must(readers.whole(1, 5)),
        currency=_may(readers.currency),
        minimum=_must(_NOT_NEGATIVE),
        months=_may(readers.whole(1, 600)),
        fee_percent=_may(_RATE),
        sold_from=_must(readers.day),
        sold_to=_may(readers.day),
        sold_out=_may(readers.flag),
    ),
    _kind(
        "share_issues",
        "新股发行",
        "share issues",
        models.ShareIssue,
        checks.share_issue,
        name_zh=_must(readers.text(80)),
        name_en=_must(readers.text(80)),
        subscribed_on=_must(readers.day),
        refund_on=_must(readers.day),
        state=_may(readers.choice(models.ShareIssue.State.values)),
        reason_zh=_may(readers.text(200)),
        reason_en=_may(readers.text(200)),
    ),
    _kind(
        "rate_quotes",
        "外汇牌价",
        "rate quotes",
        models.RateQuote,
        checks.rate_quote,
        currency=_must(readers.currency),
        unit=_must(readers.whole(1, 1_000_000)),
        remittance_buy=_must(_QUOTE),
        cash_buy=_must(_QUOTE),
        sell=_must(_QUOTE),
        quoted_at=_must(_MOMENT),
    ),
    _kind(
        "internal_accounts",
        "内部外币户",
        "internal currency accounts",
        models.InternalAccount,
        checks.internal_account,
        branch=_link("branches"),
        currency=_must(readers.currency),
        last_entry_on=_must(readers.day),
        closed_on=_may(readers.day),
    ),
)

KINDS: dict[str, LoadKind] = {kind.name: kind for kind in _ALL}
"""All kinds that can be loaded, in an order in which none refers to a later one."""
