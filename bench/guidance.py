"""Guidance alone: rules in memory beside another rule engine, and checks among a million customers.

The peer is zen-engine with the same decision on drawing cash: which items are shown, from the
amount, the balance, who waits and the policies' figures. Both are asked the same questions and must
give the same answers before anything is timed. Firstdesk's answer also carries the wording in two
languages, the sums, the working and the policy versions; the peer's is the items' names.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from typing import Any

import zen
from _bank import Bank, Client, Row, bank, command, database, row, seconds, table
from _crowd import fill

ZHANG = "882044102207"
RATE = 50
"""Checks a second, evenly spaced, whether or not the earlier ones have been answered."""


@contextmanager
def _facts() -> Iterator[Callable[..., Any]]:
    """Loads facts from a demo bank, in this process."""
    with database() as env:
        command("demo", env=env)
        os.environ.update(env, DJANGO_SETTINGS_MODULE="firstdesk.web.settings")
        import django

        django.setup()
        from firstdesk.bank.models import Customer
        from firstdesk.guidance.load import load

        customer = str(Customer.objects.get(ref=ZHANG).pk)
        yield lambda policies, market: load(customer, policies, "", market=market)


def _asked(facts: Any) -> dict[str, dict[str, str]]:
    """Operations that Mr Zhang can ask for with what he has."""
    demand = next(a.id for a in facts.accounts if a.kind in {"demand", "settlement"})
    card = next(c.id for c in facts.cards if c.kind == "credit")
    run_on = facts.today.isoformat()
    return {
        "card.pay": {"card": card, "account": demand, "amount": "300"},
        "card.pay_in": {"card": card, "amount": "120000"},
        "card.close": {"card": card},
        "sweep.sign": {"account": demand, "reserve": "10000"},
        "plan.sign_ipo": {"account": demand, "run_on": run_on, "deposit": "60000"},
        "cash.withdraw": {"account": demand, "amount": "1500"},
    }


def pure(quick: bool) -> list[Row]:
    """Rules in memory, an operation at a time, and the same decision in the peer."""
    from dataclasses import replace

    count, rows = (200 if quick else 2000), []
    with _facts() as load:
        from firstdesk.core.money import Money
        from firstdesk.guidance import registry
        from firstdesk.guidance.operations import find, parse

        registry.load_rules()
        first = load(["cash.booking"], False)
        for key, fields in _asked(first).items():
            cls, asked = find(key), parse(key, fields)
            known = load(registry.policies_for(cls), cls.market)
            act = partial(_weigh, registry, asked, known)
            seconds(act, 100)
            taken = seconds(act, count)
            rows.append(row(f"rules of {key}", taken, 1, sum(taken)))
        cash = load(registry.policies_for(find("cash.withdraw")), False)
        # What the peer is asked about: drawing against the balance alone, nothing else ahead.
        cash = replace(cash, debits=(), agreements=(), cards=())
        account = next(a for a in cash.accounts if a.kind in {"demand", "settlement"})

        def ours(question: dict[str, Any]) -> list[str]:
            held = replace(account, balance=Money(Decimal(question["balance"])))
            facts = replace(cash, waiting=question["waiting"], accounts=(held,))
            fields = {"account": account.id, "amount": str(question["amount"])}
            return [item.key for item in registry.weigh(parse("cash.withdraw", fields), facts)]

        rows += _beside(ours, _peer(cash), count)
    return rows


def _weigh(registry: Any, asked: Any, facts: Any, number: int) -> object:
    return registry.weigh(asked, facts)


def _questions(count: int) -> list[dict[str, Any]]:
    draw = random.Random(7)  # noqa: S311
    amounts = [100, 1500, 1550, 1999, 2000, 49999, 50000, 300000]
    return [
        {
            "amount": draw.choice([*amounts, draw.randrange(1, 400_000)]),
            "balance": draw.choice([0, 1000, 2000, 60000, 500000]),
            "waiting": draw.choice([0, 0, 1, 12]),
        }
        for _ in range(count)
    ]


def _peer(facts: Any) -> Callable[[dict[str, Any]], list[str]]:
    """The same decision as a graph of the peer, with the policies' figures in it."""
    machine, booking = facts.ruling("cash.machine.first"), facts.ruling("cash.booking")
    below, unit = machine.decimal("below"), machine.decimal("unit")
    large = booking.decimal("from")
    rules = {
        "cash.machine": f"waiting > 0 and amount % {unit} == 0 and amount < {below}",
        "cash.booking": f"amount >= {large} and amount <= balance",
        "cash.short": "amount > balance",
    }
    expressions = [
        {"id": str(n), "key": f"r{n}", "value": condition}
        for n, condition in enumerate(rules.values())
    ]
    graph = {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
            {
                "id": "ex",
                "name": "ex",
                "type": "expressionNode",
                "position": {"x": 0, "y": 0},
                "content": {"expressions": expressions},
            },
            {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 0, "y": 0}},
        ],
        "edges": [
            {"id": "e1", "sourceId": "in", "targetId": "ex", "type": "edge"},
            {"id": "e2", "sourceId": "ex", "targetId": "out", "type": "edge"},
        ],
    }
    decision = zen.ZenEngine().create_decision(json.dumps(graph))
    names = list(rules)

    def answer(question: dict[str, Any]) -> list[str]:
        result = decision.evaluate(question)["result"]
        return [name for n, name in enumerate(names) if result[f"r{n}"]]

    return answer


