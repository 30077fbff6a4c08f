"""Small casebooks of our own, built to show one spelling or one damage at a time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

RANGES = "01001-01003大堂经理 02001-02006高柜柜员\n07001-07002对私客户经理〔个贷信贷员〕"


@dataclass(frozen=True)
class Told:
    """One case as a document prints it."""

    number: str
    title: str
    story: str
    analysis: str = "1、先听客户把话说完。\n2、再查系统，然后回答。"
    questions: str = "1、换作是您，会怎么回答？\n2、怎样避免再次发生？"
    heads: tuple[str, str, str] = ("一、案例介绍", "二、案例分析", "三、案例思考")
    inline: bool = False

    def printed(self) -> str:
        one, two, three = self.heads
        gap = " " if self.inline else "\n"
        parts = [self.number, self.title, one, self.story]
        if two:
            parts += [two, self.analysis]
        if three:
            parts += [three, self.questions]
        return gap.join(parts).replace("\n", gap)


STORIES = {
    "01001": ("雨天的等候区", "上午下大雨，王先生在门口等了一刻钟，没有人招呼他。"),
    "01002": ("取号机没有纸", "取号机缺纸，李女士问了两次才有人来换纸卷。"),
    "01003": ("两位老人同时到", "两位老人同时进门，都说自己先到，大堂经理给每人倒了水。"),
    "02001": ("零钱兑换要多久", "赵先生带来三百枚硬币，柜员请他换一家网点。"),
    "02002": ("回单少盖一个章", "公司会计回去后发现回单缺章，只好再跑一趟。"),
    "02003": ("密码输错三次", "孙女士输错密码，卡被锁住，柜员没有说明解锁办法。"),
    "02004": ("一张旧存折", "周老伯拿来一张旧存折，柜员查了很久才找到账户。"),
    "02005": ("签约当月没有扣款", "吴先生签了自动还款，当月账单没有扣款。"),
    "02006": ("柜台前的争论", "两位客户为先后争论，柜员请大堂经理来调解。"),
    "07001": ("提前还贷的手续", "郑女士想提前还清贷款，被告知要预约。"),
    "07002": ("还款日遇上假期", "还款日正逢假期，钱先生担心算作逾期。"),
}


def stories() -> list[Told]:
    return [Told(number, title, story) for number, (title, story) in STORIES.items()]


@dataclass(frozen=True)
class Document:
    """A casebook: preface, contents, cases; every part can be replaced."""

    told: list[Told] = field(default_factory=stories)
    listed: list[tuple[str, str]] = field(
        default_factory=lambda: [(n, title) for n, (title, _) in STORIES.items()]
    )
    ranges: str = RANGES
    contents_mark: str = "案例目录："
    bodies_mark: str = "案例选编："
    per_line: int = 2

    def text(self) -> str:
        lines = [
            " ".join(f"{n} {t}" for n, t in self.listed[i : i + self.per_line])
            for i in range(0, len(self.listed), self.per_line)
        ]
        bodies = "\n".join(case.printed() for case in self.told)
        parts = ["网点案例手册", self.ranges, self.contents_mark, *lines, self.bodies_mark, bodies]
        return "\n".join(part for part in parts if part)

    def data(self) -> bytes:
        return self.text().encode()

    def renumbered(self, listed: dict[str, str], told: dict[str, str]) -> Document:
        """With other numbers printed in the contents and above the cases."""
        return replace(
            self,
            listed=[(listed.get(n, n), t) for n, t in self.listed],
            told=[replace(c, number=told.get(c.number, c.number)) for c in self.told],
        )

    def with_case(self, number: str, **changes: object) -> Document:
        """With one case told differently."""
        told = [replace(c, **changes) if c.number == number else c for c in self.told]  # type: ignore[arg-type]
        return replace(self, told=told)

    def alone(self, **changes: object) -> Document:
        """Only the first case, told differently."""
        case = replace(self.told[0], **changes)  # type: ignore[arg-type]
        return replace(self, told=[case], listed=[(case.number, case.title)], ranges="")
