"""How many acts an office does in a second, against what SQLite alone could commit."""

import random
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from loket.drills.small_office import (
    CASE_ACTS,
    OFFICERS,
    ORIGIN,
    PAPERS,
    a_scan,
    perform_act,
    small_office,
    use_database,
)
from loket.node.operations.node import Node
from loket.node.store.databases import migrate
from loket.node.store.store import Store

ACTS_IN_A_CASE = len(CASE_ACTS) + 1
_WITH_A_FILE = range(1, 1 + len(PAPERS))  # steps of a case that store a scan
_WARM_UP_CASES = 2


@dataclass(slots=True)
class OfficeFigures:
    """Seconds and numbers: acts without a file, acts that store a scan, bare commits of their bytes."""

    acts: int = 0
    acts_s: float = 0.0
    scans: int = 0
    scans_s: float = 0.0
    bare: int = 0
    bare_s: float = 0.0

    @property
    def acts_per_second(self) -> float:
        """Acts without a file."""
        return self.acts / self.acts_s

    @property
    def scans_per_second(self) -> float:
        """Acts that store a scan."""
        return self.scans / self.scans_s

    @property
    def bare_per_second(self) -> float:
        """Commits of the bytes that the acts without a file wrote into the log."""
        return self.bare / self.bare_s


@contextmanager
def office_on_sqlite(folder: Path) -> Iterator[Node]:
    """An office with its officers enrolled, on disk."""
    folder.mkdir(parents=True)
    alias = use_database(folder / "node.sqlite3")
    migrate(alias)
    with office_on(alias, folder) as node:
        yield node


@contextmanager
def office_on(alias: str, folder: Path) -> Iterator[Node]:
    """An office over a database that has its tables."""
    folder.mkdir(parents=True, exist_ok=True)
    a_scan()  # drawn before the clock runs
    with Store(alias=alias, high_water=folder / "high-water") as store:
        node = small_office(folder, store, chance=random.Random(1))  # noqa: S311 - a bench repeats
        for number in range(len(OFFICERS) + _WARM_UP_CASES * ACTS_IN_A_CASE):
            perform_act(node, number)
        yield node


def measure_acts(node: Node, cases: int, *, bare: "BareSqlite | None" = None) -> OfficeFigures:
    """Do `cases` more cases; commit the bytes of each case's entries to `bare` in between."""
    figures = OfficeFigures()
    first = len(OFFICERS) + _WARM_UP_CASES * ACTS_IN_A_CASE
    for case in range(cases):
        indexes = []
        for step in range(ACTS_IN_A_CASE):
            began = time.perf_counter()
            done = perform_act(node, first + case * ACTS_IN_A_CASE + step)
            took = time.perf_counter() - began
            if step in _WITH_A_FILE:
                figures.scans += 1
                figures.scans_s += took
            else:
                figures.acts += 1
                figures.acts_s += took
                indexes.append(done.index)
        if bare is not None:
            entries = _entries(node, indexes)
            figures.bare_s += bare.commit(entries)
            figures.bare += len(entries)
    return figures


def _entries(node: Node, indexes: Sequence[int]) -> list[bytes]:
    with node.store.reading() as reading:
        return [next(reading.entries(ORIGIN, index, index + 1)) for index in indexes]


class BareSqlite:
    """A table and a commit for each entry, as durable as a node's: what the disk and SQLite cost alone."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("CREATE TABLE entry (n INTEGER PRIMARY KEY, data BLOB)")

    def commit(self, entries: Sequence[bytes]) -> float:
        """Commit each by itself; return the seconds it took."""
        began = time.perf_counter()
        for data in entries:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("INSERT INTO entry (data) VALUES (?)", (data,))
            self._connection.execute("COMMIT")
        return time.perf_counter() - began

    def close(self) -> None:
        """Close the database."""
        self._connection.close()
