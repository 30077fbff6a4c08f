"""Third-party custody: two passwords, and an error message that speaks of the other one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from firstdesk.core.calendars import WorkCalendar
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.custody import RebindCustody, SignCustody
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Day, Item, Kind, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both
from firstdesk.products.inputs import refuse

RULES, IN_PERSON = "custody.rules", "identity.in_person"
MOST_TRIES = 2
"""Tries before the third, of which `custody.rules` speaks."""


@rule(SignCustody, policies=[RULES], cases=["01013"])
def two_passwords(op: SignCustody, facts: Facts) -> Iterator[Item]:
    """Who signs custody has two passwords from then on, and learns which is asked for where."""
    ruling = facts.ruling(RULES)
    yield Item(
        key="custody.two_passwords",
        kind=Kind.DISCLOSURE,
        title=both(
            "有两个密码：卡密码在银行，资金密码在{b}。",
            "Two passwords: the card's at the bank, the fund account's at {b}.",
            b=op.broker,
        ),
        detail=both(
            "银行转到券商用卡密码，券商转回银行用资金密码；转账到{c}。换卡时要先来改绑。",
            "To the broker the card password is asked, back to the bank the fund password; until"
            " {c}. When the card is replaced the link moves first.",
            c=ruling.string("closes"),
        ),
        say=Text(
            zh="您以后有两个密码，别记混：卡的是我们的，资金的是券商的。换了卡先来改绑，钱才转得动。",
            en="You will have two passwords: the card's is ours, the fund account's the broker's."
            " When the card changes, come to us first so that transfers go on working.",
        ),
        slip=both(
            "卡密码：银行；资金密码：{b}",
            "CARD PASSWORD: BANK; FUND PASSWORD: {b}",
            b=op.broker,
        ),
        policies=(ruling,),
    )


@rule(SignCustody, policies=[IN_PERSON], cases=["01010"])
def holder_signs(op: SignCustody, facts: Facts) -> Iterator[Item]:
    """Custody is signed by the holder himself, with what he brings from the broker."""
    person, card = facts.ruling(IN_PERSON), facts.card(op.card)
    if card.status != "active":
        raise refuse("card", "这张卡没有启用，不能签约。", "This card is not active.")
    yield Item(
        key="custody.papers",
        kind=Kind.REQUIREMENT,
        title=Text(
            zh="要：本人到场、身份证、卡、券商资金账号",
            en="Needed: the holder himself, identity card, card, fund account number",
        )
        if person.flag("custody")
        else Text(
            zh="要：身份证、卡、券商资金账号", en="Needed: identity card, card, fund account number"
        ),
        policies=(person,),
    )


@rule(RebindCustody, policies=[RULES], cases=["01013"])
def which_password(op: RebindCustody, facts: Facts) -> Iterator[Item]:
    """An error that names no password speaks of the broker's once the bank's has been proved."""
    card, ruling = facts.card(op.card), facts.ruling(RULES)
    if op.error != "password":
        return
    if op.verified == "no":
        yield Item(
            key="custody.prove_card",
            kind=Kind.BLOCK,
            title=Text(
                zh="先别再试：查一次余额，验卡密码。",
                en="Do not try again: a balance enquiry proves the card password first.",
            ),
            ways=(
                Way(
                    "proved",
                    Text(zh="查余额，卡密码对", en="Enquired: the card password is right"),
                    operation=op.key,
                    fields={
                        "card": op.card,
                        "error": op.error,
                        "verified": "yes",
                        "tries": op.tries,
                    },
                    best=True,
                ),
            ),
            policies=(ruling,),
        )
        return
    yield Item(
        key="custody.fund_password",
        kind=Kind.DISCLOSURE,
        title=Text(
            zh="卡密码已验对。这个报错说的是券商的资金密码。",
            en="The card password is proved. The message means the fund password at the broker.",
        ),
        detail=both(
            "已试{n}次，卡{t}。不要再问客户卡密码。",
            "Tried {n} times, card {t}. Do not ask for the card password again.",
            n=op.tries,
            t=card.tail,
        ),
        say=ruling.wording,
        policies=(ruling,),
    )


@rule(RebindCustody, policies=[RULES], cases=["01013"])
def no_third_try(op: RebindCustody, facts: Facts) -> Iterator[Item]:
    """The same password error is not tried a third time; the next step comes instead."""
    ruling = facts.ruling(RULES)
    if op.error != "password" or op.tries < MOST_TRIES or ruling.flag("third_try"):
        return
    yield Item(
        key="custody.no_third_try",
        kind=Kind.BLOCK,
        title=both(
            "试了{n}次，停。下一步：券商重置资金密码，再换绑。",
            "{n} tries: stop. Next: the broker resets the fund password, then it is bound.",
            n=op.tries,
        ),
        ways=(
            Way(
                "one_owner",
                Text(zh="我们联系券商和参数中心", en="We call broker and parameter centre"),
                Text(zh="一个人负责，客户不用跑", en="One owner; the customer is not sent"),
                promise=Text(
                    zh="联系券商和参数中心，今天给客户结果",
                    en="Call broker and parameter centre, and tell him the result today",
                ),
                best=True,
            ),
            Way(
                "go_along",
                Text(zh="陪客户去券商重置", en="Go to the broker with him"),
                promise=Text(zh="陪客户去券商重置资金密码", en="Go with him to reset the password"),
            ),
        ),
        policies=(ruling,),
    )


@rule(RebindCustody, policies=[RULES], cases=["01013"])
def until_the_close(op: RebindCustody, facts: Facts) -> Iterator[Item]:
    """A customer whose money is stuck hears until when it can move, and what else he can do."""
    if op.error == "none":
        return
    ruling = facts.ruling(RULES)
    closes, open_today = ruling.string("closes"), _trades(facts.calendar, facts.today)
    following = facts.today + timedelta(days=1)
    while not _trades(facts.calendar, following):
        following += timedelta(days=1)
    yield Item(
        key="custody.until_close",
        kind=Kind.CONSEQUENCE,
        title=both(
            "今天转账到{c}；赶不上，{d}开市就办。",
            "Transfers close at {c} today; else it is done at the opening on {d}.",
            c=closes,
            d=following,
        )
        if open_today
        else both("今天不开市，{d}开市就办。", "No trading today: it is done on {d}.", d=following),
        detail=both(
            "今天还可以：{c}前从券商那边用资金密码转；急用钱，先用名下别的账户。",
            "Still open today: from the broker's side with the fund password before {c}; or from"
            " another account of his if the money is needed now.",
            c=closes,
        )
        if open_today
        else Text(
            zh="急用钱，先用名下别的账户。",
            en="Money needed now comes from another account of his.",
        ),
        say=Text(
            zh="我来联系券商和参数中心，您在这里坐，不用两头跑。",
            en="I call the broker and our parameter centre; take a seat, you need not go anywhere.",
        ),
        days=(Day(Text(zh="下一个交易日", en="Next trading day"), following),),
        policies=(ruling,),
    )


def _trades(calendar: WorkCalendar, on: date) -> bool:
    """Whether the exchanges trade: on working days, but never on a weekend that is worked."""
    return on.weekday() < 5 and calendar.is_working_day(on)


@rule(RebindCustody, cases=["01013"])
def before_the_first_try(op: RebindCustody, facts: Facts) -> Iterator[Item]:
    """Before a link is moved the card password is proved once, and the agreement is there."""
    card = facts.card(op.card)
    if card.status != "active":
        raise refuse("card", "新卡还没有启用。", "The new card is not active yet.")
    signed = [a for a in facts.agreements if a.kind == "custody"]
    if not signed:
        raise refuse("card", "这位客户没有签存管。", "This customer has signed no custody.")
    elsewhere = all(a.card_id != card.id for a in signed)
    if op.error == "no_relation" or (op.error == "none" and elsewhere):
        yield Item(
            key="custody.old_card",
            kind=Kind.CONSEQUENCE,
            title=both(
                "存管还绑着旧卡，要换绑到{t}。",
                "Custody hangs on the old card; it moves to {t}.",
                t=card.tail,
            )
            if elsewhere
            else both("存管已经绑在{t}上。", "Custody is bound to {t} already.", t=card.tail),
        )
    if op.error == "none":
        yield Item(
            key="custody.prove_first",
            kind=Kind.REQUIREMENT,
            title=Text(
                zh="先查一次余额，卡密码验对了再换绑",
                en="A balance enquiry first: the card password is then proved",
            ),
        )
