"""Reading projections: rows by key, by equal columns, by ranges, and counted."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from loket.core.domain.rows import ROW_TYPES, Row
from loket.core.domain.view import Key
from loket.node.store.error import StoreError
from loket.node.store.links import Link
from loket.node.store.tables import Table, key_columns, quote, table_of

R = TypeVar("R", bound=Row)
Where = Mapping[str, Any]
"""Column → value it equals; a tuple of values: equals one of them."""

Between = Mapping[str, tuple[Any, Any]]
"""Column → the first value that counts and the first that does not any more; None where an end is open."""

_NOTHING: Where = {}


class RowReading:
    """A `core.domain.view.View` of the projections, as of one state of the database."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def get(self, row_type: type[R], key: Key) -> R | None:
        """Return the row with this key, in the order of its KEY, or None."""
        table = table_of(row_type)
        found = self._link.rows(table.get, key_columns(table, key))
        return table.decode(found[0][0]) if found else None

    def select(
        self,
        row_type: type[R],
        where: Where = _NOTHING,
        *,
        order_by: tuple[str, ...] = (),
        limit: int | None = None,
        offset: int = 0,
        contains: Mapping[str, str] | None = None,
        between: Between | None = None,
    ) -> list[R]:
        """Return the rows whose KEY or INDEX columns equal `where` and contain (in any case) `contains`.

        `between`: lo <= column < hi; numbers and days by their order, text by its bytes. `order_by` names
        columns, "-" before a descending one; the key decides between equals. StoreError for a column that
        the row type does not have.
        """
        table = table_of(row_type)
        condition, params = self._condition(table, where, contains, between)
        sql = f"SELECT doc FROM {table.name}{condition} ORDER BY {self._order(table, where, order_by)}"  # noqa: S608 - ours
        if limit is not None:
            sql += " LIMIT ? OFFSET ?"
            params += [limit, offset]
        return [table.decode(doc) for (doc,) in self._link.rows(sql, params)]

    def count(
        self,
        row_type: type[R],
        where: Where = _NOTHING,
        *,
        contains: Mapping[str, str] | None = None,
        between: Between | None = None,
    ) -> int:
        """Return how many rows `select` would find."""
        table = table_of(row_type)
        condition, params = self._condition(table, where, contains, between)
        return int(self._link.rows(f"SELECT count(*) FROM {table.name}{condition}", params)[0][0])  # noqa: S608 - ours

    def count_by(
        self, row_type: type[R], column: str, where: Where = _NOTHING, *, between: Between | None = None
    ) -> dict[Any, int]:
        """Return how many of the rows that `select` would find there are for each value of `column`."""
        table = table_of(row_type)
        table.kind(column)
        condition, params = self._condition(table, where, None, between)
        group = quote(column)
        sql = f"SELECT {group}, count(*) FROM {table.name}{condition} GROUP BY {group}"  # noqa: S608 - ours
        return {
            table.from_column(column, value): int(number) for value, number in self._link.rows(sql, params)
        }

    def all_rows(self, owner: str) -> Iterator[Row]:
        """Every row of every type that `owner`'s entries made, each type in the order of its key."""
        for row_type in ROW_TYPES:
            yield from self.select(row_type, {"office": owner})

    def _condition(
        self,
        table: Table[Any],
        where: Where,
        contains: Mapping[str, str] | None,
        between: Between | None,
    ) -> tuple[str, list[Any]]:
        parts: list[str] = []
        params: list[Any] = []
        for name, value in where.items():
            if isinstance(value, tuple):
                # An empty list is no SQL; nothing equals none of nothing.
                parts.append(f"{quote(name)} IN ({','.join('?' * len(value))})" if value else "1=0")
                params += [table.to_column(name, one) for one in value]
            else:
                parts.append(f"{quote(name)}=?")
                params.append(table.to_column(name, value))
        for name, ends in (between or {}).items():
            for sign, end in zip((">=", "<"), ends, strict=True):
                if end is not None:
                    params.append(table.to_column(name, end))
                    parts.append(f"{quote(name)}{self._collation(table, name)}{sign}?")
        for name, letters in (contains or {}).items():
            if table.kind(name) is not str:
                message = f"{table.row_type.__name__}.{name} holds no text to search in"
                raise StoreError(message)
            parts.append(f"{quote(name)} {self._link.contains} ? ESCAPE '\\'")
            params.append("%" + letters.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%")
        return (" WHERE " + " AND ".join(parts) if parts else ""), params

    def _order(self, table: Table[Any], where: Where, order_by: tuple[str, ...]) -> str:
        named = {name.removeprefix("-"): " DESC" if name.startswith("-") else "" for name in order_by}
        # What is looked for by another column than the key's has an index of its own.
        mark = "" if set(where) <= set(table.key) else self._link.sort_only
        last = [mark + quote(name) + self._collation(table, name) for name in table.key if name not in named]
        first = [quote(name) + self._collation(table, name) + named[name] for name in named]
        return ",".join(first + last)

    def _collation(self, table: Table[Any], name: str) -> str:
        """What makes the column's values sort and compare alike on both engines."""
        return "" if table.kind(name) in {int, bool} else self._link.binary_order
