"""What must always hold (docs: the invariants), checked on one node's store or on an office and its centre.

Each check returns its violations, named by origins, indexes, keys and numbers: never by what stands in a row.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from loket.core.domain.codec import from_parts
from loket.core.domain.error import DomainError
from loket.core.domain.events import (
    CheckpointObserved,
    Event,
    LogRead,
    PreventionListLookedUp,
    PreventionListPublished,
)
from loket.core.domain.origins import NATIONAL_LOG, OFFICE_LOG, log_of
from loket.core.tlog.entry import Entry, decode
from loket.core.tlog.error import TlogError
from loket.node.keys.trust import TrustRoot
from loket.node.operations.node import Node
from loket.node.operations.projections import differences
from loket.node.operations.rebuild import rebuild
from loket.node.store.error import NotHeldError, StoreError
from loket.node.store.reading import Reading
from loket.node.store.records import LogHead

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Violation:
    """An invariant that does not hold, by its number, and where."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class ShownAct:
    """An act that a person was shown as done, at this place of a log."""

    act: str
    origin: str
    index: int


def entries_of(reading: Reading, head: LogHead) -> Iterator[Entry]:
    """The entries of a log that count and can be read; one that cannot be is held by the fold.

    What stands past a cut-off does not count. A log that takes effect where it is read is not folded itself.
    """
    for data in reading.entries(head.origin, 0, head.projected_to or head.size):
        entry = _readable(data)
        if entry is not None:
            yield entry


@lru_cache(maxsize=8192)  # each invariant walks the same logs, and a copy of a log has the same bytes
def _readable(data: bytes) -> Entry | None:
    try:
        return decode(data)
    except TlogError:
        return None


def clear_event(entry: Entry) -> Event | None:
    """The event of an entry without its sealed part; None for what is not an event of ours."""
    try:
        return from_parts(entry.kind, entry.subjects, entry.body, None)
    except DomainError:
        return None


@lru_cache(maxsize=8192)
def _clear(data: bytes) -> tuple[Entry, Event] | None:
    entry = _readable(data)
    event = None if entry is None else clear_event(entry)
    return None if entry is None or event is None else (entry, event)


def events_of(reading: Reading, head: LogHead) -> Iterator[tuple[Entry, Event]]:
    """The entries of a log that are events, with their clear parts."""
    for data in reading.entries(head.origin, 0, head.projected_to or head.size):
        found = _clear(data)
        if found is not None:
            yield found


def office_logs(reading: Reading) -> list[LogHead]:
    """The logs of offices that are held here."""
    return [head for head in reading.heads() if log_of(head.origin) == OFFICE_LOG]


def shown_acts_stand(reading: Reading, shown: Iterable[ShownAct]) -> list[Violation]:
    """1: an act shown to a person exists in a log, for ever."""
    violations = []
    for one in shown:
        try:
            entry = decode(next(reading.entries(one.origin, one.index, one.index + 1)))
        except (NotHeldError, TlogError):
            entry = None
        if entry is None or entry.act != one.act:
            violations.append(Violation(1, f"{one.origin}:{one.index} is not the act that was shown"))
    return violations


def cosigned_stands(reading: Reading) -> list[Violation]:
    """2: no cosigned or observed size or root goes back."""
    violations = []
    for head in reading.heads():
        marks = [
            (f"{mark.holder} cosigned", mark.size, mark.root) for mark in reading.holder_marks(head.origin)
        ]
        violations += _standing(reading, head.origin, marks)
        if log_of(head.origin) == NATIONAL_LOG:
            violations += _observed_stands(reading, head)
    return violations


def _observed_stands(reading: Reading, national: LogHead) -> list[Violation]:
    violations = []
    seen: dict[str, int] = {}
    for entry, event in events_of(reading, national):
        if not isinstance(event, CheckpointObserved):
            continue
        if event.size < seen.get(event.origin, 0):
            violations.append(
                Violation(2, f"{national.origin}:{entry.index} observed a smaller {event.origin}")
            )
        seen[event.origin] = event.size
        if reading.head(event.origin) is not None:
            mark = (f"{national.origin}:{entry.index} observed", event.size, event.root)
            violations += _standing(reading, event.origin, [mark])
    return violations


