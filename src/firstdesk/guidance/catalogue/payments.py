"""Money from abroad, cheques, paying tax, asking for a balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from firstdesk.core.fields import ask
from firstdesk.core.text import Text
from firstdesk.guidance.catalogue._kinds import CASH
from firstdesk.guidance.catalogue.foreign import CURRENCIES
from firstdesk.guidance.operations import Operation, operation

NO_YES = (("no", Text(zh="否", en="No")), ("yes", Text(zh="是", en="Yes")))
YUAN = ("CNY", Text(zh="人民币", en="yuan"))


@operation
@dataclass(frozen=True, kw_only=True)
class ReceiveRemittance(Operation):
    """Foreign money comes, or is to come, onto a card or account."""

    key: ClassVar[str] = "remittance.receive"
    title: ClassVar[Text] = Text(zh="收外币汇款", en="Receive a foreign remittance")
    icon: ClassVar[str] = "card"
    market: ClassVar[bool] = True
    words: ClassVar[tuple[str, ...]] = ("汇款", "汇入", "收汇", "结汇", "remittance", "receive")
    stage: str = ask(
        "choice",
        "到哪一步",
        "Stage",
        choices=(
            ("asked", Text(zh="还没汇，先问一声", en="Not sent yet: an enquiry")),
            ("arrived", Text(zh="钱到了，要入账", en="It has come and is to be posted")),
        ),
    )
    card: str | None = ask("card", "收款卡", "To the card", default=None, of=("credit", "debit"))
    account: str | None = ask("account", "收款账户", "To the account", default=None, of=CASH)
    currency: str = ask("choice", "币种", "Currency", choices=CURRENCIES)
    amount: Decimal = ask("money", "外币金额", "Amount of it")
    rate: Decimal | None = ask(
        "rate",
        "柜台实时价",
        "Live rate",
        default=None,
        help=Text(zh="不填按牌价的钞买价", en="Without it the board's cash buying rate"),
    )
    parts: int = ask("number", "分几次结汇、取出", "In parts", default=1, low=1, high=20)
    charge: Decimal | None = ask(
        "money", "退回的汇款费（人民币）", "Cost of sending back, in yuan", default=None, low=0
    )


@operation
@dataclass(frozen=True, kw_only=True)
class CollectCheque(Operation):
    """A cheque is taken in, to be collected from the drawer's bank."""

    key: ClassVar[str] = "cheque.collect"
    title: ClassVar[Text] = Text(zh="托收支票", en="Collect a cheque")
    icon: ClassVar[str] = "stamp"
    words: ClassVar[tuple[str, ...]] = ("托收", "支票", "collect", "cheque", "check")
    account: str = ask("account", "收到哪个账户", "Credited to", of=CASH)
    number: str = ask("text", "票号", "Cheque number")
    drawn: str = ask(
        "choice",
        "出票地",
        "Drawn",
        choices=(
            ("home", Text(zh="境内", en="At home")),
            ("abroad", Text(zh="境外", en="Abroad")),
        ),
    )
    currency: str = ask("choice", "币种", "Currency", choices=(YUAN, *CURRENCIES))
    amount: Decimal = ask("money", "票面金额", "Face")


@operation
@dataclass(frozen=True, kw_only=True)
class ReturnedCheque(Operation):
    """A cheque that was sent for collection has come back, and a fee is to be taken."""

    key: ClassVar[str] = "cheque.returned"
    title: ClassVar[Text] = Text(zh="托收退票", en="A collected cheque came back")
    icon: ClassVar[str] = "flag"
    words: ClassVar[tuple[str, ...]] = ("退票", "退票费", "returned", "cheque", "check")
    number: str = ask("text", "票号", "Cheque number")
    reason: str = ask(
        "choice",
        "退票原因",
        "Reason given",
        choices=(
            ("funds", Text(zh="出票人余额不足", en="the drawer's account is short")),
            ("signature", Text(zh="签章不符", en="the signature does not match")),
            ("date", Text(zh="过了提示期", en="it was presented too late")),
            ("stopped", Text(zh="出票人止付", en="the drawer stopped it")),
            ("closed", Text(zh="出票账户已销", en="the drawer's account is closed")),
        ),
    )
    fee: Decimal = ask("money", "退票费（人民币）", "Fee in yuan", low=0)
    account: str | None = ask("account", "扣费账户", "Debited account", default=None, of=CASH)
    papers: str = ask(
        "choice",
        "扣费报文和退票通知都在",
        "Charge message and notice of return are here",
        choices=NO_YES,
    )
    disputed: str = ask("choice", "客户有异议", "He disputes it", default="no", choices=NO_YES)
    can_come: str = ask("choice", "客户能来", "He can come", default="yes", choices=NO_YES)


@operation
@dataclass(frozen=True, kw_only=True)
class BouncedCheque(Operation):
    """A company's own cheque is presented, and its account cannot pay it."""

    key: ClassVar[str] = "cheque.bounced"
    title: ClassVar[Text] = Text(zh="空头支票", en="A cheque without cover")
    icon: ClassVar[str] = "flag"
    words: ClassVar[tuple[str, ...]] = ("空头", "支票", "罚款", "bounced", "cheque", "penalty")
    account: str = ask("account", "出票账户", "Drawn on", of=CASH)
    number: str = ask("text", "票号", "Cheque number")
    payee: str = ask("text", "收款人", "Payee")
    amount: Decimal = ask("money", "票面金额", "Face")
    earlier: int = ask(
        "number", "近三个月已退几张", "Bounced in the last three months", default=0, low=0, high=99
    )


@operation
@dataclass(frozen=True, kw_only=True)
class PayTax(Operation):
    """Tax is paid at the counter."""

    key: ClassVar[str] = "tax.pay"
    title: ClassVar[Text] = Text(zh="缴税", en="Pay tax")
    icon: ClassVar[str] = "stamp"
    words: ClassVar[tuple[str, ...]] = ("缴税", "交税", "税款", "tax")
    amount: Decimal = ask("money", "税款", "Tax")
    due_on: date = ask("day", "缴款期限", "Due on")
    account: str | None = ask(
        "account",
        "付款账户",
        "Paid from",
        default=None,
        of=CASH,
        help=Text(zh="交现金就不填", en="Leave empty for cash"),
    )


@operation
@dataclass(frozen=True, kw_only=True)
class AskBalance(Operation):
    """Somebody asks what is on an account."""

    key: ClassVar[str] = "balance.query"
    title: ClassVar[Text] = Text(zh="查余额", en="Ask for a balance")
    icon: ClassVar[str] = "question"
    words: ClassVar[tuple[str, ...]] = ("余额", "查询", "balance", "enquiry")
    account: str = ask("account", "账户", "Account")
    who: str = ask(
        "choice",
        "谁来问",
        "Who asks",
        choices=(
            ("holder", Text(zh="本人", en="The holder")),
            ("other", Text(zh="别人", en="Somebody else")),
        ),
    )
    document: str = ask(
        "choice",
        "出示了本人身份证件",
        "The holder's identity document is shown",
        choices=NO_YES,
    )
