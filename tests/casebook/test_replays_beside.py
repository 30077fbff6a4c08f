"""Replays beside a bank that is at work: nothing of it comes into the story."""

from __future__ import annotations

from datetime import date

import pytest

from firstdesk.bank.demo import build_demo
from firstdesk.casebook.replays.model import load_all
from firstdesk.web.replaying import run_replays

pytestmark = pytest.mark.usefixtures("policies")


def test_every_case_comes_out_beside_the_demo_bank() -> None:
    build_demo(date(2026, 11, 26), password="a-word-beside")
    wrong = {
        result.replay.name: result.broken or [o.wrong for o in result.outcomes if not o.ok]
        for result in run_replays(load_all().values())
        if not result.ok
    }
    assert not wrong
