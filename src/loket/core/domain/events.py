"""Events: facts in the past tense.

An event's clear fields go into an entry's body; its `sealed` part is encrypted with the case's key. `KIND` is
the word in the entry; a class is read for ever once released.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from loket.core.domain.applicant import Registration
from loket.core.domain.node_events import Blob as Blob
from loket.core.domain.node_events import BookletsShipped as BookletsShipped
from loket.core.domain.node_events import CaseKeyDestroyed as CaseKeyDestroyed
from loket.core.domain.node_events import CheckpointObserved as CheckpointObserved
from loket.core.domain.node_events import ClockConfirmed as ClockConfirmed
from loket.core.domain.node_events import LogOpened as LogOpened
from loket.core.domain.node_events import LogRead as LogRead
from loket.core.domain.node_events import ObligationAnswered as ObligationAnswered
from loket.core.domain.node_events import PolicyPublished as PolicyPublished
from loket.core.domain.node_events import PreventionListPublished as PreventionListPublished
from loket.core.domain.node_events import RoleEnded as RoleEnded
from loket.core.domain.node_events import RoleGranted as RoleGranted
from loket.core.domain.node_events import TrustPublished as TrustPublished
from loket.core.domain.terms import (
    DocumentKind,
    Duty,
    ObligationKind,
    OrderKind,
    PaperKind,
    Recipient,
    Service,
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
class BillingCodeIssued:
    """The fee of the day was assessed and a billing code written down."""

    KIND: ClassVar = "billing_code_issued"
    case: str
    billing_code: str
    amount_rupiah: int
    tariff: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoTaken:
    """The portrait of the data page was taken."""

    KIND: ClassVar = "photo_taken"
    case: str
    blob: Blob


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewNotes:
    """The sealed part of an interview."""

    purpose: str
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewRecorded:
    """The interviewer questioned the purpose of travel and advises to go on."""

    KIND: ClassVar = "interview_recorded"
    case: str
    sealed: InterviewNotes | None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationApproved:
    """The approving officer lets the passport be made."""

    KIND: ClassVar = "application_approved"
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletsReceived:
    """A shipment of blanks is in the office's custody."""

    KIND: ClassVar = "booklets_received"
    shipment: str
    kind: DocumentKind
    series: str
    digits: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletAllocated:
    """One blank is bound to one approved application."""

    KIND: ClassVar = "booklet_allocated"
    case: str
    booklet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """The sealed part of a data page: everything that is printed, so that a read-back has a record."""

    document_code: str
    names_visual: str
    mrz_upper: str
    mrz_lower: str
    issued_on: date
    expires_on: date
    birth_date: date
    birth_place: str
    sex: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPageSubmitted:
    """A data page waits to be sent to the printer."""

    KIND: ClassVar = "data_page_submitted"
    case: str
    booklet: str
    job: str
    sealed: PageRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPageSending:
    """The page is about to be sent; without a later "sent" nobody knows whether it was printed."""

    KIND: ClassVar = "data_page_sending"
    case: str
    job: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPageSent:
    """The printer took the page."""

    KIND: ClassVar = "data_page_sent"
    case: str
    job: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPageNotSent:
    """The printer refused the page for a stated fault; nothing was printed."""

    KIND: ClassVar = "data_page_not_sent"
    case: str
    job: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBackFailed:
    """The page read back differs from the record; the page is not "printed"."""

    KIND: ClassVar = "read_back_failed"
    case: str
    job: str
    differing_characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPagePrinted:
    """The page was read back and agrees with the record, character for character."""

    KIND: ClassVar = "data_page_printed"
    case: str
    job: str
    booklet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoilReport:
    """The sealed part of a report of a spoilt booklet."""

    report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletSpoilt:
    """The blank is spoilt and reported; the case needs a new one, not a new application."""

    KIND: ClassVar = "booklet_spoilt"
    case: str
    booklet: str
    sealed: SpoilReport | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverBookLine:
    """The sealed part of a handover: who came."""

    recipient_name: str
    recipient_identity_number: str
    authority_papers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportHandedOver:
    """Identity checked, handover book signed; `provisional` while obligations are unanswered."""

    KIND: ClassVar = "passport_handed_over"
    case: str
    booklet: str
    line: int
    recipient: Recipient
    provisional: bool
    sealed: HandoverBookLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileArchived:
    """The paper file is on its shelf."""

    KIND: ClassVar = "file_archived"
    case: str
    shelf: str
    keep_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderText:
    """The sealed part of an order of the head."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadOrdered:
    """A signed exception of the head of the office for one case."""

    KIND: ClassVar = "head_ordered"
    case: str
    order: str
    kind: OrderKind
    duty: Duty | None
    sealed: OrderText | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseForgotten:
    """The case's key was destroyed here; other holders acknowledge in their own logs."""

    KIND: ClassVar = "case_forgotten"
    case: str
    second_officer: str


Event = (
    ApplicationRegistered
    | DocumentScanned
    | DocumentsChecked
    | BillingCodeIssued
    | PaymentRecorded
    | PhotoTaken
    | InterviewRecorded
    | PreventionListLookedUp
    | ApplicationApproved
    | BookletsReceived
    | BookletAllocated
    | DataPageSubmitted
    | DataPageSending
    | DataPageSent
    | DataPageNotSent
    | ReadBackFailed
    | DataPagePrinted
    | BookletSpoilt
    | PassportHandedOver
    | FileArchived
    | HeadOrdered
    | CaseForgotten
    | RoleGranted
    | RoleEnded
    | ClockConfirmed
    | LogOpened
    | LogRead
    | TrustPublished
    | PreventionListPublished
    | PolicyPublished
    | CheckpointObserved
    | BookletsShipped
    | ObligationAnswered
    | CaseKeyDestroyed
)
EVENT_TYPES: tuple[type[Event], ...] = Event.__args__
