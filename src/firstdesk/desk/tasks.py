"""The desk's rounds: promises whose moment has come, and silent periods that have passed.

They run in a queue and a worker of their own, so that no bulk job delays a reminder.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from firstdesk.core import clock
from firstdesk.core.actor import Actor
from firstdesk.core.errors import FirstdeskError
from firstdesk.desk.models import ServiceCase
from firstdesk.desk.services import close_silent, fire_due

QUEUE = "clocks"


def close_due(limit: int = 200) -> int:
    """Closes solved cases whose silent period has passed.

    Returns:
        How many were closed here; one that another worker or the customer settled is skipped.
    """
    due = (
        ServiceCase.objects.filter(state="solved", silent_until__lte=clock.now())
        .order_by("silent_until")
        .values_list("pk", flat=True)[:limit]
    )
    closed = 0
    for pk in list(due):
        try:
            close_silent(Actor.system("worker"), str(pk))
        except FirstdeskError:
            continue
        closed += 1
    return closed


ROUNDS = {"promises": fire_due, "silence": close_due}
"""What the worker does each time round; replays call them by these names."""


@app.periodic(cron="* * * * * */10")
@app.task(queue=QUEUE, queueing_lock="desk.round", pass_context=False)
def look_round(timestamp: int) -> None:
    """Every ten seconds: all rounds once."""
    for work in ROUNDS.values():
        work()
