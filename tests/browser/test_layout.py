"""Every page at every width: nothing scrolls sideways, nothing complains, nothing leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Bank
from tests.browser.places import ROUNDS, STILL, speak

pytestmark = pytest.mark.browser

WIDTHS = (1440, 1024, 820, 390)
LANGUAGES = {"en": "en", "zh-hans": "zh-Hans"}
CULPRITS = """() => {
    const wide = document.documentElement.clientWidth;
    const clipped = it => {
        for (let up = it.parentElement; up && up !== document.body; up = up.parentElement)
            if (getComputedStyle(up).overflowX !== 'visible') return true;
        return false;
    };
    return [...document.querySelectorAll('body *')]
        .filter(it => it.getBoundingClientRect().right > wide + 1 && !clipped(it))
        .map(it => `${it.tagName}.${it.getAttribute('class')} ${it.innerText?.slice(0, 30)}`)
        .slice(0, 4);
}"""


@pytest.mark.parametrize("number", ROUNDS)
def test_no_page_scrolls_sideways(morning: Bank, opened: Callable[..., Any], number: str) -> None:
    found = {}
    with opened(morning, number) as page:
        for place in ROUNDS[number](page, morning):
            for cookie, lang in LANGUAGES.items():
                if place not in STILL:
                    speak(page, morning, cookie)
                    assert page.locator("html").get_attribute("lang") == lang
                assert page.locator("h1").count() == 1, place
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 900})
                    if page.evaluate("document.documentElement.scrollWidth") > width:
                        found[place, lang, width] = (
                            page.evaluate("document.documentElement.scrollWidth"),
                            page.evaluate(CULPRITS),
                        )
                page.set_viewport_size({"width": WIDTHS[0], "height": 900})
            if place not in STILL:
                speak(page, morning, "en")
    assert found == {}, "\n".join(f"{key}: {value}" for key, value in found.items())


def test_the_switch_goes_before_the_browsers_language(
    bank: Bank, opened: Callable[..., Any]
) -> None:
    with opened(bank, "t21", locale="en-GB") as page:
        assert page.locator("html").get_attribute("lang") == "en"
        page.get_by_role("button", name="切换到中文").click()
        page.locator("html[lang=zh-Hans]").wait_for(state="attached")
        page.goto("/desk/")
        assert page.locator("html").get_attribute("lang") == "zh-Hans"
        assert page.locator("h1").inner_text() == "我的服务单"
        page.get_by_role("button", name="Switch to English").click()
        page.locator("html[lang=en]").wait_for(state="attached")
        assert page.locator("h1").inner_text() == "My desk"


@pytest.mark.parametrize(
    ("locale", "lang"), [("zh-CN", "zh-Hans"), ("en-US", "en"), ("fr", "zh-Hans")]
)
def test_the_browsers_language_is_followed(
    bank: Bank, opened: Callable[..., Any], locale: str, lang: str
) -> None:
    """What is neither Chinese nor English gets the house's own language."""
    with opened(bank, locale=locale) as page:
        page.goto("/sign-in/")
        assert page.locator("html").get_attribute("lang") == lang
