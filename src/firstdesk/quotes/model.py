"""What a quotation is: typed fields in; figures, tables and the working out. Pure.

A quotation is a frozen dataclass of fields with one method, `work`. Adding one means a class in a
module of `quotes.catalogue`; command line, API, page and printed sheet follow from it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from firstdesk.core import switches
from firstdesk.core.errors import NotFound
from firstdesk.core.fields import plain
from firstdesk.core.money import Money
from firstdesk.core.text import Text
from firstdesk.core.working import Working

if TYPE_CHECKING:
    from firstdesk.quotes.rates import Rates

Value = Money | date | Decimal | int | Text


@dataclass(frozen=True, slots=True)
class Figure:
    """One result: what it is and how much."""

    label: Text
    value: Value
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Results in rows, such as a schedule.

    Args:
        plot: the columns drawn as lines over the first one; none for a table that is only read.
    """

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Value, ...], ...]
    plot: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """What a quotation comes to."""

    figures: tuple[Figure, ...]
    working: Working
    tables: tuple[Table, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Quotation:
    """Base of all quotations."""

    do_not_call_in_templates: ClassVar[bool] = True
    key: ClassVar[str] = ""
    title: ClassVar[Text]
    family: ClassVar[str] = ""
    policies: ClassVar[tuple[str, ...]] = ()
    cases: ClassVar[tuple[str, ...]] = ()

    def work(self, rates: Rates) -> Quote:
        """Works it out.

        Args:
            rates: what the policies say, on any day.

        Raises:
            Invalid: fields that cannot be together. PolicyGap: no rate for a day.
        """
        raise NotImplementedError

    def raw(self) -> dict[str, Any]:
        """The fields as JSON keeps them."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self)}


FAMILIES: dict[str, Text] = {
    "account": Text(zh="账户和扣款", en="Accounts and debits"),
    "deposit": Text(zh="存款", en="Deposits"),
    "card": Text(zh="信用卡", en="Credit cards"),
    "loan": Text(zh="贷款", en="Loans"),
    "bond": Text(zh="债券", en="Bonds"),
    "fx": Text(zh="外汇", en="Foreign exchange"),
    "fund": Text(zh="基金和申购", en="Funds and plans"),
    "trade": Text(zh="贸易融资", en="Trade finance"),
}
QUOTATIONS: dict[str, type[Quotation]] = {}
Q = TypeVar("Q", bound=type[Quotation])


def quotation(cls: Q) -> Q:
    """Registers a quotation by its key, `<family>.<name>`."""
    family = cls.key.partition(".")[0]
    if family not in FAMILIES or cls.key in QUOTATIONS:
        raise RuntimeError(f"The quotation key {cls.key!r} is of no family or taken.")
    cls.family = family
    QUOTATIONS[cls.key] = cls
    return cls


def load_quotations() -> dict[str, type[Quotation]]:
    """Imports every module of the catalogue; returns all quotations by key, in order."""
    from firstdesk.quotes import catalogue

    for module in sorted(iter_modules(catalogue.__path__), key=lambda one: one.name):
        import_module(f"{catalogue.__name__}.{module.name}")
    order = list(FAMILIES)
    return dict(sorted(QUOTATIONS.items(), key=lambda item: order.index(item[1].family)))


def find(key: str) -> type[Quotation]:
    """Finds a quotation.

    Raises:
        NotFound: there is none of that key; the refusal lists those that exist.
    """
    known = load_quotations()
    if key not in known or switches.is_off(f"quote.{key}"):
        names = ", ".join(known)
        raise NotFound(
            code="unknown_quotation",
            what=Text(zh=f"没有“{key}”这种测算。", en=f"There is no quotation “{key}”."),
            why=Text(zh="名称不对。", en="The name is not one of ours."),
            do=Text(zh=f"可用的有：{names}。", en=f"Use one of: {names}."),
        )
    return known[key]


def said(value: Value, lang: str) -> str:
    """A value as people read it."""
    if isinstance(value, Money):
        return value.format(lang)
    if isinstance(value, Text):
        return value.in_(lang)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def to_json(value: Value) -> Any:
    """A value as programs read it: money with its currency, numbers as exact text."""
    if isinstance(value, Money | Text):
        return value.to_json()
    return str(value) if isinstance(value, Decimal | date) else value
