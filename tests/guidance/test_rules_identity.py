"""Cannot sign, cannot come, by another: cases 02012, 01010, 02022."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstdesk.guidance.items import Kind
from tests.guidance import kit

DAY = date(2008, 1, 8)
MATTERS = {"withdrawal": False, "loss_report": False, "replacement": True, "custody": True}


def adapted(matter: str, situation: str) -> dict[str, Any]:
    return kit.check("person.adapted", {"matter": matter, "situation": situation}, DAY)


@pytest.mark.parametrize("matter", MATTERS)
def test_who_cannot_write_gives_a_thumbprint_everywhere(matter: str) -> None:
    items = adapted(matter, "cannot_sign")
    assert set(items) == {"person.thumbprint", "person.papers"}
    told = items["person.thumbprint"]
    assert told.kind == Kind.DISCLOSURE
    assert "2" in told.title.zh
    assert told.confirm is not None
    assert told.large_print
    everything = "".join(text for item in items.values() for text in (item.title.zh, item.title.en))
    assert "代签" not in everything, "nobody is told to find another customer"


@pytest.mark.parametrize("situation", ["cannot_come", "by_another"])
@pytest.mark.parametrize(("matter", "himself"), MATTERS.items())
def test_a_way_is_found_to_the_holder(matter: str, himself: bool, situation: str) -> None:
    items = adapted(matter, situation)
    assert ("person.himself" in items) is himself
    assert ("person.by_another" in items) is not himself
    if himself:
        item = items["person.himself"]
        assert [choice.key for choice in item.choices] == ["visit", "comes", "manager"]
        ways = kit.ways(item)
        assert ways["visit"].best
        assert ways["visit"].promise is not None
        assert ways["seat"].promise is not None
    assert not any(item.kind == Kind.BLOCK for item in items.values()), "nobody is sent away"
