"""Which case number each line of the contents stands for.

A number which is printed once, fits the announced ranges and does not break the order is taken as
it is. Every other one is decided by its neighbours: what is free between the certain number before
it and the certain number after it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

from .layout import Body, Entry, RoleRange
from .titles import likeness

_UNLISTED = 0.5  # cost of leaving out a free number
_UNPLACED = 10.0  # cost of leaving an entry without a number
_RELATED_TITLE = 0.45


def assign(
    entries: Sequence[Entry], ranges: Sequence[RoleRange], bodies: Sequence[Body]
) -> list[str]:
    """The number of each entry; empty where neither neighbours nor bodies tell.

    Args:
        entries: the contents in order.
        ranges: the number ranges of the preface; may be empty.
        bodies: the cases in the order of the document; their numbers and titles are evidence.
    """
    printed = [entry.printed for entry in entries]
    valid = _valid(printed, ranges)
    pins = {i: int(p) for i, p in enumerate(printed) if p in valid and printed.count(p) == 1}
    told = Counter(body.printed for body in bodies)
    once = {body.title: body.printed for body in bodies if told[body.printed] == 1}
    agreed = _agreed(entries, ranges, once)
    pins = {i: n for i, n in pins.items() if n not in agreed.values()} | agreed
    best = _place(printed, pins, ranges)
    stray = _out_of_order(pins)
    if stray:
        fewer = {i: n for i, n in pins.items() if i not in stray}
        if _place(printed, fewer, ranges).count(0) < best.count(0):
            pins = fewer
    pins |= _votes(entries, pins, once, ranges)
    pins |= _votes_by_place(entries, pins, bodies, ranges)
    best = _place(printed, pins, ranges)
    return _accept_rest(printed, best)


def _valid(printed: Sequence[str], ranges: Sequence[RoleRange]) -> set[str]:
    """Printed numbers which can be case numbers at all."""
    proper = {p for p in printed if len(p) == 5 and p.isdigit() and int(p[2:]) > 0}
    announced = {r.first // 1000 for r in ranges}
    seen = Counter(p[:2] for p in proper)
    begun = {p[:2] for p in proper if p.endswith("001")}
    valid = set()
    for p in proper:
        if int(p) // 1000 in announced:
            if any(r.first <= int(p) <= r.last for r in ranges):
                valid.add(p)
        elif (seen[p[:2]] > 1 and (p[:2] in begun or not ranges)) or (
            p[:2] in begun and not ranges
        ):
            valid.add(p)  # a role the preface does not announce
    return valid


def _agreed(
    entries: Sequence[Entry], ranges: Sequence[RoleRange], once: Mapping[str, str]
) -> dict[int, int]:
    """Numbers on which the place in a complete list and the case of the same title agree."""
    expected = _expected({}, ranges)
    if len(expected) != len(entries):
        return {}
    return {
        index: number
        for index, (entry, number) in enumerate(zip(entries, expected, strict=True))
        if once.get(entry.title) == f"{number:05d}"
    }


def _out_of_order(pins: Mapping[int, int]) -> set[int]:
    """Entries outside the longest rising run of certain numbers."""
    tails: list[int] = []
    chain: list[list[int]] = []
    for index, number in sorted(pins.items()):
        at = bisect_left(tails, number)
        before = chain[at - 1] if at else []
        if at == len(tails):
            tails.append(number)
            chain.append([*before, index])
        else:
            tails[at] = number
            chain[at] = [*before, index]
    kept = set(chain[-1]) if chain else set()
    return set(pins) - kept


def _place(
    printed: Sequence[str], pins: Mapping[int, int], ranges: Sequence[RoleRange]
) -> list[int]:
    """A number for every entry, 0 for none: the pins, and what is free between them."""
    numbers = [pins.get(i, 0) for i in range(len(printed))]
    expected = _expected(pins, ranges)
    open_entries = [i for i, n in enumerate(numbers) if n == 0]
    for _, group in groupby(enumerate(open_entries), lambda pair: pair[1] - pair[0]):
        run = [index for _, index in group]
        before = numbers[run[0] - 1] if run[0] else 0
        after = numbers[run[-1] + 1] if run[-1] + 1 < len(numbers) else 0
        bounded = any(r.first // 1000 == before // 1000 for r in ranges)
        free = _free(before, after, expected, set(numbers), bounded, len(run))
        for index, number in zip(run, _align([printed[i] for i in run], free), strict=True):
            numbers[index] = number
    return numbers


def _expected(pins: Mapping[int, int], ranges: Sequence[RoleRange]) -> list[int]:
    """All numbers there should be: the announced ones, and per other role up to its highest."""
    expected = {n for r in ranges for n in range(r.first, r.last + 1)}
    announced = {r.first // 1000 for r in ranges}
    tops: dict[int, int] = {}
    for number in pins.values():
        if number // 1000 not in announced:
            tops[number // 1000] = max(tops.get(number // 1000, 0), number)
    for role, top in tops.items():
        expected.update(range(role * 1000 + 1, top + 1))
    return sorted(expected)


def _free(
    before: int, after: int, expected: Sequence[int], taken: set[int], bounded: bool, wanted: int
) -> list[int]:
    """Numbers not yet given which may stand between two neighbours (0: no neighbour)."""
    if after and before > after:  # the contents are not in order here
        at_before = _stretch(before, 1, expected, taken)
        return sorted({*at_before, *_stretch(after, -1, expected, taken)})
    free = [n for n in expected if before < n and (not after or n < after) and n not in taken]
    if bounded or len(free) >= wanted or not before:
        return free
    # No range is announced: the role of the neighbour before simply goes on.
    last = max([before, *(n for n in free if n // 1000 == before // 1000)])
    more = range(last + 1, last + 1 + wanted - len(free))
    return sorted({*free, *(n for n in more if n not in taken and n // 1000 == before // 1000)})


def _stretch(start: int, step: int, expected: Sequence[int], taken: set[int]) -> list[int]:
    found, number = [], start + step
    while number in expected and number not in taken:
        found.append(number)
        number += step
    return found


def _align(printed: Sequence[str], free: Sequence[int]) -> list[int]:
    """Gives rising free numbers to entries in order, as near to the print as possible."""
    if len(printed) == len(free):
        return list(free)
    rows, columns = len(printed), len(free)
    cost = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows, -1, -1):
        for j in range(columns, -1, -1):
            if i == rows:
                cost[i][j] = (columns - j) * _UNLISTED
            elif j == columns:
                cost[i][j] = (rows - i) * _UNPLACED
            else:
                cost[i][j] = min(
                    _distance(printed[i], free[j]) + cost[i + 1][j + 1],
                    _UNPLACED + cost[i + 1][j],
                    _UNLISTED + cost[i][j + 1],
                )
    result, j = [], 0
    for i in range(rows):
        while j < columns and cost[i][j] == _UNLISTED + cost[i][j + 1]:
            if cost[i][j] == _distance(printed[i], free[j]) + cost[i + 1][j + 1]:
                break
            j += 1
        if j < columns and cost[i][j] != _UNPLACED + cost[i + 1][j]:
            result.append(free[j])
            j += 1
        else:
            result.append(0)
    return result


def _distance(printed: str, number: int) -> float:
    """0 for the number as printed, up to 1 for one which shares no digit with it."""
    wanted = f"{number:05d}"
    have = printed.translate(str.maketrans("OolI", "0011")).rjust(5, "0")[-5:]
    return sum(a != b for a, b in zip(have, wanted, strict=True)) / 5


def _votes(
    entries: Sequence[Entry],
    pins: Mapping[int, int],
    bodies: Mapping[str, str],
    ranges: Sequence[RoleRange],
) -> dict[int, int]:
    """Numbers for open entries which a case of the same title carries, if they fit in between."""
    votes: dict[int, int] = {}
    for index, entry in enumerate(entries):
        number = bodies.get(entry.title, "")
        if index in pins or not (len(number) == 5 and number.isdigit()):
            continue
        announced = [r for r in ranges if r.first // 1000 == int(number) // 1000]
        if announced and not any(r.first <= int(number) <= r.last for r in announced):
            continue
        before = max((i for i in pins if i < index), default=-1)
        after = min((i for i in pins if i > index), default=-1)
        low = pins[before] if before >= 0 else 0
        high = pins[after] if after >= 0 else 10**5
        if low < int(number) < high and int(number) not in {*pins.values(), *votes.values()}:
            votes[index] = int(number)
    rising = [votes[i] for i in sorted(votes)]
    return votes if rising == sorted(rising) else {}


def _votes_by_place(
    entries: Sequence[Entry],
    pins: Mapping[int, int],
    bodies: Sequence[Body],
    ranges: Sequence[RoleRange],
) -> dict[int, int]:
    """Where the contents leave entries out: the order of the cases, if those are complete."""
    expected, votes = _expected(pins, ranges), dict[int, int]()
    place = {body.printed: index for index, body in enumerate(bodies)}
    marks = sorted((place[f"{n:05d}"], n) for n in pins.values() if f"{n:05d}" in place)
    for (start, low), (stop, high) in pairwise(marks):
        free = [n for n in expected if low < n < high]
        if not free or len(free) != stop - start - 1:
            continue
        for number, body in zip(free, bodies[start + 1 : stop], strict=True):
            likes = [
                (likeness(body.title, entry.title), -index)
                for index, entry in enumerate(entries)
                if index not in pins
            ]
            like, index = max(likes, default=(0.0, 0))
            if like >= _RELATED_TITLE and number not in pins.values():
                votes[-index] = number
    rising = [votes[i] for i in sorted(votes)]
    return votes if rising == sorted(rising) else {}


def _accept_rest(printed: Sequence[str], numbers: Sequence[int]) -> list[str]:
    """An entry with no free number keeps its print if that is a number of its own."""
    result = [f"{number:05d}" if number else "" for number in numbers]
    for index, number in enumerate(result):
        own = printed[index]
        if not number and len(own) == 5 and own.isdigit() and own not in result:
            result[index] = own
    return result
