"""Threads that start together, each with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection

from firstdesk.bank.models import Account, Card, Customer, Encounter
from firstdesk.core import clock
from firstdesk.desk.models import ServiceCase


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Runs acts at the same moment; gives each one's answer or its exception."""
    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            answers[place] = act()
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def customer(cast: Any, served_by: Any) -> Customer:
    """A customer whom somebody serves now."""
    found = Customer.objects.create(ref="C1", name_zh="张先生", name_en="Mr Zhang")
    Encounter.objects.create(
        branch=cast.branch_a,
        customer=found,
        number="A001",
        day=clock.today(),
        taken_at=clock.now() - timedelta(minutes=9),
        called_at=clock.now(),
        state="serving",
        served_by=served_by,
    )
    return found


def debit_card(owner: Customer, number: str = "6222000000000001") -> Card:
    """A card that works, on an account with some money."""
    account = Account.objects.create(
        ref=f"A-{number}", customer=owner, kind="demand", number=number, balance="100.00"
    )
    return Card.objects.create(
        ref=f"K-{number}", customer=owner, account=account, kind="debit", number=number
    )


def service_case(cast: Any, owner: Any) -> ServiceCase:
    """An open case of a prospect."""
    from firstdesk.desk.services import open_case

    return open_case(
        cast.actor(owner), matter="enquiry", title="问利率", story="想知道", caller_name="潘小姐"
    )
