"""The store's connection to SQLite over a simulated disk, by apsw: the same statements, another library.

Never in a process that has the same file open by Python's own sqlite3: two SQLite libraries on one file undo
each other's locks.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

import apsw
from django.db import connections

from loket.drills.power_cut_disk import VFS_NAME, CutVfs
from loket.node.store.links import EntryRow, Link, Params

CHECKPOINT_PAGES = 40
"""Pages in the write-ahead log after which it is moved into the database; SQLite's own 1,000 are seldom
reached between two cuts, and the moving is what has to be cut too."""


class ApswLink:
    """See `loket.node.store.links.SqliteLink`, which it follows call by call."""

    contains = "LIKE"
    binary_order = ""
    sort_only = "+"
    errors: ClassVar[type[Exception]] = apsw.Error

    def __init__(self, alias: str, *, writing: bool, synchronous: str) -> None:
        settings = connections.settings[alias]
        self._raw = apsw.Connection(settings["NAME"], vfs=VFS_NAME)
        self._raw.set_busy_timeout(1000 * settings["OPTIONS"]["timeout"])
        self._raw.execute(settings["OPTIONS"]["init_command"]).fetchall()
        self._raw.execute(f"PRAGMA synchronous = {synchronous}").fetchall()
        self._raw.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}").fetchall()
        if not writing:
            self._raw.execute("PRAGMA query_only = ON").fetchall()

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """See Link."""
        return self._raw.execute(sql, tuple(params)).fetchall()

    def run(self, sql: str, params: Params = ()) -> int:
        """See Link."""
        self._raw.execute(sql, tuple(params)).fetchall()
        return self._raw.changes()

    def run_many(self, sql: str, params: Iterable[Params]) -> None:
        """See Link."""
        self._raw.executemany(sql, [tuple(one) for one in params]).fetchall()

    def insert_entries(self, entries: Iterable[EntryRow]) -> None:
        """See Link."""
        self.run_many('INSERT INTO log_entry (origin, "index", leaf_hash, data) VALUES (?,?,?,?)', entries)

    def begin_writing(self) -> None:
        """See Link."""
        self._raw.execute("BEGIN IMMEDIATE").fetchall()

    def begin_reading(self) -> None:
        """See Link."""
        self._raw.execute("BEGIN").fetchall()
        self._raw.execute("SELECT 1 FROM log LIMIT 1").fetchall()

    def commit(self) -> None:
        """See Link."""
        self._raw.execute("COMMIT").fetchall()

    def rollback(self) -> None:
        """See Link."""
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK").fetchall()

    def forget_deleted(self) -> bool:
        """See SqliteLink."""
        return not self.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]

    def close(self) -> None:
        """See Link."""
        self._raw.close()


class ApswConnect:
    """How the store of the drill connects; `synchronous`: FULL, or NORMAL to show what it would lose."""

    def __init__(self, vfs: CutVfs, synchronous: str) -> None:
        self._vfs = vfs  # registered as long as it is held
        self._synchronous = synchronous

    def __call__(self, alias: str, *, writing: bool) -> Link:
        """Connect over the simulated disk."""
        return ApswLink(alias, writing=writing, synchronous=self._synchronous)
