"""The customers who are waiting at Riverside when the demo opens: one for each operation.

Dates and sums follow the casebook where it gives them (cases 01001, 01005, 02003, 02005, 02017,
02027), moved so that they fall around today.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from firstdesk.bank.demo import numbers
from firstdesk.bank.demo.book import DUE_DAYS, Book, months_before
from firstdesk.bank.demo.crowd import FEE, need
from firstdesk.bank.demo.staff import HITECH, RIVERSIDE, WESTSIDE
from firstdesk.core.text import Text

ZHANG = "882044102207"


class Waiting(NamedTuple):
    """Who waits: customer, number, what for, and for how many minutes."""

    ref: str
    number: str
    service: Text
    minutes: int
    branch: str = RIVERSIDE


WAITING = (
    Waiting(ZHANG, "A037", Text(zh="信用卡", en="Credit card"), 18),
    Waiting("882044109901", "A038", Text(zh="打新计划", en="IPO plan"), 15),
    Waiting("882044109902", "A039", Text(zh="定期取款", en="Time deposit"), 13),
    Waiting("882044109903", "A040", Text(zh="挂失", en="Lost card"), 9),
    Waiting("882044109904", "A041", Text(zh="通知存款", en="Notice deposit"), 7),
    Waiting("882044109905", "A042", Text(zh="查账户", en="Balance question"), 5),
    Waiting("882044109906", "V006", Text(zh="存现", en="Cash deposit"), 4),
)
AND_CROWD = (
    (WESTSIDE, Text(zh="转账", en="Transfer")),
    (WESTSIDE, Text(zh="贷款咨询", en="Loan question")),
    (HITECH, Text(zh="开户", en="New account")),
    (HITECH, Text(zh="信用卡", en="Credit card")),
)
"""What the first of the crowd, one each, wait for at the other branches."""

COUNT = len(WAITING)


def invite(book: Book) -> None:
    """Adds all of them to the book."""
    zhang(book)
    ipo_saver(book)
    early_withdrawer(book)
    lost_wallet(book)
    notice_giver(book)
    swept(book)
    vip(book)


def _person(
    book: Book, ref: str, zh: str, en: str, age: int, *, female: bool = False, **more: Any
) -> str:
    """Adds one; `age` in full years, his birthday being some months back."""
    today = book.today
    born = date(today.year - age - (today.month < 4), 3, 12)
    return book.add(
        "customers",
        ref,
        kind="person",
        name_zh=zh,
        name_en=en,
        title_zh="女士" if female else "先生",
        title_en="Ms" if female else "Mr",
        id_type="resident_id",
        id_number=numbers.id_number(born, int(ref[-2:]) * 2 + (not female)),
        born_on=born.isoformat(),
        **{"home_branch": RIVERSIDE, **more},
    )


def _account(ref: str, pocket: int) -> str:
    return numbers.account_number(9, int(ref[-6:]) * 10 + pocket)


def _mobile(book: Book, ref: str) -> None:
    book.add(
        "contacts",
        f"M{ref}",
        customer=ref,
        kind="mobile",
        value=numbers.mobile(90_000_000 + int(ref[-6:])),
        quality="verified",
        checked_on=book.day(-120),
    )


def zhang(book: Book) -> None:
    """Wants autopay a day before his bill falls due, and has only a landline (case 02005).

    His statement came 24 days ago, so that it is due tomorrow; autopay signed today is too late
    for it.
    """
    ref = _person(
        book,
        ZHANG,
        "张文澜",
        "Zhang Wenlan",
        58,
        home_branch=WESTSIDE,
        needs=[need("hearing", book.day(-47))],
    )
    book.add("entitlements", f"E{ref}", customer=ref, tier="vip2", valid_from=book.day(-300))
    book.add(
        "contacts",
        f"T{ref}",
        customer=ref,
        kind="landline",
        value=numbers.landline(4410220),
        quality="verified",
        checked_on=book.day(-500),
    )
    book.add(
        "contacts",
        f"A{ref}",
        customer=ref,
        kind="post",
        value="澄江市城西区书院街18号302室",
        quality="failed",
        checked_on=book.day(-9),
    )
    main = book.account(f"{ref}-0", ref, "demand", _account(ref, 0), "9436.18", branch=WESTSIDE)
    book.card(
        f"D{ref}",
        ref,
        main,
        "debit",
        numbers.card_number(44102, "3370"),
        issuing_branch=WESTSIDE,
        issued_on=book.day(-1200),
    )
    _zhang_credit(book, ref)
    _zhang_loan(book, ref, main)


def _zhang_credit(book: Book, ref: str) -> None:
    dated = book.today + timedelta(days=1 - DUE_DAYS)
    account = book.account(f"{ref}-4", ref, "credit", _account(ref, 4), "-6820.40", branch=WESTSIDE)
    card = book.card(
        f"C{ref}",
        ref,
        account,
        "credit",
        numbers.card_number(44103, "6021"),
        issuing_branch=WESTSIDE,
        currencies=["CNY", "USD"],
        credit_limit="20000",
        statement_day=dated.day,
    )
    before = months_before(dated, 1)
    book.statement(f"S{ref}-1", card, dated, Decimal("6820.40"), Decimal(0))
    book.statement(f"S{ref}-2", card, before, Decimal("1288.00"), Decimal("1288.00"))
    bought = {"zh": "消费", "en": "Card purchase"}
    for order, (days, amount) in enumerate(((47, "-2180.00"), (40, "-3640.40"), (33, "-1000.00"))):
        book.movement(f"X{ref}-{order}", account, -days, amount, "purchase", bought)


def _zhang_loan(book: Book, ref: str, main: str) -> None:
    due = book.day(16)
    book.add(
        "loans",
        f"L{ref}",
        customer=ref,
        account=main,
        kind="mortgage",
        principal="260000.00",
        outstanding="151320.00",
        currency="CNY",
        rate="3.45",
        started_on=book.day(-2200),
        months=180,
        instalment="1866.00",
        next_due_on=due,
    )
    book.debit(
        f"I{ref}", main, due, "1866.00", "loan", {"zh": "房贷月供", "en": "Mortgage instalment"}
    )
    book.add(
        "agreements",
        f"G{ref}-loan_debit",
        customer=ref,
        kind="loan_debit",
        account=main,
        branch=WESTSIDE,
        signed_by="t11",
        signed_on=book.day(-2200),
        terms={"debit_day": date.fromisoformat(due).day},
    )


def ipo_saver(book: Book) -> None:
    """Has put in exactly 60,000.00 for the plan; tonight's fee of 10.00 would undo it (01006)."""
    ref = _person(book, WAITING[1].ref, "郑国安", "Zheng Guoan", 71)
    book.add(
        "contacts",
        f"T{ref}",
        customer=ref,
        kind="landline",
        value=numbers.landline(8815007),
        quality="verified",
        checked_on=book.day(-800),
    )
    main = book.account(f"{ref}-0", ref, "demand", _account(ref, 0), "60000.00")
    book.card(
        f"D{ref}",
        ref,
        main,
        "debit",
        numbers.card_number(44104, "8815"),
        issued_on=book.day(-3),
        annual_fee="10.00",
        annual_fee_due_on=book.day(1),
    )
    book.debit(f"F{ref}", main, book.day(1), "10.00", "fee", FEE)
    paid_in = {"zh": "存现", "en": "Cash paid in"}
    book.movement(f"X{ref}-0", main, -1, "60000.00", "cash", paid_in)


