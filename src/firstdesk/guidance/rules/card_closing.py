"""Closing a credit card: without the card, with money on it, with a debt, with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from firstdesk.core.calendars import monthly_day
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.cards import CloseCard, PayCardOff
from firstdesk.guidance.facts import CardFacts, Facts
from firstdesk.guidance.items import Choice, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.accounts import reported_lost
from firstdesk.guidance.rules.cards import FEE, credit, debt, overpayment_fee, statement_day
from firstdesk.guidance.say import both
from firstdesk.products import card_periods

NO_CARD, REFUSAL, DUE = "card.close.no_card", "card.close.refusal", "card.due_days"
RATE = "card.overdraft.rate"
_REASONS = (
    Choice("debt", Text(zh="欠款没有还清", en="A debt is not paid")),
    Choice("identity", Text(zh="身份核不了", en="His identity cannot be checked")),
    Choice("frozen", Text(zh="账户被依法冻结", en="The account is frozen by law")),
    Choice("dispute", Text(zh="有交易在争议中", en="A transaction is in dispute")),
)


@rule(CloseCard, policies=[NO_CARD], cases=["02006"])
def without_the_card(op: CloseCard, facts: Facts) -> Iterator[Item]:
    """A credit card that is not there is closed with the identity card, in one visit."""
    card, ruling = facts.card(op.card), facts.ruling(NO_CARD)
    reported = reported_lost(facts, card)
    if card.kind != "credit" or op.how == "replace" or not (reported or op.in_hand == "no"):
        return
    yield Item(
        key="card.close.no_card",
        kind=Kind.REQUIREMENT,
        title=Text(
            zh="没有卡也能销：核身份、退余额、销户、给回单。",
            en="It is closed without the card: identity, payout, closing, receipt.",
        )
        if reported
        else Text(
            zh="卡不在手上：先挂失，再核身份、退余额、销户、给回单。",
            en="The card is not here: report it lost, then identity, payout, closing, receipt.",
        ),
        detail=ruling.text,
        say=ruling.wording,
        policies=(ruling,),
        ways=(
            Way(
                "outlet",
                Text(
                    zh="客户在电话上：开单转给他选的网点",
                    en="He is on the telephone: a case goes to the branch he chooses",
                ),
                Text(
                    zh="写明原因和要带的证件，到了不用再讲",
                    en="With the reason and the papers: he need not tell it again",
                ),
                promise=Text(
                    zh="网点准备好无卡销户，本人带身份证来就办",
                    en="The branch is ready to close it without the card on his identity card",
                ),
            ),
        ),
    )
    yield Item(
        key="card.close.papers",
        kind=Kind.REQUIREMENT,
        title=Text(
            zh="要：本人身份证；挂失回执有就带，没有不要紧",
            en="Needed: his identity card; the loss receipt if he has it",
        ),
    )


@rule(CloseCard, policies=[NO_CARD, FEE], cases=["02006"])
def own_money_back(op: CloseCard, facts: Facts) -> Iterator[Item]:
    """What a closed credit card holds of the customer's own is paid out in the same visit."""
    card = facts.card(op.card)
    if card.kind != "credit" or op.how != "close":
        return
    own, ruling = credit(facts, card), facts.ruling(NO_CARD)
    if own.amount <= 0:
        return
    fee = overpayment_fee(facts, own)
    due = Money.zero(own.currency) if ruling.flag("payout_free") else fee.amount
    yield Item(
        key="card.close.payout",
        kind=Kind.DISCLOSURE,
        title=both(
            "卡里有他自己的{o}，今天退{p}。",
            "{o} is his own: {p} is paid out today.",
            o=own,
            p=own - due,
        ),
        detail=ruling.text,
        say=both(
            "卡里还有您的{o}，今天退给您{p}。您要现金，还是转到卡上？",
            "The card holds {o} of yours; you get {p} today. In cash, or to an account?",
            o=own,
            p=own - due,
        ),
        sums=(
            Sum(Text(zh="卡里自己的钱", en="His own money on the card"), own),
            Sum(Text(zh="手续费", en="Fee"), due, "warn" if due.amount else "ok"),
            Sum(Text(zh="退给他", en="Paid out"), own - due, total=True),
        ),
        choices=(
            Choice("cash", Text(zh="取现金", en="In cash")),
            Choice("account", Text(zh="转到他的账户", en="To his account")),
        ),
        policies=(ruling,) if ruling.flag("payout_free") else (ruling, facts.ruling(FEE)),
    )


