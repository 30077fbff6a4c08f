"""Foreign money that comes for a card or account: the choice is the customer's, before posting."""

from __future__ import annotations

from collections.abc import Iterator

from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue.foreign import NAMES
from firstdesk.guidance.catalogue.payments import ReceiveRemittance
from firstdesk.guidance.facts import Facts
from firstdesk.guidance.items import Choice, Item, Kind, Sum, Way
from firstdesk.guidance.registry import rule
from firstdesk.guidance.rules.foreign import foreign_sum, newest, price
from firstdesk.guidance.say import both
from firstdesk.products import fx
from firstdesk.products.inputs import refuse

HELD, CHOICE = "fx.card.currencies", "remittance.choice"
FEE, WEEKEND = "card.overpayment.fee", "fx.weekend"
_CONVERT = Choice("convert", Text(zh="现在结汇入账", en="Convert now"))
_DEBIT = Choice("debit", Text(zh="转借记卡外币户", en="To a foreign account on a debit card"))
_RETURN = Choice("return", Text(zh="原路退回", en="Send it back"))


def can_hold(op: ReceiveRemittance, facts: Facts) -> bool:
    """Whether the card or account named holds the currency.

    Raises:
        Invalid: neither or both are named, or it is not the customer's.
    """
    if op.card and op.account:
        raise refuse("account", "卡和账户只填一个。", "Give the card or the account, not both.")
    if op.card:
        card = facts.card(op.card)
        if card.kind == "credit":
            return facts.ruling(HELD).flag(op.currency.lower()) and op.currency in card.currencies
        return op.currency in (*card.currencies, facts.account(card.account_id).balance.currency)
    if op.account:
        return facts.account(op.account).balance.currency == op.currency
    raise refuse("card", "请选收款的卡或账户。", "Choose the card or account it is for.")


def _to_credit_card(op: ReceiveRemittance, facts: Facts) -> bool:
    return bool(op.card) and facts.card(op.card or "").kind == "credit"


def _fee(facts: Facts) -> fx.FeeTerms:
    ruling = facts.ruling(FEE)
    return fx.FeeTerms(ruling.decimal("percent"), ruling.money("minimum"), ruling.money("maximum"))


@rule(ReceiveRemittance, policies=[HELD], cases=["05004"])
def held_as_it_comes(op: ReceiveRemittance, facts: Facts) -> Iterator[Item]:
    """A card or account that holds the currency takes the money as it comes."""
    if not can_hold(op, facts):
        return
    own_fee = _to_credit_card(op, facts)
    yield Item(
        key="remittance.held",
        kind=Kind.CONSEQUENCE,
        title=both(
            "能收{c}，到了直接入账，不用结汇。",
            "It takes {c}: credited as it comes, nothing is converted.",
            c=NAMES[op.currency],
        ),
        detail=Text(
            zh="信用卡多存的钱不计息，取出来有手续费；存借记卡更好。",
            en="On a credit card it earns nothing and costs a fee to draw; a debit card is better.",
        )
        if own_fee
        else None,
        tone="ok",
    )


@rule(ReceiveRemittance, policies=[HELD, CHOICE, FEE], cases=["05004"])
def answered_before_it_is_sent(op: ReceiveRemittance, facts: Facts) -> Iterator[Item]:
    """Who asks before it is sent hears the same answer everywhere, with the better way."""
    if op.stage != "asked" or can_hold(op, facts):
        return
    held, fee_rule, choice = facts.ruling(HELD), facts.ruling(FEE), facts.ruling(CHOICE)
    name, to_card = NAMES[op.currency], _to_credit_card(op, facts)
    yield Item(
        key="remittance.answer",
        kind=Kind.DISCLOSURE,
        title=both(
            "信用卡只有{h}账户，收不了{c}：要结汇，按现钞价；请用借记卡收。"
            if to_card
            else "这个账户收不了{c}，要结汇成人民币；请用有{c}户的借记卡收。",
            "The credit card holds {h} only, not {c}: it would be converted at the cash rate. Let"
            " a debit card receive it."
            if to_card
            else "This account cannot take {c}: it would be converted. Let a debit card with a {c}"
            " account receive it.",
            c=name,
            h=_names(facts),
        ),
        detail=both("{f} 卡上多存的钱不计息。", "{f} It earns no interest.", f=fee_rule.text)
        if to_card
        else held.text,
        say=both("{a}{b}", "{a} {b}", a=held.wording, b=choice.wording)
        if to_card
        else choice.wording,
        ways=_debit_ways(op, facts),
        policies=(held, fee_rule, choice) if to_card else (choice,),
    )


