"""One connection to a node's database, without the ORM: SQLite and PostgreSQL behind the same few calls.

Statements are written once, with `?` for a parameter and double quotes around names. A connection is made by
Django (which knows the engine's settings) and then used directly: its cursors cost more than the statements.
"""

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, ClassVar, Protocol

import psycopg
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from loket.node.store.error import StoreError, StoreLockedError

Params = Sequence[Any]
EntryRow = tuple[str, int, bytes, bytes]

# One number of the 64-bit space that advisory locks share: "loket" in ASCII.
_WRITER_LOCK = int.from_bytes(b"loket", "big")


class Link(Protocol):
    """What the store needs of a connection; transactions are begun and ended by hand."""

    contains: str
    """The operator for "contains these letters", upper or lower case."""
    binary_order: str
    """What makes text sort by its bytes."""
    sort_only: str
    """Before a column that rows are sorted by: they are not looked for in that order."""
    errors: ClassVar[type[Exception]]
    """What the driver raises."""

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """All rows of the answer."""

    def run(self, sql: str, params: Params = ()) -> int:
        """The number of rows changed."""

    def run_many(self, sql: str, params: Iterable[Params]) -> None:
        """The statement once for each of `params`."""

    def insert_entries(self, entries: Iterable[EntryRow]) -> None:
        """Insert (origin, index, leaf hash, data) in bulk."""

    def begin_writing(self) -> None:
        """Begin the one writing transaction."""

    def begin_reading(self) -> None:
        """Begin a transaction that sees one state throughout."""

    def commit(self) -> None:
        """Make the transaction durable."""

    def rollback(self) -> None:
        """Undo the transaction, if one is open; an error of the driver when the connection is lost."""

    def forget_deleted(self) -> bool:
        """Get what was deleted out of the engine's side files; False to be asked again later."""

    def close(self) -> None:
        """Close the connection."""


class Connect(Protocol):
    """How a store gets a connection: `open_link`, or a drill's own."""

    def __call__(self, alias: str, *, writing: bool) -> Link:
        """Connect to the database `alias`."""


def open_link(alias: str, *, writing: bool) -> Link:
    """Connect to the database `alias`; StoreLockedError if another process already writes to it."""
    wrapper = connections.create_connection(alias)
    wrapper.inc_thread_sharing()  # the store lends a connection to one thread at a time
    wrapper.connect()
    if wrapper.vendor == "sqlite":
        return SqliteLink(wrapper, writing=writing)
    if wrapper.vendor == "postgresql":
        return PostgresLink(wrapper, writing=writing)
    message = f"no store on {wrapper.vendor}"
    raise StoreError(message)


class SqliteLink:
    """SQLite: the settings' `init_command` has set WAL, synchronous=FULL and secure_delete."""

    contains = "LIKE"
    binary_order = ""
    # Without statistics SQLite reads all rows of an office in their key's order to sort a case's few.
    sort_only = "+"
    errors: ClassVar[type[Exception]] = sqlite3.Error

    def __init__(self, wrapper: BaseDatabaseWrapper, *, writing: bool) -> None:
        self._wrapper = wrapper
        self._raw: Any = wrapper.connection
        if not writing:
            self._raw.execute("PRAGMA query_only = ON")

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """See Link."""
        return self._raw.execute(sql, params).fetchall()  # type: ignore[no-any-return]

    def run(self, sql: str, params: Params = ()) -> int:
        """See Link."""
        return self._raw.execute(sql, params).rowcount  # type: ignore[no-any-return]

    def run_many(self, sql: str, params: Iterable[Params]) -> None:
        """See Link."""
        self._raw.executemany(sql, params)

    def insert_entries(self, entries: Iterable[EntryRow]) -> None:
        """See Link."""
        self._raw.executemany(
            'INSERT INTO log_entry (origin, "index", leaf_hash, data) VALUES (?,?,?,?)', entries
        )

    def begin_writing(self) -> None:
        """See Link."""
        self._raw.execute("BEGIN IMMEDIATE")

    def begin_reading(self) -> None:
        """See Link."""
        self._raw.execute("BEGIN")
        self._raw.execute("SELECT 1 FROM log LIMIT 1").fetchall()  # the snapshot begins with the first read

    def commit(self) -> None:
        """See Link."""
        self._raw.execute("COMMIT")

    def rollback(self) -> None:
        """See Link."""
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK")

    def forget_deleted(self) -> bool:
        """Move the write-ahead log into the file, where secure_delete has overwritten, and empty it.

        A reader that still needs it is not waited for: acts do not stand still for a long report.
        """
        (timeout,) = self._raw.execute("PRAGMA busy_timeout").fetchone()
        self._raw.execute("PRAGMA busy_timeout = 0")
        busy = self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        self._raw.execute(f"PRAGMA busy_timeout = {timeout}")
        return not busy

    def close(self) -> None:
        """See Link."""
        self._wrapper.close()