def _standing(reading: Reading, origin: str, marks: Iterable[tuple[str, int, bytes]]) -> list[Violation]:
    violations = []
    for who, size, root in marks:
        try:
            same = reading.root_at(origin, size) == root
        except NotHeldError:
            violations.append(Violation(2, f"{who} {origin} to {size}, more than is here"))
            continue
        if not same:
            violations.append(Violation(2, f"{who} {origin} to {size} with another root"))
    return violations


def projection_is_fold(node: Node, owner: str) -> list[Violation]:
    """4: the live rows are what the log says, row by row."""
    report = rebuild(node, owner)
    return [
        Violation(4, f"{one.row_type} {'/'.join(map(str, one.key))}: {one.stands}")
        for one in report.differences
    ]


def converged(office: Node, centre: Node) -> list[Violation]:
    """7: the centre holds the office's log and has made the same rows of it."""
    violations = []
    with office.store.reading() as here, centre.store.reading() as there:
        own = [head for head in here.heads() if head.own]
        for head in own:
            copy = there.head(head.origin)
            if copy is None or (copy.size, copy.root) != (head.size, head.root):
                held = copy.size if copy else 0
                violations.append(Violation(7, f"{head.origin}: {head.size} here, {held} at the centre"))
        rows = differences(here.all_rows(office.name), there.all_rows(office.name))
    violations += [
        Violation(7, f"{one.row_type} {'/'.join(map(str, one.key))} differs: {one.stands}") for one in rows
    ]
    return violations


def nothing_waits(reading: Reading, trust: TrustRoot | None = None) -> list[Violation]:
    """8: a held entry delays its case alone; the log behind it is folded to its end, or to its cut-off."""
    violations = []
    for head in reading.heads():
        if not head.own and log_of(head.origin) != OFFICE_LOG:
            continue
        cut = None if trust is None else trust.cut_off(head.origin)
        end = head.size if cut is None else min(cut, head.size)
        if head.projected_to < end:
            violations.append(Violation(8, f"{head.origin} is folded to {head.projected_to} of {end}"))
    return violations


def blobs_resolved(node: Node) -> list[Violation]:
    """11: every file that a projected entry speaks of is here, whole."""
    violations = []
    with node.store.reading() as reading:
        heads = [head for head in reading.heads() if head.own or log_of(head.origin) == OFFICE_LOG]
        wanted = {
            (ref.sha256.hex(), ref.size): f"{head.origin}:{entry.index}"
            for head in heads
            for entry in entries_of(reading, head)
            for ref in entry.blobs
        }
        rows = {sha256: reading.blob(sha256) for sha256, _size in wanted}
    for (sha256, size), where in wanted.items():
        row = rows[sha256]
        if row is None or not row.here:
            violations.append(Violation(11, f"{where}: a file is not here"))
            continue
        try:
            whole = len(node.blobs.get(sha256)) == size
        except StoreError:
            whole = False
        if not whole:
            violations.append(Violation(11, f"{where}: a file is missing or damaged"))
    return violations


def cut_offs_hold(node: Node) -> list[Violation]:
    """12: nothing past a cut-off is in rows."""
    violations = []
    trust = node.trust()
    with node.store.reading() as reading:
        for head in reading.heads():
            cut = None if trust is None else trust.cut_off(head.origin)
            if cut is not None and head.projected_to > cut:
                violations.append(
                    Violation(12, f"{head.origin} is cut off at {cut} and folded to {head.projected_to}")
                )
    return violations


def look_ups_name_checkpoints(reading: Reading) -> list[Violation]:
    """13: each look-up names a size of the national log that was read before, ending in the list it used."""
    violations = []
    for head in office_logs(reading):
        read: dict[str, int] = {}
        for entry, event in events_of(reading, head):
            if isinstance(event, LogRead):
                read[event.origin] = event.size
            elif isinstance(event, PreventionListLookedUp):
                where = f"{head.origin}:{entry.index}"
                if read.get(event.national_origin, 0) < event.national_size:
                    violations.append(Violation(13, f"{where} names a checkpoint that was not read before"))
                elif not _published(reading, event):
                    violations.append(Violation(13, f"{where} names a checkpoint without its list"))
    return violations


def _published(reading: Reading, look_up: PreventionListLookedUp) -> bool:
    place = look_up.national_size
    try:
        data = next(reading.entries(look_up.national_origin, place - 1, place))
    except (NotHeldError, StopIteration):
        return False
    try:
        event = clear_event(decode(data))
    except TlogError:
        return False
    return isinstance(event, PreventionListPublished) and (event.version, event.as_of) == (
        look_up.list_version,
        look_up.list_as_of,
    )
