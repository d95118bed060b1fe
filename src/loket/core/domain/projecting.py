"""From entry bytes to rows: decode, unseal, fold; what cannot be projected is held, with its case only.

An entry is held when its bytes are not an event of ours, when its case's key is not here (yet), when the
fold refuses it, or when an earlier entry of its case is held. `release` tries them again, in order.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from loket.core.domain.codec import from_parts
from loket.core.domain.error import DomainError
from loket.core.domain.events import CaseForgotten, LogRead
from loket.core.domain.fold import fold
from loket.core.domain.happened import Happened
from loket.core.domain.row_parts import HeldEntry
from loket.core.domain.rows import HeldCase, ReadLog
from loket.core.domain.view import Overlay
from loket.core.tlog.entry import Entry, decode
from loket.core.tlog.error import TlogError

Unseal = Callable[[Entry], bytes | None]
ReadEntries = Callable[[str, int, int], Iterable[bytes]]
RootAt = Callable[[str, int], bytes | None]


class KeyAbsentError(DomainError):
    """The case's key is not here; it may still come."""


class ForeignMissingError(DomainError):
    """A log was read further than its entries are here; nothing of the reading log goes on until they are."""


@dataclass(frozen=True, slots=True)
class Projector:
    """Projects for one owner.

    `unseal` gives an entry's plaintext or raises KeyAbsentError; `read` gives the entries
    [start, end) of a log that is held here or raises ForeignMissingError; `root_at` the root of a log held
    here at a size, None where it is not held so far.
    """

    owner: str
    unseal: Unseal
    read: ReadEntries
    root_at: RootAt | None = None

    def project(
        self,
        overlay: Overlay,
        origin: str,
        index: int,
        data: bytes,
        *,
        own: bool = True,
        read_at: int | None = None,
    ) -> None:
        """Change rows by the entry at this place of this log; `read_at`: when an own entry read it (ms)."""
        try:
            entry = decode(data)
            if (entry.origin, entry.index) != (origin, index):
                message = "an entry that names another place than its own"
                raise DomainError(message)
        except (TlogError, DomainError) as error:
            self._hold(overlay, f"?{origin}:{index}", HeldEntry(origin=origin, index=index, why=str(error)))
            return
        case = entry.subjects.get("case", "")
        waiting = overlay.get(HeldCase, (self.owner, case)) if case else None
        if waiting is not None and entry.kind == CaseForgotten.KIND:
            self.release(overlay, case, forgotten=True)
        elif waiting is not None:
            why = "an earlier entry of this case is held"
            self._hold(overlay, case, HeldEntry(origin=origin, index=index, why=why, read_at=read_at))
            return
        try:
            self._project(overlay, entry, own=own, forgotten=False, read_at=read_at)
        except ForeignMissingError:
            raise
        except DomainError as error:
            held = HeldEntry(origin=origin, index=index, why=str(error), read_at=read_at)
            self._hold(overlay, case or f"?{origin}:{index}", held)

    def release(self, overlay: Overlay, case: str, *, forgotten: bool = False) -> None:
        """Try a case's held entries again; `forgotten`: its key is gone for good."""
        waiting = overlay.get(HeldCase, (self.owner, case))
        if waiting is None:
            return
        overlay.drop(HeldCase, (self.owner, case))
        for place, held in enumerate(waiting.entries):
            data = next(iter(self.read(held.origin, held.index, held.index + 1)), None)
            if data is None:
                continue  # past a cut-off that came later: it does not count any more
            own = held.origin.split("/")[1] == self.owner
            try:
                self._project(overlay, decode(data), own=own, forgotten=forgotten, read_at=held.read_at)
            except (DomainError, TlogError) as error:
                still = replace(held, why=str(error))
                rest = (still, *waiting.entries[place + 1 :])
                overlay.put(HeldCase(office=self.owner, case=case, entries=rest))
                return

    def _project(
        self, overlay: Overlay, entry: Entry, *, own: bool, forgotten: bool, read_at: int | None
    ) -> None:
        plaintext = None if entry.sealed is None or forgotten else self.unseal(entry)
        event = from_parts(entry.kind, entry.subjects, entry.body, plaintext)
        happened = Happened(
            event=event,
            origin=entry.origin,
            index=entry.index,
            at=entry.at,
            officer=entry.officer,
            role=entry.role,
            read_at=read_at,
        )
        before = overlay.get(ReadLog, (self.owner, event.origin)) if isinstance(event, LogRead) else None
        if isinstance(event, LogRead) and own:
            self._compare_root(event)
        trial = Overlay(overlay)
        fold(trial, happened, owner=self.owner, own=own)
        overlay.absorb(trial)
        if isinstance(event, LogRead) and own:
            start = before.size if before else 0
            for place, data in enumerate(self.read(event.origin, start, event.size), start):
                self.project(overlay, event.origin, place, data, own=False, read_at=entry.at)

    def _compare_root(self, event: LogRead) -> None:
        """What was read must be what is held here: two roots of one size are two faces of a log."""
        held = None if self.root_at is None else self.root_at(event.origin, event.size)
        if held is not None and held != event.root:
            message = "the log that was read has another root than the one held here"
            raise DomainError(message)

    def _hold(self, overlay: Overlay, case: str, held: HeldEntry) -> None:
        waiting = overlay.get(HeldCase, (self.owner, case))
        entries = (*(waiting.entries if waiting else ()), held)
        overlay.put(HeldCase(office=self.owner, case=case, entries=entries))
