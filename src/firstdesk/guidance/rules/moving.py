"""A replaced card: what hangs on the old number is found, listed and moved in one go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from firstdesk.core.text import Text, plural
from firstdesk.guidance.catalogue.agreements import MoveAgreements
from firstdesk.guidance.catalogue.custody import RebindCustody
from firstdesk.guidance.facts import CardFacts, Facts
from firstdesk.guidance.items import Day, Item, Kind, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.say import both
from firstdesk.products.inputs import refuse

MOVING = "agreement.move.rules"


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of agreement: the word the instruction carries, its name, and who else must act."""

    word: str
    name: Text
    other_side: Text | None = None


SORTS = {
    "custody": Sort(
        "custody",
        Text(zh="第三方存管", en="third-party custody"),
        Text(zh="券商要确认新卡号", en="the broker confirms the new number"),
    ),
    "card_autopay": Sort("autopay", Text(zh="信用卡自动还款", en="card autopay")),
    "loan_debit": Sort("loan", Text(zh="贷款扣款", en="loan repayment")),
    "utility_debit": Sort("utility", Text(zh="代扣缴费", en="utility-bill debit")),
    "ipo_plan": Sort("plan", Text(zh="新股申购计划", en="share subscription plan")),
    "sweep": Sort("sweep", Text(zh="双利转存", en="sweep")),
    "salary": Sort(
        "salary",
        Text(zh="代发工资", en="salary credit"),
        Text(zh="单位要改卡号", en="the employer changes the number"),
    ),
}
"""By the kinds of `Agreement`; the words together fit into one field of an instruction."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Something that hangs on the old number, and the next day on which it matters."""

    sort: Sort
    detail: str
    next_on: date | None = None

    @property
    def label(self) -> Text:
        """Its name, with the biller or the contract where there is one."""
        more = f"（{self.detail}）" if self.detail else ""
        return Text(
            zh=self.sort.name.zh + more,
            en=self.sort.name.en + (f" ({self.detail})" if self.detail else ""),
        )


def bound_to(facts: Facts, old: CardFacts, new: CardFacts) -> tuple[Bound, ...]:
    """What hangs on the old card, or on its account where the new card has another one."""
    account = old.account_id if old.account_id != new.account_id else None
    loans = [loan for loan in facts.loans if account and loan.account_id == account]
    found = [Bound(SORTS["loan_debit"], loan.ref, loan.next_due_on) for loan in loans]
    for a in facts.agreements:
        here = a.card_id == old.id or (account and a.account_id == account)
        if not here or (loans and a.kind == "loan_debit"):  # the loans say when, themselves
            continue
        detail = str(a.terms.get("biller") or a.terms.get("broker") or "")
        next_on = a.terms.get("next_on") or a.terms.get("next_run")
        found.append(
            Bound(SORTS[a.kind], detail, date.fromisoformat(str(next_on)) if next_on else None)
        )
    order = list(SORTS.values())
    return tuple(sorted(found, key=lambda one: order.index(one.sort)))


def _cards(op: MoveAgreements, facts: Facts) -> tuple[CardFacts, CardFacts]:
    old, new = facts.card(op.card), facts.card(op.to)
    if old.id == new.id:
        raise refuse("to", "新旧卡是同一张。", "Old and new card are the same.")
    if old.kind != new.kind:
        raise refuse("to", "新卡要和旧卡同类。", "The new card must be of the old one's kind.")
    if new.status != "active":
        raise refuse("to", "新卡还没有启用。", "The new card is not active yet.")
    return old, new


def _chosen(op: MoveAgreements, found: tuple[Bound, ...]) -> set[str]:
    """The words of what is to move.

    Raises:
        Invalid: a word that stands for nothing on the old card.
    """
    chosen = set(op.moved.split())
    unknown = sorted(chosen - {one.sort.word for one in found})
    if unknown:
        names = ", ".join(unknown)
        raise refuse("moved", f"旧卡上没有：{names}。", f"Not on the old card: {names}.")
    return chosen


def _listed(found: list[Bound]) -> Text:
    return Text(
        zh="、".join(one.label.zh for one in found), en=", ".join(one.label.en for one in found)
    )


def _next_days(found: list[Bound]) -> tuple[Day, ...]:
    return tuple(Day(one.label, one.next_on) for one in found if one.next_on)


