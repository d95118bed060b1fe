"""Rows: what the fold makes of entries. Each row belongs to an office (`office`), so a centre holds many.

KEY names the fields that identify a row; INDEX the further fields that pages select and sort by.
Rows hold clear personal data only in `Case`; every one of them can be deleted and folded again.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from loket.core.domain.applicant import Registration
from loket.core.domain.events import Blob, InterviewNotes
from loket.core.domain.row_parts import DutyDone, Fee, Handover, HeldEntry, LookUp, Page, Payment, Scan
from loket.core.domain.terms import (
    Answer,
    BookletState,
    DocumentKind,
    Duty,
    ObligationKind,
    OrderKind,
    Outcome,
    PaperKind,
    Role,
    Service,
    Stage,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One application from walk-in to archive."""

    KEY: ClassVar = ("office", "case")
    INDEX: ClassVar = (
        "stage",
        "stage_since",
        "registered_at",
        "application_number",
        "queue_day",
        "queue_number",
        "nik",
        "search",
        "last_index",
    )
    office: str
    case: str
    application_number: str
    service: Service
    kind: DocumentKind
    validity_years: int
    stage: Stage
    stage_since: int
    registered_at: int
    queue_day: date
    queue_number: str
    last_index: int
    nik: str = ""
    search: str = ""
    registration: Registration | None = None
    scans: tuple[Scan, ...] = ()
    originals_seen: tuple[PaperKind, ...] = ()
    fee: Fee | None = None
    payment: Payment | None = None
    photo: Blob | None = None
    interview: InterviewNotes | None = None
    look_up: LookUp | None = None
    approved_at: int | None = None
    booklet: str = ""
    page: Page | None = None
    spoilt_booklets: tuple[str, ...] = ()
    handover: Handover | None = None
    shelf: str = ""
    keep_until: date | None = None
    duties: tuple[DutyDone, ...] = ()
    concern: Outcome | None = None

    @property
    def forgotten(self) -> bool:
        """Whether the case's key is destroyed."""
        return self.stage is Stage.FORGOTTEN


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineLine:
    """One entry of a case, for its timeline; facts hold no personal data."""

    KEY: ClassVar = ("office", "case", "number")
    INDEX: ClassVar = ("at",)
    office: str
    case: str
    number: int
    origin: str
    index: int
    event: str
    at: int
    officer: str
    role: str
    facts: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCount:
    """How many timeline lines and scans a case has."""

    KEY: ClassVar = ("office", "case")
    INDEX: ClassVar = ()
    office: str
    case: str
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What only others can answer, written on the case; `obligation` is CASE:KIND."""

    KEY: ClassVar = ("office", "obligation")
    INDEX: ClassVar = ("case", "open", "opened_at")
    office: str
    obligation: str
    case: str
    kind: ObligationKind
    opened_at: int
    open: bool
    answer: Answer | None = None
    outcome: Outcome | None = None
    answered_at: int | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booklet:
    """One numbered blank of the office's custody."""

    KEY: ClassVar = ("office", "booklet")
    INDEX: ClassVar = ("state", "case")
    office: str
    booklet: str
    kind: DocumentKind
    shipment: str
    state: BookletState
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """Blanks that the centre shipped; received or still on the way."""

    KEY: ClassVar = ("office", "shipment")
    INDEX: ClassVar = ("received",)
    office: str
    shipment: str
    kind: DocumentKind
    series: str
    digits: int
    first: int
    last: int
    received: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """An officer and the roles in force."""

    KEY: ClassVar = ("office", "officer")
    INDEX: ClassVar = ("name",)
    office: str
    officer: str
    name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order of the head for one case."""

    KEY: ClassVar = ("office", "order")
    INDEX: ClassVar = ("case",)
    office: str
    order: str
    case: str
    kind: OrderKind
    duty: Duty | None
    by: str
    at: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreventionList:
    """The newest prevention list that this node has read ("current" is its key)."""

    KEY: ClassVar = ("office", "name")
    INDEX: ClassVar = ()
    office: str
    name: str
    version: int
    as_of: int
    persons: int
    blob: Blob
    national_origin: str
    national_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The outage policy in force ("current" is its key); version 0 is the default (design 1.3)."""

    KEY: ClassVar = ("office", "name")
    INDEX: ClassVar = ()
    office: str
    name: str = "current"
    version: int = 0
    hand_over_renewal_list_days: int = 7
    list_fresh_hours: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """The last number given in a numbered book (queue of a day, receipts, handover book, ...)."""

    KEY: ClassVar = ("office", "book")
    INDEX: ClassVar = ()
    office: str
    book: str
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLog:
    """How far another node's log was read; its content up to `size` is projected."""

    KEY: ClassVar = ("office", "origin")
    INDEX: ClassVar = ()
    office: str
    origin: str
    size: int
    root: bytes
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestTime:
    """The latest signed time seen; ages count from it, so that no clock set back extends anything."""

    KEY: ClassVar = ("office", "name")
    INDEX: ClassVar = ()
    office: str
    name: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustRoot:
    """The newest trust root that was read ("current" is its key)."""

    KEY: ClassVar = ("office", "name")
    INDEX: ClassVar = ()
    office: str
    name: str
    version: int
    note: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCase:
    """Entries that wait, oldest first; they delay their own case only (invariant 8)."""

    KEY: ClassVar = ("office", "case")
    INDEX: ClassVar = ()
    office: str
    case: str
    entries: tuple[HeldEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHolder:
    """Who has acknowledged the destruction of a forgotten case's key."""

    KEY: ClassVar = ("office", "case", "holder")
    INDEX: ClassVar = ()
    office: str
    case: str
    holder: str
    destroyed_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedCheckpoint:
    """National log: the last observed checkpoint of an office's log."""

    KEY: ClassVar = ("office", "origin")
    INDEX: ClassVar = ()
    office: str
    origin: str
    size: int
    root: bytes
    at: int


Row = (
    Case
    | TimelineLine
    | CaseCount
    | Obligation
    | Booklet
    | Shipment
    | Officer
    | Order
    | PreventionList
    | Policy
    | Counter
    | ReadLog
    | LatestTime
    | TrustRoot
    | HeldCase
    | KeyHolder
    | ObservedCheckpoint
)
ROW_TYPES: tuple[type[Row], ...] = Row.__args__


def key_of(row: Row) -> tuple[str | int, ...]:
    """The row's key, in the order of its KEY."""
    return tuple(getattr(row, name) for name in row.KEY)
