"""Case 02005 from the bell to the desk, as the README's five minutes tell it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from firstdesk.core import clock
from tests.browser.conftest import Bank

pytestmark = pytest.mark.browser


class Words(NamedTuple):
    """What the tour reads and presses, in one language."""

    locale: str
    lang: str
    call: str
    customer: str
    command: str
    autopay: str
    must: str
    told: str
    record: str
    sign: str
    done: str
    signed: str
    do_this: str
    open_case: str
    send_case: str
    one_line: str
    story: str
    promise: str
    due: str
    desk: str


ENGLISH = Words(
    *("en-GB", "en", "Call the next customer", "Zhang", "autopay", "Credit-card autopay"),
    *("Must tell", "I told him face to face, and he understood", "Record", "Sign"),
    *("Told and acknowledged", "Signed:", "Do this", "Open a case", "Open the case"),
    *("In one line", "What the customer told", "Promised at once (may stay empty)", "Due"),
    "My desk",
)
CHINESE = Words(
    *("zh-CN", "zh-Hans", "叫下一位", "张", "自动还款", "信用卡自动还款签约"),
    *("必须告知", "我已当面说明，客户听懂了", "记录", "提交"),
    *("已告知并确认", "已提交：", "办这个", "开服务单", "开单"),
    *("一句话", "客户讲的经过", "当场答应了什么（可不填）", "什么时候做到"),
    "我的服务单",
)


def refused_by_the_server(page: Any) -> dict[str, Any]:
    """Sends what the locked button would send, past the page."""
    answer: dict[str, Any] = page.evaluate(
        """async () => {
            const form = document.querySelector('form[action$="/submit/"]');
            const answer = await fetch(form.action, {
                method: 'POST', body: new FormData(form), headers: {'HX-Request': 'true'}});
            return {status: answer.status, text: await answer.text()};
        }"""
    )
    return answer


@pytest.mark.parametrize("words", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_the_tour(morning: Bank, opened: Callable[..., Any], words: Words) -> None:
    with opened(morning, "t03", locale=words.locale) as page:
        assert page.locator("html").get_attribute("lang") == words.lang
        page.get_by_role("button", name=words.call).click()
        page.locator(".ticket--now", has_text="A037").wait_for()
        assert words.customer in page.locator(".cust__name").inner_text()

        page.keyboard.press("Control+k")
        page.keyboard.type(words.command)
        page.locator('.cmd__item[aria-selected="true"]', has_text=words.autopay).wait_for()
        page.keyboard.press("Enter")
        page.wait_for_url("**/window/?op=card.sign_autopay*")
        must = page.locator(".gi--must")
        must.wait_for()
        assert words.must in must.inner_text()
        assert "6,820.40" in must.locator(".gi__tell").inner_text()

        _it_is_locked(page, morning, words)
        page.get_by_label(words.told).check()
        page.get_by_role("button", name=words.record).click()
        page.locator(".toast--bad").wait_for(state="detached")  # done: no longer said
        page.get_by_text(words.done, exact=True).wait_for()
        assert re.search(r"[A-Z]+-?\d+", page.locator(".told--done").inner_text()), "its number"
        link = page.locator(".way--best a")
        pay = link.get_attribute("href")
        assert link.inner_text() == words.do_this
        _sign(page, words)

        page.goto(pay)  # the way out, already worked out
        assert page.locator("[name=amount]").input_value() == "6820.40"
        _tell_all(page, words)
        _sign(page, words)
        assert _signed(morning) == ["card.sign_autopay", "card.pay"]

        _a_case_in_two_clicks(page, words)
        page.get_by_role("link", name=words.desk).click()
        page.locator(".caselist", has_text="Autopay: call him").wait_for()
        page.locator(".vows", has_text="Call him when it is through").wait_for()


def _it_is_locked(page: Any, bank: Bank, words: Words) -> None:
    button = page.get_by_role("button", name=words.sign, exact=True)
    assert button.get_attribute("aria-disabled") == "true"
    button.click(force=True)  # it can be pressed, and the answer is why not
    page.locator(".toast--bad").wait_for()
    answer = refused_by_the_server(page)
    assert answer["status"] == 423, answer
    assert _signed(bank) == []


def _tell_all(page: Any, words: Words) -> None:
    """Tells whatever else the operation asks for."""
    for _ in range(page.locator("form.told:has([name=confirmed])").count()):
        form = page.locator("form.told:has([name=confirmed])").first
        form.locator("[name=confirmed]").check()
        for choice in form.locator("[name=choice]").all()[:1]:
            choice.check()
        with page.expect_response("**/tell/"):
            form.get_by_role("button", name=words.record).click()


def _sign(page: Any, words: Words) -> None:
    button = page.get_by_role("button", name=words.sign, exact=True)
    assert button.get_attribute("aria-disabled") is None
    button.click()
    page.locator(".toast", has_text=words.signed).wait_for()


def _signed(bank: Bank) -> list[str]:
    row = bank.row(
        "SELECT array_agg(operation ORDER BY created_at) FROM guidance_check"
        " WHERE state = 'submitted'"
    )
    assert row is not None
    return list(row[0] or [])


def _a_case_in_two_clicks(page: Any, words: Words) -> None:
    page.get_by_role("button", name=words.open_case, exact=True).click()
    dialog = page.locator("#new-case")
    dialog.get_by_label(words.one_line).fill("Autopay: call him")
    dialog.get_by_label(words.story).fill("He wants to hear when the payment is through.")
    dialog.get_by_label(words.promise).fill("Call him when it is through")
    due = clock.local(clock.now() + timedelta(days=1, minutes=5))
    dialog.get_by_label(words.due, exact=True).fill(due.strftime("%Y-%m-%dT%H:%M"))
    dialog.get_by_role("button", name=words.send_case, exact=True).click()
    page.locator(".toast--ok, .toast").first.wait_for()


def test_by_keyboard_alone(morning: Bank, opened: Callable[..., Any]) -> None:
    """Nothing is clicked: Tab, Space, Enter, arrows and Ctrl-K."""
    words = ENGLISH
    with opened(morning, "t03") as page:
        _tab_to(page, words.call)
        page.keyboard.press("Enter")
        page.locator(".ticket--now", has_text="A037").wait_for()
        page.keyboard.press("Control+k")
        page.keyboard.type("autopay")
        page.locator('.cmd__item[aria-selected="true"]', has_text=words.autopay).wait_for()
        page.keyboard.press("Enter")
        page.locator(".gi--must").wait_for()
        _tab_to(page, words.told)
        page.keyboard.press("Space")
        _tab_to(page, words.record)
        page.keyboard.press("Enter")
        page.get_by_text(words.done, exact=True).wait_for()
        _tab_to(page, words.sign)
        page.keyboard.press("Enter")
        page.locator(".toast", has_text=words.signed).wait_for()
        assert _signed(morning) == ["card.sign_autopay"]
        _tab_to(page, words.open_case)
        page.keyboard.press("Enter")
        page.locator("#new-case[open]").wait_for()
        page.keyboard.press("Escape")
        assert _focused(page) == words.open_case, "focus comes back"


def _tab_to(page: Any, name: str) -> None:
    """Presses Tab until what has this name has the focus, and can be seen to have it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if _focused(page) == name:
            seen = page.evaluate(
                "(({outlineStyle, outlineWidth, boxShadow}) =>"
                " (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0)"
                " || boxShadow !== 'none')(getComputedStyle(document.activeElement))"
            )
            assert seen, f"{name} has the focus, and nothing shows it"
            return
    raise AssertionError(f"Tab never comes to {name}")


def _focused(page: Any) -> str:
    found: str = page.evaluate(
        "(() => { const it = document.activeElement;"
        " return (it.labels?.[0] ?? it).innerText?.trim() ?? ''; })()"
    )
    return found