def _beside(
    ours: Callable[[dict[str, Any]], list[str]],
    peer: Callable[[dict[str, Any]], list[str]],
    count: int,
) -> list[Row]:
    asked = _questions(count)
    for question in asked[:500]:
        mine, theirs = ours(question), peer(question)
        if sorted(mine) != sorted(theirs):
            raise SystemExit(f"Not the same decision: {question}: {mine}, peer {theirs}.")
    found = []
    for name, engine in (("Firstdesk", ours), ("zen-engine", peer)):
        taken = seconds(lambda number, engine=engine: engine(asked[number]), count)  # type: ignore[misc]
        found.append(row(f"drawing cash, {name}", taken, 1, sum(taken)))
    return found


def _windows(served: Bank, customers: int) -> list[tuple[Client, dict[str, Any]]]:
    """Every teller of the demo with a customer of the crowd at the window."""
    windows, staff = [], ("t01", "t02", "t03", "p04", "p06", "l01")
    for number, who in enumerate(staff):
        client = Client(served.port).sign_in(who)
        ref = f"CROWD-{number * customers // len(staff)}"
        found = json.loads(client.get(f"/api/v1/bank/customers?words={ref}")[1])
        customer = found["items"][0]["id"]
        client.post("/bank/visits/meet", {"customer": customer})
        glance = json.loads(client.get(f"/api/v1/bank/customers/{customer}")[1])
        card = next(c for c in glance["cards"] if c["kind"] == "credit")
        account = glance["positions"][0]["parts"][0]
        fields = {"card": card["id"], "account": account["account_id"]}
        windows.append((client, {"customer_id": customer, "fields": fields}))
    return windows


def crowded(customers: int, lasting: int) -> Row:
    """Checks over HTTP, `RATE` a second, among so many customers; timed from when each was due."""
    with bank(prepare=lambda url: fill(url, customers)) as served:
        windows = _windows(served, customers)

        def act(number: int) -> None:
            client, asked = windows[number % len(windows)]
            fields = {**asked["fields"], "amount": str(100 + number)}
            client.post("/guidance/checks", {**asked, "operation": "card.pay", "fields": fields})

        for number in range(60):
            act(number)
        taken = _evenly(act, len(windows), lasting)
    return row(f"check at {RATE} a second, {customers:,} customers", taken, 1, lasting)


def _evenly(act: Callable[[int], None], clients: int, lasting: int) -> list[float]:
    start = time.perf_counter() + 0.5

    def one(client: int) -> list[float]:
        taken = []
        for number in range(client, RATE * lasting, clients):
            due = start + number / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
            act(1000 + number)
            taken.append(time.perf_counter() - due)
        return taken

    with ThreadPoolExecutor(clients) as pool:
        return [one for done in pool.map(one, range(clients)) for one in done]


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="fewer calls and customers")
    options.add_argument("--customers", type=int, default=1_000_000, help="0: rules alone")
    given = options.parse_args()
    memory = pure(given.quick)
    print(table(memory, unit="µs"), flush=True)
    mine, peer = memory[-2:]
    print(f"\nFirstdesk / zen-engine, medians: {mine.median / peer.median:.1f}\n", flush=True)
    if given.customers:
        many, lasting = (20_000, 5) if given.quick else (given.customers, 60)
        print(table([crowded(many, lasting)]))
