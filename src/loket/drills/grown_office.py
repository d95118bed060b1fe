"""An office whose log is as long as a bench wants it: one case, done act by act, and copies of it in bulk.

A copy has its own case, act, file and population numbers and indexes in every table; its sealed parts are the
first one's bytes, which nobody opens. The copies are archived and their obligations answered, as nearly all
cases of a long log are.
"""

import os
import random
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from django.db import connections

from loket.core.domain.refusals import Refused
from loket.core.tlog.entry import Entry, decode, encode
from loket.core.tlog.merkle import Frontier, hash_leaf
from loket.drills.error import DrillError
from loket.drills.small_office import (
    CASE_ACTS,
    OFFICERS,
    ORIGIN,
    a_scan,
    a_walkin,
    perform_act,
    small_office,
    use_database,
)
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.register_applicant import register_applicant
from loket.node.store.databases import migrate
from loket.node.store.store import Store
from loket.node.store.tables import quote
from loket.node.store.tree import extend

ACTS_IN_A_CASE = len(CASE_ACTS) + 1
_FIRST_NUMBER = 9_000
_CASES_AT_ONCE = 2_000
_WIDE = 0x71727374  # stands for an index in a template: as long in CBOR as any above 65,535; it is cut out
_INDEX_COLUMNS = frozenset({"index", "last_index"})
_ARCHIVED = ("row_case", "stage", b'"stage":"photo"', b'"stage":"archived"')
_ANSWERED = ("row_obligation", "open", b'"open":true', b'"open":false')

Values = Mapping[bytes, bytes]


@contextmanager
def grown_office(folder: Path, entries: int) -> Iterator[Node]:
    """An office on SQLite whose log has at least so many entries (and fewer than a case more)."""
    folder.mkdir(parents=True)
    a_scan()
    file = folder / "node.sqlite3"
    alias = use_database(file)
    migrate(alias)
    with Store(alias=alias, high_water=folder / "high-water") as store:
        node = small_office(folder, store, chance=random.Random(1))  # noqa: S311 - a bench repeats
        for number in range(len(OFFICERS)):
            perform_act(node, number)
        case, begins = "", 0
        for step in range(ACTS_IN_A_CASE):
            done = act_on_case(node, _FIRST_NUMBER, step, case)
            case, begins = done.case, done.index - step
    connections[alias].close()  # what made the tables
    _fill(file, case, begins, entries)
    with Store(alias=alias, high_water=folder / "high-water") as store:
        store.check_high_water()  # the database is ahead: the mark follows
        yield small_office(folder, store, chance=random.Random(-1 - entries))  # noqa: S311 - a bench repeats


def act_on_case(node: Node, number: int, step: int, case: str) -> Done:
    """Do the next act of a case, from its registration on; DrillError if it is refused."""
    by = By("kepala" if step > len(CASE_ACTS) - 2 else "rahma", node.random_bytes(12).hex())
    done = CASE_ACTS[step - 1](node, by, case) if step else register_applicant(node, by, a_walkin(number))
    if isinstance(done, Refused):
        message = f"act {step} was refused: {', '.join(one.reason for one in done.objections)}"
        raise DrillError(message)
    return done


@dataclass(slots=True)
class _Stencil:
    """A value cut up at what differs from copy to copy; `shift`: an index, counted from the case's first."""

    parts: list[bytes] = field(default_factory=list)
    text: bool = False
    constant: Any = None
    shift: int | None = None

    def value(self, values: Values, begins: int) -> Any:
        """The value for a copy whose first entry is at `begins`."""
        if self.shift is not None:
            return begins + self.shift
        if not self.parts:
            return self.constant
        joined = b"".join([values.get(part, part) for part in self.parts])
        return joined.decode() if self.text else joined


def _stencil(name: str, value: Any, cut: re.Pattern[bytes], begins: int) -> _Stencil:
    if isinstance(value, int) and name in _INDEX_COLUMNS:
        return _Stencil(shift=value - begins)
    if not isinstance(value, str | bytes):
        return _Stencil(constant=value)
    parts = cut.split(value.encode() if isinstance(value, str) else value)
    return _Stencil(parts, isinstance(value, str)) if len(parts) > 1 else _Stencil(constant=value)


@dataclass(slots=True)
class _Template:
    """The first case: what differs in a copy, its rows by table, its entries twice (bytes, and cut up)."""

    case: str
    begins: int
    acts: list[str]
    files: list[str]
    nik: str
    rows: dict[str, list[list[_Stencil]]]
    entries: list[Entry]
    cut: list[_Stencil]

    def values(self, chance: random.Random, begins: int, copy: int) -> dict[bytes, bytes]:
        """What stands in a copy for what stands in the first."""
        values = {
            self.case.encode(): chance.randbytes(16).hex().encode(),
            self.nik.encode(): f"73{copy:014d}".encode(),
        }
        for act in self.acts:
            values[act.encode()] = chance.randbytes(12).hex().encode()
        for file in self.files:
            made = chance.randbytes(32)
            values[file.encode()], values[bytes.fromhex(file)] = made.hex().encode(), made
        for step in range(len(self.entries)):
            values[b'index":%d' % (self.begins + step)] = b'index":%d' % (begins + step)
        return values

    def entry(self, step: int, values: Values, begins: int) -> bytes:
        """A copy's entry, encoded."""
        data: bytes = self.cut[step].value({**values, _cbor(_WIDE): _cbor(begins + step)}, begins)
        return data