def early_withdrawer(book: Book) -> None:
    """Thinks her certificate has matured; it has 214 days to go (case 02003)."""
    ref = _person(
        book,
        WAITING[2].ref,
        "严玉珍",
        "Yan Yuzhen",
        78,
        female=True,
        needs=[need("sight", book.day(-200)), need("mobility", book.day(-200))],
    )
    _mobile(book, ref)
    book.account(f"{ref}-0", ref, "demand", _account(ref, 0), "1204.55")
    book.time_deposit(f"{ref}-1", ref, _account(ref, 1), "50000.00", 36, matures=214, rate="3.24")


def lost_wallet(book: Book) -> None:
    """Lost his wallet this morning and reported one card by telephone; two more still work
    (case 01005)."""
    ref = _person(book, WAITING[3].ref, "高启明", "Gao Qiming", 43)
    _mobile(book, ref)
    first = book.account(f"{ref}-0", ref, "demand", _account(ref, 0), "3318.60")
    second = book.account(f"{ref}-1", ref, "demand", _account(ref, 1), "12000.00")
    credit = book.account(f"{ref}-4", ref, "credit", _account(ref, 4), "-412.30")
    # Midnight is the one moment of today that has passed whenever the demo is built.
    reported = f"{book.day(0)}T00:00:00"
    lost = book.card(
        f"D{ref}",
        ref,
        first,
        "debit",
        numbers.card_number(44105, "4412"),
        status="lost",
        status_since=reported,
    )
    book.card(f"D{ref}-2", ref, second, "debit", numbers.card_number(44106, "5520"))
    book.card(
        f"C{ref}",
        ref,
        credit,
        "credit",
        numbers.card_number(44107, "7731"),
        credit_limit="10000",
        statement_day=15,
    )
    book.add(
        "loss_reports",
        f"R{ref}-{book.today:%Y%m%d}",
        customer=ref,
        card=lost,
        reported_at=reported,
        channel="phone",
    )


