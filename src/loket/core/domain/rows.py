"""Rows: what the fold makes of entries. Each row belongs to an office (`office`), so a centre holds many.

KEY names the fields that identify a row; INDEX the further fields that pages select and sort by.
Rows hold clear personal data only in `Case`; every one of them can be deleted and folded again.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from loket.core.domain.applicant import Registration
from loket.core.domain.chip_rows import DocumentSigner as DocumentSigner
from loket.core.domain.chip_rows import PersonalisedChip as PersonalisedChip
from loket.core.domain.events import Blob, InterviewNotes
from loket.core.domain.node_rows import Counter as Counter
from loket.core.domain.node_rows import HeldCase as HeldCase
from loket.core.domain.node_rows import KeyHolder as KeyHolder
from loket.core.domain.node_rows import LatestTime as LatestTime
from loket.core.domain.node_rows import ObservedCheckpoint as ObservedCheckpoint
from loket.core.domain.node_rows import Policy as Policy
from loket.core.domain.node_rows import PreventionList as PreventionList
from loket.core.domain.node_rows import ReadLog as ReadLog
from loket.core.domain.node_rows import TrustRoot as TrustRoot
from loket.core.domain.office_rows import OfficeDay as OfficeDay
from loket.core.domain.office_rows import SignIn as SignIn
from loket.core.domain.office_rows import StandingOrder as StandingOrder
from loket.core.domain.quality_rows import QualityTest as QualityTest
from loket.core.domain.row_parts import (
    Chip,
    DuplicateSearch,
    DutyDone,
    Ending,
    Endorsement,
    Fee,
    Fingerprints,
    Grant,
    Handover,
    Hit,
    InterviewReport,
    LookUp,
    OldPassport,
    Page,
    Payment,
    Proposal,
    Scan,
    Signature,
    SpoiltBooklet,
)
from loket.core.domain.stock_rows import Booklet as Booklet
from loket.core.domain.stock_rows import Shipment as Shipment
from loket.core.domain.stock_rows import StockCount as StockCount
from loket.core.domain.stock_rows import StockReport as StockReport
from loket.core.domain.stock_rows import StockVariance as StockVariance
from loket.core.domain.terms import (
    Answer,
    DocumentKind,
    Duty,
    LookedAt,
    ObligationKind,
    OrderKind,
    Outcome,
    PaperKind,
    Role,
    Service,
    Speed,
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
        "person",
        "assignee",
        "attention",
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
    endorsement: Endorsement | None = None
    chip: Chip | None = None
    spoilt_booklets: tuple[str, ...] = ()
    handover: Handover | None = None
    shelf: str = ""
    keep_until: date | None = None
    duties: tuple[DutyDone, ...] = ()
    concern: Outcome | None = None
    speed: Speed = Speed.REGULAR
    # Birth date and the sorted words of the name: the same for one person however the name is ordered.
    person: str = ""
    assignee: str = ""
    # What stays to be done wherever the file lies, see `attention_of`; empty: nothing.
    attention: str = ""
    hits: tuple[Hit, ...] = ()
    # What was found before the identity was corrected: shown, and counts no more.
    earlier_hits: tuple[Hit, ...] = ()
    identity_corrected_by: tuple[str, ...] = ()
    # Where the case goes on when every hit of its adjudication is cleared.
    interrupted: Stage | None = None
    ending: Ending | None = None
    proposal: Proposal | None = None
    reports: tuple[InterviewReport, ...] = ()
    spoil_reports: tuple[SpoiltBooklet, ...] = ()
    old_passport: OldPassport | None = None
    fingerprints: Fingerprints | None = None
    signature: Signature | None = None
    photo_remarks: tuple[str, ...] = ()
    duplicates: DuplicateSearch | None = None
    interviewed_at: int | None = None
    ready_at: int | None = None
    notified_to: int = -1
    # How many quality tests were written; each is a row of its own.
    quality_tests: int = 0

    @property
    def forgotten(self) -> bool:
        """Whether the case's key is destroyed."""
        return self.stage is Stage.FORGOTTEN


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineLine:
    """One entry of a case, for its timeline; facts hold no personal data.

    `at`: when it came into effect here, so what another log brings is dated by the reading of it. What was
    done on a past day is thereby settled when that day is over.
    """

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
    # Done on paper: the sheet's number and when it was done (ms); `at` is when it was entered.
    sheet: str = ""
    done_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCount:
    """How many timeline lines a case has, and how often its file was looked at."""

    KEY: ClassVar = ("office", "case")
    INDEX: ClassVar = ()
    office: str
    case: str
    lines: int
    looks: int = 0


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
class Officer:
    """An officer and the roles in force."""

    KEY: ClassVar = ("office", "officer")
    INDEX: ClassVar = ("name",)
    office: str
    officer: str
    name: str
    roles: tuple[Role, ...]
    # Deputy of the head on these days, the last one included.
    deputy_from: date | None = None
    deputy_to: date | None = None
    grants: tuple[Grant, ...] = ()


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
class FaceTemplate:
    """What the face recogniser compares (personal data; goes with the case's key)."""

    KEY: ClassVar = ("office", "case")
    INDEX: ClassVar = ()
    office: str
    case: str
    template: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look of an officer at a file; `number` counts the case's looks from 1, `scan` says which scan.

    `stage`: where the case was then.
    """

    KEY: ClassVar = ("office", "case", "number")
    INDEX: ClassVar = ("officer", "at")
    office: str
    case: str
    number: int
    officer: str
    at: int
    role: str
    what: LookedAt
    scan: int = 0
    stage: Stage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSheet:
    """A numbered sheet on which an act was done in a power cut; no sheet is entered twice."""

    KEY: ClassVar = ("office", "sheet")
    INDEX: ClassVar = ("case", "done_at")
    office: str
    sheet: str
    case: str
    done_at: int
    entered_at: int
    officer: str
    about: str
    blob: Blob | None = None


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
    | FaceTemplate
    | Look
    | PaperSheet
    | QualityTest
    | StandingOrder
    | OfficeDay
    | SignIn
    | DocumentSigner
    | PersonalisedChip
    | StockCount
    | StockVariance
    | StockReport
)
ROW_TYPES: tuple[type[Row], ...] = Row.__args__


def key_of(row: Row) -> tuple[str | int, ...]:
    """The row's key, in the order of its KEY."""
    return tuple(getattr(row, name) for name in row.KEY)
