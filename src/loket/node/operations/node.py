"""One running node: what it holds, how it appends an event and how it folds a log.

Everything from outside (clock, chance, store, keys, bank) is a field: a drill or a test brings its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from loket.core.domain import codec
from loket.core.domain.calendar import WorkingCalendar
from loket.core.domain.events import ApplicationRegistered, Event, LogOpened
from loket.core.domain.fees import Tariffs
from loket.core.domain.origins import Origin, parse_origin
from loket.core.domain.policy import DAY_MS
from loket.core.domain.practice import Practice
from loket.core.domain.projecting import ForeignMissingError, KeyAbsentError, Projector, RootAt
from loket.core.domain.rows import LatestTime
from loket.core.domain.series import USUAL, SeriesBook
from loket.core.domain.terms import Role
from loket.core.domain.view import Overlay
from loket.core.icao.seal.signature import SealSigner
from loket.core.tlog.checkpoint import Checkpoint, sign_checkpoint
from loket.core.tlog.entry import Entry, aad, decode, encode
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import NoteSigner
from loket.node.devices.chip_encoder import ChipEncoder
from loket.node.keys.case_keys import CaseKey
from loket.node.keys.error import KeysError
from loket.node.keys.node_keys import NodeKeys
from loket.node.keys.trust import TrustRoot, parse_trust
from loket.node.operations.signer_folder import SignerFolder
from loket.node.papers.judged import JudgedPortrait, judged_and_cut
from loket.node.papers.pages_read import PagesRead
from loket.node.partners.bank import BankPort
from loket.node.store.blobs import BlobFolder
from loket.node.store.error import NotHeldError
from loket.node.store.reading import Reading
from loket.node.store.store import Store
from loket.node.store.writing import Writing

if TYPE_CHECKING:
    from loket.node.operations.prevention_copy import PreventionCopy

TRUST_NOTE = "trust"
PROJECT_BATCH = 500


@lru_cache(maxsize=8)
def _parsed(note: bytes) -> TrustRoot:
    """A trust root is read at nearly every act and changes once in years."""
    return parse_trust(note)


@dataclass(kw_only=True)
class Node:
    """An office or the centre. `office_code`: the area digits of its application numbers.

    `compares_faces`: portraits are compared with each other; drawn ones all look alike to a recogniser.
    `looks_at_portraits`: what says of a picture whether it is fit to be a portrait, and cuts it.
    `pages_read`: what was read ahead on pages that came out of the printer. `document_signers` and `encoder`:
    what signs, writes and reads the chips of electronic passports. `title`: the office as its chips name it.
    `seals`: who signs the seals of its papers; without one they carry a signed note.
    `series`: the patterns of numbers of blanks.
    """

    name: str
    domain: str
    incarnation: int
    role: str
    store: Store
    blobs: BlobFolder
    keys: NodeKeys
    clock: Callable[[], int]
    random_bytes: Callable[[int], bytes]
    timezone: ZoneInfo
    tariffs: Tariffs
    bank: BankPort
    office_code: str = "0000"
    practice: Practice = field(default_factory=Practice)
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    series: SeriesBook = USUAL
    prevention: "PreventionCopy | None" = None
    compares_faces: bool = False
    looks_at_portraits: Callable[[bytes], JudgedPortrait] = judged_and_cut
    pages_read: PagesRead = field(default_factory=PagesRead)
    document_signers: SignerFolder | None = None
    encoder: ChipEncoder | None = None
    title: str = ""
    seals: SealSigner | None = None
    _signed_heads: dict[str, tuple[Checkpoint, NoteSigner, bytes]] = field(
        default_factory=dict, init=False, repr=False
    )

    def origin(self, log: str) -> str:
        """The origin of one of this node's own logs."""
        return str(Origin(self.domain, self.name, self.incarnation, log))

    def day_of(self, at: int) -> date:
        """The office's calendar day of a time in ms."""
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(self.timezone).date()

    def new_id(self) -> str:
        """A random id (128 bits, hex) for a case or a job."""
        return self.random_bytes(16).hex()

    def trust(self) -> TrustRoot | None:
        """The newest trust root that this node has accepted."""
        with self.store.reading() as reading:
            return self.trust_in(reading)

    def clock_ahead_ms(self, reading: Reading, clock_ms: int) -> int:
        """How far a clock is ahead of the latest signed time; negative when behind, 0 in an empty node."""
        latest = reading.get(LatestTime, (self.name, "current"))
        return clock_ms - latest.at if latest else 0

    def clock_is_implausible(self, reading: Reading, clock_ms: int) -> bool:
        """Whether a person has to look at the clock: one entry with a wrong year makes every list old."""
        return self.clock_ahead_ms(reading, clock_ms) > self.practice.clock_ahead_days * DAY_MS

    # --- case keys

    def case_key(self, reading: Reading, office: str, case: str) -> CaseKey:
        """The case's key; raises KeyAbsentError when this node does not hold it."""
        wrapped = reading.case_key(office, case, self.name)
        if wrapped is None:
            message = "the case's key is not here"
            raise KeyAbsentError(message)
        try:
            return CaseKey.unwrap(wrapped, self.keys.identity)
        except KeysError as error:
            message = "the case's key here was wrapped to another recipient"
            raise KeyAbsentError(message) from error

    def unseal(self, reading: Reading, owner: str) -> Callable[[Entry], bytes | None]:
        """The port with which the fold opens sealed parts."""

        def open_sealed(entry: Entry) -> bytes | None:
            if entry.sealed is None:
                return None
            case = entry.subjects.get("case", "")
            if reading.case_key_destroyed(owner, case):
                return None
            key = self.case_key(reading, owner, case)
            try:
                return key.unseal(entry.sealed, aad(entry.origin, entry.index, entry.kind, case))
            except KeysError as error:
                message = "the sealed part does not open with the case's key"
                raise KeyAbsentError(message) from error

        return open_sealed

    def _new_case_key(self, writing: Writing, case: str) -> CaseKey:
        key = CaseKey.new(self.random_bytes)
        trust = self.trust_in(writing)
        writing.put_case_key(self.name, case, self.name, key.wrap(self.keys.recipient))
        if trust is not None:
            for holder, recipient in trust.key_holders().items():
                writing.put_case_key(self.name, case, holder, key.wrap(recipient))
        return key

    def trust_in(self, reading: Reading) -> TrustRoot | None:
        """The newest trust root, read within an open transaction."""
        note = reading.note(TRUST_NOTE, self.domain)
        return None if note is None else _parsed(note)

    # --- appending and folding

    def append(self, writing: Writing, event: Event, *, officer: str, role: Role, act: str) -> int:
        """Append an event to this node's own log and fold it, within an open transaction.

        Returns its index. A new application gets its case key here, before its first entry.
        """
        return self.append_to(writing, self.origin("office"), event, officer=officer, role=role, act=act)

    def append_to(
        self, writing: Writing, origin: str, event: Event, *, officer: str, role: Role, act: str
    ) -> int:
        """Append to any of this node's own logs (the centre has several)."""
        head = writing.head(origin)
        if head is None:
            writing.open_log(origin, self.name, own=True)
            opened = LogOpened(node=self.name, incarnation=self.incarnation, purpose="opened")
            self._append(writing, origin, 0, opened, "system", Role.SYSTEM, f"open/{origin}")
            head = writing.head(origin)
        index = head.size if head else 0
        self._append(writing, origin, index, event, officer, role, act)
        return index

    def _append(
        self, writing: Writing, origin: str, index: int, event: Event, officer: str, role: Role, act: str
    ) -> None:
        parts = codec.to_parts(event)
        case = parts.subjects.get("case", "")
        sealed = None
        if parts.plaintext is not None:
            new = isinstance(event, ApplicationRegistered)
            key = self._new_case_key(writing, case) if new else self.case_key(writing, self.name, case)
            bound = aad(origin, index, parts.kind, case)
            sealed = key.seal(parts.plaintext, bound, random_bytes=self.random_bytes)
        entry = Entry(
            origin=origin,
            index=index,
            kind=parts.kind,
            subjects=parts.subjects,
            act=act,
            officer=officer,
            role=role.value,
            at=self.clock(),
            body=parts.body,
            sealed=sealed,
            blobs=parts.blobs,
        )
        data = encode(entry)
        writing.append(entry, data)
        overlay = Overlay(writing)
        projector = Projector(self.name, lambda _entry: parts.plaintext, self.reader(writing))
        projector.project(overlay, origin, index, data)
        writing.apply(overlay.changes())
        writing.set_projected(origin, index + 1)

    def projector(self, reading: Reading, owner: str) -> Projector:
        """Projects entries for an owner with this node's keys and stored logs."""
        return Projector(owner, self.unseal(reading, owner), self.reader(reading), self._root_at(reading))

    def reader(self, reading: Reading) -> Callable[[str, int, int], Iterable[bytes]]:
        """The port through which the fold reads other logs; raises ForeignMissingError."""

        def read(origin: str, start: int, end: int) -> Iterable[bytes]:
            head = reading.head(origin)
            if head is None or head.size < end:
                message = "a log was read further than it is held here"
                raise ForeignMissingError(message)
            return reading.entries(origin, start, self._counts_up_to(reading, origin, end))

        return read

    @staticmethod
    def _root_at(reading: Reading) -> RootAt:
        def root_at(origin: str, size: int) -> bytes | None:
            head = reading.head(origin)
            return None if head is None or head.size < size else reading.root_at(origin, size)

        return root_at

    def project_log(self, origin: str) -> int:
        """Fold what is stored but not yet folded of a log, in batches; returns how many entries.

        Stops, without error, at an entry that reads another log further than it is held here.
        """
        owner = parse_origin(origin).node
        folded = 0
        while True:
            with self.store.writing() as writing:
                head = writing.head(origin)
                end = self._counts_up_to(writing, origin, head.size) if head else 0
                if head is None or head.projected_to >= end:
                    return folded
                start = head.projected_to
                end = min(end, start + PROJECT_BATCH)
                overlay = Overlay(writing)
                projector = self.projector(writing, owner)
                done = start
                for index, data in enumerate(writing.entries(origin, start, end), start):
                    trial = Overlay(overlay)
                    try:
                        projector.project(trial, origin, index, data)
                    except ForeignMissingError:
                        break
                    overlay.absorb(trial)
                    self._note_blobs(writing, origin, index, data)
                    done = index + 1
                writing.apply(overlay.changes())
                writing.set_projected(origin, done)
                folded += done - start
                if done < end:
                    return folded

    def _counts_up_to(self, reading: Reading, origin: str, size: int) -> int:
        """How much of a log counts: nothing past a cut-off is projected (invariant 12)."""
        trust = self.trust_in(reading)
        cut_off = None if trust is None else trust.cut_off(origin)
        return size if cut_off is None else min(size, cut_off)

    def _note_blobs(self, writing: Writing, origin: str, index: int, data: bytes) -> None:
        try:
            entry = decode(data)
        except TlogError:
            return  # the projector holds it
        for ref in entry.blobs:
            writing.put_blob(
                ref,
                origin=origin,
                index=index,
                office=parse_origin(origin).node,
                case=entry.subjects.get("case", ""),
                here=self.blobs.has(ref.sha256.hex()),
            )

    def release_held(self, writing: Writing, office: str, cases: Iterable[str]) -> None:
        """Try held cases again, after their keys came."""
        overlay = Overlay(writing)
        projector = self.projector(writing, office)
        for case in cases:
            projector.release(overlay, case)
        writing.apply(overlay.changes())

    def signed_head(self, origin: str) -> bytes:
        """This node's signed checkpoint of an own log's committed head (signed once for each size)."""
        with self.store.reading() as reading:
            head = reading.head(origin)
        if head is None:
            message = f"no log of this origin is open here: {origin}"
            raise NotHeldError(message)
        # Only a committed head is ever signed. Ed25519 signs the same text with the same key to the same
        # bytes, so that the last note may be remembered: an exchange asks for it at every message.
        said, signer = Checkpoint(origin, head.size, head.root), self.keys.logs[origin]
        remembered = self._signed_heads.get(origin)
        if remembered is not None and remembered[0] == said and remembered[1] is signer:
            return remembered[2]
        signed = sign_checkpoint(said, signer)
        self._signed_heads[origin] = (said, signer, signed)
        return signed


_current: list[Node] = []


def set_current_node(node: Node | None) -> None:
    """Say once, at start, which node this process runs (None: none, for tests)."""
    _current[:] = [] if node is None else [node]


def current_node() -> Node:
    """The node of this process."""
    return _current[0]
