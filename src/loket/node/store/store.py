"""A node's store: one writer, many readers, and a mark outside the database of what was acknowledged."""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from django.db import connections

from loket.node.store.databases import migrate
from loket.node.store.error import QuarantineError, StoreError, StoreLockedError
from loket.node.store.high_water import HighWaterMark
from loket.node.store.links import Connect, Link, open_link
from loket.node.store.reading import Reading
from loket.node.store.records import LogHead, Quarantine, QuarantineReason
from loket.node.store.writing import Writing


class Store:
    """The database `alias` of this node, whose tables are made.

    `high_water`: the mark's file, best on another disk; None only where nothing is acknowledged to anybody.
    `read_only`: beside the process that writes. `connect` and a mark that is open already are for drills,
    whose disk is simulated. StoreLockedError when another process writes already.
    """

    def __init__(
        self,
        *,
        alias: str = "node",
        high_water: Path | HighWaterMark | None,
        read_only: bool = False,
        connect: Connect = open_link,
    ) -> None:
        self._alias = alias
        self._connect = connect
        self._read_only = read_only
        self._write_lock = threading.Lock()
        self._writing_thread: int | None = None
        self._writer: Link | None = None
        self._idle_readers: list[Link] = []
        self._closed = False
        # What the process before this one deleted may still stand in the engine's side files.
        self._forgetting = not read_only
        self._when_grown: list[Callable[[], None]] = []
        self._lock_file = -1 if read_only else _lock(alias)
        self._mark = None if read_only else _opened(high_water)
        self._quarantine: Quarantine | None = None
        self._checked = self._mark is None

    # --------------------------------------------------------------------------------------- reading

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Give a snapshot of the database to this thread."""
        link = self._reader()
        try:
            yield Reading(link)
        finally:
            if self._undone(link):
                self._give_back(link)

    def _reader(self) -> Link:
        """Return a connection that has begun to read: an idle one if it is still alive."""
        if self._closed:
            message = "the store is closed"
            raise StoreError(message)
        try:
            link = self._idle_readers.pop()
        except IndexError:
            return self._new_reader()
        try:
            link.begin_reading()
        except link.errors:
            link.close()
            self._lost()
            return self._new_reader()
        return link

    def _new_reader(self) -> Link:
        link = self._connect(self._alias, writing=False)
        try:
            link.begin_reading()
        except link.errors:
            link.close()
            raise
        return link

    def _give_back(self, link: Link) -> None:
        if self._closed:
            link.close()
        else:
            self._idle_readers.append(link)

    def _lost(self) -> None:
        """A connection died: what answers now may be a copy that lost its tail, so it is compared anew."""
        self._checked = self._mark is None
        idle, self._idle_readers = self._idle_readers, []
        for link in idle:
            link.close()

    # --------------------------------------------------------------------------------------- writing

    def make_tables(self) -> None:
        """Bring the tables up to date, which nobody else writes to or reads as they were meanwhile.

        StoreLockedError when another process writes: an older one goes on with the tables that it knows.
        """
        with self._write_lock:
            self._writing_link()
            migrate(self._alias)

    @contextmanager
    def writing(self, *, recovering: bool = False) -> Iterator[Writing]:
        """Give the writer's transaction to this thread; it is durable and marked when the `with` ends.

        An exception undoes all of it. QuarantineError while the database is behind the mark, unless
        `recovering`: then no act is taken, but the node's own entries may be brought back from a mirror.
        """
        if self._writing_thread == threading.get_ident():
            message = "a transaction is open already in this thread"
            raise StoreError(message)
        with self._write_lock:
            self._writing_thread = threading.get_ident()
            try:
                link = self._begun(recovering=recovering)
                with self._transaction(link, recovering=recovering) as transaction:
                    yield transaction
            finally:
                self._writing_thread = None

    @contextmanager
    def _transaction(self, link: Link, *, recovering: bool) -> Iterator[Writing]:
        writing = Writing(link, recovering=recovering)
        try:
            yield writing
            link.commit()
        except BaseException:
            if not self._undone(link):
                self._writer = None  # and the transaction with it; the next act connects and locks anew
            raise
        if self._mark is not None and writing.grown and not recovering:
            # Acknowledged is what is marked: the commit is durable, now nobody may forget it.
            self._mark.write({**(self._mark.marks or {}), **writing.grown})
        if writing.destroys or self._forgetting:
            self._forgetting = not link.forget_deleted()
        if writing.grown:
            for tell in self._when_grown:
                tell()

    def when_grown(self, tell: Callable[[], None]) -> None:
        """Call `tell`, which must not wait, after every commit that an own log grew by."""
        self._when_grown.append(tell)

    def _begun(self, *, recovering: bool) -> Link:
        """Return the writer's connection with its transaction begun; one that died is replaced once."""
        if self._closed or self._read_only:
            message = "the store is closed, or open for reading only"
            raise StoreError(message)
        link = self._writing_link()
        try:
            self._begin_on(link, recovering=recovering)
        except link.errors:
            if self._undone(link):
                raise
            self._writer = None
            link = self._writing_link()
            self._begin_on(link, recovering=recovering)
        return link

    def _begin_on(self, link: Link, *, recovering: bool) -> None:
        if not self._checked:
            self._check(link)
        if self._quarantine is not None and not recovering:
            message = f"{self._quarantine.origin}: {self._quarantine.reason}"
            raise QuarantineError(message)
        link.begin_writing()

    def _writing_link(self) -> Link:
        if self._writer is None:
            self._lost()
            self._writer = self._connect(self._alias, writing=True)
        return self._writer

    def _undone(self, link: Link) -> bool:
        """Roll back; False, with the connection closed, when it is lost."""
        try:
            link.rollback()
        except link.errors:
            link.close()
            return False
        return True

    # ------------------------------------------------------------------------------- high-water mark

    @property
    def quarantine(self) -> Quarantine | None:
        """Why this node takes no acts; compares first where that was not done since the server answers."""
        if not self._checked and not self._closed:
            self.check_high_water()
        return self._quarantine

    def check_high_water(self) -> Quarantine | None:
        """Compare mark and database; a database that is ahead (a crash before the mark) moves the mark.

        Called at start. It connects the writer, and pays what a process that died left to be forgotten.
        """
        if self._mark is None or self._read_only:
            return None
        if self._writing_thread == threading.get_ident():
            # The transaction that is open here was begun on a database that had been compared.
            return self._quarantine
        with self._write_lock:
            link = self._writing_link()
            try:
                self._check(link)
            except link.errors:
                if self._undone(link):
                    raise
                self._writer = None
                link = self._writing_link()
                self._check(link)
            if self._forgetting:
                self._forgetting = not link.forget_deleted()
        return self._quarantine

    def _check(self, link: Link) -> None:
        """Compare on the connection that will write, and while nobody else does."""
        if self._mark is None:
            return
        link.begin_reading()
        try:
            reading = Reading(link)
            heads = {head.origin: head for head in reading.heads()}
            self._quarantine = _compared(self._mark.marks, heads, reading)
        finally:
            link.rollback()
        self._checked = True
        if self._quarantine is None:
            self._mark_held(heads)

    def lift_quarantine(self) -> None:
        """Take what is held for the truth from now on.

        Only after the missing tail was proven empty or brought back, or the log was given up for a new
        incarnation (`Writing.close_log`, while recovering): two officers and an operation stand before this.
        """
        if self._mark is None:
            return
        with self._write_lock:
            with self.reading() as reading:
                heads = {head.origin: head for head in reading.heads()}
            self._mark_held(heads)
            self._quarantine = None
            self._checked = True

    def _mark_held(self, heads: Mapping[str, LogHead]) -> None:
        marks = dict(self._mark.marks or {}) if self._mark else {}
        held = {
            origin: (head.size, head.root) for origin, head in heads.items() if head.own or origin in marks
        }
        if self._mark is not None and self._mark.marks != held:
            self._mark.write(held)

    # --------------------------------------------------------------------------------------- closing

    def close(self) -> None:
        """Close all connections that are idle, and let another process write."""
        with self._write_lock:
            self._closed = True
            if self._writer is not None:
                self._writer.close()
                self._writer = None
            while self._idle_readers:
                self._idle_readers.pop().close()
            if self._mark is not None:
                self._mark.close()
            if self._lock_file >= 0:
                os.close(self._lock_file)
                self._lock_file = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _opened(high_water: Path | HighWaterMark | None) -> HighWaterMark | None:
    return HighWaterMark(high_water) if isinstance(high_water, Path) else high_water


def _compared(
    marks: Mapping[str, tuple[int, bytes]] | None, heads: Mapping[str, LogHead], reading: Reading
) -> Quarantine | None:
    if marks is None:
        # The file is made before the first act is acknowledged: without it, acts mean that it was lost.
        lost = next((head for head in heads.values() if head.own and head.size), None)
        if lost is None:
            return None
        return Quarantine(lost.origin, QuarantineReason.MARK_MISSING, None, lost.size)
    for origin, (size, root) in marks.items():
        held = heads[origin].size if origin in heads else 0
        if held < size:
            return Quarantine(origin, QuarantineReason.DATABASE_BEHIND_MARK, size, held)
        if origin in heads and reading.root_at(origin, size) != root:
            return Quarantine(origin, QuarantineReason.ROOT_DIFFERS, size, held)
    return None


def _lock(alias: str) -> int:
    """Take the lock file beside a SQLite database; PostgreSQL's writer takes an advisory lock instead."""
    database = connections.settings[alias]
    if not database["ENGINE"].endswith("sqlite3"):
        return -1
    descriptor = os.open(Path(database["NAME"]).with_name("node.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        message = "another process writes to this database"
        raise StoreLockedError(message) from None
    return descriptor
