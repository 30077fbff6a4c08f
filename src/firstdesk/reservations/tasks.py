"""The room's rounds: bookings that ran out, and the evening check of the coming day's cash."""

from __future__ import annotations

from procrastinate.contrib.django import app

from firstdesk.reservations.services import expire_due, raise_shortfalls

QUEUE = "clocks"

ROUNDS = {"expired_reservations": expire_due, "vault_shortfalls": raise_shortfalls}
"""What the worker does each time round; replays call them by these names."""


@app.periodic(cron="*/5 * * * *")
@app.task(queue=QUEUE, queueing_lock="reservations.round", pass_context=False)
def reservations_round(timestamp: int) -> None:
    """Every five minutes: all rounds once; the evening check waits for its hour by itself."""
    for work in ROUNDS.values():
        work()
