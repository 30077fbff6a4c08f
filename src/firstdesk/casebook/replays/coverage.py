"""Which scenarios of the specification the replays cover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from firstdesk.casebook.replays.model import Replay, load_all

SCENARIOS = {
    "01002": 4,
    "01005": 4,
    "01006": 4,
    "01008": 4,
    "01010": 4,
    "01013": 4,
    "01015": 3,
    "01016": 4,
    "02003": 4,
    "02004": 3,
    "02005": 3,
    "02006": 3,
    "02007": 3,
    "02008": 2,
    "02009": 3,
    "02012": 3,
    "02013": 4,
    "02014": 4,
    "02017": 3,
    "02018": 4,
    "02019": 4,
    "02021": 3,
    "02022": 3,
    "02024": 4,
    "02025": 4,
    "02026": 4,
    "02027": 4,
    "03002": 4,
    "03004": 4,
    "03005": 3,
    "03006": 4,
    "03007": 4,
    "03008": 3,
    "03011": 4,
    "03012": 4,
    "03013": 4,
    "04001": 4,
    "05001": 4,
    "05002": 4,
    "05004": 3,
    "05007": 4,
    "06010": 4,
}
"""How many scenarios the specification tells of each replayed case."""


@dataclass(frozen=True, slots=True)
class Proven:
    """How many of a case's scenarios are replayed against the software."""

    done: int
    of: int


def proven(case: str) -> Proven | None:
    """What of a case the replays prove; None for a case that none replays yet."""
    if case not in SCENARIOS:
        return None
    done = {one for replay in load_all().values() for one in replay.covers}
    return Proven(sum(one.split("/")[0] == case for one in done), SCENARIOS[case])


def table(replays: Iterable[Replay], lang: str) -> list[str]:
    """A line a case: covered scenarios, and those that are not."""
    covered: dict[str, set[int]] = defaultdict(set)
    for replay in replays:
        for one in replay.covers:
            case, number = one.split("/")
            covered[case].add(int(number))
    lines = []
    done = total = 0
    for case, count in SCENARIOS.items():
        have = sorted(covered[case])
        missing = [n for n in range(1, count + 1) if n not in covered[case]]
        done, total = done + len(have), total + count
        rest = ("；未覆盖 " if lang == "zh" else "; open ") + ", ".join(map(str, missing))
        marks = ", ".join(map(str, have))
        lines.append(f"{case}  {len(have)}/{count}  {marks}{rest if missing else ''}")
    lines.append(f"{done}/{total}")
    return lines
