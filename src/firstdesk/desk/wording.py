"""Headlines of a case's story, in both languages."""

from __future__ import annotations

from firstdesk.core.text import Text
from firstdesk.desk.models import Event

HEADLINES: dict[str, Text] = {
    "opened": Text(zh="首问：{who}", en="First asked: {who}"),
    "contact": Text(zh="{who}联系客户", en="{who} spoke with the customer"),
    "finding": Text(zh="{who}查到", en="{who} found"),
    "promised": Text(zh="{who}答应客户", en="{who} promised"),
    "promise_due_soon": Text(zh="承诺快到时间，已提醒", en="Promise due soon; its owner was told"),
    "promise_overdue": Text(zh="承诺过了时间，已提醒", en="Promise overdue; its owner was told"),
    "promise_escalated": Text(
        zh="承诺仍没兑现，已告诉网点负责人", en="Promise still open; the branch manager was told"
    ),
    "promise_kept": Text(zh="承诺做到了", en="Promise kept"),
    "promise_broken": Text(zh="承诺没做到", en="Promise broken"),
    "promise_renegotiated": Text(zh="和客户改了时间", en="A new time was agreed"),
    "handover_offered": Text(zh="{who}请人接手", en="{who} offered the case"),
    "handover_accepted": Text(zh="{who}接手", en="{who} took over"),
    "handover_refused": Text(zh="{who}没有接手", en="{who} did not take over"),
    "handover_withdrawn": Text(zh="{who}收回移交", en="{who} withdrew the offer"),
    "redress_proposed": Text(zh="{who}提出补偿", en="{who} proposed redress"),
    "redress_approved": Text(zh="{who}同意补偿", en="{who} approved redress"),
    "redress_refused": Text(zh="{who}没有同意补偿", en="{who} refused redress"),
    "approval_asked": Text(zh="{who}请求审批", en="{who} asked for a decision"),
    "approval_granted": Text(zh="{who}批准", en="{who} granted it"),
    "approval_refused": Text(zh="{who}没有批准", en="{who} refused it"),
    "reversed": Text(zh="已冲正", en="Reversed"),
    "expert_asked": Text(zh="{who}请教", en="{who} asked an expert"),
    "expert_answered": Text(zh="{who}答复", en="{who} answered"),
    "card_stopped": Text(zh="{who}应急停卡", en="{who} stopped the card"),
    "solved": Text(
        zh="{who}给了答复，等客户确认", en="{who} answered; the customer has the last word"
    ),
    "closed": Text(zh="办结", en="Closed"),
    "reopened": Text(zh="客户不满意，重新打开", en="Reopened: the customer is not content"),
}


def headline(event: Event) -> Text:
    """What an event's line says first."""
    who = event.by.name if event.by else Text(zh="系统", en="the system")
    found = HEADLINES.get(event.kind, Text(zh="{who}记录", en="{who} noted"))
    return Text(zh=found.zh.format(who=who.zh), en=found.en.format(who=who.en))