@rule(MoveAgreements, policies=[MOVING], cases=["01013", "07002"])
def all_in_one_go(op: MoveAgreements, facts: Facts) -> Iterator[Item]:
    """Everything bound to the old card is listed from the data and moves in the same session."""
    old, new = _cards(op, facts)
    found = bound_to(facts, old, new)
    if not found:
        yield Item(
            key="agreement.move.none",
            kind=Kind.CHECKED,
            title=both("旧卡{t}上没有签约要改", "Nothing hangs on the old card {t}", t=old.tail),
        )
        return
    chosen = _chosen(op, found)
    if not chosen:
        yield _to_choose(op, found, new, facts)
        return
    going = [one for one in found if one.sort.word in chosen]
    now = [one for one in going if _bank_alone(one, facts)]
    yield Item(
        key="agreement.move.list",
        kind=Kind.DISCLOSURE,
        title=both(
            "{n}项一起改到新卡{t}：{all}。",
            "{n_en} to the new card {t}: {all}.",
            n=len(going),
            n_en=f"{plural(len(going), 'agreement moves', 'agreements move')}",
            t=new.tail,
            all=_listed(going),
        ),
        detail=both("今天就改完的：{l}。", "Finished today: {l}.", l=_listed(now)) if now else None,
        say=both(
            "旧卡上的签约我一次给您改到新卡：{all}。您听听有没有漏的？",
            "I move all of it to your new card at once: {all}. Is anything missing?",
            all=_listed(going),
        ),
        slip=both("已改到新卡{t}：{l}", "MOVED TO CARD {t}: {l}", t=new.tail, l=_listed(now))
        if now
        else None,
        days=_next_days(going),
        policies=(facts.ruling(MOVING),),
    )


def _bank_alone(one: Bound, facts: Facts) -> bool:
    return one.sort.other_side is None or facts.ruling(MOVING).flag(one.sort.word)


def _to_choose(op: MoveAgreements, found: tuple[Bound, ...], new: CardFacts, facts: Facts) -> Item:
    words = " ".join(dict.fromkeys(one.sort.word for one in found))
    return Item(
        key="agreement.move.list",
        kind=Kind.BLOCK,
        title=both(
            "旧卡上有{n}项签约：{all}。",
            "{n_en} on the old card: {all}.",
            n=len(found),
            n_en=f"{plural(len(found), 'agreement hangs', 'agreements hang')}",
            all=_listed(list(found)),
        ),
        days=_next_days(list(found)),
        ways=(
            Way(
                "all",
                both("全部改到新卡{t}", "Move them all to card {t}", t=new.tail),
                operation=op.key,
                fields={"card": op.card, "to": op.to, "moved": words},
                best=True,
            ),
        ),
        policies=(facts.ruling(MOVING),),
    )


@rule(MoveAgreements, policies=[MOVING], cases=["01013"])
def other_side_to_do(op: MoveAgreements, facts: Facts) -> Iterator[Item]:
    """What a broker or an employer must still do is told, written down, and ours to follow."""
    old, new = _cards(op, facts)
    waiting = [
        one
        for one in bound_to(facts, old, new)
        if one.sort.word in op.moved.split() and not _bank_alone(one, facts)
    ]
    if not waiting:
        return
    zh = "；".join(f"{w.label.zh}：{w.sort.other_side.zh}" for w in waiting if w.sort.other_side)
    en = "; ".join(f"{w.label.en}: {w.sort.other_side.en}" for w in waiting if w.sort.other_side)
    ways = [
        Way(
            "we_follow",
            Text(zh="由我们联系，办好告诉您", en="We arrange it and tell you"),
            promise=Text(zh=f"联系办完：{zh}", en=f"Arrange it and tell him: {en}"),
            best=True,
        )
    ]
    if any(one.sort.word == "custody" for one in waiting) and new.kind == "debit":
        ways.append(
            Way(
                "rebind",
                Text(zh="现在换绑存管", en="Bind the custody now"),
                operation=RebindCustody.key,
                fields={"card": op.to},
            )
        )
    yield Item(
        key="agreement.move.other_side",
        kind=Kind.DISCLOSURE,
        title=Text(zh=f"还没改完：{zh}。", en=f"Not finished yet: {en}."),
        say=Text(
            zh="这几项还要等对方办，办好之前先别用；我来联系，好了给您打电话。",
            en="These wait for the other side; please do not rely on them yet. I arrange it and"
            " call you.",
        ),
        slip=Text(zh=f"还没改完：{zh}", en=f"NOT FINISHED YET: {en}"),
        ways=tuple(ways),
        policies=(facts.ruling(MOVING),),
    )


@rule(MoveAgreements, policies=[MOVING], cases=["01013", "07002"])
def left_behind(op: MoveAgreements, facts: Facts) -> Iterator[Item]:
    """What stays on the old card fails on its next day, and the customer knows the day."""
    old, new = _cards(op, facts)
    chosen = set(op.moved.split())
    if not chosen:
        return
    left = [one for one in bound_to(facts, old, new) if one.sort.word not in chosen]
    if not left:
        return
    yield Item(
        key="agreement.move.left",
        kind=Kind.DISCLOSURE,
        title=both(
            "这些不改，留在旧卡上就扣不成了：{l}。",
            "Not moved, these will fail on the old card: {l}.",
            l=_listed(left),
        ),
        days=tuple(Day(one.label, one.next_on, "bad") for one in left if one.next_on),
        policies=(facts.ruling(MOVING),),
    )
