"""The pages a person can go to from anywhere: for the navigation and the command bar."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from firstdesk.core.actor import Actor
from firstdesk.core.text import Text
from firstdesk.staff.permissions import may


@dataclass(frozen=True, slots=True)
class Count:
    """How much waits at a place, and whether some of it is overdue."""

    number: int
    due: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """One page: its name in the URL table, words, icon, permission, and what else it is called."""

    page: str
    label: Text
    icon: str
    permission: str
    also: str = ""

    @property
    def url(self) -> str:
        """The address; empty when the page's room is not mounted."""
        try:
            return reverse(self.page)
        except NoReverseMatch:
            return ""


PLACES: tuple[tuple[Text | None, tuple[Place, ...]], ...] = (
    (
        None,
        (
            Place(
                "counter:window",
                Text(zh="我的窗口", en="My window"),
                "counter",
                "guidance.check",
                "柜台 叫号 counter customer guidance",
            ),
            Place(
                "desk:mine",
                Text(zh="我的服务单", en="My desk"),
                "case",
                "case.read",
                "投诉 工单 cases complaints",
            ),
            Place(
                "desk:promises",
                Text(zh="承诺", en="Promises"),
                "promise",
                "promise.read",
                "说过的话 到期 due",
            ),
            Place(
                "reservations:board",
                Text(zh="预约取现", en="Bookings"),
                "cash",
                "reservation.read",
                "大额 外币 现钞 库存 管库 vault reservations notes",
            ),
        ),
    ),
    (
        Text(zh="学习", en="Learn"),
        (
            Place(
                "casebook:library",
                Text(zh="案例库", en="Casebook"),
                "book",
                "casebook.read",
                "案例 学习 study cases",
            ),
            Place(
                "casebook:replays",
                Text(zh="案例重演", en="Replays"),
                "replay",
                "casebook.read",
                "演练 练习 training rehearsal",
            ),
        ),
    ),
    (
        Text(zh="规则与记录", en="Rules and record"),
        (
            Place(
                "quotes:index",
                Text(zh="测算", en="Quotes"),
                "cash",
                "quote.read",
                "利息 费用 月供 算 interest fee quote work out",
            ),
            Place(
                "policies:index",
                Text(zh="规则", en="Policies"),
                "scales",
                "policy.read",
                "制度 费率 rules fees rates",
            ),
            Place(
                "staff:journal",
                Text(zh="日志", en="Journal"),
                "journal",
                "journal.read",
                "记录 审计 留痕 audit record log",
            ),
            Place(
                "staff:people",
                Text(zh="员工", en="Staff"),
                "people",
                "staff.read",
                "人员 同事 权限 令牌 colleagues tokens",
            ),
        ),
    ),
)


def open_to(actor: Actor) -> list[tuple[Text | None, list[Place]]]:
    """The places the actor may open, in their groups; empty groups are left out."""
    groups = [
        (title, [place for place in places if may(actor, place.permission) and place.url])
        for title, places in PLACES
    ]
    return [(title, places) for title, places in groups if places]


HOME = ("counter:window", "desk:mine", "staff:people")
"""Where a person begins, the first that is open to him: front line, head office, administrators."""


def home(actor: Actor) -> str:
    """The address a person's day begins at; empty when no room is open to him."""
    places = [place for _, group in open_to(actor) for place in group]
    places.sort(key=lambda place: HOME.index(place.page) if place.page in HOME else len(HOME))
    return places[0].url if places else ""