def _names(facts: Facts) -> Text:
    ruling = facts.ruling(HELD)
    held = fx.codes(ruling.value)
    texts = {"CNY": Text(zh="人民币", en="yuan"), **NAMES}
    found = [texts[code] for code in texts if code in held]
    return Text(zh="和".join(t.zh for t in found), en=" and ".join(t.en for t in found))


def _debit_ways(op: ReceiveRemittance, facts: Facts) -> tuple[Way, ...]:
    """The customer's debit cards; where he has none, opening one."""
    own = [c for c in facts.cards if c.kind == "debit" and c.status == "active" and c.id != op.card]
    ways = [
        Way(
            f"debit_{card.tail}",
            both("用借记卡{t}的{c}户收", "Debit card {t}", t=card.tail, c=NAMES[op.currency]),
            Text(zh="有利息，不收取出费，按现汇价", en="Interest, no fee, the remittance rate"),
            best=True,
        )
        for card in own[:2]
    ]
    opened = Way(
        "open",
        Text(zh="今天开一张借记卡", en="Open a debit card today"),
        Text(zh="带身份证，当场开好外币户", en="With his identity card, the account at once"),
        operation="account.open",
        fields={"purpose": "saving", "kind": "savings"},
        best=True,
    )
    return tuple(ways) or (opened,)


@rule(ReceiveRemittance, policies=[HELD, CHOICE, FEE, WEEKEND], cases=["05004"])
def chosen_before_posting(op: ReceiveRemittance, facts: Facts) -> Iterator[Item]:
    """Money that cannot be held is posted only as the customer chose, with each way's sum seen."""
    if op.stage != "arrived" or can_hold(op, facts):
        return
    quote = newest(facts, op.currency)
    if quote is None:
        yield _no_rate(op)
        return
    ruling, to_card = facts.ruling(CHOICE), _to_credit_card(op, facts)
    amount, spot = foreign_sum(op.amount, op.currency), price(quote, "remittance_buy")
    live = fx.Price(op.currency, quote.unit, op.rate) if op.rate else price(quote, "cash_buy")
    fee = _fee(facts) if to_card else None
    charge = Money(op.charge) if op.charge is not None else None
    ranked, working = fx.routes(amount, live, spot, parts=op.parts, fee=fee, return_charge=charge)
    by_key = {route.key: route for route in ranked}
    now, kept = by_key["convert"], by_key["debit"]
    drawn = now.fee or Money.zero()
    got = (now.left or Money.zero()) + drawn
    spot_yuan = kept.left or Money.zero()
    yield Item(
        key="remittance.choice",
        kind=Kind.DISCLOSURE,
        title=both(
            "先让客户选：现在结汇得{g}，转借记卡值{k}，或者退回。",
            "His choice first: converted now {g}, on a debit card {k}, or sent back.",
            g=got,
            k=spot_yuan,
        ),
        detail=both(
            "实时价{l}，现汇价{s}。{r}",
            "Live {l}, remittance {s}. {r}",
            l=live,
            s=spot,
            r=_return(charge),
        ),
        say=both(
            "您有三种办法：现在结汇得{g}{f}；转到借记卡的{c}户，按现汇价值{k}；或者原路退回，只付汇款费。您选哪一种？",
            "You have three ways: convert now for {g}{f}; a {c} account on a debit card, worth {k}"
            " at the remittance rate; or send it back for the remittance charges. Which?",
            g=got,
            k=spot_yuan,
            c=NAMES[op.currency],
            f=both("，取出来另收{x}", " ({x} more to draw it)", x=drawn)
            if to_card
            else Text("", ""),
        ),
        confirm=Text(
            zh="三种办法的金额我都看过了，这是我自己选的。",
            en="I have seen all three sums, and this is my own choice.",
        ),
        sums_title=Text(zh="各得多少", en="What each brings"),
        sums=tuple(_sums(got, drawn, spot_yuan, charge, by_key["return"].left, to_card)),
        choices=(_CONVERT, _DEBIT, _RETURN) if _open_today(op, facts) else (_DEBIT, _RETURN),
        slip=both(
            "结汇{g}，或借记卡{k}，或退回：由客户选",
            "Converted {g}, debit card {k}, or sent back: the customer chooses",
            g=got,
            k=spot_yuan,
        ),
        working=working,
        ways=_debit_ways(op, facts),
        policies=(ruling, facts.ruling(HELD), facts.ruling(FEE)) if to_card else (ruling,),
    )