def notice_giver(book: Book) -> None:
    """Gave notice seven days ago and comes for the money today (case 02027)."""
    ref = _person(book, WAITING[4].ref, "陈立夏", "Chen Lixia", 52, female=True)
    _mobile(book, ref)
    book.account(f"{ref}-0", ref, "demand", _account(ref, 0), "2077.09")
    notice = book.account(
        f"{ref}-2",
        ref,
        "notice",
        _account(ref, 2),
        "100000.00",
        notice_days=7,
        opened_on=book.day(-30),
    )
    book.add(
        "deposit_notices",
        f"N{ref}",
        account=notice,
        given_on=book.day(-7),
        for_date=book.day(0),
        amount="100000.00",
    )


def swept(book: Book) -> None:
    """Sees 10,000 where he had put 150,000: the rest lies in the notice pocket (case 02017)."""
    ref = _person(book, WAITING[5].ref, "吴放", "Wu Fang", 39)
    _mobile(book, ref)
    main = book.account(f"{ref}-0", ref, "demand", _account(ref, 0), "10000.00")
    pocket = book.account(
        f"{ref}-3",
        ref,
        "sweep",
        _account(ref, 3),
        "140000.00",
        parent=main,
        notice_days=7,
        opened_on=book.day(-4),
    )
    book.card(f"D{ref}", ref, main, "debit", numbers.card_number(44108, "2650"))
    book.add(
        "agreements",
        f"G{ref}-sweep",
        customer=ref,
        kind="sweep",
        account=main,
        branch=WESTSIDE,
        signed_by="t12",
        signed_on=book.day(-5),
        terms={"reserve": "10000.00", "threshold": "50000.00"},
    )
    moved = {"zh": "转入通知存款户", "en": "Swept to the notice pocket"}
    came = {"zh": "自动转入", "en": "Swept in"}
    book.movement(f"W{ref}-0", main, -4, "-140000.00", "sweep", moved)
    book.movement(f"W{ref}-1", pocket, -4, "140000.00", "sweep", came)


def vip(book: Book) -> None:
    """A trader whose tier was given at Westside, with a day's takings to pay in (case 01001)."""
    ref = _person(book, WAITING[6].ref, "容海生", "Rong Haisheng", 47, home_branch=WESTSIDE)
    _mobile(book, ref)
    book.add("entitlements", f"E{ref}", customer=ref, tier="vip1", valid_from=book.day(-180))
    main = book.account(f"{ref}-0", ref, "demand", _account(ref, 0), "86300.00", branch=WESTSIDE)
    book.card(
        f"D{ref}", ref, main, "debit", numbers.card_number(44109, "9027"), issuing_branch=WESTSIDE
    )
