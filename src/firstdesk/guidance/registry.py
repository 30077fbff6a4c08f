"""Rules: pure functions from an operation and facts to items, found by the operation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, TypeVar

from firstdesk.core import switches
from firstdesk.guidance import rules as rules_package
from firstdesk.guidance.facts import REST, Facts
from firstdesk.guidance.items import Item, Kind
from firstdesk.guidance.operations import Operation
from firstdesk.policies.book import FORCES

Op = TypeVar("Op", bound=Operation)
RuleFunction = Callable[[Any, Facts], Iterable[Item]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule.

    Args:
        name: `<module>.<function>`, as replays switch it off.
        why: one sentence, the first of the docstring.
        force: how binding it is; one of `FORCES`.
    """

    name: str
    operations: tuple[type[Operation], ...]
    policies: tuple[str, ...]
    cases: tuple[str, ...]
    why: str
    force: str
    function: RuleFunction


RULES: dict[str, Rule] = {}


def rule(
    *operations: type[Operation],
    policies: Sequence[str] = (),
    cases: Sequence[str] = (),
    force: str = "mandatory",
) -> Callable[[Callable[[Op, Facts], Iterable[Item]]], Callable[[Op, Facts], Iterable[Item]]]:
    """Declares a rule.

    Args:
        operations: those it speaks to.
        policies: keys it may ask the book for; they are loaded before.
        cases: case numbers of the casebook that it answers.
        force: law, mandatory or guideline.
    """

    def declare(
        function: Callable[[Op, Facts], Iterable[Item]],
    ) -> Callable[[Op, Facts], Iterable[Item]]:
        name = f"{function.__module__.rsplit('.', 1)[-1]}.{function.__name__}"
        if name in RULES:
            raise RuntimeError(f"Two rules are called {name}.")
        if force not in FORCES:
            raise RuntimeError(f"The rule {name} has the force {force!r}; choose from {FORCES}.")
        if not function.__doc__:
            raise RuntimeError(f"The rule {name} does not explain itself.")
        why = function.__doc__.strip().splitlines()[0]
        RULES[name] = Rule(name, operations, tuple(policies), tuple(cases), why, force, function)
        return function

    return declare


@cache
def load_rules() -> None:
    """Imports every module of `guidance.rules`, so that its rules register."""
    for module in iter_modules(rules_package.__path__):
        import_module(f"{rules_package.__name__}.{module.name}")


def rules_for(operation: type[Operation]) -> list[Rule]:
    """The rules of an operation, in the order of their modules."""
    load_rules()
    return [rule for rule in RULES.values() if operation in rule.operations]


def policies_for(operation: type[Operation]) -> list[str]:
    """The policy keys an operation's rules may ask for."""
    return sorted({REST, *(key for rule in rules_for(operation) for key in rule.policies)})


def weigh(operation: Operation, facts: Facts) -> tuple[Item, ...]:
    """Runs every rule of the operation; returns items by kind, then in the rules' order.

    Raises:
        PolicyGap, CalendarUnknown: the day lies outside what is known; nothing is guessed.
        RuntimeError: two items of one key, or a rule asked for a policy it does not name.
    """
    items = list(_all(operation, facts))
    keys = [item.key for item in items]
    if len(keys) != len(set(keys)):
        raise RuntimeError(f"Two items of {operation.key} share a key: {sorted(keys)}.")
    order = list(Kind)
    return tuple(sorted(items, key=lambda item: order.index(item.kind)))


def _all(operation: Operation, facts: Facts) -> Iterator[Item]:
    for found in rules_for(type(operation)):
        if switches.is_off(found.name):
            continue
        for item in found.function(operation, facts):
            if item.kind == Kind.OPPORTUNITY and facts.rests_until(item.key):
                continue  # he did not want it, and nobody asks again (case 05001)
            yield replace(
                item,
                rule=found.name,
                why=found.why,
                force=found.force,
                cases=item.cases or found.cases,
            )
