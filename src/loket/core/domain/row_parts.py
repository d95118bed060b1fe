"""Values inside rows: scans, fee, payment, look-up, page, handover, duties, held entries."""

from dataclasses import dataclass
from datetime import date

from loket.core.domain.case_events import MissingFinger, OldPassportData
from loket.core.domain.events import Blob, EndorsementText, FeeLine, HandoverBookLine, PageRecord
from loket.core.domain.terms import (
    Advice,
    CancellationGround,
    ChipFault,
    ChipState,
    Duty,
    EndingKind,
    HitDecision,
    HitKind,
    MatchGround,
    PageState,
    PaperKind,
    Recipient,
    ReportFinding,
    ReportSubject,
    Role,
    Tender,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One scanned paper; `number` counts the case's scans from 1."""

    number: int
    paper: PaperKind
    blob: Blob
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """The fee assessed and its billing code."""

    billing_code: str
    amount_rupiah: int
    tariff: str
    parts: tuple[FeeLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Paid, by bank reference or by the office's numbered receipt (one of the two)."""

    bank_reference: str
    receipt_number: str
    at: int
    tender: Tender = Tender.PROOF_SEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """The last prevention-list look-up of a case."""

    list_version: int
    list_as_of: int
    national_origin: str
    national_size: int
    hits: int
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The data page in work: its print job and state; `record` None where forgotten.

    `fault`: why nothing was printed. `reasons`: what the printer says of the state it is in.
    """

    job: str
    state: PageState
    record: PageRecord | None
    differing_characters: int = 0
    fault: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsement:
    """The endorsement page in work: like `Page`; `text` None where forgotten."""

    job: str
    state: PageState
    text: EndorsementText | None
    fault: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """The chip in work: its job and state; who signed; once written its serial and the SHA-256 of EF.SOD.

    `fault`: why it was not written; `hindrances`: why no signer may sign; `differing`: checks that failed.
    """

    job: str
    state: ChipState
    signer: str = ""
    chip: str = ""
    security_object: str = ""
    fault: ChipFault | None = None
    hindrances: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """The line in the handover book."""

    line: int
    recipient: Recipient
    provisional: bool
    at: int
    signed_for: HandoverBookLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDone:
    """Which officer did which of the four duties."""

    duty: Duty
    officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEntry:
    """Where an entry that could not be projected stands, why, and when an own entry read it (ms)."""

    origin: str
    index: int
    why: str
    read_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a person has to decide of a case, or has decided; `hit` is its id within the case.

    `reference`: number of the listed person, or what the answering side named. `other_case`: the office's
    other case, where there is one. `advice`: the interviewer's.
    """

    hit: str
    kind: HitKind
    found_at: int
    reference: str = ""
    other_case: str = ""
    grounds: tuple[MatchGround, ...] = ()
    advice: Advice | None = None
    decision: HitDecision | None = None
    decided_by: str = ""
    decided_at: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How the application ended without a passport that stands; `number` is that of letter or report."""

    kind: EndingKind
    at: int
    by: str
    number: str
    ground: str = ""
    until: date | None = None
    missing: tuple[PaperKind, ...] = ()
    book_cut: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A cancellation that was proposed and waits for its interview report and the head."""

    ground: CancellationGround
    at: int
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewReport:
    """An interview report (BAP)."""

    number: str
    subject: ReportSubject
    finding: ReportFinding
    at: int
    by: str
    statement: str = ""
    conclusion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoiltBooklet:
    """A spoilt or `lost` booklet's report."""

    booklet: str
    number: str
    cause: str
    at: int
    by: str
    report: str = ""
    present: str = ""
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OldPassport:
    """What was read of the old passport."""

    readable: bool
    differing: tuple[str, ...]
    at: int
    data: OldPassportData | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprints:
    """The fingers that were taken and those that could not be."""

    fingers: tuple[int, ...]
    missing: tuple[MissingFinger, ...]
    blob: Blob | None
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The signature, or why there is none."""

    blob: Blob | None
    cannot_sign: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateSearch:
    """The last search in the office's own cases."""

    at: int
    faces: int
    old_passport_alike: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """When a role in force was granted, and by whom."""

    role: Role
    at: int
    by: str
