"""The counter over HTTP: guidance before signing, the workbench, a service case.

A plain Django view beside them asks the database as often as the workbench does, for one row each
time, and renders a line: what is above it is Firstdesk's own work.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import chain

from _bank import Bank, Client, Row, bank, row, seconds, table
from _plain import plain_django, queries_of

TELLERS = ("t03", "t01", "t02", "p04")
ZHANG = "882044102207"
WARM_UP = 30


def _at_window(served: Bank, number: str) -> tuple[Client, dict[str, object]]:
    """A teller with Mr Zhang (case 02005) at the window, and what a check needs."""
    client = Client(served.port).sign_in(number)
    found = client.get(f"/api/v1/bank/customers?words={ZHANG}")[1]
    customer = re.search(r'"id": ?"([0-9a-f-]{36})"', found)
    assert customer, found
    visit = client.post("/bank/visits/meet", {"customer": customer[1]})
    page = client.get("/window/?op=card.sign_autopay")[1]
    chosen = {
        name: re.search(rf'name="{name}".*?value="([^"]+)"[^>]*(?:selected|checked)', page, re.S)
        for name in ("card", "account")
    }
    fields = {name: match[1] for name, match in chosen.items() if match}
    return client, {"customer_id": customer[1], "encounter_id": visit["id"], "fields": fields}


def _check(
    client: Client, asked: dict[str, object], operation: str, amount: bool
) -> Callable[[int], None]:
    fields = dict(asked["fields"])  # type: ignore[call-overload]

    def act(number: int) -> None:
        # Another amount each time: another answer, which is kept and journalled.
        more = {"amount": str(Decimal(number + 100))} if amount else {}
        client.post("/guidance/checks", {**asked, "operation": operation, "fields": fields | more})

    return act


def _page(client: Client, path: str) -> Callable[[int], None]:
    def act(number: int) -> None:
        status, text = client.get(path)
        if status != 200:
            raise SystemExit(f"{path} answered {status}: {text[:300]}")

    return act


def measure(what: str, acts: list[Callable[[int], None]], count: int) -> Row:
    """Lets the clients act side by side, `count` times each, after a warm-up."""
    for act in acts:
        seconds(act, WARM_UP)
    with ThreadPoolExecutor(len(acts)) as pool:
        begun = time.perf_counter()
        done = [pool.submit(seconds, act, count, WARM_UP) for act in acts]
        taken = list(chain.from_iterable(each.result() for each in done))
        passed = time.perf_counter() - begun
    return row(what, taken, len(acts), passed)


def run(quick: bool) -> list[Row]:
    """Measures all; `quick` makes a tenth of the calls."""
    count = 40 if quick else 400
    rows = []
    with bank() as served, plain_django(served) as plain:
        windows = [_at_window(served, number) for number in TELLERS]
        case = _a_case(*windows[0])
        queries = queries_of(served, "t03", "/window/?op=card.sign_autopay")
        for clients in (windows[:1], windows):
            each = max(count // len(clients), 10)
            first = [client for client, _ in clients]
            for what, acts in (
                (
                    "guidance check, asked again",
                    [_check(c, a, "card.sign_autopay", False) for c, a in clients],
                ),
                (
                    "guidance check, new each time",
                    [_check(c, a, "card.pay", True) for c, a in clients],
                ),
                (
                    "workbench with guidance",
                    [_page(c, "/window/?op=card.sign_autopay") for c in first],
                ),
                ("service case", [_page(c, case) for c in first]),
                (
                    f"plain Django, {queries} queries",
                    [_page(Client(plain), f"/{queries}/") for _ in clients],
                ),
            ):
                rows.append(measure(what, acts, each))
    return rows


def _a_case(client: Client, asked: dict[str, object]) -> str:
    made = client.post(
        "/cases",
        {
            "customer_id": asked["customer_id"],
            "encounter_id": asked["encounter_id"],
            "matter": "enquiry",
            "title": "Autopay",
            "story": "He wants to hear when the payment is through.",
        },
    )
    return f"/desk/{made['number']}/"


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a tenth of the calls")
    print(table(run(options.parse_args().quick)))
