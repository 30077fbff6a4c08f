"""Bringing together what the contents list and what the document tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .layout import Body, Entry, Layout
from .matching import match
from .sections import cut
from .source import Source
from .titles import likeness

_SAME_STORY = 0.5  # copies less alike than this are two stories under one number


@dataclass(frozen=True, slots=True)
class Case:
    """A case to be drafted: its number, its entry and its body, either of which may be absent."""

    number: str
    entry: Entry | None
    body: Body | None


def gather(
    source: Source, layout: Layout, numbers: Sequence[str]
) -> tuple[list[Case], dict[int, list[Body]]]:
    """All cases, listed ones in the order of the contents first, and further tellings by entry."""
    gathering = _Gathering(source, layout, numbers)
    copies = gathering.settle_copies()
    return gathering.cases(), copies


class _Gathering:
    def __init__(self, source: Source, layout: Layout, numbers: Sequence[str]) -> None:
        self.source = source
        self.layout = layout
        self.numbers = numbers
        self.match = match(layout.entries, numbers, layout.bodies)

    def settle_copies(self) -> dict[int, list[Body]]:
        """Copies by entry. The fullest telling counts; an unlike one is a case of its own."""
        bodies, copies = self.layout.bodies, dict[int, list[Body]]()
        for copy, first in self.match.copies.items():
            if self._story_likeness(bodies[copy], bodies[first]) < _SAME_STORY:
                self.match.unlisted.append(copy)
                continue
            entry = next(e for b, e in self.match.entry_of.items() if b in (first, copy))
            copies.setdefault(entry, []).append(bodies[copy])
        for entry, others in copies.items():
            kept = next(b for b, e in self.match.entry_of.items() if e == entry)
            best = max(others, key=self._fullness)
            if self._fullness(best) > self._fullness(bodies[kept]):
                others[others.index(best)] = bodies[kept]
                del self.match.entry_of[kept]
                self.match.entry_of[bodies.index(best)] = entry
        return copies

    def _fullness(self, body: Body) -> tuple[int, int]:
        return len(cut(self.source, body).headed), body.end - body.start

    def _story_likeness(self, one: Body, other: Body) -> float:
        return likeness(*(self.source.text[b.title_end : b.end] for b in (one, other)))

    def cases(self) -> list[Case]:
        body_of = {entry: self.layout.bodies[body] for body, entry in self.match.entry_of.items()}
        cases = [
            Case(number, entry, body_of.get(index))
            for index, (number, entry) in enumerate(
                zip(self.numbers, self.layout.entries, strict=True)
            )
        ]
        taken = set(self.numbers)
        for index in sorted(self.match.unlisted):
            body = self.layout.bodies[index]
            own = body.printed if self._usable(body, taken) else ""
            announced = any(r.first <= int(own or 0) <= r.last for r in self.layout.ranges)
            number = own if own and announced else self._between(index, taken) or own
            taken.add(number)
            cases.append(Case(number, None, body))
        return cases

    def _usable(self, body: Body, taken: set[str]) -> bool:
        """Whether the number above an unlisted case is whole, and no other case's."""
        told = sum(other.printed == body.printed for other in self.layout.bodies)
        whole = len(body.printed) == 5 and body.printed.isdigit()
        return whole and told == 1 and body.printed not in taken

    def _between(self, index: int, taken: set[str]) -> str:
        """The free number between those of the cases before and after, if there is just one."""
        around = [self.match.entry_of.get(index + step) for step in (-1, 1)]
        low, high = (int(self.numbers[e] or 0) if e is not None else 0 for e in around)
        number = f"{low + 1:05d}"
        return number if low and high == low + 2 and number not in taken else ""
