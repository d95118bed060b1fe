"""Rows to columns and back: for each row type its table, its statements, and its cached encoders."""

import re
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

import msgspec

from loket.core.domain.rows import ROW_TYPES, Row, key_of
from loket.core.domain.view import Key
from loket.node.store.error import StoreError

R = TypeVar("R", bound=Row)

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """A row type's table. `columns` are KEY then INDEX; the whole row stands in `doc` as JSON."""

    row_type: type[R]
    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    kinds: dict[str, type]
    upsert: str
    get: str
    drop: str
    decode: Callable[[bytes], R]
    _writers: tuple[tuple[str, Callable[[Any], Any] | None], ...]

    def values(self, row: Row) -> tuple[Any, ...]:
        """Return the row's parameters for `upsert`."""
        columns = [
            getattr(row, name) if write is None else write(getattr(row, name))
            for name, write in self._writers
        ]
        columns.append(_encode(row))
        return tuple(columns)

    def to_column(self, name: str, value: Any) -> Any:
        """Return `value` as column `name` holds it; StoreError if there is no such column."""
        return _WRITERS[self.kind(name)](value)

    def from_column(self, name: str, value: Any) -> Any:
        """Return what a row holds in field `name`, from the column's value."""
        kind = self.kind(name)
        return date.fromisoformat(value) if kind is date else kind(value)

    def kind(self, name: str) -> type:
        """Return the type of column `name`; StoreError if there is no such column."""
        found = self.kinds.get(name)
        if found is None:
            message = f"{self.row_type.__name__} has no column {name!r}"
            raise StoreError(message)
        return found


class _Writers(dict[type, Callable[[Any], Any]]):
    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if issubclass(kind, StrEnum):
            return str.__str__
        message = f"no column can hold a {kind.__name__}"
        raise StoreError(message)


_WRITERS = _Writers({str: str, int: int, bool: bool, date: date.isoformat})


_tables: dict[Any, Table[Any]] = {}


def table_of(row_type: type[R]) -> Table[R]:
    """Return the table of a row type."""
    known = _tables.get(row_type)
    if known is None:
        known = _tables[row_type] = _table_of(row_type)
    return known


def _table_of(row_type: type[R]) -> Table[R]:
    hints = typing.get_type_hints(row_type)
    key = tuple(row_type.KEY)
    columns = (*key, *row_type.INDEX)
    kinds = {name: _plain(hints[name]) for name in columns}
    name = table_name(row_type)
    quoted = [quote(column) for column in (*columns, "doc")]
    marks = ",".join("?" * len(quoted))
    target = ",".join(quote(column) for column in key)
    replaced = ",".join(f"{column}=excluded.{column}" for column in quoted[len(key) :])
    matches = " AND ".join(f"{quote(column)}=?" for column in key)
    return Table(
        row_type=row_type,
        name=name,
        key=key,
        columns=columns,
        kinds=kinds,
        upsert=f"INSERT INTO {name} ({','.join(quoted)}) VALUES ({marks}) "  # noqa: S608 - names of our own
        f"ON CONFLICT ({target}) DO UPDATE SET {replaced}",
        get=f"SELECT doc FROM {name} WHERE {matches}",  # noqa: S608 - names of our own
        drop=f"DELETE FROM {name} WHERE {matches}",  # noqa: S608 - names of our own
        decode=msgspec.json.Decoder(row_type).decode,
        _writers=tuple(
            (name, None if kinds[name] in {str, int, bool} else _WRITERS[kinds[name]]) for name in columns
        ),
    )


def table_name(row_type: type[Any]) -> str:
    """Name the table of a row type: TimelineLine → row_timeline_line."""
    return "row_" + re.sub(r"(?<!^)(?=[A-Z])", "_", row_type.__name__).lower()


def quote(name: str) -> str:
    """Quote a column's name; some of ours ("case", "order") are words of SQL."""
    return f'"{name}"'


def key_columns(table: Table[Any], key: Key) -> tuple[Any, ...]:
    """Return a key as the table holds it; StoreError if it has another length."""
    if len(key) != len(table.key):
        message = f"{table.row_type.__name__} has a key of {len(table.key)} parts"
        raise StoreError(message)
    return key


def _plain(hint: Any) -> type:
    if isinstance(hint, types.UnionType) or not isinstance(hint, type):
        message = f"a key or index field of type {hint} cannot be a column"
        raise StoreError(message)
    return hint


# Learnt while one thread imports (docs/adr/0012-decoders-at-import.md).
for _row_type in ROW_TYPES:
    table_of(_row_type)

__all__ = ["Table", "key_columns", "key_of", "quote", "table_name", "table_of"]