def _open_today(op: ReceiveRemittance, facts: Facts) -> bool:
    weekend = fx.codes(facts.ruling(WEEKEND).value)
    return fx.tradable(op.currency, facts.today, weekend)


def _return(charge: Money | None) -> Text:
    if charge is None:
        return Text(
            zh="原路退回只付汇款费，金额先问汇款行。",
            en="Sending it back costs the remittance charges only; ask the sum first.",
        )
    return both("原路退回只付{c}。", "Sending it back costs {c} only.", c=charge)


def _sums(
    got: Money,
    drawn: Money,
    spot: Money,
    charge: Money | None,
    back: Money | None,
    to_card: bool,
) -> Iterator[Sum]:
    yield Sum(Text(zh="现在结汇", en="Converted now"), got)
    if to_card:
        yield Sum(Text(zh="再取出来的手续费", en="Fee, if drawn"), drawn, "warn")
    yield Sum(Text(zh="转借记卡外币户（现汇价）", en="Debit card, remittance rate"), spot, "ok")
    if charge is not None and back is not None:
        yield Sum(Text(zh="原路退回的汇款费", en="Sent back: charges"), charge)
    if spot > got:
        less = Text(zh="结汇比借记卡少", en="Less by converting")
        yield Sum(less, spot - got, "warn", total=True)


def _no_rate(op: ReceiveRemittance) -> Item:
    return Item(
        key="remittance.no_rate",
        kind=Kind.BLOCK,
        title=both(
            "没有{c}牌价，三种办法比不出来，先不入账。",
            "No rate for {c}: the ways cannot be compared, so nothing is posted yet.",
            c=NAMES[op.currency],
        ),
        ways=(
            Way(
                "ask", Text(zh="您来问牌价，有了再请客户选", en="You get the rate, then he chooses")
            ),
            Way("return", Text(zh="客户要退回，现在就能退", en="Sending it back is possible now")),
        ),
    )


@rule(ReceiveRemittance, policies=[WEEKEND], cases=["02021", "05004"])
def not_converted_at_weekends(op: ReceiveRemittance, facts: Facts) -> Iterator[Item]:
    """At weekends most currencies wait: the customer hears the next day before he chooses."""
    if op.stage != "arrived" or _open_today(op, facts):
        return
    ruling = facts.ruling(WEEKEND)
    after = fx.next_tradable(op.currency, facts.today, fx.codes(ruling.value))
    yield Item(
        key="remittance.weekend",
        kind=Kind.CONSEQUENCE,
        title=both(
            "今天不能结{c}，最早{d}；钱先不动。",
            "{c} are not converted today; from {d}. The money stays as it is.",
            c=NAMES[op.currency],
            d=after,
        ),
        policies=(ruling,),
    )
