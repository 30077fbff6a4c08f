"""A query that is compiled once: building it takes longer than running it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Prepared:
    """A query of values whose text does not change with its arguments.

    The query is built once with stand-ins; each call puts the real values in their places.

    Args:
        build: makes the query, which ends in `values()`, from named arguments.
        stand_ins: one value for each argument, of its type, which occurs nowhere else in it.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]], **stand_ins: Any) -> None:
        self._build, self._stand_ins = build, stand_ins
        self._lock = Lock()
        self._compiled: tuple[str, tuple[Any, ...], tuple[str, ...], Any] | None = None

    def first(self, **values: Any) -> SimpleNamespace | None:
        """The first row, its columns as attributes; None when there is none.

        Raises:
            TypeError: other arguments than those it was built with.
        """
        if values.keys() != self._stand_ins.keys():
            raise TypeError(f"The query takes {sorted(self._stand_ins)}, not {sorted(values)}.")
        sql, places, names, converters = self._compiled or self._compile()
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[x.name] if isinstance(x, _Place) else x for x in places])
            row = cursor.fetchone()
        if row is None:
            return None
        found = list(row)
        for position, (convert, expression) in converters.items():
            for one in convert:
                found[position] = one(found[position], expression, connection)
        return SimpleNamespace(**dict(zip(names, found, strict=True)))

    def _compile(self) -> tuple[str, tuple[Any, ...], tuple[str, ...], Any]:
        with self._lock:
            if self._compiled is None:
                query = self._build(**self._stand_ins).query
                compiler = query.get_compiler(connection=connection)
                sql, params = compiler.as_sql()
                places = tuple(self._place(one) for one in params)
                missing = set(self._stand_ins) - {
                    one.name for one in places if isinstance(one, _Place)
                }
                if missing:
                    raise TypeError(f"The query makes no use of {sorted(missing)}.")
                names = (*query.values_select, *query.annotation_select)
                converters = compiler.get_converters([one[0] for one in compiler.select])
                self._compiled = (sql, places, names, converters)
            return self._compiled

    def _place(self, param: Any) -> Any:
        for name, stand_in in self._stand_ins.items():
            if type(param) is type(stand_in) and param == stand_in:
                return _Place(name)
        return param


class _Place:
    """Where a value goes."""

    def __init__(self, name: str) -> None:
        self.name = name
