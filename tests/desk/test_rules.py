"""The desk's decisions, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from firstdesk.desk.rules import (
    DUE_SOON,
    ESCALATED,
    OUTCOMES,
    OVERDUE,
    QUIET,
    PromiseTimes,
    RedressFact,
    sends_away,
    stands_in_the_way,
    unmade_loss,
)

TIMES = PromiseTimes(timedelta(minutes=15), timedelta(minutes=15))
DUE = datetime(2006, 8, 19, 1, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("away", "stage"),
    [
        (-timedelta(hours=1), QUIET),
        (-timedelta(minutes=15) - SECOND, QUIET),
        (-timedelta(minutes=15), DUE_SOON),
        (-SECOND, DUE_SOON),
        (timedelta(0), OVERDUE),
        (timedelta(minutes=15) - SECOND, OVERDUE),
        (timedelta(minutes=15), ESCALATED),
        (timedelta(days=30), ESCALATED),
    ],
)
def test_the_stage_of_a_promise_by_the_second(away: timedelta, stage: int) -> None:
    assert TIMES.stage(DUE, DUE + away) == stage


def test_each_stage_names_the_next_moment_and_the_last_names_none() -> None:
    moments = [TIMES.next_moment(DUE, stage) for stage in (QUIET, DUE_SOON, OVERDUE, ESCALATED)]
    quarter = timedelta(minutes=15)
    assert moments == [DUE - quarter, DUE, DUE + quarter, None]
    for stage in (QUIET, DUE_SOON, OVERDUE):
        moment = TIMES.next_moment(DUE, stage)
        assert moment is not None
        assert TIMES.stage(DUE, moment) == stage + 1


@pytest.mark.parametrize(
    ("before", "first"),
    [
        (timedelta(hours=1), -timedelta(minutes=15)),
        (timedelta(minutes=15), timedelta(0)),  # made within the notice: no “due soon”
        (timedelta(minutes=5), timedelta(0)),
    ],
)
def test_a_promise_for_very_soon_is_not_announced_as_such(
    before: timedelta, first: timedelta
) -> None:
    assert TIMES.first_moment(DUE, DUE - before) == DUE + first


@pytest.mark.parametrize(
    "answer",
    [
        "请客户联系开户网点。",
        "请您拨打分行服务热线咨询。",
        "请到开户行办理。",
        "这个要您自己去问开户行",
        "您可以去开户行办",
        "建议您联系客服。",
        "请致电95588。",
        "请您打95588",
        "让客户找相关部门",
        "麻烦您到原网点办理",
        "需要您到开户行去一趟",
        "请回开户行办理",
        "您得找发卡行",
        "建议客户咨询分行卡部",
        "这事不归我们管，您问别的网点吧",
        "我建议您联系客服",
        "我请您联系开户行。",
        "已办好请到开户行领取",
        "已让客户联系开户行",
        "我们查过了：请自行联系发卡行",
        "Please contact your opening branch.",
        "You need to call the hotline.",
        "Please ask your home branch",
        "Kindly visit another branch",
        "The customer should contact another unit.",
        "You will have to go to the branch that opened the account",
        "I will ask you to call the hotline.",
        "Done; now contact your home branch",
        "Please phone the call centre",
        "CALL THE HOTLINE",
        "Please get in touch with the card department",
        "I told him to go to the other branch.",
    ],
)
def test_words_that_send_the_customer_elsewhere_are_found(answer: str) -> None:
    assert sends_away(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "我已联系开户行，办好了",
        "我已联系开户行，他们今天补寄密码信。",
        "我们问过开户行了，明天到账",
        "已向分行卡部请教，借记卡用个人卡挂失交易。",
        "我联系相关部门查过，钱没有少",
        "柜员已致电客服中心核实，费用已退。",
        "开户行已把款转回，您不用再跑。",
        "您不用去开户行，今天在这里就能办",
        "不需要联系开户网点，我们会办好",
        "您无需拨打热线，有结果我打给您",
        "由我们联系开户行，十点前回您电话",
        "卡9点37分已停，正式挂失已办好，钱没有少。",
        "223.42元今天退到您的借记卡，是我们没说清。",
        "密码信已寄出，明天到。",
        "请您明天到我们网点取卡，我在2号窗口等您",
        "我替您到业务部门查了，已更正",
        "找到原因了，是系统重复扣款，已退",
        "问题已解决",
        "今天收到开户行的回复，已办好",
        "款已转回开户行，明天到账",
        "您的材料我们已寄去分行",
        "他们已联系热线组补录",
        "不要紧，我们帮您联系卡部",
        "I have contacted your branch",
        "I have contacted your opening branch; the letter is on its way.",
        "I called the hotline for you and the fee is refunded.",
        "We will contact your home branch and call you by ten.",
        "We asked the card department: it was booked twice, and is put right.",
        "There is no need to contact your opening branch.",
        "You do not have to go to your home branch; it is done here.",
        "You need not call the hotline.",
        "The branch has paid the difference.",
        "Please come to our branch tomorrow; I keep the card for you at window 2.",
        "I will call you and contact your branch.",
        "Please visit our branch tomorrow.",
        "Our department put it right today.",
    ],
)
def test_plain_honest_answers_pass(answer: str) -> None:
    assert sends_away(answer) == ""


def test_no_outcome_sends_anybody_anywhere() -> None:
    assert set(OUTCOMES) == {"answered", "done", "made_good", "declined"}
    assert not any(sends_away(text.zh) or sends_away(text.en) for text in OUTCOMES.values())


def fact(kind: str, state: str = "approved", claimed: str = "0") -> RedressFact:
    return RedressFact(kind, state, Decimal(claimed))


@pytest.mark.parametrize(
    ("redress", "unmade"),
    [
        ([], False),
        ([fact("gift")], False),
        ([fact("gift", claimed="223.42")], True),
        ([fact("apology", claimed="223.42")], True),
        ([fact("gift", claimed="223.42"), fact("refund")], False),
        ([fact("gift", claimed="223.42"), fact("refund", "proposed")], True),
        ([fact("refund", "refused", "223.42")], False),  # refused with a reason is an answer
        ([fact("gift", claimed="223.42"), fact("refund", "refused")], True),
        ([fact("refund", claimed="0.01")], False),
    ],
)
def test_a_gift_makes_no_loss_good(redress: list[RedressFact], unmade: bool) -> None:
    assert unmade_loss(redress) is unmade


def test_everything_in_the_way_is_named() -> None:
    clear = {"open_promises": 0, "open_handover": False, "open_decisions": 0, "unmade": False}
    assert stands_in_the_way(**clear) == []  # type: ignore[arg-type]
    reasons = stands_in_the_way(open_promises=2, open_handover=True, open_decisions=3, unmade=True)
    assert len(reasons) == 4
    assert "2" in reasons[0].zh
    assert "3" in reasons[2].en
