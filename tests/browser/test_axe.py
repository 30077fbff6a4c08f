"""No page has what axe-core calls a violation of WCAG 2.2 A and AA, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Bank
from tests.browser.places import ROUNDS, STILL, speak

pytestmark = pytest.mark.browser

OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
MODES = (("en", "light"), ("en", "dark"), ("zh-hans", "light"))


@pytest.mark.parametrize("number", ROUNDS)
def test_axe_finds_nothing(morning: Bank, opened: Callable[..., Any], number: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe, found = Axe(), {}
    with opened(morning, number) as page:
        for place in ROUNDS[number](page, morning):
            for language, scheme in MODES:
                if place not in STILL:
                    speak(page, morning, language)
                page.emulate_media(color_scheme=scheme)
                wrong = axe.run(page, options=OPTIONS).response["violations"]
                for each in wrong:
                    where = [f"{node['target']} {node['failureSummary']}" for node in each["nodes"]]
                    found[place, language, scheme, each["id"]] = where[:3]
            if place not in STILL:
                speak(page, morning, "en")
    assert found == {}, "\n".join(f"{key}: {value}" for key, value in found.items())
