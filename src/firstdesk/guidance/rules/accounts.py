"""Cards and accounts: closing, replacing, opening."""

from __future__ import annotations

from collections.abc import Iterator

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.accounts import OpenAccount
from firstdesk.guidance.catalogue.agreements import MoveAgreements
from firstdesk.guidance.catalogue.cards import CloseCard
from firstdesk.guidance.facts import CardFacts, Facts
from firstdesk.guidance.items import Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.moving import SORTS
from firstdesk.guidance.say import both

ANYWHERE, LOST, FEE = "account.close.anywhere", "card.close.lost", "card.replacement.fee"
FOR_LOAN = "account.for_loan"


@rule(CloseCard, policies=[ANYWHERE], cases=["01002"])
def any_branch_closes(op: CloseCard, facts: Facts) -> Iterator[Item]:
    """Where a card can be closed follows the rule in force today, the same for everybody."""
    card, ruling = facts.card(op.card), facts.ruling(ANYWHERE)
    if op.how != "close":
        return
    elsewhere = card.branch_code and card.branch_code != facts.branch_code
    if elsewhere and not ruling.flag("anywhere"):
        yield Item(
            key="card.close.branch",
            kind=Kind.BLOCK,
            title=both(
                "按现行规定，要在{b}销户。",
                "Under today's rule it is closed at {b}.",
                b=card.branch,
            ),
            detail=ruling.text,
            policies=(ruling,),
            ways=(
                Way(
                    "we_arrange",
                    both("由我们联系{b}", "We arrange it with {b}", b=card.branch),
                    Text(zh="客户不用自己去问", en="The customer need not ask there himself"),
                ),
            ),
        )
        return
    yield Item(
        key="card.close.here",
        kind=Kind.CONSEQUENCE,
        title=Text(zh="今天在这里就能销。", en="It can be closed here today."),
        say=ruling.wording,
        policies=(ruling,),
        tone="ok",
    )


def reported_lost(facts: Facts, card: CardFacts) -> bool:
    """Whether a card is stopped or reported lost."""
    return card.status in {"lost", "stopped"} or any(x.card_id == card.id for x in facts.losses)


@rule(CloseCard, policies=[LOST, FEE], cases=["01005"])
def fee_only_for_a_new_card(op: CloseCard, facts: Facts) -> Iterator[Item]:
    """The replacement fee is due only when a new card is issued."""
    card, lost, fee_rule = facts.card(op.card), facts.ruling(LOST), facts.ruling(FEE)
    if op.how == "cannot":
        return
    fee = fee_rule.money("amount")
    gone = card.kind == "debit" and reported_lost(facts, card)
    issued = op.how == "replace" or (gone and lost.flag("replacement_first"))
    due = fee if issued else Money.zero(fee.currency)
    if not issued:
        title = Text(zh="不补卡，不收费。", en="No new card, no fee.")
    elif op.how == "replace":
        title = both("补新卡收工本费{f}。", "A new card costs {f}.", f=due)
    else:
        title = both(
            "按现行规定要先补卡再销，工本费{f}。",
            "Under today's rule it is replaced first; the new card costs {f}.",
            f=due,
        )
    yield Item(
        key="card.close.fee",
        kind=Kind.DISCLOSURE if issued else Kind.CONSEQUENCE,
        title=title,
        detail=lost.text if gone else fee_rule.text,
        say=lost.wording if gone and not issued else None,
        sums=(Sum(Text(zh="费用", en="Fee"), due, total=True),),
        policies=(lost, fee_rule) if gone else (fee_rule,),
    )


@rule(CloseCard, cases=["01005"])
def comfort_first(op: CloseCard, facts: Facts) -> Iterator[Item]:
    """Who has lost something is calmed first, and his other cards here are looked after."""
    card = facts.card(op.card)
    if not reported_lost(facts, card):
        return
    open_cards = [c for c in facts.cards if c.id != card.id and c.status == "active"]
    tails = "、".join(c.tail for c in open_cards)
    yield Item(
        key="card.lost.comfort",
        kind=Kind.REQUIREMENT,
        title=both(
            "刚丢了东西。先安慰，再问其他卡：{t}还没有停。",
            "He has just lost something: comfort him, then ask about {t}, not stopped yet.",
            t=tails,
        )
        if open_cards
        else Text(
            zh="刚丢了东西。先安慰；他在本行的卡都已停用。",
            en="He has just lost something: comfort him; all his cards here are stopped.",
        ),
        say=Text(
            zh="您别着急，这张卡已经挂失，钱是安全的。别的卡要不要也先停一下？",
            en="Do not worry: this card is reported, your money is safe. Shall we stop the others"
            " too?",
        ),
        tone="warn",
    )


