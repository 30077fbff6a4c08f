"""Runs a replay inside a request, three at once at most.

The casebook does not know the API it plays on: `FIRSTDESK_REPLAYER` names who joins the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string

from firstdesk.casebook.replays import model
from firstdesk.casebook.replays.model import Replay
from firstdesk.casebook.replays.runner import Result
from firstdesk.core.actor import Actor
from firstdesk.core.errors import Invalid, NotFound, TooMany
from firstdesk.core.text import Text
from firstdesk.staff.permissions import require

AT_ONCE = 3
_places = BoundedSemaphore(AT_ONCE)


def get_replay(name: str) -> Replay:
    """One replay by name.

    Raises:
        NotFound: there is none of that name.
    """
    found = model.load_all().get(name)
    if found is None:
        raise NotFound(
            code="replay_not_found",
            what=Text(zh="没有这个重演。", en="There is no such replay."),
            why=Text(zh="名字不对。", en="The name is wrong."),
            do=Text(zh="请从重演列表里选。", en="Choose one from the list of replays."),
        )
    return found


def run_replay(actor: Actor, name: str, off: Iterable[str] = ()) -> Result:
    """Runs one replay; its world is rolled back, nothing of the bank's changes.

    Args:
        off: rules and verbs of this replay to switch off, to see the case go wrong again.

    Raises:
        Forbidden: without `replay.run`. NotFound: no such replay.
        Invalid: a rule that this replay does not exercise. TooMany: three run already.
    """
    require(actor, "replay.run")
    replay = get_replay(name)
    without = _switches(replay, off)
    run = import_string(settings.FIRSTDESK_REPLAYER)
    # The replay's own requests set a language; the reader's must be back afterwards.
    with _place(), translation.override(translation.get_language()):
        result: Result = run([replay], without)[0]
    return result


def _switches(replay: Replay, off: Iterable[str]) -> list[str]:
    without = list(dict.fromkeys(off))
    known = {*replay.rules, *replay.verbs}
    strange = [one for one in without if one not in known]
    if strange:
        text = Text(
            zh=f"这个重演没有用到“{strange[0]}”。",
            en=f"This replay does not exercise “{strange[0]}”.",
        )
        raise Invalid(
            code="unknown_switch",
            what=text,
            why=Text(
                zh=f"能关掉的有：{'、'.join(sorted(known))}。",
                en=f"It exercises: {', '.join(sorted(known))}.",
            ),
            do=Text(zh="请从中选。", en="Choose from these."),
            fields={"off": text},
        )
    return without


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise TooMany(
            code="replays_busy",
            what=Text(zh="现在重演的人多。", en="Several replays are running."),
            why=Text(
                zh=f"同时最多{AT_ONCE}个，以免拖慢窗口。",
                en=f"At most {AT_ONCE} run at once, so that the counters stay fast.",
            ),
            do=Text(zh="请过几秒再点一次。", en="Try again in a few seconds."),
        )
    try:
        yield
    finally:
        _places.release()
