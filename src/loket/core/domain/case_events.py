"""Events of a case that leaves the clean path: endings, adjudication, corrections, reports, capture."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from loket.core.domain.applicant import Registration
from loket.core.domain.node_events import Blob
from loket.core.domain.notices import NoticeKind
from loket.core.domain.terms import (
    CancellationGround,
    DeferralGround,
    HitDecision,
    LookedAt,
    MatchGround,
    ObligationKind,
    PaperKind,
    RefusalGround,
    ReportFinding,
    ReportSubject,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The sealed part of a decision: why, in an officer's own words."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsReturned:
    """Incomplete documents went back to the applicant; the application is deemed withdrawn."""

    KIND: ClassVar = "documents_returned"
    case: str
    missing: tuple[PaperKind, ...]
    number: str
    sealed: Grounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRefused:
    """No passport is made; `number` is that of the letter."""

    KIND: ClassVar = "application_refused"
    case: str
    ground: RefusalGround
    number: str
    book_cut: bool = False
    sealed: Grounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationDeferred:
    """No passport is made before `until`; `number` is that of the letter."""

    KIND: ClassVar = "application_deferred"
    case: str
    ground: DeferralGround
    until: date
    number: str
    book_cut: bool = False
    sealed: Grounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationProposed:
    """Suspicion that needs an interview report within 2 days and the head's decision within 1 more."""

    KIND: ClassVar = "cancellation_proposed"
    case: str
    ground: CancellationGround
    sealed: Grounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationDropped:
    """The head decided that a proposed cancellation is not made."""

    KIND: ClassVar = "cancellation_dropped"
    case: str
    sealed: Grounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportCancelled:
    """Application or passport is cancelled; `booklet` (empty: none was allocated) is cut, if it is here."""

    KIND: ClassVar = "passport_cancelled"
    case: str
    ground: CancellationGround
    number: str
    booklet: str = ""
    book_cut: bool = False
    sealed: Grounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportText:
    """The sealed part of an interview report: what the applicant stated, and what the officer concludes."""

    statement: str
    conclusion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewReportWritten:
    """An interview report (BAP) was written and signed."""

    KIND: ClassVar = "interview_report_written"
    case: str
    subject: ReportSubject
    finding: ReportFinding
    number: str
    sealed: ReportText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HitAdjudicated:
    """A person decided about one hit (`hit` is its id within the case)."""

    KIND: ClassVar = "hit_adjudicated"
    case: str
    hit: str
    decision: HitDecision
    sealed: Grounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateMatch:
    """Another case of the office that may be the same person, or the same person's with another face."""

    other_case: str
    grounds: tuple[MatchGround, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatesSearched:
    """The office's own cases were searched by NIK, name with birth date, and face.

    `faces`: how many faces were compared. `old_passport_alike`: likeness to the portrait of the old passport,
    in percent of what the recogniser asks for (100: just alike), None where there was nothing to compare.
    """

    KIND: ClassVar = "duplicates_searched"
    case: str
    matches: tuple[DuplicateMatch, ...]
    faces: int
    old_passport_alike: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The sealed part of a correction: the whole record as it should have been keyed, and why."""

    registration: Registration
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCorrected:
    """A typing error was corrected before printing; `fields` are their names.

    `identity`: something that is printed or looked up changed, so that look-up and approval are made again
    and the questions of the registration are asked again (`opens`). `documents`: papers are needed now that
    were not seen, so that the document check is made again.
    """

    KIND: ClassVar = "record_corrected"
    case: str
    fields: tuple[str, ...]
    identity: bool
    opens: tuple[ObligationKind, ...] = ()
    documents: bool = False
    sealed: Correction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OldPassportData:
    """The sealed part of an old passport's reading: its MRZ lines (empty where they cannot be read)."""

    mrz_upper: str = ""
    mrz_lower: str = ""
    unreadable_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OldPassportRead:
    """The old passport's MRZ was read, or not; `differing` names the fields that the record has otherwise."""

    KIND: ClassVar = "old_passport_read"
    case: str
    readable: bool
    differing: tuple[str, ...] = ()
    sealed: OldPassportData | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFinger:
    """A finger (1 to 10, ISO/IEC 19794-4) that could not be taken, and why (`FingerMissing`)."""

    finger: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FingerprintsTaken:
    """The fingerprints, as one finger image record (ISO/IEC 19794-4); `blob` None where there are none."""

    KIND: ClassVar = "fingerprints_taken"
    case: str
    fingers: tuple[int, ...]
    missing: tuple[MissingFinger, ...] = ()
    blob: Blob | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureTaken:
    """The signature from a pad or a scan; `blob` None where the applicant cannot sign."""

    KIND: ClassVar = "signature_taken"
    case: str
    cannot_sign: str = ""
    blob: Blob | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAssigned:
    """The case was taken by an officer, or handed on to a colleague (`assignee`)."""

    KIND: ClassVar = "case_assigned"
    case: str
    assignee: str
    sealed: Grounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperActEntered:
    """The act before this entry was done on paper, in a power cut: sheet number, when (ms), the sheet's scan.

    `about`: the kind of that entry.
    """

    KIND: ClassVar = "paper_act_entered"
    case: str
    sheet: str
    done_at: int
    about: str
    blob: Blob | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOpened:
    """An officer looked at a file; `number` says which scan."""

    KIND: ClassVar = "file_opened"
    case: str
    what: LookedAt
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSent:
    """The applicant was told; `about` is the index of the entry that the notice is about."""

    KIND: ClassVar = "notice_sent"
    case: str
    notice: NoticeKind
    about: int
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeNotSent:
    """The applicant could not be told, and it is not tried again."""

    KIND: ClassVar = "notice_not_sent"
    case: str
    notice: NoticeKind
    about: int
    fault: str
