"""When the holder cannot sign, cannot come, or another acts for him: one flow in every branch."""

from __future__ import annotations

from collections.abc import Iterator

from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.people import AdaptedService
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Choice, Item, Kind, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both

CANNOT_SIGN, VISIT, IN_PERSON = (
    "identity.cannot_sign",
    "identity.home_visit",
    "identity.in_person",
)
_OUTCOMES = (
    Choice("visit", Text(zh="约定上门", en="A visit is booked")),
    Choice("comes", Text(zh="本人会来", en="He will come")),
    Choice("manager", Text(zh="请网点负责人定", en="The manager decides")),
)


@rule(AdaptedService, policies=[CANNOT_SIGN], cases=["02012"])
def thumbprint(op: AdaptedService, facts: Facts) -> Iterator[Item]:
    """Who cannot write gives a thumbprint before two employees; no other customer signs for him."""
    if op.situation != "cannot_sign":
        return
    ruling = facts.ruling(CANNOT_SIGN)
    count = ruling.integer("witnesses")
    yield Item(
        key="person.thumbprint",
        kind=Kind.DISCLOSURE,
        title=both(
            "按手印就能办，{n}名员工见证，不找别的客户。",
            "A thumbprint will do, before {n} employees; no other customer is asked.",
            n=count,
        ),
        detail=ruling.text,
        say=ruling.wording,
        confirm=Text(zh="念给我听的，我明白了", en="It was read to me and it is right"),
        policies=(ruling,),
        large_print=True,
    )
    yield from _papers(
        ("身份证复印件，按手印", "A copy of his identity card, with thumbprint"),
        ("凭条，按手印", "The slip, with thumbprint"),
        (f"{count}名员工签名见证", f"Signatures of {count} employees as witnesses"),
    )


@rule(AdaptedService, policies=[IN_PERSON, VISIT], cases=["01010", "02022"])
def holder_himself(op: AdaptedService, facts: Facts) -> Iterator[Item]:
    """Where the holder must act himself, a way is found to him; refusing is the manager's."""
    if op.situation == "cannot_sign":
        return
    person, visit = facts.ruling(IN_PERSON), facts.ruling(VISIT)
    if not person.flag(op.matter):
        return
    ways = [
        Way(
            "seat",
            Text(zh="订安静的座位，到了就办", en="A quiet seat is booked: served on arrival"),
            promise=Text(zh="座位和单子备好，本人到了就办", en="Seat and form ready for him"),
        )
    ]
    if visit.flag("offered"):
        ways.insert(
            0,
            Way(
                "visit",
                both("{n}名员工上门", "{n} employees visit him", n=visit.integer("employees")),
                Text(zh="网点负责人批准；本人签字、照相留存", en="With approval; he signs himself"),
                promise=Text(
                    zh="定好上门的时间，打电话告诉您", en="Agree the day of the visit by phone"
                ),
                best=True,
            ),
        )
    yield Item(
        key="person.himself",
        kind=Kind.DISCLOSURE,
        title=Text(
            zh="这一项要本人办。来不了，我们上门。",
            en="The holder must do this himself. If he cannot come, we go to him.",
        ),
        detail=visit.text,
        say=visit.wording,
        choices=_OUTCOMES,
        ways=tuple(ways),
        policies=(person, visit),
    )
    yield from _papers(
        ("本人身份证", "The holder's identity card"),
        ("来办的人的身份证", "The identity card of whoever asks"),
        ("单位证明或监护证明（如有）", "An employer's or guardian's letter, if there is one"),
    )


@rule(AdaptedService, policies=[IN_PERSON], cases=["02022"])
def another_may(op: AdaptedService, facts: Facts) -> Iterator[Item]:
    """What another may do for the holder is done at once, with both identity cards."""
    person = facts.ruling(IN_PERSON)
    if op.situation == "cannot_sign" or person.flag(op.matter):
        return
    yield Item(
        key="person.by_another",
        kind=Kind.CONSEQUENCE,
        title=Text(zh="可以代办，今天就办。", en="Another may do this for him; it is done today."),
        detail=person.text,
        policies=(person,),
        tone="ok",
    )
    yield from _papers(
        ("本人身份证", "The holder's identity card"),
        ("代办人身份证", "The identity card of who acts for him"),
    )


def _papers(*papers: tuple[str, str]) -> Iterator[Item]:
    yield Item(
        key="person.papers",
        kind=Kind.REQUIREMENT,
        title=Text(
            zh="要：" + "、".join(zh for zh, _ in papers),
            en="Needed: " + "; ".join(en for _, en in papers),
        ),
    )
