"""The many customers of the demo: each drawn from his own number, so that none moves another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from firstdesk.bank.demo import numbers, words
from firstdesk.bank.demo.book import CENT, RATES, Book, months_before
from firstdesk.bank.demo.staff import HITECH, RIVERSIDE, WESTSIDE

SEED = "chengjiang"
PLACES = (RIVERSIDE, WESTSIDE, HITECH)
SIGNERS = {RIVERSIDE: ("t01", "t02", "p04"), WESTSIDE: ("t11", "t12"), HITECH: ("t21", "t22")}
FEE = {"zh": "借记卡年费", "en": "Debit card annual fee"}
INSTALMENT = {"zh": "贷款月供", "en": "Loan instalment"}
SALARY = {"zh": "代发工资", "en": "Salary"}
PURCHASE = {"zh": "消费", "en": "Card purchase"}
SWEEP_OUT = {"zh": "转入通知存款户", "en": "Swept to the notice pocket"}
LOAN_KINDS = ("mortgage", "mortgage", "car", "study")


class One:
    """One customer being drawn.

    The draws do not depend on the day: the same person with the same products comes out on any
    day, with dates moved along.
    """

    def __init__(self, book: Book, serial: int) -> None:
        self.book = book
        self.serial = serial
        # Not for secrets: a fixed seed makes the demo the same everywhere.
        self.draw = Random(f"{SEED}-{serial}")  # noqa: S311
        self.ref = f"8820{serial:08}"
        self.place = self.draw.choice(PLACES)
        self.signer = self.draw.choice(SIGNERS[self.place])
        self.main = ""
        self.company = self.chance(3)

    def chance(self, percent: int) -> bool:
        """True so many times in a hundred."""
        return self.draw.randrange(100) < percent

    def cents(self, low: int, high: int) -> str:
        """An amount of yuan and cents between two numbers of yuan."""
        return str((Decimal(self.draw.randrange(low * 100, high * 100)) / 100).quantize(CENT))

    def number(self, pocket: int) -> str:
        """An account number; `pocket` tells a customer's accounts apart."""
        return numbers.account_number(PLACES.index(self.place) + 1, self.serial * 10 + pocket)

    def build(self) -> None:
        """Adds the customer and all he has."""
        self.person()
        self.contacts()
        self.deposits()
        self.debit_card()
        self.sweep()
        if not self.company:
            self.credit_card()
            self.loan()
        self.agreements()
        self.movements()

    def person(self) -> None:
        """Adds the customer and his tier."""
        draw, today = self.draw, self.book.today
        female = draw.randrange(2) == 0
        age, month, day = draw.randrange(18, 89), draw.randrange(1, 13), draw.randrange(1, 29)
        name_zh, name_en = words.person_name(draw, female)
        firm_zh, firm_en = words.firm_name(draw)
        born = date(today.year - age - 1, month, day)
        order = draw.randrange(0, 1000, 2) + (not female)
        values: dict[str, Any] = {
            "kind": "person",
            "name_zh": name_zh,
            "name_en": name_en,
            "title_zh": "女士" if female else "先生",
            "title_en": "Ms" if female else "Mr",
            "id_type": "resident_id",
            "id_number": numbers.id_number(born, order),
            "born_on": born.isoformat(),
            "needs": self.needs(age),
        }
        if self.company:
            values = {
                "kind": "company",
                "name_zh": firm_zh,
                "name_en": firm_en,
                "id_type": "business_licence",
                "id_number": f"99{self.serial:013}",
            }
        self.book.add("customers", self.ref, home_branch=self.place, **values)
        tier = draw.randrange(100)
        if tier < 12:
            self.book.add(
                "entitlements",
                f"E{self.ref}",
                customer=self.ref,
                tier="vip1" if tier < 8 else "vip2" if tier < 11 else "vip3",
                valid_from=self.book.day(-400 + tier),
                valid_to=self.book.day(365) if tier % 2 else None,
            )

    def needs(self, age: int) -> list[dict[str, str]]:
        """Special needs of some of the old."""
        hears, walks = self.chance(15), self.chance(15)
        found = []
        if age >= 70 and hears:
            found.append(need("hearing", self.book.day(-60)))
        if age >= 75 and walks:
            found.append(need("mobility", self.book.day(-90)))
        return found

    def contacts(self) -> None:
        """Adds what reaches him: most have a mobile, some a landline only."""
        draw, book, kind = self.draw, self.book, self.draw.randrange(100)
        quality = "verified" if kind < 78 else "unverified" if kind < 86 else "failed"
        if kind < 89:
            self.contact("M", "mobile", numbers.mobile(self.serial), quality)
        if kind >= 86 or self.chance(15):
            self.contact("T", "landline", numbers.landline(self.serial), "verified")
        if self.chance(60):
            back = self.chance(3)
            self.contact("A", "post", words.address(draw), "failed" if back else "verified")
        if self.chance(20):
            address = f"c{self.serial}@example.com"
            book.add("contacts", f"E{self.ref}", customer=self.ref, kind="email", value=address)

    def contact(self, prefix: str, kind: str, value: str, quality: str) -> None:
        """Adds one contact point."""
        checked = self.book.day(-self.draw.randrange(10, 900))
        self.book.add(
            "contacts",
            f"{prefix}{self.ref}",
            customer=self.ref,
            kind=kind,
            value=value,
            quality=quality,
            checked_on=None if quality == "unverified" else checked,
        )

    def deposits(self) -> None:
        """Adds the account he lives from, and what he has put aside."""
        book, draw = self.book, self.draw
        kind = "settlement" if self.company else "demand"
        top = draw.choice((2_000, 8_000, 30_000, 120_000, 600_000))
        more: dict[str, Any] = {"branch": self.place}
        self.main = book.account(
            f"{self.ref}-0", self.ref, kind, self.number(0), self.cents(10, top), **more
        )
        if self.chance(30):
            months = draw.choice(tuple(RATES))
            book.time_deposit(
                f"{self.ref}-1",
                self.ref,
                self.number(1),
                str(draw.randrange(1, 41) * 5_000),
                months,
                matures=draw.randrange(1, months * 28),
                **more,
            )
        if self.chance(6):
            self.notice_deposit(more)

    def notice_deposit(self, more: dict[str, Any]) -> None:
        """Adds a seven-day or one-day notice deposit, with a notice given on every second."""
        days, amount = self.draw.choice((1, 7, 7)), str(self.draw.randrange(5, 60) * 10_000)
        opened, given = -self.draw.randrange(20, 300), self.draw.randrange(0, 7)
        ref = self.book.account(
            f"{self.ref}-2",
            self.ref,
            "notice",
            self.number(2),
            amount,
            notice_days=days,
            **{**more, "opened_on": self.book.day(opened)},
        )
        if self.chance(50):
            self.book.add(
                "deposit_notices",
                f"N{self.ref}",
                account=ref,
                given_on=self.book.day(-given),
                for_date=self.book.day(days - given),
                amount=amount,
            )

    def debit_card(self) -> None:
        """Adds a debit card; on some the yearly fee is still to be taken."""
        if not self.chance(95):
            return
        due, owes = self.draw.randrange(1, 60), self.chance(40)
        status = "active" if self.chance(97) else self.draw.choice(("stopped", "lost"))
        fee = {"annual_fee": "10.00", "annual_fee_due_on": self.book.day(due)} if owes else {}
        since = None if status == "active" else f"{self.book.day(-due)}T10:00:00"
        self.book.card(
            f"D{self.ref}",
            self.ref,
            self.main,
            "debit",
            numbers.card_number(self.serial * 2),
            issuing_branch=self.place,
            issued_on=self.book.day(-700),
            status=status,
            status_since=since,
            **fee,
        )
        if owes:
            self.book.debit(f"F{self.ref}", self.main, self.book.day(due), "10.00", "fee", FEE)

    def sweep(self) -> None:
        """Signs some up for the sweep: the rest of the money lies in a pocket of the account."""
        if not self.chance(5):
            return
        amount = str(self.draw.randrange(5, 40) * 10_000)
        self.book.account(
            f"{self.ref}-3",
            self.ref,
            "sweep",
            self.number(3),
            amount,
            parent=self.main,
            branch=self.place,
            notice_days=7,
        )
        self.agreement("sweep", {"reserve": "10000.00", "threshold": "50000.00"})
        self.book.movement(
            f"W{self.ref}", self.main, -self.draw.randrange(1, 40), f"-{amount}", "sweep", SWEEP_OUT
        )

    def credit_card(self) -> None:
        """Adds a credit card with its last two statements."""
        if not self.chance(30):
            return
        draw, book = self.draw, self.book
        day, limit = draw.randrange(1, 29), draw.choice((5_000, 10_000, 20_000, 50_000))
        amount, before = (Decimal(self.cents(80, limit // 2)) for _ in range(2))
        settled = draw.choice((Decimal(0), Decimal(0), amount, (amount / 4).quantize(CENT)))
        dual = ["CNY", "USD"] if self.chance(30) else ["CNY"]
        account = book.account(
            f"{self.ref}-4", self.ref, "credit", self.number(4), str(settled - amount)
        )
        card = book.card(
            f"C{self.ref}",
            self.ref,
            account,
            "credit",
            numbers.card_number(self.serial * 2 + 1),
            issuing_branch=self.place,
            currencies=dual,
            credit_limit=str(limit),
            statement_day=day,
        )
        last = book.last_day(day)
        book.statement(f"S{self.ref}-1", card, last, amount, settled)
        book.statement(f"S{self.ref}-2", card, months_before(last, 1, day), before, before)
        if self.chance(40):
            self.agreement("card_autopay", {"statement_day": day, "pays": "full"}, card=card)

    def loan(self) -> None:
        """Adds a loan whose instalment is taken from his account."""
        if not self.chance(10):
            return
        draw, book = self.draw, self.book
        lent, years, day = draw.randrange(5, 90) * 10_000, draw.randrange(3, 21), draw.randrange(29)
        left, since = draw.randrange(20, 95), draw.randrange(6, 30)
        due = book.next_day(day + 1)
        each = str((Decimal(lent) / (years * 12) * Decimal("1.2")).quantize(CENT))
        book.add(
            "loans",
            f"L{self.ref}",
            customer=self.ref,
            account=self.main,
            kind=draw.choice(LOAN_KINDS),
            principal=str(lent),
            outstanding=str(Decimal(lent) * left / 100),
            currency="CNY",
            rate=draw.choice(("3.05", "3.45", "3.60")),
            started_on=book.day(-30 * since),
            months=years * 12,
            instalment=each,
            next_due_on=due,
        )
        self.agreement("loan_debit", {"debit_day": day + 1})
        book.debit(f"I{self.ref}", self.main, due, each, "loan", INSTALMENT)

    def agreements(self) -> None:
        """Adds bills that are debited, and securities business."""
        if self.chance(30):
            day = self.draw.randrange(1, 29)
            zh, en = self.draw.choice(words.BILLERS)
            self.agreement("utility_debit", {"biller_zh": zh, "biller": en, "debit_day": day})
            self.book.debit(
                f"B{self.ref}",
                self.main,
                self.book.next_day(day),
                self.cents(20, 400),
                "bill",
                {"zh": zh, "en": en},
            )
        if self.chance(8):
            self.agreement("custody", {"broker": "Chengjiang Securities"})
        if self.chance(4):
            self.agreement("ipo_plan", {"required_balance": "60000.00"})
        if self.chance(40) and not self.company:
            self.agreement("salary", {"day": self.draw.randrange(1, 29)})

    def agreement(self, kind: str, terms: dict[str, Any], card: str | None = None) -> None:
        """Adds something he signed, on his main account."""
        self.book.add(
            "agreements",
            f"G{self.ref}-{kind}",
            customer=self.ref,
            kind=kind,
            account=self.main,
            card=card,
            branch=self.place,
            signed_by=self.signer,
            signed_on=self.book.day(-self.draw.randrange(30, 700)),
            terms=terms,
        )

    def movements(self) -> None:
        """Adds what moved on the account in the last two months."""
        for order in range(self.draw.randrange(2, 6)):
            into = self.chance(25)
            amount = self.cents(1_500, 12_000) if into else f"-{self.cents(5, 900)}"
            self.book.movement(
                f"X{self.ref}-{order}",
                self.main,
                -self.draw.randrange(1, 60),
                amount,
                "salary" if into else "purchase",
                SALARY if into else PURCHASE,
            )


_NEEDS = {
    "hearing": (
        "听力较弱。放慢语速，关键数字写给他看。",
        "Hard of hearing. Speak slowly, write it.",
    ),
    "sight": ("视力较弱。用大字版，念给他听。", "Weak eyesight. Use large print and read it out."),
    "mobility": ("行走不便。请坐着办。", "Walks with difficulty. Serve seated."),
}


def need(kind: str, consent_on: str) -> dict[str, str]:
    """A special need in both languages, with the day of the customer's consent."""
    zh, en = _NEEDS[kind]
    return {"kind": kind, "zh": zh, "en": en, "consent_on": consent_on}
