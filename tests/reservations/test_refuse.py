"""A refusal has a reason of the closed list, what the customer is told, and a way."""

from __future__ import annotations

from typing import Any

import pytest

from firstdesk.core.errors import Conflict, Invalid
from firstdesk.reservations import rules, services
from firstdesk.reservations.schemas import reservation_out
from firstdesk.staff.models import Alert


def refuse(cast: Any, row: Any, reason: str, **more: Any) -> Any:
    actor = cast.actor(cast.branch_manager)
    return services.refuse(actor, str(row), version=row.version, reason=reason, **more)


@pytest.mark.parametrize("reason", sorted(rules.REASONS))
def test_every_reason_comes_with_words_and_a_way(cast: Any, book: Any, reason: str) -> None:
    row = refuse(cast, book(), reason, note="问过金库")
    shown = reservation_out(row)["refusal"]
    assert (row.status, shown["reason"]) == ("refused", reason)
    for name in ("title", "tell", "instead"):
        assert shown[name]["zh"]
        assert shown[name]["en"]
    assert shown["instead"]["en"] in Alert.objects.get(staff=cast.teller).text_en


@pytest.mark.parametrize("reason", ["", "month_end_balance", "month-end balance", "月末余额"])
def test_a_month_end_balance_is_no_reason(cast: Any, book: Any, reason: str) -> None:
    row = book()
    with pytest.raises(Invalid) as found:
        refuse(cast, row, reason)
    assert "月末余额" in found.value.fields["reason"].zh
    assert found.value.extra["reasons"] == list(rules.REASONS)
    row.refresh_from_db()
    assert row.status == "requested"


def test_no_reason_speaks_of_the_bank_s_own_figures() -> None:
    words = " ".join(
        f"{key} {one.title.en} {one.tell.en} {one.title.zh} {one.tell.zh}"
        for key, one in rules.REASONS.items()
    ).lower()
    assert not any(word in words for word in ("month", "balance figure", "月末", "月底", "时点"))


def test_what_is_confirmed_cannot_be_refused(cast: Any, book: Any, stock: Any) -> None:
    stock()
    row = book()
    row = services.accept(cast.actor(cast.teller), str(row), version=row.version)
    with pytest.raises(Conflict) as found:
        refuse(cast, row, "no_stock")
    assert found.value.code == "reservation_settled"