# PostgreSQL, COPY, "Binary Format". Packed here: the driver's own rows cost as much as all of the rest.
_COPY_START = b"PGCOPY\n\xff\r\n\0" + struct.pack(">II", 0, 0)
_COPY_END = struct.pack(">h", -1)
_COPY_INDEX = struct.Struct(">IqI")
_COPY_ROWS = 256


def _copy_rows(entries: Iterable[EntryRow]) -> Iterator[bytes]:
    """Yield rows of COPY's binary format, some at a time."""
    rows = iter(entries)
    origins: dict[str, bytes] = {}
    while some := list(islice(rows, _COPY_ROWS)):
        parts: list[bytes] = []
        for origin, index, leaf_hash, data in some:
            if origin not in origins:
                name = origin.encode()
                origins[origin] = struct.pack(">hI", 4, len(name)) + name
            place = _COPY_INDEX.pack(8, index, len(leaf_hash))
            parts += (origins[origin], place, leaf_hash, len(data).to_bytes(4, "big"), data)
        yield b"".join(parts)


class PostgresLink:
    """PostgreSQL: an advisory lock of the session lets one process write."""

    contains = "ILIKE"
    binary_order = ' COLLATE "C"'
    sort_only = ""
    errors: ClassVar[type[Exception]] = psycopg.Error

    def __init__(self, wrapper: BaseDatabaseWrapper, *, writing: bool) -> None:
        self._wrapper = wrapper
        self._raw: psycopg.Connection[tuple[Any, ...]] = wrapper.connection
        self._cursor = psycopg.Cursor(self._raw)
        self._sql: dict[str, str] = {}
        if writing and not self.rows("SELECT pg_try_advisory_lock(?)", (_WRITER_LOCK,))[0][0]:
            wrapper.close()
            message = "another process writes to this database"
            raise StoreLockedError(message)

    def _translated(self, sql: str) -> str:
        known = self._sql.get(sql)
        if known is None:
            known = self._sql[sql] = sql.replace("%", "%%").replace("?", "%s")
        return known

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """See Link."""
        return self._cursor.execute(self._translated(sql), params).fetchall()

    def run(self, sql: str, params: Params = ()) -> int:
        """See Link."""
        return self._cursor.execute(self._translated(sql), params).rowcount

    def run_many(self, sql: str, params: Iterable[Params]) -> None:
        """See Link."""
        self._cursor.executemany(self._translated(sql), params)

    def insert_entries(self, entries: Iterable[EntryRow]) -> None:
        """See Link."""
        sql = 'COPY log_entry (origin, "index", leaf_hash, data) FROM STDIN (FORMAT BINARY)'
        with self._cursor.copy(sql) as copy:
            copy.write(_COPY_START)
            for part in _copy_rows(entries):
                copy.write(part)
            copy.write(_COPY_END)

    def begin_writing(self) -> None:
        """See Link."""
        self._cursor.execute("BEGIN")

    def begin_reading(self) -> None:
        """See Link."""
        self._cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def commit(self) -> None:
        """See Link."""
        self._cursor.execute("COMMIT")

    def rollback(self) -> None:
        """See Link."""
        self._cursor.execute("ROLLBACK")

    def forget_deleted(self) -> bool:
        """Nothing to do here: the runbook vacuums, and keeps the disk encrypted."""
        return True

    def close(self) -> None:
        """See Link."""
        self._wrapper.close()
