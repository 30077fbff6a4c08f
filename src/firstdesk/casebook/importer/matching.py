"""Which line of the contents each case in the document belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .layout import Body, Entry
from .titles import likeness, plain

_ENOUGH = 1.2  # least evidence for a match: see _evidence
_RELATED = 0.3  # a title this like the listed one does not speak against the number
_ALIKE = 0.6


@dataclass(slots=True)
class Match:
    """The result: entry by body, bodies told twice, bodies the contents do not name."""

    entry_of: dict[int, int] = field(default_factory=dict)
    copies: dict[int, int] = field(default_factory=dict)
    unlisted: list[int] = field(default_factory=list)


def match(entries: Sequence[Entry], numbers: Sequence[str], bodies: Sequence[Body]) -> Match:
    """Matches bodies to entries by number, title and place.

    Args:
        entries: the contents in order.
        numbers: the number of each entry, repaired.
        bodies: the cases in the order of the document.
    """
    result = Match()
    _pin_titles(entries, bodies, result)
    _pin_numbers(entries, numbers, bodies, result)
    while pair := _best(entries, numbers, bodies, result):
        result.entry_of[pair[0]] = pair[1]
    _fill_runs(entries, bodies, result)
    _pair_misprints(entries, bodies, result)
    _sort_out_rest(entries, numbers, bodies, result)
    return result


def _pin_titles(entries: Sequence[Entry], bodies: Sequence[Body], result: Match) -> None:
    """A title printed once in the contents and once above a case, word for word."""
    listed = Counter(plain(entry.title) for entry in entries)
    told = Counter(plain(body.title) for body in bodies)
    place = {plain(entry.title): index for index, entry in enumerate(entries)}
    for index, body in enumerate(bodies):
        title = plain(body.title)
        if title and listed[title] == 1 and told[title] == 1:
            result.entry_of[index] = place[title]


def _pin_numbers(
    entries: Sequence[Entry], numbers: Sequence[str], bodies: Sequence[Body], result: Match
) -> None:
    """A number printed once above a case, unless the title belongs to another entry."""
    told = Counter(body.printed for body in bodies)
    place = {number: index for index, number in enumerate(numbers) if number}
    for index, body in enumerate(bodies):
        entry = place.get(body.printed, -1)
        if index in result.entry_of or entry < 0 or told[body.printed] > 1:
            continue
        if entry in result.entry_of.values():
            continue
        same = likeness(body.title, entries[entry].title)
        rival = max(
            (
                likeness(body.title, other.title)
                for at, other in enumerate(entries)
                if at != entry and at not in result.entry_of.values()
            ),
            default=0.0,
        )
        # Contents and case agree on an undamaged number: only a clearly better title speaks up.
        if same >= _RELATED or rival < _ALIKE:
            result.entry_of[index] = entry


def _best(
    entries: Sequence[Entry], numbers: Sequence[str], bodies: Sequence[Body], result: Match
) -> tuple[int, int] | None:
    """The pair with most evidence among what is still open."""
    open_bodies = [i for i in range(len(bodies)) if i not in result.entry_of]
    taken = set(result.entry_of.values())
    open_entries = [i for i in range(len(entries)) if i not in taken]
    best: tuple[float, int, int] | None = None
    for body in open_bodies:
        for entry in open_entries:
            weight = _evidence(entries, numbers, bodies, result, body, entry)
            if weight >= _ENOUGH and (best is None or weight > best[0] + 1e-9):
                best = (weight, body, entry)
    return (best[1], best[2]) if best else None


def _evidence(
    entries: Sequence[Entry],
    numbers: Sequence[str],
    bodies: Sequence[Body],
    result: Match,
    body: int,
    entry: int,
) -> float:
    """Title (up to 2), number (1.5), the same misprint (0.5) and each neighbour (0.5)."""
    weight = 2 * likeness(bodies[body].title, entries[entry].title)
    printed = bodies[body].printed
    if printed and printed == numbers[entry]:
        weight += 1.5
    elif printed and printed == entries[entry].printed:
        weight += 0.5
    for step in (-1, 1):
        if result.entry_of.get(body + step, -9) == entry + step:
            weight += 0.5
    return weight


def _fill_runs(entries: Sequence[Entry], bodies: Sequence[Body], result: Match) -> None:
    """Open cases between two matched ones take the open entries between, if equally many."""
    index = 0
    while index < len(bodies):
        if index in result.entry_of:
            index += 1
            continue
        stop = index
        while stop < len(bodies) and stop not in result.entry_of:
            stop += 1
        before = result.entry_of.get(index - 1, -1) if index else -1
        after = result.entry_of.get(stop, len(entries))
        taken = set(result.entry_of.values())
        between = [e for e in range(before + 1, after) if e not in taken]
        if len(between) == stop - index:
            result.entry_of.update(zip(range(index, stop), between, strict=True))
        index = stop


def _pair_misprints(entries: Sequence[Entry], bodies: Sequence[Body], result: Match) -> None:
    """One open case and one open entry with the same misprint belong together."""
    taken = set(result.entry_of.values())
    for printed in {body.printed for body in bodies if body.printed}:
        told = [
            i for i, b in enumerate(bodies) if b.printed == printed and i not in result.entry_of
        ]
        listed = [i for i, e in enumerate(entries) if e.printed == printed and i not in taken]
        retold = told and any(
            likeness(bodies[told[0]].title, entries[e].title) >= _ALIKE for e in taken
        )
        if len(told) == len(listed) == 1 and not retold:
            result.entry_of[told[0]] = listed[0]


def _sort_out_rest(
    entries: Sequence[Entry], numbers: Sequence[str], bodies: Sequence[Body], result: Match
) -> None:
    """What is left tells a case a second time, or one which the contents do not name."""
    for index, body in enumerate(bodies):
        if index in result.entry_of:
            continue
        likes = [
            (likeness(body.title, entries[entry].title), first)
            for first, entry in result.entry_of.items()
        ]
        weight, first = max(likes, default=(0.0, -1))
        if weight < _ALIKE:  # no such title: the number alone, if it is printed only once
            same = [f for f, e in result.entry_of.items() if body.printed == numbers[e]]
            misprinted = sum(entry.printed == body.printed for entry in entries) > 1
            weight, first = (1.0, same[0]) if same and not misprinted else (0.0, -1)
        if weight >= _ALIKE:
            result.copies[index] = first
        else:
            result.unlisted.append(index)
