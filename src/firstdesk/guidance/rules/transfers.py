"""An urgent transfer: when each route arrives, and what else there is when it is too late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from firstdesk.core.calendars import add_working_days
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.advice import UrgentTransfer
from firstdesk.guidance.catalogue.investments import FindFund
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Choice, Item, Kind, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.funds import named
from firstdesk.guidance.say import both
from firstdesk.policies.book import Ruling
from firstdesk.products import funds
from firstdesk.products.inputs import refuse

ROUTES = "transfer.routes"
NAMES = {
    "counter": Text(zh="柜台", en="Counter"),
    "online": Text(zh="网上", en="Online"),
    "phone": Text(zh="电话", en="Phone"),
}
_KEYS = {text: name for name, text in NAMES.items()}


def _by(op: UrgentTransfer) -> time:
    if op.by <= op.at:
        raise refuse("by", "这个时间已经过了。", "That time has passed.")
    return op.by


def _route(name: str, begun: datetime, ruling: Ruling, facts: Facts) -> funds.Route:
    """When a route arrives at the latest; too late today means the next working day."""
    minutes = timedelta(minutes=ruling.integer(f"{name}_minutes"))
    opens = time.fromisoformat(ruling.string("opens"))
    until = time.fromisoformat(ruling.string(f"{name}_until"))
    today = facts.calendar.is_working_day(facts.today)
    if today and begun.date() == facts.today and begun.time() <= until:
        begins = max(begun, datetime.combine(facts.today, opens))
    else:
        begins = datetime.combine(add_working_days(facts.calendar, facts.today, 1), opens)
    arrives = begins + minutes
    return funds.Route(NAMES[name], arrives.date(), arrives.time())


def _arrivals(op: UrgentTransfer, facts: Facts, ruling: Ruling) -> dict[str, funds.Arrival]:
    """Each route against the deadline, the earliest first; only the counter has a queue."""
    now = datetime.combine(facts.today, op.at)
    wait = timedelta(minutes=_wait(facts, ruling))
    routes = [
        _route(name, now + wait if name == "counter" else now, ruling, facts) for name in NAMES
    ]
    found = funds.arrivals(routes, facts.today, _by(op))
    return {_KEYS[one.route.name]: one for one in found}


def _wait(facts: Facts, ruling: Ruling) -> int:
    return facts.waiting * ruling.integer("per_customer")


@rule(UrgentTransfer, policies=[ROUTES], cases=["03004"])
def arrival_of_each_route(op: UrgentTransfer, facts: Facts) -> Iterator[Item]:
    """Who is in a hurry hears the wait, and when the money arrives by each route at the latest."""
    ruling = facts.ruling(ROUTES)
    found = _arrivals(op, facts, ruling)
    by, wait = _by(op), _wait(facts, ruling)
    in_time = [name for name, one in found.items() if one.in_time]
    said = [_said(one, facts) for one in found.values()]
    names = [NAMES[name] for name in in_time]
    yield Item(
        key="transfer.routes",
        kind=Kind.DISCLOSURE,
        title=both(
            "{b:%H:%M}前能到：{n}。排队约{w}分钟。",
            "In time for {b:%H:%M}: {n}. The wait is about {w} minutes.",
            b=by,
            w=wait,
            n=Text(zh="、".join(n.zh for n in names), en=", ".join(n.en for n in names)),
        )
        if in_time
        else both(
            "{b:%H:%M}前到不了，排队约{w}分钟。",
            "No route arrives by {b:%H:%M}; the wait is about {w} minutes.",
            b=by,
            w=wait,
        ),
        detail=Text(
            zh="；".join(one.zh for one in said) + "。",
            en="; ".join(one.en for one in said) + ".",
        ),
        say=ruling.wording,
        choices=(
            *(Choice(name, text) for name, text in NAMES.items()),
            Choice("stay", Text(zh="不转了", en="No transfer")),
        ),
        policies=(ruling,),
        tone="" if in_time else "bad",
    )


def _said(one: funds.Arrival, facts: Facts) -> Text:
    route, minutes = one.route, one.minutes_to_spare
    today = route.arrives_on == facts.today
    if not today:
        return both(
            "{n}{d}{t:%H:%M}到",
            "{n}: {d}, {t:%H:%M}",
            n=route.name,
            d=route.arrives_on,
            t=route.arrives_at,
        )
    return both(
        "{n}最迟{t:%H:%M}到，{how}{m}分钟",
        "{n}: by {t:%H:%M}, {m} minutes {hown}",
        n=route.name,
        t=route.arrives_at,
        how="早" if one.in_time else "晚",
        hown="to spare" if one.in_time else "late",
        m=abs(minutes),
    )


@rule(UrgentTransfer, policies=[ROUTES], cases=["03004"])
def too_late_at_the_counter(op: UrgentTransfer, facts: Facts) -> Iterator[Item]:
    """If the queue makes him late, the lobby manager hears of it while he is still waiting."""
    ruling = facts.ruling(ROUTES)
    found = _arrivals(op, facts, ruling)
    if found["counter"].in_time:
        return
    comes = datetime.combine(facts.today, op.at) + timedelta(minutes=ruling.integer("talk"))
    ways = [
        Way(
            name,
            both("改走{n}", "By {n} instead", n=NAMES[name]),
            _said(found[name], facts),
            best=number == 0,
        )
        for number, name in enumerate(n for n, one in found.items() if one.in_time)
    ]
    if op.fund:
        ways.append(_same_fund(op, op.fund, facts))
    yield Item(
        key="transfer.alert",
        kind=Kind.REQUIREMENT,
        title=both(
            "在柜台等赶不上：马上告诉大堂经理，请他坐下谈。",
            "By the counter he is too late: tell the lobby manager now, and offer him a seat.",
        ),
        say=Text(
            zh="您赶时间，我不让您干等。请到这边坐，我们马上看哪条路来得及。",
            en="You are in a hurry, so do not wait here. Please take a seat; we will see at once"
            " which way is in time.",
        ),
        ways=(
            *ways,
            Way(
                "lobby",
                both(
                    "{t:%H:%M}前大堂经理过来",
                    "The lobby manager comes by {t:%H:%M}",
                    t=comes.time(),
                ),
                promise=Text(
                    zh="大堂经理过来，一起看几点能到、还有什么办法",
                    en="The lobby manager comes to look for a way in time",
                ),
                due=comes.strftime("%Y-%m-%dT%H:%M"),
            ),
        ),
        policies=(ruling,),
        tone="bad",
    )


def _same_fund(op: UrgentTransfer, fund: str, facts: Facts) -> Way:
    sold = named(fund, facts)
    return Way(
        "fund",
        both("他要的{n}本行也卖：看看条件", "{n} is sold here, too: see its terms", n=sold[0].name)
        if sold
        else Text(zh="查这只基金本行卖不卖", en="See whether this fund is sold here"),
        Text(zh="不催他买，测评照样做", en="No pressure; suitability still applies"),
        operation=FindFund.key,
        fields={"name": fund, "amount": str(op.amount)},
    )