@rule(CloseCard, cases=["02006", "02007"])
def debt_first(op: CloseCard, facts: Facts) -> Iterator[Item]:
    """A credit card with a debt is settled first, with the interest that no screen shows."""
    card = facts.card(op.card)
    if card.kind != "credit" or op.how != "close":
        return
    owed = debt(facts, card)
    if owed.amount > 0:
        yield Item(
            key="card.close.debt",
            kind=Kind.BLOCK,
            title=both("还欠{o}，先结清再销。", "{o} is owed: settle it, then close.", o=owed),
            detail=Text(
                zh="结清的数要含还没入账的利息。", en="The sum includes interest not posted yet."
            ),
            ways=(
                Way(
                    "pay_off",
                    Text(zh="现在结清", en="Settle it now"),
                    operation=PayCardOff.key,
                    fields={"card": op.card},
                    best=True,
                ),
            ),
        )


@rule(CloseCard, policies=[REFUSAL], cases=["02006"])
def refusal_needs_a_reason(op: CloseCard, facts: Facts) -> Iterator[Item]:
    """Nobody is told that it cannot be done without a reason and a supervisor's confirmation."""
    if op.how != "cannot":
        return
    ruling = facts.ruling(REFUSAL)
    yield Item(
        key="card.close.cannot",
        kind=Kind.BLOCK,
        title=Text(
            zh="先看能办的路；真办不了，主管确认。",
            en="Look at the way that works first; a supervisor confirms if none does.",
        ),
        detail=ruling.text,
        say=ruling.wording,
        policies=(ruling,),
        ways=(
            Way(
                "close",
                Text(zh="按正常流程销", en="Close it"),
                Text(zh="卡不在手上也行", en="The card need not be here"),
                operation=CloseCard.key,
                fields={"card": op.card, "how": "close", "in_hand": op.in_hand},
                best=True,
            ),
            Way(
                "ask",
                Text(zh="我来问，问到了打电话告诉他", en="We ask, and call him"),
                promise=Text(zh="问清能不能销，电话告诉客户", en="Find out, and call him"),
            ),
        ),
    )
    yield Item(
        key="card.close.cannot_why",
        kind=Kind.DISCLOSURE,
        title=Text(
            zh="办不了的原因，主管确认，客户签收。",
            en="Why it cannot be done: confirmed by a supervisor, signed for by him.",
        ),
        choices=_REASONS,
        supervisor=ruling.flag("supervisor"),
        policies=(ruling,),
    )


@rule(CloseCard, policies=[DUE, RATE], cases=["01015"])
def one_idea(op: CloseCard, facts: Facts) -> Iterator[Item]:
    """Too many cards: one idea with the days of his own cards, and it is closed all the same."""
    if op.how != "close" or op.reason not in {"too_many", "favour"}:
        return
    mine = [c for c in facts.cards if _usable(c)]
    if facts.card(op.card) not in mine:
        return
    days = facts.ruling(DUE).integer("days")
    terms = [card_periods.Card(statement_day(c), days) for c in mine]
    year = card_periods.rotation(terms, facts.today, _year_on(facts.today))
    choice = card_periods.best_card(terms, facts.today)
    best = choice.best
    card = next(c for c in mine if c.statement_day == best.card.statement_day)
    daily = facts.ruling(RATE).decimal("percent")
    yield Item(
        key="card.close.idea",
        kind=Kind.OPPORTUNITY,
        title=both(
            "今天刷尾号{t}，{d}才还；按账单日挑卡，免息{low}到{high}天。",
            "Today card {t}: due {d}. Chosen by statement day, {low} to {high} days are free.",
            t=card.tail,
            d=best.due_on,
            low=year.shortest,
            high=year.longest,
        ),
        detail=both(
            "一年平均{m}天，不是每笔都有{high}天。取现从当天起每天{p}%，晚还有违约金，并影响征信。",
            "{m} days on average over a year, not {high} each time. Cash costs {p} % a day from the"
            " first day; paying late costs a fee and shows in the credit report.",
            m=year.mean,
            high=year.longest,
            p=daily,
        ),
        say=both(
            "您要是留着，今天刷这张，{d}才用还。不想留，我马上给您销。",
            "If you keep it, what you buy with card {t} today is due only on {d}. If not, I close"
            " it at once.",
            t=card.tail,
            d=best.due_on,
        ),
        sums=_limits(mine, year.longest),
        working=choice.working,
        policies=(facts.ruling(DUE), facts.ruling(RATE)),
    )


def _usable(card: CardFacts) -> bool:
    return card.kind == "credit" and card.status == "active" and card.statement_day is not None


def _year_on(day: date) -> date:
    return monthly_day(day.year + 1, day.month, day.day)


def _limits(cards: list[CardFacts], longest: int) -> tuple[Sum, ...]:
    """What the limits together allow: at once, and again and again."""
    known = [c.credit_limit for c in cards if c.credit_limit is not None]
    if not known or len({limit.currency for limit in known}) > 1:
        return ()
    total = sum(known[1:], known[0])
    if total.amount <= 0:
        return ()
    spending = card_periods.sustainable_spending(total, longest)
    return (
        Sum(Text(zh="额度合计，同时最多欠", en="All limits: most owed at once"), total),
        Sum(Text(zh="每30天大约能新花", en="New spending in 30 days, about"), spending.amount),
    )