@rule(CloseCard, cases=["01005"])
def what_hangs_on_it(op: CloseCard, facts: Facts) -> Iterator[Item]:
    """Closing a card ends every agreement on it, and its balance has to go somewhere."""
    card = facts.card(op.card)
    account = facts.account(card.account_id)
    bound = [a for a in facts.agreements if card.id == a.card_id or account.id == a.account_id]
    ahead = [d for d in facts.debits if d.account_id == account.id]
    if op.how == "close" and (bound or ahead):
        names = [SORTS[a.kind].name for a in bound] + [d.label for d in ahead]
        zh, en = "、".join(one.zh for one in names), ", ".join(one.en for one in names)
        yield Item(
            key="card.close.bound",
            kind=Kind.DISCLOSURE,
            title=Text(zh=f"销户后，这些会停：{zh}。", en=f"Closing ends what hangs on it: {en}."),
            say=Text(
                zh="这张卡上还有自动扣款，销了就不扣了。要不要先改到别的卡上？",
                en="Automatic debits run on this card and will stop. Shall we move them first?",
            ),
            ways=_move(facts, card),
        )
    if op.how == "close" and card.kind == "debit" and facts.total(account).amount > 0:
        yield Item(
            key="card.close.balance",
            kind=Kind.CONSEQUENCE,
            title=both(
                "卡上共{t}，销户时取出或转走。",
                "{t} in total is paid out or transferred.",
                t=facts.total(account),
            ),
        )


def _move(facts: Facts, card: CardFacts) -> tuple[Way, ...]:
    """What hangs on a card goes to another of his that works, all of it in one act."""
    others = [
        c for c in facts.cards if c.id != card.id and c.kind == card.kind and c.status == "active"
    ]
    if not others:
        return (Way("move", Text(zh="先办一张能接的卡", en="Another card to take them first")),)
    to = others[0]
    return (
        Way(
            "move",
            both("先一起改到卡{t}", "Move them to card {t} first", t=to.tail),
            operation=MoveAgreements.key,
            fields={"card": card.id, "to": to.id},
            best=True,
        ),
    )


@rule(CloseCard, cases=["01005"])
def one_way_to_stay(op: CloseCard, facts: Facts) -> Iterator[Item]:
    """Before closing, one offer to stay, which the customer declines in one word."""
    # Who says that he has too many credit cards hears of one idea instead (case 01015).
    too_many = op.reason in {"too_many", "favour"} and facts.card(op.card).kind == "credit"
    if op.how == "close" and not too_many:
        yield Item(
            key="card.close.stay",
            kind=Kind.OPPORTUNITY,
            title=Text(zh="可以问一次要不要留下", en="Ask once whether he would stay"),
            say=Text(
                zh="您要是还想留着账户，可以只补一张新卡。要留吗？不留我马上给您销。",
                en="You could keep the account without a card. Shall we? If not, I close it now.",
            ),
            ways=(
                Way(
                    "replace",
                    Text(zh="补一张新卡", en="A new card instead"),
                    operation=CloseCard.key,
                    fields={"card": op.card, "how": "replace"},
                ),
            ),
        )


@rule(OpenAccount, policies=[FOR_LOAN], cases=["01006"])
def loan_needs_settlement(op: OpenAccount, facts: Facts) -> Iterator[Item]:
    """A loan is repaid from a settlement account, not a savings account."""
    ruling = facts.ruling(FOR_LOAN)
    if op.purpose == "loan_repayment" and op.kind != ruling.string("kind"):
        yield Item(
            key="account.open.for_loan",
            kind=Kind.BLOCK,
            title=Text(zh="还贷款要开结算账户。", en="A loan needs a settlement account."),
            detail=ruling.text,
            policies=(ruling,),
            ways=(
                Way(
                    "settlement",
                    Text(zh="改开结算账户", en="Open a settlement account"),
                    operation=OpenAccount.key,
                    fields={"purpose": op.purpose, "kind": ruling.string("kind")},
                    best=True,
                ),
            ),
        )
        return
    yield Item(
        key="account.open.ok",
        kind=Kind.CHECKED,
        title=Text(zh="账户种类和用途相符", en="The kind of account fits its purpose"),
    )
