"""What the store answers besides rows: frozen values, never a model or a cursor."""

from dataclasses import dataclass
from enum import StrEnum

from loket.core.tlog.merkle import Frontier

FOLD_NOTE = "fold"
"""Kind of note, unsigned: by which version of the fold (its size) the rows of a name were made."""


@dataclass(frozen=True, slots=True)
class LogHead:
    """How far a log held here goes: `size` entries with this root, of which `projected_to` are in rows.

    `owner_node` is the node whose rows the entries make ("polman"); `own`: this node is its writer.
    """

    origin: str
    owner_node: str
    own: bool
    size: int
    frontier: Frontier
    root: bytes
    projected_to: int


@dataclass(frozen=True, slots=True)
class WrappedCaseKey:
    """A case's key, encrypted to one holder; `acked`: the holder said that it keeps it."""

    office: str
    case: str
    holder: str
    wrapped: bytes
    acked: bool


@dataclass(frozen=True, slots=True)
class SavedNote:
    """A signed note, the latest of its kind and name; `size` is its checkpoint's size or its version."""

    kind: str
    name: str
    size: int
    note: bytes


@dataclass(frozen=True, slots=True)
class HolderMark:
    """The largest verified mirror cosignature of one holder; `at` in ms since 1970 UTC."""

    origin: str
    holder: str
    size: int
    root: bytes
    note: bytes
    at: int


@dataclass(frozen=True, slots=True)
class BlobRow:
    """A blob that an entry refers to: `sha256` in hex, `size` in bytes; `receipts` names other holders."""

    sha256: str
    origin: str
    index: int
    office: str
    case: str
    lane: str
    size: int
    here: bool
    receipts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForkRow:
    """Two signed checkpoints of one log that contradict each other; `open`: a person has to decide."""

    origin: str
    found_at: int
    ours: bytes
    theirs: bytes
    open: bool


class QuarantineReason(StrEnum):
    """Why the high-water mark and the database disagree."""

    DATABASE_BEHIND_MARK = "database_behind_mark"
    ROOT_DIFFERS = "root_differs"
    MARK_MISSING = "mark_missing"


@dataclass(frozen=True, slots=True)
class Quarantine:
    """This node acknowledged `marked_size` entries of `origin` (None: mark lost), holds `held_size`."""

    origin: str
    reason: QuarantineReason
    marked_size: int | None
    held_size: int