def _cbor(index: int) -> bytes:
    """An index as CBOR has it (RFC 8949 §4.2.1, the shortest form)."""
    if index < 24:
        return bytes([index])
    width = next(width for width in (1, 2, 4) if index < 1 << 8 * width)
    return bytes([0x18 + width.bit_length() - 1]) + index.to_bytes(width)


def _fill(file: Path, case: str, begins: int, entries: int) -> None:
    """Copy the case until the log is long enough; nothing of it has to survive a power cut."""
    chance = random.Random(entries)  # noqa: S311 - a bench repeats
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-400000"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    template = _template(connection, case, begins)
    size, tree = connection.execute("SELECT size, frontier FROM log WHERE origin=?", (ORIGIN,)).fetchone()
    frontier, copy = Frontier.from_bytes(tree), 0
    while size < entries:
        more = min(_CASES_AT_ONCE, -(-(entries - size) // ACTS_IN_A_CASE))
        frontier = _copy(connection, template, chance, frontier, range(copy, copy + more))
        size, copy = frontier.size, copy + more
    connection.execute("PRAGMA journal_mode=WAL").fetchall()
    connection.close()
    with file.open("rb") as written:
        os.fsync(written.fileno())  # or the first acts would wait for it


def _template(connection: sqlite3.Connection, case: str, begins: int) -> _Template:
    places = range(begins, begins + ACTS_IN_A_CASE)
    found = connection.execute(
        'SELECT data FROM log_entry WHERE origin=? AND "index">=? ORDER BY "index"', (ORIGIN, begins)
    ).fetchall()
    entries = [decode(data) for (data,) in found]
    files = [ref.sha256.hex() for entry in entries for ref in entry.blobs]
    (nik,) = connection.execute('SELECT nik FROM row_case WHERE "case"=?', (case,)).fetchone()
    template = _Template(case, begins, [entry.act for entry in entries], files, nik, {}, entries, [])
    tokens = [*template.values(random.Random(0), 0, 0), _cbor(_WIDE)]  # noqa: S311 - only the keys count
    cut = re.compile(b"(%s)" % b"|".join(re.escape(token) for token in sorted(tokens, key=len, reverse=True)))
    template.cut = [_stencil("data", encode(replace(entry, index=_WIDE)), cut, begins) for entry in entries]
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall():
        if table == "log_entry":
            continue
        rows = _rows_of_case(connection, table, case, places)
        template.rows[table] = [
            [_stencil(name, value, cut, begins) for name, value in row.items()] for row in rows
        ]
    return template


def _rows_of_case(
    connection: sqlite3.Connection, table: str, case: str, places: range
) -> list[dict[str, Any]]:
    """The rows that name the case or, in the index of acts, one of its entries; as they are at the end."""
    cursor = connection.execute(f"SELECT * FROM {quote(table)}")  # noqa: S608 - a table of ours
    names = [column[0] for column in cursor.description]
    rows = []
    for values in cursor.fetchall():
        row = dict(zip(names, values, strict=True))
        named = any(
            case.encode() in (value if isinstance(value, bytes) else value.encode())
            for value in values
            if isinstance(value, str | bytes)
        )
        if named or (table == "own_act" and row["index"] in places):
            for of, column, before, after in (_ARCHIVED, _ANSWERED):
                if table == of:
                    row[column] = "archived" if column == "stage" else 0
                    row["doc"] = row["doc"].replace(before, after)
            rows.append(row)
    return rows


def _copy(
    connection: sqlite3.Connection,
    template: _Template,
    chance: random.Random,
    frontier: Frontier,
    copies: range,
) -> Frontier:
    """Write some copies in one transaction; return the tree after them."""
    places = [frontier.size + place * ACTS_IN_A_CASE for place in range(len(copies))]
    values = [template.values(chance, begins, copy) for begins, copy in zip(places, copies, strict=True)]
    data = [
        template.entry(step, each, begins)
        for each, begins in zip(values, places, strict=True)
        for step in range(ACTS_IN_A_CASE)
    ]
    hashes = [hash_leaf(one) for one in data]
    connection.execute("BEGIN")
    _insert(
        connection,
        "log_entry",
        [(ORIGIN, n, leaf, one) for n, leaf, one in zip(count(frontier.size), hashes, data, strict=False)],
    )
    for table, rows in template.rows.items():
        made = [
            tuple(stencil.value(each, begins) for stencil in row)
            for each, begins in zip(values, places, strict=True)
            for row in rows
        ]
        _insert(connection, table, made)
    grown, full = extend(frontier, hashes)
    _insert(connection, "tile_hash", [(ORIGIN, *one) for one in full])
    connection.execute(
        "UPDATE log SET size=?, frontier=?, root=?, projected_to=? WHERE origin=?",
        (grown.size, grown.to_bytes(), grown.root(), grown.size, ORIGIN),
    )
    connection.execute("COMMIT")
    return grown


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        marks = ",".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {quote(table)} VALUES ({marks})", rows)  # noqa: S608 - a table of ours
