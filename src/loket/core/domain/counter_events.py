"""Events from registration to the look-up in the prevention list."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from loket.core.domain.applicant import Registration
from loket.core.domain.node_events import Blob
from loket.core.domain.terms import (
    Advice,
    DocumentKind,
    ObligationKind,
    PaperKind,
    Service,
    Speed,
    Tender,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRegistered:
    """A walk-in applicant stands in the register and in the queue."""

    KIND: ClassVar = "application_registered"
    case: str
    application_number: str
    service: Service
    kind: DocumentKind
    validity_years: int
    queue_day: date
    queue_number: str
    opens: tuple[ObligationKind, ...]
    sealed: Registration | None
    speed: Speed = Speed.REGULAR


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentScanned:
    """A paper of the applicant was scanned or uploaded."""

    KIND: ClassVar = "document_scanned"
    case: str
    paper: PaperKind
    blob: Blob


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsChecked:
    """Originals were compared with the scans and found complete."""

    KIND: ClassVar = "documents_checked"
    case: str
    originals_seen: tuple[PaperKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeLine:
    """One part of a fee: the passport itself, or a surcharge by its name."""

    what: str
    amount_rupiah: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingCodeIssued:
    """The fee of the day was assessed and a billing code written down; `parts` add up to the amount."""

    KIND: ClassVar = "billing_code_issued"
    case: str
    billing_code: str
    amount_rupiah: int
    tariff: str
    parts: tuple[FeeLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRecorded:
    """Paid: with the bank's transaction number, or with the office's own numbered receipt."""

    KIND: ClassVar = "payment_recorded"
    case: str
    billing_code: str
    amount_rupiah: int
    bank_reference: str = ""
    receipt_number: str = ""
    opens: tuple[ObligationKind, ...] = ()
    tender: Tender = Tender.PROOF_SEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceTemplateData:
    """The sealed part of a portrait: what the recogniser compares (empty where it found no face)."""

    template: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoTaken:
    """The portrait of the data page was taken; `remarks` name the checks that it did not pass."""

    KIND: ClassVar = "photo_taken"
    case: str
    blob: Blob
    remarks: tuple[str, ...] = ()
    sealed: FaceTemplateData | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewNotes:
    """The sealed part of an interview."""

    purpose: str
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewRecorded:
    """The interviewer questioned the purpose of travel; any advice but to go on leads to adjudication."""

    KIND: ClassVar = "interview_recorded"
    case: str
    sealed: InterviewNotes | None
    advice: Advice = Advice.GO_ON


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFindings:
    """The sealed part of a look-up: the numbers of the listed persons who may be the applicant."""

    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreventionListLookedUp:
    """The local signed copy was looked up; says as of which checkpoint of the national log it speaks."""

    KIND: ClassVar = "prevention_list_looked_up"
    case: str
    list_version: int
    list_as_of: int
    national_origin: str
    national_size: int
    hits: int
    opens: tuple[ObligationKind, ...] = ()
    sealed: ListFindings | None = None
